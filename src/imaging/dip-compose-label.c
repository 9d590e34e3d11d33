#include "dip-compose-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"

/* Parts of the panel's height (the font, the chip's greatest height) or of the font's (the rest). */
#define FONT_SIZE   0.034
#define MOST_HEIGHT 0.34
#define MARGIN      0.8
#define PADDING     0.55

#define LEAST_FONT    9.0 /* pixels: below, nothing can be read */
#define LEAST_SHRINK  0.6 /* a long text may shrink to this; then it gets a second line */
#define LONGEST_LABEL 400 /* characters */

/* Colours of emoji stay. Its own marks are shown, not obeyed. */
int
dip_text_render (const char *text, const char *font, double font_size, guint32 colour, int wrap_width, VipsImage **out)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *markup = g_strdup_printf ("<span foreground=\"#%06x\">%s</span>", colour & 0xffffff, escaped);
  char size[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *description = NULL;

  g_ascii_formatd (size, sizeof size, "%.2f", font_size);
  description = g_strdup_printf ("%s semi-bold %s", font != NULL ? font : "sans", size);
  if (wrap_width > 0)
    return vips_text (out, markup, "font", description, "dpi", 72, "rgba", TRUE, "width", wrap_width, NULL);
  return vips_text (out, markup, "font", description, "dpi", 72, "rgba", TRUE, NULL);
}

/* Without any font, every letter is drawn as the same empty box. */
static gboolean
has_font (void)
{
  g_autoptr (VipsImage) narrow = NULL;
  g_autoptr (VipsImage) wide = NULL;
  g_autofree void *first = NULL, *second = NULL;
  gsize first_size = 0, second_size = 0;

  if (dip_text_render ("i", NULL, 16, 0xffffff, 0, &narrow) != 0
      || dip_text_render ("W", NULL, 16, 0xffffff, 0, &wide) != 0)
    return FALSE;
  first = vips_image_write_to_memory (narrow, &first_size);
  second = vips_image_write_to_memory (wide, &second_size);
  return first != NULL && second != NULL && (first_size != second_size || memcmp (first, second, first_size) != 0);
}

/* The first @keep characters and an ellipsis. */
static char *
shorten (const char *text, glong keep)
{
  g_autofree char *head = g_utf8_substring (text, 0, keep);

  return g_strconcat (g_strchomp (head), "…", NULL);
}

/* As large as wished; smaller when it is too long for its line; on several lines when it would become too small; cut short
 * at last. Each is rendered anew at its final size. */
static int
fit_text (const char *label, const DipLabelLook *look, double *font_size, int max_width, int max_height,
          VipsImage **out)
{
  g_autofree char *text = g_utf8_make_valid (label, -1);
  const double least = MAX (*font_size * LEAST_SHRINK, MIN (*font_size, LEAST_FONT));

  if (g_utf8_strlen (text, -1) > LONGEST_LABEL)
    *g_utf8_offset_to_pointer (text, LONGEST_LABEL) = '\0';
  if (dip_text_render (text, look->font, *font_size, look->colour, 0, out) != 0)
    return -1;
  if ((*out)->Xsize <= max_width && (*out)->Ysize <= max_height)
    return 0;
  *font_size = MAX (least, *font_size * 0.99 * max_width / (*out)->Xsize);
  for (glong keep = g_utf8_strlen (text, -1); keep > 1; keep = keep * 3 / 4)
    {
      g_clear_object (out);
      if (dip_text_render (text, look->font, *font_size, look->colour, max_width, out) != 0)
        return -1;
      if ((*out)->Xsize <= max_width && (*out)->Ysize <= max_height)
        return 0;
      char *shorter = shorten (text, keep * 3 / 4);
      g_free (text);
      text = shorter;
    }
  return 0;
}

/* Coverage of a pixel by a rectangle with round corners, from the distance of its centre to the edge. */
static guint8
cover_chip (double x, double y, int width, int height, double radius, double opacity)
{
  double dx = fabs (x - width / 2.0) - (width / 2.0 - radius), dy = fabs (y - height / 2.0) - (height / 2.0 - radius);
  double outside = hypot (MAX (dx, 0), MAX (dy, 0)) + MIN (MAX (dx, dy), 0) - radius;

  return (guint8) (255 * opacity * CLAMP (0.5 - outside, 0, 1));
}

static VipsImage *
draw_chip (int width, int height, double radius, const DipLabelLook *look)
{
  const gsize size = (gsize) width * (gsize) height * 4;
  g_autofree guint8 *pixels = g_malloc0 (size);
  g_autoptr (VipsImage) bare = NULL;
  VipsImage *chip = NULL;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *pixel = pixels + ((gsize) y * width + x) * 4;

        pixel[0] = look->background >> 16 & 0xff;
        pixel[1] = look->background >> 8 & 0xff;
        pixel[2] = look->background & 0xff;
        pixel[3] = cover_chip (x + 0.5, y + 0.5, width, height, radius, look->opacity);
      }
  bare = vips_image_new_from_memory_copy (pixels, size, width, height, 4, VIPS_FORMAT_UCHAR);
  if (bare != NULL)
    vips_copy (bare, &chip, "interpretation", VIPS_INTERPRETATION_sRGB, NULL);
  return chip;
}

/* Lays chip and text over the corner only, not over the whole panel: composing costs by the pixel. */
static int
stamp (VipsImage *panel, VipsImage *chip, VipsImage *text, int left, int top, int padding)
{
  const int width = MIN (chip->Xsize, panel->Xsize - left), height = MIN (chip->Ysize, panel->Ysize - top);
  g_autoptr (VipsImage) corner = NULL;
  g_autoptr (VipsImage) backed = NULL;
  g_autoptr (VipsImage) written = NULL;
  g_autoptr (VipsImage) opaque = NULL;
  g_autoptr (VipsImage) bytes = NULL;

  if (width <= 0 || height <= 0)
    return 0;
  if (vips_extract_area (panel, &corner, left, top, width, height, NULL)
      || vips_composite2 (corner, chip, &backed, VIPS_BLEND_MODE_OVER, NULL)
      || vips_composite2 (backed, text, &written, VIPS_BLEND_MODE_OVER, "x", padding, "y", padding, NULL)
      || vips_extract_band (written, &opaque, 0, "n", 3, NULL) || vips_cast_uchar (opaque, &bytes, NULL))
    return -1;
  g_autoptr (VipsImage) done = vips_image_copy_memory (bytes);
  return done != NULL ? vips_draw_image (panel, done, left, top, NULL) : -1;
}

/* Where a thing of @size starts in @room at the first, middle or last of three places. */
static int
place (int which, int room, int size, int margin)
{
  if (which == 0)
    return MAX (0, MIN (margin, room - size));
  return MAX (0, which == 1 ? (room - size) / 2 : room - size - margin);
}

gboolean
dip_label_draw (VipsImage *panel, const char *label, const DipLabelLook *look, GError **error)
{
  double font_size = MAX (LEAST_FONT, FONT_SIZE * panel->Ysize);
  const int margin = (int) lround (MARGIN * font_size), padding = (int) lround (PADDING * font_size);
  const int max_width = MAX (8, panel->Xsize - 2 * (margin + padding));
  const int max_height = MAX ((int) (font_size * 1.6), (int) (MOST_HEIGHT * panel->Ysize) - 2 * padding);
  g_autoptr (VipsImage) text = NULL;
  g_autoptr (VipsImage) chip = NULL;

  if (has_font () && fit_text (label, look, &font_size, max_width, max_height, &text) == 0)
    chip = draw_chip (text->Xsize + 2 * padding, text->Ysize + 2 * padding, 0.4 * font_size, look);
  if (chip != NULL
      && stamp (panel, chip, text, place (look->anchor % 3, panel->Xsize, chip->Xsize, margin),
                place (look->anchor / 3, panel->Ysize, chip->Ysize, margin), padding)
             == 0)
    return TRUE;
  dip_vips_fail (
      error, NULL, DIP_ERROR_UNSUPPORTED,
      _ ("The label could not be drawn because no font is installed. Install a font, for example DejaVu Sans, "
         "or compose without labels."));
  return FALSE;
}

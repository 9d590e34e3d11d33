#include "dip-compose-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-error.h"

#define MARGIN    0.6  /* parts of the mark's height */
#define GAP       0.35 /* between logo and words */
#define FONT_PART 0.72 /* of the mark's height */
#define LEAST     8    /* pixels */

/* The logo at @height, sRGB with alpha. */
static VipsImage *
load_logo (GBytes *bytes, int height)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) coloured = NULL;
  VipsImage *with_alpha = NULL;

  if (vips_thumbnail_buffer ((void *) data, size, &small, 100 * height, "height", height, NULL) != 0
      || vips_colourspace (small, &coloured, VIPS_INTERPRETATION_sRGB, NULL) != 0)
    return NULL;
  if (vips_image_hasalpha (coloured) ? vips_copy (coloured, &with_alpha, NULL)
                                     : vips_addalpha (coloured, &with_alpha, NULL))
    return NULL;
  return with_alpha;
}

/* Side by side on nothing, middles level. */
static VipsImage *
join (VipsImage *logo, VipsImage *words, int gap)
{
  VipsImage *parts[2] = { logo, words }, *joined = NULL;
  VipsArrayDouble *clear = vips_array_double_newv (4, 0.0, 0.0, 0.0, 0.0);
  int status = vips_arrayjoin (parts, &joined, 2, "across", 2, "shim", gap, "background", clear, "halign",
                               VIPS_ALIGN_CENTRE, "valign", VIPS_ALIGN_CENTRE, "hspacing", 0, NULL);

  vips_area_unref (VIPS_AREA (clear));
  return status == 0 ? joined : NULL;
}

static VipsImage *
draw (const DipMark *mark, int height, GError **error)
{
  g_autoptr (VipsImage) logo = mark->logo != NULL ? load_logo (mark->logo, height) : NULL;
  g_autoptr (VipsImage) words = NULL;

  if (mark->logo != NULL && logo == NULL)
    {
      dip_vips_fail_read (error, NULL);
      g_prefix_error (error, "%s: ", _ ("The clinic's logo"));
      return NULL;
    }
  if (mark->text == NULL)
    return g_steal_pointer (&logo);
  if (dip_text_render (mark->text, mark->font, FONT_PART * height, mark->colour, 0, &words) != 0)
    {
      dip_vips_fail (error, NULL, DIP_ERROR_UNSUPPORTED,
                     _ ("The clinic mark could not be drawn; no font is installed."));
      return NULL;
    }
  return logo != NULL ? join (logo, words, (int) (GAP * height)) : g_steal_pointer (&words);
}

static int
place (int which, int room, int size, int margin)
{
  return MAX (0, which == 0 ? margin : which == 1 ? (room - size) / 2 : room - size - margin);
}

static int
lay_over (VipsImage *picture, VipsImage *mark, int left, int top, double opacity, VipsImage **out)
{
  const double by[] = { 1, 1, 1, opacity }, plus[] = { 0, 0, 0, 0 };
  g_autoptr (VipsImage) faint = NULL;
  g_autoptr (VipsImage) bytes = NULL;
  g_autoptr (VipsImage) tagged = NULL;
  g_autoptr (VipsImage) laid = NULL;
  g_autoptr (VipsImage) opaque = NULL;

  if (vips_linear (mark, &faint, by, plus, 4, NULL) || vips_cast_uchar (faint, &bytes, NULL)
      || vips_copy (bytes, &tagged, "interpretation", VIPS_INTERPRETATION_sRGB, NULL)
      || vips_composite2 (picture, tagged, &laid, VIPS_BLEND_MODE_OVER, "x", left, "y", top, NULL)
      || vips_extract_band (laid, &opaque, 0, "n", 3, NULL))
    return -1;
  return vips_cast_uchar (opaque, out, NULL);
}

VipsImage *
dip_mark_draw (VipsImage *picture, const DipMark *mark, int panel_height, GError **error)
{
  g_autoptr (VipsImage) under = picture;
  const int height = MAX (LEAST, (int) lround (mark->size * panel_height)), margin = (int) (MARGIN * height);
  g_autoptr (VipsImage) drawn = NULL;
  g_autoptr (VipsImage) laid = NULL;

  if (mark->text == NULL && mark->logo == NULL)
    return g_steal_pointer (&under);
  drawn = draw (mark, height, error);
  if (drawn == NULL)
    return NULL;
  if (lay_over (under, drawn, place (mark->anchor % 3, under->Xsize, drawn->Xsize, margin),
                place (mark->anchor / 3, under->Ysize, drawn->Ysize, margin), mark->opacity, &laid)
      != 0)
    {
      dip_vips_fail_read (error, NULL);
      return NULL;
    }
  return dip_vips_to_pixels (laid, 1, NULL, error);
}

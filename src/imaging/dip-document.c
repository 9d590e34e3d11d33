#include "dip-document-private.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>
#include <string.h>

#include "dip-encode-private.h"
#include "dip-error.h"
#include "dip-imaging.h"

#define POINTS_PER_MM      (72.0 / 25.4)
#define MOST_PICTURE_SIDE  1600
#define PICTURE_QUALITY    88
#define QUIET_ZONE         4 /* modules around a QR code */
#define MODULE_PIXELS      8
#define LONGEST_TEXT_BYTES (1 << 20)

static void
block_free (DipBlock *self)
{
  g_strfreev (self->texts);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_free (self);
}

/* Pango takes anything but invalid UTF-8; control characters would be drawn as boxes. */
static char *
tame (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (strlen (text), LONGEST_TEXT_BYTES));
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (c == '\n' || !g_unichar_iscntrl (c))
        g_string_append_unichar (out, c);
      else if (c == '\t')
        g_string_append_c (out, ' ');
    }
  return g_string_free (out, FALSE);
}

static DipBlock *
add_block (DipDocument *self, DipBlockKind kind, const char *const *texts)
{
  DipBlock *block = g_new0 (DipBlock, 1);
  const guint count = g_strv_length ((char **) texts);

  block->kind = kind;
  block->texts = g_new0 (char *, count + 1);
  for (guint i = 0; i < count; i++)
    block->texts[i] = tame (texts[i]);
  g_ptr_array_add (self->blocks, block);
  return block;
}

static DipBlock *
add_text (DipDocument *self, DipBlockKind kind, const char *text)
{
  return add_block (self, kind, (const char *const[]){ text, NULL });
}

DipDocument *
dip_document_new (const char *title, const char *language, DipDate date)
{
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  DipDocument *self = g_new0 (DipDocument, 1);
  self->title = tame (title);
  self->language = g_strcanon (g_strdup (language), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-", '-');
  self->date = date;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  add_text (self, DIP_BLOCK_TITLE, title);
  return self;
}

void
dip_document_free (DipDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->language);
  g_free (self->footer);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
dip_document_set_footer (DipDocument *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  g_free (self->footer);
  self->footer = tame (text);
  g_strdelimit (self->footer, "\n", ' ');
}

void
dip_document_add_heading (DipDocument *self, int level, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL && level >= 1 && level <= 3);
  add_text (self, DIP_BLOCK_HEADING, text)->level = level;
}

void
dip_document_add_paragraph (DipDocument *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      add_text (self, DIP_BLOCK_PARAGRAPH, *line);
}

void
dip_document_add_note (DipDocument *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  add_text (self, DIP_BLOCK_NOTE, text);
}

void
dip_document_add_item (DipDocument *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  add_text (self, DIP_BLOCK_ITEM, text);
}

void
dip_document_add_tick_box (DipDocument *self, gboolean ticked, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  add_text (self, DIP_BLOCK_TICK_BOX, text)->flag = ticked;
}

void
dip_document_add_fact (DipDocument *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL && key != NULL && value != NULL);
  add_block (self, DIP_BLOCK_FACT, (const char *const[]){ key, value, NULL });
}

void
dip_document_add_row (DipDocument *self, const char *const *cells, gboolean header)
{
  g_return_if_fail (self != NULL && cells != NULL && cells[0] != NULL);
  add_block (self, DIP_BLOCK_ROW, cells)->flag = header;
}

void
dip_document_add_signature_line (DipDocument *self, const char *label)
{
  g_return_if_fail (self != NULL && label != NULL);
  add_text (self, DIP_BLOCK_SIGNATURE_LINE, label);
}

void
dip_document_add_page_break (DipDocument *self)
{
  g_return_if_fail (self != NULL);
  add_block (self, DIP_BLOCK_PAGE_BREAK, (const char *const[]){ NULL });
}

/* sRGB, upright, on white, at most MOST_PICTURE_SIDE. */
static VipsImage *
shrink_picture (GBytes *picture, int orientation)
{
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) coloured = NULL;
  g_autoptr (VipsImage) flat = NULL;
  g_autoptr (VipsImage) marked = NULL;
  VipsImage *upright = NULL;
  gsize size = 0;
  void *data = (void *) g_bytes_get_data (picture, &size);

  if (vips_thumbnail_buffer (data, size, &small, MOST_PICTURE_SIDE, "height", MOST_PICTURE_SIDE, "size", VIPS_SIZE_DOWN,
                             "no_rotate", TRUE, "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_ERROR, NULL)
      || vips_colourspace (small, &coloured, VIPS_INTERPRETATION_sRGB, NULL))
    return NULL;
  if (vips_image_hasalpha (coloured) && dip_flatten_on_white (coloured, &flat) != 0)
    return NULL;
  if (flat == NULL)
    flat = g_object_ref (coloured);
  marked = vips_image_copy_memory (flat); /* read more than once, and not only from top to bottom */
  if (marked == NULL)
    return NULL;
  vips_image_set_int (marked, VIPS_META_ORIENTATION, orientation);
  return vips_autorot (marked, &upright, NULL) == 0 ? upright : NULL;
}

/* Pixels as cairo has them: 32 bits, native order, the topmost 8 unused. */
static cairo_surface_t *
surface_from (VipsImage *image)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, image->Xsize, image->Ysize);
  gsize size = 0;
  g_autofree guint8 *pixels = vips_image_write_to_memory (image, &size);

  if (pixels == NULL || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  for (int y = 0; y < image->Ysize; y++)
    {
      guint32 *to = (guint32 *) (void *) (cairo_image_surface_get_data (surface)
                                          + y * cairo_image_surface_get_stride (surface));
      const guint8 *from = pixels + (gsize) y * image->Xsize * image->Bands;
      for (int x = 0; x < image->Xsize; x++, from += image->Bands)
        to[x] = ((guint32) from[0] << 16) | ((guint32) from[image->Bands > 2 ? 1 : 0] << 8)
                | from[image->Bands > 2 ? 2 : 0];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
free_jpeg (gpointer data)
{
  g_free (data);
}

/* A photo goes in as JPEG, a drawing (a signature) as it is. */
static gboolean
attach_jpeg (cairo_surface_t *surface, VipsImage *image)
{
  g_autofree char *options = g_strdup_printf (".jpg[Q=%d,%s]", PICTURE_QUALITY, dip_vips_keep_nothing ());
  void *jpeg = NULL;
  size_t size = 0;

  if (vips_image_write_to_buffer (image, options, &jpeg, &size, NULL) != 0)
    return FALSE;
  if (cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_JPEG, jpeg, size, free_jpeg, jpeg) == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_free (jpeg);
  return FALSE;
}

gboolean
dip_document_add_picture (DipDocument *self, GBytes *picture, int orientation, double height, const char *caption,
                          GError **error)
{
  g_return_val_if_fail (self != NULL && picture != NULL, FALSE);

  const DipLimits limits = DIP_LIMITS_DEFAULT;
  const DipFormat format = dip_format_sniff (picture);
  g_autoptr (VipsImage) image = NULL;
  cairo_surface_t *surface = NULL;
  int width = 0, rows = 0, bits = 0;

  if (!dip_imaging_init (error) || !dip_format_read_size (picture, format, &limits, &width, &rows, &bits, error))
    return FALSE;
  image = shrink_picture (picture, CLAMP (orientation, 1, 8));
  if (image != NULL)
    surface = surface_from (image);
  if (surface != NULL && format == DIP_FORMAT_JPEG && !attach_jpeg (surface, image))
    g_clear_pointer (&surface, cairo_surface_destroy);
  if (surface == NULL)
    {
      dip_vips_fail_read (error, NULL);
      return FALSE;
    }
  DipBlock *block = add_text (self, DIP_BLOCK_PICTURE, caption != NULL ? caption : "");
  block->picture = surface;
  block->height = height * POINTS_PER_MM;
  return TRUE;
}

/* Black modules on white, with the quiet zone of four that scanners need (ISO/IEC 18004, 9.1). */
static cairo_surface_t *
surface_of_code (const QRcode *code)
{
  const int size = (code->width + 2 * QUIET_ZONE) * MODULE_PIXELS;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (int i = 0; i < code->width * code->width; i++)
    if ((code->data[i] & 1) != 0)
      cairo_rectangle (cr, (i % code->width + QUIET_ZONE) * MODULE_PIXELS,
                       (double) (i / code->width + QUIET_ZONE) * MODULE_PIXELS, MODULE_PIXELS, MODULE_PIXELS);
  cairo_fill (cr);
  cairo_destroy (cr);
  return surface;
}

gboolean
dip_document_add_code (DipDocument *self, const char *text, double height, GError **error)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (code == NULL)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_TOO_LARGE, _ ("The text is too long for a QR code."));
      return FALSE;
    }
  DipBlock *block = add_text (self, DIP_BLOCK_PICTURE, "");
  block->picture = surface_of_code (code);
  block->height = height * POINTS_PER_MM;
  QRcode_free (code);
  return TRUE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
describe (const DipDocument *self, cairo_surface_t *surface)
{
  g_autofree char *day = dip_date_to_iso (self->date);
  g_autofree char *time = g_strconcat (day != NULL ? day : "1970-01-01", "T00:00:00Z", NULL);

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4); /* a cross-reference table of the old kind */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

static GByteArray *
write_pdf (DipDocument *self, int pages)
{
  GByteArray *pdf = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, pdf, 595.276, 841.89);
  int unknown = 0;

  describe (self, surface);
  dip_document_draw (self, surface, pages, &unknown);
  cairo_surface_finish (surface);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&pdf, g_byte_array_unref);
  cairo_surface_destroy (surface);
  return pdf;
}

GBytes *
dip_document_finish (DipDocument *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  int unknown = 0;
  const int pages = dip_document_draw (self, NULL, 1, &unknown);
  g_autoptr (GByteArray) plain = NULL;
  g_autoptr (GByteArray) pdf = NULL;

  if (unknown > 0)
    {
      g_set_error (
          error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
          ngettext ("“%s” holds %d letter that no font on this computer has. Install a font with it (the Noto "
                    "fonts have all scripts) and try again.",
                    "“%s” holds %d letters that no font on this computer has. Install a font with them (the Noto "
                    "fonts have all scripts) and try again.",
                    (gulong) unknown),
          self->title, unknown);
      return NULL;
    }
  plain = write_pdf (self, pages);
  pdf = plain != NULL ? dip_document_with_language (plain, self->language) : NULL;
  if (pdf == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_IO,
                   _ ("The document “%s” could not be written as PDF. Please install Diptych again."), self->title);
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&pdf));
}

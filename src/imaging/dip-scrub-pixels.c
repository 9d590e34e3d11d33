/* The digest by which the same picture is known again. */
#include "dip-scrub-private.h"

#include <glib/gi18n-lib.h>
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>

#include "dip-error.h"
#include "dip-scrub-vips.h"

#define ROWS 32 /* decoded at a time */

/* What counts besides the pixels. */
static GChecksum *
start_digest (int width, int height, int bands, int bytes_per_sample, int orientation)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head = g_strdup_printf ("%d %d %d %d %d\n", width, height, bands, bytes_per_sample * 8, orientation);

  g_checksum_update (sum, (const guchar *) head, -1);
  return sum;
}

static gboolean
fail (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (
        error, DIP_ERROR, DIP_ERROR_DAMAGED,
        _ ("The stored picture cannot be decoded: it was damaged on the disk. Restore it from a backup."));
  return FALSE;
}

typedef struct
{
  struct jpeg_error_mgr errors; /* first: libjpeg's call-backs know only this */
  jmp_buf escape;
  struct jpeg_decompress_struct jpeg;
  GChecksum *sum;
  JSAMPLE *rows;
} JpegReader;

static void
jpeg_reader_free (JpegReader *self)
{
  jpeg_destroy_decompress (&self->jpeg);
  g_clear_pointer (&self->sum, g_checksum_free);
  g_free (self->rows);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JpegReader, jpeg_reader_free)

G_NORETURN static void
on_error (j_common_ptr info)
{
  longjmp (((JpegReader *) info->err)->escape, 1);
}

static void
on_message (j_common_ptr info, int level)
{
  if (level < 0)
    on_error (info);
}

static void
jpeg_reader_start (JpegReader *self, GBytes *clean, int orientation)
{
  j_decompress_ptr jpeg = &self->jpeg;

  jpeg_create_decompress (jpeg);
  jpeg_mem_src (jpeg, g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
  jpeg_read_header (jpeg, TRUE);
  jpeg->out_color_space = jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress (jpeg);
  self->rows = g_malloc_n (ROWS, jpeg->output_width * (gsize) jpeg->output_components);
  self->sum
      = start_digest ((int) jpeg->output_width, (int) jpeg->output_height, jpeg->output_components, 1, orientation);
}

static gboolean
jpeg_reader_run (JpegReader *self, GBytes *clean, int orientation, GCancellable *cancellable)
{
  j_decompress_ptr jpeg = &self->jpeg;

  if (setjmp (self->escape) != 0)
    return FALSE;
  jpeg_reader_start (self, clean, orientation);
  gsize stride = jpeg->output_width * (gsize) jpeg->output_components;
  while (jpeg->output_scanline < jpeg->output_height && !g_cancellable_is_cancelled (cancellable))
    {
      JSAMPROW at[ROWS];
      for (gsize i = 0; i < ROWS; i++)
        at[i] = self->rows + i * stride;
      JDIMENSION n = jpeg_read_scanlines (jpeg, at, ROWS);
      g_checksum_update (self->sum, self->rows, (gssize) (n * stride));
    }
  return jpeg->output_scanline == jpeg->output_height;
}

static char *
digest_jpeg (GBytes *clean, int orientation, GCancellable *cancellable, GError **error)
{
  g_autoptr (JpegReader) self = g_new0 (JpegReader, 1);

  self->jpeg.err = jpeg_std_error (&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  if (jpeg_reader_run (self, clean, orientation, cancellable))
    return g_strdup (g_checksum_get_string (self->sum));
  fail (cancellable, error);
  return NULL;
}

/* Rows in order, as the loader wants it. */
static gboolean
add_rows (GChecksum *sum, VipsImage *image, GCancellable *cancellable)
{
  g_autoptr (VipsRegion) region = vips_region_new (image);
  gssize stride = (gssize) VIPS_IMAGE_SIZEOF_LINE (image);

  for (int top = 0; top < image->Ysize; top += ROWS)
    {
      VipsRect rows = { 0, top, image->Xsize, MIN (ROWS, image->Ysize - top) };
      if (g_cancellable_is_cancelled (cancellable) || vips_region_prepare (region, &rows) != 0)
        return FALSE;
      for (int y = top; y < top + rows.height; y++)
        g_checksum_update (sum, VIPS_REGION_ADDR (region, 0, y), stride);
    }
  return TRUE;
}

static char *
digest_png (GBytes *clean, int orientation, GCancellable *cancellable, GError **error)
{
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (GChecksum) sum = NULL;
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (clean, &size);

  if (!dip_imaging_init (error))
    return NULL;
  if (vips_pngload_buffer ((void *) data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
                           NULL)
      == 0)
    {
      sum = start_digest (image->Xsize, image->Ysize, image->Bands, (int) VIPS_IMAGE_SIZEOF_ELEMENT (image),
                          orientation);
      if (add_rows (sum, image, cancellable))
        return g_strdup (g_checksum_get_string (sum));
    }
  vips_error_clear ();
  fail (cancellable, error);
  return NULL;
}

char *
dip_scrub_pixel_digest (GBytes *clean, int orientation, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (clean != NULL && orientation >= 1 && orientation <= 8, NULL);

  switch (dip_format_sniff (clean))
    {
    case DIP_FORMAT_JPEG:
      return digest_jpeg (clean, orientation, cancellable, error);
    case DIP_FORMAT_PNG:
      return digest_png (clean, orientation, cancellable, error);
    default:
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                           _ ("Only stored pictures, which are JPEG or PNG, can be compared by their pixels."));
      return NULL;
    }
}

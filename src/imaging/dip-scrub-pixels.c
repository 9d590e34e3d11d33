/* The digest by which the same picture is known again. */
#include "dip-scrub-private.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"
#include "dip-scrub-vips.h"

#define ROWS 32 /* taken at a time */

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
  GChecksum *sum;
  gsize stride;
  int orientation;
} Digest;

static void
digest_start (gpointer data, int width, int height, int bands)
{
  Digest *self = data;

  self->stride = (gsize) width * (gsize) bands;
  self->sum = start_digest (width, height, bands, 1, self->orientation);
}

static void
digest_add (gpointer data, const guint8 *rows, guint n)
{
  Digest *self = data;

  g_checksum_update (self->sum, rows, (gssize) (n * self->stride));
}

static char *
digest_jpeg (GBytes *clean, int orientation, GCancellable *cancellable, GError **error)
{
  static const DipRowSink sink = { digest_start, digest_add };
  Digest digest = { .orientation = orientation };
  gboolean decoded = dip_jpeg_decode (clean, &sink, &digest, cancellable);
  g_autoptr (GChecksum) sum = digest.sum;

  if (decoded)
    return g_strdup (g_checksum_get_string (sum));
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
digest_decoded (GBytes *clean, DipFormat format, int orientation, GCancellable *cancellable, GError **error)
{
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (GChecksum) sum = NULL;
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (clean, &size);

  if (!dip_imaging_init (error))
    return NULL;
  if ((format == DIP_FORMAT_PNG
           ? vips_pngload_buffer ((void *) data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                  VIPS_FAIL_ON_ERROR, NULL)
           : vips_webpload_buffer ((void *) data, size, &image, "fail_on", VIPS_FAIL_ON_ERROR, NULL))
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
      return digest_decoded (clean, DIP_FORMAT_PNG, orientation, cancellable, error);
    case DIP_FORMAT_WEBP:
      return digest_decoded (clean, DIP_FORMAT_WEBP, orientation, cancellable, error);
    default:
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                           _ ("Only stored pictures, which are JPEG, PNG or WebP, can be compared by their pixels."));
      return NULL;
    }
}

#include "dip-compose.h"

#include "dip-compose-private.h"
#include "dip-imaging.h"

/* In sRGB with three bands, in memory. */
static GBytes *
to_bytes (VipsImage *small)
{
  g_autoptr (VipsImage) flat = NULL;
  g_autoptr (VipsImage) colour = NULL;
  g_autoptr (VipsImage) three = NULL;
  gsize size;
  guint8 *pixels;

  if ((vips_image_hasalpha (small) ? dip_flatten_on_white (small, &flat) : vips_copy (small, &flat, NULL)) != 0
      || vips_colourspace (flat, &colour, VIPS_INTERPRETATION_sRGB, NULL) != 0
      || vips_cast_uchar (colour, &three, NULL) != 0)
    return NULL;
  pixels = vips_image_write_to_memory (three, &size);
  return pixels != NULL ? g_bytes_new_take (pixels, size) : NULL;
}

GBytes *
dip_thumbnail_pixels (GBytes *thumbnail, int width, int height, int *out_width, int *out_height, GError **error)
{
  gsize size;
  gconstpointer data;
  g_autoptr (VipsImage) small = NULL;
  GBytes *pixels = NULL;

  g_return_val_if_fail (thumbnail != NULL && width > 0 && height > 0, NULL);

  data = g_bytes_get_data (thumbnail, &size);
  if (!dip_imaging_init (error))
    return NULL;
  if (vips_thumbnail_buffer ((void *) data, size, &small, width, "height", height, "size", VIPS_SIZE_DOWN, "crop",
                             VIPS_INTERESTING_CENTRE, "fail_on", VIPS_FAIL_ON_ERROR, NULL)
      == 0)
    pixels = to_bytes (small);
  if (pixels == NULL)
    {
      dip_vips_fail_read (error, NULL);
      return NULL;
    }
  *out_width = small->Xsize;
  *out_height = small->Ysize;
  return pixels;
}

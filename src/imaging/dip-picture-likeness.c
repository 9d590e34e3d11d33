#include "dip-picture-likeness.h"

#include <string.h>

#include "dip-compose-private.h"
#include "dip-error.h"
#include "dip-imaging.h"

#define MARK_CONTRAST 24

/* Grey, upright as stored, in memory. */
static guint8 *
shrink_to_grey (GBytes *picture, int width, int height, VipsSize size, gsize *n_bytes, GError **error)
{
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) grey = NULL;
  g_autoptr (VipsImage) flat = NULL;
  g_autoptr (VipsImage) one = NULL;
  gsize length = 0;
  void *data = (void *) g_bytes_get_data (picture, &length);
  guint8 *pixels = NULL;

  if (!dip_imaging_init (error))
    return NULL;
  if (vips_thumbnail_buffer (data, length, &small, width, "height", height, "size", size, "fail_on", VIPS_FAIL_ON_ERROR,
                             NULL)
          == 0
      && (vips_image_hasalpha (small) ? dip_flatten_on_white (small, &flat) : vips_copy (small, &flat, NULL)) == 0
      && vips_colourspace (flat, &grey, VIPS_INTERPRETATION_B_W, NULL) == 0 && vips_cast_uchar (grey, &one, NULL) == 0)
    pixels = vips_image_write_to_memory (one, n_bytes);
  if (pixels == NULL)
    dip_vips_fail_read (error, NULL);
  return pixels;
}

gboolean
dip_picture_has_marks (GBytes *picture, gboolean *marks, GError **error)
{
  g_return_val_if_fail (picture != NULL && marks != NULL, FALSE);

  gsize size = 0;
  g_autofree guint8 *pixels = shrink_to_grey (picture, 512, 512, VIPS_SIZE_DOWN, &size, error);
  guint8 lightest = 0, darkest = 255;

  if (pixels == NULL)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    {
      lightest = MAX (lightest, pixels[i]);
      darkest = MIN (darkest, pixels[i]);
    }
  *marks = lightest - darkest >= MARK_CONTRAST;
  return TRUE;
}

gboolean
dip_picture_dhash (GBytes *picture, guint8 hash[32], GError **error)
{
  g_return_val_if_fail (picture != NULL && hash != NULL, FALSE);

  gsize size = 0;
  g_autofree guint8 *pixels = shrink_to_grey (picture, 17, 16, VIPS_SIZE_FORCE, &size, error);

  if (pixels == NULL)
    return FALSE;
  memset (hash, 0, 32);
  for (guint bit = 0; bit < 256 && size >= (gsize) 17 * 16; bit++)
    {
      const guint8 *at = pixels + (bit / 16) * 17 + bit % 16;
      if (at[0] < at[1])
        hash[bit / 8] |= (guint8) (1u << (bit % 8));
    }
  return TRUE;
}

guint
dip_picture_hash_distance (const guint8 one[32], const guint8 other[32])
{
  guint differ = 0;

  for (int i = 0; i < 32; i++)
    differ += (guint) __builtin_popcount ((unsigned int) (one[i] ^ other[i]));
  return differ;
}

/* Pictures whose colours need their profile, as lossless WebP. A PNG would have to give the profile a name, a free text of
 * its own that other programs report as metadata; a WebP's profile chunk holds the profile alone. */
#include "dip-scrub-private.h"

#include <string.h>

#include "dip-compose-private.h"
#include "dip-encode-private.h"
#include "dip-scrub-webp.h"

#define HEADER       12    /* "RIFF", size, "WEBP" */
#define SIDE_MAX     16383 /* pixels */
#define FLAG_PROFILE 0x20
#define FLAG_ALPHA   0x10
#define EFFORT       0  /* lossless at every effort; the next is four times as slow for a twentieth less */
#define SEARCH       25 /* per cent: photos repeat nothing, so that looking harder takes a third longer for nothing */

gboolean
dip_webp_can_hold (const VipsImage *image)
{
  return image->BandFmt == VIPS_FORMAT_UCHAR && image->Bands >= 3 && image->Xsize <= SIDE_MAX
         && image->Ysize <= SIDE_MAX;
}

static void
append_chunk (GByteArray *out, const char *name, gconstpointer data, gsize size)
{
  const guint32 little = GUINT32_TO_LE ((guint32) size);

  g_byte_array_append (out, (const guint8 *) name, 4);
  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
  g_byte_array_append (out, data, (guint) size);
  g_byte_array_append (out, (const guint8 *) "", size & 1);
}

/* Whether the picture data says that there is transparency: the encoder leaves an opaque channel out (WebP Lossless
 * Bitstream Specification, 3: signature, 14 + 14 bits of size, alpha_is_used). */
static gboolean
uses_alpha (const guint8 *webp, gsize size)
{
  return size > HEADER + 12 && (webp[HEADER + 12] & 0x10) != 0;
}

/* WebP Container Specification, extended file format: VP8X, ICCP, VP8L. */
static GBytes *
dress (GBytes *plain, const VipsImage *image, GBytes *profile)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (plain, &size);
  guint8 extended[10] = { 0 };
  guint32 width = (guint32) image->Xsize - 1, height = (guint32) image->Ysize - 1, total;
  GByteArray *out = g_byte_array_sized_new ((guint) (size + g_bytes_get_size (profile) + 64));

  extended[0] = FLAG_PROFILE | (uses_alpha (bytes, size) ? FLAG_ALPHA : 0);
  for (guint i = 0; i < 3; i++)
    {
      extended[4 + i] = (guint8) (width >> (8 * i));
      extended[7 + i] = (guint8) (height >> (8 * i));
    }
  g_byte_array_append (out, bytes, HEADER);
  append_chunk (out, "VP8X", extended, sizeof extended);
  append_chunk (out, "ICCP", g_bytes_get_data (profile, NULL), g_bytes_get_size (profile));
  g_byte_array_append (out, bytes + HEADER, (guint) (size - HEADER));
  total = GUINT32_TO_LE (out->len - 8);
  memcpy (out->data + 4, &total, sizeof total);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
dip_webp_save (VipsImage *image, GBytes *profile)
{
  void *data = NULL;
  gsize size = 0;
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GBytes) plain = NULL;

  if (vips_webpsave_buffer (image, &data, &size, "lossless", TRUE, "effort", EFFORT, "Q", SEARCH, NULL) != 0)
    return NULL;
  saved = g_bytes_new_with_free_func (data, size, g_free, data);
  plain = dip_webp_keep_pixels (saved);
  return plain != NULL ? dress (plain, image, profile) : NULL;
}

gboolean
dip_profile_shows (GBytes *profile, int bands)
{
  const guint8 black[4] = { 0 };
  g_autoptr (VipsImage) pixel = vips_image_new_from_memory_copy (black, (gsize) bands, 1, 1, bands, VIPS_FORMAT_UCHAR);

  if (pixel == NULL || dip_profile_has_other_primaries (profile))
    return TRUE;
  vips_image_set_blob_copy (pixel, VIPS_META_ICC_NAME, g_bytes_get_data (profile, NULL), g_bytes_get_size (profile));
  return dip_colour_profile_shows (pixel);
}

/* AVIF by libheif itself: libvips 8.14 can't write XMP without making EXIF up. The settings are those of its heifsave. */
#include "dip-encode-private.h"

#include <libheif/heif.h>
#include <string.h>

#include "dip-rights-private.h"

#define SPEED       5 /* of libaom: effort 4 of heifsave */
#define FULL_CHROMA 90

typedef struct heif_context HeifContext;
typedef struct heif_encoder HeifEncoder;
typedef struct heif_image HeifImage;
typedef struct heif_image_handle HeifHandle;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifContext, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifEncoder, heif_encoder_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifImage, heif_image_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifHandle, heif_image_handle_release)

static gboolean
is_ok (struct heif_error result)
{
  if (result.code == heif_error_Ok)
    return TRUE;
  g_debug ("libheif: %s", result.message);
  return FALSE;
}

/* The pixels, row by row, as they were computed. */
static gboolean
copy_pixels (VipsImage *pixels, HeifImage *to)
{
  g_autoptr (VipsRegion) region = vips_region_new (pixels);
  const gsize row = (gsize) pixels->Xsize * 3;
  int stride = 0;
  guint8 *plane = heif_image_get_plane (to, heif_channel_interleaved, &stride);

  for (int y = 0; y < pixels->Ysize && plane != NULL; y++)
    {
      const VipsRect line = { 0, y, pixels->Xsize, 1 };

      if (vips_region_prepare (region, &line) != 0)
        return FALSE;
      memcpy (plane + (gsize) y * (gsize) stride, VIPS_REGION_ADDR (region, 0, y), row);
    }
  return plane != NULL;
}

static HeifImage *
image_of (VipsImage *pixels)
{
  g_autoptr (VipsImage) plain = NULL;
  g_autoptr (VipsImage) three = NULL;
  g_autoptr (HeifImage) image = NULL;
  struct heif_image *raw = NULL;

  if (vips_colourspace (pixels, &plain, VIPS_INTERPRETATION_sRGB, NULL) != 0
      || vips_extract_band (plain, &three, 0, "n", 3, NULL) != 0
      || !is_ok (
          heif_image_create (pixels->Xsize, pixels->Ysize, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &raw)))
    return NULL;
  image = raw;
  if (!is_ok (heif_image_add_plane (image, heif_channel_interleaved, pixels->Xsize, pixels->Ysize, 8))
      || !copy_pixels (three, image))
    return NULL;
  return g_steal_pointer (&image);
}

static HeifEncoder *
encoder_of (HeifContext *context, int quality)
{
  struct heif_encoder *raw = NULL;
  g_autoptr (HeifEncoder) encoder = NULL;

  if (!is_ok (heif_context_get_encoder_for_format (context, heif_compression_AV1, &raw)))
    return NULL;
  encoder = raw;
  if (!is_ok (heif_encoder_set_lossy_quality (encoder, quality)) || !is_ok (heif_encoder_set_lossless (encoder, 0))
      || !is_ok (heif_encoder_set_parameter_integer (encoder, "speed", SPEED))
      || !is_ok (heif_encoder_set_parameter_string (encoder, "chroma", quality >= FULL_CHROMA ? "444" : "420")))
    return NULL;
  return g_steal_pointer (&encoder);
}

static struct heif_error
append (struct heif_context *context, const void *data, size_t size, void *user_data)
{
  g_byte_array_append (user_data, data, (guint) size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

static gboolean
add_rights (HeifContext *context, HeifHandle *picture, const DipRights *rights)
{
  g_autofree char *xmp = rights != NULL ? dip_rights_xmp (rights) : NULL;

  return xmp == NULL || is_ok (heif_context_add_XMP_metadata (context, picture, xmp, (int) strlen (xmp)));
}

GBytes *
dip_avif_encode (VipsImage *pixels, int quality, const DipRights *rights)
{
  g_autoptr (HeifContext) context = heif_context_alloc ();
  g_autoptr (HeifEncoder) encoder = encoder_of (context, quality);
  g_autoptr (HeifImage) image = encoder != NULL ? image_of (pixels) : NULL;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (HeifHandle) picture = NULL;
  struct heif_image_handle *raw = NULL;
  struct heif_writer writer = { .writer_api_version = 1, .write = append };

  if (image == NULL || !is_ok (heif_context_encode_image (context, image, encoder, NULL, &raw)))
    return NULL;
  picture = raw;
  if (!add_rights (context, picture, rights) || !is_ok (heif_context_write (context, &writer, out)))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

VipsImage *
dip_avif_decode (GBytes *avif)
{
  g_autoptr (HeifContext) context = heif_context_alloc ();
  g_autoptr (HeifHandle) picture = NULL;
  g_autoptr (HeifImage) image = NULL;
  g_autofree guint8 *pixels = NULL;
  g_autoptr (VipsImage) bare = NULL;
  VipsImage *srgb = NULL;
  struct heif_image_handle *handle = NULL;
  struct heif_image *raw = NULL;
  const guint8 *plane;
  gsize size = 0, row;
  const void *data = g_bytes_get_data (avif, &size);
  int width, height, stride = 0;

  if (!is_ok (heif_context_read_from_memory_without_copy (context, data, size, NULL))
      || !is_ok (heif_context_get_primary_image_handle (context, &handle)))
    return NULL;
  picture = handle;
  if (!is_ok (heif_decode_image (picture, &raw, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)))
    return NULL;
  image = raw;
  width = heif_image_get_width (image, heif_channel_interleaved);
  height = heif_image_get_height (image, heif_channel_interleaved);
  plane = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  row = (gsize) width * 3;
  pixels = g_malloc (row * (gsize) height);
  for (int y = 0; y < height; y++)
    memcpy (pixels + (gsize) y * row, plane + (gsize) y * (gsize) stride, row);
  bare = vips_image_new_from_memory_copy (pixels, row * (gsize) height, width, height, 3, VIPS_FORMAT_UCHAR);
  if (bare == NULL || vips_copy (bare, &srgb, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0)
    return NULL;
  return srgb;
}

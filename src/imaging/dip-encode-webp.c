#include "dip-encode-private.h"

#include <string.h>

#include "dip-reader.h"

#define HEADER 12 /* "RIFF", size, "WEBP" */

static void
append_le32 (GByteArray *to, gsize value)
{
  const guint32 little = GUINT32_TO_LE ((guint32) value);

  g_byte_array_append (to, (const guint8 *) &little, sizeof little);
}

/* libvips 8.14 writes an EXIF chunk of its own making even for a picture without any field, and ignores `strip` for
 * stills (libvips#3340). So the container is built anew around the one chunk with the pixels, in the simple file format
 * of the WebP Container Specification: RIFF, size, WEBP, VP8 or VP8L. */
GBytes *
dip_webp_keep_pixels (GBytes *webp)
{
  DipReader reader = dip_reader_over (webp);

  dip_reader_skip (&reader, HEADER);
  while (!reader.failed && dip_reader_left (&reader) >= 8)
    {
      gboolean pixels = dip_reader_at (&reader, "VP8 ", 4) || dip_reader_at (&reader, "VP8L", 4);
      const guint8 *name = dip_reader_take (&reader, 4);
      gsize size = dip_reader_le32 (&reader);
      const guint8 *data = dip_reader_take (&reader, size);

      if (pixels && data != NULL)
        {
          GByteArray *out = g_byte_array_sized_new ((guint) (HEADER + 8 + size + 1));

          g_byte_array_append (out, (const guint8 *) "RIFF", 4);
          append_le32 (out, 4 + 8 + size + (size & 1));
          g_byte_array_append (out, (const guint8 *) "WEBP", 4);
          g_byte_array_append (out, name, 4);
          append_le32 (out, size);
          g_byte_array_append (out, data, (guint) size);
          g_byte_array_append (out, (const guint8 *) "", size & 1);
          return g_byte_array_free_to_bytes (out);
        }
      dip_reader_skip (&reader, size & 1);
    }
  return NULL;
}

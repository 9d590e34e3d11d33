/* What a decoder gets to see: pictures without their metadata. Loaders parse what they find (libvips hands every EXIF
 * block to libexif, libpng inflates text), so what isn't needed to decode is taken out or made unknown beforehand. */
#include "dip-scrub-private.h"

#include <string.h>
#include <zlib.h>

#include "dip-reader.h"

#define PROFILE_MAX (4u << 20) /* bytes of a compressed colour profile */

static gboolean
is_needed (guint32 type, gsize size)
{
  gboolean critical = (type >> 24 & 0x20) == 0;

  return critical || type == DIP_FOURCC ('t', 'R', 'N', 'S')
         || (type == DIP_FOURCC ('i', 'C', 'C', 'P') && size <= PROFILE_MAX);
}

/* The critical chunks, transparency and profile. libpng checks what is kept, but would forgive a damaged chunk of the other
 * kind, which shows that the file was damaged on its way: NULL then. */
static GBytes *
plain_png (DipReader file)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) MIN (file.end, G_MAXUINT));
  guint32 type = 0;

  g_byte_array_append (out, dip_reader_take (&file, 8), 8);
  while (type != DIP_FOURCC ('I', 'E', 'N', 'D') && dip_reader_left (&file) >= 12)
    {
      const guint8 *chunk = file.base + file.pos;
      gsize size = dip_reader_be32 (&file);
      type = dip_reader_be32 (&file);
      if (!dip_reader_skip (&file, size) || dip_reader_left (&file) < 4)
        return NULL;
      guint32 crc = dip_reader_be32 (&file);
      if (is_needed (type, size))
        g_byte_array_append (out, chunk, (guint) size + 12);
      else if (size <= PROFILE_MAX && crc32_z (0, chunk + 4, size + 4) != crc)
        return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static GByteArray *
copy_of (DipReader file)
{
  GByteArray *copy = g_byte_array_sized_new ((guint) file.end);

  return g_byte_array_append (copy, file.base, (guint) file.end);
}

/* Chunks of unknown names are stepped over by decoders. */
static GBytes *
plain_webp (DipReader file)
{
  GByteArray *copy = copy_of (file);

  dip_reader_skip (&file, 12);
  while (dip_reader_left (&file) >= 8)
    {
      gsize at = file.pos;
      guint32 type = dip_reader_be32 (&file), size = dip_reader_le32 (&file);
      if (type == DIP_FOURCC ('E', 'X', 'I', 'F') || type == DIP_FOURCC ('X', 'M', 'P', ' '))
        memcpy (copy->data + at, "none", 4);
      if (!dip_reader_skip (&file, (gsize) size + (size & 1)))
        break;
    }
  return g_byte_array_free_to_bytes (copy);
}

static DipReader
find_box (DipReader reader, guint32 type)
{
  DipBox box;

  while (dip_box_next (&reader, &box))
    if (box.type == type)
      return box.body;
  return (DipReader){ .failed = TRUE };
}

/* So are items of unknown types. */
static GBytes *
plain_heif (DipReader file)
{
  GByteArray *copy = copy_of (file);
  DipReader meta = find_box (file, DIP_FOURCC ('m', 'e', 't', 'a'));
  dip_reader_skip (&meta, 4);
  DipReader iinf = find_box (meta, DIP_FOURCC ('i', 'i', 'n', 'f'));
  guint version = dip_reader_u8 (&iinf);
  DipBox box;

  dip_reader_skip (&iinf, version == 0 ? 5 : 7);
  while (dip_box_next (&iinf, &box))
    {
      guint entry_version = dip_reader_u8 (&box.body);
      dip_reader_skip (&box.body, entry_version == 2 ? 7 : 9); /* flags, item, protection */
      if (box.type == DIP_FOURCC ('i', 'n', 'f', 'e') && entry_version >= 2 && dip_reader_at (&box.body, "Exif", 4))
        memcpy (copy->data + box.body.pos, "none", 4);
    }
  return g_byte_array_free_to_bytes (copy);
}

GBytes *
dip_scrub_plain (GBytes *source, DipFormat format)
{
  DipReader file = dip_reader_over (source);

  if (file.end > G_MAXUINT / 2)
    return NULL;
  switch (format)
    {
    case DIP_FORMAT_PNG:
      return plain_png (file);
    case DIP_FORMAT_WEBP:
      return plain_webp (file);
    case DIP_FORMAT_HEIC:
    case DIP_FORMAT_AVIF:
      return plain_heif (file);
    default:
      return g_bytes_ref (source);
    }
}

/* Width, height and depth from the header alone: what is refused before any decoder sees it. */
#include "dip-imaging.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-error.h"
#include "dip-inspect-heif.h"

typedef struct
{
  guint64 width, height;
  guint64 largest_side, most_pixels; /* when the file describes further pictures */
  guint bits;
} Size;

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_DAMAGED,
                       _ ("The picture's header is damaged. Copy the file again from the camera or phone."));
  return FALSE;
}

static gboolean
unsupported (GError **error, const char *what)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
               _ ("The file holds %s, which Diptych cannot read. Save the picture as JPEG or PNG and add that."), what);
  return FALSE;
}

/* ITU-T T.81, B.2.2: the first frame header. */
static gboolean
read_jpeg_frame (DipReader *reader, guint marker, Size *size, GError **error)
{
  gboolean huffman_or_arithmetic = marker <= 0xc2 || marker == 0xc9 || marker == 0xca;

  dip_reader_skip (reader, 2);
  size->bits = dip_reader_u8 (reader);
  size->height = dip_reader_be16 (reader);
  size->width = dip_reader_be16 (reader);
  if (reader->failed)
    return damaged (error);
  if (!huffman_or_arithmetic || size->bits != 8)
    return unsupported (error, _ ("a rare kind of JPEG (lossless, hierarchical or of 12 bits)"));
  return TRUE;
}

static gboolean
read_jpeg (DipReader reader, Size *size, GError **error)
{
  dip_reader_skip (&reader, 2);
  while (!reader.failed)
    {
      if (dip_reader_u8 (&reader) != 0xff)
        continue; /* like every decoder, looks for the next marker */
      guint8 marker = 0xff;
      while (marker == 0xff && !reader.failed)
        marker = dip_reader_u8 (&reader);
      if (marker == 0 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        continue;
      if (marker == 0xd9 || marker == 0xda)
        break;
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        return read_jpeg_frame (&reader, marker, size, error);
      guint length = dip_reader_be16 (&reader);
      if (length < 2 || !dip_reader_skip (&reader, length - 2))
        break;
    }
  return damaged (error);
}

/* PNG 3rd edition, 11.2.1. */
static gboolean
read_png (DipReader reader, Size *size, GError **error)
{
  dip_reader_skip (&reader, 8);
  gboolean header_first
      = dip_reader_be32 (&reader) == 13 && dip_reader_be32 (&reader) == DIP_FOURCC ('I', 'H', 'D', 'R');
  size->width = dip_reader_be32 (&reader);
  size->height = dip_reader_be32 (&reader);
  size->bits = dip_reader_u8 (&reader);
  guint colour = dip_reader_u8 (&reader);

  if (reader.failed || !header_first || size->bits > 16 || !(0x10116 >> size->bits & 1) || colour > 6)
    return damaged (error);
  if (colour == 3)
    size->bits = 8; /* of the colours in the palette */
  return TRUE;
}

/* RFC 9649, 2.4 to 2.7. */
static gboolean
read_webp (DipReader reader, Size *size, GError **error)
{
  dip_reader_skip (&reader, 12);
  guint32 chunk = dip_reader_be32 (&reader);

  dip_reader_skip (&reader, 4);
  size->bits = 8;
  if (chunk == DIP_FOURCC ('V', 'P', '8', 'X'))
    {
      dip_reader_skip (&reader, 4);
      size->width = dip_reader_le (&reader, 3) + 1;
      size->height = dip_reader_le (&reader, 3) + 1;
    }
  else if (chunk == DIP_FOURCC ('V', 'P', '8', 'L'))
    {
      guint8 signature = dip_reader_u8 (&reader);
      guint32 packed = dip_reader_le32 (&reader);
      size->width = (packed & 0x3fff) + 1;
      size->height = (packed >> 14 & 0x3fff) + 1;
      reader.failed = reader.failed || signature != 0x2f;
    }
  else if (chunk == DIP_FOURCC ('V', 'P', '8', ' '))
    {
      gboolean key_frame = (dip_reader_le (&reader, 3) & 1) == 0;
      gboolean start_code = dip_reader_be (&reader, 3) == 0x9d012a;
      size->width = dip_reader_le16 (&reader) & 0x3fff;
      size->height = dip_reader_le16 (&reader) & 0x3fff;
      reader.failed = reader.failed || !key_frame || !start_code;
    }
  else
    reader.failed = TRUE;
  return reader.failed ? damaged (error) : TRUE;
}

enum
{
  TIFF_NEW_SUBFILE_TYPE = 254,
  TIFF_WIDTH = 256,
  TIFF_LENGTH = 257,
  TIFF_BITS = 258,
  TIFF_DNG_VERSION = 50706,
};

static guint64
tiff_number (DipReader *reader, gboolean little, guint n)
{
  return little ? dip_reader_le (reader, n) : dip_reader_be (reader, n);
}

/* The first number of a field whose count and value are next; may stand elsewhere in @file. */
static guint64
tiff_value (DipReader *entry, DipReader file, gboolean little, guint type)
{
  guint64 count = tiff_number (entry, little, 4);
  guint bytes = type == 3 ? 2 : type == 4 ? 4 : 1;

  if (count * bytes <= 4)
    return tiff_number (entry, little, bytes);
  guint64 offset = tiff_number (entry, little, 4);
  if (offset > file.end)
    return 0;
  file.pos = (gsize) offset;
  return tiff_number (&file, little, bytes);
}

/* TIFF 6.0, section 2: only the first directory is ever decoded. In a camera's raw file that is a small preview, which
 * must not pass for the picture. */
static gboolean
read_tiff (DipReader reader, Size *size, GError **error)
{
  DipReader file = reader;
  gboolean little = dip_reader_at (&reader, "II", 2), preview = FALSE;

  dip_reader_skip (&reader, 4);
  guint64 offset = tiff_number (&reader, little, 4);
  if (offset < 8 || offset > reader.end)
    return damaged (error);
  reader.pos = (gsize) offset;
  guint count = (guint) tiff_number (&reader, little, 2);
  size->bits = 1;
  for (guint i = 0; i < count && !reader.failed; i++)
    {
      DipReader entry = dip_reader_sub (&reader, 12);
      guint tag = (guint) tiff_number (&entry, little, 2);
      guint type = (guint) tiff_number (&entry, little, 2);
      guint64 value = tiff_value (&entry, file, little, type);
      if (tag == TIFF_WIDTH)
        size->width = value;
      else if (tag == TIFF_LENGTH)
        size->height = value;
      else if (tag == TIFF_BITS)
        size->bits = (guint) MIN (value, 64);
      else if (tag == TIFF_DNG_VERSION || (tag == TIFF_NEW_SUBFILE_TYPE && (value & 1)))
        preview = TRUE;
    }
  if (reader.failed)
    return damaged (error);
  return preview ? unsupported (error, _ ("a camera's raw picture")) : TRUE;
}

/* The content of the first box of @type in @reader. */
static DipReader
find_box (DipReader reader, guint32 type)
{
  DipBox box;

  while (dip_box_next (&reader, &box))
    if (box.type == type)
      return box.body;
  return (DipReader){ .failed = TRUE };
}

/* ISO/IEC 23008-12, 6.5.3 and 6.5.6. A decoder could be led to any of the pictures described, so the largest counts. */
static void
read_heif_limits (const DipHeif *heif, Size *size)
{
  for (guint i = 0; i < heif->properties->len; i++)
    {
      DipBox box = g_array_index (heif->properties, DipHeifProperty, i).box;
      dip_reader_skip (&box.body, 4);
      if (box.type == DIP_FOURCC ('i', 's', 'p', 'e'))
        {
          guint64 width = dip_reader_be32 (&box.body), height = dip_reader_be32 (&box.body);
          size->largest_side = MAX (size->largest_side, MAX (width, height));
          size->most_pixels = MAX (size->most_pixels, width * height);
        }
      else if (box.type == DIP_FOURCC ('p', 'i', 'x', 'i') && dip_reader_u8 (&box.body) > 0)
        {
          guint bits = dip_reader_u8 (&box.body);
          size->bits = MAX (size->bits, bits);
        }
    }
}

static gboolean
read_heif (DipReader reader, Size *size, GError **error)
{
  DipReader meta = find_box (reader, DIP_FOURCC ('m', 'e', 't', 'a'));
  guint width = 0, height = 0;
  DipHeif heif;

  dip_reader_skip (&meta, 4);
  DipReader iprp = find_box (meta, DIP_FOURCC ('i', 'p', 'r', 'p'));
  size->bits = 8;
  dip_heif_init (&heif);
  dip_heif_read_primary (&heif, find_box (meta, DIP_FOURCC ('p', 'i', 't', 'm')));
  dip_heif_read_items (&heif, find_box (meta, DIP_FOURCC ('i', 'i', 'n', 'f')));
  dip_heif_read_properties (&heif, find_box (iprp, DIP_FOURCC ('i', 'p', 'c', 'o')));
  dip_heif_read_associations (&heif, find_box (iprp, DIP_FOURCC ('i', 'p', 'm', 'a')));
  read_heif_limits (&heif, size);
  const DipHeifItem *primary = dip_heif_find (&heif, heif.primary);
  gboolean found = primary != NULL && dip_heif_size (&heif, primary, &width, &height);
  dip_heif_clear (&heif);
  size->width = width;
  size->height = height;
  return found ? TRUE : damaged (error);
}

static gboolean
check_limits (const Size *size, const DipLimits *limits, GError **error)
{
  guint64 side = MAX (size->largest_side, MAX (size->width, size->height));

  if (size->width == 0 || size->height == 0 || size->bits == 0)
    return damaged (error);
  if (side <= (guint64) limits->max_side && size->width <= limits->max_pixels / size->height
      && size->most_pixels <= limits->max_pixels)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
               _ ("The picture claims to be %" PRIu64 " × %" PRIu64 " pixels. At most %d on a side and %" PRIu64
                  " million in all are taken in. Save a smaller copy and add that."),
               size->width, size->height, limits->max_side, limits->max_pixels / 1000000);
  return FALSE;
}

static gboolean
check_bytes (GBytes *bytes, const DipLimits *limits, GError **error)
{
  if (g_bytes_get_size (bytes) <= limits->max_bytes)
    return TRUE;
  g_autofree char *is = g_format_size (g_bytes_get_size (bytes));
  g_autofree char *may_be = g_format_size (limits->max_bytes);
  g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
               _ ("The file has %s. At most %s are taken in. Save a smaller copy and add that."), is, may_be);
  return FALSE;
}

static gboolean
read_unsupported (DipReader reader, Size *size, GError **error)
{
  return unsupported (error, _ ("no picture of a known kind"));
}

gboolean
dip_format_read_size (GBytes *bytes, DipFormat format, const DipLimits *limits, int *width, int *height, int *bits,
                      GError **error)
{
  static gboolean (*const readers[]) (DipReader, Size *, GError **) = {
    [DIP_FORMAT_UNKNOWN] = read_unsupported, [DIP_FORMAT_JPEG] = read_jpeg, [DIP_FORMAT_PNG] = read_png,
    [DIP_FORMAT_WEBP] = read_webp,           [DIP_FORMAT_TIFF] = read_tiff, [DIP_FORMAT_HEIC] = read_heif,
    [DIP_FORMAT_AVIF] = read_heif,
  };
  Size size = { 0 };

  g_return_val_if_fail (bytes != NULL && limits != NULL, FALSE);
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (readers), FALSE);

  if (!check_bytes (bytes, limits, error) || !readers[format](dip_reader_over (bytes), &size, error)
      || !check_limits (&size, limits, error))
    return FALSE;
  if (width != NULL)
    *width = (int) size.width;
  if (height != NULL)
    *height = (int) size.height;
  if (bits != NULL)
    *bits = (int) size.bits;
  return TRUE;
}

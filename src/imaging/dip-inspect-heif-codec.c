/* Inside the items: the units of AV1 (bitstream specification, 5.3 to 5.5) and HEVC (ITU-T H.265, 7.3 and 7.4). One picture
 * each, and none of the units made for notes and padding. */
#include "dip-inspect-heif.h"

#include <glib/gi18n-lib.h>

enum
{
  OBU_SEQUENCE = 1,
  OBU_TEMPORAL_DELIMITER = 2,
  OBU_FRAME_HEADER = 3,
  OBU_TILE_GROUP = 4,
  OBU_METADATA = 5,
  OBU_FRAME = 6,
  OBU_PADDING = 15,
};

enum
{
  NAL_IRAP_FIRST = 16,
  NAL_IRAP_LAST = 21,
  NAL_VPS = 32,
  NAL_PPS = 34,
  NAL_SEI_PREFIX = 39,
  NAL_SEI_SUFFIX = 40,
};

/* 4.10.5: seven bits a byte. */
static guint64
take_leb128 (DipReader *reader)
{
  guint64 value = 0;

  for (guint i = 0; i < 8; i++)
    {
      guint8 byte = dip_reader_u8 (reader);
      value |= (guint64) (byte & 0x7f) << (7 * i);
      if ((byte & 0x80) == 0)
        return value;
    }
  reader->failed = TRUE;
  return 0;
}

/* One unit; FALSE when it is cut off, names a layer, or sets a bit that has to be zero. */
static gboolean
take_obu (DipReader *data, guint *type, DipReader *body)
{
  guint head = dip_reader_u8 (data);

  if (data->failed || (head & 0x85) != 0) /* forbidden bit, extension, reserved bit */
    return FALSE;
  *type = head >> 3 & 15;
  guint64 size = (head & 2) != 0 ? take_leb128 (data) : dip_reader_left (data);
  if (data->failed || size > dip_reader_left (data))
    return FALSE;
  *body = dip_reader_sub (data, (gsize) size);
  return TRUE;
}

static guint
take_bits (DipReader reader, guint from, guint n)
{
  guint value = 0;

  for (guint i = from; i < from + n; i++)
    {
      gsize at = reader.pos + i / 8;
      value = value << 1 | (at < reader.end ? reader.base[at] >> (7 - i % 8) & 1u : 0);
    }
  return value;
}

/* 5.5.1 for a still picture with the short header, which can't hold times, layers or a second frame: its size. */
static gboolean
read_sequence (DipReader body, guint *width, guint *height)
{
  gboolean still = take_bits (body, 3, 2) == 3;
  guint width_bits = take_bits (body, 10, 4) + 1, height_bits = take_bits (body, 14, 4) + 1;

  *width = take_bits (body, 18, width_bits) + 1;
  *height = take_bits (body, 18 + width_bits, height_bits) + 1;
  return still && dip_reader_left (&body) >= 5 && dip_reader_left (&body) <= 24;
}

gboolean
dip_heif_check_av1_configuration (DipReader body)
{
  guint width, height, type;
  DipReader unit;

  if (dip_reader_u8 (&body) != 0x81) /* marker and version */
    return FALSE;
  dip_reader_skip (&body, 2);
  gboolean no_delay = (dip_reader_u8 (&body) & 0xe0) == 0;
  if (body.failed || !no_delay)
    return FALSE;
  if (dip_reader_left (&body) == 0)
    return TRUE;
  return take_obu (&body, &type, &unit) && type == OBU_SEQUENCE && read_sequence (unit, &width, &height)
         && dip_reader_left (&body) == 0;
}

static gboolean
check_av1 (const DipHeif *self, const DipHeifItem *item, DipReader data, const char **text)
{
  guint type = 0, sequences = 0, frames = 0, width = 0, height = 0, wanted_width = 0, wanted_height = 0;
  DipReader body;

  *text = _ ("Picture data that are damaged, or hold more than one picture.");
  while (dip_reader_left (&data) > 0)
    {
      if (!take_obu (&data, &type, &body))
        return FALSE;
      if (type == OBU_TEMPORAL_DELIMITER && sequences == 0 && dip_reader_left (&body) == 0)
        continue;
      if (type == OBU_SEQUENCE && sequences == 0 && read_sequence (body, &width, &height))
        sequences++;
      else if ((type == OBU_FRAME || type == OBU_FRAME_HEADER) && sequences == 1 && frames == 0)
        frames++;
      else if (type != OBU_TILE_GROUP || frames != 1)
        {
          if (type == OBU_METADATA || type == OBU_PADDING || type > OBU_FRAME)
            *text = _ ("Picture data with notes or padding between.");
          return FALSE;
        }
    }
  return frames == 1 && dip_heif_size (self, item, &wanted_width, &wanted_height) && width == wanted_width
         && height == wanted_height;
}

/* ISO/IEC 14496-15, 8.3.3.1: 22 bytes, then arrays of parameter sets. */
gboolean
dip_heif_check_hevc_configuration (DipReader body)
{
  guint version = dip_reader_u8 (&body);

  dip_reader_skip (&body, 21);
  guint arrays = dip_reader_u8 (&body);
  for (guint i = 0; i < arrays && !body.failed; i++)
    {
      guint type = dip_reader_u8 (&body) & 0x7f, n = dip_reader_be16 (&body);
      if (type < NAL_VPS || type > NAL_PPS)
        return FALSE;
      for (guint j = 0; j < n && !body.failed; j++)
        {
          guint size = dip_reader_be16 (&body);
          DipReader unit = dip_reader_sub (&body, size);
          if (size < 3 || unit.failed || (unit.base[unit.pos] >> 1 & 63) != type)
            return FALSE;
        }
    }
  return version == 1 && !body.failed && dip_reader_left (&body) == 0;
}

static gboolean
check_hevc (const DipHeif *self, const DipHeifItem *item, DipReader data, const char **text)
{
  const DipHeifProperty *property = dip_heif_property (self, item, DIP_FOURCC ('h', 'v', 'c', 'C'));
  guint pictures = 0, bytes = 4;

  *text = _ ("Picture data that are damaged, or hold more than one picture.");
  if (property == NULL || dip_reader_left (&property->box.body) < 23)
    return FALSE;
  bytes = (property->box.body.base[property->box.body.pos + 21] & 3) + 1;
  while (dip_reader_left (&data) > 0)
    {
      guint64 size = dip_reader_be (&data, bytes);
      DipReader unit = dip_reader_sub (&data, (gsize) size);
      if (unit.failed || data.failed || size < 3)
        return FALSE;
      guint head = dip_reader_be16 (&unit), type = head >> 9 & 63;
      if (type >= NAL_SEI_PREFIX && type <= NAL_SEI_SUFFIX)
        *text = _ ("Picture data with notes between (SEI).");
      if (type < NAL_IRAP_FIRST || type > NAL_IRAP_LAST || (head & 0x81f8) != 0 || (head & 7) != 1)
        return FALSE; /* one layer, the first in time */
      pictures += unit.base[unit.pos] >> 7;
    }
  return pictures == 1;
}

/* ISO/IEC 23008-12, 6.6.2.3.2: as many tiles as are needed to cover the picture. */
static gboolean
check_grid (const DipHeif *self, const DipHeifItem *item, DipReader data, const char **text)
{
  guint version = dip_reader_u8 (&data), flags = dip_reader_u8 (&data), bytes = (flags & 1) != 0 ? 4 : 2;
  guint64 rows = dip_reader_u8 (&data) + 1u, columns = dip_reader_u8 (&data) + 1u;
  guint64 width = dip_reader_be (&data, bytes), height = dip_reader_be (&data, bytes);
  guint tile_width = 0, tile_height = 0, own_width = 0, own_height = 0, tiles = 0;

  *text = _ ("A plan of tiles that doesn't fit the picture.");
  if (data.failed || dip_reader_left (&data) > 0 || version != 0 || flags > 1)
    return FALSE;
  for (guint i = 0; i < self->references->len; i++)
    {
      const DipHeifReference *reference = &g_array_index (self->references, DipHeifReference, i);
      const DipHeifItem *tile = dip_heif_find (self, reference->to);
      if (reference->from != item->id || reference->type != DIP_FOURCC ('d', 'i', 'm', 'g'))
        continue;
      guint w = 0, h = 0;
      if (tile == NULL || !dip_heif_size (self, tile, &w, &h) || (tiles > 0 && (w != tile_width || h != tile_height)))
        return FALSE;
      tile_width = w;
      tile_height = h;
      tiles++;
    }
  return tiles == rows * columns && dip_heif_size (self, item, &own_width, &own_height) && own_width == width
         && own_height == height && (columns - 1) * tile_width < width && width <= columns * tile_width
         && (rows - 1) * tile_height < height && height <= rows * tile_height;
}

gboolean
dip_heif_check_data (const DipHeif *self, const DipHeifItem *item, DipReader data, const char **text)
{
  switch (item->type)
    {
    case DIP_FOURCC ('a', 'v', '0', '1'):
      return check_av1 (self, item, data, text);
    case DIP_FOURCC ('h', 'v', 'c', '1'):
      return check_hevc (self, item, data, text);
    case DIP_FOURCC ('g', 'r', 'i', 'd'):
      return check_grid (self, item, data, text);
    default:
      *text = _ ("Picture data in an unknown coding.");
      return FALSE;
    }
}

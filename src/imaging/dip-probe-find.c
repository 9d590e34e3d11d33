#include "dip-probe-private.h"

#define BLOCK_MAX (1u << 20) /* bytes of a block that are looked at */
#define ITEMS_MAX 4096       /* items of a HEIF file that are looked at */

static void
bound (DipReader *block)
{
  block->end = MIN (block->end, block->pos + BLOCK_MAX);
}

static void
found_exif (DipProbeBlocks *blocks, DipReader block)
{
  if (blocks->has_exif)
    return;
  if (dip_reader_at (&block, "Exif\0", 5)) /* some writers of PNG and WebP put JPEG's intro before it */
    dip_reader_skip (&block, 6);
  bound (&block);
  blocks->exif = block;
  blocks->has_exif = dip_reader_at (&block, "II*\0", 4) || dip_reader_at (&block, "MM\0*", 4);
}

static void
found_xmp (DipProbeBlocks *blocks, DipReader block)
{
  if (blocks->has_xmp)
    return;
  bound (&block);
  blocks->xmp = block;
  blocks->has_xmp = TRUE;
}

static void
find_in_app1 (DipReader body, DipProbeBlocks *blocks)
{
  static const char xmp[] = "http://ns.adobe.com/xap/1.0/";

  if (dip_reader_at (&body, "Exif\0", 5))
    found_exif (blocks, body);
  else if (dip_reader_at (&body, xmp, sizeof xmp) && dip_reader_skip (&body, sizeof xmp))
    found_xmp (blocks, body);
}

static void
find_in_jpeg (DipReader file, DipProbeBlocks *blocks)
{
  dip_reader_skip (&file, 2);
  while (!file.failed)
    {
      if (dip_reader_u8 (&file) != 0xFF)
        continue;
      guint8 marker = 0xFF;
      while (marker == 0xFF && !file.failed)
        marker = dip_reader_u8 (&file);
      if (marker == 0 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8))
        continue;
      if (marker == 0xDA || marker == 0xD9)
        return;
      guint length = dip_reader_be16 (&file);
      DipReader body = dip_reader_sub (&file, MAX (length, 2) - 2);
      if (marker == 0xE1)
        find_in_app1 (body, blocks);
    }
}

/* PNG 3rd edition, 11.3.3.4: keyword, 0, compressed?, method, language, 0, translated keyword, 0, text. */
static void
find_in_itxt (DipReader body, DipProbeBlocks *blocks)
{
  static const char xmp[] = "XML:com.adobe.xmp";

  if (!dip_reader_at (&body, xmp, sizeof xmp) || !dip_reader_skip (&body, sizeof xmp) || dip_reader_u8 (&body) != 0)
    return;
  dip_reader_u8 (&body);
  for (int strings = 0; strings < 2; strings++)
    while (!body.failed && dip_reader_u8 (&body) != 0)
      continue;
  if (!body.failed)
    found_xmp (blocks, body);
}

static void
find_in_png (DipReader file, DipProbeBlocks *blocks)
{
  dip_reader_skip (&file, 8);
  while (!file.failed)
    {
      guint32 size = dip_reader_be32 (&file), type = dip_reader_be32 (&file);
      DipReader body = dip_reader_sub (&file, size);
      dip_reader_skip (&file, 4);
      if (body.failed || type == DIP_FOURCC ('I', 'E', 'N', 'D'))
        return;
      if (type == DIP_FOURCC ('e', 'X', 'I', 'f'))
        found_exif (blocks, body);
      else if (type == DIP_FOURCC ('i', 'T', 'X', 't'))
        find_in_itxt (body, blocks);
    }
}

static void
find_in_webp (DipReader file, DipProbeBlocks *blocks)
{
  dip_reader_skip (&file, 12);
  while (!file.failed)
    {
      guint32 type = dip_reader_be32 (&file), size = dip_reader_le32 (&file);
      DipReader body = dip_reader_sub (&file, size);
      dip_reader_skip (&file, size & 1);
      if (body.failed)
        return;
      if (type == DIP_FOURCC ('E', 'X', 'I', 'F'))
        found_exif (blocks, body);
      else if (type == DIP_FOURCC ('X', 'M', 'P', ' '))
        found_xmp (blocks, body);
    }
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

typedef struct
{
  guint32 exif, xmp; /* item ids; 0: none */
} HeifItems;

/* ISO/IEC 14496-12, 8.11.6, versions 2 and 3: the ones that HEIF uses. */
static void
read_item_info (DipReader body, HeifItems *items)
{
  guint version = dip_reader_u8 (&body);

  dip_reader_skip (&body, 3);
  guint32 id = (guint32) dip_reader_be (&body, version == 2 ? 2 : 4);
  dip_reader_skip (&body, 2);
  guint32 type = dip_reader_be32 (&body);
  if (body.failed || version < 2)
    return;
  if (type == DIP_FOURCC ('E', 'x', 'i', 'f') && items->exif == 0)
    items->exif = id;
  while (!body.failed && type == DIP_FOURCC ('m', 'i', 'm', 'e') && dip_reader_u8 (&body) != 0)
    continue; /* the item's name; its content type follows */
  if (type == DIP_FOURCC ('m', 'i', 'm', 'e') && dip_reader_at (&body, "application/rdf+xml", 19) && items->xmp == 0)
    items->xmp = id;
}

static HeifItems
list_items (DipReader iinf)
{
  HeifItems items = { 0 };
  guint version = dip_reader_u8 (&iinf);
  DipBox box;

  dip_reader_skip (&iinf, 3 + (version == 0 ? 2 : 4));
  for (guint i = 0; i < ITEMS_MAX && dip_box_next (&iinf, &box); i++)
    if (box.type == DIP_FOURCC ('i', 'n', 'f', 'e'))
      read_item_info (box.body, &items);
  return items;
}

/* The widths of the numbers in an iloc box (8.11.3). */
typedef struct
{
  guint version, offset, length, base, index;
} Iloc;

/* Where one item lies, if in one piece; the box is stepped over it. */
static DipReader
read_location (DipReader *box, const Iloc *iloc, DipReader file, DipReader idat, guint32 *id)
{
  *id = (guint32) dip_reader_be (box, iloc->version < 2 ? 2 : 4);
  guint method = iloc->version > 0 ? dip_reader_be16 (box) & 15 : 0;
  dip_reader_skip (box, 2);
  guint64 base = dip_reader_be (box, iloc->base);
  guint pieces = dip_reader_be16 (box);
  dip_reader_skip (box, iloc->index);
  guint64 offset = base + dip_reader_be (box, iloc->offset);
  guint64 length = dip_reader_be (box, iloc->length);
  dip_reader_skip (box, (MAX (pieces, 1) - 1) * (iloc->index + iloc->offset + iloc->length));

  DipReader from = method == 1 ? idat : file;
  if (pieces != 1 || method > 1 || offset < base || !dip_reader_skip (&from, (gsize) offset))
    return (DipReader){ .failed = TRUE };
  return dip_reader_sub (&from, (gsize) (length > 0 ? length : dip_reader_left (&from)));
}

static void
found_item (DipReader item, gboolean is_exif, DipProbeBlocks *blocks)
{
  if (item.failed)
    return;
  if (!is_exif)
    found_xmp (blocks, item);
  else if (dip_reader_skip (&item, dip_reader_be32 (&item))) /* ISO/IEC 23008-12, A.2.1: an offset comes first */
    found_exif (blocks, item);
}

static void
find_in_heif (DipReader file, DipProbeBlocks *blocks)
{
  DipReader meta = find_box (file, DIP_FOURCC ('m', 'e', 't', 'a'));
  dip_reader_skip (&meta, 4);
  HeifItems items = list_items (find_box (meta, DIP_FOURCC ('i', 'i', 'n', 'f')));
  DipReader idat = find_box (meta, DIP_FOURCC ('i', 'd', 'a', 't'));
  DipReader box = find_box (meta, DIP_FOURCC ('i', 'l', 'o', 'c'));
  Iloc iloc = { .version = dip_reader_u8 (&box) };

  dip_reader_skip (&box, 3);
  guint sizes = dip_reader_be16 (&box);
  iloc.offset = sizes >> 12;
  iloc.length = sizes >> 8 & 15;
  iloc.base = sizes >> 4 & 15;
  iloc.index = iloc.version > 0 ? sizes & 15 : 0;
  guint64 n = dip_reader_be (&box, iloc.version < 2 ? 2 : 4);
  if (iloc.version > 2 || iloc.offset > 8 || iloc.length > 8 || iloc.base > 8 || iloc.index > 8)
    return;
  for (guint64 i = 0; i < MIN (n, ITEMS_MAX) && !box.failed; i++)
    {
      guint32 id;
      DipReader item = read_location (&box, &iloc, file, idat, &id);
      if (id != 0 && !box.failed && (id == items.exif || id == items.xmp))
        found_item (item, id == items.exif, blocks);
    }
}

static void
find_in_tiff (DipReader file, DipProbeBlocks *blocks)
{
  blocks->exif = file; /* a directory may stand anywhere in it: bounded by what is read, not by where */
  blocks->has_exif = TRUE;
}

void
dip_probe_find (GBytes *bytes, DipFormat format, DipProbeBlocks *blocks)
{
  static void (*const finders[]) (DipReader, DipProbeBlocks *) = {
    [DIP_FORMAT_JPEG] = find_in_jpeg, [DIP_FORMAT_PNG] = find_in_png,   [DIP_FORMAT_WEBP] = find_in_webp,
    [DIP_FORMAT_TIFF] = find_in_tiff, [DIP_FORMAT_HEIC] = find_in_heif, [DIP_FORMAT_AVIF] = find_in_heif,
  };

  *blocks = (DipProbeBlocks){ 0 };
  if ((gsize) format < G_N_ELEMENTS (finders) && finders[format] != NULL)
    finders[format](dip_reader_over (bytes), blocks);
}

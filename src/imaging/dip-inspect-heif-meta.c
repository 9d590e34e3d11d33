/* The boxes inside "meta": which items there are, where their bytes are, how they hang together. */
#include "dip-inspect-heif.h"

#include <glib/gi18n-lib.h>

static void
item_free (gpointer data)
{
  DipHeifItem *item = data;

  g_array_unref (item->properties);
  g_free (item->rights);
  g_free (item);
}

void
dip_heif_init (DipHeif *self)
{
  *self = (DipHeif){
    .items = g_ptr_array_new_with_free_func (item_free),
    .by_id = g_hash_table_new (NULL, NULL),
    .extents = g_array_new (FALSE, FALSE, sizeof (DipHeifExtent)),
    .references = g_array_new (FALSE, FALSE, sizeof (DipHeifReference)),
    .properties = g_array_new (FALSE, FALSE, sizeof (DipHeifProperty)),
  };
}

void
dip_heif_clear (DipHeif *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  g_array_unref (self->extents);
  g_array_unref (self->references);
  g_array_unref (self->properties);
}

DipHeifItem *
dip_heif_find (const DipHeif *self, guint32 id)
{
  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
}

const DipHeifProperty *
dip_heif_property (const DipHeif *self, const DipHeifItem *item, guint32 type)
{
  for (guint i = 0; i < item->properties->len; i++)
    {
      guint number = g_array_index (item->properties, guint16, i);
      if (number == 0 || number > self->properties->len)
        continue;
      const DipHeifProperty *property = &g_array_index (self->properties, DipHeifProperty, number - 1);
      if (property->box.type == type)
        return property;
    }
  return NULL;
}

gboolean
dip_heif_size (const DipHeif *self, const DipHeifItem *item, guint *width, guint *height)
{
  const DipHeifProperty *property = dip_heif_property (self, item, DIP_FOURCC ('i', 's', 'p', 'e'));

  if (property == NULL)
    return FALSE;
  DipReader body = property->box.body;
  dip_reader_skip (&body, 4);
  *width = dip_reader_be32 (&body);
  *height = dip_reader_be32 (&body);
  return !body.failed && *width > 0 && *height > 0;
}

static gboolean
used_up (const DipReader *reader)
{
  return !reader->failed && dip_reader_left (reader) == 0;
}

gboolean
dip_heif_read_primary (DipHeif *self, DipReader body)
{
  guint32 form = dip_reader_be32 (&body);

  self->primary = form == 0 ? dip_reader_be16 (&body) : dip_reader_be32 (&body);
  return used_up (&body) && (form == 0 || form == 1u << 24);
}

/* A zero-terminated text; NULL when it does not end. */
static const char *
take_text (DipReader *body)
{
  const guint8 *start = body->base + body->pos;
  const guint8 *zero = memchr (start, 0, dip_reader_left (body));

  if (zero == NULL || !dip_reader_skip (body, (gsize) (zero - start) + 1))
    return NULL;
  return (const char *) start;
}

/* Names of items that libraries write; any other may be somebody's own. */
static gboolean
is_harmless_name (const char *name)
{
  return *name == '\0' || strcmp (name, "Color") == 0 || strcmp (name, "Alpha") == 0;
}

/* ISO/IEC 14496-12, 8.11.6. */
static gboolean
read_item (DipHeif *self, DipReader body)
{
  guint version = dip_reader_u8 (&body), flags = (guint) dip_reader_be (&body, 3);
  DipHeifItem *item = g_new0 (DipHeifItem, 1);

  item->properties = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_ptr_array_add (self->items, item);
  item->id = version == 2 ? dip_reader_be16 (&body) : dip_reader_be32 (&body);
  guint protection = dip_reader_be16 (&body);
  item->type = dip_reader_be32 (&body);
  const char *name = take_text (&body);
  if (item->type == DIP_FOURCC ('m', 'i', 'm', 'e'))
    {
      const char *content = take_text (&body);
      item->is_bare = dip_reader_left (&body) == 0 || (dip_reader_left (&body) == 1 && dip_reader_at (&body, "", 1));
      item->is_xmp = content != NULL && strcmp (content, "application/rdf+xml") == 0;
    }
  if (body.failed || name == NULL || (version != 2 && version != 3) || dip_heif_find (self, item->id) != NULL)
    return FALSE;
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (item->id), item);
  gboolean whole = dip_reader_left (&body) == 0 || item->type == DIP_FOURCC ('m', 'i', 'm', 'e');
  return whole && flags <= 1 && protection == 0 && is_harmless_name (name);
}

gboolean
dip_heif_read_items (DipHeif *self, DipReader body)
{
  guint32 form = dip_reader_be32 (&body), n = form == 0 ? dip_reader_be16 (&body) : dip_reader_be32 (&body);
  gboolean whole = form == 0 || form == 1u << 24;
  DipBox box;

  for (guint32 i = 0; dip_box_next (&body, &box) && i < DIP_HEIF_ITEMS_MAX; i++)
    whole = box.type == DIP_FOURCC ('i', 'n', 'f', 'e') && read_item (self, box.body) && whole;
  return whole && used_up (&body) && self->items->len == n;
}

typedef struct
{
  guint offset, length, base, index; /* bytes of each field */
} Widths;

static gboolean
is_width (guint bytes)
{
  return bytes == 0 || bytes == 4 || bytes == 8;
}

/* 8.11.3: the pieces of one item. */
static gboolean
read_location (DipHeif *self, DipReader *body, guint version, Widths widths)
{
  guint32 id = version < 2 ? dip_reader_be16 (body) : dip_reader_be32 (body);
  guint method = version == 0 ? 0 : dip_reader_be16 (body), reference = dip_reader_be16 (body);
  guint64 base = dip_reader_be (body, widths.base);
  guint n = dip_reader_be16 (body), first = self->extents->len;
  DipHeifItem *item = dip_heif_find (self, id);
  gboolean whole = item != NULL && item->n_extents == 0 && method <= 1 && reference == 0 && n > 0;

  for (guint i = 0; i < n && !body->failed && self->extents->len < DIP_HEIF_ITEMS_MAX; i++)
    {
      DipHeifExtent extent = { .item = id, .in_idat = method == 1 };
      dip_reader_be (body, widths.index);
      guint64 offset = dip_reader_be (body, widths.offset);
      extent.size = dip_reader_be (body, widths.length);
      whole = whole && offset <= G_MAXUINT64 / 4 && base <= G_MAXUINT64 / 4 && extent.size <= G_MAXUINT64 / 4
              && extent.size > 0;
      extent.offset = base + offset;
      g_array_append_val (self->extents, extent);
    }
  if (item != NULL && item->n_extents == 0)
    {
      item->first_extent = first;
      item->n_extents = self->extents->len - first;
    }
  return whole && !body->failed && self->extents->len < DIP_HEIF_ITEMS_MAX;
}

gboolean
dip_heif_read_locations (DipHeif *self, DipReader body)
{
  guint version = dip_reader_u8 (&body), flags = (guint) dip_reader_be (&body, 3);
  guint packed = dip_reader_be16 (&body);
  Widths widths = { packed >> 12, packed >> 8 & 15, packed >> 4 & 15, packed & 15 };
  guint32 n = version < 2 ? dip_reader_be16 (&body) : dip_reader_be32 (&body);
  gboolean whole = version <= 2 && flags == 0 && is_width (widths.offset) && is_width (widths.length)
                   && is_width (widths.base) && is_width (widths.index) && (version > 0 || widths.index == 0);

  for (guint32 i = 0; i < n && whole; i++)
    whole = read_location (self, &body, version, widths);
  return whole && used_up (&body);
}

/* 8.11.12. */
static gboolean
read_reference (DipHeif *self, DipBox *box, gboolean wide)
{
  guint bytes = wide ? 4 : 2;
  guint32 from = (guint32) dip_reader_be (&box->body, bytes);
  guint n = dip_reader_be16 (&box->body);

  for (guint i = 0; i < n && !box->body.failed && self->references->len < DIP_HEIF_ITEMS_MAX; i++)
    {
      DipHeifReference reference = { box->type, from, (guint32) dip_reader_be (&box->body, bytes) };
      g_array_append_val (self->references, reference);
    }
  return used_up (&box->body);
}

gboolean
dip_heif_read_references (DipHeif *self, DipReader body)
{
  guint32 form = dip_reader_be32 (&body);
  gboolean whole = form == 0 || form == 1u << 24;
  DipBox box;

  while (dip_box_next (&body, &box) && self->references->len < DIP_HEIF_ITEMS_MAX)
    whole = read_reference (self, &box, form != 0) && whole;
  return whole && used_up (&body);
}

gboolean
dip_heif_read_properties (DipHeif *self, DipReader body)
{
  DipHeifProperty property = { 0 };

  while (self->properties->len < DIP_HEIF_ITEMS_MAX && dip_box_next (&body, &property.box))
    g_array_append_val (self->properties, property);
  return used_up (&body);
}

/* ISO/IEC 23008-12, 9.3.1. */
static gboolean
read_association (DipHeif *self, DipReader *body, gboolean wide_id, gboolean wide_number)
{
  guint32 id = wide_id ? dip_reader_be32 (body) : dip_reader_be16 (body);
  guint n = dip_reader_u8 (body);
  DipHeifItem *item = dip_heif_find (self, id);
  gboolean whole = item != NULL && item->properties->len == 0;

  for (guint i = 0; i < n && !body->failed; i++)
    {
      guint16 number = wide_number ? dip_reader_be16 (body) & 0x7fff : dip_reader_u8 (body) & 0x7f;
      whole = whole && number > 0 && number <= self->properties->len;
      if (item != NULL && item->properties->len < 256)
        g_array_append_val (item->properties, number);
    }
  return whole && !body->failed;
}

gboolean
dip_heif_read_associations (DipHeif *self, DipReader body)
{
  guint version = dip_reader_u8 (&body), flags = (guint) dip_reader_be (&body, 3);
  guint32 n = dip_reader_be32 (&body);
  gboolean whole = version <= 1 && flags <= 1;

  for (guint32 i = 0; i < n && !body.failed; i++)
    whole = read_association (self, &body, version == 1, flags == 1) && whole;
  return whole && used_up (&body);
}

static gboolean
is_coded (guint32 type)
{
  return type == DIP_FOURCC ('a', 'v', '0', '1') || type == DIP_FOURCC ('h', 'v', 'c', '1');
}

static void
allow (DipHeif *self, DipHeifItem *item)
{
  item->allowed = TRUE;
  item->text = _ ("Picture data.");
  for (guint i = 0; i < item->properties->len; i++)
    {
      guint number = g_array_index (item->properties, guint16, i);
      if (number > 0 && number <= self->properties->len)
        g_array_index (self->properties, DipHeifProperty, number - 1).used = TRUE;
    }
}

/* A coded picture by itself, or the tiles of a grid. */
static void
allow_picture (DipHeif *self, DipHeifItem *item)
{
  gboolean grid = item->type == DIP_FOURCC ('g', 'r', 'i', 'd');

  if (!grid && !is_coded (item->type))
    return;
  allow (self, item);
  for (guint i = 0; i < self->references->len && grid; i++)
    {
      const DipHeifReference *reference = &g_array_index (self->references, DipHeifReference, i);
      DipHeifItem *tile = dip_heif_find (self, reference->to);
      if (reference->from == item->id && reference->type == DIP_FOURCC ('d', 'i', 'm', 'g') && tile != NULL
          && is_coded (tile->type))
        allow (self, tile);
    }
}

static gboolean
is_transparency (const DipHeif *self, const DipHeifItem *item)
{
  static const char *const kinds[] = { "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1" };
  const DipHeifProperty *property = dip_heif_property (self, item, DIP_FOURCC ('a', 'u', 'x', 'C'));

  if (property == NULL)
    return FALSE;
  DipReader body = property->box.body;
  dip_reader_skip (&body, 4);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (dip_reader_at (&body, kinds[i], strlen (kinds[i]) + 1))
      return TRUE;
  return FALSE;
}

/* What an item is that isn't part of the picture, by its type. */
static void
describe (DipHeifItem *item)
{
  item->leaks = is_coded (item->type) ? DIP_LEAK_SECOND_IMAGE : DIP_LEAK_OTHER;
  item->text = is_coded (item->type) ? _ ("A further picture in this file.") : _ ("Notes by a program.");
  if (item->type == DIP_FOURCC ('E', 'x', 'i', 'f'))
    {
      item->leaks = DIP_LEAK_EXIF;
      item->text = _ ("Camera information (EXIF).");
    }
  else if (item->is_xmp)
    {
      item->leaks = DIP_LEAK_XMP;
      item->text = _ ("Notes by editing programs (XMP).");
    }
  else if (item->type == DIP_FOURCC ('t', 'm', 'a', 'p') || item->type == DIP_FOURCC ('g', 'r', 'i', 'd'))
    {
      item->leaks = DIP_LEAK_SECOND_IMAGE;
      item->text = _ ("A further picture in this file, made of others.");
    }
}

void
dip_heif_judge_items (DipHeif *self)
{
  DipHeifItem *primary = dip_heif_find (self, self->primary);
  gboolean transparent = FALSE;

  if (primary != NULL)
    allow_picture (self, primary);
  for (guint i = 0; i < self->references->len && primary != NULL; i++)
    {
      const DipHeifReference *reference = &g_array_index (self->references, DipHeifReference, i);
      DipHeifItem *item = dip_heif_find (self, reference->from);
      if (reference->type == DIP_FOURCC ('a', 'u', 'x', 'l') && reference->to == primary->id && !transparent
          && item != NULL && !item->allowed && is_transparency (self, item))
        {
          allow_picture (self, item);
          transparent = TRUE;
        }
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      DipHeifItem *item = g_ptr_array_index (self->items, i);
      if (!item->allowed)
        describe (item);
    }
  for (guint i = 0; i < self->references->len; i++)
    {
      const DipHeifReference *reference = &g_array_index (self->references, DipHeifReference, i);
      DipHeifItem *item = dip_heif_find (self, reference->from);
      if (reference->type == DIP_FOURCC ('t', 'h', 'm', 'b') && item != NULL && !item->allowed)
        {
          item->leaks = DIP_LEAK_THUMBNAIL;
          item->text = _ ("An embedded small copy of the picture.");
        }
    }
}

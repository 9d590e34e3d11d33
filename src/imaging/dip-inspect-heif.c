/* HEIF and AVIF, box by box; the bytes of "mdat" and "idat" item by item. A byte no item uses shows as a gap. */
#include "dip-inspect-heif.h"

#include <glib/gi18n-lib.h>

#define TYPE(text) DIP_FOURCC ((guint8) text[0], (guint8) text[1], (guint8) text[2], (guint8) text[3])

/* The last two stand in "iprp", the others in "meta". */
enum
{
  BOX_HANDLER,
  BOX_DATA_INFORMATION,
  BOX_PRIMARY,
  BOX_ITEMS,
  BOX_LOCATIONS,
  BOX_REFERENCES,
  BOX_PROPERTIES,
  BOX_ASSOCIATIONS,
  N_BOXES,
};

typedef struct
{
  DipParts *parts;
  DipReader file;
  DipHeif heif;
  DipReader idat;
  GArray *media;           /* (element-type DipReader) bodies of mdat */
  guint seen;              /* bits: boxes that have a row */
  gboolean whole[N_BOXES]; /* was the first of its kind read to its end? */
  gboolean has_brands, has_meta, has_properties;
} Walk;

static void
add (Walk *self, const DipBox *box, const char *parent, DipPartVerdict verdict, guint leaks, const char *text)
{
  char type[5] = "????";

  for (guint i = 0; i < 4; i++)
    {
      char letter = (char) (box->type >> (24 - 8 * i));
      if (g_ascii_isprint (letter))
        type[i] = letter;
    }
  g_autofree char *name = g_strconcat (parent, type, NULL);
  dip_parts_add (self->parts, box->offset, box->size, verdict, leaks, name, text);
}

/* Only the box's own first bytes; its content gets rows of its own. */
static void
add_head (Walk *self, DipBox box, const char *parent, const char *text)
{
  box.size = box.body.pos - box.offset;
  add (self, &box, parent, DIP_PART_ALLOWED, DIP_LEAK_NONE, text);
}

/* 4.3: known brands, and no version that could be somebody's number. */
static void
add_brands (Walk *self, const DipBox *box)
{
  static const char known[] = "avifmif1mif2miafMA1AMA1Bheicheix"
                              "MiHBMiHAMiHEMiPr";
  DipReader body = box->body;
  gboolean plain = dip_reader_left (&body) % 4 == 0 && dip_reader_left (&body) <= 64 && !self->has_brands;

  for (guint i = 0; dip_reader_left (&body) >= 4; i++)
    {
      guint32 brand = dip_reader_be32 (&body);
      gboolean found = i == 1 && brand == 0;
      for (const char *at = known; i != 1 && *at != '\0'; at += 4)
        found = found || brand == TYPE (at);
      plain = plain && found;
    }
  self->has_brands = TRUE;
  add (self, box, "", plain ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
       plain ? _ ("Start of the picture.") : _ ("A start of the file that announces unknown things."));
}

/* 8.4.3: says "pict"; a name that is none. */
static gboolean
read_handler (DipHeif *heif, DipReader body)
{
  guint32 form = dip_reader_be32 (&body), before = dip_reader_be32 (&body), kind = dip_reader_be32 (&body);
  guint64 reserved = dip_reader_be (&body, 8) | dip_reader_be32 (&body);
  gboolean named = dip_reader_left (&body) == 8 && dip_reader_at (&body, "libavif", 8);

  if (body.failed || form != 0 || before != 0 || kind != TYPE ("pict") || reserved != 0 || dip_reader_left (&body) < 1
      || (dip_reader_left (&body) > 2 && !named))
    return FALSE;
  while (!named && dip_reader_left (&body) > 0)
    if (dip_reader_u8 (&body) != 0)
      return FALSE;
  return TRUE;
}

/* 8.7.2: data are in this file. */
static gboolean
read_data_information (DipHeif *heif, DipReader body)
{
  return dip_reader_left (&body) == 28
         && dip_reader_at (&body, "\0\0\0\34dref\0\0\0\0\0\0\0\1\0\0\0\14url \0\0\0\1", 28);
}

/* Read in this order, whatever the order in the file: items before what is said about them. */
static const struct
{
  const char *type;
  gboolean (*read) (DipHeif *heif, DipReader body);
  const char *text;
} boxes[N_BOXES] = {
  [BOX_HANDLER] = { "hdlr", read_handler, N_ ("Says that the file holds a picture.") },
  [BOX_DATA_INFORMATION] = { "dinf", read_data_information, N_ ("Says that the data are in this file.") },
  [BOX_PRIMARY] = { "pitm", dip_heif_read_primary, N_ ("Which item is the picture.") },
  [BOX_ITEMS] = { "iinf", dip_heif_read_items, N_ ("The list of items.") },
  [BOX_LOCATIONS] = { "iloc", dip_heif_read_locations, N_ ("Where the items' bytes are.") },
  [BOX_REFERENCES] = { "iref", dip_heif_read_references, N_ ("How the items hang together.") },
  [BOX_PROPERTIES] = { "ipco", dip_heif_read_properties, N_ ("The list of properties.") },
  [BOX_ASSOCIATIONS] = { "ipma", dip_heif_read_associations, N_ ("Which item has which property.") },
};

/* The first box of @type; FALSE when there is none. */
static gboolean
find (DipReader reader, guint32 type, DipBox *box)
{
  while (dip_box_next (&reader, box))
    if (box->type == type)
      return TRUE;
  return FALSE;
}

/* Whether the bytes lie where data belong shows later, with all others. */
static DipReader
peek (const Walk *self, const DipHeifExtent *extent)
{
  DipReader file = { .base = self->file.base, .end = self->file.end };

  if (extent->in_idat || extent->offset > file.end || !dip_reader_skip (&file, (gsize) extent->offset))
    return (DipReader){ .failed = TRUE };
  return dip_reader_sub (&file, (gsize) MIN (extent->size, G_MAXSIZE / 4));
}

/* One item of notes may stay, when it is the rights notice: in one piece, tied to the picture, of no property. */
static void
judge_rights (Walk *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->heif.items->len && !any; i++)
    {
      DipHeifItem *item = g_ptr_array_index (self->heif.items, i);

      if (item->allowed || !item->is_xmp || !item->is_bare || item->n_extents != 1 || item->properties->len > 0)
        continue;
      any = TRUE;
      item->rights
          = dip_rights_read_xmp (peek (self, &g_array_index (self->heif.extents, DipHeifExtent, item->first_extent)));
      if (item->rights != NULL)
        item->text = _ ("The rights notice: creator, credit, copyright, terms.");
    }
}

/* The first box of each kind is what counts; a second shows as foreign later. */
static void
read_meta (Walk *self, DipReader meta)
{
  DipBox properties = { 0 }, box;

  find (meta, TYPE ("iprp"), &properties);
  for (guint i = 0; i < N_BOXES; i++)
    {
      DipReader where = i >= BOX_PROPERTIES ? properties.body : meta;
      self->whole[i] = find (where, TYPE (boxes[i].type), &box) && boxes[i].read (&self->heif, box.body);
    }
  dip_heif_judge_items (&self->heif);
  judge_rights (self);
}

static void
add_items (Walk *self, const DipBox *box)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint leaks = 0;
  gboolean rights = FALSE;

  for (guint i = 0; i < self->heif.items->len; i++)
    {
      const DipHeifItem *item = g_ptr_array_index (self->heif.items, i);
      if (item->rights != NULL)
        {
          rights = TRUE;
          continue;
        }
      if (!item->allowed && list->len < 300 && strstr (list->str, item->text) == NULL)
        g_string_append_printf (list, " %s", item->text);
      leaks |= item->allowed ? 0 : item->leaks;
    }
  /* Translators: %s is one or more sentences, such as "Camera information (EXIF)." */
  g_autofree char *text = g_strdup_printf (_ ("The list of items. Some are not the picture:%s"), list->str);
  if (list->len > 0)
    add (self, box, "meta/", DIP_PART_FOREIGN, leaks, text);
  else if (rights && self->whole[BOX_ITEMS])
    add (self, box, "meta/", DIP_PART_RIGHTS, DIP_LEAK_NONE,
         _ ("The list of items: the picture and its rights notice."));
  else
    add (self, box, "meta/", self->whole[BOX_ITEMS] ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
         self->whole[BOX_ITEMS] ? _ ("The list of items.") : _ ("A list of items that is damaged or names them."));
}

static gboolean
is_within_picture (const DipHeif *heif, const DipHeifReference *reference)
{
  const DipHeifItem *from = dip_heif_find (heif, reference->from), *to = dip_heif_find (heif, reference->to);

  if (from != NULL && from->rights != NULL)
    return reference->type == TYPE ("cdsc") && reference->to == heif->primary;
  return from != NULL && to != NULL && from->allowed && to->allowed
         && (reference->type == TYPE ("auxl") || reference->type == TYPE ("prem")
             || (reference->type == TYPE ("dimg") && from->type == TYPE ("grid")));
}

static void
add_references (Walk *self, const DipBox *box)
{
  guint leaks = 0;

  for (guint i = 0; i < self->heif.references->len; i++)
    {
      const DipHeifReference *reference = &g_array_index (self->heif.references, DipHeifReference, i);
      if (!is_within_picture (&self->heif, reference))
        leaks |= reference->type == TYPE ("thmb") ? DIP_LEAK_THUMBNAIL : DIP_LEAK_OTHER;
    }
  if (leaks != 0)
    add (self, box, "meta/", DIP_PART_FOREIGN, leaks, _ ("Ties notes or further pictures to the picture."));
  else
    add (self, box, "meta/", self->whole[BOX_REFERENCES] ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
         self->whole[BOX_REFERENCES] ? _ ("How the items hang together.")
                                     : _ ("A damaged list of ties between items."));
}

static void
add_known (Walk *self, const DipBox *box, const char *parent, guint kind)
{
  if ((self->seen & 1u << kind) != 0)
    {
      add (self, box, parent, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("A second box of its kind."));
      return;
    }
  self->seen |= 1u << kind;
  if (kind == BOX_ITEMS)
    add_items (self, box);
  else if (kind == BOX_REFERENCES)
    add_references (self, box);
  else if (kind == BOX_PROPERTIES && self->whole[kind])
    {
      add_head (self, *box, parent, _ (boxes[kind].text));
      for (guint i = 0; i < self->heif.properties->len; i++)
        dip_heif_add_property (&g_array_index (self->heif.properties, DipHeifProperty, i), self->parts);
    }
  else
    add (self, box, parent, self->whole[kind] ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
         self->whole[kind] ? _ (boxes[kind].text) : _ ("A box that is damaged, or has bytes to spare."));
}

static void
add_unknown (Walk *self, const DipBox *box, const char *parent)
{
  if (box->type == TYPE ("free") || box->type == TYPE ("skip") || box->type == TYPE ("wide"))
    add (self, box, parent, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("Space that is not used."));
  else if (box->type == TYPE ("moov") || box->type == TYPE ("moof") || box->type == TYPE ("trak"))
    add (self, box, parent, DIP_PART_FOREIGN, DIP_LEAK_VIDEO, _ ("A film or a series of pictures."));
  else if (box->type == TYPE ("grpl"))
    add (self, box, parent, DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE, _ ("Ties further pictures to the picture."));
  else
    add (self, box, parent, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("Notes by a program, of an unknown kind."));
}

/* Boxes in boxes, two deep: "meta" and its "iprp". */
static void
add_boxes (Walk *self, DipReader reader, const char *parent, guint from, guint to)
{
  DipBox box;

  while (!self->parts->full && dip_box_next (&reader, &box))
    {
      guint kind = from;
      while (kind < to && box.type != TYPE (boxes[kind].type))
        kind++;
      if (kind < to)
        add_known (self, &box, parent, kind);
      else if (box.type == TYPE ("iprp") && from == 0 && !self->has_properties)
        {
          self->has_properties = TRUE;
          add_head (self, box, parent, _ ("How the items are to be decoded."));
          add_boxes (self, box.body, "meta/iprp/", BOX_PROPERTIES, N_BOXES);
        }
      else if (box.type == TYPE ("idat") && from == 0 && self->idat.base == NULL)
        {
          self->idat = box.body;
          add_head (self, box, parent, _ ("Small data of items."));
        }
      else
        add_unknown (self, &box, parent);
    }
  if (reader.pos < reader.end)
    dip_parts_add (self->parts, reader.pos, reader.end - reader.pos, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?",
                   _ ("A damaged box."));
}

static void
add_meta (Walk *self, DipBox box)
{
  guint32 form = dip_reader_be32 (&box.body);

  if (self->has_meta || box.body.failed || form != 0)
    {
      add (self, &box, "", DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("A second description, or one of an unknown form."));
      return;
    }
  self->has_meta = TRUE;
  add_head (self, box, "", _ ("The description of the picture."));
  read_meta (self, box.body);
  add_boxes (self, box.body, "meta/", 0, BOX_PROPERTIES);
}

/* The bytes of an extent; failed when they lie in none of the boxes made for data. */
static DipReader
locate (const Walk *self, const DipHeifExtent *extent)
{
  DipReader reader = { .failed = TRUE };

  if (extent->in_idat)
    {
      reader = self->idat;
      if (reader.base == NULL || extent->offset > dip_reader_left (&reader)
          || !dip_reader_skip (&reader, (gsize) extent->offset))
        return (DipReader){ .failed = TRUE };
      return dip_reader_sub (&reader, (gsize) extent->size);
    }
  for (guint i = 0; i < self->media->len && reader.failed; i++)
    {
      DipReader body = g_array_index (self->media, DipReader, i);
      if (extent->offset < body.pos || extent->offset > body.end)
        continue;
      body.pos = (gsize) extent->offset;
      reader = dip_reader_sub (&body, (gsize) extent->size);
    }
  return reader;
}

/* The pieces of an item as one; @joined keeps them alive. */
static DipReader
join (Walk *self, const DipHeifItem *item, GByteArray *joined)
{
  for (guint i = 0; i < item->n_extents; i++)
    {
      DipReader piece = locate (self, &g_array_index (self->heif.extents, DipHeifExtent, item->first_extent + i));
      gsize size = dip_reader_left (&piece);
      if (piece.failed || item->n_extents == 1)
        return piece;
      if (joined->len + size > self->file.end) /* they overlap */
        return (DipReader){ .failed = TRUE };
      g_byte_array_append (joined, piece.base + piece.pos, (guint) size);
    }
  return (DipReader){ .base = joined->data, .end = joined->len, .failed = joined->len == 0 };
}

/* What is in the item's bytes that has not been said yet: for the picture whether they are it and nothing else, for camera
 * information what it tells. */
static void
judge_item_data (Walk *self, const DipHeifItem *item, DipPart *verdict)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  DipReader data = join (self, item, joined);
  const char *problem = _ ("An item without data.");

  if (!item->allowed && item->type == TYPE ("Exif"))
    {
      dip_reader_skip (&data, dip_reader_be32 (&data)); /* ISO/IEC 23008-12, A.2.1 */
      verdict->text = dip_exif_describe (data, &verdict->leaks);
    }
  else if (item->allowed && (data.failed || !dip_heif_check_data (&self->heif, item, data, &problem)))
    {
      verdict->verdict = DIP_PART_BROKEN;
      verdict->leaks = DIP_LEAK_OTHER;
      verdict->text = g_strdup (problem);
    }
  else
    verdict->text = g_strdup (item->text);
}

static void
add_item_data (Walk *self, const DipHeifItem *item)
{
  g_autofree char *name = g_strdup_printf ("item %u", item->id), *text = NULL;
  DipPart verdict = { .verdict = item->allowed ? DIP_PART_ALLOWED : DIP_PART_FOREIGN,
                      .leaks = item->allowed ? DIP_LEAK_NONE : item->leaks };

  if (item->rights != NULL)
    verdict.verdict = DIP_PART_RIGHTS;
  judge_item_data (self, item, &verdict);
  text = verdict.text;
  if (item->n_extents == 0 && item->allowed)
    dip_parts_add (self->parts, self->file.end, 0, verdict.verdict, verdict.leaks, name, text);
  for (guint i = 0; i < item->n_extents; i++)
    {
      DipReader piece = locate (self, &g_array_index (self->heif.extents, DipHeifExtent, item->first_extent + i));
      if (piece.failed)
        dip_parts_add (self->parts, self->file.end, 0, DIP_PART_BROKEN, verdict.leaks, name,
                       _ ("An item whose bytes are not where they belong."));
      else
        dip_parts_add (self->parts, piece.pos, dip_reader_left (&piece), verdict.verdict, verdict.leaks, name, text);
      if (!piece.failed && !self->parts->full && item->rights != NULL)
        dip_parts_set_rights (self->parts, item->rights);
    }
}

static void
add_top (Walk *self, const DipBox *box)
{
  if (box->type == TYPE ("ftyp"))
    add_brands (self, box);
  else if (box->type == TYPE ("meta"))
    add_meta (self, *box);
  else if (box->type == TYPE ("mdat"))
    {
      g_array_append_val (self->media, box->body);
      add_head (self, *box, "", _ ("Data of items."));
    }
  else
    add_unknown (self, box, "");
}

void
dip_inspect_heif (DipParts *parts, DipReader file)
{
  g_autoptr (GArray) media = g_array_new (FALSE, FALSE, sizeof (DipReader));
  Walk walk = { .parts = parts, .file = file, .media = media };
  DipBox box;

  dip_heif_init (&walk.heif);
  while (!parts->full && dip_box_next (&walk.file, &box))
    add_top (&walk, &box);
  for (guint i = 0; i < walk.heif.items->len && !parts->full; i++)
    add_item_data (&walk, g_ptr_array_index (walk.heif.items, i));
  if (walk.file.pos < walk.file.end)
    dip_parts_broken_from (parts, walk.file.pos, "?", _ ("A box that is damaged or cut off."));
  if (!walk.has_meta || dip_heif_find (&walk.heif, walk.heif.primary) == NULL)
    dip_parts_broken_from (parts, walk.file.end, "meta", _ ("The picture itself is missing."));
  dip_heif_clear (&walk.heif);
}

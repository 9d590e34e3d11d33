/* WebP (RFC 9649), chunk by chunk. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

enum
{
  FLAG_ANIMATION = 0x02,
  FLAG_XMP = 0x04,
  FLAG_EXIF = 0x08,
  FLAG_ALPHA = 0x10,
  FLAG_PROFILE = 0x20,
};

/* The order in which chunks may come (2.7). */
typedef enum
{
  STAGE_START,
  STAGE_EXTENDED,
  STAGE_PROFILE,
  STAGE_ALPHA,
  STAGE_PICTURE,
} Stage;

typedef struct
{
  DipParts *parts;
  DipReader file;
  Stage stage;
  guint flags; /* of VP8X */
  gboolean has_profile, has_alpha;
  gboolean has_rights; /* what VP8X announces as XMP is the rights notice */
  guint width, height; /* of the canvas; 0 without VP8X */
} Walk;

typedef struct
{
  gsize offset;
  guint32 type;
  DipReader body;
} Chunk;

static void
add (Walk *self, const Chunk *chunk, DipPartVerdict verdict, guint leaks, const char *text)
{
  char name[5] = { 0 };

  for (guint i = 0; i < 4; i++)
    name[i] = (char) (chunk->type >> (24 - 8 * i));
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isalnum (name[i]))
      name[i] = name[i] == ' ' && i > 0 ? '\0' : '?';
  dip_parts_add (self->parts, chunk->offset, self->file.pos - chunk->offset, verdict, leaks, name, text);
}

static void
add_broken (Walk *self, const Chunk *chunk, const char *text)
{
  add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_OTHER, text);
}

static gboolean
advance (Walk *self, const Chunk *chunk, Stage stage)
{
  gboolean good
      = self->stage < stage && (stage == STAGE_EXTENDED || stage == STAGE_PICTURE || self->stage != STAGE_START);

  if (good)
    self->stage = stage;
  else
    add_broken (self, chunk, _ ("A chunk that comes twice or in the wrong place."));
  return good;
}

static void
add_extended (Walk *self, const Chunk *chunk)
{
  DipReader body = chunk->body;
  gboolean plain = dip_reader_left (&body) == 10;

  self->flags = dip_reader_u8 (&body);
  plain = plain && dip_reader_le (&body, 3) == 0 && (self->flags & 0xc1) == 0;
  self->width = (guint) dip_reader_le (&body, 3) + 1;
  self->height = (guint) dip_reader_le (&body, 3) + 1;
  if (!plain)
    add_broken (self, chunk, _ ("A header of the wrong length, or with bits set that mean nothing."));
  else if ((self->flags & FLAG_XMP) != 0 && (self->flags & (FLAG_EXIF | FLAG_ANIMATION)) == 0 && self->has_rights)
    add (self, chunk, DIP_PART_RIGHTS, DIP_LEAK_NONE, _ ("The picture's size, and that it has a rights notice."));
  else if ((self->flags & (FLAG_EXIF | FLAG_XMP | FLAG_ANIMATION)) != 0)
    add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("Announces notes about the picture, or an animation."));
  else
    add (self, chunk, DIP_PART_ALLOWED, DIP_LEAK_NONE, _ ("The picture's size and what parts there are."));
}

static void
add_profile (Walk *self, const Chunk *chunk)
{
  g_autofree char *text = NULL;
  DipPartVerdict verdict = dip_icc_judge (chunk->body.base + chunk->body.pos, dip_reader_left (&chunk->body), &text);

  self->has_profile = TRUE;
  add (self, chunk, verdict, verdict == DIP_PART_FOREIGN ? DIP_LEAK_OTHER : DIP_LEAK_NONE, text);
}

/* 2.7.1.2: one byte of methods, then rows of bytes as they are, or a lossless picture. */
static void
add_alpha (Walk *self, const Chunk *chunk)
{
  DipReader body = chunk->body;
  guint methods = dip_reader_u8 (&body), packing = methods & 3, filter_note = methods >> 4;
  guint64 pixels = (guint64) self->width * self->height;

  self->has_alpha = TRUE;
  if (body.failed || packing > 1 || filter_note > 1 || (packing == 0 && dip_reader_left (&body) != pixels))
    add_broken (self, chunk, _ ("A transparency of the wrong length, or of an unknown kind."));
  else
    add (self, chunk, DIP_PART_ALLOWED, DIP_LEAK_NONE, _ ("What is transparent."));
}

/* RFC 6386, 9.1: a key frame that is shown, of the canvas's size, whose first part lies inside. */
static gboolean
is_whole_lossy (const Walk *self, DipReader body)
{
  guint tag = (guint) dip_reader_le (&body, 3), start = (guint) dip_reader_be (&body, 3);
  guint width = dip_reader_le16 (&body), height = dip_reader_le16 (&body), first = tag >> 5;

  return !body.failed && (tag & 1) == 0 && (tag >> 1 & 7) <= 3 && (tag >> 4 & 1) == 1 && start == 0x9d012a && width > 0
         && height > 0 && (self->width == 0 || (self->width == width && self->height == height)) && first > 0
         && first < dip_reader_left (&body);
}

/* RFC 9649, 3.4. */
static gboolean
is_whole_lossless (Walk *self, DipReader body)
{
  guint signature = dip_reader_u8 (&body);
  guint32 packed = dip_reader_le32 (&body);
  guint width = (packed & 0x3fff) + 1, height = (packed >> 14 & 0x3fff) + 1;

  self->has_alpha = self->has_alpha || (packed >> 28 & 1) != 0;
  return !body.failed && signature == 0x2f && packed >> 29 == 0 && dip_reader_left (&body) > 0
         && (self->width == 0 || (self->width == width && self->height == height));
}

/* All that VP8X announced has come by now, and nothing else. */
static gboolean
is_as_announced (const Walk *self)
{
  if (self->width == 0)
    return TRUE;
  return ((self->flags & FLAG_PROFILE) != 0) == self->has_profile
         && ((self->flags & FLAG_ALPHA) != 0) == self->has_alpha;
}

static void
add_picture (Walk *self, const Chunk *chunk, gboolean lossless)
{
  gboolean had_alpha = self->has_alpha;
  gboolean whole = lossless ? is_whole_lossless (self, chunk->body) && !had_alpha : is_whole_lossy (self, chunk->body);

  if (!whole)
    add_broken (self, chunk, _ ("Picture data that are damaged or of another size than the picture."));
  else if (!is_as_announced (self))
    add_broken (self, chunk, _ ("Picture data; the file's header announces other parts than there are."));
  else
    add (self, chunk, DIP_PART_ALLOWED, DIP_LEAK_NONE, _ ("Picture data."));
}

static void
add_exif (Walk *self, const Chunk *chunk)
{
  DipReader body = chunk->body;
  guint leaks = DIP_LEAK_EXIF;

  if (dip_reader_at (&body, "Exif\0", 6))
    dip_reader_skip (&body, 6);
  g_autofree char *text = dip_exif_describe (body, &leaks);
  add (self, chunk, DIP_PART_FOREIGN, leaks, text);
}

static void
add_xmp (Walk *self, const Chunk *chunk)
{
  g_autofree char *rights = self->stage == STAGE_PICTURE && self->has_rights && (self->flags & FLAG_XMP) != 0
                                ? dip_rights_read_xmp (chunk->body)
                                : NULL;

  self->has_rights = FALSE; /* a second one is none */
  if (rights == NULL)
    {
      add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_XMP, _ ("Notes by editing programs (XMP)."));
      return;
    }
  add (self, chunk, DIP_PART_RIGHTS, DIP_LEAK_XMP, _ ("The rights notice: creator, credit, copyright, terms."));
  dip_parts_set_rights (self->parts, rights);
}

static void
add_chunk (Walk *self, const Chunk *chunk)
{
  switch (chunk->type)
    {
    case DIP_FOURCC ('V', 'P', '8', 'X'):
      if (advance (self, chunk, STAGE_EXTENDED))
        add_extended (self, chunk);
      break;
    case DIP_FOURCC ('I', 'C', 'C', 'P'):
      if (advance (self, chunk, STAGE_PROFILE))
        add_profile (self, chunk);
      break;
    case DIP_FOURCC ('A', 'L', 'P', 'H'):
      if (advance (self, chunk, STAGE_ALPHA))
        add_alpha (self, chunk);
      break;
    case DIP_FOURCC ('V', 'P', '8', ' '):
    case DIP_FOURCC ('V', 'P', '8', 'L'):
      if (advance (self, chunk, STAGE_PICTURE))
        add_picture (self, chunk, (chunk->type & 0xff) == 'L');
      break;
    case DIP_FOURCC ('E', 'X', 'I', 'F'):
      add_exif (self, chunk);
      break;
    case DIP_FOURCC ('X', 'M', 'P', ' '):
      add_xmp (self, chunk);
      break;
    case DIP_FOURCC ('A', 'N', 'I', 'M'):
    case DIP_FOURCC ('A', 'N', 'M', 'F'):
      add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE, _ ("A frame of an animation."));
      break;
    default:
      add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("Notes by a program, of an unknown kind."));
    }
}

/* One chunk up to @end, with the zero byte that makes its length even. */
static gboolean
next_chunk (Walk *self, gsize end, Chunk *chunk)
{
  DipReader reader = self->file;

  reader.end = end;
  chunk->offset = reader.pos;
  chunk->type = dip_reader_be32 (&reader);
  gsize size = dip_reader_le32 (&reader);
  chunk->body = dip_reader_sub (&reader, size);
  if (reader.failed || (size % 2 == 1 && dip_reader_u8 (&reader) != 0) || reader.failed)
    return FALSE;
  self->file.pos = reader.pos;
  return TRUE;
}

/* Is there a rights notice further on? The header that announces it stands before it. */
static gboolean
has_rights (Walk walk, gsize end)
{
  Chunk chunk;

  while (walk.file.pos < end && next_chunk (&walk, end, &chunk))
    if (chunk.type == DIP_FOURCC ('X', 'M', 'P', ' '))
      {
        g_autofree char *rights = dip_rights_read_xmp (chunk.body);

        return rights != NULL;
      }
  return FALSE;
}

void
dip_inspect_webp (DipParts *parts, DipReader file)
{
  Walk walk = { .parts = parts, .file = file };
  Chunk chunk;

  dip_reader_skip (&walk.file, 4);
  guint64 size = (guint64) dip_reader_le32 (&walk.file) + 8;
  gboolean whole = size <= file.end && size % 2 == 0;
  gsize end = (gsize) MIN (size, file.end);
  dip_reader_skip (&walk.file, 4);
  dip_parts_add (parts, 0, 12, whole ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE, "RIFF",
                 whole ? _ ("Start of the picture.") : _ ("The file is shorter than it says."));
  walk.has_rights = has_rights (walk, end);
  while (!parts->full && walk.file.pos < end && next_chunk (&walk, end, &chunk))
    add_chunk (&walk, &chunk);
  if (walk.file.pos < end)
    dip_parts_add (parts, walk.file.pos, end - walk.file.pos, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?",
                   _ ("A chunk that is cut off, or not filled up with a zero."));
  walk.file.pos = MAX (end, walk.file.pos);
  if (walk.stage != STAGE_PICTURE)
    dip_parts_add (parts, walk.file.pos, 0, DIP_PART_BROKEN, DIP_LEAK_NONE, "VP8",
                   _ ("The picture itself is missing."));
  if (dip_reader_left (&walk.file) > 0)
    dip_inspect_trailer (parts, walk.file);
}

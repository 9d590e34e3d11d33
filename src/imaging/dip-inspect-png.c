/* PNG (W3C, third edition), chunk by chunk. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>
#include <zlib.h>

#define CHUNK(name) DIP_FOURCC (name[0], name[1], name[2], name[3])
#define IHDR        DIP_FOURCC ('I', 'H', 'D', 'R')
#define PLTE        DIP_FOURCC ('P', 'L', 'T', 'E')
#define TRNS        DIP_FOURCC ('t', 'R', 'N', 'S')
#define SBIT        DIP_FOURCC ('s', 'B', 'I', 'T')
#define EXIF        DIP_FOURCC ('e', 'X', 'I', 'f')
#define IDAT        DIP_FOURCC ('I', 'D', 'A', 'T')
#define IEND        DIP_FOURCC ('I', 'E', 'N', 'D')

typedef struct
{
  DipParts *parts;
  DipReader file;
  guint width, height, depth, colour;
  gboolean interlaced, has_header, has_palette, has_data, has_end;
  guint64 seen;      /* bits: chunks that may come once, by their row in the table */
  z_stream inflater; /* of the picture data */
  gboolean inflating;
  int status;       /* zlib's last word */
  guint64 expected; /* bytes of picture data; 0 when they are too many to be looked at */
} Walk;

typedef struct
{
  gsize offset;
  guint32 type;
  DipReader body;
  gboolean whole; /* its checksum is right */
} Chunk;

static void
add (Walk *self, const Chunk *chunk, DipPartVerdict verdict, guint leaks, const char *text)
{
  char name[5] = { 0 };

  for (guint i = 0; i < 4; i++)
    name[i] = (char) (chunk->type >> (24 - 8 * i));
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isalpha (name[i]))
      name[i] = '?';
  dip_parts_add (self->parts, chunk->offset, self->file.pos - chunk->offset, verdict, leaks, name, text);
}

static guint
channels (const Walk *self)
{
  static const guint8 per_colour[] = { 1, 0, 3, 1, 2, 0, 4 };

  return per_colour[self->colour];
}

/* Bytes of one reduced picture: a filter byte before each row (9.2). */
static guint64
pass_bytes (const Walk *self, guint64 width, guint64 height)
{
  return width == 0 ? 0 : height * (1 + (width * channels (self) * self->depth + 7) / 8);
}

/* What the picture data have to come to, over the seven passes of an interlaced picture (8.2). */
static guint64
count_bytes (const Walk *self)
{
  static const guint8 x0[] = { 0, 4, 0, 2, 0, 1, 0 }, y0[] = { 0, 0, 4, 0, 2, 0, 1 };
  static const guint8 dx[] = { 8, 8, 4, 4, 2, 2, 1 }, dy[] = { 8, 8, 8, 4, 4, 2, 2 };
  guint64 bytes = 0;

  if ((guint64) self->width * self->height > DIP_LIMITS_DEFAULT.max_pixels)
    return 0;
  if (!self->interlaced)
    return pass_bytes (self, self->width, self->height);
  for (guint i = 0; i < 7; i++)
    bytes += pass_bytes (self, ((guint64) self->width + dx[i] - 1 - x0[i]) / dx[i],
                         ((guint64) self->height + dy[i] - 1 - y0[i]) / dy[i]);
  return bytes;
}

/* 11.2.1. */
static gboolean
read_header (Walk *self, DipReader body)
{
  static const guint32 depths[] = { 0x10116, 0, 0x10100, 0x116, 0x10100, 0, 0x10100 };

  if (dip_reader_left (&body) != 13 || self->has_header)
    return FALSE;
  self->width = dip_reader_be32 (&body);
  self->height = dip_reader_be32 (&body);
  self->depth = dip_reader_u8 (&body);
  self->colour = dip_reader_u8 (&body);
  guint methods = dip_reader_be16 (&body), interlace = dip_reader_u8 (&body);
  self->interlaced = interlace == 1;
  self->has_header = self->width > 0 && self->height > 0 && self->width <= G_MAXINT32 && self->height <= G_MAXINT32
                     && self->colour <= 6 && self->depth <= 16 && (depths[self->colour] >> self->depth & 1) != 0
                     && methods == 0 && interlace <= 1;
  self->expected = self->has_header ? count_bytes (self) : 0;
  return self->has_header;
}

static void
add_header (Walk *self, const Chunk *chunk)
{
  if (!read_header (self, chunk->body))
    {
      add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_NONE, _ ("A damaged or second description of the picture."));
      return;
    }
  /* Translators: width, height, bits of each sample */
  g_autofree char *text = g_strdup_printf (_ ("The picture's size and coding: %u × %u pixels of %u bits."), self->width,
                                           self->height, self->depth);
  add (self, chunk, DIP_PART_ALLOWED, DIP_LEAK_NONE, text);
}

/* Does @size suit the chunk in this picture? @fixed: the size it always has, or 0. */
static gboolean
fits (const Walk *self, guint32 type, gsize fixed, gsize size)
{
  if (fixed > 0)
    return size == fixed;
  if (type == PLTE)
    return self->colour == 3 && size > 0 && size % 3 == 0 && size / 3 <= 1u << self->depth;
  if (type == TRNS && self->colour == 3)
    return self->has_palette && size > 0 && size <= 1u << self->depth;
  if (type == TRNS)
    return (self->colour == 0 && size == 2) || (self->colour == 2 && size == 6);
  if (type == SBIT)
    return size == (self->colour == 3 ? 3 : channels (self));
  return TRUE;
}

/* The names that programs give an embedded profile; it may be any text. */
static gboolean
is_harmless_profile_name (const char *name)
{
  static const char *const names[] = { "icc",
                                       "ICC",
                                       "icm",
                                       "ICC profile",
                                       "ICC Profile",
                                       "Photoshop ICC profile",
                                       "sRGB",
                                       "Display P3",
                                       "p3",
                                       "kCGColorSpaceDisplayP3",
                                       "kCGColorSpaceGenericRGB",
                                       "kCGColorSpaceSRGB",
                                       "GIMP built-in sRGB",
                                       "Skia",
                                       "1" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* All of @packed unpacked, at most DIP_ICC_MAX bytes; NULL when it is damaged, larger or not used up. */
static GByteArray *
unpack (DipReader packed)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[16384];
  z_stream stream = { .next_in = (Bytef *) packed.base + packed.pos, .avail_in = (uInt) dip_reader_left (&packed) };
  int status = inflateInit (&stream);

  while (status == Z_OK && out->len <= DIP_ICC_MAX)
    {
      stream.next_out = buffer;
      stream.avail_out = sizeof buffer;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (out, buffer, sizeof buffer - stream.avail_out);
    }
  gboolean whole = status == Z_STREAM_END && stream.avail_in == 0 && out->len <= DIP_ICC_MAX;
  inflateEnd (&stream);
  return whole ? g_steal_pointer (&out) : NULL;
}

/* 11.3.2.3: a name, a zero, the method, the packed profile. */
static void
add_profile (Walk *self, const Chunk *chunk)
{
  DipReader body = chunk->body;
  g_autofree char *text = NULL;
  const guint8 *start = body.base + body.pos;
  const guint8 *zero = memchr (start, 0, MIN (dip_reader_left (&body), 80));

  if (zero == NULL || !dip_reader_skip (&body, (gsize) (zero - start) + 1) || dip_reader_u8 (&body) != 0)
    {
      add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_NONE, _ ("A damaged colour profile."));
      return;
    }
  g_autoptr (GByteArray) profile = unpack (body);
  DipPartVerdict verdict = DIP_PART_BROKEN;
  if (profile != NULL)
    verdict = dip_icc_judge (profile->data, profile->len, &text);
  else
    text = g_strdup (_ ("A damaged colour profile."));
  if (verdict == DIP_PART_PROFILE && !is_harmless_profile_name ((const char *) start))
    {
      add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_COMMENT, _ ("A colour profile with a name of its own."));
      return;
    }
  add (self, chunk, verdict, verdict == DIP_PART_FOREIGN ? DIP_LEAK_OTHER : DIP_LEAK_NONE, text);
}

typedef enum
{
  ONCE_BEFORE_DATA,
  ONCE_BEFORE_PALETTE, /* which is before the data */
  NEVER,
} Place;

static const struct
{
  const char *type;
  Place place;
  guint size; /* 0: not fixed */
  guint leaks;
  const char *text;
} kinds[] = {
  { "PLTE", ONCE_BEFORE_DATA, 0, 0, N_ ("The colours that the pixels choose from.") },
  { "tRNS", ONCE_BEFORE_DATA, 0, 0, N_ ("What is transparent.") },
  { "sBIT", ONCE_BEFORE_PALETTE, 0, 0, N_ ("How many bits of the samples count.") },
  { "sRGB", ONCE_BEFORE_PALETTE, 1, 0, N_ ("Says that the colours are sRGB.") },
  { "gAMA", ONCE_BEFORE_PALETTE, 4, 0, N_ ("How bright the samples are to look (gamma).") },
  { "cHRM", ONCE_BEFORE_PALETTE, 32, 0, N_ ("Which red, green, blue and white are meant.") },
  { "cICP", ONCE_BEFORE_PALETTE, 4, 0, N_ ("Which colour space is meant.") },
  { "pHYs", ONCE_BEFORE_DATA, 9, 0, N_ ("Pixel density.") },
  { "iCCP", ONCE_BEFORE_PALETTE, 0, 0, NULL },
  { "tEXt", NEVER, 0, DIP_LEAK_COMMENT, N_ ("A note: free text.") },
  { "zTXt", NEVER, 0, DIP_LEAK_COMMENT, N_ ("A note: free text, packed.") },
  { "iTXt", NEVER, 0, DIP_LEAK_COMMENT, N_ ("A note: free text.") },
  { "tIME", NEVER, 0, DIP_LEAK_TIME, N_ ("When the picture was last changed.") },
  { "eXIf", NEVER, 0, DIP_LEAK_EXIF, N_ ("Camera information (EXIF).") },
  { "zxIf", NEVER, 0, DIP_LEAK_EXIF, N_ ("Camera information (EXIF).") },
  { "acTL", NEVER, 0, DIP_LEAK_SECOND_IMAGE, N_ ("Makes the picture an animation.") },
  { "fcTL", NEVER, 0, DIP_LEAK_SECOND_IMAGE, N_ ("A frame of an animation.") },
  { "fdAT", NEVER, 0, DIP_LEAK_SECOND_IMAGE, N_ ("A further picture: a frame of an animation.") },
  { "bKGD", NEVER, 0, DIP_LEAK_OTHER, N_ ("A background colour.") },
  { "hIST", NEVER, 0, DIP_LEAK_OTHER, N_ ("How often each colour is used.") },
  { "sPLT", NEVER, 0, DIP_LEAK_OTHER, N_ ("A suggested palette, with a name.") },
  { "oFFs", NEVER, 0, DIP_LEAK_OTHER, N_ ("Where the picture lies on a page.") },
  { "caBX", NEVER, 0, DIP_LEAK_OTHER | DIP_LEAK_TIME,
    N_ ("Signed statements on where the picture comes from (Content Credentials).") },
};

/* What a text chunk holds, by its keyword. */
static void
add_text (Walk *self, const Chunk *chunk, const char *text, guint leaks)
{
  DipReader body = chunk->body;

  if (dip_reader_at (&body, "XML:com.adobe.xmp", 18))
    add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_XMP, _ ("Notes by editing programs (XMP)."));
  else if (dip_reader_at (&body, "Raw profile type exif", 22) || dip_reader_at (&body, "Raw profile type APP1", 22))
    add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_EXIF, _ ("Camera information (EXIF) written as text."));
  else if (dip_reader_at (&body, "Raw profile type iptc", 22))
    add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_IPTC, _ ("Notes by agencies (IPTC) written as text."));
  else
    add (self, chunk, DIP_PART_FOREIGN, leaks, text);
}

static void
add_foreign (Walk *self, const Chunk *chunk, const char *text, guint leaks)
{
  g_autofree char *exif = NULL;

  if (chunk->type == EXIF)
    {
      exif = dip_exif_describe (chunk->body, &leaks);
      add (self, chunk, DIP_PART_FOREIGN, leaks, exif);
    }
  else
    add_text (self, chunk, text, leaks);
}

static void
add_known (Walk *self, const Chunk *chunk, gsize kind)
{
  gboolean again = (self->seen >> kind & 1) != 0;
  gboolean late = self->has_data || (kinds[kind].place == ONCE_BEFORE_PALETTE && self->has_palette);

  self->seen |= G_GUINT64_CONSTANT (1) << kind;
  if (kinds[kind].place == NEVER)
    add_foreign (self, chunk, _ (kinds[kind].text), kinds[kind].leaks);
  else if (again || late)
    add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_OTHER, _ ("A chunk that comes twice or in the wrong place."));
  else if (!fits (self, chunk->type, kinds[kind].size, dip_reader_left (&chunk->body)))
    add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_OTHER,
         _ ("A chunk of the wrong length, or of no use in this picture."));
  else if (kinds[kind].text == NULL)
    add_profile (self, chunk);
  else
    add (self, chunk, DIP_PART_ALLOWED, DIP_LEAK_NONE, _ (kinds[kind].text));
  self->has_palette = self->has_palette || chunk->type == PLTE;
}

static void
add_other (Walk *self, const Chunk *chunk)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (CHUNK (kinds[i].type) == chunk->type)
      {
        add_known (self, chunk, i);
        return;
      }
  add (self, chunk, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("Notes by a program, of an unknown kind."));
}

/* The next chunk; FALSE when there is no whole one. */
static gboolean
next_chunk (DipReader *file, Chunk *chunk)
{
  DipReader reader = *file;

  chunk->offset = reader.pos;
  gsize size = dip_reader_be32 (&reader);
  const guint8 *checked = reader.base + reader.pos;
  chunk->type = dip_reader_be32 (&reader);
  chunk->body = dip_reader_sub (&reader, size);
  guint32 sum = dip_reader_be32 (&reader);
  if (reader.failed || size > G_MAXINT32)
    return FALSE;
  chunk->whole = crc32_z (0, checked, size + 4) == sum;
  *file = reader;
  return TRUE;
}

/* Into a small buffer, only to see where the data end and how many bytes they are. */
static void
inflate_data (Walk *self, DipReader body)
{
  static const guint64 enough = 1 << 16;
  guint8 buffer[1 << 16];

  if (!self->inflating && self->expected > 0)
    {
      self->status = inflateInit (&self->inflater);
      self->inflating = self->status == Z_OK;
    }
  self->inflater.next_in = (Bytef *) body.base + body.pos;
  self->inflater.avail_in = (uInt) dip_reader_left (&body);
  while (self->inflating && self->status == Z_OK && self->inflater.avail_in > 0)
    {
      self->inflater.next_out = buffer;
      self->inflater.avail_out = sizeof buffer;
      self->status = inflate (&self->inflater, Z_NO_FLUSH);
      if (self->inflater.total_out > self->expected + enough)
        break;
    }
  if (self->inflater.avail_in > 0)
    self->status = Z_DATA_ERROR; /* bytes behind the end of the picture data */
}

/* All IDAT chunks that follow one another, as one row. */
static void
add_data (Walk *self, Chunk first)
{
  Chunk chunk = first;
  gboolean good = !self->has_data && first.whole && (self->colour != 3 || self->has_palette);
  DipReader behind = self->file;

  inflate_data (self, first.body);
  while (next_chunk (&behind, &chunk) && chunk.type == IDAT)
    {
      self->file = behind;
      good = good && chunk.whole && dip_reader_left (&chunk.body) > 0;
      inflate_data (self, chunk.body);
    }
  self->has_data = TRUE;
  good = good && self->status == Z_STREAM_END && self->inflater.total_out == self->expected;
  add (self, &first, good ? DIP_PART_ALLOWED : DIP_PART_BROKEN, good ? DIP_LEAK_NONE : DIP_LEAK_OTHER,
       good ? _ ("Picture data.")
            : _ ("Picture data that are damaged, too many, not where they belong or have other bytes behind them."));
}

static void
add_chunk (Walk *self, const Chunk *chunk)
{
  if (!self->has_header && chunk->type != IHDR)
    add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_OTHER, _ ("A chunk before the description of the picture."));
  else if (chunk->type == IDAT)
    add_data (self, *chunk);
  else if (!chunk->whole)
    add (self, chunk, DIP_PART_BROKEN, DIP_LEAK_OTHER, _ ("A chunk whose checksum is wrong."));
  else if (chunk->type == IHDR)
    add_header (self, chunk);
  else if (chunk->type == IEND)
    {
      gboolean good = self->has_data && dip_reader_left (&chunk->body) == 0;
      self->has_end = TRUE;
      add (self, chunk, good ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
           good ? _ ("End of the picture.") : _ ("The picture ends before all of it was there."));
    }
  else
    add_other (self, chunk);
}

void
dip_inspect_png (DipParts *parts, DipReader file)
{
  Walk walk = { .parts = parts, .file = file };
  Chunk chunk;

  dip_reader_skip (&walk.file, 8);
  dip_parts_add (parts, 0, 8, DIP_PART_ALLOWED, DIP_LEAK_NONE, "signature", _ ("Start of the picture."));
  while (!parts->full && !walk.has_end && next_chunk (&walk.file, &chunk))
    add_chunk (&walk, &chunk);
  if (walk.inflating)
    inflateEnd (&walk.inflater);
  if (!walk.has_end)
    dip_parts_broken_from (parts, walk.file.pos, "IEND", _ ("The end of the picture is missing."));
  else if (dip_reader_left (&walk.file) > 0)
    dip_inspect_trailer (parts, walk.file);
}

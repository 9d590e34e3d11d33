/* Colour profiles (ICC.1:2010): checked, and freed of all that isn't colour. What everybody's pictures carry stays as it
 * is; any other profile is put together again from its colour tags, for its text, its maker's tags (a monitor's serial
 * number) and the gaps between them can say whose it is. */
#include "dip-scrub-private.h"

#include <string.h>

#include "dip-inspect-private.h"

#define HEADER      128
#define MAX_PROFILE DIP_ICC_MAX
#define MAX_TAGS    100

/* Colour, and nothing else, in this order. */
static const char colour_tags[][5] = {
  "wtpt", "bkpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "A2B0", "A2B1",
  "A2B2", "B2A0", "B2A1", "B2A2", "D2B0", "D2B1", "D2B2", "B2D0", "B2D1", "B2D2", "lumi", "cicp",
};

typedef struct
{
  guint32 name, offset, size;
} Tag;

typedef struct
{
  const guint8 *data;
  gsize size;
  guint n_tags;
  Tag tags[MAX_TAGS];
} Profile;

static guint32
get32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static void
put32 (guint8 *at, guint32 value)
{
  at[0] = (guint8) (value >> 24);
  at[1] = (guint8) (value >> 16);
  at[2] = (guint8) (value >> 8);
  at[3] = (guint8) value;
}

static gboolean
is_one_of (const guint8 *at, const char *names)
{
  for (; *names != '\0'; names += 4)
    if (memcmp (at, names, 4) == 0)
      return TRUE;
  return FALSE;
}

static const Tag *
find_tag (const Profile *self, const char *name)
{
  for (guint i = 0; i < self->n_tags; i++)
    if (self->tags[i].name == get32 ((const guint8 *) name))
      return &self->tags[i];
  return NULL;
}

static gboolean
has_tags (const Profile *self, const char *names)
{
  char name[5] = { 0 };

  for (; *names != '\0'; names += 4)
    {
      memcpy (name, names, 4);
      if (find_tag (self, name) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_header (Profile *self, const char *space)
{
  const guint8 *data = self->data;

  if (self->size < HEADER + 4 || self->size > MAX_PROFILE || get32 (data) < HEADER + 4 || get32 (data) > self->size)
    return FALSE;
  self->size = get32 (data); /* what follows is no part of it */
  return memcmp (data + 36, "acsp", 4) == 0 && memcmp (data + 16, space, 4) == 0
         && is_one_of (data + 12, "mntrscnrprtrspac") && is_one_of (data + 20, "XYZ Lab ") && data[8] >= 2
         && data[8] <= 4;
}

static gboolean
read_tags (Profile *self)
{
  guint32 n = get32 (self->data + HEADER);

  if (n > MAX_TAGS || self->size < HEADER + 4 + 12 * n)
    return FALSE;
  self->n_tags = n;
  for (guint i = 0; i < n; i++)
    {
      const guint8 *at = self->data + HEADER + 4 + 12 * i;
      Tag tag = { .name = get32 (at), .offset = get32 (at + 4), .size = get32 (at + 8) };
      if (tag.offset < HEADER + 4 + 12 * n || tag.offset > self->size || tag.size < 8
          || tag.size > self->size - tag.offset)
        return FALSE;
      self->tags[i] = tag;
    }
  return TRUE;
}

/* Can it turn pixels of its space into colours? */
static gboolean
is_usable (const Profile *self, const char *space)
{
  if (has_tags (self, "A2B0"))
    return TRUE;
  if (strcmp (space, "GRAY") == 0)
    return has_tags (self, "kTRC");
  return strcmp (space, "RGB ") == 0 && has_tags (self, "rXYZgXYZbXYZrTRCgTRCbTRC");
}

/* 10.10, 10.11: input tables, a grid of colours, output tables, of one byte or two a number. */
static gsize
table_size (const guint8 *tag, gsize size, gsize bytes)
{
  gsize in = tag[8], out = tag[9], grid = tag[10], colours = out;
  gsize in_entries = bytes == 1 ? 256 : tag[48] << 8 | tag[49], out_entries = bytes == 1 ? 256 : tag[50] << 8 | tag[51];

  for (gsize i = 0; i < in && colours <= size; i++)
    colours *= grid;
  return (bytes == 1 ? 48 : 52) + bytes * (in * in_entries + colours + out * out_entries);
}

/* The bytes of a tag that its type has a use for. */
static gsize
used_size (const guint8 *tag, gsize size)
{
  static const guint8 parameters[5] = { 1, 3, 4, 5, 7 };
  gsize used = size;

  if (memcmp (tag, "XYZ ", 4) == 0)
    used = 20;
  else if (memcmp (tag, "sf32", 4) == 0)
    used = 44;
  else if (memcmp (tag, "curv", 4) == 0 && size >= 12)
    used = 12 + 2 * (gsize) MIN (get32 (tag + 8), 65536);
  else if (memcmp (tag, "para", 4) == 0 && size >= 12 && tag[9] < G_N_ELEMENTS (parameters))
    used = 12 + 4 * parameters[tag[9]];
  else if ((memcmp (tag, "mft1", 4) == 0 || memcmp (tag, "mft2", 4) == 0) && size >= 52)
    used = table_size (tag, size, tag[3] == '1' ? 1 : 2);
  return MIN (used, size);
}

/* A version 2 textDescriptionType, or a version 4 multiLocalizedUnicodeType; "text" is version 2's other kind. */
static GByteArray *
make_text (gboolean version4, gboolean description)
{
  static const guint8 localized[] = { 'm', 'l', 'u', 'c', 0, 0, 0, 0, 0, 0, 0,  1, 0,   0, 0,   12, 'e',
                                      'n', 'U', 'S', 0,   0, 0, 6, 0, 0, 0, 28, 0, 'I', 0, 'C', 0,  'C' };
  static const guint8 described[90 + 4] = { 'd', 'e', 's', 'c', 0, 0, 0, 0, 0, 0, 0, 4, 'I', 'C', 'C' };
  static const guint8 plain[] = { 't', 'e', 'x', 't', 0, 0, 0, 0, 'I', 'C', 'C', 0 };
  GByteArray *out = g_byte_array_new ();

  if (version4)
    return g_byte_array_append (out, localized, sizeof localized);
  if (description)
    return g_byte_array_append (out, described, sizeof described);
  return g_byte_array_append (out, plain, sizeof plain);
}

typedef struct
{
  GByteArray *table, *body;
  guint n;
  gsize start; /* of the body in the file */
} Writer;

static void
write_entry (Writer *self, guint32 name, gsize offset, gsize size)
{
  guint8 entry[12];

  put32 (entry, name);
  put32 (entry + 4, (guint32) offset);
  put32 (entry + 8, (guint32) size);
  g_byte_array_append (self->table, entry, sizeof entry);
  self->n++;
}

static void
write_tag (Writer *self, const char *name, const guint8 *data, gsize size)
{
  static const guint8 zeros[4] = { 0 };

  write_entry (self, get32 ((const guint8 *) name), self->start + self->body->len, size);
  g_byte_array_append (self->body, data, (guint) size);
  g_byte_array_append (self->body, zeros, (4 - size % 4) % 4);
}

static void
write_text (Writer *self, const char *name, gboolean version4)
{
  g_autoptr (GByteArray) text = make_text (version4, strcmp (name, "desc") == 0);

  write_tag (self, name, text->data, text->len);
}

/* Three curves are often one, which three tags point at: so they stay. */
static gboolean
write_shared (Writer *self, const Profile *from, const Tag *tag)
{
  for (guint i = 0; i < self->n; i++)
    {
      const guint8 *entry = self->table->data + 12 * i;
      char name[5] = { (char) entry[0], (char) entry[1], (char) entry[2], (char) entry[3] };
      const Tag *earlier = find_tag (from, name);
      if (earlier == NULL || earlier->offset != tag->offset || earlier->size != tag->size)
        continue;
      write_entry (self, tag->name, get32 (entry + 4), get32 (entry + 8));
      return TRUE;
    }
  return FALSE;
}

static void
write_colours (Writer *self, const Profile *from)
{
  for (gsize i = 0; i < G_N_ELEMENTS (colour_tags); i++)
    {
      const Tag *tag = find_tag (from, colour_tags[i]);
      if (tag != NULL && !write_shared (self, from, tag))
        write_tag (self, colour_tags[i], from->data + tag->offset, used_size (from->data + tag->offset, tag->size));
    }
}

static guint
count_kept (const Profile *self)
{
  guint n = 2; /* description and copyright, which every profile must have */

  for (gsize i = 0; i < G_N_ELEMENTS (colour_tags); i++)
    n += find_tag (self, colour_tags[i]) != NULL;
  return n;
}

/* Version, class, spaces, rendering intent and white point stay; who made it, when, with what and for which device go. */
static void
make_header (const Profile *from, gsize size, guint8 header[HEADER])
{
  static const guint8 signature[4] = { 'a', 'c', 's', 'p' };
  static const guint8 date[12] = { 2000 >> 8, 2000 & 0xFF, 0, 1, 0, 1 };

  memset (header, 0, HEADER);
  put32 (header, (guint32) size);
  memcpy (header + 8, from->data + 8, 2);
  memcpy (header + 12, from->data + 12, 12);
  memcpy (header + 24, date, sizeof date);
  memcpy (header + 36, signature, sizeof signature);
  header[67] = from->data[67] & 3;
  memcpy (header + 68, from->data + 68, 12);
}

static GBytes *
rebuild (const Profile *from)
{
  g_autoptr (GByteArray) table = g_byte_array_new (), body = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  Writer writer = { .table = table, .body = body, .start = HEADER + 4 + 12 * count_kept (from) };
  gboolean version4 = from->data[8] >= 4;
  guint8 header[HEADER], count[4];

  write_text (&writer, "desc", version4);
  write_text (&writer, "cprt", version4);
  write_colours (&writer, from);
  put32 (count, writer.n);
  make_header (from, writer.start + body->len, header);
  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, count, sizeof count);
  g_byte_array_append (out, table->data, table->len);
  g_byte_array_append (out, body->data, body->len);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
dip_profile_clean (GBytes *embedded, const char *space)
{
  Profile profile = { 0 };
  g_autofree char *what = NULL;

  if (embedded == NULL)
    return NULL;
  profile.data = g_bytes_get_data (embedded, &profile.size);
  if (!read_header (&profile, space) || !read_tags (&profile) || !is_usable (&profile, space))
    return NULL;
  if (dip_icc_judge (profile.data, profile.size, &what) == DIP_PART_PROFILE)
    return g_bytes_new_from_bytes (embedded, 0, profile.size);
  return rebuild (&profile);
}

/* s15Fixed16Number (4.6). */
static double
get_fixed (const guint8 *at)
{
  return (gint32) get32 (at) / 65536.0;
}

gboolean
dip_profile_has_other_primaries (GBytes *clean)
{
  /* IEC 61966-2-1, adapted to D50, as every sRGB profile has them to within a hundredth. */
  static const struct
  {
    char name[5];
    double xyz[3];
  } srgb[] = {
    { "rXYZ", { 0.4361, 0.2225, 0.0139 } },
    { "gXYZ", { 0.3851, 0.7169, 0.0971 } },
    { "bXYZ", { 0.1431, 0.0606, 0.7139 } },
  };
  Profile profile = { 0 };
  gboolean other = FALSE;

  profile.data = g_bytes_get_data (clean, &profile.size);
  if (!read_header (&profile, "RGB ") || !read_tags (&profile) || has_tags (&profile, "A2B0"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (srgb); i++)
    {
      const Tag *tag = find_tag (&profile, srgb[i].name);
      if (tag == NULL || tag->size < 20)
        return FALSE;
      for (guint j = 0; j < 3; j++)
        other |= ABS (get_fixed (profile.data + tag->offset + 8 + 4 * j) - srgb[i].xyz[j]) > 0.02;
    }
  return other;
}

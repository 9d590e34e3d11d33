/* EXIF in files of any quality. libexif has a long record of being led astray by damaged directories and makers' notes, so
 * it gets neither: the few fields wanted are picked out by the reader here and packed into a fresh block. */
#include "dip-probe-private.h"

#define ENTRIES_MAX 1000 /* of a directory: cameras write up to 60 */
#define VALUE_MAX   512  /* bytes of a field that is kept */

enum
{
  TAG_IMAGE_DESCRIPTION = 0x010E,
  TAG_MAKE = 0x010F,
  TAG_MODEL = 0x0110,
  TAG_ORIENTATION = 0x0112,
  TAG_ARTIST = 0x013B,
  TAG_THUMBNAIL = 0x0201,
  TAG_STRIPS = 0x0111,
  TAG_COPYRIGHT = 0x8298,
  TAG_EXIF_IFD = 0x8769,
  TAG_GPS_IFD = 0x8825,
  TAG_MAKER_NOTE = 0x927C,
  TAG_XP_FIRST = 0x9C9B, /* title, comment, author, keywords, subject as Windows writes them */
  TAG_XP_LAST = 0x9C9F,
  TAG_OWNER = 0xA430,
  TAG_BODY_SERIAL = 0xA431,
  TAG_LENS_SERIAL = 0xA435,
  TAG_DNG_SERIAL = 0xC62F,
};

typedef enum
{
  IFD_MAIN,
  IFD_EXIF,
  IFD_GPS,
  IFD_THUMBNAIL,
} Ifd;

typedef struct
{
  guint tag, type;
  guint32 count;
  gsize size;
  DipReader value;
} Field;

typedef struct
{
  DipReader tiff;
  gsize origin; /* of offsets */
  gboolean little;
  DipProbe *probe;
  guint32 exif_ifd, gps_ifd; /* offsets; 0: none */
  GPtrArray *main, *exif;    /* of GByteArray: entries kept, as they will be written but for their offset */
} Repack;

static guint32
number (DipReader *reader, gboolean little, guint n)
{
  return (guint32) (little ? dip_reader_le (reader, n) : dip_reader_be (reader, n));
}

static gboolean
is_wanted (Ifd ifd, guint tag)
{
  static const guint16 main_tags[] = { TAG_MAKE, TAG_MODEL, TAG_ORIENTATION };
  /* Exposure, aperture, sensitivity, times, their offsets and fractions, focal length, white balance, lens. */
  static const guint16 exif_tags[]
      = { 0x829A, 0x829D, 0x8827, 0x9003, 0x9004, 0x9011, 0x9012, 0x920A, 0x9291, 0x9292, 0xA403, 0xA433, 0xA434 };
  const guint16 *tags = ifd == IFD_MAIN ? main_tags : exif_tags;
  gsize n = ifd == IFD_MAIN ? G_N_ELEMENTS (main_tags) : ifd == IFD_EXIF ? G_N_ELEMENTS (exif_tags) : 0;

  for (gsize i = 0; i < n; i++)
    if (tags[i] == tag)
      return TRUE;
  return FALSE;
}

/* What a field's mere presence tells. */
static void
note_presence (DipProbe *probe, Ifd ifd, const Field *field)
{
  switch (field->tag)
    {
    case TAG_IMAGE_DESCRIPTION:
    case TAG_ARTIST:
    case TAG_COPYRIGHT:
    case TAG_OWNER:
      probe->has_name |= field->size > 1;
      break;
    case TAG_BODY_SERIAL:
    case TAG_LENS_SERIAL:
    case TAG_DNG_SERIAL:
      probe->has_serial = TRUE;
      break;
    case TAG_MAKER_NOTE:
      probe->has_maker_note = TRUE;
      break;
    case TAG_THUMBNAIL:
    case TAG_STRIPS:
      probe->thumbnails += ifd == IFD_THUMBNAIL;
      break;
    default:
      probe->has_name |= field->tag >= TAG_XP_FIRST && field->tag <= TAG_XP_LAST && field->size > 2;
    }
  probe->has_gps |= ifd == IFD_GPS && field->tag >= 1 && field->tag <= 6; /* latitude, longitude, altitude */
}

/* The twelve bytes that are next, and where the value is; FALSE at the end of the data. */
static gboolean
read_field (Repack *self, DipReader *directory, Field *field)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };
  DipReader entry = dip_reader_sub (directory, 12);

  field->tag = number (&entry, self->little, 2);
  field->type = number (&entry, self->little, 2);
  field->count = number (&entry, self->little, 4);
  guint64 size = field->type < G_N_ELEMENTS (sizes) ? (guint64) sizes[field->type] * field->count : 0;
  field->size = (gsize) MIN (size, G_MAXUINT32);
  field->value = entry;
  if (size > 4)
    {
      field->value = self->tiff;
      field->value.pos = self->origin;
      dip_reader_skip (&field->value, number (&entry, self->little, 4));
    }
  field->value = dip_reader_sub (&field->value, field->size);
  return !entry.failed;
}

static void
keep (GPtrArray *entries, const Field *field, gboolean little)
{
  GByteArray *entry = g_byte_array_sized_new (12 + (guint) field->size);
  guint8 head[8] = { 0 };

  for (guint i = 0; i < 4; i++)
    head[little ? 4 + i : 7 - i] = (guint8) (field->count >> 8 * i);
  head[little ? 0 : 1] = (guint8) field->tag;
  head[little ? 1 : 0] = (guint8) (field->tag >> 8);
  head[little ? 2 : 3] = (guint8) field->type;
  g_byte_array_append (entry, head, sizeof head);
  g_byte_array_append (entry, field->value.base + field->value.pos, (guint) field->size);
  g_ptr_array_add (entries, entry);
}

static void
read_pointer (Repack *self, Field *field)
{
  DipReader value = field->value;
  guint32 offset = field->type == 4 && field->count == 1 ? number (&value, self->little, 4) : 0;

  if (field->tag == TAG_EXIF_IFD)
    self->exif_ifd = offset;
  else if (field->tag == TAG_GPS_IFD)
    self->gps_ifd = offset;
}

/* One directory; where the next one stands, 0 for nowhere. */
static guint32
read_directory (Repack *self, guint32 offset, Ifd ifd)
{
  DipReader directory = self->tiff;
  Field field;

  directory.pos = self->origin;
  if (offset < 8 || !dip_reader_skip (&directory, offset))
    return 0;
  guint n = number (&directory, self->little, 2);
  for (guint i = 0; i < MIN (n, ENTRIES_MAX) && read_field (self, &directory, &field); i++)
    {
      self->probe->fields++;
      if (field.value.failed)
        continue;
      note_presence (self->probe, ifd, &field);
      if (ifd == IFD_MAIN)
        read_pointer (self, &field);
      if (is_wanted (ifd, field.tag) && field.size > 0 && field.size <= VALUE_MAX)
        keep (ifd == IFD_MAIN ? self->main : self->exif, &field, self->little);
    }
  return n <= ENTRIES_MAX && !directory.failed ? number (&directory, self->little, 4) : 0;
}

static void
put (GByteArray *out, gboolean little, guint n, guint32 value)
{
  guint8 bytes[4];

  for (guint i = 0; i < n; i++)
    bytes[little ? i : n - 1 - i] = (guint8) (value >> 8 * i);
  g_byte_array_append (out, bytes, n);
}

/* @entries as a directory that begins at @offset, @pointer to the EXIF directory added if not 0. Values that don't fit
 * into their entry follow the directory. */
static void
write_directory (GByteArray *out, GPtrArray *entries, gboolean little, guint32 offset, guint32 pointer)
{
  guint n = entries->len + (pointer != 0);
  g_autoptr (GByteArray) values = g_byte_array_new ();
  guint32 values_at = offset + 2 + 12 * n + 4;

  put (out, little, 2, n);
  for (guint i = 0; i < entries->len; i++)
    {
      const GByteArray *entry = g_ptr_array_index (entries, i);
      guint8 small[4] = { 0 };
      g_byte_array_append (out, entry->data, 8);
      if (entry->len <= 12)
        {
          memcpy (small, entry->data + 8, entry->len - 8);
          g_byte_array_append (out, small, sizeof small);
          continue;
        }
      put (out, little, 4, values_at + values->len);
      g_byte_array_append (values, entry->data + 8, entry->len - 8);
    }
  if (pointer != 0)
    {
      put (out, little, 2, TAG_EXIF_IFD);
      put (out, little, 2, 4);
      put (out, little, 4, 1);
      put (out, little, 4, pointer);
    }
  put (out, little, 4, 0);
  g_byte_array_append (out, values->data, values->len);
}

static guint32
size_directory (GPtrArray *entries, gboolean with_pointer)
{
  guint32 size = 2 + 12 * (entries->len + with_pointer) + 4;

  for (guint i = 0; i < entries->len; i++)
    {
      const GByteArray *entry = g_ptr_array_index (entries, i);
      size += entry->len > 12 ? entry->len - 8 : 0;
    }
  return size;
}

static GBytes *
write_block (const Repack *self)
{
  GByteArray *out = g_byte_array_new ();
  gboolean has_exif = self->exif->len > 0;
  guint32 exif_at = 8 + size_directory (self->main, has_exif);

  g_byte_array_append (out, (const guint8 *) "Exif\0", 6);
  g_byte_array_append (out, (const guint8 *) (self->little ? "II*\0\x08\0\0" : "MM\0*\0\0\0\x08"), 8);
  write_directory (out, self->main, self->little, 8, has_exif ? exif_at : 0);
  if (has_exif)
    write_directory (out, self->exif, self->little, exif_at, 0);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
dip_probe_repack (DipReader tiff, DipProbe *probe)
{
  g_autoptr (GPtrArray) main = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GPtrArray) exif = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  Repack self = { .tiff = tiff,
                  .origin = tiff.pos,
                  .little = dip_reader_at (&tiff, "II", 2),
                  .probe = probe,
                  .main = main,
                  .exif = exif };

  dip_reader_skip (&tiff, 4);
  guint32 thumbnail_ifd = read_directory (&self, number (&tiff, self.little, 4), IFD_MAIN);
  if (self.exif_ifd != 0)
    read_directory (&self, self.exif_ifd, IFD_EXIF);
  if (self.gps_ifd != 0)
    read_directory (&self, self.gps_ifd, IFD_GPS);
  if (thumbnail_ifd != 0)
    read_directory (&self, thumbnail_ifd, IFD_THUMBNAIL);
  return main->len + exif->len > 0 ? write_block (&self) : NULL;
}

/* TIFF 6.0, directory by directory. Shown, never stored: what is on no list here is foreign. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#define MAX_DIRECTORIES 100
#define MAX_FIELDS      4096
#define MAX_STRIPS      100000

enum
{
  STRIP_OFFSETS = 273,
  STRIP_COUNTS = 279,
  TILE_OFFSETS = 324,
  TILE_COUNTS = 325,
  SUB_DIRECTORIES = 330,
  JPEG_OFFSET = 513,
  JPEG_LENGTH = 514,
  EXIF_DIRECTORY = 34665,
  PROFILE = 34675,
  GPS_DIRECTORY = 34853,
  INTEROP_DIRECTORY = 40965,
};

static const struct
{
  const char *name;
  guint16 tag;
  guint leaks; /* 0: needed to decode the pixels */
} tags[] = {
  { "NewSubfileType", 254, 0 },
  { "SubfileType", 255, 0 },
  { "ImageWidth", 256, 0 },
  { "ImageLength", 257, 0 },
  { "BitsPerSample", 258, 0 },
  { "Compression", 259, 0 },
  { "PhotometricInterpretation", 262, 0 },
  { "FillOrder", 266, 0 },
  { "DocumentName", 269, DIP_LEAK_COMMENT },
  { "ImageDescription", 270, DIP_LEAK_COMMENT },
  { "Make", 271, DIP_LEAK_EXIF },
  { "Model", 272, DIP_LEAK_EXIF },
  { "StripOffsets", STRIP_OFFSETS, 0 },
  { "Orientation", 274, 0 },
  { "SamplesPerPixel", 277, 0 },
  { "RowsPerStrip", 278, 0 },
  { "StripByteCounts", STRIP_COUNTS, 0 },
  { "XResolution", 282, 0 },
  { "YResolution", 283, 0 },
  { "PlanarConfiguration", 284, 0 },
  { "PageName", 285, DIP_LEAK_COMMENT },
  { "ResolutionUnit", 296, 0 },
  { "Software", 305, DIP_LEAK_EXIF },
  { "DateTime", 306, DIP_LEAK_EXIF | DIP_LEAK_TIME },
  { "Artist", 315, DIP_LEAK_EXIF },
  { "HostComputer", 316, DIP_LEAK_EXIF },
  { "Predictor", 317, 0 },
  { "ColorMap", 320, 0 },
  { "TileWidth", 322, 0 },
  { "TileLength", 323, 0 },
  { "TileOffsets", TILE_OFFSETS, 0 },
  { "TileByteCounts", TILE_COUNTS, 0 },
  { "SubIFDs", SUB_DIRECTORIES, DIP_LEAK_SECOND_IMAGE },
  { "ExtraSamples", 338, 0 },
  { "SampleFormat", 339, 0 },
  { "JPEGTables", 347, 0 },
  { "JPEGInterchangeFormat", JPEG_OFFSET, DIP_LEAK_THUMBNAIL },
  { "JPEGInterchangeFormatLength", JPEG_LENGTH, DIP_LEAK_THUMBNAIL },
  { "YCbCrCoefficients", 529, 0 },
  { "YCbCrSubSampling", 530, 0 },
  { "YCbCrPositioning", 531, 0 },
  { "ReferenceBlackWhite", 532, 0 },
  { "XMP", 700, DIP_LEAK_XMP },
  { "Copyright", 33432, DIP_LEAK_EXIF },
  { "IPTC", 33723, DIP_LEAK_IPTC },
  { "Photoshop", 34377, DIP_LEAK_IPTC | DIP_LEAK_THUMBNAIL },
  { "Exif", EXIF_DIRECTORY, DIP_LEAK_EXIF },
  { "ICC_Profile", PROFILE, DIP_LEAK_OTHER },
  { "GPS", GPS_DIRECTORY, DIP_LEAK_EXIF },
  { "DateTimeOriginal", 36867, DIP_LEAK_EXIF | DIP_LEAK_TIME },
  { "DateTimeDigitized", 36868, DIP_LEAK_EXIF | DIP_LEAK_TIME },
  { "MakerNote", 37500, DIP_LEAK_EXIF },
  { "UserComment", 37510, DIP_LEAK_EXIF | DIP_LEAK_COMMENT },
  { "ImageSourceData", 37724, DIP_LEAK_SECOND_IMAGE },
  { "BodySerialNumber", 42033, DIP_LEAK_EXIF },
};

typedef struct
{
  DipParts *parts;
  DipReader file;
  gboolean little;
  GArray *queue; /* (element-type guint32) directories to visit, once each */
} Walk;

typedef struct
{
  guint tag, type;
  guint64 size; /* bytes of the value */
  guint32 count;
  DipReader value; /* failed when it lies outside the file */
  gboolean inside; /* in the entry itself */
} Field;

static guint64
number (const Walk *self, DipReader *reader, guint n)
{
  return self->little ? dip_reader_le (reader, n) : dip_reader_be (reader, n);
}

static guint
type_size (guint type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gssize
find_tag (guint tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tags[i].tag == tag)
      return (gssize) i;
  return -1;
}

static Field
read_field (const Walk *self, DipReader *directory)
{
  Field field = { .tag = (guint) number (self, directory, 2), .type = (guint) number (self, directory, 2) };
  DipReader file = self->file;

  field.count = (guint32) number (self, directory, 4);
  DipReader cell = dip_reader_sub (directory, 4);
  field.size = (guint64) field.count * type_size (field.type);
  field.inside = field.size <= 4;
  if (field.inside)
    field.value = dip_reader_sub (&cell, (gsize) field.size);
  else
    {
      gsize offset = (gsize) number (self, &cell, 4);
      field.value.failed = !dip_reader_skip (&file, offset);
      if (!field.value.failed)
        field.value = dip_reader_sub (&file, (gsize) field.size);
    }
  return field;
}

static guint64
next_value (const Walk *self, Field *field)
{
  return number (self, &field->value, CLAMP (type_size (field->type), 1, 8));
}

static void
visit_later (Walk *self, guint32 offset)
{
  for (guint i = 0; i < self->queue->len; i++)
    if (g_array_index (self->queue, guint32, i) == offset)
      return;
  if (offset != 0 && self->queue->len < MAX_DIRECTORIES)
    g_array_append_val (self->queue, offset);
}

static void
add_inside (Walk *self, guint64 offset, guint64 size, guint leaks, const char *name, const char *text)
{
  if (size > 0 && offset < self->file.end && size <= self->file.end - offset)
    dip_parts_add (self->parts, (gsize) offset, (gsize) size, leaks == 0 ? DIP_PART_ALLOWED : DIP_PART_FOREIGN, leaks,
                   name, text);
}

/* Strips or tiles, neighbours as one row. */
static void
add_pixels (Walk *self, Field offsets, Field counts, gboolean second)
{
  guint64 start = 0, end = 0;
  guint leaks = second ? DIP_LEAK_SECOND_IMAGE : 0;
  const char *text = second ? _ ("Pixels of a further picture.") : _ ("Picture data.");

  for (guint32 i = 0; i < MIN (offsets.count, MAX_STRIPS) && i < counts.count && !self->parts->full; i++)
    {
      guint64 offset = next_value (self, &offsets), size = next_value (self, &counts);
      if (offsets.value.failed || counts.value.failed)
        break;
      if (offset != end)
        {
          add_inside (self, start, end - start, leaks, "pixels", text);
          start = offset;
        }
      end = offset + size;
    }
  add_inside (self, start, end - start, leaks, "pixels", text);
}

static void
follow (Walk *self, Field field)
{
  if (field.tag != SUB_DIRECTORIES && field.tag != EXIF_DIRECTORY && field.tag != GPS_DIRECTORY
      && field.tag != INTEROP_DIRECTORY)
    return;
  for (guint32 i = 0; i < MIN (field.count, MAX_DIRECTORIES) && !field.value.failed; i++)
    visit_later (self, (guint32) next_value (self, &field));
}

static void
add_profile (Walk *self, DipReader value)
{
  g_autofree char *text = NULL;
  DipPartVerdict verdict = dip_icc_judge (value.base + value.pos, dip_reader_left (&value), &text);

  dip_parts_add (self->parts, value.pos, dip_reader_left (&value), verdict,
                 verdict == DIP_PART_FOREIGN ? DIP_LEAK_OTHER : DIP_LEAK_NONE, "ICC_Profile", text);
}

/* What a field says stands elsewhere: a row of its own. Adds the field's name to @names when it may not stay. */
static guint
add_field (Walk *self, const Field *field, GString *names)
{
  gssize known = find_tag (field->tag);
  guint leaks = known < 0 ? DIP_LEAK_OTHER : tags[known].leaks;
  g_autofree char *number_name = g_strdup_printf ("tag %u", field->tag);
  const char *name = known < 0 ? number_name : tags[known].name;

  if (leaks != 0)
    g_string_append_printf (names, "%s%s", names->len == 0 ? "" : ", ", name);
  if (field->tag == PROFILE && !field->inside && !field->value.failed)
    add_profile (self, field->value);
  else if (!field->inside && !field->value.failed)
    add_inside (self, field->value.pos, field->size, leaks, name,
                leaks == 0 ? _ ("What is needed to decode the picture.") : _ ("Notes about the picture or its maker."));
  return leaks;
}

static void
add_directory (Walk *self, guint32 offset, gboolean first)
{
  g_autoptr (GString) names = g_string_new (NULL);
  DipReader reader = self->file;
  Field offsets = { 0 }, counts = { 0 };
  guint leaks = 0;

  if (!dip_reader_skip (&reader, offset))
    return;
  guint n = (guint) number (self, &reader, 2);
  for (guint i = 0; i < MIN (n, MAX_FIELDS) && dip_reader_left (&reader) >= 12; i++)
    {
      Field field = read_field (self, &reader);
      if (names->len < 500)
        leaks |= add_field (self, &field, names);
      follow (self, field);
      if (field.tag == STRIP_OFFSETS || field.tag == TILE_OFFSETS || field.tag == JPEG_OFFSET)
        offsets = field;
      else if (field.tag == STRIP_COUNTS || field.tag == TILE_COUNTS || field.tag == JPEG_LENGTH)
        counts = field;
    }
  visit_later (self, (guint32) number (self, &reader, 4));
  /* Translators: a directory is a list of facts about a picture; %s are their technical names */
  g_autofree char *text = names->len == 0 ? g_strdup (_ ("A directory: what is needed to decode the picture."))
                                          : g_strdup_printf (_ ("A directory that also holds: %s."), names->str);
  add_inside (self, offset, reader.pos - offset, leaks | (first ? 0 : DIP_LEAK_OTHER), "IFD", text);
  add_pixels (self, offsets, counts, !first);
}

void
dip_inspect_tiff (DipParts *parts, DipReader file)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  Walk walk = { .parts = parts, .file = file, .little = dip_reader_at (&file, "II", 2), .queue = queue };

  dip_reader_skip (&file, 4);
  visit_later (&walk, (guint32) number (&walk, &file, 4));
  if (file.failed)
    {
      dip_parts_broken_from (parts, 0, "header", _ ("The file ends before the picture starts."));
      return;
    }
  dip_parts_add (parts, 0, 8, DIP_PART_ALLOWED, DIP_LEAK_NONE, "header", _ ("Start of the picture."));
  for (guint i = 0; i < queue->len && !parts->full; i++)
    add_directory (&walk, g_array_index (queue, guint32, i), i == 0);
}

/* What an EXIF block gives away, in plain words. A glance, not a reading: the tags that are there, not their values. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#define MAX_FIELDS 2000

enum
{
  TAG_EXIF_IFD = 0x8769,
  TAG_GPS_IFD = 0x8825,
};

/* What a tag tells; several tags may tell the same. */
typedef enum
{
  FACT_TIME,
  FACT_PLACE,
  FACT_CAMERA,
  FACT_SERIAL,
  FACT_NAME,
  FACT_TEXT,
  FACT_MAKER,
  FACT_THUMBNAIL,
  FACT_XMP,
  FACT_IPTC,
  N_FACTS,
} Fact;

static const struct
{
  guint leaks;
  const char *text;
} facts[N_FACTS] = {
  [FACT_TIME] = { DIP_LEAK_TIME, N_ ("when it was taken") },
  [FACT_PLACE] = { 0, N_ ("where it was taken (GPS)") },
  [FACT_CAMERA] = { 0, N_ ("the camera") },
  [FACT_SERIAL] = { 0, N_ ("a serial number") },
  [FACT_NAME] = { 0, N_ ("a person's name") },
  [FACT_TEXT] = { DIP_LEAK_COMMENT, N_ ("a caption or comment") },
  [FACT_MAKER] = { 0, N_ ("the camera maker's own notes") },
  [FACT_THUMBNAIL] = { DIP_LEAK_THUMBNAIL, N_ ("a small copy of the picture") },
  [FACT_XMP] = { DIP_LEAK_XMP, N_ ("notes by editing programs (XMP)") },
  [FACT_IPTC] = { DIP_LEAK_IPTC, N_ ("notes by agencies (IPTC)") },
};

static const struct
{
  guint tag;
  Fact fact;
} tags[] = {
  { 0x0132, FACT_TIME },      { 0x9003, FACT_TIME },      { 0x9004, FACT_TIME },   { TAG_GPS_IFD, FACT_PLACE },
  { 0x010f, FACT_CAMERA },    { 0x0110, FACT_CAMERA },    { 0xa434, FACT_CAMERA }, { 0xa431, FACT_SERIAL },
  { 0xa435, FACT_SERIAL },    { 0xc62f, FACT_SERIAL },    { 0xa420, FACT_SERIAL }, { 0x013b, FACT_NAME },
  { 0x8298, FACT_NAME },      { 0xa430, FACT_NAME },      { 0x9c9d, FACT_NAME },   { 0x013c, FACT_NAME },
  { 0x010e, FACT_TEXT },      { 0x9286, FACT_TEXT },      { 0x9c9b, FACT_TEXT },   { 0x9c9c, FACT_TEXT },
  { 0x9c9e, FACT_TEXT },      { 0x9c9f, FACT_TEXT },      { 0x927c, FACT_MAKER },  { 0xc634, FACT_MAKER },
  { 0x0201, FACT_THUMBNAIL }, { 0x014a, FACT_THUMBNAIL }, { 0x02bc, FACT_XMP },    { 0x83bb, FACT_IPTC },
  { 0x8649, FACT_IPTC },
};

typedef struct
{
  DipReader tiff; /* positions in the file; the block starts at @start */
  gsize start;
  gboolean little;
  guint32 facts; /* bits */
  guint fields;
} Glance;

static guint32
number (const Glance *self, DipReader *reader, guint n)
{
  return (guint32) (self->little ? dip_reader_le (reader, n) : dip_reader_be (reader, n));
}

static void
note (Glance *self, guint tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tags[i].tag == tag)
      self->facts |= 1u << tags[i].fact;
}

/* One directory; returns the offset of the next. @exif: where the Exif directory is said to be. */
static guint32
glance_at (Glance *self, guint32 offset, guint32 *exif)
{
  DipReader reader = self->tiff;

  if (offset == 0 || !dip_reader_skip (&reader, offset))
    return 0;
  guint count = number (self, &reader, 2);
  for (guint i = 0; i < count && self->fields < MAX_FIELDS && !reader.failed; i++, self->fields++)
    {
      guint tag = number (self, &reader, 2);
      dip_reader_skip (&reader, 6);
      guint32 value = number (self, &reader, 4);
      if (reader.failed)
        break;
      note (self, tag);
      if (tag == TAG_EXIF_IFD)
        *exif = value;
    }
  return number (self, &reader, 4);
}

static char *
describe (const Glance *self, guint *leaks)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < N_FACTS; i++)
    if (self->facts & 1u << i)
      {
        *leaks |= facts[i].leaks;
        g_string_append_printf (list, "%s%s", list->len == 0 ? "" : ", ", _ (facts[i].text));
      }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
dip_exif_describe (DipReader tiff, guint *leaks)
{
  Glance glance = { .tiff = tiff, .start = tiff.pos, .little = dip_reader_at (&tiff, "II", 2) };
  guint32 exif = 0;

  *leaks = DIP_LEAK_EXIF;
  dip_reader_skip (&tiff, 4);
  guint32 thumbnail = glance_at (&glance, number (&glance, &tiff, 4), &exif);
  glance_at (&glance, thumbnail, &exif);
  glance_at (&glance, exif, &exif);
  g_autofree char *list = describe (&glance, leaks);
  if (*list == '\0')
    return g_strdup_printf (
        ngettext ("Camera information (EXIF), %u field.", "Camera information (EXIF), %u fields.", glance.fields),
        glance.fields);
  /* Translators: %u is a number of fields; %s is a list such as "when it was taken, the camera" */
  return g_strdup_printf (
      ngettext ("Camera information (EXIF), %u field: %s.", "Camera information (EXIF), %u fields: %s.", glance.fields),
      glance.fields, list);
}

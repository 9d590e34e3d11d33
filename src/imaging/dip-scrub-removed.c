/* What was in a file and isn't any more: tokens for machines, a sentence for people. */
#include "dip-scrub-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-inspect-private.h"

typedef enum
{
  COMMENT,
  FIELDS,
  GPS,
  IPTC,
  MAKER_NOTE,
  NAME,
  OTHER,
  SECOND_IMAGE,
  SERIAL_NUMBER,
  THUMBNAIL,
  TRAILER,
  VIDEO,
  XMP,
  N_KINDS,
} Kind;

static const struct
{
  const char *token;
  gboolean counted;
  guint leak; /* of the parts that it counts; 0: told by the probe */
} kinds[N_KINDS] = {
  [COMMENT] = { "comment", TRUE, DIP_LEAK_COMMENT },
  [FIELDS] = { "fields", TRUE, 0 },
  [GPS] = { "gps", FALSE, 0 },
  [IPTC] = { "iptc", FALSE, DIP_LEAK_IPTC },
  [MAKER_NOTE] = { "maker-note", FALSE, 0 },
  [NAME] = { "name", FALSE, 0 },
  [OTHER] = { "other", TRUE, DIP_LEAK_OTHER },
  [SECOND_IMAGE] = { "second-image", FALSE, DIP_LEAK_SECOND_IMAGE },
  [SERIAL_NUMBER] = { "serial-number", FALSE, 0 },
  [THUMBNAIL] = { "thumbnail", TRUE, DIP_LEAK_THUMBNAIL },
  [TRAILER] = { "trailer", FALSE, DIP_LEAK_TRAILER },
  [VIDEO] = { "video", FALSE, DIP_LEAK_VIDEO },
  [XMP] = { "xmp", FALSE, DIP_LEAK_XMP },
};

static void
count_part (const DipPart *part, guint counts[N_KINDS])
{
  if (part->verdict != DIP_PART_FOREIGN && part->verdict != DIP_PART_BROKEN)
    return;
  for (int kind = 0; kind < N_KINDS; kind++)
    if (kinds[kind].leak & part->leaks)
      counts[kind]++;
}

static void
list_segment (DipParts *parts, guint8 marker, gsize offset, DipReader body)
{
  gsize size = body.end - offset;
  gboolean is_app = marker >= 0xE0 && marker <= 0xEF, is_jfif = dip_reader_at (&body, "JFIF", 5);

  if (marker == 0xFE)
    dip_parts_add (parts, offset, size, DIP_PART_FOREIGN, DIP_LEAK_COMMENT, "COM", "");
  else if (is_jfif && dip_reader_left (&body) > 14)
    dip_parts_add (parts, offset, size, DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "APP0", "");
  else if (is_app && !is_jfif && !dip_reader_at (&body, "ICC_PROFILE", 12) && !dip_reader_at (&body, "Adobe", 5))
    dip_inspect_jpeg_app (parts, marker, offset, size, body);
}

/* As dip_inspect() does, but without reading the picture data, which the scrubber has proven itself. */
static void
list_jpeg (DipParts *parts, DipReader file)
{
  dip_reader_skip (&file, 2);
  while (!file.failed && !parts->full)
    {
      const guint8 *found = memchr (file.base + file.pos, 0xFF, dip_reader_left (&file));
      gsize offset = found != NULL ? (gsize) (found - file.base) : file.end;
      file.pos = MIN (offset + 1, file.end);
      guint8 marker = dip_reader_u8 (&file);
      if (marker == 0xD9)
        break;
      if (marker == 0xFF)
        file.pos--;
      if (marker == 0xFF || marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8))
        continue;
      guint length = dip_reader_be16 (&file);
      DipReader body = dip_reader_sub (&file, MAX (length, 2) - 2);
      if (!body.failed)
        list_segment (parts, marker, offset, body);
    }
  if (!file.failed)
    dip_inspect_trailer (parts, file);
}

static GPtrArray *
list_parts (GBytes *source, DipFormat format)
{
  DipParts parts = { .size = g_bytes_get_size (source) };

  if (format != DIP_FORMAT_JPEG)
    return dip_inspect (source, NULL, NULL);
  parts.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_part_free);
  list_jpeg (&parts, dip_reader_over (source));
  return parts.rows;
}

GPtrArray *
dip_scrub_list_removed (GBytes *source, DipFormat format, const DipProbe *probe)
{
  guint counts[N_KINDS] = { 0 };
  GPtrArray *removed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) parts = list_parts (source, format);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    count_part (g_ptr_array_index (parts, i), counts);
  counts[THUMBNAIL] = MAX (counts[THUMBNAIL], probe->thumbnails);
  counts[FIELDS] = probe->fields;
  counts[GPS] = probe->has_gps;
  counts[MAKER_NOTE] = probe->has_maker_note;
  counts[NAME] = probe->has_name;
  counts[SERIAL_NUMBER] = probe->has_serial;
  for (int kind = 0; kind < N_KINDS; kind++)
    if (counts[kind] > 0)
      g_ptr_array_add (removed, kinds[kind].counted ? g_strdup_printf ("%s:%u", kinds[kind].token, counts[kind])
                                                    : g_strdup (kinds[kind].token));
  return removed;
}

static char *
describe (Kind kind, guint n)
{
  switch (kind)
    {
    case COMMENT:
      return g_strdup_printf (ngettext ("%u comment", "%u comments", n), n);
    case FIELDS:
      return g_strdup_printf (ngettext ("%u other field", "%u other fields", n), n);
    case GPS:
      return g_strdup (_ ("GPS position"));
    case IPTC:
      return g_strdup (_ ("agency notes (IPTC)"));
    case MAKER_NOTE:
      return g_strdup (_ ("the camera maker’s own notes"));
    case NAME:
      return g_strdup (_ ("names or captions"));
    case OTHER:
      return g_strdup_printf (ngettext ("%u other block", "%u other blocks", n), n);
    case SECOND_IMAGE:
      return g_strdup (_ ("further pictures"));
    case SERIAL_NUMBER:
      return g_strdup (_ ("camera serial number"));
    case THUMBNAIL:
      return g_strdup_printf (ngettext ("%u thumbnail", "%u thumbnails", n), n);
    case TRAILER:
      return g_strdup (_ ("data after the picture"));
    case VIDEO:
      return g_strdup (_ ("a film"));
    case XMP:
      return g_strdup (_ ("notes by editing programs (XMP)"));
    case N_KINDS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* The kind and count that @token stands for; N_KINDS for none. */
static Kind
parse (const char *token, guint *n)
{
  const char *colon = strchr (token, ':');
  gsize length = colon != NULL ? (gsize) (colon - token) : strlen (token);

  *n = colon != NULL ? (guint) g_ascii_strtoull (colon + 1, NULL, 10) : 1;
  for (int kind = 0; kind < N_KINDS; kind++)
    if (strlen (kinds[kind].token) == length && strncmp (kinds[kind].token, token, length) == 0)
      return kind;
  return N_KINDS;
}

char *
dip_scrub_removed_to_text (GPtrArray *removed)
{
  /* What a person minds most comes first. */
  static const Kind order[] = { GPS,     NAME, SERIAL_NUMBER, VIDEO,      SECOND_IMAGE, THUMBNAIL, COMMENT,
                                TRAILER, IPTC, XMP,           MAKER_NOTE, OTHER,        FIELDS };
  guint counts[N_KINDS + 1] = { 0 };
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_return_val_if_fail (removed != NULL, NULL);

  for (guint i = 0; i < removed->len; i++)
    {
      guint n;
      Kind kind = parse (g_ptr_array_index (removed, i), &n);
      counts[kind] = n;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (counts[order[i]] > 0)
      {
        g_autofree char *word = describe (order[i], counts[order[i]]);
        g_strv_builder_add (words, word);
      }
  g_auto (GStrv) list = g_strv_builder_end (words);
  if (list[0] == NULL)
    return g_strdup (C_ ("what was removed", "nothing"));
  return g_strjoinv (C_ ("between items of a list", ", "), list);
}

#include "dip-probe-private.h"

/* The value of @name in @packet, as an attribute or as an element's text; NULL when it has none. */
static char *
find_value (const char *packet, const char *name)
{
  gsize length = strlen (name);

  for (const char *at = strstr (packet, name); at != NULL; at = strstr (at + length, name))
    {
      const char *value = at + length;
      char end = '<';
      value += strspn (value, " \t\r\n");
      if (*value == '=')
        {
          value += 1 + strspn (value + 1, " \t\r\n");
          end = *value;
        }
      if (*value != '"' && *value != '\'' && *value != '>')
        continue;
      const char *stop = strchr (value + 1, end);
      if (stop != NULL && stop - value <= 64)
        return g_strstrip (g_strndup (value + 1, (gsize) (stop - value - 1)));
    }
  return NULL;
}

static void
read_time (const char *packet, DipProbe *probe)
{
  static const char *const names[] = { "photoshop:DateCreated", "xmp:CreateDate" };

  for (gsize i = 0; i < G_N_ELEMENTS (names) && probe->taken_on == NULL; i++)
    {
      g_autofree char *value = find_value (packet, names[i]);
      if (value != NULL && dip_probe_parse_time (value, NULL, NULL, &probe->taken_at, &probe->taken_on))
        probe->taken_from = "xmp";
    }
}

/* Properties: names with a prefix, at the start of an element or before an equals sign; RDF's own are no fields. */
static guint
count_properties (const char *packet)
{
  static const char *const syntax[] = { "rdf:", "xml:", "xmlns:", "x:" };
  guint n = 0;

  for (const char *at = strpbrk (packet, "< \t\r\n"); at != NULL; at = strpbrk (at + 1, "< \t\r\n"))
    {
      const char *name = at + 1;
      gsize prefix = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
      gsize local = prefix > 0 && name[prefix] == ':'
                        ? strspn (name + prefix + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
                        : 0;
      gboolean is_syntax = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (syntax); i++)
        is_syntax = is_syntax || g_str_has_prefix (name, syntax[i]);
      if (local > 0 && !is_syntax && (*at == '<' || name[prefix + 1 + local] == '='))
        n++;
    }
  return n;
}

static gboolean
has_one_of (const char *packet, const char *const *names)
{
  for (; *names != NULL; names++)
    if (strstr (packet, *names) != NULL)
      return TRUE;
  return FALSE;
}

void
dip_probe_read_xmp (DipReader packet, DipProbe *probe)
{
  static const char *const positions[] = { "exif:GPSLatitude", "exif:GPSLongitude", NULL };
  static const char *const serials[] = { "aux:SerialNumber", "exifEX:BodySerialNumber", "aux:LensSerialNumber", NULL };
  static const char *const names[] = { "dc:creator",       "dc:rights",     "dc:description",         "dc:title",
                                       "photoshop:Credit", "aux:OwnerName", "exifEX:CameraOwnerName", NULL };
  g_autofree char *text = g_strndup ((const char *) packet.base + packet.pos, dip_reader_left (&packet));

  read_time (text, probe);
  probe->fields += count_properties (text);
  probe->has_gps |= has_one_of (text, positions);
  probe->has_serial |= has_one_of (text, serials);
  probe->has_name |= has_one_of (text, names);
}

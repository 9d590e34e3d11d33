/* The rights notice as read from a file: XMP (ISO 16684-1) and IPTC (IIM 4.2) that hold the fields of the allow-list, each at
 * most once, and nothing else. */
#include "dip-inspect-private.h"

#define PACKET_START "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
#define PACKET_END   "<?xpacket end=\"r\"?>"
#define MOST_XMP     (16u << 10)

#define DESCRIPTION "x:xmpmeta/rdf:RDF/rdf:Description"

/* Every element that may stand, in this order, with exactly these attributes; @field: what its text is, or NULL when it has
 * none. */
static const struct
{
  const char *path, *attributes, *field;
} elements[] = {
  { "x:xmpmeta", "xmlns:x=adobe:ns:meta/", NULL },
  { "x:xmpmeta/rdf:RDF", "xmlns:rdf=http://www.w3.org/1999/02/22-rdf-syntax-ns#", NULL },
  { DESCRIPTION,
    "rdf:about= xmlns:dc=http://purl.org/dc/elements/1.1/ xmlns:photoshop=http://ns.adobe.com/photoshop/1.0/ "
    "xmlns:xmpRights=http://ns.adobe.com/xap/1.0/rights/ xmlns:plus=http://ns.useplus.org/ldf/xmp/1.0/",
    NULL },
  { DESCRIPTION "/dc:creator", "", NULL },
  { DESCRIPTION "/dc:creator/rdf:Seq", "", NULL },
  { DESCRIPTION "/dc:creator/rdf:Seq/rdf:li", "", "creator" },
  { DESCRIPTION "/dc:rights", "", NULL },
  { DESCRIPTION "/dc:rights/rdf:Alt", "", NULL },
  { DESCRIPTION "/dc:rights/rdf:Alt/rdf:li", "xml:lang=x-default", "copyright" },
  { DESCRIPTION "/photoshop:Credit", "", "credit" },
  { DESCRIPTION "/xmpRights:WebStatement", "", "licence" },
  { DESCRIPTION "/plus:Licensor", "", NULL },
  { DESCRIPTION "/plus:Licensor/rdf:Seq", "", NULL },
  { DESCRIPTION "/plus:Licensor/rdf:Seq/rdf:li", "rdf:parseType=Resource", NULL },
  { DESCRIPTION "/plus:Licensor/rdf:Seq/rdf:li/plus:LicensorURL", "", "licensor" },
};

typedef struct
{
  GString *path;
  guint next; /* row of @elements from which on one may come */
  guint row;  /* of the element that is open, for its text */
  GString *found;
} Walk;

static void
refuse (GError **error)
{
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "not on the list");
}

static gboolean
has_attributes (const char **names, const char **values, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", names[i], values[i]);
  return strcmp (text->str, wanted) == 0;
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **names, const char **values,
               gpointer user_data, GError **error)
{
  Walk *walk = user_data;

  g_string_append_printf (walk->path, "%s%s", walk->path->len > 0 ? "/" : "", name);
  for (guint i = walk->next; i < G_N_ELEMENTS (elements); i++)
    if (strcmp (walk->path->str, elements[i].path) == 0)
      {
        if (!has_attributes (names, values, elements[i].attributes))
          break;
        walk->row = i;
        walk->next = i + 1;
        return;
      }
  refuse (error);
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Walk *walk = user_data;
  const char *slash = strrchr (walk->path->str, '/');

  g_string_truncate (walk->path, slash != NULL ? (gsize) (slash - walk->path->str) : 0);
}

static void
add_field (GString *found, const char *field, const char *value, gssize size)
{
  g_autofree char *plain = g_strndup (value, size < 0 ? strlen (value) : (gsize) size);
  g_autofree char *safe = g_strescape (plain, NULL);

  g_string_append_printf (found, "%s: \"%s\"\n", field, safe);
}

/* The parser hands each element's text over in one piece, and an empty one too. */
static void
take_text (GMarkupParseContext *context, const char *text, gsize size, gpointer user_data, GError **error)
{
  Walk *walk = user_data;
  const gboolean open = walk->path->len > 0 && strcmp (walk->path->str, elements[walk->row].path) == 0;

  if (size == 0)
    return;
  if (!open || elements[walk->row].field == NULL)
    refuse (error);
  else
    add_field (walk->found, elements[walk->row].field, text, (gssize) size);
}

static void
pass_through (GMarkupParseContext *context, const char *text, gsize size, gpointer user_data, GError **error)
{
  refuse (error);
}

char *
dip_rights_read_xmp (DipReader packet)
{
  static const GMarkupParser parser = { start_element, end_element, take_text, pass_through, NULL };
  const gsize size = dip_reader_left (&packet), start = strlen (PACKET_START), end = strlen (PACKET_END);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  Walk walk = { .path = path, .found = found };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &walk, NULL);
  const char *text;

  if (packet.base == NULL || size < start + end || size > MOST_XMP)
    return NULL;
  text = (const char *) packet.base + packet.pos;
  if (memcmp (text, PACKET_START, start) != 0 || memcmp (text + size - end, PACKET_END, end) != 0
      || !g_markup_parse_context_parse (context, text + start, (gssize) (size - start - end), NULL)
      || !g_markup_parse_context_end_parse (context, NULL) || found->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&found), FALSE);
}

/* The datasets that may stand, in this order. */
static const struct
{
  guint record, number;
  const char *value; /* the only one, or NULL: any text */
  gsize size;        /* of it; or the most octets there may be */
  const char *field;
} datasets[] = {
  { 1, 90, "\033%G", 3, NULL },   { 2, 0, "\0\4", 2, NULL },          { 2, 80, NULL, 32, "creator" },
  { 2, 110, NULL, 32, "credit" }, { 2, 116, NULL, 128, "copyright" },
};

static gboolean
read_dataset (DipReader *data, guint *next, GString *found)
{
  const guint marker = dip_reader_u8 (data), record = dip_reader_u8 (data), number = dip_reader_u8 (data);
  const gsize size = dip_reader_be16 (data);
  const DipReader body = dip_reader_sub (data, size);

  while (*next < G_N_ELEMENTS (datasets) && (datasets[*next].record != record || datasets[*next].number != number))
    *next += 1;
  if (data->failed || marker != 0x1c || size == 0 || *next >= G_N_ELEMENTS (datasets) || size > datasets[*next].size)
    return FALSE;
  if (datasets[*next].value != NULL)
    {
      const gboolean same
          = size == datasets[*next].size && memcmp (body.base + body.pos, datasets[*next].value, size) == 0;

      *next += 1;
      return same;
    }
  if (!g_utf8_validate ((const char *) body.base + body.pos, (gssize) size, NULL))
    return FALSE;
  add_field (found, datasets[*next].field, (const char *) body.base + body.pos, (gssize) size);
  *next += 1;
  return TRUE;
}

/* The one image resource (Photoshop File Formats, "Image Resource Blocks") of an APP13 segment, when its number is @id. */
static gboolean
open_resource (DipReader block, guint8 id, DipReader *data)
{
  const char start[]
      = { 'P', 'h', 'o', 't', 'o', 's', 'h', 'o', 'p', ' ', '3', '.', '0', 0, '8', 'B', 'I', 'M', 4, (char) id, 0, 0 };
  gsize size;

  if (!dip_reader_at (&block, start, sizeof start))
    return FALSE;
  dip_reader_skip (&block, sizeof start);
  size = dip_reader_be32 (&block);
  *data = dip_reader_sub (&block, size);
  return !data->failed && (size % 2 == 0 || dip_reader_u8 (&block) == 0) && !block.failed
         && dip_reader_left (&block) == 0;
}

char *
dip_rights_read_photoshop (DipReader block, gboolean *is_xmp)
{
  g_autoptr (GString) found = g_string_new (NULL);
  DipReader data;
  guint next = 0;

  *is_xmp = open_resource (block, DIP_RIGHTS_RESOURCE_XMP, &data);
  if (*is_xmp)
    return dip_rights_read_xmp (data);
  if (!open_resource (block, DIP_RIGHTS_RESOURCE_IPTC, &data))
    return NULL;
  while (dip_reader_left (&data) > 0)
    if (!read_dataset (&data, &next, found))
      return NULL;
  return found->len > 0 ? g_string_free (g_steal_pointer (&found), FALSE) : NULL;
}

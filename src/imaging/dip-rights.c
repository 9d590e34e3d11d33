#include "dip-inspect-private.h"
#include "dip-rights-private.h"

#include <string.h>
#include <webp/mux.h>

/* IIM 4.2, chapter 6: the most octets of each dataset. */
#define MOST_BY_LINE   32
#define MOST_CREDIT    32
#define MOST_COPYRIGHT 128

DipRights *
dip_rights_new (const char *creator, const char *credit, const char *copyright, const char *licence)
{
  DipRights *self = g_new0 (DipRights, 1);

  self->creator = g_strdup (creator);
  self->credit = g_strdup (credit);
  self->copyright = g_strdup (copyright);
  self->licence = g_strdup (licence);
  return self;
}

void
dip_rights_free (DipRights *self)
{
  if (self == NULL)
    return;
  g_free (self->creator);
  g_free (self->credit);
  g_free (self->copyright);
  g_free (self->licence);
  g_free (self);
}

char *
dip_rights_note (const DipRights *self)
{
  g_autofree char *creator = g_strescape (self->creator != NULL ? self->creator : "", NULL);
  g_autofree char *credit = g_strescape (self->credit != NULL ? self->credit : "", NULL);
  g_autofree char *copyright = g_strescape (self->copyright != NULL ? self->copyright : "", NULL);
  g_autofree char *licence = g_strescape (self->licence != NULL ? self->licence : "", NULL);

  return g_strdup_printf ("\"%s\" \"%s\" \"%s\" \"%s\"", creator, credit, copyright, licence);
}

static void
add (GString *xmp, const char *before, const char *value, const char *after)
{
  g_autofree char *safe = value != NULL ? g_markup_escape_text (value, -1) : NULL;

  if (safe != NULL)
    g_string_append_printf (xmp, "%s%s%s", before, safe, after);
}

char *
dip_rights_xmp (const DipRights *self)
{
  GString *xmp = g_string_new ("<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
                               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                               "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                               "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" "
                               "xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" "
                               "xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\">");

  add (xmp, "<dc:creator><rdf:Seq><rdf:li>", self->creator, "</rdf:li></rdf:Seq></dc:creator>");
  add (xmp, "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">", self->copyright, "</rdf:li></rdf:Alt></dc:rights>");
  add (xmp, "<photoshop:Credit>", self->credit, "</photoshop:Credit>");
  add (xmp, "<xmpRights:WebStatement>", self->licence, "</xmpRights:WebStatement>");
  add (xmp, "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorURL>", self->licence,
       "</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>");
  g_string_append (xmp, "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
  return g_string_free (xmp, FALSE);
}

static void
append_be (GByteArray *to, guint32 value, guint bytes)
{
  const guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (to, (const guint8 *) &big + 4 - bytes, bytes);
}

/* One dataset (IIM 4.2, 1.5): marker, record, number, length, octets. */
static void
append_dataset (GByteArray *to, guint record, guint number, const char *value, gsize most)
{
  gsize size = value != NULL ? strlen (value) : 0;

  if (size == 0)
    return;
  if (size > most)
    for (size = most; size > 0 && ((guint8) value[size] & 0xc0) == 0x80;)
      size--; /* not in the middle of a character */
  append_be (to, 0x1c, 1);
  append_be (to, record, 1);
  append_be (to, number, 1);
  append_be (to, (guint32) size, 2);
  g_byte_array_append (to, (const guint8 *) value, (guint) size);
}

/* One of Photoshop's image resources (Photoshop File Formats, "Image Resource Blocks"), 1028 or 1060. */
static GByteArray *
resource_new (guint8 id, const void *data, gsize size)
{
  static const guint8 start[] = "Photoshop 3.0\0008BIM";
  GByteArray *block = g_byte_array_new ();

  g_byte_array_append (block, start, sizeof start - 1);
  append_be (block, 0x0400 | id, 2);
  append_be (block, 0, 2); /* an empty name of even length */
  append_be (block, (guint32) size, 4);
  g_byte_array_append (block, data, (guint) size);
  if (size % 2 == 1)
    append_be (block, 0, 1);
  return block;
}

GByteArray *
dip_rights_iptc (const DipRights *self)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  append_dataset (data, 1, 90, "\033%G", 3); /* coded character set: UTF-8 */
  append_be (data, 0x1c020000, 4);           /* version of the application record: 4 */
  append_be (data, 0x020004, 3);
  append_dataset (data, 2, 80, self->creator, MOST_BY_LINE);
  append_dataset (data, 2, 110, self->credit, MOST_CREDIT);
  append_dataset (data, 2, 116, self->copyright, MOST_COPYRIGHT);
  return resource_new (DIP_RIGHTS_RESOURCE_IPTC, data->data, data->len);
}

static void
append_segment (GByteArray *to, guint marker, const char *start, gsize start_size, const void *data, gsize size)
{
  append_be (to, 0xff00 | marker, 2);
  append_be (to, (guint32) (2 + start_size + size), 2);
  g_byte_array_append (to, (const guint8 *) start, (guint) start_size);
  g_byte_array_append (to, data, (guint) size);
}

/* JFIF 1.02: version, dots per inch, no thumbnail. */
static void
append_jfif (GByteArray *to, int dpi)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  append_be (body, 0x010201, 3);
  append_be (body, (guint32) dpi, 2);
  append_be (body, (guint32) dpi, 2);
  append_be (body, 0, 2);
  append_segment (to, 0xe0, "JFIF\0", 5, body->data, body->len);
}

GBytes *
dip_rights_into_jpeg (GBytes *jpeg, const DipRights *self, int dpi)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  GByteArray *out = g_byte_array_sized_new ((guint) size + 4096);
  gsize rest = 2;

  if (size > 20 && data[3] == 0xe0 && memcmp (data + 6, "JFIF", 5) == 0)
    rest = 4 + (gsize) (data[4] << 8 | data[5]);
  g_byte_array_append (out, data, 2);
  if (dpi > 0)
    append_jfif (out, dpi);
  else
    g_byte_array_append (out, data + 2, (guint) rest - 2);
  if (self != NULL)
    {
      g_autofree char *text = dip_rights_xmp (self);
      g_autoptr (GByteArray) xmp = resource_new (DIP_RIGHTS_RESOURCE_XMP, text, strlen (text));
      g_autoptr (GByteArray) iptc = dip_rights_iptc (self);

      append_segment (out, 0xed, NULL, 0, xmp->data, xmp->len);
      append_segment (out, 0xed, NULL, 0, iptc->data, iptc->len);
    }
  g_byte_array_append (out, data + rest, (guint) (size - rest));
  return g_byte_array_free_to_bytes (out);
}

GBytes *
dip_rights_into_webp (GBytes *webp, const DipRights *self)
{
  g_autofree char *xmp = dip_rights_xmp (self);
  const WebPData chunk = { (const guint8 *) xmp, strlen (xmp) };
  WebPData file = { 0 }, stamped = { 0 };
  WebPMux *mux;
  GBytes *bytes = NULL;

  file.bytes = g_bytes_get_data (webp, &file.size);
  mux = WebPMuxCreate (&file, 0);
  if (mux != NULL && WebPMuxSetChunk (mux, "XMP ", &chunk, 0) == WEBP_MUX_OK
      && WebPMuxAssemble (mux, &stamped) == WEBP_MUX_OK)
    bytes = g_bytes_new (stamped.bytes, stamped.size);
  WebPDataClear (&stamped);
  WebPMuxDelete (mux);
  return bytes;
}

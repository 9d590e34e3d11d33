/* Everything a phone writes around a picture: EXIF with a place, names and a thumbnail, XMP, IPTC, a comment, a trailer.
 * The demo's photos carry it so that the scrub can be seen at work. */
#include "dip-demo-photo-private.h"

#include <glib/gi18n-lib.h>
#include <libexif/exif-data.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"

#define MAKE       "Exampla"
#define MODEL      "Pocket 5"
#define SERIAL     "EX-0042-1337"
#define MAKER_NOTE "Exampla maker notes: unit EX-0042-1337, face found at 512,384"
#define COMMENT    "Shot with the made-up camera of the demo"
#define FILM_STUB  "\0\0\0\030ftypmp42\0\0\0\0mp42isom"

static ExifEntry *
entry_new (ExifData *exif, ExifIfd ifd, int tag, ExifFormat format, guint components)
{
  ExifMem *memory = exif_mem_new_default ();
  ExifEntry *entry = exif_entry_new_mem (memory);

  entry->tag = (ExifTag) tag;
  entry->format = format;
  entry->components = components;
  entry->size = components * exif_format_get_size (format);
  entry->data = exif_mem_alloc (memory, entry->size);
  memset (entry->data, 0, entry->size);
  exif_content_add_entry (exif->ifd[ifd], entry);
  exif_entry_unref (entry);
  exif_mem_unref (memory);
  return entry;
}

static void
add_text (ExifData *exif, ExifIfd ifd, int tag, const char *text)
{
  ExifEntry *entry = entry_new (exif, ifd, tag, EXIF_FORMAT_ASCII, (guint) strlen (text) + 1);

  memcpy (entry->data, text, entry->size);
}

static void
add_short (ExifData *exif, ExifIfd ifd, int tag, guint16 value)
{
  ExifEntry *entry = entry_new (exif, ifd, tag, EXIF_FORMAT_SHORT, 1);

  exif_set_short (entry->data, EXIF_BYTE_ORDER_INTEL, value);
}

static void
add_rationals (ExifData *exif, ExifIfd ifd, int tag, const ExifRational *values, guint n)
{
  ExifEntry *entry = entry_new (exif, ifd, tag, EXIF_FORMAT_RATIONAL, n);

  for (guint i = 0; i < n; i++)
    exif_set_rational (entry->data + 8 * i, EXIF_BYTE_ORDER_INTEL, values[i]);
}

static void
add_rational (ExifData *exif, ExifIfd ifd, int tag, guint32 numerator, guint32 denominator)
{
  add_rationals (exif, ifd, tag, &(ExifRational){ numerator, denominator }, 1);
}

static void
add_bytes (ExifData *exif, ExifIfd ifd, int tag, const void *bytes, guint size)
{
  ExifEntry *entry = entry_new (exif, ifd, tag, EXIF_FORMAT_UNDEFINED, size);

  memcpy (entry->data, bytes, size);
}

static void
add_person (ExifData *exif, const DipDemoPhoto *what)
{
  g_autofree char *caption = g_strdup_printf ("%s, before the sitting", what->owner);

  add_text (exif, EXIF_IFD_0, EXIF_TAG_IMAGE_DESCRIPTION, caption);
  add_text (exif, EXIF_IFD_0, EXIF_TAG_ARTIST, what->owner);
  add_text (exif, EXIF_IFD_0, EXIF_TAG_COPYRIGHT, what->owner);
}

static void
add_times (ExifData *exif, const DipDemoPhoto *what)
{
  add_text (exif, EXIF_IFD_0, EXIF_TAG_DATE_TIME, what->taken);
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, what->taken);
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED, what->taken);
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, "340");
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL, what->offset);
}

static void
add_camera (ExifData *exif, const DipDemoPhoto *what)
{
  add_text (exif, EXIF_IFD_0, EXIF_TAG_MAKE, MAKE);
  add_text (exif, EXIF_IFD_0, EXIF_TAG_MODEL, MODEL);
  add_text (exif, EXIF_IFD_0, EXIF_TAG_SOFTWARE, MODEL " 1.0");
  add_short (exif, EXIF_IFD_0, EXIF_TAG_ORIENTATION, (guint16) what->orientation);
  add_bytes (exif, EXIF_IFD_EXIF, EXIF_TAG_EXIF_VERSION, "0232", 4);
  add_rational (exif, EXIF_IFD_EXIF, EXIF_TAG_EXPOSURE_TIME, 1, 60);
  add_rational (exif, EXIF_IFD_EXIF, EXIF_TAG_FNUMBER, 18, 10);
  add_short (exif, EXIF_IFD_EXIF, EXIF_TAG_ISO_SPEED_RATINGS, (guint16) (100 + 25 * (what->take % 4)));
  add_rational (exif, EXIF_IFD_EXIF, EXIF_TAG_FOCAL_LENGTH, 57, 10);
  add_short (exif, EXIF_IFD_EXIF, EXIF_TAG_WHITE_BALANCE, 0);
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_BODY_SERIAL_NUMBER, SERIAL);
  add_text (exif, EXIF_IFD_EXIF, EXIF_TAG_LENS_MODEL, MODEL " back camera 5.7mm f/1.8");
  add_bytes (exif, EXIF_IFD_EXIF, EXIF_TAG_MAKER_NOTE, MAKER_NOTE, sizeof MAKER_NOTE);
}

static void
add_angle (ExifData *exif, int reference_tag, const char *reference, int tag, double degrees)
{
  double whole = floor (fabs (degrees));
  double minutes = floor ((fabs (degrees) - whole) * 60);
  double seconds = ((fabs (degrees) - whole) * 60 - minutes) * 60;
  const ExifRational values[]
      = { { (ExifLong) whole, 1 }, { (ExifLong) minutes, 1 }, { (ExifLong) (seconds * 100), 100 } };

  add_text (exif, EXIF_IFD_GPS, reference_tag, reference);
  add_rationals (exif, EXIF_IFD_GPS, tag, values, G_N_ELEMENTS (values));
}

static void
add_place (ExifData *exif, const DipDemoPhoto *what)
{
  add_angle (exif, EXIF_TAG_GPS_LATITUDE_REF, what->latitude < 0 ? "S" : "N", EXIF_TAG_GPS_LATITUDE, what->latitude);
  add_angle (exif, EXIF_TAG_GPS_LONGITUDE_REF, what->longitude < 0 ? "W" : "E", EXIF_TAG_GPS_LONGITUDE,
             what->longitude);
  add_rational (exif, EXIF_IFD_GPS, EXIF_TAG_GPS_ALTITUDE, 5190, 10);
}

/* The EXIF block as an APP1 segment holds it, with the thumbnail in its second directory. */
static GBytes *
exif_block (const DipDemoPhoto *what, GBytes *thumbnail)
{
  ExifData *exif = exif_data_new ();
  unsigned char *bytes = NULL;
  unsigned int size = 0;
  gsize thumbnail_size;
  const void *thumbnail_data = g_bytes_get_data (thumbnail, &thumbnail_size);
  ExifMem *memory = exif_mem_new_default ();
  GBytes *block;

  exif_data_set_byte_order (exif, EXIF_BYTE_ORDER_INTEL);
  add_person (exif, what);
  add_times (exif, what);
  add_camera (exif, what);
  add_place (exif, what);
  exif->data = exif_mem_alloc (memory, (ExifLong) thumbnail_size);
  memcpy (exif->data, thumbnail_data, thumbnail_size);
  exif->size = (unsigned int) thumbnail_size;
  exif_data_save_data (exif, &bytes, &size);
  block = g_bytes_new (bytes, size);
  exif_mem_free (memory, bytes);
  exif_data_unref (exif);
  exif_mem_unref (memory);
  return block;
}

static void
append_segment (GByteArray *file, guint8 marker, const void *head, gsize head_size, const void *body, gsize body_size)
{
  gsize size = 2 + head_size + body_size;
  const guint8 start[] = { 0xFF, marker, (guint8) (size >> 8), (guint8) size };

  g_byte_array_append (file, start, sizeof start);
  g_byte_array_append (file, head, (guint) head_size);
  g_byte_array_append (file, body, (guint) body_size);
}

static void
append_xmp (GByteArray *file, const DipDemoPhoto *what)
{
  static const char name[] = "http://ns.adobe.com/xap/1.0/";
  g_autofree char *owner = g_markup_escape_text (what->owner, -1);
  g_autofree char *packet = g_strdup_printf (
      "<?xpacket begin=\"\357\273\277\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
      " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\""
      " photoshop:City=\"Nowhere\"><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>"
      "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>",
      owner);

  append_segment (file, 0xE1, name, sizeof name, packet, strlen (packet));
}

/* A Photoshop resource with one IPTC record: by-line (2:80). */
static void
append_iptc (GByteArray *file, const DipDemoPhoto *what)
{
  static const char name[] = "Photoshop 3.0";
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gsize length = MIN (strlen (what->owner), 200);
  gsize record = 5 + length;
  const guint8 resource[] = { '8', 'B', 'I', 'M', 0x04, 0x04, 0, 0, 0, 0, 0, (guint8) record };
  const guint8 by_line[] = { 0x1C, 2, 80, 0, (guint8) length };

  g_byte_array_append (body, resource, sizeof resource);
  g_byte_array_append (body, by_line, sizeof by_line);
  g_byte_array_append (body, (const guint8 *) what->owner, (guint) length);
  if (record % 2 != 0)
    g_byte_array_append (body, (const guint8 *) "", 1);
  append_segment (file, 0xED, name, sizeof name, body->data, body->len);
}

GBytes *
dip_demo_exif_dress (const DipDemoPhoto *what, GBytes *jpeg, GBytes *thumbnail, GError **error)
{
  g_autoptr (GBytes) exif = exif_block (what, thumbnail);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gsize exif_size, size;
  const guint8 *exif_data = g_bytes_get_data (exif, &exif_size);
  const guint8 *bytes = g_bytes_get_data (jpeg, &size);

  /* A segment's length has 16 bits. */
  if (exif_size > 65533 || size < 4)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The demo photo's details do not fit into a JPEG."));
      return NULL;
    }
  g_byte_array_append (file, bytes, 2);
  append_segment (file, 0xE1, exif_data, exif_size, NULL, 0);
  append_xmp (file, what);
  append_iptc (file, what);
  append_segment (file, 0xFE, COMMENT, strlen (COMMENT), NULL, 0);
  g_byte_array_append (file, bytes + 2, (guint) size - 2);
  /* Some phones put a film behind the picture. */
  if (what->take % 2 == 1)
    g_byte_array_append (file, (const guint8 *) FILM_STUB, sizeof FILM_STUB - 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

#include "dip-probe.h"

#include <libexif/exif-data.h>
#include <math.h>

#include "dip-probe-private.h"

/* The text of a field without the blanks and zeros around it; NULL when that leaves nothing. */
static char *
get_text (ExifData *data, ExifIfd ifd, guint tag)
{
  ExifEntry *entry = exif_content_get_entry (data->ifd[ifd], (ExifTag) tag);

  if (entry == NULL || entry->data == NULL || entry->format != EXIF_FORMAT_ASCII)
    return NULL;
  g_autofree char *raw = g_strndup ((const char *) entry->data, entry->size);
  g_autofree char *text
      = g_utf8_validate (raw, -1, NULL) ? g_strdup (raw) : g_convert (raw, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;
  for (char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_steal_pointer (&text);
}

/* A fraction's value; 0 when it has none, is negative or absurd. */
static double
get_fraction (ExifData *data, guint tag)
{
  ExifEntry *entry = exif_content_get_entry (data->ifd[EXIF_IFD_EXIF], (ExifTag) tag);

  if (entry == NULL || entry->data == NULL || entry->format != EXIF_FORMAT_RATIONAL || entry->size < 8)
    return 0;
  ExifRational value = exif_get_rational (entry->data, exif_data_get_byte_order (data));
  double quotient = value.denominator > 0 ? (double) value.numerator / value.denominator : 0;
  return quotient < 1e6 ? quotient : 0;
}

static int
get_short (ExifData *data, ExifIfd ifd, guint tag, int otherwise)
{
  ExifEntry *entry = exif_content_get_entry (data->ifd[ifd], (ExifTag) tag);

  if (entry == NULL || entry->data == NULL || entry->format != EXIF_FORMAT_SHORT || entry->size < 2)
    return otherwise;
  return exif_get_short (entry->data, exif_data_get_byte_order (data));
}

static void
read_time (ExifData *data, DipProbe *probe)
{
  static const struct
  {
    guint time, fraction, offset;
    const char *token;
  } sources[] = {
    { EXIF_TAG_DATE_TIME_ORIGINAL, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, EXIF_TAG_OFFSET_TIME_ORIGINAL, "exif-original" },
    { EXIF_TAG_DATE_TIME_DIGITIZED, EXIF_TAG_SUB_SEC_TIME_DIGITIZED, EXIF_TAG_OFFSET_TIME_DIGITIZED, "exif-digitized" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sources) && probe->taken_on == NULL; i++)
    {
      g_autofree char *time = get_text (data, EXIF_IFD_EXIF, sources[i].time);
      g_autofree char *fraction = get_text (data, EXIF_IFD_EXIF, sources[i].fraction);
      g_autofree char *offset = get_text (data, EXIF_IFD_EXIF, sources[i].offset);
      if (time != NULL && dip_probe_parse_time (time, fraction, offset, &probe->taken_at, &probe->taken_on))
        probe->taken_from = sources[i].token;
    }
}

/* "NIKON CORPORATION" and "NIKON D70" are a NIKON D70; "Apple" and "iPhone 13" an Apple iPhone 13. */
static char *
join_make (const char *make, const char *model)
{
  if (make == NULL || model == NULL)
    return g_strdup (model != NULL ? model : make);

  g_auto (GStrv) words = g_strsplit (make, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize n = strlen (words[i]);
      if (n > 1 && g_ascii_strncasecmp (model, words[i], n) == 0 && (model[n] == ' ' || model[n] == '\0'))
        return g_strdup (model);
    }
  return g_strconcat (make, " ", model, NULL);
}

static void
read_camera (ExifData *data, DipProbe *probe)
{
  g_autofree char *make = get_text (data, EXIF_IFD_0, EXIF_TAG_MAKE);
  g_autofree char *model = get_text (data, EXIF_IFD_0, EXIF_TAG_MODEL);
  g_autofree char *lens_make = get_text (data, EXIF_IFD_EXIF, EXIF_TAG_LENS_MAKE);
  g_autofree char *lens_model = get_text (data, EXIF_IFD_EXIF, EXIF_TAG_LENS_MODEL);
  int balance = get_short (data, EXIF_IFD_EXIF, EXIF_TAG_WHITE_BALANCE, -1);

  probe->camera = join_make (make, model);
  probe->lens = lens_model != NULL ? join_make (lens_make, lens_model) : NULL;
  probe->focal_length = get_fraction (data, EXIF_TAG_FOCAL_LENGTH);
  probe->exposure = get_fraction (data, EXIF_TAG_EXPOSURE_TIME);
  probe->f_number = get_fraction (data, EXIF_TAG_FNUMBER);
  probe->iso = get_short (data, EXIF_IFD_EXIF, EXIF_TAG_ISO_SPEED_RATINGS, 0);
  probe->white_balance = balance == 0 ? "auto" : balance == 1 ? "manual" : NULL;
}

static void
read_exif (DipReader block, DipProbe *probe)
{
  g_autoptr (GBytes) packed = dip_probe_repack (block, probe);

  if (packed == NULL)
    return;
  ExifData *data = exif_data_new ();
  exif_data_unset_option (data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION); /* it would add fields of its own */
  exif_data_load_data (data, g_bytes_get_data (packed, NULL), (unsigned) g_bytes_get_size (packed));
  int orientation = get_short (data, EXIF_IFD_0, EXIF_TAG_ORIENTATION, 1);
  probe->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  read_time (data, probe);
  read_camera (data, probe);
  exif_data_unref (data);
}

DipProbe *
dip_probe (GBytes *bytes, DipFormat format)
{
  DipProbe *probe = g_new0 (DipProbe, 1);
  DipProbeBlocks blocks;

  g_return_val_if_fail (bytes != NULL, NULL);

  probe->orientation = 1;
  dip_probe_find (bytes, format, &blocks);
  if (blocks.has_exif)
    read_exif (blocks.exif, probe);
  if (blocks.has_xmp)
    dip_probe_read_xmp (blocks.xmp, probe);
  if (format == DIP_FORMAT_HEIC || format == DIP_FORMAT_AVIF)
    probe->orientation = 1; /* irot and imir tell, and decoders heed them */
  return probe;
}

void
dip_probe_free (DipProbe *self)
{
  if (self == NULL)
    return;
  g_free (self->taken_at);
  g_free (self->taken_on);
  g_free (self->camera);
  g_free (self->lens);
  g_free (self);
}

#include "dip-imaging.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <vips/vips.h>

#include <vips/vector.h>

#include "dip-error.h"
#include "dip-reader.h"

/* Loaders of the formats that are taken in. All others stay blocked, whatever plug-ins are installed. */
static const char *const trusted_loaders[] = {
  "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadTiff", "VipsForeignLoadHeif",
};

/* What a loader merely wonders about, such as a TIFF field it has not met, is no message for the people who use a program;
 * what fails comes as an error. */
static void
pass_over_warning (const char *domain, GLogLevelFlags level, const char *message, gpointer unused)
{
}

/* Up to 8.14 libvips writes its fast code at run time by Orc 0.4.33 or older, whose orc_code_chunk_free() takes no lock: two
 * pictures worked on at once can crash the program. Later ones use Highway, which has nothing to free. */
static void
avoid_orc (void)
{
  if (vips_version (0) == 8 && vips_version (1) < 15)
    vips_vector_set_enabled (FALSE);
}

static gpointer
start_vips (gpointer unused)
{
  g_log_set_handler ("VIPS", G_LOG_LEVEL_WARNING, pass_over_warning, NULL);
  if (VIPS_INIT ("diptych") != 0)
    {
      char *message = vips_error_buffer_copy ();
      return g_strstrip (message);
    }
  avoid_orc ();
  vips_block_untrusted_set (TRUE);
  vips_operation_block_set ("VipsForeignLoad", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (trusted_loaders); i++)
    vips_operation_block_set (trusted_loaders[i], FALSE);
  vips_cache_set_max (0);
  return NULL;
}

static GOnce started = G_ONCE_INIT;

gboolean
dip_imaging_init (GError **error)
{
  const char *failure = g_once (&started, start_vips, NULL);

  if (failure == NULL)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_IO,
               _ ("The picture library libvips could not be started (%s). Please install Diptych again."), failure);
  return FALSE;
}

void
dip_imaging_shutdown (void)
{
  if (started.status == G_ONCE_STATUS_READY) /* libvips does not bear to be stopped before it was started */
    vips_shutdown ();
}

/* What the brands of an ISO base media file (its first box) say it holds. */
static DipFormat
sniff_brands (DipReader reader)
{
  DipBox box;
  DipFormat found = DIP_FORMAT_UNKNOWN;

  if (!dip_box_next (&reader, &box) || box.type != DIP_FOURCC ('f', 't', 'y', 'p'))
    return DIP_FORMAT_UNKNOWN;
  for (guint i = 0; i < 64 && dip_reader_left (&box.body) >= 4; i++)
    {
      guint32 brand = dip_reader_be32 (&box.body);
      if (i == 1) /* the minor version, a number */
        continue;
      switch (brand)
        {
        case DIP_FOURCC ('a', 'v', 'i', 'f'):
        case DIP_FOURCC ('a', 'v', 'i', 's'):
          return DIP_FORMAT_AVIF;
        case DIP_FOURCC ('h', 'e', 'i', 'c'):
        case DIP_FOURCC ('h', 'e', 'i', 'x'):
        case DIP_FOURCC ('h', 'e', 'i', 'm'):
        case DIP_FOURCC ('h', 'e', 'i', 's'):
          return DIP_FORMAT_HEIC;
        case DIP_FOURCC ('m', 'i', 'f', '1'):
        case DIP_FOURCC ('m', 's', 'f', '1'):
        case DIP_FOURCC ('h', 'e', 'v', 'c'):
        case DIP_FOURCC ('h', 'e', 'v', 'x'):
          found = DIP_FORMAT_HEIC;
          break;
        default:
          if (i == 0 && brand != DIP_FOURCC ('m', 'i', 'a', 'f'))
            return DIP_FORMAT_UNKNOWN; /* a film or sound file that also lists a picture brand */
        }
    }
  return found;
}

DipFormat
dip_format_sniff (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, DIP_FORMAT_UNKNOWN);

  DipReader reader = dip_reader_over (bytes);
  if (dip_reader_at (&reader, "\xff\xd8\xff", 3) || (reader.end == 2 && dip_reader_at (&reader, "\xff\xd8", 2)))
    return DIP_FORMAT_JPEG;
  if (dip_reader_at (&reader, "\x89PNG\r\n\x1a\n", 8))
    return DIP_FORMAT_PNG;
  if (dip_reader_at (&reader, "RIFF", 4) && reader.end >= 12 && memcmp (reader.base + 8, "WEBP", 4) == 0)
    return DIP_FORMAT_WEBP;
  if (dip_reader_at (&reader, "II*\0", 4) || dip_reader_at (&reader, "MM\0*", 4))
    {
      gboolean canon_raw = dip_reader_at (&reader, "II*\0\x10\0\0\0CR", 10);
      return canon_raw ? DIP_FORMAT_UNKNOWN : DIP_FORMAT_TIFF;
    }
  return sniff_brands (reader);
}

static const struct
{
  const char *token, *extension;
} formats[] = {
  [DIP_FORMAT_UNKNOWN] = { "unknown", "bin" }, [DIP_FORMAT_JPEG] = { "jpeg", "jpg" },
  [DIP_FORMAT_PNG] = { "png", "png" },         [DIP_FORMAT_WEBP] = { "webp", "webp" },
  [DIP_FORMAT_TIFF] = { "tiff", "tif" },       [DIP_FORMAT_HEIC] = { "heic", "heic" },
  [DIP_FORMAT_AVIF] = { "avif", "avif" },
};

const char *
dip_format_token (DipFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), "unknown");
  return formats[format].token;
}

const char *
dip_format_extension (DipFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), "bin");
  return formats[format].extension;
}

typedef struct
{
  guint offset, size;
  const char *magic, *what;
} Foreign;

#define MAGIC(offset, magic, what)                                                                                     \
  {                                                                                                                    \
    offset, sizeof (magic) - 1, magic, what                                                                            \
  }

static const Foreign foreign[] = {
  MAGIC (0, "%PDF-", N_ ("a PDF document")),
  MAGIC (0, "%!PS", N_ ("a PostScript document")),
  MAGIC (0, "GIF8", N_ ("a GIF picture")),
  MAGIC (0, "8BPS", N_ ("a Photoshop document")),
  MAGIC (0, "\xff\x0a", N_ ("a JPEG XL picture")),
  MAGIC (4, "JXL \r\n\x87\n", N_ ("a JPEG XL picture")),
  MAGIC (4, "jP  \r\n\x87\n", N_ ("a JPEG 2000 picture")),
  MAGIC (0, "\xff\x4f\xff\x51", N_ ("a JPEG 2000 picture")),
  MAGIC (0, "II*\0\x10\0\0\0CR", N_ ("a camera's raw file")),
  MAGIC (4, "ftypcrx ", N_ ("a camera's raw file")),
  MAGIC (0, "FUJIFILMCCD-RAW", N_ ("a camera's raw file")),
  MAGIC (0, "IIU\0", N_ ("a camera's raw file")),
  MAGIC (0, "IIRO", N_ ("a camera's raw file")),
  MAGIC (0, "IIRS", N_ ("a camera's raw file")),
  MAGIC (0, "MMOR", N_ ("a camera's raw file")),
  MAGIC (0, "FOVb", N_ ("a camera's raw file")),
  MAGIC (0, "\0MRM", N_ ("a camera's raw file")),
  MAGIC (0, "II+\0", N_ ("a BigTIFF picture")),
  MAGIC (0, "MM\0+", N_ ("a BigTIFF picture")),
  MAGIC (4, "ftypM4A ", N_ ("a sound recording")),
  MAGIC (4, "ftyp", N_ ("a video")),
  MAGIC (4, "moov", N_ ("a video")),
  MAGIC (8, "AVI ", N_ ("a video")),
  MAGIC (8, "WAVE", N_ ("a sound recording")),
  MAGIC (0, "\x1a\x45\xdf\xa3", N_ ("a video")),
  MAGIC (0, "FLV\1", N_ ("a video")),
  MAGIC (0, "\0\0\1\xba", N_ ("a video")),
  MAGIC (0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", N_ ("a video")),
  MAGIC (0, "ID3", N_ ("a sound recording")),
  MAGIC (0, "OggS", N_ ("a sound recording")),
  MAGIC (0, "fLaC", N_ ("a sound recording")),
  MAGIC (0, "PK\3\4", N_ ("a ZIP archive or an Office document")),
  MAGIC (0, "Rar!\x1a\7", N_ ("an archive")),
  MAGIC (0, "7z\xbc\xaf\x27\x1c", N_ ("an archive")),
  MAGIC (0, "\x1f\x8b", N_ ("an archive")),
  MAGIC (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", N_ ("an Office document")),
  MAGIC (0, "{\\rtf", N_ ("a text document")),
  MAGIC (0, "SQLite format 3", N_ ("a database")),
  MAGIC (0,
         "\x7f"
         "ELF",
         N_ ("a program")),
  MAGIC (0, "MZ", N_ ("a program")),
  MAGIC (128, "DICM", N_ ("a medical (DICOM) picture")),
};

/* BMP's two letters alone are too common in text. */
static gboolean
is_bmp (DipReader reader)
{
  if (!dip_reader_at (&reader, "BM", 2) || !dip_reader_skip (&reader, 6))
    return FALSE;
  return dip_reader_le32 (&reader) == 0 && !reader.failed;
}

/* The first kilobyte holds no control characters and is UTF-8 (but for a character cut in two at its end). */
static gboolean
is_text (const char *head, gsize size)
{
  const char *valid_to = NULL;

  for (gsize i = 0; i < size; i++)
    if ((guchar) head[i] < 32 && (head[i] == '\0' || strchr ("\t\n\r\f", head[i]) == NULL))
      return FALSE;
  return g_utf8_validate (head, (gssize) size, &valid_to) || (size > 16 && valid_to + 4 > head + size);
}

static const char *
guess_text (const char *text, gsize size)
{
  static const struct
  {
    const char *start, *what;
  } starts[] = {
    { "<!doctype html", N_ ("a web page") },
    { "<html", N_ ("a web page") },
    { "<head", N_ ("a web page") },
    { "<svg", N_ ("an SVG drawing") },
    { "<!doctype svg", N_ ("an SVG drawing") },
  };
  gsize used = MIN (size, 1024);
  g_autofree char *head = g_strndup (text, used);
  g_autofree char *lower = g_ascii_strdown (head, -1);

  if (!is_text (text, used))
    return NULL;
  g_strstrip (lower);
  if (g_str_has_prefix (lower, "<?xml") || g_str_has_prefix (lower, "<!--"))
    return strstr (lower, "<svg") != NULL ? _ ("an SVG drawing") : _ ("an XML document");
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (lower, starts[i].start))
      return _ (starts[i].what);
  return _ ("a text file");
}

const char *
dip_format_guess_foreign (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  if (size == 0)
    return _ ("an empty file");
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (size >= foreign[i].offset + foreign[i].size
        && memcmp (data + foreign[i].offset, foreign[i].magic, foreign[i].size) == 0)
      return _ (foreign[i].what);
  if (is_bmp (dip_reader_over (bytes)))
    return _ ("a BMP picture");
  return guess_text (data, size);
}

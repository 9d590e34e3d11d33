/* Pictures are known by their content and measured before any decoder sees them. */
#include "dip-error.h"
#include "dip-imaging.h"

#include <string.h>

#define BYTES(literal) g_bytes_new_static (literal, sizeof (literal) - 1)

#define PNG_OF(width, height, bits, colour) "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" width height bits colour "\0\0\0\0\0\0\0"
#define JPEG_OF(marker, bits, height, width)                                                                           \
  "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff" marker "\0\x0b" bits height width "\1\1\x11\0"
#define FTYP(brands)                                                                                                   \
  "\0\0\0\x18"                                                                                                         \
  "ftyp" brands

typedef struct
{
  const char *name;
  const char *data;
  gsize size;
  DipFormat format;
} Sniff;

#define SNIFF(name, data, format)                                                                                      \
  {                                                                                                                    \
    name, data, sizeof (data) - 1, format                                                                              \
  }

static const Sniff sniffs[] = {
  SNIFF ("jpeg", "\xff\xd8\xff\xe0", DIP_FORMAT_JPEG),
  SNIFF ("jpeg that ends at once", "\xff\xd8", DIP_FORMAT_JPEG),
  SNIFF ("half of a jpeg's start", "\xff", DIP_FORMAT_UNKNOWN),
  SNIFF ("png", "\x89PNG\r\n\x1a\n", DIP_FORMAT_PNG),
  SNIFF ("png after a text transfer", "\x89PNG\n\x1a\n\0", DIP_FORMAT_UNKNOWN),
  SNIFF ("webp", "RIFF\x10\0\0\0WEBPVP8 ", DIP_FORMAT_WEBP),
  SNIFF ("wave", "RIFF\x10\0\0\0WAVEfmt ", DIP_FORMAT_UNKNOWN),
  SNIFF ("tiff, little", "II*\0\x08\0\0\0", DIP_FORMAT_TIFF),
  SNIFF ("tiff, big", "MM\0*\0\0\0\x08", DIP_FORMAT_TIFF),
  SNIFF ("canon raw", "II*\0\x10\0\0\0CR\2\0", DIP_FORMAT_UNKNOWN),
  SNIFF ("heic", FTYP ("heic\0\0\0\0mif1heic"), DIP_FORMAT_HEIC),
  SNIFF ("heif of any codec", FTYP ("mif1\0\0\0\0mif1miaf"), DIP_FORMAT_HEIC),
  SNIFF ("avif under a general brand", FTYP ("mif1\0\0\0\0mif1avif"), DIP_FORMAT_AVIF),
  SNIFF ("avif", FTYP ("avif\0\0\0\0mif1avif"), DIP_FORMAT_AVIF),
  SNIFF ("brand named by the version field only", FTYP ("isomavif\0\0\0\0mp41"), DIP_FORMAT_UNKNOWN),
  SNIFF ("film that lists a picture brand", FTYP ("mp42\0\0\0\0mp42mif1"), DIP_FORMAT_UNKNOWN),
  SNIFF ("box longer than the file", "\0\0\1\0ftypheic", DIP_FORMAT_UNKNOWN),
  SNIFF ("nothing", "", DIP_FORMAT_UNKNOWN),
};

static void
test_sniff (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sniffs); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (sniffs[i].data, sniffs[i].size);
      g_test_message ("%s", sniffs[i].name);
      g_assert_cmpint (dip_format_sniff (bytes), ==, sniffs[i].format);
    }
}

static void
test_tokens (void)
{
  static const char *const tokens[] = { "unknown", "jpeg", "png", "webp", "tiff", "heic", "avif" };

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_cmpstr (dip_format_token ((DipFormat) i), ==, tokens[i]);
  g_assert_cmpstr (dip_format_extension (DIP_FORMAT_JPEG), ==, "jpg");
  g_assert_cmpstr (dip_format_extension (DIP_FORMAT_TIFF), ==, "tif");
  g_assert_cmpstr (dip_format_extension (DIP_FORMAT_AVIF), ==, "avif");
}

typedef struct
{
  const char *data;
  gsize size;
  const char *what;
} Guess;

#define GUESS(data, what)                                                                                              \
  {                                                                                                                    \
    data, sizeof (data) - 1, what                                                                                      \
  }

static const Guess guesses[] = {
  GUESS ("", "an empty file"),
  GUESS ("%PDF-1.7\n", "a PDF document"),
  GUESS ("<!DOCTYPE html><html>", "a web page"),
  GUESS ("\n  <HTML><body>", "a web page"),
  GUESS ("<?xml version='1.0'?>\n<svg xmlns=''/>", "an SVG drawing"),
  GUESS ("<svg/>", "an SVG drawing"),
  GUESS ("<?xml version='1.0'?><a/>", "an XML document"),
  GUESS (FTYP ("isom\0\0\0\0isommp41"), "a video"),
  GUESS (FTYP ("qt  \0\0\0\0qt  "), "a video"),
  GUESS ("\x1a\x45\xdf\xa3", "a video"),
  GUESS ("GIF89a", "a GIF picture"),
  GUESS ("BM\x36\0\0\0\0\0\0\0\x36", "a BMP picture"),
  GUESS ("BMW is a car", "a text file"),
  GUESS ("Dear clinic,\n", "a text file"),
  GUESS ("II*\0\x10\0\0\0CR\2\0", "a camera's raw file"),
  GUESS ("PK\3\4", "a ZIP archive or an Office document"),
  GUESS ("\0\1\2\3", NULL),
};

static void
test_guess (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (guesses[i].data, guesses[i].size);
      g_assert_cmpstr (dip_format_guess_foreign (bytes), ==, guesses[i].what);
    }
}

/* A header that can be measured has an @error of -1. */
typedef struct
{
  const char *name;
  const char *data;
  gsize size;
  int width, height, bits, error;
} Measure;

#define GOOD(name, data, width, height, bits)                                                                          \
  {                                                                                                                    \
    name, data, sizeof (data) - 1, width, height, bits, -1                                                             \
  }
#define BAD(name, data, code)                                                                                          \
  {                                                                                                                    \
    name, data, sizeof (data) - 1, 0, 0, 0, DIP_ERROR_##code                                                           \
  }
#define TIFF_ENTRY(tag, type, value) tag type "\1\0\0\0" value
#define TIFF_OF(extra)                                                                                                 \
  "II*\0\x08\0\0\0\4\0" TIFF_ENTRY ("\0\1", "\3\0", "\x80\2\0\0") TIFF_ENTRY ("\1\1", "\4\0", "\xe0\1\0\0")            \
      TIFF_ENTRY ("\2\1", "\3\0", "\x10\0\0\0") extra "\0\0\0\0"
#define HEIF_OF(width, height)                                                                                         \
  FTYP ("heic\0\0\0\0mif1heic")                                                                                        \
  "\0\0\0\x86meta\0\0\0\0\0\0\0\x0epitm\0\0\0\0\0\1\0\0\0\x23iinf\0\0\0\0\0\1\0\0\0\x15infe\2\0\0\0\0\1\0\0hvc1\0"     \
  "\0\0\0\x49iprp\0\0\0\x2cipco\0\0\0\x14ispe\0\0\0\0" width height "\0\0\0\x10pixi\0\0\0\0\3\x0a\x0a\x0a"             \
  "\0\0\0\x15ipma\0\0\0\0\0\0\0\1\0\1\2\1\2"

static const Measure measures[] = {
  GOOD ("png", PNG_OF ("\0\0\2\x80", "\0\0\1\xe0", "\x10", "\2"), 640, 480, 16),
  GOOD ("png with a palette", PNG_OF ("\0\0\2\x80", "\0\0\1\xe0", "\4", "\3"), 640, 480, 8),
  BAD ("png of 3 bits", PNG_OF ("\0\0\2\x80", "\0\0\1\xe0", "\3", "\2"), DAMAGED),
  BAD ("png without width", PNG_OF ("\0\0\0\0", "\0\0\1\xe0", "\x08", "\2"), DAMAGED),
  BAD ("png of 60000 a side", PNG_OF ("\0\0\xea\x60", "\0\0\xea\x60", "\x08", "\2"), TOO_LARGE),
  BAD ("png with too many pixels", PNG_OF ("\0\0\x4e\x20", "\0\0\x4e\x20", "\x08", "\2"), TOO_LARGE),
  BAD ("png that overflows", PNG_OF ("\xff\xff\xff\xff", "\xff\xff\xff\xff", "\x08", "\2"), TOO_LARGE),
  BAD ("png cut short", "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0", DAMAGED),
  GOOD ("jpeg", JPEG_OF ("\xc0", "\x08", "\1\xe0", "\2\x80"), 640, 480, 8),
  GOOD ("progressive jpeg", JPEG_OF ("\xc2", "\x08", "\1\xe0", "\2\x80"), 640, 480, 8),
  BAD ("jpeg of 12 bits", JPEG_OF ("\xc1", "\x0c", "\1\xe0", "\2\x80"), UNSUPPORTED),
  BAD ("lossless jpeg", JPEG_OF ("\xc3", "\x08", "\1\xe0", "\2\x80"), UNSUPPORTED),
  BAD ("jpeg whose height comes later", JPEG_OF ("\xc0", "\x08", "\0\0", "\2\x80"), DAMAGED),
  BAD ("jpeg of 65500 a side", JPEG_OF ("\xc0", "\x08", "\xff\xdc", "\xff\xdc"), TOO_LARGE),
  BAD ("jpeg that ends at once", "\xff\xd8", DAMAGED),
  BAD ("jpeg without frame", "\xff\xd8\xff\xd9", DAMAGED),
  BAD ("jpeg segment of length 0", "\xff\xd8\xff\xe1\0\0", DAMAGED),
  GOOD ("webp, lossy", "RIFF\x20\0\0\0WEBPVP8 \x10\0\0\0\x10\0\0\x9d\1\x2a\x80\2\xe0\1", 640, 480, 8),
  GOOD ("webp, lossless", "RIFF\x20\0\0\0WEBPVP8L\x10\0\0\0\x2f\x7f\xc2\x77\0", 640, 480, 8),
  GOOD ("webp, extended", "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\2\0\xdf\1\0", 640, 480, 8),
  BAD ("webp of an unknown kind", "RIFF\x20\0\0\0WEBPABCD\x0a\0\0\0\0\0\0\0\x7f\2\0\xdf\1\0", DAMAGED),
  BAD ("webp cut short", "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0", DAMAGED),
  GOOD ("tiff", TIFF_OF (TIFF_ENTRY ("\3\1", "\3\0", "\1\0\0\0")), 640, 480, 16),
  BAD ("raw camera preview in tiff", TIFF_OF (TIFF_ENTRY ("\xfe\0", "\4\0", "\1\0\0\0")), UNSUPPORTED),
  BAD ("dng", TIFF_OF (TIFF_ENTRY ("\x12\xc6", "\1\0", "\1\4\0\0")), UNSUPPORTED),
  BAD ("tiff directory outside", "II*\0\x08\1\0\0", DAMAGED),
  GOOD ("heic", HEIF_OF ("\0\0\2\x80", "\0\0\1\xe0"), 640, 480, 10),
  BAD ("heic of 4 thousand million pixels", HEIF_OF ("\xff\xff\xff\xff", "\0\0\0\1"), TOO_LARGE),
  BAD ("heic without properties", FTYP ("heic\0\0\0\0mif1heic"), DAMAGED),
  BAD ("no picture", "hello", UNSUPPORTED),
};

static void
test_measure (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      const Measure *row = &measures[i];
      g_autoptr (GBytes) bytes = g_bytes_new (row->data, row->size); /* a copy, so that overruns are seen */
      g_autoptr (GError) error = NULL;
      int width = 0, height = 0, bits = 0;
      gboolean ok
          = dip_format_read_size (bytes, dip_format_sniff (bytes), &DIP_LIMITS_DEFAULT, &width, &height, &bits, &error);
      g_test_message ("%s", row->name);
      g_assert_cmpint (ok, ==, row->error == -1);
      if (row->error != -1)
        {
          g_assert_error (error, DIP_ERROR, row->error);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (width, ==, row->width);
      g_assert_cmpint (height, ==, row->height);
      g_assert_cmpint (bits, ==, row->bits);
    }
}

static void
test_every_cut_header_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    for (gsize size = 0; size < measures[i].size; size++)
      {
        g_autoptr (GBytes) bytes = g_bytes_new (measures[i].data, size);
        for (DipFormat format = DIP_FORMAT_UNKNOWN; format <= DIP_FORMAT_AVIF; format++)
          {
            g_autoptr (GError) error = NULL;
            int width = 0, height = 0;
            if (dip_format_read_size (bytes, format, &DIP_LIMITS_DEFAULT, &width, &height, NULL, &error))
              g_assert_cmpint (width * height, >, 0);
            else
              g_assert_nonnull (error);
          }
      }
}

static void
test_too_many_bytes (void)
{
  g_autoptr (GBytes) bytes = BYTES (PNG_OF ("\0\0\2\x80", "\0\0\1\xe0", "\x08", "\2"));
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autoptr (GError) error = NULL;

  limits.max_bytes = 10;
  g_assert_false (dip_format_read_size (bytes, DIP_FORMAT_PNG, &limits, NULL, NULL, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE);
}

static void
test_start (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dip_imaging_init (&error));
  g_assert_no_error (error);
  g_assert_true (dip_imaging_init (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/sniff", test_sniff);
  g_test_add_func ("/format/tokens", test_tokens);
  g_test_add_func ("/format/guess", test_guess);
  g_test_add_func ("/format/measure", test_measure);
  g_test_add_func ("/format/cut-headers", test_every_cut_header_is_refused);
  g_test_add_func ("/format/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/format/start", test_start);
  int status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}

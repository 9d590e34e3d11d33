/* JPEGs: the same pixels and colours, upright, and nothing else. */
#include <turbojpeg.h>

#include "dip-scrub.h"
#include "dip-verify.h"
#include "jpegs.h"
#include "pictures.h"

static const DipLimits limits = DIP_LIMITS_DEFAULT;

static DipScrubbed *
scrub (GBytes *source, DipScrubMode mode)
{
  g_autoptr (GError) error = NULL;
  DipScrubbed *out = dip_scrub (source, "photo.jpg", mode, &limits, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (out);
  g_assert_true (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (contains (out->bytes, "Jane Roe", 8));
  return out;
}

static void
assert_refused (GBytes *source, int code)
{
  g_autoptr (GError) error = NULL;
  DipScrubbed *out = dip_scrub (source, "photo.jpg", DIP_SCRUB_UPRIGHT, &limits, NULL, &error);

  g_assert_null (out);
  g_assert_error (error, DIP_ERROR, code);
  g_assert_nonnull (strstr (error->message, "photo.jpg"));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static Decoded
decode_png (GBytes *bytes)
{
  Decoded out = { 0 };
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  g_autoptr (VipsImage) image = vips_image_new_from_buffer (data, size, "", NULL);

  g_assert_nonnull (image);
  out.width = image->Xsize;
  out.height = image->Ysize;
  out.bands = image->Bands;
  out.pixels = vips_image_write_to_memory (image, &size);
  return out;
}

/* --- Pixels and orientation ------------------------------------------------------------------------------------------ */

#define YCC(across, down, of_h, of_v) .width = across, .height = down, .stored = JCS_YCbCr, .h = of_h, .v = of_v

static const JpegKind kinds[] = {
  { "4:2:0 of whole MCUs", YCC (64, 48, 2, 2) },
  { "4:2:0", YCC (70, 53, 2, 2) },
  { "4:2:0, wide enough only", YCC (64, 53, 2, 2) },
  { "4:2:2 of whole MCUs", YCC (64, 48, 2, 1) },
  { "4:2:2", YCC (70, 53, 2, 1) },
  { "4:4:0", YCC (70, 53, 1, 2) },
  { "4:4:4 of whole MCUs", YCC (64, 48, 1, 1) },
  { "4:4:4", YCC (70, 53, 1, 1) },
  { "4:1:1", YCC (70, 53, 4, 1) },
  { "one pixel", YCC (1, 1, 2, 2) },
  { "tables made to measure", YCC (70, 53, 2, 2), .optimised = TRUE },
  { "restarts", YCC (70, 53, 2, 2), .restart = 1 },
  { "restarts that don't divide the rows", YCC (64, 48, 1, 1), .restart = 7 },
  { "restart interval beyond the end", YCC (64, 48, 2, 2), .restart = 65535 },
  { "no JFIF", YCC (64, 48, 2, 2), .no_jfif = TRUE },
  { "no JFIF, odd ids", YCC (64, 48, 2, 2), .no_jfif = TRUE, .ids = "abc" },
  { "JFIF with ids that spell RGB", YCC (64, 48, 2, 2), .ids = "RGB" },
  { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE },
  { "progressive of whole MCUs", YCC (64, 48, 1, 1), .progressive = TRUE },
  { "progressive with restarts", YCC (70, 53, 2, 2), .progressive = TRUE, .restart = 3 },
  { "one scan a component", YCC (70, 53, 2, 2), .scans = TRUE },
  { "arithmetic", YCC (70, 53, 2, 2), .arithmetic = TRUE },
  { "grey", .width = 64, .height = 48, .stored = JCS_GRAYSCALE, .h = 1, .v = 1 },
  { "grey, odd", .width = 70, .height = 53, .stored = JCS_GRAYSCALE, .h = 1, .v = 1 },
  { "grey with factors", .width = 70, .height = 53, .stored = JCS_GRAYSCALE, .h = 2, .v = 2 },
  { "RGB by Adobe's marker", .width = 64, .height = 48, .stored = JCS_RGB, .h = 1, .v = 1, .ids = "abc" },
  { "RGB by its ids", .width = 70, .height = 53, .stored = JCS_RGB, .h = 1, .v = 1, .no_adobe = TRUE, .ids = "RGB" },
};

/* The result turned back by TurboJPEG: a turn that lost nothing gives the source's pixels bit by bit. Nothing where
 * TurboJPEG does not know the sampling that a turn has led to. */
static gboolean
turn_back (GBytes *turned, int orientation, Decoded *decoded)
{
  static const int back[9] = { [2] = TJXOP_HFLIP,  [3] = TJXOP_ROT180,     [4] = TJXOP_VFLIP, [5] = TJXOP_TRANSPOSE,
                               [6] = TJXOP_ROT270, [7] = TJXOP_TRANSVERSE, [8] = TJXOP_ROT90 };
  tjtransform transform = { .op = back[orientation], .options = TJXOPT_PERFECT };
  tjhandle handle = tjInitTransform ();
  unsigned char *out = NULL;
  unsigned long size = 0;
  gboolean known
      = tjTransform (handle, g_bytes_get_data (turned, NULL), g_bytes_get_size (turned), 1, &out, &size, &transform, 0)
        == 0;

  if (known)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (out, size);
      *decoded = decode_jpeg (bytes);
    }
  tjFree (out);
  tjDestroy (handle);
  return known;
}

/* Rounding in the decoder depends on the direction in which it works: by so much a picture whose coefficients were turned
 * may differ from one whose pixels were. */
#define ROUNDING 4

static void
check_turned (GBytes *turned, int orientation, const Decoded *stored, const Decoded *upright)
{
  g_auto (Decoded) back = { 0 };
  g_auto (Decoded) result = decode_jpeg (turned);

  if (turn_back (turned, orientation, &back))
    g_assert_cmpint (compare_pixels (&back, stored), ==, 0);
  g_assert_cmpint (compare_pixels (&result, upright), >=, 0);
  g_assert_cmpint (compare_pixels (&result, upright), <=, ROUNDING);
}

static void
check_upright_size (const DipScrubbed *out, const Decoded *upright)
{
  g_assert_cmpint (out->width, ==, upright->width);
  g_assert_cmpint (out->height, ==, upright->height);
}

static void
check_catalogue (GBytes *source, int orientation, const Decoded *stored, const Decoded *upright)
{
  g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
  g_auto (Decoded) result = decode_jpeg (out->bytes);

  g_assert_cmpint (out->format, ==, DIP_FORMAT_JPEG);
  g_assert_cmpint (result.warnings, ==, 0);
  check_upright_size (out, upright);
  if (out->orientation == orientation)
    g_assert_cmpint (compare_pixels (&result, stored), ==, 0);
  else
    {
      g_assert_cmpint (out->orientation, ==, 1);
      check_turned (out->bytes, orientation, stored, upright);
    }
}

static void
check_upright (GBytes *source, int orientation, const Decoded *stored, const Decoded *upright)
{
  g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_UPRIGHT);

  g_assert_cmpint (out->orientation, ==, 1);
  check_upright_size (out, upright);
  if (out->format == DIP_FORMAT_PNG)
    {
      g_auto (Decoded) result = decode_png (out->bytes);
      g_assert_cmpstr (out->method, ==, "re-encoded");
      g_assert_cmpint (compare_pixels (&result, upright), ==, 0);
      return;
    }
  if (orientation > 1)
    {
      check_turned (out->bytes, orientation, stored, upright);
      return;
    }
  g_auto (Decoded) result = decode_jpeg (out->bytes);
  g_assert_cmpint (compare_pixels (&result, stored), ==, 0);
}

static void
test_pixels (gconstpointer data)
{
  const JpegKind *kind = data;
  g_autoptr (GBytes) clean = make_jpeg (kind);
  g_auto (Decoded) stored = decode_jpeg (clean);

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GBytes) source = add_exif (clean, orientation);
      g_auto (Decoded) upright = turn_pixels (&stored, orientation);
      g_test_message ("orientation %d", orientation);
      check_catalogue (source, orientation, &stored, &upright);
      check_upright (source, orientation, &stored, &upright);
    }
}

/* By which way, and turned or not: what is possible without loss is done. */
static void
test_ways (void)
{
  static const struct
  {
    JpegKind kind;
    int orientation;
    const char *method;
    int left; /* to turn when showing */
  } cases[] = {
    { { "copied", YCC (70, 53, 2, 2) }, 1, "copied", 1 },
    { { "copied with restarts", YCC (70, 53, 2, 2), .restart = 2 }, 1, "copied", 1 },
    { { "left to the catalogue", YCC (70, 53, 2, 2) }, 6, "copied", 6 },
    { { "turned", YCC (64, 48, 2, 2) }, 6, "transcoded", 1 },
    { { "rows whole, columns not: clockwise", YCC (70, 48, 2, 2) }, 6, "transcoded", 1 },
    { { "rows whole, columns not: the other way", YCC (70, 48, 2, 2) }, 8, "copied", 8 },
    { { "columns whole, rows not: mirrored", YCC (64, 53, 2, 2) }, 2, "transcoded", 1 },
    { { "columns whole, rows not: upside down", YCC (64, 53, 2, 2) }, 4, "copied", 4 },
    { { "transposed at any size", YCC (70, 53, 2, 2) }, 5, "transcoded", 1 },
    { { "grey counts blocks of 8", .width = 40, .height = 53, .stored = JCS_GRAYSCALE, .h = 2, .v = 2 },
      2,
      "transcoded",
      1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) clean = make_jpeg (&cases[i].kind);
      g_autoptr (GBytes) source = add_exif (clean, cases[i].orientation);
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
      g_test_message ("%s", cases[i].kind.name);
      g_assert_cmpstr (out->method, ==, cases[i].method);
      g_assert_cmpint (out->orientation, ==, cases[i].left);
    }
}

/* Whatever a file was laden with, the result is that of the bare picture, byte for byte. */
static void
test_dirt (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bare = make_jpeg (&kinds[i]);
      g_autoptr (GBytes) laden = add_dirt (bare);
      g_autoptr (DipScrubbed) first = scrub (bare, DIP_SCRUB_FOR_CATALOGUE);
      g_autoptr (DipScrubbed) second = scrub (laden, DIP_SCRUB_FOR_CATALOGUE);
      g_autoptr (DipScrubbed) third = scrub (first->bytes, DIP_SCRUB_FOR_CATALOGUE);
      g_test_message ("%s", kinds[i].name);
      g_assert_true (g_bytes_equal (first->bytes, second->bytes));
      if (strcmp (first->method, "copied") == 0)
        g_assert_true (g_bytes_equal (first->bytes, third->bytes));
    }
}

/* --- What hides between the codes ------------------------------------------------------------------------------------ */

/* Places in front of each marker after the start of the scan. */
static GArray *
find_markers (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *scan = memmem (data, size, "\xff\xda", 2);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = (gsize) (scan - data) + 2; i + 1 < size; i++)
    if (data[i] == 0xFF && data[i + 1] != 0)
      g_array_append_val (places, i);
  return places;
}

static void
test_hidden_bytes (void)
{
  static const JpegKind hiding[] = {
    { "no restarts", YCC (70, 53, 2, 2) },
    { "restarts", YCC (70, 53, 2, 2), .restart = 4 },
    { "grey", .width = 70, .height = 53, .stored = JCS_GRAYSCALE, .h = 1, .v = 1, .restart = 9 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (hiding); k++)
    {
      g_autoptr (GBytes) bare = make_jpeg (&hiding[k]);
      g_autoptr (DipScrubbed) expected = scrub (bare, DIP_SCRUB_FOR_CATALOGUE);
      g_autoptr (GArray) places = find_markers (bare);
      for (guint i = 0; i < places->len; i++)
        for (gsize n = 1; n <= 8; n++)
          {
            gsize at = g_array_index (places, gsize, i), size = n < 8 ? n : sizeof NEEDLE;
            g_autoptr (GBytes) source = insert (bare, at, NEEDLE, size);
            g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
            g_assert_cmpstr (out->method, ==, "copied");
            g_assert_true (g_bytes_equal (out->bytes, expected->bytes));
          }
    }
}

/* The up to seven bits that fill an interval up can say something, too: they are ones, whatever they were. */
static void
test_hidden_bits (void)
{
  static const JpegKind kind = { "restarts", YCC (70, 53, 2, 2), .restart = 1 };
  g_autoptr (GBytes) bare = make_jpeg (&kind);
  g_autoptr (DipScrubbed) expected = scrub (bare, DIP_SCRUB_FOR_CATALOGUE);
  g_autoptr (GArray) places = find_markers (bare);
  guint changed = 0;

  for (guint i = 0; i < places->len; i++)
    {
      gsize size, at = g_array_index (places, gsize, i) - 1;
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bare, &size), g_bytes_get_size (bare));
      if (!(copy[at] & 1) || copy[at] == 0xFF || copy[at - 1] == 0xFF)
        continue;
      copy[at] ^= 1;
      g_autoptr (GBytes) source = g_bytes_new (copy, size);
      g_auto (Decoded) before = decode_jpeg (bare), after = decode_jpeg (source);
      if (compare_pixels (&before, &after) != 0)
        continue; /* no padding here: the bit was a code's */
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
      g_assert_true (g_bytes_equal (out->bytes, expected->bytes));
      changed++;
    }
  g_assert_cmpuint (changed, >, 3);
}

/* Copied unread, photos are the same; what is hidden in them the verifier finds, unless only the bits at the very end. */
static void
test_trusting (void)
{
  static const struct
  {
    JpegKind kind;
    gsize n_hidden; /* bytes before the end marker */
    gboolean trusted, proven;
  } cases[] = {
    { { "whole", YCC (70, 53, 2, 2) }, 0, TRUE, TRUE },
    { { "grey", .width = 70, .height = 53, .stored = JCS_GRAYSCALE, .h = 1, .v = 1 }, 0, TRUE, TRUE },
    { { "hidden", YCC (70, 53, 2, 2) }, 8, TRUE, FALSE },
    { { "one byte", YCC (70, 53, 2, 2) }, 1, TRUE, FALSE },
    { { "restarts", YCC (70, 53, 2, 2), .restart = 4 }, 0, FALSE, TRUE },
    { { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE }, 0, FALSE, TRUE },
    { { "one scan a component", YCC (70, 53, 2, 2), .scans = TRUE }, 0, FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bare = make_jpeg (&cases[i].kind);
      g_autoptr (GBytes) source = insert (bare, g_bytes_get_size (bare) - 2, NEEDLE, cases[i].n_hidden);
      g_autoptr (DipScrubbed) out
          = dip_scrub (source, "photo.jpg", DIP_SCRUB_UPRIGHT | DIP_SCRUB_TRUSTING, &limits, NULL, NULL);
      g_test_message ("%s", cases[i].kind.name);
      g_assert_nonnull (out);
      g_assert_cmpint (out->trusted, ==, cases[i].trusted);
      g_assert_cmpint (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, NULL), ==, cases[i].proven);
      g_autoptr (DipScrubbed) strict = scrub (source, DIP_SCRUB_UPRIGHT);
      g_assert_false (strict->trusted);
      g_assert_true (!cases[i].proven || g_bytes_equal (out->bytes, strict->bytes));
    }
}

/* --- Damage ---------------------------------------------------------------------------------------------------------- */

static void
test_cut_short (void)
{
  static const JpegKind cut[] = {
    { "baseline", YCC (70, 53, 2, 2) },
    { "restarts", YCC (70, 53, 2, 2), .restart = 2 },
    { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE },
    { "one scan a component", YCC (70, 53, 2, 2), .scans = TRUE },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cut); k++)
    {
      g_autoptr (GBytes) whole = make_jpeg (&cut[k]);
      gsize size = g_bytes_get_size (whole);
      for (gsize left = 3; left + 4 < size; left += 1 + left / 16)
        {
          g_autoptr (GBytes) source = g_bytes_new_from_bytes (whole, 0, left);
          assert_refused (source, DIP_ERROR_DAMAGED);
        }
    }
}

/* Only the end marker is missing: every block is there, and so the picture is. */
static void
test_no_end (void)
{
  static const JpegKind cut[] = {
    { "baseline", YCC (70, 53, 2, 2) },
    { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cut); k++)
    {
      g_autoptr (GBytes) whole = make_jpeg (&cut[k]);
      g_autoptr (GBytes) source = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 2);
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
      g_auto (Decoded) expected = decode_jpeg (whole), result = decode_jpeg (out->bytes);
      g_assert_cmpint (compare_pixels (&expected, &result), ==, 0);
    }
}

/* One byte of the picture data changed, at random: either it is refused, or what comes out decodes without a warning and
 * shows what any viewer would have shown. */
static void
test_changed_bytes (void)
{
  static const JpegKind changed[] = {
    { "baseline", YCC (70, 53, 2, 2) },
    { "restarts", YCC (70, 53, 2, 1), .restart = 3 },
    { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE },
    { "grey", .width = 70, .height = 53, .stored = JCS_GRAYSCALE, .h = 1, .v = 1, .optimised = TRUE },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20260314);
  guint accepted = 0, refused = 0;

  for (int i = 0; i < 1200; i++)
    {
      g_autoptr (GBytes) whole = make_jpeg (&changed[i % (int) G_N_ELEMENTS (changed)]);
      gsize size = g_bytes_get_size (whole);
      guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      gsize from = (gsize) ((const guint8 *) memmem (copy, size, "\xff\xda", 2) - copy) + 14;
      copy[g_rand_int_range (random, (gint32) from, (gint32) size - 2)] = (guint8) g_rand_int (random);
      g_autoptr (GBytes) source = g_bytes_new_take (copy, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (DipScrubbed) out = dip_scrub (source, "photo.jpg", DIP_SCRUB_FOR_CATALOGUE, &limits, NULL, &error);
      if (out == NULL)
        {
          g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
          refused++;
          continue;
        }
      g_auto (Decoded) expected = decode_jpeg (source), result = decode_jpeg (out->bytes);
      g_assert_true (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, &error));
      g_assert_cmpint (result.warnings, ==, 0);
      g_assert_cmpint (compare_pixels (&expected, &result), ==, 0);
      accepted++;
    }
  g_assert_cmpuint (accepted, >, 50);
  g_assert_cmpuint (refused, >, 50);
}

/* Headers of every length and with every byte changed: an answer, and no crash. */
static void
test_changed_headers (void)
{
  static const JpegKind kind = { "small", YCC (16, 16, 2, 2), .restart = 1 };
  g_autoptr (GBytes) bare = make_jpeg (&kind);
  g_autoptr (GBytes) whole = add_exif (bare, 6);
  gsize size = g_bytes_get_size (whole);

  for (gsize i = 0; i < size; i++)
    for (guint change = 0; change < 3; change++)
      {
        static const guint8 changes[] = { 0xFF, 0x01, 0x80 };
        guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), size);
        copy[i] ^= changes[change];
        g_autoptr (GBytes) source = g_bytes_new_take (copy, size);
        g_autoptr (GError) error = NULL;
        g_autoptr (DipScrubbed) out = dip_scrub (source, "photo.jpg", DIP_SCRUB_FOR_CATALOGUE, &limits, NULL, &error);
        g_assert_true ((out == NULL) == (error != NULL));
        if (out != NULL)
          {
            dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, &error);
            g_test_message ("byte %zu ^ %02x", i, changes[change]);
            g_assert_no_error (error);
          }
      }
}

/* --- Colours --------------------------------------------------------------------------------------------------------- */

static GBytes *
make_profile (const char *name)
{
  VipsBlob *blob = NULL;

  g_assert_cmpint (vips_profile_load (name, &blob, NULL), ==, 0);
  GBytes *bytes = g_bytes_new (VIPS_AREA (blob)->data, VIPS_AREA (blob)->length);
  vips_area_unref (VIPS_AREA (blob));
  return bytes;
}

typedef struct
{
  guint8 number, total;
  gsize from, to; /* per cent of the profile */
} ProfilePart;

static GBytes *
add_profile (GBytes *bare, GBytes *profile, const ProfilePart *parts, gsize n)
{
  g_autoptr (GBytes) result = g_bytes_ref (bare);
  gsize size = g_bytes_get_size (profile);

  for (gsize i = n; i > 0; i--)
    {
      const ProfilePart *part = &parts[i - 1];
      g_autoptr (GByteArray) segment = g_byte_array_new ();
      char intro[14] = "ICC_PROFILE";
      gsize from = size * part->from / 100, to = size * part->to / 100;
      intro[12] = (char) part->number;
      intro[13] = (char) part->total;
      append_segment (segment, 0xE2, intro, sizeof intro, (const guint8 *) g_bytes_get_data (profile, NULL) + from,
                      to - from);
      GBytes *more = insert (result, 2, segment->data, segment->len);
      g_bytes_unref (result);
      result = more;
    }
  return g_steal_pointer (&result);
}

static void
test_profiles (void)
{
  static const struct
  {
    const char *name, *profile;
    ProfilePart parts[3];
    gsize n;
    gboolean kept;
  } cases[] = {
    { "whole", "p3", { { 1, 1, 0, 100 } }, 1, TRUE },
    { "in three", "p3", { { 1, 3, 0, 20 }, { 2, 3, 20, 70 }, { 3, 3, 70, 100 } }, 3, TRUE },
    { "out of order", "p3", { { 2, 2, 50, 100 }, { 1, 2, 0, 50 } }, 2, TRUE },
    { "one missing", "p3", { { 1, 3, 0, 20 }, { 3, 3, 70, 100 } }, 2, FALSE },
    { "one twice", "p3", { { 1, 2, 0, 50 }, { 1, 2, 0, 50 } }, 2, FALSE },
    { "counted from zero", "p3", { { 0, 1, 0, 100 } }, 1, FALSE },
    { "cut short", "p3", { { 1, 1, 0, 90 } }, 1, FALSE },
    { "for inks", "cmyk", { { 1, 1, 0, 0 } }, 1, FALSE },
  };
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  g_autoptr (GBytes) bare = make_jpeg (&kind);
  g_auto (Decoded) expected = decode_jpeg (bare);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) profile = make_profile (cases[i].profile);
      g_autoptr (GBytes) source = add_profile (bare, profile, cases[i].parts, cases[i].n);
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
      g_auto (Decoded) result = decode_jpeg (out->bytes);
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (contains (out->bytes, "ICC_PROFILE", 11), ==, cases[i].kept);
      g_assert_cmpint (compare_pixels (&expected, &result), ==, 0);
    }
}

/* A profile that names somebody: its colours stay, the name goes, whichever way the picture takes. */
static void
test_profile_text (void)
{
  static const JpegKind ways[] = {
    { "copied", YCC (70, 53, 2, 2) },
    { "progressive", YCC (70, 53, 2, 2), .progressive = TRUE },
    { "turned", YCC (64, 48, 2, 2) },
  };
  static const ProfilePart whole = { 1, 1, 0, 100 };
  g_autoptr (GBytes) plain = make_profile ("p3");
  g_autoptr (GBytes) longer = insert (plain, g_bytes_get_size (plain), NEEDLE, sizeof NEEDLE);
  gsize size;
  g_autofree guint8 *named = g_memdup2 (g_bytes_get_data (longer, &size), g_bytes_get_size (longer));

  memcpy (named + 100, NEEDLE, sizeof NEEDLE); /* bytes of the header that are to be zero */
  named[2] = (guint8) (size >> 8);             /* and behind the last tag, but inside the profile */
  named[3] = (guint8) size;
  g_autoptr (GBytes) marked = g_bytes_new (named, size);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GBytes) bare = make_jpeg (&ways[i]);
      g_autoptr (GBytes) oriented = add_exif (bare, 6);
      g_autoptr (GBytes) source = add_profile (oriented, marked, &whole, 1);
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
      g_assert_true (contains (out->bytes, "ICC_PROFILE", 11));
      g_assert_true (contains (out->bytes, "rXYZ", 4));
    }
}

static VipsImage *
show_managed (GBytes *source)
{
  g_autoptr (VipsImage) inks = NULL;
  VipsImage *out = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (source, &size);

  inks = vips_image_new_from_buffer (data, size, "", NULL);
  g_assert_cmpint (vips_icc_transform (inks, &out, "srgb", "embedded", TRUE, "input_profile", "cmyk", NULL), ==, 0);
  return out;
}

/* Inks become what a colour-managed viewer shows: sRGB, in a PNG, upright. */
static void
test_inks (void)
{
  static const JpegKind inks[] = {
    { "CMYK by Adobe", .width = 64, .height = 48, .stored = JCS_CMYK, .h = 1, .v = 1 },
    { "CMYK not inverted", .width = 70, .height = 53, .stored = JCS_CMYK, .h = 1, .v = 1, .no_adobe = TRUE },
    { "YCCK", .width = 70, .height = 53, .stored = JCS_YCCK, .h = 2, .v = 2 },
    { "YCCK progressive", .width = 70, .height = 53, .stored = JCS_YCCK, .h = 2, .v = 2, .progressive = TRUE },
    { "CMYK not inverted, progressive", .width = 70, .height = 53, .stored = JCS_CMYK, .h = 1, .v = 1, .no_adobe = TRUE,
      .progressive = TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inks); i++)
    for (int orientation = 1; orientation <= 8; orientation += 5)
      {
        g_autoptr (GBytes) bare = make_jpeg (&inks[i]);
        g_autoptr (GBytes) source = add_exif (bare, orientation);
        g_autoptr (VipsImage) shown = show_managed (bare);
        g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_FOR_CATALOGUE);
        g_auto (Decoded) result = decode_png (out->bytes);
        gsize size;
        g_auto (Decoded) stored
            = { shown->Xsize, shown->Ysize, shown->Bands, 0, vips_image_write_to_memory (shown, &size) };
        g_auto (Decoded) upright = turn_pixels (&stored, orientation);
        g_test_message ("%s", inks[i].name);
        g_assert_cmpint (out->format, ==, DIP_FORMAT_PNG);
        g_assert_cmpint (out->orientation, ==, 1);
        g_assert_cmpint (result.bands, ==, 3);
        g_assert_cmpint (compare_pixels (&result, &upright), ==, 0);
      }
}

/* --- Limits, cancelling, words --------------------------------------------------------------------------------------- */

static void
test_limits (void)
{
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  g_autoptr (GBytes) source = make_jpeg (&kind);
  const struct
  {
    DipLimits limits;
    gboolean accepted;
  } cases[] = {
    { { .max_bytes = 1 << 20, .max_pixels = 70 * 53, .max_side = 70 }, TRUE },
    { { .max_bytes = 1 << 20, .max_pixels = 70 * 53 - 1, .max_side = 70 }, FALSE },
    { { .max_bytes = 1 << 20, .max_pixels = 70 * 53, .max_side = 69 }, FALSE },
    { { .max_bytes = 100, .max_pixels = 70 * 53, .max_side = 70 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DipScrubbed) out = dip_scrub (source, "photo.jpg", DIP_SCRUB_UPRIGHT, &cases[i].limits, NULL, &error);
      g_assert_true ((out != NULL) == cases[i].accepted);
      if (out == NULL)
        g_assert_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE);
    }
}

static void
test_cancelled (void)
{
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  g_autoptr (GBytes) source = make_jpeg (&kind);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dip_scrub (source, "photo.jpg", DIP_SCRUB_UPRIGHT, &limits, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (dip_scrub_pixel_digest (source, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_not_photos (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    int code;
  } cases[] = {
    { "", 0, DIP_ERROR_UNSUPPORTED },
    { "%PDF-1.7", 8, DIP_ERROR_UNSUPPORTED },
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", 40, DIP_ERROR_UNSUPPORTED },
    { "\x12\x34\x56\x78", 4, DIP_ERROR_UNSUPPORTED },
    { "\xff\xd8", 2, DIP_ERROR_DAMAGED },
    { "\xff\xd8\xff\xd9", 4, DIP_ERROR_DAMAGED },
    { "\x89PNG\r\n\x1a\n", 8, DIP_ERROR_DAMAGED },
    { "RIFF\4\0\0\0WEBP", 12, DIP_ERROR_DAMAGED },
    { "II*\0\x08\0\0\0\0\0", 10, DIP_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) source = g_bytes_new_static (cases[i].data, cases[i].size);
      assert_refused (source, cases[i].code);
    }
}

static gboolean
has_token (const DipScrubbed *out, const char *token)
{
  return g_ptr_array_find_with_equal_func (out->removed, token, g_str_equal, NULL);
}

static void
test_removed (void)
{
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  static const char *const expected[]
      = { "comment:1", "fields:4", "iptc", "name", "second-image", "thumbnail:2", "trailer", "video", "xmp" };
  g_autoptr (GBytes) bare = make_jpeg (&kind);
  g_autoptr (GBytes) laden = add_dirt (bare);
  g_autoptr (DipScrubbed) nothing = scrub (bare, DIP_SCRUB_FOR_CATALOGUE);
  g_autoptr (DipScrubbed) much = scrub (laden, DIP_SCRUB_FOR_CATALOGUE);
  g_autofree char *no_words = dip_scrub_removed_to_text (nothing->removed);
  g_autofree char *words = dip_scrub_removed_to_text (much->removed);

  g_test_message ("%s", words);
  g_assert_cmpuint (nothing->removed->len, ==, 0);
  g_assert_cmpstr (no_words, ==, "nothing");
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_true (has_token (much, expected[i]));
    }
  for (guint i = 1; i < much->removed->len; i++)
    g_assert_cmpstr (g_ptr_array_index (much->removed, i - 1), <, g_ptr_array_index (much->removed, i));
  g_assert_nonnull (strstr (words, "a film, further pictures, 2 thumbnails, 1 comment"));
  g_assert_true (g_str_has_suffix (words, "4 other fields"));
}

static void
test_removed_words (void)
{
  static const char *const tokens[] = { "fields:41", "gps", "no-such-token:3", "serial-number", "thumbnail:3" };
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_ptr_array_add (removed, (gpointer) tokens[i]);
  g_autofree char *words = dip_scrub_removed_to_text (removed);
  g_assert_cmpstr (words, ==, "GPS position, camera serial number, 3 thumbnails, 41 other fields");
}

/* --- The same picture again ------------------------------------------------------------------------------------------ */

static char *
digest (GBytes *bytes, int orientation)
{
  g_autoptr (GError) error = NULL;
  char *sum = dip_scrub_pixel_digest (bytes, orientation, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (sum), ==, 64);
  return sum;
}

static void
test_digest (void)
{
  static const JpegKind baseline = { "4:2:0", YCC (70, 53, 2, 2) };
  static const JpegKind recoded = { "4:2:0", YCC (70, 53, 2, 2), .progressive = TRUE };
  static const JpegKind other = { "4:4:4", YCC (70, 53, 1, 1) };
  g_autoptr (GBytes) first = make_jpeg (&baseline);
  g_autoptr (GBytes) second = make_jpeg (&recoded);
  g_autoptr (GBytes) third = make_jpeg (&other);
  g_autoptr (GBytes) laden = add_dirt (first);
  g_autofree char *sum = digest (first, 1);
  g_autofree char *same = digest (second, 1);
  g_autofree char *dirty = digest (laden, 1);
  g_autofree char *turned = digest (first, 6);
  g_autofree char *different = digest (third, 1);

  g_assert_cmpstr (sum, ==, same);
  g_assert_cmpstr (sum, ==, dirty);
  g_assert_cmpstr (sum, !=, turned);
  g_assert_cmpstr (sum, !=, different);
}

static void
test_digest_across_formats (void)
{
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  g_autoptr (GBytes) jpeg = make_jpeg (&kind);
  gsize size;
  gconstpointer data = g_bytes_get_data (jpeg, &size);
  g_autoptr (VipsImage) image = vips_image_new_from_buffer (data, size, "", NULL);
  g_autoptr (GBytes) packed = write_picture (image, ".png[compression=9]");
  g_autoptr (GBytes) interlaced = write_picture (image, ".png[compression=0,interlace]");
  g_autofree char *sum = digest (jpeg, 1);
  g_autofree char *first = digest (packed, 1);
  g_autofree char *second = digest (interlaced, 1);

  g_assert_cmpstr (sum, ==, first);
  g_assert_cmpstr (sum, ==, second);
}

static void
test_digest_of_damage (void)
{
  static const JpegKind kind = { "4:2:0", YCC (70, 53, 2, 2) };
  g_autoptr (GBytes) jpeg = make_jpeg (&kind);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (jpeg, 0, g_bytes_get_size (jpeg) / 2);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_scrub_pixel_digest (cut, 1, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (dip_scrub_pixel_digest (text, 1, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
}

/* --- At the same time ------------------------------------------------------------------------------------------------ */

static gpointer
scrub_many (gpointer unused)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bare = make_jpeg (&kinds[i]);
      g_autoptr (GBytes) source = add_exif (bare, 3);
      g_autoptr (DipScrubbed) out = scrub (source, DIP_SCRUB_UPRIGHT);
      g_assert_cmpint (out->orientation, ==, 1);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[3];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("scrub", scrub_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  let_libvips_warn ();
  g_assert_true (dip_imaging_init (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scrub/pixels/%s", kinds[i].name);
      g_test_add_data_func (path, &kinds[i], test_pixels);
    }
  g_test_add_func ("/scrub/ways", test_ways);
  g_test_add_func ("/scrub/dirt", test_dirt);
  g_test_add_func ("/scrub/hidden-bytes", test_hidden_bytes);
  g_test_add_func ("/scrub/hidden-bits", test_hidden_bits);
  g_test_add_func ("/scrub/trusting", test_trusting);
  g_test_add_func ("/scrub/cut-short", test_cut_short);
  g_test_add_func ("/scrub/no-end", test_no_end);
  g_test_add_func ("/scrub/changed-bytes", test_changed_bytes);
  g_test_add_func ("/scrub/changed-headers", test_changed_headers);
  g_test_add_func ("/scrub/profiles", test_profiles);
  g_test_add_func ("/scrub/profile-text", test_profile_text);
  g_test_add_func ("/scrub/inks", test_inks);
  g_test_add_func ("/scrub/limits", test_limits);
  g_test_add_func ("/scrub/cancelled", test_cancelled);
  g_test_add_func ("/scrub/not-photos", test_not_photos);
  g_test_add_func ("/scrub/removed", test_removed);
  g_test_add_func ("/scrub/removed-words", test_removed_words);
  g_test_add_func ("/scrub/digest", test_digest);
  g_test_add_func ("/scrub/digest-across-formats", test_digest_across_formats);
  g_test_add_func ("/scrub/digest-of-damage", test_digest_of_damage);
  g_test_add_func ("/scrub/threads", test_threads);
  int result = g_test_run ();
  dip_imaging_shutdown ();
  return result;
}

/* Everything but JPEG: the very pixels as PNG, or as lossless WebP where their colours need a profile; upright, and nothing
 * else. */
#include <zlib.h>

#include "dip-scrub.h"
#include "dip-verify.h"
#include "jpegs.h"
#include "pictures.h"

static const DipLimits limits = DIP_LIMITS_DEFAULT;

static DipScrubbed *
scrub (GBytes *source)
{
  g_autoptr (GError) error = NULL;
  DipScrubbed *out = dip_scrub (source, "photo", DIP_SCRUB_FOR_CATALOGUE, &limits, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (out);
  g_assert_true (out->format == DIP_FORMAT_PNG || out->format == DIP_FORMAT_WEBP);
  g_assert_cmpint (out->orientation, ==, 1);
  g_assert_cmpstr (out->method, ==, "re-encoded");
  g_assert_true (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (contains (out->bytes, "Jane Roe", 8));
  return out;
}

static void
assert_refused (GBytes *source, int code)
{
  g_autoptr (GError) error = NULL;
  DipScrubbed *out = dip_scrub (source, "photo", DIP_SCRUB_UPRIGHT, &limits, NULL, &error);

  g_assert_null (out);
  g_assert_error (error, DIP_ERROR, code);
  g_assert_nonnull (strstr (error->message, "photo"));
}

static VipsImage *
open_picture (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  VipsImage *image = vips_image_new_from_buffer (data, size, "", NULL);

  g_assert_nonnull (image);
  return image;
}

static Decoded
decode (GBytes *bytes)
{
  g_autoptr (VipsImage) image = open_picture (bytes);
  gsize size;

  return (Decoded){ image->Xsize, image->Ysize, (int) (VIPS_IMAGE_SIZEOF_PEL (image)), 0,
                    vips_image_write_to_memory (image, &size) };
}

/* @bands of 8 or 16 bits; the last of an even number is transparency. */
static VipsImage *
draw (int width, int height, int bands, gboolean deep)
{
  g_autofree guint8 *rows = g_malloc ((gsize) width * (gsize) height * (gsize) bands * 2);
  const int samples = deep ? 2 * bands : bands;
  VipsImage *image;

  for (int y = 0; y < height; y++)
    draw_row (rows + (gsize) y * (gsize) width * (gsize) samples, y, width, samples);
  g_autoptr (VipsImage) bare
      = vips_image_new_from_memory_copy (rows, (gsize) width * (gsize) height * (gsize) samples, width, height, bands,
                                         deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
  VipsInterpretation type = bands < 3 ? (deep ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W)
                                      : (deep ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB);
  g_assert_cmpint (vips_copy (bare, &image, "interpretation", type, NULL), ==, 0);
  return image;
}

/* --- Pixels ---------------------------------------------------------------------------------------------------------- */

static void
test_pixels (void)
{
  static const struct
  {
    const char *suffix;
    int bands;
    gboolean deep;
    gboolean turned_by_exif; /* and the saver writes it */
  } cases[] = {
    { ".png", 1, FALSE, FALSE },
    { ".png", 2, FALSE, FALSE },
    { ".png", 3, FALSE, FALSE },
    { ".png", 4, FALSE, FALSE },
    { ".png", 1, TRUE, FALSE },
    { ".png", 3, TRUE, FALSE },
    { ".png", 4, TRUE, FALSE },
    { ".png[interlace]", 3, FALSE, FALSE },
    { ".png[interlace]", 4, TRUE, FALSE },
    { ".png[palette]", 3, FALSE, FALSE },
    { ".png[palette,bitdepth=2]", 3, FALSE, FALSE },
    { ".png[palette]", 4, FALSE, FALSE },
    { ".png[bitdepth=1]", 1, FALSE, FALSE },
    { ".webp", 3, FALSE, TRUE },
    { ".webp", 4, FALSE, TRUE },
    { ".webp[lossless]", 4, FALSE, TRUE },
    { ".heic[compression=hevc]", 3, FALSE, FALSE },
    { ".avif", 3, FALSE, FALSE },
    { ".avif", 4, FALSE, FALSE },
    { ".avif[lossless]", 3, FALSE, FALSE },
    { ".tif", 1, FALSE, TRUE },
    { ".tif", 3, FALSE, TRUE },
    { ".tif", 4, TRUE, TRUE },
    { ".tif[compression=lzw,predictor=horizontal]", 3, FALSE, TRUE },
    { ".tif[compression=jpeg]", 3, FALSE, TRUE },
    { ".tif[compression=deflate,tile]", 3, TRUE, TRUE },
    { ".tif[bitdepth=1]", 1, FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int orientation = 1; can_write (cases[i].suffix) && orientation <= (cases[i].turned_by_exif ? 8 : 1);
         orientation++)
      {
        g_autoptr (VipsImage) image = draw (71, 54, cases[i].bands, cases[i].deep);
        vips_image_set_int (image, VIPS_META_ORIENTATION, orientation);
        vips_image_set_string (image, "exif-ifd0-Artist", NEEDLE);
        vips_image_set_string (image, VIPS_META_IMAGEDESCRIPTION, NEEDLE);
        g_autoptr (GBytes) source = write_picture (image, cases[i].suffix);
        g_autoptr (DipScrubbed) out = scrub (source);
        g_auto (Decoded) stored = decode (source), result = decode (out->bytes);
        g_auto (Decoded) upright = turn_pixels (&stored, orientation);
        g_test_message ("%s, %d bands, orientation %d", cases[i].suffix, cases[i].bands, orientation);
        g_assert_cmpint (out->width, ==, upright.width);
        g_assert_cmpint (out->height, ==, upright.height);
        g_assert_cmpint (compare_pixels (&result, &upright), ==, 0);
      }
}

/* Ten bits a colour don't fit into eight: sixteen it is. */
static void
test_deep_colour (void)
{
  static const char *const suffixes[] = { ".png", ".tif", ".heic[compression=hevc,bitdepth=10]" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (!can_write (suffixes[i]))
        continue;
      g_autoptr (VipsImage) image = draw (71, 54, 3, TRUE);
      g_autoptr (GBytes) source = write_picture (image, suffixes[i]);
      g_autoptr (DipScrubbed) out = scrub (source);
      int bits = 0;
      g_assert_true (dip_format_read_size (out->bytes, DIP_FORMAT_PNG, &limits, NULL, NULL, &bits, NULL));
      g_assert_cmpint (bits, ==, 16);
    }
}

/* Of several pages or frames, the first. */
static void
test_first_page (void)
{
  static const char *const suffixes[] = { ".webp[lossless]", ".tif" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr (VipsImage) both = draw (71, 2 * 54, 3, FALSE);
      g_autoptr (VipsImage) first = draw (71, 54, 3, FALSE);
      gsize size;
      g_auto (Decoded) expected = { 71, 54, 3, 0, vips_image_write_to_memory (first, &size) };
      vips_image_set_int (both, VIPS_META_PAGE_HEIGHT, 54);
      g_autoptr (GBytes) source = write_picture (both, suffixes[i]);
      g_autoptr (DipScrubbed) out = scrub (source);
      g_autoptr (VipsImage) image = open_picture (out->bytes);
      g_autoptr (VipsImage) opaque = NULL;
      g_assert_cmpint (vips_extract_band (image, &opaque, 0, "n", 3, NULL), ==, 0);
      g_auto (Decoded) result = { image->Xsize, image->Ysize, 3, 0, vips_image_write_to_memory (opaque, &size) };
      g_test_message ("%s", suffixes[i]);
      g_assert_cmpint (compare_pixels (&result, &expected), ==, 0);
    }
}

/* --- Colours --------------------------------------------------------------------------------------------------------- */

/* Every XYZ number of @from, which are white and the primaries, is in the kept profile: its order and its texts may differ. */
static void
assert_same_primaries (const guint8 *kept, gsize size, const VipsArea *from)
{
  static const char intro[8] = "XYZ ";
  const guint8 *data = from->data, *end = data + from->length, *at = data;
  guint n = 0;

  for (; (at = memmem (at, (gsize) (end - at), intro, sizeof intro)) != NULL && end - at >= 20; at += 20, n++)
    g_assert_nonnull (memmem (kept, size, at, 20));
  g_assert_cmpuint (n, >=, 4);
}

static void
test_profile_stays (void)
{
  static const char *const suffixes[] = { ".png", ".webp", ".avif", ".heic[compression=hevc]", ".tif" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (!can_write (suffixes[i]))
        continue;
      g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
      VipsBlob *p3 = NULL;
      gconstpointer kept = NULL;
      gsize size = 0;
      g_assert_cmpint (vips_profile_load ("p3", &p3, NULL), ==, 0);
      vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, VIPS_AREA (p3)->data, VIPS_AREA (p3)->length);
      g_autoptr (GBytes) source = write_picture (image, suffixes[i]);
      g_autoptr (DipScrubbed) out = scrub (source);
      g_autoptr (VipsImage) result = open_picture (out->bytes);
      g_test_message ("%s", suffixes[i]);
      g_assert_cmpint (out->format, ==, DIP_FORMAT_WEBP);
      g_assert_false (contains (out->bytes, "iCCP", 4));
      g_assert_cmpint (vips_image_get_blob (result, VIPS_META_ICC_NAME, &kept, &size), ==, 0);
      assert_same_primaries (kept, size, VIPS_AREA (p3));
      vips_area_unref (VIPS_AREA (p3));
    }
}

/* The many sRGB profiles say what is so without them: the PNG goes without a name for one. Deep colours that need theirs are
 * converted in their own depth. */
static void
test_profile_goes (void)
{
  static const struct
  {
    const char *profile;
    gboolean deep;
  } cases[] = { { "srgb", FALSE }, { "srgb", TRUE }, { "p3", TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VipsImage) image = draw (71, 54, 3, cases[i].deep);
      VipsBlob *profile = NULL;
      g_assert_cmpint (vips_profile_load (cases[i].profile, &profile, NULL), ==, 0);
      vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, VIPS_AREA (profile)->data, VIPS_AREA (profile)->length);
      g_autoptr (GBytes) source = write_picture (image, ".png");
      g_autoptr (DipScrubbed) out = scrub (source);
      g_autoptr (VipsImage) result = open_picture (out->bytes);
      g_assert_cmpint (out->format, ==, DIP_FORMAT_PNG);
      g_assert_cmpuint (vips_image_get_typeof (result, VIPS_META_ICC_NAME), ==, 0);
      g_assert_cmpint (result->BandFmt, ==, cases[i].deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
      vips_area_unref (VIPS_AREA (profile));
    }
}

/* A profile for other pixels than these, or none at all, says nothing about their colours. */
static void
test_wrong_profile_goes (void)
{
  static const char *const profiles[] = { "cmyk", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
      VipsBlob *wrong = NULL;
      if (profiles[i] != NULL)
        {
          g_assert_cmpint (vips_profile_load (profiles[i], &wrong, NULL), ==, 0);
          vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, VIPS_AREA (wrong)->data, VIPS_AREA (wrong)->length);
          vips_area_unref (VIPS_AREA (wrong));
        }
      else
        vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, NEEDLE, sizeof NEEDLE);
      g_autoptr (GBytes) source = write_picture (image, ".tif");
      g_autoptr (DipScrubbed) out = scrub (source);
      g_autoptr (VipsImage) result = open_picture (out->bytes);
      g_assert_cmpuint (vips_image_get_typeof (result, VIPS_META_ICC_NAME), ==, 0);
    }
}

static void
test_colour_spaces (void)
{
  static const struct
  {
    VipsInterpretation space;
    const char *suffix;
  } cases[] = {
    { VIPS_INTERPRETATION_CMYK, ".tif" },
    { VIPS_INTERPRETATION_LAB, ".tif" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
      g_autoptr (VipsImage) other = NULL;
      g_assert_cmpint (vips_colourspace (image, &other, cases[i].space, NULL), ==, 0);
      g_autoptr (GBytes) source = write_picture (other, cases[i].suffix);
      g_autoptr (DipScrubbed) out = scrub (source);
      g_autoptr (VipsImage) result = open_picture (out->bytes);
      g_assert_cmpint (result->Bands, ==, 3);
      g_assert_cmpint (result->Type, ==, VIPS_INTERPRETATION_sRGB);
    }
}

static void
test_measurements_refused (void)
{
  g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
  g_autoptr (VipsImage) precise = NULL;

  g_assert_cmpint (vips_cast (image, &precise, VIPS_FORMAT_FLOAT, NULL), ==, 0);
  g_autoptr (GBytes) source = write_picture (precise, ".tif");
  assert_refused (source, DIP_ERROR_UNSUPPORTED);
}

/* --- PNG chunks ------------------------------------------------------------------------------------------------------ */

static GBytes *
add_chunk (GBytes *png, const char *type, gconstpointer data, gsize size, guint32 damage)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  guint32 number = GUINT32_TO_BE ((guint32) size);

  g_byte_array_append (chunk, (const guint8 *) &number, 4);
  append_text (chunk, type, 4);
  g_byte_array_append (chunk, data, (guint) size);
  number = GUINT32_TO_BE ((guint32) crc32_z (0, chunk->data + 4, chunk->len - 4) ^ damage);
  g_byte_array_append (chunk, (const guint8 *) &number, 4);
  return insert (png, 33, chunk->data, chunk->len); /* after IHDR */
}

static void
test_png_chunks (void)
{
  static const char *const types[] = { "tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt", "gIFx" };
  g_autoptr (VipsImage) image = draw (71, 54, 4, FALSE);
  g_autoptr (GBytes) bare = write_picture (image, ".png");
  g_autoptr (DipScrubbed) expected = scrub (bare);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) laden = add_chunk (bare, types[i], NEEDLE, sizeof NEEDLE, 0);
      g_autoptr (GBytes) trailing = insert (laden, g_bytes_get_size (laden), NEEDLE, sizeof NEEDLE);
      g_autoptr (DipScrubbed) out = scrub (trailing);
      g_assert_true (g_bytes_equal (out->bytes, expected->bytes));

      g_autoptr (GBytes) damaged = add_chunk (bare, types[i], NEEDLE, sizeof NEEDLE, 1);
      assert_refused (damaged, DIP_ERROR_DAMAGED);
    }
}

static void
test_png_orientation (void)
{
  g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
  g_autoptr (GBytes) bare = write_picture (image, ".png");
  g_auto (Decoded) stored = decode (bare);

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GBytes) exif = make_exif (orientation);
      g_autoptr (GBytes) source = add_chunk (bare, "eXIf", g_bytes_get_data (exif, NULL), g_bytes_get_size (exif), 0);
      g_autoptr (DipScrubbed) out = scrub (source);
      g_auto (Decoded) upright = turn_pixels (&stored, orientation), result = decode (out->bytes);
      g_assert_cmpint (compare_pixels (&result, &upright), ==, 0);
    }
}

/* --- Damage ---------------------------------------------------------------------------------------------------------- */

static void
test_cut_short (void)
{
  static const char *const suffixes[]
      = { ".png", ".png[interlace]", ".webp", ".webp[lossless]", ".avif", ".tif", ".tif[compression=deflate]" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr (VipsImage) image = draw (171, 154, 3, FALSE);
      g_autoptr (GBytes) whole = write_picture (image, suffixes[i]);
      for (gsize tenths = 1; tenths <= 9; tenths++)
        {
          g_autoptr (GBytes) source = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * tenths / 10);
          g_test_message ("%s at %zu0 %%", suffixes[i], tenths);
          assert_refused (source, DIP_ERROR_DAMAGED);
        }
    }
}

/* Any byte changed: an answer within reason, and what is accepted is clean. */
static void
test_changed_bytes (void)
{
  static const char *const suffixes[] = { ".png", ".webp", ".avif", ".tif[compression=lzw]" };
  g_autoptr (GRand) random = g_rand_new_with_seed (20260314);

  for (int i = 0; i < 240; i++)
    {
      g_autoptr (VipsImage) image = draw (33, 25, 3, FALSE);
      g_autoptr (GBytes) whole = write_picture (image, suffixes[i % (int) G_N_ELEMENTS (suffixes)]);
      gsize size = g_bytes_get_size (whole);
      guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      copy[g_rand_int_range (random, 0, (gint32) size)] = (guint8) g_rand_int (random);
      g_autoptr (GBytes) source = g_bytes_new_take (copy, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (DipScrubbed) out = dip_scrub (source, "photo", DIP_SCRUB_UPRIGHT, &limits, NULL, &error);
      g_assert_true ((out == NULL) == (error != NULL));
      if (out != NULL)
        g_assert_true (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, NULL));
    }
}

static void
test_cancelled (void)
{
  g_autoptr (VipsImage) image = draw (71, 54, 3, FALSE);
  g_autoptr (GBytes) source = write_picture (image, ".png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dip_scrub (source, "photo", DIP_SCRUB_UPRIGHT, &limits, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  let_libvips_warn ();
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/scrub-formats/pixels", test_pixels);
  g_test_add_func ("/scrub-formats/deep-colour", test_deep_colour);
  g_test_add_func ("/scrub-formats/first-page", test_first_page);
  g_test_add_func ("/scrub-formats/profile-stays", test_profile_stays);
  g_test_add_func ("/scrub-formats/profile-goes", test_profile_goes);
  g_test_add_func ("/scrub-formats/wrong-profile-goes", test_wrong_profile_goes);
  g_test_add_func ("/scrub-formats/colour-spaces", test_colour_spaces);
  g_test_add_func ("/scrub-formats/measurements-refused", test_measurements_refused);
  g_test_add_func ("/scrub-formats/png-chunks", test_png_chunks);
  g_test_add_func ("/scrub-formats/png-orientation", test_png_orientation);
  g_test_add_func ("/scrub-formats/cut-short", test_cut_short);
  g_test_add_func ("/scrub-formats/changed-bytes", test_changed_bytes);
  g_test_add_func ("/scrub-formats/cancelled", test_cancelled);
  int result = g_test_run ();
  dip_imaging_shutdown ();
  return result;
}

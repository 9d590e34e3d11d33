#include "dip-similarity-index.h"
#include "pictures.h"

#include "dip-encode-private.h"
#include "dip-error.h"
#include "dip-verify.h"

static const DipFormat formats[] = { DIP_FORMAT_AVIF, DIP_FORMAT_WEBP, DIP_FORMAT_JPEG, DIP_FORMAT_PNG };

static DipPicture *
make_picture (int width, int height)
{
  g_autoptr (VipsImage) texture = draw_texture (width, height);

  return dip_picture_new (dip_vips_to_pixels (texture, 1, NULL, NULL));
}

static GPtrArray *
encode (DipPicture *picture, const DipRung *rungs, guint n_rungs)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *files = dip_picture_encode (picture, rungs, n_rungs, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vips_error_buffer (), ==, "");
  return files;
}

static VipsImage *
decode (const DipEncoded *file)
{
  VipsImage *image = vips_image_new_from_buffer (g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes),
                                                 "", "fail_on", VIPS_FAIL_ON_WARNING, NULL);

  if (image == NULL)
    g_error ("%s", vips_error_buffer ());
  return image;
}

static void
assert_clean (const DipEncoded *file)
{
  g_autoptr (GError) error = NULL;

  gboolean clean = dip_verify (file->bytes, file->format, DIP_VERIFY_PIXELS, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (clean);
}

/* --- the ladder ------------------------------------------------------------------------------------------------ */

/* Rungs that would enlarge are left out; the smallest of a format is there whatever the picture's size. */
static void
test_rungs (void)
{
  static const struct
  {
    int picture;
    int asked[6], expected[6]; /* 0 ends */
  } cases[] = {
    { 1000, { 400, 800, 1200, 1600 }, { 400, 800 } },
    { 1600, { 400, 800, 1200, 1600 }, { 400, 800, 1200, 1600 } },
    { 300, { 400, 800, 1200, 1600 }, { 300 } },
    { 300, { 1600, 800, 400, 1200 }, { 300 } },
    { 500, { 1600, 800, 400, 1200 }, { 400 } },
    { 500, { 800, 300, 500, 100 }, { 300, 500, 100 } },
    { 50, { 400, 400 }, { 50 } },
    { 100, { 1 }, { 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DipPicture) picture = make_picture (cases[i].picture, cases[i].picture * 3 / 4);
      g_autoptr (GPtrArray) files = NULL;
      DipRung rungs[12];
      guint n = 0, count = 0;

      for (guint w = 0; cases[i].asked[w] > 0; w++)
        {
          rungs[n++] = (DipRung){ .format = DIP_FORMAT_JPEG, .width = cases[i].asked[w] };
          rungs[n++] = (DipRung){ .format = DIP_FORMAT_PNG, .width = cases[i].asked[w] };
        }
      files = encode (picture, rungs, n);
      for (; cases[i].expected[count] > 0; count++)
        for (guint f = 0; f < 2; f++)
          {
            g_assert_cmpuint (files->len, >, 2 * count + f);
            const DipEncoded *file = files->pdata[2 * count + f];
            g_autoptr (VipsImage) image = decode (file);

            g_assert_cmpint (file->format, ==, f == 0 ? DIP_FORMAT_JPEG : DIP_FORMAT_PNG);
            g_assert_cmpint (file->width, ==, cases[i].expected[count]);
            g_assert_cmpint (image->Xsize, ==, file->width);
            g_assert_cmpint (image->Ysize, ==, file->height);
            g_assert_cmpfloat (fabs (file->height - file->width * 0.75), <=, 1);
          }
      g_assert_cmpuint (files->len, ==, 2 * count);
    }
}

static void
test_formats (void)
{
  g_autoptr (DipPicture) picture = make_picture (600, 400);
  g_autoptr (GPtrArray) files = NULL;
  DipRung rungs[2 * G_N_ELEMENTS (formats)];
  g_autoptr (VipsImage) small = NULL;

  g_assert_cmpint (vips_resize (dip_picture_get_image (picture), &small, 0.5, NULL), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rungs); i++)
    rungs[i] = (DipRung){ .format = formats[i / 2], .width = i % 2 ? 600 : 300 };
  files = encode (picture, rungs, G_N_ELEMENTS (rungs));
  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (rungs));
  for (guint i = 0; i < files->len; i++)
    {
      const DipEncoded *file = files->pdata[i];
      g_autoptr (VipsImage) image = decode (file);
      double psnr = compare_psnr (i % 2 ? dip_picture_get_image (picture) : small, image);

      g_assert_cmpint (file->format, ==, formats[i / 2]);
      g_assert_cmpint (dip_format_sniff (file->bytes), ==, file->format);
      g_assert_cmpint (file->width, ==, rungs[i].width);
      g_assert_cmpint (image->Bands, ==, 3);
      g_assert_cmpint (image->Type, ==, VIPS_INTERPRETATION_sRGB);
      g_assert_cmpfloat (psnr, >, file->format == DIP_FORMAT_PNG ? 45 : 31);
      assert_clean (file);
    }
}

/* More quality, more bytes; 0 is the format's default. */
static void
test_quality (void)
{
  g_autoptr (DipPicture) picture = make_picture (400, 300);

  for (guint f = 0; f < 3; f++)
    {
      static const int qualities[] = { 20, 0, 95, 250 };
      DipRung rungs[4];
      g_autoptr (GPtrArray) files = NULL;

      for (guint i = 0; i < 4; i++)
        rungs[i] = (DipRung){ .format = formats[f], .width = 400, .quality = qualities[i] };
      files = encode (picture, rungs, 4);
      for (guint i = 1; i < 4; i++)
        g_assert_cmpuint (g_bytes_get_size (((DipEncoded *) files->pdata[i])->bytes), >,
                          g_bytes_get_size (((DipEncoded *) files->pdata[i - 1])->bytes));
    }
}

/* Down to a single pixel, odd and even. */
static void
test_small_sizes (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 1 }, { 1, 9 }, { 7, 3 }, { 16, 16 }, { 17, 65 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (DipPicture) picture = make_picture (sizes[i][0], sizes[i][1]);
      g_autoptr (GPtrArray) files = NULL;
      DipRung rungs[G_N_ELEMENTS (formats)];

      for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
        rungs[f] = (DipRung){ .format = formats[f], .width = 400 };
      files = encode (picture, rungs, G_N_ELEMENTS (formats));
      g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (formats));
      for (guint f = 0; f < files->len; f++)
        {
          g_autoptr (VipsImage) image = decode (files->pdata[f]);
          g_assert_cmpint (image->Xsize, ==, sizes[i][0]);
          g_assert_cmpint (image->Ysize, ==, sizes[i][1]);
          assert_clean (files->pdata[f]);
        }
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    DipFormat format;
    int width, height, code;
  } cases[] = {
    { DIP_FORMAT_TIFF, 400, 40, DIP_ERROR_UNSUPPORTED },
    { DIP_FORMAT_UNKNOWN, 400, 40, DIP_ERROR_UNSUPPORTED },
    { DIP_FORMAT_WEBP, 16384, 2, DIP_ERROR_TOO_LARGE },
    { DIP_FORMAT_JPEG, 2, 65501, DIP_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DipPicture) picture = make_picture (cases[i].width, cases[i].height);
      const DipRung rung = { .format = cases[i].format, .width = cases[i].width };
      g_autoptr (GError) error = NULL;

      g_assert_null (dip_picture_encode (picture, &rung, 1, NULL, &error));
      g_assert_error (error, DIP_ERROR, cases[i].code);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (DipPicture) picture = make_picture (400, 300);
  const DipRung rungs[] = { { DIP_FORMAT_AVIF, 400, 0 }, { DIP_FORMAT_JPEG, 200, 0 } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dip_picture_encode (picture, rungs, 2, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- nothing but pixels ---------------------------------------------------------------------------------------- */

static gboolean
holds (GBytes *bytes, const char *needle)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), needle, strlen (needle)) != NULL;
}

/* A photo laden with all that libvips can write: none of it may arrive, whatever the way. */
static GBytes *
draw_laden (void)
{
  g_autoptr (VipsImage) texture = draw_texture (640, 480);
  g_autoptr (VipsImage) image = NULL;
  VipsBlob *blob;
  gsize size;
  const char *xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>JaneNeedle</x:xmpmeta>";

  g_assert_cmpint (vips_copy (texture, &image, NULL), ==, 0);
  g_assert_cmpint (vips_profile_load ("p3", &blob, NULL), ==, 0);
  vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, vips_blob_get (blob, &size), size);
  vips_area_unref (VIPS_AREA (blob));
  vips_image_set_blob_copy (image, VIPS_META_XMP_NAME, xmp, strlen (xmp));
  vips_image_set_string (image, "exif-ifd0-Artist", "JaneNeedle (JaneNeedle, ASCII, 11 components, 11 bytes)");
  vips_image_set_string (image, "exif-ifd3-GPSLatitude", "52/1 30/1 0/1");
  return write_picture (image, ".jpg[Q=90]");
}

static void
check_nothing_but_pixels (DipPicture *picture)
{
  static const char *const needles[]
      = { "JaneNeedle", "Exif", "EXIF", "xmpmeta", "ICC_PROFILE", "ICCP", "iCCP", "VP8X", "XMP ", "prof" };
  DipRung rungs[2 * G_N_ELEMENTS (formats)];
  g_autoptr (GPtrArray) files = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rungs); i++)
    rungs[i] = (DipRung){ .format = formats[i / 2], .width = i % 2 ? 150 : dip_picture_get_width (picture) };
  files = encode (picture, rungs, G_N_ELEMENTS (rungs));
  for (guint i = 0; i < files->len; i++)
    {
      const DipEncoded *file = files->pdata[i];
      for (guint n = 0; n < G_N_ELEMENTS (needles); n++)
        if (holds (file->bytes, needles[n]))
          g_error ("%s holds %s", dip_format_token (file->format), needles[n]);
      assert_clean (file);
    }
}

static void
test_nothing_but_pixels (void)
{
  g_autoptr (GBytes) laden = draw_laden ();
  g_autoptr (DipPicture) own_size = dip_picture_load (laden, 1, 4000, 4000, NULL, NULL);
  g_autoptr (DipPicture) reduced = dip_picture_load (laden, 6, 300, 300, NULL, NULL);
  DipPanel panels[2]
      = { { .bytes = laden, .orientation = 1, .width = 640, .height = 480, .a = 1, .label = "JaneLabel" },
          { .bytes = laden, .orientation = 1, .width = 640, .height = 480, .a = 1, .b = 0.1 } };
  const DipComposition what
      = { .panels = panels, .n_panels = 2, .crop = { 0, 0, 640, 480 }, .panel_height = 400, .gutter = -1 };
  g_autoptr (DipPicture) composed = dip_compose (&what, NULL, NULL);
  g_autoptr (GBytes) thumbnail = dip_thumbnail (laden, 1, 100, NULL, NULL);

  g_assert_true (holds (laden, "JaneNeedle"));
  check_nothing_but_pixels (own_size);
  check_nothing_but_pixels (reduced);
  check_nothing_but_pixels (composed);
  g_assert_true (dip_verify (thumbnail, DIP_FORMAT_JPEG, DIP_VERIFY_PIXELS, NULL, NULL));
}

/* As large as its place, cut where it is of another shape, and never enlarged. */
static void
test_thumbnail_fills_its_place (void)
{
  static const struct
  {
    int width, height, expected_width, expected_height;
  } table[] = { { 80, 60, 80, 60 }, { 50, 50, 50, 50 }, { 40, 80, 40, 80 }, { 4000, 3000, 160, 120 } };
  g_autoptr (GBytes) photo = draw_laden ();
  g_autoptr (GBytes) thumbnail = dip_thumbnail (photo, 1, 160, NULL, NULL);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (thumbnail, 0, 40);
  g_autoptr (GError) error = NULL;
  int width, height;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GBytes) pixels
          = dip_thumbnail_pixels (thumbnail, table[i].width, table[i].height, &width, &height, &error);

      g_assert_no_error (error);
      g_assert_cmpint (width, ==, table[i].expected_width);
      g_assert_cmpint (height, ==, table[i].expected_height);
      g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) width * (gsize) height * 3);
    }
  g_assert_null (dip_thumbnail_pixels (cut, 80, 60, &width, &height, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
}

/* --- the WebP container ---------------------------------------------------------------------------------------- */

static void
append_chunk (GByteArray *to, const char *name, const char *data, guint32 size, gboolean padded)
{
  guint32 little = GUINT32_TO_LE (size);

  g_byte_array_append (to, (const guint8 *) name, 4);
  g_byte_array_append (to, (const guint8 *) &little, 4);
  g_byte_array_append (to, (const guint8 *) data, (guint) strlen (data));
  if (padded)
    g_byte_array_append (to, (const guint8 *) "", 1);
}

static void
test_webp_container (void)
{
  GByteArray *file = g_byte_array_new ();

  append_chunk (file, "RIFF", "WEBP", 999, FALSE);
  append_chunk (file, "VP8X", "0123456789", 10, FALSE);
  append_chunk (file, "EXIF", "odd", 3, TRUE);
  append_chunk (file, "VP8 ", "picture", 7, TRUE);
  append_chunk (file, "XMP ", "even", 4, FALSE);
  g_autoptr (GBytes) full = g_byte_array_free_to_bytes (file);
  g_autoptr (GBytes) bare = dip_webp_keep_pixels (full);
  g_autoptr (GBytes) twice = dip_webp_keep_pixels (bare);
  g_autoptr (GBytes) expected = g_bytes_new_static ("RIFF\x14\0\0\0WEBPVP8 \x7\0\0\0picture\0", 28);

  g_assert_true (g_bytes_equal (bare, expected));
  g_assert_true (g_bytes_equal (twice, expected));
  for (gsize cut = 0; cut < 12 + 18 + 12 + 15; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (full, NULL), cut);
      g_assert_null (dip_webp_keep_pixels (part));
    }
}

/* --- thumbnails ------------------------------------------------------------------------------------------------ */

static void
test_thumbnails (void)
{
  static const struct
  {
    int width, height, orientation, size, expected_width, expected_height;
  } cases[] = {
    { 1200, 900, 1, 160, 160, 120 }, { 1200, 900, 6, 160, 120, 160 }, { 100, 80, 1, 160, 100, 80 },
    { 900, 1200, 1, 320, 240, 320 }, { 640, 480, 3, 640, 640, 480 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VipsImage) texture = draw_texture (cases[i].width, cases[i].height);
      g_autoptr (GBytes) photo = write_picture (texture, ".jpg");
      g_autoptr (GError) error = NULL;
      DipEncoded file = { .format = DIP_FORMAT_JPEG };

      file.bytes = dip_thumbnail (photo, cases[i].orientation, cases[i].size, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (VipsImage) image = decode (&file);
      g_assert_cmpint (image->Xsize, ==, cases[i].expected_width);
      g_assert_cmpint (image->Ysize, ==, cases[i].expected_height);
      assert_clean (&file);
      g_object_unref (g_steal_pointer (&image));
      g_bytes_unref (file.bytes);
    }
}

/* The same picture is alike; a coarser one less so, whatever coarsened it. */
static void
test_similarity (void)
{
  const Point marks[] = { { 40, 40 }, { 90, 60 } };
  g_autoptr (VipsImage) picture = draw_marks (128, 96, marks, G_N_ELEMENTS (marks), 6);
  g_autoptr (VipsImage) other = draw_marks (128, 96, marks, 1, 6);
  double before = 1;

  g_assert_cmpfloat_with_epsilon (dip_ssim (picture, picture), 1, 1e-6);
  g_assert_cmpfloat (dip_ssim (picture, other), <, 0.99);
  for (int step = 0; step < 3; step++)
    {
      const double sigma = 0.7 * (1 << step);
      VipsImage *blurred = NULL;
      double now;

      g_assert_cmpint (vips_gaussblur (other, &blurred, sigma, NULL), ==, 0);
      now = dip_ssim (other, blurred);
      g_assert_cmpfloat (now, <, before);
      before = now;
      g_object_unref (blurred);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  let_libvips_warn ();
  g_test_add_func ("/encode/rungs", test_rungs);
  g_test_add_func ("/encode/thumbnail-pixels", test_thumbnail_fills_its_place);
  g_test_add_func ("/encode/formats", test_formats);
  g_test_add_func ("/encode/quality", test_quality);
  g_test_add_func ("/encode/small-sizes", test_small_sizes);
  g_test_add_func ("/encode/refusals", test_refusals);
  g_test_add_func ("/encode/cancelled", test_cancelled);
  g_test_add_func ("/encode/nothing-but-pixels", test_nothing_but_pixels);
  g_test_add_func ("/encode/webp-container", test_webp_container);
  g_test_add_func ("/encode/similarity", test_similarity);
  g_test_add_func ("/encode/thumbnails", test_thumbnails);
  status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}

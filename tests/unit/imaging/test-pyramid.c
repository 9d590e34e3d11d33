/* The picture pyramid: every level is the same upright picture, whatever it was stored as. */
#include "dip-pyramid.h"
#include "pictures.h"

#define WIDTH  601
#define HEIGHT 400

static guint32
pixel (DipPyramid *pyramid, guint level, int x, int y)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dip_pyramid_read (pyramid, level, x, y, 1, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 3);
  const guint8 *rgb = g_bytes_get_data (bytes, NULL);
  return (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
}

static void
assert_colour (guint32 found, guint32 wanted, int tolerance)
{
  for (guint shift = 0; shift < 32; shift += 8)
    if (ABS ((int) (found >> shift & 255) - (int) (wanted >> shift & 255)) > tolerance)
      g_error ("%06x instead of %06x", found, wanted);
}

/* Quarters of four colours, so that a turn or a mirror shows. */
static const guint32 quarters[] = { 0xd03020, 0x20c040, 0x3040d0, 0xe0e030 };

static VipsImage *
draw_quarters (int width, int height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 3);
  guint8 *at = pixels;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 colour = quarters[(y * 2 >= height) * 2 + (x * 2 >= width)];

        *at++ = colour >> 16 & 255;
        *at++ = colour >> 8 & 255;
        *at++ = colour & 255;
      }
  return wrap_rgb (pixels, width, height);
}

static void
assert_quarters (DipPyramid *pyramid, guint level, const guint32 wanted[4], int tolerance)
{
  int width, height;

  dip_pyramid_get_size (pyramid, level, &width, &height);
  for (int i = 0; i < 4; i++)
    assert_colour (pixel (pyramid, level, width * (1 + i % 2 * 2) / 4, height * (1 + i / 2 * 2) / 4), wanted[i],
                   tolerance);
}

static DipPyramid *
open_pyramid (GBytes *file, int orientation)
{
  g_autoptr (GError) error = NULL;
  DipPyramid *pyramid = dip_pyramid_new (file, orientation, &error);

  g_assert_no_error (error);
  return pyramid;
}

/* Which stored quarter lies in the upright picture's upper left, upper right, lower left, lower right (TIFF 6.0, tag 274). */
static const int places[][4] = {
  { 0, 1, 2, 3 }, { 1, 0, 3, 2 }, { 3, 2, 1, 0 }, { 2, 3, 0, 1 },
  { 0, 2, 1, 3 }, { 2, 0, 3, 1 }, { 3, 1, 2, 0 }, { 1, 3, 0, 2 },
};

static void
test_orientations (void)
{
  static const char *const formats[] = { ".jpg[Q=95]", ".png", ".webp[lossless]" };
  g_autoptr (VipsImage) image = draw_quarters (WIDTH, HEIGHT);

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autoptr (GBytes) file = write_picture (image, formats[f]);

      for (int orientation = 1; orientation <= 8; orientation++)
        {
          g_autoptr (DipPyramid) pyramid = open_pyramid (file, orientation);
          guint32 wanted[4];
          int width, height;

          g_test_message ("%s, orientation %d", formats[f], orientation);
          dip_pyramid_get_size (pyramid, 0, &width, &height);
          g_assert_cmpint (width, ==, orientation < 5 ? WIDTH : HEIGHT);
          g_assert_cmpint (height, ==, orientation < 5 ? HEIGHT : WIDTH);
          for (int i = 0; i < 4; i++)
            wanted[i] = quarters[places[orientation - 1][i]];
          for (guint level = 0; level < dip_pyramid_get_n_levels (pyramid); level++)
            assert_quarters (pyramid, level, wanted, 6);
        }
    }
}

static void
test_sizes (void)
{
  static const struct
  {
    int width, height;
    guint n_levels;
  } table[] = { { 1, 1, 1 }, { 3, 256, 1 }, { 257, 2, 2 }, { 601, 400, 3 }, { 5000, 1, 6 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (VipsImage) image = draw_quarters (table[i].width, table[i].height);
      g_autoptr (GBytes) file = write_picture (image, ".png");
      g_autoptr (DipPyramid) pyramid = open_pyramid (file, 1);
      int width, height;

      g_test_message ("%d x %d", table[i].width, table[i].height);
      g_assert_cmpuint (dip_pyramid_get_n_levels (pyramid), ==, table[i].n_levels);
      for (guint level = 0; level < table[i].n_levels; level++)
        {
          g_autoptr (GBytes) bytes = NULL;

          dip_pyramid_get_size (pyramid, level, &width, &height);
          g_assert_cmpint (width, >=, 1);
          g_assert_cmpint (height, >=, 1);
          bytes = dip_pyramid_read (pyramid, level, 0, 0, width, height, NULL, NULL);
          g_assert_nonnull (bytes);
          g_assert_cmpuint (g_bytes_get_size (bytes), ==, (gsize) width * (gsize) height * 3);
        }
      g_assert_cmpint (MAX (width, height), <=, DIP_PYRAMID_LEAST);
    }
}

/* Grey, transparent, 16 bits and CMYK all come out as sRGB. */
static void
test_kinds (void)
{
  g_autoptr (VipsImage) image = draw_quarters (WIDTH, HEIGHT);
  g_autoptr (VipsImage) grey = NULL;
  g_autoptr (VipsImage) deep = NULL;
  g_autoptr (VipsImage) cmyk = NULL;
  g_autoptr (VipsImage) clear = NULL;

  g_assert_cmpint (vips_colourspace (image, &grey, VIPS_INTERPRETATION_B_W, NULL), ==, 0);
  g_assert_cmpint (vips_colourspace (image, &deep, VIPS_INTERPRETATION_RGB16, NULL), ==, 0);
  g_assert_cmpint (vips_colourspace (image, &cmyk, VIPS_INTERPRETATION_CMYK, NULL), ==, 0);
  g_assert_cmpint (vips_addalpha (image, &clear, NULL), ==, 0);

  const struct
  {
    VipsImage *image;
    const char *format;
    int tolerance; /* 255: only that it is read */
  } table[] = {
    { grey, ".jpg[Q=95]", 255 }, { grey, ".png", 255 }, { deep, ".png", 2 },
    { cmyk, ".jpg[Q=95]", 110 }, { clear, ".png", 1 },  { clear, ".webp[lossless]", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GBytes) file = write_picture (table[i].image, table[i].format);
      g_autoptr (DipPyramid) pyramid = open_pyramid (file, 1);

      g_test_message ("%u: %s", i, table[i].format);
      for (guint level = 0; level < dip_pyramid_get_n_levels (pyramid); level++)
        assert_quarters (pyramid, level, quarters, table[i].tolerance);
    }
}

/* Fifty megapixels: coarse levels don't bring the whole into memory, and of the large levels one is held at a time. */
static void
test_large (void)
{
  g_autoptr (VipsImage) image = draw_quarters (8660, 5774);
  g_autoptr (GBytes) file = write_picture (image, ".jpg[Q=90]");
  g_autoptr (DipPyramid) pyramid = open_pyramid (file, 6);
  const guint32 wanted[] = { quarters[2], quarters[0], quarters[3], quarters[1] };
  int width, height;

  dip_pyramid_get_size (pyramid, 2, &width, &height);
  g_assert_cmpint (height, ==, 2165);
  assert_quarters (pyramid, 2, wanted, 6);
  g_assert_cmpuint (dip_pyramid_get_memory (pyramid), ==, (gsize) width * (gsize) height * 3);
  assert_quarters (pyramid, 0, wanted, 6);
  assert_quarters (pyramid, 1, wanted, 6);
  g_assert_cmpuint (dip_pyramid_get_memory (pyramid), <, 50000000);
  assert_quarters (pyramid, 2, wanted, 6);
}

static void
test_damaged (void)
{
  g_autoptr (VipsImage) image = draw_texture (WIDTH, HEIGHT);
  g_autoptr (GBytes) file = write_picture (image, ".jpg[Q=95]");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (file, 0, g_bytes_get_size (file) / 2);
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr (DipPyramid) pyramid = open_pyramid (half, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_pyramid_read (pyramid, 0, 0, 0, 10, 10, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (dip_pyramid_new (text, 1, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
}

static void
test_cancelled (void)
{
  g_autoptr (VipsImage) image = draw_quarters (WIDTH, HEIGHT);
  g_autoptr (GBytes) file = write_picture (image, ".png");
  g_autoptr (DipPyramid) pyramid = open_pyramid (file, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dip_pyramid_read (pyramid, 0, 0, 0, 10, 10, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_quarters (pyramid, 0, quarters, 1); /* asked again it comes */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  let_libvips_warn ();
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/pyramid/orientations", test_orientations);
  g_test_add_func ("/pyramid/sizes", test_sizes);
  g_test_add_func ("/pyramid/kinds", test_kinds);
  g_test_add_func ("/pyramid/large", test_large);
  g_test_add_func ("/pyramid/damaged", test_damaged);
  g_test_add_func ("/pyramid/cancelled", test_cancelled);

  int status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}

#include "pictures.h"

#include <glib/gstdio.h>

#define WHITE                                                                                                          \
  {                                                                                                                    \
    255, 255, 255                                                                                                      \
  }

/* Two marks in a frame of 1200 x 900. */
static const Point frame_marks[] = { { 420, 300 }, { 800, 560 } };
#define FRAME_WIDTH  1200
#define FRAME_HEIGHT 900

static DipPanel
make_panel (GBytes *bytes, int width, int height)
{
  return (DipPanel){ .bytes = bytes, .orientation = 1, .width = width, .height = height, .a = 1 };
}

static DipComposition
make_composition (const DipPanel *panels, guint n_panels, int panel_height)
{
  return (DipComposition){
    .panels = panels,
    .n_panels = n_panels,
    .crop = { 0, 0, panels[0].width, panels[0].height },
    .panel_height = panel_height,
    .gutter = -1,
    .background = WHITE,
  };
}

static DipPicture *
compose (const DipComposition *what)
{
  g_autoptr (GError) error = NULL;
  DipPicture *picture = dip_compose (what, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vips_error_buffer (), ==, "");
  return picture;
}

static void
assert_fails (const DipComposition *what, int code, const char *needle)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_compose (what, NULL, &error));
  g_assert_error (error, DIP_ERROR, code);
  if (needle != NULL && strstr (error->message, needle) == NULL)
    g_error ("“%s” does not say “%s”", error->message, needle);
  g_assert_null (strstr (error->message, "Vips"));
  g_assert_cmpstr (vips_error_buffer (), ==, "");
}

static VipsImage *
cut (DipPicture *picture, int left, int top, int width, int height)
{
  VipsImage *part = NULL;

  g_assert_cmpint (vips_extract_area (dip_picture_get_image (picture), &part, left, top, width, height, NULL), ==, 0);
  return part;
}

static void
assert_near (Point found, double x, double y, double tolerance)
{
  if (hypot (found.x - x, found.y - y) > tolerance)
    g_error ("found at (%.2f, %.2f), not at (%.2f, %.2f)", found.x, found.y, x, y);
}

/* --- geometry -------------------------------------------------------------------------------------------------- */

static void
test_same_place (void)
{
  static const int heights[] = { 900, 360, 150 };
  static const char *const formats[] = { ".jpg[Q=95]", ".png" };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
      {
        g_autoptr (GBytes) file = draw_file (FRAME_WIDTH, FRAME_HEIGHT, frame_marks, 2, MARK_SIGMA, formats[f]);
        DipPanel panels[2]
            = { make_panel (file, FRAME_WIDTH, FRAME_HEIGHT), make_panel (file, FRAME_WIDTH, FRAME_HEIGHT) };
        DipComposition what = make_composition (panels, 2, heights[h]);
        g_autoptr (DipPicture) picture = compose (&what);
        double scale = (double) heights[h] / FRAME_HEIGHT;
        int width = (int) lround (FRAME_WIDTH * scale), gutter = MAX (2, (int) lround (heights[h] / 100.0));

        g_assert_cmpint (dip_picture_get_height (picture), ==, heights[h]);
        g_assert_cmpint (dip_picture_get_width (picture), ==, 2 * width + gutter);
        for (guint m = 0; m < 2; m++)
          for (int side = 0; side < 2; side++)
            {
              Point at = { frame_marks[m].x * scale + side * (width + gutter), frame_marks[m].y * scale };
              assert_near (find_mark (dip_picture_get_image (picture), at, 40 * scale), at.x, at.y, 0.3);
            }
      }
}

/* The after picture is drawn where the inverse of the similarity puts the frame's marks, stored as each orientation
 * stores it; composed, its marks must lie where the before's lie. */
typedef struct
{
  double degrees, scale, shift_x, shift_y;
  int width, height;
  int orientation;
  const char *format;
} Alignment;

static const Alignment alignments[] = {
  { 7, 1.2, 30, -41, 1300, 1000, 1, ".jpg[Q=95]" },      { 7, 1.2, 30, -41, 1300, 1000, 1, ".png" },
  { -12, 0.7, 55.3, 60.6, 1900, 1500, 6, ".jpg[Q=95]" }, { 0, 0.4, -20, -10, 3100, 2500, 1, ".jpg[Q=95]" },
  { 0, 1, 12.5, -7.25, 1200, 900, 1, ".jpg[Q=95]" },     { 0, 1, 40, 24, 1201, 903, 3, ".jpg[Q=95]" },
  { 3, 1.05, 10, 10, 1203, 1000, 2, ".jpg[Q=95]" },      { 3, 1.05, 10, 10, 1203, 1001, 4, ".jpg[Q=95]" },
  { 3, 1.05, 10, 10, 1205, 1000, 5, ".jpg[Q=95]" },      { 3, 1.05, 10, 10, 1203, 1005, 7, ".jpg[Q=95]" },
  { 3, 1.05, 10, 10, 1203, 1000, 8, ".jpg[Q=95]" },      { 90, 1, 1050, 0, 900, 1200, 1, ".png" },
};

/* As TIFF 6.0, tag 274, has it: where the stored first row and first column lie in the upright picture. */
static VipsImage *
store_turned (VipsImage *upright, int orientation)
{
  static const struct
  {
    gboolean row_is_column, row_from_end, column_from_end;
  } sides[] = {
    { FALSE, FALSE, FALSE }, { FALSE, FALSE, TRUE }, { FALSE, TRUE, TRUE }, { FALSE, TRUE, FALSE },
    { TRUE, FALSE, FALSE },  { TRUE, TRUE, FALSE },  { TRUE, TRUE, TRUE },  { TRUE, FALSE, TRUE },
  };
  const gboolean swap = sides[orientation - 1].row_is_column;
  const int width = swap ? upright->Ysize : upright->Xsize, height = swap ? upright->Xsize : upright->Ysize;
  g_autoptr (GBytes) from = read_pixels (upright);
  const guint8 *pixels = g_bytes_get_data (from, NULL);
  g_autofree guint8 *stored = g_malloc ((gsize) width * (gsize) height * 3);
  guint8 *at = stored;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++, at += 3)
      {
        int row = sides[orientation - 1].row_from_end ? height - 1 - y : y;
        int column = sides[orientation - 1].column_from_end ? width - 1 - x : x;
        gsize place = swap ? (gsize) column * (gsize) upright->Xsize + (gsize) row
                           : (gsize) row * (gsize) upright->Xsize + (gsize) column;
        memcpy (at, pixels + place * 3, 3);
      }
  return wrap_rgb (stored, width, height);
}

static void
check_alignment (const Alignment *how, int panel_height)
{
  const double a = how->scale * cos (how->degrees * G_PI / 180), b = how->scale * sin (how->degrees * G_PI / 180);
  const double square = how->scale * how->scale, scale = panel_height / 600.0;
  g_autoptr (GBytes) before = draw_file (FRAME_WIDTH, FRAME_HEIGHT, frame_marks, 2, MARK_SIGMA, ".jpg[Q=95]");
  g_autoptr (VipsImage) upright = NULL;
  g_autoptr (VipsImage) stored = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (DipPicture) picture = NULL;
  Point marks[2];

  for (guint m = 0; m < 2; m++)
    {
      double x = frame_marks[m].x - how->shift_x, y = frame_marks[m].y - how->shift_y;
      marks[m] = (Point){ (a * x + b * y) / square, (-b * x + a * y) / square };
    }
  upright = draw_marks (how->width, how->height, marks, 2, MARK_SIGMA / how->scale);
  stored = store_turned (upright, how->orientation);
  after = write_picture (stored, how->format);
  DipPanel panels[2] = { make_panel (before, FRAME_WIDTH, FRAME_HEIGHT), make_panel (after, how->width, how->height) };
  panels[1].a = a;
  panels[1].b = b;
  panels[1].tx = how->shift_x;
  panels[1].ty = how->shift_y;
  panels[1].orientation = how->orientation;
  DipComposition what = make_composition (panels, 2, panel_height);
  what.crop = (DipCrop){ 200.4, 150.3, 800, 600 };
  picture = compose (&what);

  int height = dip_picture_get_height (picture), gutter = MAX (2, (int) lround (height / 100.0));
  int width = (dip_picture_get_width (picture) - gutter) / 2;
  g_assert_cmpint (height, >=, panel_height - 2);
  g_autoptr (VipsImage) left = cut (picture, 0, 0, width, height);
  g_autoptr (VipsImage) right = cut (picture, width + gutter, 0, width, height);
  for (guint m = 0; m < 2; m++)
    {
      Point at = { (frame_marks[m].x - 200.4) * scale, (frame_marks[m].y - 150.3) * scale };
      Point first = find_mark (left, at, 45 * scale), second = find_mark (right, at, 45 * scale);
      assert_near (first, at.x, at.y, 1.2);
      assert_near (second, first.x, first.y, 0.25);
    }
}

static void
test_alignments (void)
{
  static const int heights[] = { 500, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (alignments); i++)
    for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
      {
        g_test_message ("alignment %u at %d", i, heights[h]);
        check_alignment (&alignments[i], heights[h]);
      }
}

/* A picture turned by nothing but its orientation goes the fast way; it must show the same as an upright one. */
static void
test_orientations (void)
{
  g_autoptr (VipsImage) upright = draw_texture (640, 480);
  g_autoptr (DipPicture) wanted = NULL;

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (VipsImage) stored = store_turned (upright, orientation);
      g_autoptr (GBytes) file = write_picture (stored, ".png");
      DipPanel panel = make_panel (file, 640, 480);
      panel.orientation = orientation;
      DipComposition what = make_composition (&panel, 1, 200);
      g_autoptr (DipPicture) picture = compose (&what);
      g_autoptr (DipPicture) loaded = dip_picture_load (file, orientation, 4000, 200, NULL, NULL);

      if (wanted == NULL)
        wanted = dip_picture_ref (picture);
      g_assert_cmpint (dip_picture_get_width (picture), ==, 267);
      g_assert_cmpfloat (compare_psnr (dip_picture_get_image (wanted), dip_picture_get_image (picture)), >, 45);
      g_assert_cmpfloat (compare_psnr (dip_picture_get_image (wanted), dip_picture_get_image (loaded)), >, 45);
    }
}

/* Detail as fine as a picture can have. */
static VipsImage *
draw_noise (int width, int height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 3);
  guint32 state = 7;

  for (gsize i = 0; i < (gsize) width * (gsize) height * 3; i++)
    {
      state = state * 1664525u + 1013904223u;
      pixels[i] = (guint8) (64 + (state >> 25));
    }
  return wrap_rgb (pixels, width, height);
}

/* The two ways of resampling must look the same, or one half of a pair would be sharper than the other. */
static void
test_equal_sharpness (void)
{
  static const double ratios[] = { 1.3, 1.7, 2.3 };
  g_autoptr (VipsImage) noise = draw_noise (1500, 1000);
  g_autoptr (GBytes) file = write_picture (noise, ".png");

  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      DipPanel panels[2] = { make_panel (file, 1500, 1000), make_panel (file, 1500, 1000) };
      panels[1].tx = 1e-7; /* not the identity, and yet no movement */
      panels[1].b = 1e-9;
      DipComposition what = make_composition (panels, 2, (int) (1000 / ratios[i]));
      what.gutter = 0;
      g_autoptr (DipPicture) picture = compose (&what);
      int width = dip_picture_get_width (picture) / 2, height = dip_picture_get_height (picture);
      g_autoptr (VipsImage) left = cut (picture, 8, 8, width - 16, height - 16);
      g_autoptr (VipsImage) right = cut (picture, width + 8, 8, width - 16, height - 16);
      g_assert_cmpfloat (compare_psnr (left, right), >, 44);
    }
}

static void
test_outside_is_background (void)
{
  g_autoptr (GBytes) file = draw_file (400, 300, NULL, 0, 1, ".png");
  DipPanel panels[2] = { make_panel (file, 400, 300), make_panel (file, 400, 300) };
  panels[1].tx = 200;
  DipComposition what = make_composition (panels, 2, 300);
  what.background[0] = 10;
  what.background[1] = 200;
  what.background[2] = 30;
  g_autoptr (DipPicture) picture = compose (&what);
  double pixel[3];

  get_pixel (dip_picture_get_image (picture), 403 + 100, 150, pixel);
  g_assert_cmpfloat (pixel[0], ==, 10);
  g_assert_cmpfloat (pixel[1], ==, 200);
  get_pixel (dip_picture_get_image (picture), 403 + 300, 150, pixel);
  g_assert_cmpfloat (pixel[0], ==, GROUND);
  for (int x = 403 + 198; x <= 403 + 202; x++)
    {
      get_pixel (dip_picture_get_image (picture), x, 150, pixel);
      g_assert_true (pixel[0] == 10 || pixel[0] == GROUND); /* a clean edge, half a pixel off at most */
    }
}

/* --- frame ----------------------------------------------------------------------------------------------------- */

static void
test_never_enlarged (void)
{
  static const struct
  {
    double scale; /* of the after picture: 2 means it has half the pixels */
    int asked, crop_height, expected;
  } cases[] = {
    { 1, 4000, 900, 900 }, { 1, 400, 900, 400 }, { 2, 4000, 900, 450 }, { 0.5, 4000, 900, 900 },
    { 1, 4000, 333, 333 }, { 1, 10, 900, 64 },   { 1, 4000, 20, 64 },
  };
  g_autoptr (GBytes) file = draw_file (FRAME_WIDTH, FRAME_HEIGHT, frame_marks, 2, MARK_SIGMA, ".png");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DipPanel panels[2]
          = { make_panel (file, FRAME_WIDTH, FRAME_HEIGHT), make_panel (file, FRAME_WIDTH, FRAME_HEIGHT) };
      panels[1].a = cases[i].scale;
      DipComposition what = make_composition (panels, 2, cases[i].asked);
      what.crop = (DipCrop){ 0, 0, 600, cases[i].crop_height };
      g_autoptr (DipPicture) picture = compose (&what);
      g_assert_cmpint (dip_picture_get_height (picture), ==, cases[i].expected);
    }
}

/* A picture that has to be 1600 wide is, so that encoding it does not resample it again. */
static void
test_picture_width (void)
{
  static const struct
  {
    guint n_panels;
    gboolean stacked;
    int wished, most_height, gutter, expected;
  } cases[] = {
    { 2, FALSE, 1600, 4000, -1, 1600 }, { 2, FALSE, 1601, 4000, -1, 1601 }, { 2, FALSE, 999, 4000, 10, 999 },
    { 3, FALSE, 1600, 4000, -1, 1600 }, { 3, FALSE, 1601, 4000, 0, 1601 },  { 2, TRUE, 777, 4000, -1, 777 },
    { 1, FALSE, 333, 4000, -1, 333 },   { 2, FALSE, 1600, 300, -1, 803 },   { 1, FALSE, 5000, 4000, -1, 1200 },
  };
  g_autoptr (GBytes) file = draw_file (FRAME_WIDTH, FRAME_HEIGHT, frame_marks, 2, MARK_SIGMA, ".jpg");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DipPanel panels[3] = { make_panel (file, FRAME_WIDTH, FRAME_HEIGHT), make_panel (file, FRAME_WIDTH, FRAME_HEIGHT),
                             make_panel (file, FRAME_WIDTH, FRAME_HEIGHT) };
      DipComposition what = make_composition (panels, cases[i].n_panels, cases[i].most_height);
      what.picture_width = cases[i].wished;
      what.stacked = cases[i].stacked;
      what.gutter = cases[i].gutter;
      g_autoptr (DipPicture) picture = compose (&what);
      g_assert_cmpint (dip_picture_get_width (picture), ==, cases[i].expected);
    }
}

static void
test_gutter (void)
{
  static const struct
  {
    gboolean stacked;
    int gutter, expected;
  } cases[] = { { FALSE, -1, 3 }, { FALSE, 0, 0 }, { FALSE, 25, 25 }, { TRUE, -1, 3 }, { TRUE, 7, 7 } };
  g_autoptr (GBytes) file = draw_file (400, 300, NULL, 0, 1, ".png");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DipPanel panels[3] = { make_panel (file, 400, 300), make_panel (file, 400, 300), make_panel (file, 400, 300) };
      DipComposition what = make_composition (panels, 3, 300);
      what.stacked = cases[i].stacked;
      what.gutter = cases[i].gutter;
      what.background[0] = 1;
      what.background[1] = 2;
      what.background[2] = 3;
      g_autoptr (DipPicture) picture = compose (&what);
      int gutter = cases[i].expected;
      double pixel[3];

      g_assert_cmpint (dip_picture_get_width (picture), ==, cases[i].stacked ? 400 : 1200 + 2 * gutter);
      g_assert_cmpint (dip_picture_get_height (picture), ==, cases[i].stacked ? 900 + 2 * gutter : 300);
      for (int at = -1; at <= gutter; at++)
        {
          gboolean inside = at >= 0 && at < gutter;
          get_pixel (dip_picture_get_image (picture), cases[i].stacked ? 5 : 400 + at, cases[i].stacked ? 300 + at : 5,
                     pixel);
          g_assert_cmpfloat (pixel[0], ==, inside ? 1 : GROUND);
          g_assert_cmpfloat (pixel[2], ==, inside ? 3 : GROUND);
        }
    }
}

static void
test_crop (void)
{
  g_autoptr (GBytes) file = draw_file (FRAME_WIDTH, FRAME_HEIGHT, frame_marks, 2, MARK_SIGMA, ".jpg[Q=95]");
  DipPanel panel = make_panel (file, FRAME_WIDTH, FRAME_HEIGHT);
  DipComposition what = make_composition (&panel, 1, 4000);
  what.crop = (DipCrop){ 300, 200, 400, 250 };
  g_autoptr (DipPicture) picture = compose (&what);

  g_assert_cmpint (dip_picture_get_width (picture), ==, 400);
  g_assert_cmpint (dip_picture_get_height (picture), ==, 250);
  assert_near (find_mark (dip_picture_get_image (picture), (Point){ 120, 100 }, 50), 120, 100, 0.2);
}

/* --- colour ---------------------------------------------------------------------------------------------------- */

static double
decode_srgb (double value)
{
  value /= 255;
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
encode_srgb (double linear)
{
  linear = CLAMP (linear, 0, 1);
  return 255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055);
}

/* Display P3 to sRGB: both D65, both with the sRGB curve (Apple; IEC 61966-2-1). */
static void
convert_p3 (const guint8 p3[3], double srgb[3])
{
  static const double matrix[3][3]
      = { { 1.22494, -0.22494, 0 }, { -0.04206, 1.04206, 0 }, { -0.01964, -0.07864, 1.09827 } };

  for (int row = 0; row < 3; row++)
    {
      double sum = 0;
      for (int column = 0; column < 3; column++)
        sum += matrix[row][column] * decode_srgb (p3[column]);
      srgb[row] = encode_srgb (sum);
    }
}

static GBytes *
draw_flat (const guint8 colour[3], const char *profile, const char *suffix)
{
  g_autofree guint8 *pixels = g_malloc (128 * 128 * 3);
  g_autoptr (VipsImage) image = NULL;
  VipsBlob *blob;
  gsize size;

  for (int i = 0; i < 128 * 128; i++)
    memcpy (pixels + 3 * i, colour, 3);
  image = wrap_rgb (pixels, 128, 128);
  if (profile != NULL && strlen (profile) > 6)
    vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, profile, strlen (profile));
  else if (profile != NULL)
    {
      g_assert_cmpint (vips_profile_load (profile, &blob, NULL), ==, 0);
      const void *data = vips_blob_get (blob, &size);
      vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, data, size);
      vips_area_unref (VIPS_AREA (blob));
    }
  return write_picture (image, suffix);
}

static void
test_profiles (void)
{
  static const guint8 colours[][3] = { { 200, 90, 60 }, { 230, 40, 30 }, { 60, 160, 90 }, { 128, 128, 128 } };
  static const int heights[] = { 128, 70 };

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
      for (int turned = 0; turned < 2; turned++)
        {
          g_autoptr (GBytes) p3 = draw_flat (colours[i], "p3", ".png");
          g_autoptr (GBytes) srgb = draw_flat (colours[i], "srgb", ".png");
          g_autoptr (GBytes) none = draw_flat (colours[i], NULL, ".png");
          g_autoptr (GBytes) broken = draw_flat (colours[i], "this is no profile at all", ".png");
          DipPanel panels[4] = { make_panel (p3, 128, 128), make_panel (srgb, 128, 128), make_panel (none, 128, 128),
                                 make_panel (broken, 128, 128) };
          for (guint p = 0; p < 4; p++)
            panels[p].tx = turned ? 0.25 : 0;
          DipComposition what = make_composition (panels, 4, heights[h]);
          what.gutter = 0;
          g_autoptr (DipPicture) picture = compose (&what);
          double expected[3], pixel[3];

          convert_p3 (colours[i], expected);
          get_pixel (dip_picture_get_image (picture), heights[h] / 2, heights[h] / 2, pixel);
          for (int band = 0; band < 3; band++)
            g_assert_cmpfloat (fabs (pixel[band] - expected[band]), <=, 2);
          for (int p = 1; p < 4; p++)
            {
              get_pixel (dip_picture_get_image (picture), heights[h] * p + heights[h] / 2, heights[h] / 2, pixel);
              for (int band = 0; band < 3; band++)
                g_assert_cmpfloat (pixel[band], ==, colours[i][band]);
            }
        }
}

/* Grey, 16 bits, transparent: all end as three bands of 8 bits. */
static void
test_pixel_kinds (void)
{
  static const struct
  {
    int bands;
    gboolean wide;
    double values[4]; /* of 255 */
    double expected[3];
  } cases[] = {
    { 1, FALSE, { 90 }, { 90, 90, 90 } },
    { 1, TRUE, { 90 }, { 90, 90, 90 } },
    { 2, FALSE, { 0, 51 }, { 204, 204, 204 } },
    { 3, TRUE, { 200, 100, 50 }, { 200, 100, 50 } },
    { 4, FALSE, { 200, 100, 50, 255 }, { 200, 100, 50 } },
    { 4, FALSE, { 200, 100, 50, 0 }, { 255, 255, 255 } },
    { 4, TRUE, { 255, 0, 0, 127.5 }, { 255, 127.5, 127.5 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int turned = 0; turned < 2; turned++)
      {
        g_autoptr (VipsImage) black = NULL;
        g_autoptr (VipsImage) grey = NULL;
        g_autoptr (VipsImage) wide = NULL;
        g_autoptr (VipsImage) image = NULL;
        double ones[4] = { 1, 1, 1, 1 }, values[4], pixel[3];
        gboolean colour = cases[i].bands > 2;

        for (int band = 0; band < 4; band++)
          values[band] = cases[i].values[band] * (cases[i].wide ? 257 : 1);
        g_assert_cmpint (vips_black (&black, 100, 100, "bands", cases[i].bands, NULL), ==, 0);
        g_assert_cmpint (vips_linear (black, &grey, ones, values, cases[i].bands, NULL), ==, 0);
        g_assert_cmpint (vips_cast (grey, &wide, cases[i].wide ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, NULL), ==, 0);
        g_assert_cmpint (vips_copy (wide, &image, "interpretation",
                                    cases[i].wide ? (colour ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_GREY16)
                                                  : (colour ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W),
                                    NULL),
                         ==, 0);
        g_autoptr (GBytes) file = write_picture (image, ".png");
        DipPanel panel = make_panel (file, 100, 100);
        panel.tx = turned ? 0.25 : 0;
        DipComposition what = make_composition (&panel, 1, 80);
        g_autoptr (DipPicture) picture = compose (&what);
        get_pixel (dip_picture_get_image (picture), 40, 40, pixel);
        for (int band = 0; band < 3; band++)
          g_assert_cmpfloat (fabs (pixel[band] - cases[i].expected[band]), <=, 1);
      }
}

/* --- labels ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  int left, top, right, bottom;
} Ink;

/* Where the picture is nearly white. */
static Ink
find_ink (DipPicture *picture)
{
  VipsImage *image = dip_picture_get_image (picture);
  g_autoptr (GBytes) bytes = read_pixels (image);
  const guint8 *at = g_bytes_get_data (bytes, NULL);
  Ink ink = { G_MAXINT, G_MAXINT, -1, -1 };

  for (int y = 0; y < image->Ysize; y++)
    for (int x = 0; x < image->Xsize; x++, at += 3)
      if (MIN (at[0], MIN (at[1], at[2])) > 170)
        {
          ink.left = MIN (ink.left, x);
          ink.right = MAX (ink.right, x + 1);
          ink.top = MIN (ink.top, y);
          ink.bottom = MAX (ink.bottom, y + 1);
        }
  return ink;
}

static DipPicture *
label_panel (const char *label, int width, int height)
{
  g_autoptr (GBytes) file = draw_file (width, height, NULL, 0, 1, ".png");
  DipPanel panel = make_panel (file, width, height);
  panel.label = label;
  DipComposition what = make_composition (&panel, 1, height);

  return compose (&what);
}

static void
test_label_is_not_stretched (void)
{
  double aspects[3];
  static const int heights[] = { 500, 1000, 1500 };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DipPicture) picture = label_panel ("Healed HHH", heights[i] * 4 / 3, heights[i]);
      Ink ink = find_ink (picture);

      g_assert_cmpint (ink.right, >, ink.left);
      g_assert_cmpint (ink.left, <, heights[i] / 10);       /* at the left */
      g_assert_cmpint (ink.bottom, >, heights[i] * 9 / 10); /* at the bottom */
      g_assert_cmpint (ink.bottom, <, heights[i]);
      g_assert_cmpfloat ((double) (ink.bottom - ink.top) / heights[i], >, 0.018);
      g_assert_cmpfloat ((double) (ink.bottom - ink.top) / heights[i], <, 0.045);
      aspects[i] = (double) (ink.right - ink.left) / (ink.bottom - ink.top);
    }
  g_assert_cmpfloat (fabs (aspects[1] / aspects[0] - 1), <, 0.08);
  g_assert_cmpfloat (fabs (aspects[2] / aspects[1] - 1), <, 0.05);
}

static void
test_label_leaves_the_rest_alone (void)
{
  g_autoptr (DipPicture) with = label_panel ("Before", 800, 600);
  g_autoptr (DipPicture) without = label_panel ("", 800, 600);
  g_autoptr (VipsImage) top = cut (with, 0, 0, 800, 480);
  g_autoptr (VipsImage) right = cut (with, 500, 0, 300, 600);
  g_autoptr (VipsImage) plain_top = cut (without, 0, 0, 800, 480);
  g_autoptr (VipsImage) plain_right = cut (without, 500, 0, 300, 600);

  g_assert_cmpint (find_ink (without).right, ==, -1);
  g_assert_cmpfloat (compare_psnr (top, plain_top), >, 90);
  g_assert_cmpfloat (compare_psnr (right, plain_right), >, 90);
}

static void
test_any_label (void)
{
  static const char *const labels[] = {
    "<b>&amp; \"5 < 6\" & </span>",
    "قبل العلاج",
    "לפני · 6 שבועות",
    "治療前 · 六週後",
    "😀 Healed",
    "Verheilt, sechs Wochen nach der letzten von drei Sitzungen zur Verdichtung des gesamten Oberkopfes",
    "two\nlines",
    "bad \xff utf-8",
    "W",
  };
  g_autofree char *endless = g_strnfill (5000, 'W');

  for (guint i = 0; i <= G_N_ELEMENTS (labels); i++)
    for (int size = 0; size < 3; size++)
      {
        static const int widths[] = { 90, 400, 1200 };
        const int width = widths[size], height = width * 3 / 4;
        g_autoptr (DipPicture) picture = label_panel (i < G_N_ELEMENTS (labels) ? labels[i] : endless, width, height);
        Ink ink = find_ink (picture);

        g_assert_cmpint (dip_picture_get_width (picture), ==, width);
        if (size > 0)
          {
            g_assert_cmpint (ink.right, >, ink.left);
            g_assert_cmpint (ink.right, <, width - width / 50);
            g_assert_cmpint (ink.top, >, height / 2);
          }
      }
}

/* A label says what it says: markup is shown, so the text with tags is wider than the one without. */
static void
test_markup_is_shown (void)
{
  g_autoptr (DipPicture) plain = label_panel ("Before", 1200, 900);
  g_autoptr (DipPicture) marked = label_panel ("<b>Before</b>", 1200, 900);
  Ink a = find_ink (plain), b = find_ink (marked);

  g_assert_cmpfloat (b.right - b.left, >, 1.5 * (a.right - a.left));
}

/* Better no picture than one with empty boxes for letters. */
static void
compose_without_font (void)
{
  g_autoptr (GBytes) file = draw_file (400, 300, NULL, 0, 1, ".png");
  DipPanel panel = make_panel (file, 400, 300);
  DipComposition what = make_composition (&panel, 1, 300);
  g_autoptr (DipPicture) picture = compose (&what);

  panel.label = "Before";
  assert_fails (&what, DIP_ERROR_UNSUPPORTED, "font");
}

static void
test_no_font (void)
{
  g_autofree char *dir = NULL, *path = NULL;

  if (g_test_subprocess ())
    {
      compose_without_font ();
      return;
    }
  dir = g_dir_make_tmp ("diptych-XXXXXX", NULL);
  path = g_build_filename (dir, "fonts.conf", NULL);
  g_assert_true (g_file_set_contents (path, "<fontconfig/>", -1, NULL));
  g_setenv ("FONTCONFIG_FILE", path, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("FONTCONFIG_FILE");
  g_test_trap_assert_passed ();
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* --- refusals -------------------------------------------------------------------------------------------------- */

static GBytes *
truncate_file (GBytes *file)
{
  return g_bytes_new (g_bytes_get_data (file, NULL), g_bytes_get_size (file) / 2);
}

static void
test_refusals (void)
{
  g_autoptr (VipsImage) texture = draw_texture (800, 600);
  g_autoptr (GBytes) jpeg = write_picture (texture, ".jpg");
  g_autoptr (GBytes) png = write_picture (texture, ".png");
  g_autoptr (GBytes) half_jpeg = truncate_file (jpeg);
  g_autoptr (GBytes) half_png = truncate_file (png);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a picture at all", 20);
  DipPanel good = make_panel (jpeg, 800, 600), panels[2] = { good, good };
  DipComposition what = make_composition (panels, 2, 300);

  panels[1].bytes = half_jpeg;
  panels[1].label = "Healed";
  assert_fails (&what, DIP_ERROR_DAMAGED, "Picture 2 (Healed): ");
  panels[1].bytes = half_png;
  assert_fails (&what, DIP_ERROR_DAMAGED, "Picture 2 (Healed): ");
  panels[1].tx = 3.3;
  assert_fails (&what, DIP_ERROR_DAMAGED, "Picture 2 (Healed): ");
  panels[1].bytes = text;
  assert_fails (&what, DIP_ERROR_UNSUPPORTED, "Picture 2 (Healed): ");
  panels[1] = good;
  panels[0].width = 801;
  assert_fails (&what, DIP_ERROR_DAMAGED, "Picture 1: ");
  panels[0] = good;
  panels[1].a = 0;
  assert_fails (&what, DIP_ERROR_INVALID, "landmarks");
  panels[1] = good;
  what.crop.width = 0;
  assert_fails (&what, DIP_ERROR_INVALID, "crop");
  what.crop.width = NAN;
  assert_fails (&what, DIP_ERROR_INVALID, "crop");
  what.crop = (DipCrop){ 0, 0, 800, 1 };
  assert_fails (&what, DIP_ERROR_INVALID, "crop");
  what.crop = (DipCrop){ 0, 0, 800, 600 };
  what.n_panels = 0;
  assert_fails (&what, DIP_ERROR_INVALID, "picture");
}

/* Made row by row; who asks for the first cancels. */
typedef struct
{
  GCancellable *cancellable;
  int rows; /* atomic */
} Slow;

static int
generate_slowly (VipsRegion *region, void *sequence, void *a, void *b, gboolean *stop)
{
  Slow *slow = a;

  g_cancellable_cancel (slow->cancellable);
  g_atomic_int_add (&slow->rows, region->valid.height);
  for (int y = 0; y < region->valid.height; y++)
    memset (VIPS_REGION_ADDR (region, region->valid.left, region->valid.top + y), 7, (gsize) region->valid.width * 3);
  return 0;
}

static void
test_cancelled_half_way (void)
{
  enum
  {
    HEIGHT = 100000
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VipsImage) image = vips_image_new ();
  Slow slow = { .cancellable = cancellable };

  vips_image_init_fields (image, 100, HEIGHT, 3, VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, VIPS_INTERPRETATION_sRGB, 1, 1);
  g_assert_cmpint (vips_image_pipelinev (image, VIPS_DEMAND_STYLE_THINSTRIP, NULL), ==, 0);
  g_assert_cmpint (vips_image_generate (image, NULL, generate_slowly, NULL, &slow, NULL), ==, 0);
  g_assert_null (dip_vips_to_pixels (image, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (slow.rows, >, 0);
  g_assert_cmpint (slow.rows, <, HEIGHT / 2);
  g_assert_cmpstr (vips_error_buffer (), ==, "");
}

static void
test_cancelled_before (void)
{
  g_autoptr (GBytes) file = draw_file (400, 300, NULL, 0, 1, ".png");
  DipPanel panels[2] = { make_panel (file, 400, 300), make_panel (file, 400, 300) };
  DipComposition what = make_composition (panels, 2, 300);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  panels[1].tx = 0.5;
  g_cancellable_cancel (cancellable);
  g_assert_null (dip_compose (&what, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (dip_picture_load (file, 1, 100, 100, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- one photo ------------------------------------------------------------------------------------------------- */

static void
test_load_sizes (void)
{
  static const struct
  {
    int width, height, orientation, max_width, max_height, expected_width, expected_height;
  } cases[] = {
    { 1200, 900, 1, 400, 4000, 400, 300 },   { 1200, 900, 1, 4000, 300, 400, 300 },
    { 1200, 900, 1, 5000, 5000, 1200, 900 }, { 1200, 900, 6, 300, 4000, 300, 400 },
    { 1201, 903, 1, 601, 4000, 601, 452 },   { 1207, 901, 3, 150, 150, 150, 112 },
    { 3, 900, 1, 100, 100, 1, 100 },         { 1, 1, 1, 100, 100, 1, 1 },
  };
  static const char *const formats[] = { ".jpg", ".png", ".webp" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
      {
        g_autoptr (VipsImage) texture = draw_texture (cases[i].width, cases[i].height);
        g_autoptr (GBytes) file = write_picture (texture, formats[f]);
        g_autoptr (GError) error = NULL;
        g_autoptr (DipPicture) picture
            = dip_picture_load (file, cases[i].orientation, cases[i].max_width, cases[i].max_height, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpint (dip_picture_get_width (picture), ==, cases[i].expected_width);
        g_assert_cmpint (dip_picture_get_height (picture), ==, cases[i].expected_height);
      }
}

/* A photo at its own size, without turn, loses nothing. */
static void
test_load_is_exact (void)
{
  g_autoptr (VipsImage) texture = draw_texture (321, 123);
  g_autoptr (GBytes) file = write_picture (texture, ".png");
  g_autoptr (DipPicture) picture = dip_picture_load (file, 1, 321, 123, NULL, NULL);

  g_assert_cmpfloat (compare_psnr (texture, dip_picture_get_image (picture)), >, 90);
}

/* Opening a picture smaller must not show: compared with decoding all and reducing then. White noise is far harder on it
 * than a photo. */
static void
test_opening_small (void)
{
  static const struct
  {
    const char *format;
    gboolean noise;
    double least;
  } cases[] = { { ".jpg[Q=95]", FALSE, 40 }, { ".png", FALSE, 40 }, { ".jpg[Q=95]", TRUE, 28 }, { ".png", TRUE, 28 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int width = 170; width < 1200; width += 205)
      {
        g_autoptr (VipsImage) drawn = cases[i].noise ? draw_noise (1200, 800) : draw_texture (1200, 800);
        g_autoptr (GBytes) file = write_picture (drawn, cases[i].format);
        g_autoptr (DipPicture) picture = dip_picture_load (file, 1, width, 4000, NULL, NULL);
        g_autoptr (VipsImage) all = NULL;
        g_autoptr (VipsImage) wanted = NULL;
        double height = dip_picture_get_height (picture), psnr;

        all = vips_image_new_from_buffer (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "", NULL);
        g_assert_cmpint (vips_reduce (all, &wanted, 1200.0 / width, 800 / height, NULL), ==, 0);
        psnr = compare_psnr (wanted, dip_picture_get_image (picture));
        g_test_message ("%s to %d: %.1f dB", cases[i].format, width, psnr);
        g_assert_cmpfloat (psnr, >, cases[i].least);
      }
}

/* Real photos and files made to break readers: loaded or refused, never more. */
static void
test_corpus (void)
{
  static const char *const folders[] = { "corpus", "corpus/bad" };
  const char *shared = g_getenv ("DIP_TEST_SHARED");
  guint loaded = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (shared != NULL ? shared : "/", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

      for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *data = NULL;
          g_autoptr (GError) error = NULL;
          gsize size;

          if (!g_file_get_contents (file, &data, &size, NULL))
            continue;
          g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&data), size);
          g_autoptr (GBytes) thumbnail = dip_thumbnail (bytes, 1, 160, NULL, &error);
          g_assert_true ((thumbnail != NULL) == (error == NULL));
          g_assert_cmpstr (vips_error_buffer (), ==, "");
          loaded += thumbnail != NULL;
        }
    }
  if (loaded == 0)
    g_test_skip ("no photos here");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  let_libvips_warn ();
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/compose/same-place", test_same_place);
  g_test_add_func ("/compose/alignments", test_alignments);
  g_test_add_func ("/compose/orientations", test_orientations);
  g_test_add_func ("/compose/equal-sharpness", test_equal_sharpness);
  g_test_add_func ("/compose/outside-is-background", test_outside_is_background);
  g_test_add_func ("/compose/never-enlarged", test_never_enlarged);
  g_test_add_func ("/compose/picture-width", test_picture_width);
  g_test_add_func ("/compose/gutter", test_gutter);
  g_test_add_func ("/compose/crop", test_crop);
  g_test_add_func ("/compose/profiles", test_profiles);
  g_test_add_func ("/compose/pixel-kinds", test_pixel_kinds);
  g_test_add_func ("/compose/label/not-stretched", test_label_is_not_stretched);
  g_test_add_func ("/compose/label/rest-alone", test_label_leaves_the_rest_alone);
  g_test_add_func ("/compose/label/any", test_any_label);
  g_test_add_func ("/compose/label/markup", test_markup_is_shown);
  g_test_add_func ("/compose/label/no-font", test_no_font);
  g_test_add_func ("/compose/refusals", test_refusals);
  g_test_add_func ("/compose/cancelled/before", test_cancelled_before);
  g_test_add_func ("/compose/cancelled/half-way", test_cancelled_half_way);
  g_test_add_func ("/load/sizes", test_load_sizes);
  g_test_add_func ("/load/exact", test_load_is_exact);
  g_test_add_func ("/load/opening-small", test_opening_small);
  g_test_add_func ("/load/corpus", test_corpus);
  status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}

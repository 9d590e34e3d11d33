/* What the studio does with pixels: finding how two photos lie on each other, measuring how they differ, covering, marking,
 * moving. On drawn heads of nobody. */
#include "dip-animate.h"
#include "dip-demo-photo.h"
#include "dip-measure.h"
#include "dip-register.h"
#include "pictures.h"

#define WIDTH  300
#define HEIGHT 400

/* A head at a sitting; where two of its points are. */
static DipPicture *
draw_head (guint32 seed, guint take, DipDemoView view, double *marks)
{
  const DipDemoPhoto what = { .seed = seed,
                              .take = take,
                              .view = view,
                              .thinning = 0.9,
                              .density = take > 0 ? 0.9 : 0,
                              .skin = 0.3,
                              .width = WIDTH,
                              .height = HEIGHT,
                              .orientation = 1,
                              .taken = "2026:03:14 10:11:12",
                              .offset = "+01:00",
                              .owner = "Nobody" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) jpeg = dip_demo_photo_draw (&what, marks, &error);
  DipPicture *picture;

  g_assert_no_error (error);
  picture = dip_picture_load (jpeg, 1, WIDTH, HEIGHT, NULL, &error);
  g_assert_no_error (error);
  return picture;
}

/* Before and after a treatment, drawn by two sittings with other distance, turn and light: what is found carries the after's
 * marks onto the before's. */
static void
test_register (void)
{
  static const DipDemoView views[] = { DIP_DEMO_TOP, DIP_DEMO_BACK };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      double before_marks[4], after_marks[4];
      g_autoptr (DipPicture) before = draw_head (11 + i, 0, views[i], before_marks);
      g_autoptr (DipPicture) after = draw_head (11 + i, 1, views[i], after_marks);
      g_autoptr (GError) error = NULL;
      DipRegistered found;

      g_assert_true (dip_register (before, after, NULL, &found, &error));
      g_assert_true (found.confident);
      g_assert_cmpfloat (found.confidence, >=, DIP_REGISTER_LEAST);
      for (guint m = 0; m < 4; m += 2)
        {
          const double x = found.a * after_marks[m] - found.b * after_marks[m + 1] + found.tx;
          const double y = found.b * after_marks[m] + found.a * after_marks[m + 1] + found.ty;

          g_assert_cmpfloat (hypot (x - before_marks[m], y - before_marks[m + 1]), <, 3); /* 1 % of the width */
        }
    }
}

static DipPicture *
moved (DipPicture *picture, double a, double b, double tx, double ty)
{
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) out = NULL;
  VipsArrayInt *area = vips_array_int_newv (4, 0, 0, WIDTH, HEIGHT);

  g_assert_cmpint (vips_copy (dip_picture_get_image (picture), &own, NULL), ==, 0);
  /* libvips counts from the middles of pixels */
  g_assert_cmpint (vips_affine (own, &out, a, -b, b, a, "oarea", area, "odx", tx + (a - b - 1) / 2, "ody",
                                ty + (b + a - 1) / 2, "extend", VIPS_EXTEND_COPY, NULL),
                   ==, 0);
  vips_area_unref (VIPS_AREA (area));
  return dip_picture_new (dip_vips_to_pixels (out, 1, NULL, NULL));
}

/* One photo, turned, scaled and shifted by known amounts. */
static void
test_register_known (void)
{
  static const struct
  {
    double degrees, scale, x, y;
  } rows[] = { { 17, 0.78, 30, -20 }, { -14, 1.32, -40, 25 } };
  g_autoptr (DipPicture) head = draw_head (5, 0, DIP_DEMO_TOP, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const double a = rows[i].scale * cos (rows[i].degrees * G_PI / 180);
      const double b = rows[i].scale * sin (rows[i].degrees * G_PI / 180);
      const double tx = WIDTH / 2.0 + rows[i].x - (a * WIDTH / 2 - b * HEIGHT / 2);
      const double ty = HEIGHT / 2.0 + rows[i].y - (b * WIDTH / 2 + a * HEIGHT / 2);
      g_autoptr (DipPicture) after = moved (head, a, b, tx, ty);
      DipRegistered found;

      g_assert_true (dip_register (head, after, NULL, &found, NULL));
      g_assert_true (found.confident);
      for (guint corner = 0; corner < 4; corner++)
        {
          const double px = WIDTH * (corner & 1 ? 0.7 : 0.3), py = HEIGHT * (corner & 2 ? 0.7 : 0.3);
          const double ax = a * px - b * py + tx, ay = b * px + a * py + ty;

          g_assert_cmpfloat (
              hypot (found.a * ax - found.b * ay + found.tx - px, found.b * ax + found.a * ay + found.ty - py), <,
              0.01 * WIDTH);
        }
    }
}

/* Two heads from two sides: it says that it does not know. */
static void
test_register_strangers (void)
{
  g_autoptr (DipPicture) top = draw_head (5, 0, DIP_DEMO_TOP, NULL);
  g_autoptr (DipPicture) front = draw_head (6, 0, DIP_DEMO_FRONT, NULL);
  DipRegistered found;

  g_assert_true (dip_register (top, front, NULL, &found, NULL));
  g_assert_false (found.confident);
  g_assert_cmpfloat (found.confidence, <, DIP_REGISTER_LEAST);
}

static void
test_register_nothing (void)
{
  g_autofree guint8 *grey = g_malloc (60 * 40 * 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  DipRegistered found;

  memset (grey, 128, 60 * 40 * 3);
  g_autoptr (DipPicture) smooth = dip_picture_new (wrap_rgb (grey, 60, 40));
  g_assert_false (dip_register (smooth, smooth, NULL, &found, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_false (dip_register (smooth, smooth, cancelled, &found, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef DipPicture *(*Alter) (DipPicture *picture, double by);

static DipPicture *
with_gains (DipPicture *picture, double red, double green, double blue)
{
  const double gains[] = { red, green, blue };
  VipsImage *pixels = dip_vips_to_pixels (dip_picture_get_image (picture), 1, NULL, NULL);

  dip_burn_gains (pixels, gains);
  return dip_picture_new (pixels);
}

static DipPicture *
brighter (DipPicture *picture, double by)
{
  return with_gains (picture, by, by, by);
}

static DipPicture *
warmer (DipPicture *picture, double stops)
{
  return with_gains (picture, exp2 (stops / 2), 1, exp2 (-stops / 2));
}

static DipPicture *
greener (DipPicture *picture, double stops)
{
  return with_gains (picture, 1, exp2 (stops), 1);
}

static DipPicture *
blurred (DipPicture *picture, double sigma)
{
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) out = NULL;

  g_assert_cmpint (vips_copy (dip_picture_get_image (picture), &own, NULL), ==, 0);
  g_assert_cmpint (vips_gaussblur (own, &out, sigma, NULL), ==, 0);
  return dip_picture_new (dip_vips_to_pixels (out, 1, NULL, NULL));
}

static DipPicture *
flatter (DipPicture *picture, double by)
{
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) out = NULL;

  g_assert_cmpint (vips_copy (dip_picture_get_image (picture), &own, NULL), ==, 0);
  g_assert_cmpint (vips_linear1 (own, &out, by, 110 * (1 - by), "uchar", TRUE, NULL), ==, 0);
  return dip_picture_new (dip_vips_to_pixels (out, 1, NULL, NULL));
}

/* As a head that is turned away shows itself: narrower, as high. */
static DipPicture *
narrower (DipPicture *picture, double by)
{
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) out = NULL;

  g_assert_cmpint (vips_copy (dip_picture_get_image (picture), &own, NULL), ==, 0);
  g_assert_cmpint (vips_resize (own, &small, 1 / by, "vscale", 1.0, NULL), ==, 0);
  g_assert_cmpint (
      vips_embed (small, &out, (WIDTH - small->Xsize) / 2, 0, WIDTH, HEIGHT, "extend", VIPS_EXTEND_COPY, NULL), ==, 0);
  return dip_picture_new (dip_vips_to_pixels (out, 1, NULL, NULL));
}

static DipMeasures
measure (DipPicture *before, DipPicture *after)
{
  const DipPanel panels[] = {
    { .proxy = before, .width = WIDTH, .height = HEIGHT, .a = 1 },
    { .proxy = after, .width = WIDTH, .height = HEIGHT, .a = 1 },
  };
  const DipComposition what = { .panels = panels, .n_panels = 2, .crop = { 0, 0, WIDTH, HEIGHT } };
  g_autoptr (GError) error = NULL;
  DipMeasures measures;

  g_assert_true (dip_measure (&what, NULL, &measures, &error));
  g_assert_no_error (error);
  return measures;
}

/* Each alteration by a known amount comes out as that amount, and as nothing else. */
static void
test_measure (void)
{
  static const struct
  {
    Alter alter;
    double by;
    DipMeasures want;
    double within;
  } rows[] = {
    { brighter, 1.0, { 1, 1, 0, 0, 1, 0, 1 }, 0.01 },
    { brighter, 1.3, { 1.3, NAN, 0, 0, NAN, NAN, 1 }, 0.03 },
    { brighter, 0.6, { 0.6, NAN, 0, 0, NAN, NAN, 1 }, 0.03 },
    { warmer, 0.4, { NAN, NAN, 0.4, 0, NAN, NAN, 1 }, 0.04 },
    { warmer, -0.3, { NAN, NAN, -0.3, 0, NAN, NAN, 1 }, 0.04 },
    { greener, 0.25, { NAN, NAN, 0, 0.25, NAN, NAN, 1 }, 0.04 },
    { narrower, 1.06, { NAN, NAN, NAN, NAN, NAN, NAN, 1.06 }, 0.015 },
  };
  g_autoptr (DipPicture) head = draw_head (5, 0, DIP_DEMO_TOP, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DipPicture) altered = rows[i].alter (head, rows[i].by);
      const DipMeasures got = measure (head, altered);
      const double *want_values = (const double *) &rows[i].want, *got_values = (const double *) &got;

      for (guint k = 0; k < sizeof got / sizeof (double); k++)
        {
          g_test_message ("row %u, value %u: %g, want %g", i, k, got_values[k], want_values[k]);
          if (!isnan (want_values[k]))
            g_assert_cmpfloat_with_epsilon (got_values[k], want_values[k], rows[i].within);
        }
    }
}

static void
test_measure_softness (void)
{
  g_autoptr (DipPicture) head = draw_head (5, 0, DIP_DEMO_TOP, NULL);
  g_autoptr (DipPicture) soft = blurred (head, 1.2);
  g_autoptr (DipPicture) softer = blurred (head, 2.4);
  g_autoptr (DipPicture) flat = flatter (head, 0.6);
  const DipMeasures one = measure (head, soft), two = measure (head, softer), three = measure (head, flat);

  g_assert_cmpfloat (one.sharpness, <, 1 / 1.4); /* beyond the fair-pair check's limit */
  g_assert_cmpfloat (two.sharpness, <, one.sharpness);
  g_assert_cmpfloat_with_epsilon (measure (soft, head).sharpness, 1 / one.sharpness, 0.02);
  g_assert_cmpfloat (three.contrast, <, 1 / 1.25);
  g_assert_cmpfloat_with_epsilon (three.contrast, 0.6, 0.12);
}

/* A background of another colour, and the same head. */
static void
test_measure_background (void)
{
  g_autoptr (DipPicture) head = draw_head (5, 0, DIP_DEMO_TOP, NULL);
  VipsImage *pixels = dip_vips_to_pixels (dip_picture_get_image (head), 1, NULL, NULL);
  double blue[] = { 30, 60, 200 };

  g_assert_cmpint (vips_draw_rect (pixels, blue, 3, 0, 0, WIDTH, HEIGHT / 10, "fill", TRUE, NULL), ==, 0);
  g_assert_cmpint (vips_draw_rect (pixels, blue, 3, 0, 0, WIDTH / 8, HEIGHT, "fill", TRUE, NULL), ==, 0);
  g_assert_cmpint (vips_draw_rect (pixels, blue, 3, WIDTH * 7 / 8, 0, WIDTH / 8, HEIGHT, "fill", TRUE, NULL), ==, 0);
  g_autoptr (DipPicture) other = dip_picture_new (pixels);
  g_assert_cmpfloat (measure (head, other).background, >, 30);
  g_assert_cmpfloat (fabs (measure (head, other).brightness - 1), <, 0.02);
}

static DipPicture *
compose_one (DipPicture *proxy, const DipPatch *patch, const DipMark *mark, double angle)
{
  const DipPanel panel = { .proxy = proxy,
                           .width = WIDTH * 4,
                           .height = HEIGHT * 4,
                           .a = cos (angle),
                           .b = sin (angle),
                           .patches = patch,
                           .n_patches = patch != NULL };
  const DipComposition what = {
    .panels = &panel, .n_panels = 1, .crop = { 0, 0, WIDTH * 4, HEIGHT * 4 }, .panel_height = HEIGHT, .mark = mark
  };
  g_autoptr (GError) error = NULL;
  DipPicture *picture = dip_compose (&what, NULL, &error);

  g_assert_no_error (error);
  return picture;
}

/* Wherever the alignment carries it, every pixel of a cover is black, and nothing of what was under it is left around it. */
static void
test_patch (void)
{
  const DipPatch patch = { { 400, 800, 800, 400 }, { 600, 600, 900, 900 } };
  g_autofree guint8 *white = g_malloc (WIDTH * HEIGHT * 3);

  memset (white, 255, WIDTH * HEIGHT * 3);
  for (int y = 150; y < 225; y++) /* what must not be seen: red */
    for (int x = 100; x < 200; x++)
      memset (white + (y * WIDTH + x) * 3 + 1, 0, 2);
  g_autoptr (DipPicture) secret = dip_picture_new (wrap_rgb (white, WIDTH, HEIGHT));
  for (int turn = 0; turn < 3; turn++)
    {
      g_autoptr (DipPicture) covered = compose_one (secret, &patch, NULL, turn * 0.1);
      g_autoptr (GBytes) pixels = dip_picture_get_pixels (covered, NULL);
      const guint8 *data = g_bytes_get_data (pixels, NULL);
      guint black = 0;

      for (gsize i = 0; i < g_bytes_get_size (pixels); i += 3)
        {
          black += data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 0;
          g_assert_cmpint (ABS (data[i] - data[i + 1]), <=, 3); /* no red anywhere */
        }
      g_assert_cmpuint (black, >=, 100 * 75);
    }
}

static void
test_mark (void)
{
  g_autofree guint8 *grey = g_malloc (WIDTH * HEIGHT * 3);

  memset (grey, 90, WIDTH * HEIGHT * 3);
  g_autoptr (DipPicture) plain = dip_picture_new (wrap_rgb (grey, WIDTH, HEIGHT));
  for (int anchor = 0; anchor < 9; anchor++)
    {
      const DipMark mark = { .text = "Clinic", .anchor = anchor, .size = 0.06, .opacity = 0.9, .colour = 0xffffff };
      g_autoptr (DipPicture) marked = compose_one (plain, NULL, &mark, 0);
      g_autoptr (GBytes) pixels = dip_picture_get_pixels (marked, NULL);
      const guint8 *data = g_bytes_get_data (pixels, NULL);
      const int width = dip_picture_get_width (marked), height = dip_picture_get_height (marked);
      double x = 0, y = 0, n = 0;

      for (int i = 0; i < width * height; i++)
        if (data[i * 3] > 120)
          {
            x += i % width;
            y += (i - i % width) / (double) width;
            n++;
          }
      g_assert_cmpfloat (n, >, 50);
      g_assert_cmpint ((int) (3 * x / n / width), ==, anchor % 3);
      g_assert_cmpint ((int) (3 * y / n / height), ==, anchor / 3);
    }
}

/* An animation passes as it was written, and not with a note, a trailer or a piece missing. */
static void
test_animation (void)
{
  g_autoptr (DipPicture) head = draw_head (5, 0, DIP_DEMO_TOP, NULL);
  g_autoptr (DipPicture) other = brighter (head, 1.3);

  for (guint kind = DIP_ANIMATION_WEBP; kind <= DIP_ANIMATION_GIF; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = dip_animate_slide (head, other, (DipAnimationKind) kind, NULL, &error);
      gsize size;
      const guint8 *data;
      g_autoptr (GByteArray) more = g_byte_array_new ();

      g_assert_no_error (error);
      g_assert_true (dip_verify_animation (bytes, &error));
      g_assert_no_error (error);
      data = g_bytes_get_data (bytes, &size);
      g_byte_array_append (more, data, (guint) size);
      g_byte_array_append (more, (const guint8 *) "EXIF\4\0\0\0GPS!", 12);
      g_autoptr (GBytes) longer = g_byte_array_free_to_bytes (g_steal_pointer (&more));
      g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (bytes, 0, size - 9);
      g_assert_false (dip_verify_animation (longer, NULL));
      g_assert_false (dip_verify_animation (shorter, NULL));
    }
}

static void
test_animation_notes (void)
{
  static const guint8 gif[]
      = "GIF89a\1\0\1\0\0\0\0!\xfe\4Ann?\0,\0\0\0\0\1\0\1\0\0\2\1\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0;";
  static const guint8 clean[] = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0;";
  g_autoptr (GBytes) noted = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (GBytes) plain = g_bytes_new_static (clean, sizeof clean - 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (dip_verify_animation (plain, NULL));
  g_assert_false (dip_verify_animation (noted, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/studio-pictures/register", test_register);
  g_test_add_func ("/studio-pictures/register-known", test_register_known);
  g_test_add_func ("/studio-pictures/register-strangers", test_register_strangers);
  g_test_add_func ("/studio-pictures/register-nothing", test_register_nothing);
  g_test_add_func ("/studio-pictures/measure", test_measure);
  g_test_add_func ("/studio-pictures/measure-softness", test_measure_softness);
  g_test_add_func ("/studio-pictures/measure-background", test_measure_background);
  g_test_add_func ("/studio-pictures/patch", test_patch);
  g_test_add_func ("/studio-pictures/mark", test_mark);
  g_test_add_func ("/studio-pictures/animation", test_animation);
  g_test_add_func ("/studio-pictures/animation-notes", test_animation_notes);
  status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}

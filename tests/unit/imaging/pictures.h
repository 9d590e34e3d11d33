/* Pictures drawn for tests: soft round marks on grey, whose places can be measured to a tenth of a pixel. */
#pragma once

#include <math.h>
#include <string.h>

#include "dip-compose-private.h"
#include "dip-error.h"

#define MARK_SIGMA 12.0 /* pixels */
#define GROUND     64
#define MARK_GAIN  160

typedef struct
{
  double x, y;
} Point;

static inline VipsImage *
wrap_rgb (const guint8 *pixels, int width, int height)
{
  VipsImage *bare, *image;

  bare = vips_image_new_from_memory_copy (pixels, (gsize) width * (gsize) height * 3, width, height, 3,
                                          VIPS_FORMAT_UCHAR);
  g_assert_nonnull (bare);
  g_assert_cmpint (vips_copy (bare, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), ==, 0);
  g_object_unref (bare);
  return image;
}

static inline void
draw_mark (guint8 *pixels, int width, int height, Point mark, double sigma)
{
  const double reach = 5 * sigma;

  for (int y = (int) MAX (0, mark.y - reach); y < MIN (height, mark.y + reach); y++)
    for (int x = (int) MAX (0, mark.x - reach); x < MIN (width, mark.x + reach); x++)
      {
        double dx = x + 0.5 - mark.x, dy = y + 0.5 - mark.y;
        double gain = MARK_GAIN * exp (-(dx * dx + dy * dy) / (2 * sigma * sigma));
        for (int band = 0; band < 3; band++)
          pixels[((gsize) y * (gsize) width + (gsize) x) * 3 + (gsize) band] += (guint8) lround (gain);
      }
}

/* 8 bits, 3 bands; marks must not overlap. (transfer full) */
static inline VipsImage *
draw_marks (int width, int height, const Point *marks, guint n_marks, double sigma)
{
  gsize size = (gsize) width * (gsize) height * 3;
  g_autofree guint8 *pixels = g_malloc (size);

  memset (pixels, GROUND, size);
  for (guint i = 0; i < n_marks; i++)
    draw_mark (pixels, width, height, marks[i], sigma);
  return wrap_rgb (pixels, width, height);
}

/* Some systems have an encoder for HEIC and some have none; nothing but these tests writes it. */
static inline gboolean
can_write (const char *suffix)
{
  g_autoptr (VipsImage) black = NULL;
  void *data = NULL;
  gsize size;

  g_assert_cmpint (vips_black (&black, 64, 64, "bands", 3, NULL), ==, 0);
  if (!g_str_has_prefix (suffix, ".heic"))
    return TRUE;
  if (vips_image_write_to_buffer (black, suffix, &data, &size, NULL) != 0)
    g_test_message ("no encoder for %s here", suffix);
  vips_error_clear ();
  g_free (data);
  return data != NULL;
}

/* @suffix: what vips_image_write_to_buffer() takes. (transfer none) of @image, (transfer full) of the result. */
static inline GBytes *
write_picture (VipsImage *image, const char *suffix)
{
  void *data;
  gsize size;

  if (vips_image_write_to_buffer (image, suffix, &data, &size, NULL) != 0)
    g_error ("%s", vips_error_buffer ());
  return g_bytes_new_take (data, size);
}

static inline GBytes *
draw_file (int width, int height, const Point *marks, guint n_marks, double sigma, const char *suffix)
{
  g_autoptr (VipsImage) image = draw_marks (width, height, marks, n_marks, sigma);

  return write_picture (image, suffix);
}

/* Fine texture that a blurred, shifted or wrongly scaled copy does not match. */
static inline VipsImage *
draw_texture (int width, int height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 3);
  g_autofree double *across = g_new (double, width);
  guint8 *at = pixels;

  for (int x = 0; x < width; x++)
    across[x] = 60 * sin (x * 0.11);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double down = 40 * cos (y * 0.17);
        *at++ = (guint8) (128 + across[x] + down);
        *at++ = (guint8) (120 + across[(x + y) % width] / 2 - down);
        *at++ = (guint8) (100 + across[(3 * y) % width] / 3 + across[x] / 2);
      }
  return wrap_rgb (pixels, width, height);
}

static inline GBytes *
read_pixels (VipsImage *image)
{
  gsize size;
  void *data = vips_image_write_to_memory (image, &size);

  g_assert_nonnull (data);
  return g_bytes_new_take (data, size);
}

/* Peak signal-to-noise ratio in dB of 8-bit pictures of one size. */
static inline double
compare_psnr (VipsImage *a, VipsImage *b)
{
  g_autoptr (GBytes) first = read_pixels (a);
  g_autoptr (GBytes) second = read_pixels (b);
  const guint8 *x = g_bytes_get_data (first, NULL), *y = g_bytes_get_data (second, NULL);
  gsize size = g_bytes_get_size (first);
  double sum = 0;

  g_assert_cmpuint (size, ==, g_bytes_get_size (second));
  for (gsize i = 0; i < size; i++)
    sum += (x[i] - y[i]) * (x[i] - y[i]);
  return 10 * log10 (255.0 * 255.0 / MAX (sum / (double) size, 1e-9));
}

/* The weighted middle of what is brighter than the ground within @reach pixels of @near, in the first band. */
static inline Point
find_mark (VipsImage *image, Point near, double reach)
{
  g_autoptr (GBytes) bytes = read_pixels (image);
  const guint8 *pixels = g_bytes_get_data (bytes, NULL);
  double sum = 0, sum_x = 0, sum_y = 0;

  for (int y = (int) MAX (0, near.y - reach); y < MIN (image->Ysize, near.y + reach); y++)
    for (int x = (int) MAX (0, near.x - reach); x < MIN (image->Xsize, near.x + reach); x++)
      {
        double weight = MAX (0, pixels[((gsize) y * (gsize) image->Xsize + (gsize) x) * 3] - GROUND - 8);
        sum += weight;
        sum_x += weight * (x + 0.5);
        sum_y += weight * (y + 0.5);
      }
  g_assert_cmpfloat (sum, >, 500);
  return (Point){ sum_x / sum, sum_y / sum };
}

static inline void
get_pixel (VipsImage *image, int x, int y, double out[3])
{
  double *values = NULL;
  int n = 0;

  g_assert_cmpint (vips_getpoint (image, &values, &n, x, y, NULL), ==, 0);
  g_assert_cmpint (n, ==, 3);
  memcpy (out, values, 3 * sizeof (double));
  g_free (values);
}

static inline void
say_nothing (const char *domain, GLogLevelFlags level, const char *message, gpointer unused)
{
}

/* libvips warns of damaged files by itself: that is no mistake of ours, all other warnings are. */
static inline void
let_libvips_warn (void)
{
  static const char *const domains[] = { "diptych", "GLib", "GLib-GObject", "GLib-GIO" };

  g_log_set_handler ("VIPS", G_LOG_LEVEL_MASK, say_nothing, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    g_log_set_fatal_mask (domains[i], G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}

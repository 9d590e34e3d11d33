/* How well automatic registration does: pairs made from real portraits by known turns, scales, shifts, exposures and a
 * painted scalp, and what comes out of each.
 *
 *   bench-register CORPUS [ROUNDS]     prints a table; exit status 1 when a target is missed
 *
 * Targets: median error under 0.5 % of the head's width over all pairs, none over 2 % among those accepted as confident.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#include "dip-compose.h"
#include "dip-register.h"

/* libvips brings these itself from 8.16 on. */
#if VIPS_MAJOR_VERSION == 8 && VIPS_MINOR_VERSION < 16
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsImage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsInterpolate, g_object_unref)
#endif

#define MOST_TURN  20.0
#define MOST_SHIFT 0.2
#define WINDOW     2.4 /* head widths that a photo shows */

/* Where the heads are: parts of width and height; the head's width as a part of the picture's. */
static const struct
{
  const char *file;
  double x, y, head;
} portraits[] = {
  { "142_skimage_astronaut.png", 0.473, 0.22, 0.30 },   { "115_Pillow_hopper_orientation_2.webp", 0.53, 0.42, 0.40 },
  { "147_human_cgi-model-1.jpg", 0.51, 0.215, 0.11 },   { "148_human_cgi-model-4.jpg", 0.517, 0.09, 0.11 },
  { "149_human_cgi-model-10.jpg", 0.505, 0.134, 0.17 }, { "150_human_cgi-model-18.jpg", 0.507, 0.134, 0.20 },
  { "151_human_cgi-model-25.jpg", 0.545, 0.08, 0.19 },  { "152_human_cgi-model-33.jpg", 0.497, 0.09, 0.15 },
};

typedef struct
{
  double turn, scale, shift_x, shift_y; /* of the after against the before: radians, factor, parts of the window */
  double stops, warmth, contrast;
  guint32 seed;
} Change;

static double
between (GRand *random, double least, double most)
{
  return g_rand_double_range (random, least, most);
}

static Change
draw_change (GRand *random)
{
  Change change = { 0 };

  change.turn = between (random, -MOST_TURN, MOST_TURN) * G_PI / 180;
  change.scale = exp (between (random, log (0.7), log (1.4)));
  change.shift_x = between (random, -MOST_SHIFT, MOST_SHIFT);
  change.shift_y = between (random, -MOST_SHIFT, MOST_SHIFT);
  change.stops = between (random, -0.7, 0.7);
  change.warmth = between (random, -0.15, 0.15);
  change.contrast = between (random, 0.85, 1.15);
  change.seed = g_rand_int (random);
  return change;
}

/* Dots and a tint over the upper part of the head, as a treatment leaves them: @picture is in memory. */
static void
paint_scalp (VipsImage *picture, double x, double y, double head, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  const double rx = 0.42 * head, ry = 0.3 * head, cx = x, cy = y - 0.42 * head;

  for (int row = 0; row < picture->Ysize; row++)
    for (int column = 0; column < picture->Xsize; column++)
      {
        const double dx = (column - cx) / rx, dy = (row - cy) / ry, r = dx * dx + dy * dy;
        guint8 *pixel;
        double dot, by;

        if (r > 1)
          continue;
        pixel = VIPS_IMAGE_ADDR (picture, column, row);
        dot = g_rand_double (random) < 0.35 ? 0.45 : 1;
        by = MIN (1, (1 - r) * 4);
        for (guint band = 0; band < 3; band++)
          {
            const double skin = (band == 0 ? 150 : band == 1 ? 115 : 95) * dot;
            pixel[band] = (guint8) CLAMP (pixel[band] + by * (skin - pixel[band]), 0, 255);
          }
      }
}

/* As another camera saw it: brighter, warmer, harder, noisy. */
static void
expose (VipsImage *picture, const Change *change)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (change->seed + 1);
  guint8 *pixel = VIPS_IMAGE_ADDR (picture, 0, 0);
  const gsize n = (gsize) picture->Xsize * picture->Ysize * 3;

  for (gsize i = 0; i < n; i++)
    {
      const double gain = pow (2, (change->stops
                                   + (i % 3 == 0   ? change->warmth
                                      : i % 3 == 2 ? -change->warmth
                                                   : 0))
                                      / 2.2);
      const double value = pow (pixel[i] / 255.0, change->contrast) * gain * 255;
      const double noise = (g_rand_double (random) + g_rand_double (random) - 1) * 5;

      pixel[i] = (guint8) CLAMP (value + noise, 0, 255);
    }
}

/* The window of @side pixels about the head, the head's surroundings moved by @move (window pixels to window pixels). */
static VipsImage *
cut (VipsImage *in, double x, double y, int side, double a, double b, double tx, double ty)
{
  g_autoptr (VipsImage) moved = NULL;
  g_autoptr (VipsInterpolate) bicubic = vips_interpolate_new ("bicubic");
  VipsArrayInt *area = vips_array_int_newv (4, 0, 0, side, side);
  VipsImage *pixels = NULL;
  const double left = x - side / 2.0, top = y - side / 2.0;

  /* window = M (picture - corner) + t; libvips counts from the middles of pixels, we from their corners. */
  if (vips_affine (in, &moved, a, -b, b, a, "oarea", area, "odx", tx - (a * left - b * top) + (a - b - 1) / 2, "ody",
                   ty - (b * left + a * top) + (b + a - 1) / 2, "extend", VIPS_EXTEND_COPY, "interpolate", bicubic,
                   NULL)
      == 0)
    pixels = vips_image_copy_memory (moved);
  vips_area_unref (VIPS_AREA (area));
  return pixels;
}

static DipPicture *
picture_of (VipsImage *pixels)
{
  void *data = NULL;
  gsize size = 0;
  g_autoptr (GBytes) bytes = NULL;

  if (vips_jpegsave_buffer (pixels, &data, &size, "Q", 85, NULL) != 0)
    return NULL;
  bytes = g_bytes_new_take (data, size);
  return dip_picture_load (bytes, 1, 4000, 4000, NULL, NULL);
}

typedef struct
{
  double error; /* parts of the head's width */
  DipRegistered found;
  gboolean failed;
  double milliseconds;
} Outcome;

static Outcome
try_pair (VipsImage *portrait, double x, double y, double head, const Change *change)
{
  const int side = (int) (WINDOW * head);
  const double a = change->scale * cos (change->turn), b = change->scale * sin (change->turn), middle = side / 2.0;
  const double tx = middle + change->shift_x * side - (a * middle - b * middle);
  const double ty = middle + change->shift_y * side - (b * middle + a * middle);
  g_autoptr (VipsImage) plain = cut (portrait, x, y, side, 1, 0, 0, 0);
  g_autoptr (VipsImage) treated = vips_image_copy_memory (portrait);
  g_autoptr (VipsImage) moved = NULL;
  g_autoptr (DipPicture) before = NULL;
  g_autoptr (DipPicture) after = NULL;
  Outcome outcome = { .failed = TRUE };
  gint64 start;
  double sum = 0;

  paint_scalp (treated, x, y, head, change->seed);
  moved = cut (treated, x, y, side, a, b, tx, ty);
  expose (moved, change);
  before = picture_of (plain);
  after = picture_of (moved);
  start = g_get_monotonic_time ();
  if (!dip_register (before, after, NULL, &outcome.found, NULL))
    return outcome;
  outcome.milliseconds = (double) (g_get_monotonic_time () - start) / 1000;
  outcome.failed = FALSE;
  for (int corner = 0; corner < 4; corner++)
    {
      const double px = middle + (corner & 1 ? 0.5 : -0.5) * head, py = middle + (corner & 2 ? 0.5 : -0.5) * head;
      const double ax = a * px - b * py + tx, ay = b * px + a * py + ty;
      const double bx = outcome.found.a * ax - outcome.found.b * ay + outcome.found.tx;
      const double by = outcome.found.b * ax + outcome.found.a * ay + outcome.found.ty;

      sum += (bx - px) * (bx - px) + (by - py) * (by - py);
    }
  outcome.error = sqrt (sum / 4) / head;
  return outcome;
}

static int
compare_errors (gconstpointer a, gconstpointer b)
{
  const Outcome *first = a, *second = b;

  return first->error < second->error ? -1 : first->error > second->error;
}

typedef struct
{
  double median, worst_confident, median_confident;
  guint n, n_confident;
} Summary;

static Summary
summarise (GArray *outcomes, const char *name)
{
  Summary summary = { .n = outcomes->len };
  g_autoptr (GArray) confident = g_array_new (FALSE, FALSE, sizeof (Outcome));
  double milliseconds = 0;

  g_array_sort (outcomes, compare_errors);
  summary.median = g_array_index (outcomes, Outcome, outcomes->len / 2).error;
  for (guint i = 0; i < outcomes->len; i++)
    {
      const Outcome *outcome = &g_array_index (outcomes, Outcome, i);

      milliseconds += outcome->milliseconds / outcomes->len;
      if (outcome->found.confident)
        g_array_append_val (confident, *outcome);
    }
  summary.n_confident = confident->len;
  if (confident->len > 0)
    {
      summary.worst_confident = g_array_index (confident, Outcome, confident->len - 1).error;
      summary.median_confident = g_array_index (confident, Outcome, confident->len / 2).error;
    }
  g_print ("| %s | %u | %.2f | %u | %.2f | %.2f | %.0f |\n", name, summary.n, 100 * summary.median, summary.n_confident,
           100 * summary.median_confident, 100 * summary.worst_confident, milliseconds);
  return summary;
}

static VipsImage *
load (const char *corpus, const char *file)
{
  g_autofree char *path = g_build_filename (corpus, file, NULL);
  g_autoptr (VipsImage) upright = NULL;
  g_autoptr (VipsImage) raw = vips_image_new_from_file (path, NULL);
  g_autoptr (VipsImage) coloured = NULL;
  g_autoptr (VipsImage) opaque = NULL;

  if (raw == NULL || vips_autorot (raw, &upright, NULL)
      || vips_colourspace (upright, &coloured, VIPS_INTERPRETATION_sRGB, NULL)
      || vips_extract_band (coloured, &opaque, 0, "n", 3, NULL))
    return NULL;
  return vips_image_copy_memory (opaque);
}

static DipPicture *
portrait_of (const char *corpus, guint index)
{
  g_autoptr (VipsImage) portrait = load (corpus, portraits[index].file);
  const double head = portrait != NULL ? portraits[index].head * portrait->Xsize : 0;
  g_autoptr (VipsImage) window = portrait != NULL
                                     ? cut (portrait, portraits[index].x * portrait->Xsize,
                                            portraits[index].y * portrait->Ysize, (int) (WINDOW * head), 1, 0, 0, 0)
                                     : NULL;

  return window != NULL ? picture_of (window) : NULL;
}

/* Every portrait with every other: there is nothing to be found. */
static guint
try_strangers (const char *corpus, gboolean verbose, guint *n_fooled)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (portraits); i++)
    for (guint j = 0; j < G_N_ELEMENTS (portraits); j++)
      {
        g_autoptr (DipPicture) first = i != j ? portrait_of (corpus, i) : NULL;
        g_autoptr (DipPicture) second = i != j ? portrait_of (corpus, j) : NULL;
        DipRegistered found;

        if (first == NULL || second == NULL || !dip_register (first, second, NULL, &found, NULL))
          continue;
        if (verbose)
          g_print ("  strangers %u %u: score %.2f margin %.2f disagreement %.4f %s\n", i, j, found.score, found.margin,
                   found.disagreement, found.confident ? "CONFIDENT" : "-");
        n++;
        *n_fooled += found.confident;
      }
  return n;
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Outcome));
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);
  const int rounds = argc > 2 ? (int) g_ascii_strtoll (argv[2], NULL, 10) : 16;
  const gboolean verbose = g_getenv ("VERBOSE") != NULL;
  Summary summary;
  guint n_strangers, n_fooled = 0;

  if (argc < 2 || !dip_imaging_init (NULL))
    return 2;
  g_print ("| portrait | pairs | median, %% of head | confident | their median | their worst | ms |\n"
           "|---|---:|---:|---:|---:|---:|---:|\n");
  for (guint i = 0; i < G_N_ELEMENTS (portraits); i++)
    {
      g_autoptr (VipsImage) portrait = load (argv[1], portraits[i].file);
      g_autoptr (GArray) outcomes = g_array_new (FALSE, FALSE, sizeof (Outcome));

      for (int round = 0; portrait != NULL && round < rounds; round++)
        {
          const Change change = draw_change (random);
          const Outcome outcome
              = try_pair (portrait, portraits[i].x * portrait->Xsize, portraits[i].y * portrait->Ysize,
                          portraits[i].head * portrait->Xsize, &change);

          if (verbose)
            g_print (
                "  turn %6.1f scale %.2f shift %5.2f %5.2f: error %6.2f %% score %.2f margin %.2f disagreement %.4f "
                "%s\n",
                change.turn * 180 / G_PI, change.scale, change.shift_x, change.shift_y, 100 * outcome.error,
                outcome.found.score, outcome.found.margin, outcome.found.disagreement,
                outcome.found.confident ? "confident" : "-");
          g_array_append_val (outcomes, outcome);
          g_array_append_val (all, outcome);
        }
      if (outcomes->len > 0)
        summarise (outcomes, portraits[i].file);
    }
  if (all->len == 0)
    return 2;
  summary = summarise (all, "**all**");
  n_strangers = try_strangers (argv[1], verbose, &n_fooled);
  g_print ("\nOf %u pairs of different people, %u were accepted as confident.\n", n_strangers, n_fooled);
  return summary.median < 0.005 && summary.worst_confident <= 0.02 && n_fooled == 0 ? 0 : 1;
}

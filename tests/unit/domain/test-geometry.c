#include <math.h>

#include "dip-geometry.h"
#include "domain-fixtures.h"

static DipSimilarity
similarity (double scale, double degrees, double tx, double ty)
{
  double angle = degrees * G_PI / 180;

  return (DipSimilarity){ scale * cos (angle), scale * sin (angle), tx, ty };
}

static double
between (double low, double high)
{
  return g_test_rand_double_range (low, high);
}

static DipSimilarity
random_similarity (void)
{
  return similarity (between (0.3, 3), between (-180, 180), between (-2000, 2000), between (-2000, 2000));
}

static void
assert_near (double a, double b, double within)
{
  g_assert_cmpfloat_with_epsilon (a, b, within);
}

static double
distance (DipPoint p, DipPoint q)
{
  return hypot (p.x - q.x, p.y - q.y);
}

static gboolean
on_one_line (const DipPoint *points)
{
  double area = (points[1].x - points[0].x) * (points[2].y - points[0].y)
                - (points[2].x - points[0].x) * (points[1].y - points[0].y);
  double longest
      = MAX (distance (points[0], points[1]), MAX (distance (points[1], points[2]), distance (points[0], points[2])));

  return fabs (area) < 0.05 * longest * longest;
}

/* Points that a hand would set: well apart, and three not on a line. */
static void
random_landmarks (DipPoint *points, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean apart;
      do
        {
          apart = TRUE;
          points[i] = (DipPoint){ between (0, 4000), between (0, 3000) };
          for (guint j = 0; j < i; j++)
            apart = apart && distance (points[i], points[j]) > 100;
          if (i == 2)
            apart = apart && !on_one_line (points);
        }
      while (!apart);
    }
}

static void
test_invert (void)
{
  for (int round = 0; round < 100; round++)
    {
      DipSimilarity there = random_similarity (), back = dip_similarity_invert (&there);
      DipPoint p = { between (-5000, 5000), between (-5000, 5000) };
      DipPoint q = dip_similarity_apply (&there, p);

      q = dip_similarity_apply (&back, q);
      assert_near (q.x, p.x, 1e-8);
      assert_near (q.y, p.y, 1e-8);
      assert_near (dip_similarity_scale (&there) * dip_similarity_scale (&back), 1, 1e-12);
    }
}

/* On a screen with y down a turn to the right, clockwise, is positive. */
static void
test_angle (void)
{
  DipSimilarity turn = similarity (2, 90, 0, 0);
  DipPoint p = dip_similarity_apply (&turn, (DipPoint){ 1, 0 });

  assert_near (p.x, 0, 1e-12);
  assert_near (p.y, 2, 1e-12);
  assert_near (dip_similarity_angle (&turn), G_PI / 2, 1e-12);
  turn = similarity (2, -30, 0, 0);
  assert_near (dip_similarity_angle (&turn), -G_PI / 6, 1e-12);
}

static void
test_solve_recovers (void)
{
  for (int round = 0; round < 500; round++)
    {
      guint n = round % 2 ? 2 : 3;
      DipSimilarity truth = random_similarity (), found;
      DipPoint from[3], to[3];
      g_autoptr (GError) error = NULL;
      double residual = -1;

      random_landmarks (from, n);
      for (guint i = 0; i < n; i++)
        to[i] = dip_similarity_apply (&truth, from[i]);
      g_assert_true (dip_similarity_solve (from, to, n, &found, &residual, &error));
      g_assert_no_error (error);
      assert_near (found.a, truth.a, 1e-9);
      assert_near (found.b, truth.b, 1e-9);
      assert_near (found.tx, truth.tx, 1e-6);
      assert_near (found.ty, truth.ty, 1e-6);
      assert_near (residual, 0, 1e-8);
    }
}

static double
rms (const DipSimilarity *fit, const DipPoint *from, const DipPoint *to, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += pow (distance (dip_similarity_apply (fit, from[i]), to[i]), 2);
  return sqrt (sum / n);
}

/* Three landmarks set with an unsteady hand: no nudge of the answer fits better. */
static void
test_solve_is_least (void)
{
  for (int round = 0; round < 100; round++)
    {
      DipSimilarity truth = random_similarity (), found;
      DipPoint from[3], to[3];
      double residual;

      random_landmarks (from, 3);
      for (guint i = 0; i < 3; i++)
        {
          to[i] = dip_similarity_apply (&truth, from[i]);
          to[i].x += between (-10, 10);
          to[i].y += between (-10, 10);
        }
      g_assert_true (dip_similarity_solve (from, to, 3, &found, &residual, NULL));
      assert_near (residual, rms (&found, from, to, 3), 1e-9);
      for (int nudge = 0; nudge < 50; nudge++)
        {
          DipSimilarity other = found;
          other.a += between (-1e-2, 1e-2);
          other.b += between (-1e-2, 1e-2);
          other.tx += between (-5, 5);
          other.ty += between (-5, 5);
          g_assert_cmpfloat (rms (&other, from, to, 3), >=, residual);
        }
    }
}

/* Left and right swapped on one photo: a similarity cannot mirror, so the landmarks cannot be met. */
static void
test_solve_never_mirrors (void)
{
  const DipPoint from[] = { { 0, 0 }, { 100, 0 }, { 50, 100 } };
  const DipPoint to[] = { { 100, 0 }, { 0, 0 }, { 50, 100 } };
  DipSimilarity found;
  double residual;

  if (dip_similarity_solve (from, to, 3, &found, &residual, NULL))
    g_assert_cmpfloat (residual, >, 20);
}

static void
test_solve_refuses (void)
{
  static const struct
  {
    const char *why;
    guint n;
    DipPoint from[3], to[3];
  } rows[] = {
    { "no landmark", 0, { { 0, 0 } }, { { 0, 0 } } },
    { "one landmark", 1, { { 10, 10 } }, { { 20, 20 } } },
    { "the same place twice", 2, { { 10, 10 }, { 10, 10 } }, { { 0, 0 }, { 100, 0 } } },
    { "the same place twice on the other photo", 2, { { 0, 0 }, { 100, 0 } }, { { 5, 5 }, { 5, 5 } } },
    { "two of three at one place", 3, { { 0, 0 }, { 100, 0 }, { 100, 0.2 } }, { { 0, 0 }, { 100, 0 }, { 100, 80 } } },
    { "not a number", 2, { { NAN, 0 }, { 100, 0 } }, { { 0, 0 }, { 100, 0 } } },
    { "endless", 2, { { 0, 0 }, { 100, 0 } }, { { 0, 0 }, { INFINITY, 0 } } },
    { "far beyond any picture", 2, { { 0, 0 }, { 1e300, 0 } }, { { 0, 0 }, { 1e300, 1e300 } } },
    { "nine times as large", 2, { { 0, 0 }, { 100, 0 } }, { { 0, 0 }, { 900, 0 } } },
    { "a ninth as large", 2, { { 0, 0 }, { 900, 0 } }, { { 0, 0 }, { 100, 0 } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      DipSimilarity found;

      g_test_message ("%s", rows[i].why);
      g_assert_false (dip_similarity_solve (rows[i].from, rows[i].to, rows[i].n, &found, NULL, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
    }
}

static void
test_solve_at_the_bounds (void)
{
  const DipPoint one[] = { { 0, 0 }, { 100, 0 } }, eight[] = { { 0, 0 }, { 800, 0 } };
  DipSimilarity found;

  g_assert_true (dip_similarity_solve (one, eight, 2, &found, NULL, NULL));
  assert_near (dip_similarity_scale (&found), 8, 1e-12);
  g_assert_true (dip_similarity_solve (eight, one, 2, &found, NULL, NULL));
  assert_near (dip_similarity_scale (&found), 0.125, 1e-12);
}

/* The crop's own claim: each of its points lies in both pictures. */
static void
assert_in_both (const DipRect *crop, int bw, int bh, int aw, int ah, const DipSimilarity *after_to_before)
{
  DipSimilarity back = dip_similarity_invert (after_to_before);

  for (int corner = 0; corner < 4; corner++)
    {
      DipPoint p = { crop->x + (corner & 1 ? crop->width : 0), crop->y + (corner & 2 ? crop->height : 0) };
      DipPoint q = dip_similarity_apply (&back, p);

      g_assert_true (p.x >= 0 && p.x <= bw && p.y >= 0 && p.y <= bh);
      g_assert_true (q.x >= 0 && q.x <= aw && q.y >= 0 && q.y <= ah);
    }
}

/* Narrows [low, high] to where low_bound <= k y + c <= high_bound. */
static void
narrow (double k, double c, double low_bound, double high_bound, double *low, double *high)
{
  double one, other;

  if (fabs (k) < 1e-15)
    {
      if (c < low_bound || c > high_bound)
        *high = -INFINITY;
      return;
    }
  one = (low_bound - c) / k;
  other = (high_bound - c) / k;
  *low = MAX (*low, MIN (one, other));
  *high = MIN (*high, MAX (one, other));
}

#define COLUMNS 400

/* The greatest area among all rectangles whose sides lie on @COLUMNS upright lines, by trying each two of them. */
static double
brute_force (int bw, int bh, int aw, int ah, const DipSimilarity *after_to_before)
{
  DipSimilarity back = dip_similarity_invert (after_to_before);
  double low[COLUMNS + 1], high[COLUMNS + 1], best = 0;

  for (int i = 0; i <= COLUMNS; i++)
    {
      double x = (double) bw * i / COLUMNS;

      low[i] = 0;
      high[i] = bh;
      narrow (-back.b, back.a * x + back.tx, 0, aw, &low[i], &high[i]);
      narrow (back.a, back.b * x + back.ty, 0, ah, &low[i], &high[i]);
    }
  for (int i = 0; i <= COLUMNS; i++)
    for (int j = i + 1; j <= COLUMNS; j++)
      {
        double height = MIN (high[i], high[j]) - MAX (low[i], low[j]);
        if (height > 0)
          best = MAX (best, height * (j - i) * bw / COLUMNS);
      }
  return best;
}

static void
test_crop_beats_brute_force (void)
{
  guint found = 0;

  for (int round = 0; round < 150; round++)
    {
      int bw = g_test_rand_int_range (200, 5000), bh = g_test_rand_int_range (200, 5000);
      int aw = g_test_rand_int_range (200, 5000), ah = g_test_rand_int_range (200, 5000);
      DipSimilarity fit = similarity (between (0.4, 2.5), between (-180, 180), 0, 0);
      DipPoint middle = dip_similarity_apply (&fit, (DipPoint){ aw / 2.0, ah / 2.0 });
      DipRect crop;

      fit.tx = bw / 2.0 - middle.x + between (-0.4, 0.4) * bw;
      fit.ty = bh / 2.0 - middle.y + between (-0.4, 0.4) * bh;
      if (!dip_geometry_common_crop (bw, bh, aw, ah, &fit, &crop, NULL))
        continue;
      found++;
      assert_in_both (&crop, bw, bh, aw, ah, &fit);
      g_assert_cmpfloat (crop.width * crop.height, >=, 0.999 * brute_force (bw, bh, aw, ah, &fit));
    }
  g_assert_cmpuint (found, >, 75);
}

static void
assert_crop (int bw, int bh, int aw, int ah, DipSimilarity fit, DipRect expected)
{
  g_autoptr (GError) error = NULL;
  DipRect crop;

  g_assert_true (dip_geometry_common_crop (bw, bh, aw, ah, &fit, &crop, &error));
  g_assert_no_error (error);
  assert_in_both (&crop, bw, bh, aw, ah, &fit);
  assert_near (crop.x, expected.x, 1e-5);
  assert_near (crop.y, expected.y, 1e-5);
  assert_near (crop.width, expected.width, 1e-5);
  assert_near (crop.height, expected.height, 1e-5);
}

static void
test_crop_known (void)
{
  DipSimilarity same = dip_similarity_identity ();
  /* a square on its tip in a larger square: the rectangle half as wide as the diagonal */
  DipSimilarity on_tip = similarity (1, 45, 500, 500 - 500 * G_SQRT2);

  assert_crop (4000, 3000, 4000, 3000, same, (DipRect){ 0, 0, 4000, 3000 });
  assert_crop (4000, 3000, 3000, 4000, same, (DipRect){ 0, 0, 3000, 3000 });
  assert_crop (4000, 3000, 4000, 3000, similarity (1, 0, 100, -50), (DipRect){ 100, 0, 3900, 2950 });
  assert_crop (4000, 3000, 4000, 3000, similarity (0.5, 0, 1000, 500), (DipRect){ 1000, 500, 2000, 1500 });
  assert_crop (4000, 3000, 4000, 3000, similarity (2, 0, -100, -100), (DipRect){ 0, 0, 4000, 3000 });
  assert_crop (4000, 3000, 4000, 3000, similarity (1, 180, 4000, 3000), (DipRect){ 0, 0, 4000, 3000 });
  assert_crop (4000, 3000, 3000, 4000, similarity (1, 90, 4000, 0), (DipRect){ 0, 0, 4000, 3000 });
  assert_crop (1000, 1000, 1000, 1000, on_tip, (DipRect){ 146.446609, 146.446609, 707.106781, 707.106781 });
}

/* Where nothing is turned the crop meets the pictures' edges to the last bit: rounding inwards must not cost a pixel. */
static void
test_crop_is_exact (void)
{
  for (int tx = -40; tx <= 40; tx += 8)
    for (int ty = -30; ty <= 30; ty += 6)
      {
        DipSimilarity fit = { .a = 1, .tx = tx, .ty = ty };
        DipRect crop;

        g_assert_true (dip_geometry_common_crop (4000, 3000, 4000, 3000, &fit, &crop, NULL));
        g_assert_cmpfloat (crop.x, ==, MAX (tx, 0));
        g_assert_cmpfloat (crop.y, ==, MAX (ty, 0));
        g_assert_cmpfloat (crop.width, ==, 4000 - ABS (tx));
        g_assert_cmpfloat (crop.height, ==, 3000 - ABS (ty));
      }
}

/* Two photos all but straight: the sides are steeper than a search can resolve. */
static void
test_crop_nearly_straight (void)
{
  for (int power = 1; power <= 18; power++)
    {
      DipSimilarity fit = { .a = 1, .b = pow (10, -power), .tx = 3, .ty = 2 };
      DipRect crop;

      g_assert_true (dip_geometry_common_crop (4000, 3000, 4000, 3000, &fit, &crop, NULL));
      assert_in_both (&crop, 4000, 3000, 4000, 3000, &fit);
      if (power >= 5)
        g_assert_cmpfloat (crop.width * crop.height, >=, 0.999 * 3997 * 2998);
    }
}

static void
test_crop_refused (void)
{
  static const struct
  {
    double scale, degrees, tx, ty;
  } rows[] = {
    { 1, 0, 5000, 0 },    /* beside it */
    { 1, 0, 0, -3000 },   /* touching */
    { 1, 0, 3600, 0 },    /* a tenth of the width */
    { 1, 0, 0, 2700 },    /* a tenth of the height */
    { 0.12, 0, 100, 100 } /* a stamp */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DipSimilarity fit = similarity (rows[i].scale, rows[i].degrees, rows[i].tx, rows[i].ty);
      g_autoptr (GError) error = NULL;
      DipRect crop;

      g_assert_false (dip_geometry_common_crop (4000, 3000, 4000, 3000, &fit, &crop, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
    }
}

static void
test_crop_at_an_eighth (void)
{
  assert_crop (4000, 3000, 4000, 3000, similarity (1, 0, 3499, 0), (DipRect){ 3499, 0, 501, 3000 });
}

static void
test_fit (void)
{
  DipSimilarity fit = dip_geometry_fit (4000, 3000, 1000, 1500);
  DipPoint middle = dip_similarity_apply (&fit, (DipPoint){ 500, 750 });
  DipRect crop;

  assert_near (dip_similarity_scale (&fit), 2, 1e-12);
  assert_near (dip_similarity_angle (&fit), 0, 1e-12);
  assert_near (middle.x, 2000, 1e-9);
  assert_near (middle.y, 1500, 1e-9);
  g_assert_true (dip_geometry_common_crop (4000, 3000, 1000, 1500, &fit, &crop, NULL));
  assert_near (crop.x, 1000, 1e-5);
  assert_near (crop.width, 2000, 1e-5);
  assert_near (crop.height, 3000, 1e-5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/invert", test_invert);
  g_test_add_func ("/geometry/angle", test_angle);
  g_test_add_func ("/geometry/solve/recovers", test_solve_recovers);
  g_test_add_func ("/geometry/solve/is-least", test_solve_is_least);
  g_test_add_func ("/geometry/solve/never-mirrors", test_solve_never_mirrors);
  g_test_add_func ("/geometry/solve/refuses", test_solve_refuses);
  g_test_add_func ("/geometry/solve/at-the-bounds", test_solve_at_the_bounds);
  g_test_add_func ("/geometry/crop/beats-brute-force", test_crop_beats_brute_force);
  g_test_add_func ("/geometry/crop/known", test_crop_known);
  g_test_add_func ("/geometry/crop/is-exact", test_crop_is_exact);
  g_test_add_func ("/geometry/crop/nearly-straight", test_crop_nearly_straight);
  g_test_add_func ("/geometry/crop/refused", test_crop_refused);
  g_test_add_func ("/geometry/crop/at-an-eighth", test_crop_at_an_eighth);
  g_test_add_func ("/geometry/fit", test_fit);
  return g_test_run ();
}

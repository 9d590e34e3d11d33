#include "dip-register-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-compose-private.h"
#include "dip-error.h"
#include "dip-measure.h"

/* Of the logarithm: keeps the noise of black small. */
#define DARK 10.0

#define BLUR 1.0 /* standard deviation in pixels, at every size */

#define N_LEVELS 4
#define N_PLACES 24 /* kept of the search */

#define SAME_PLACE 0.03 /* parts of the side */

#define N_SIMPLEX 5
#define STEPS     140

/* What a good answer is; tests/bench/bench-register measures them. */
#define LEAST_SCORE       0.22
#define GOOD_SCORE        0.45
#define LEAST_MARGIN      0.10
#define MOST_DISAGREEMENT 0.006

void
dip_field_clear (DipField *self)
{
  g_clear_pointer (&self->x, g_free);
  self->y = NULL;
}

/* Floats, one band, the logarithm of brightness, a little blurred. */
static VipsImage *
logarithm_of (DipPicture *picture, int side)
{
  VipsImage *image = dip_picture_get_image (picture), *blurred = NULL;
  const double scale = (double) side / MAX (image->Xsize, image->Ysize);
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) grey = NULL;
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) real = NULL;
  g_autoptr (VipsImage) lifted = NULL;
  g_autoptr (VipsImage) logarithm = NULL;

  if (vips_copy (image, &own, NULL) || vips_colourspace (own, &grey, VIPS_INTERPRETATION_B_W, NULL)
      || vips_resize (grey, &small, scale, "kernel", VIPS_KERNEL_LINEAR, NULL) || vips_cast_float (small, &real, NULL)
      || vips_linear1 (real, &lifted, 1, DARK, NULL) || vips_math (lifted, &logarithm, VIPS_OPERATION_MATH_LOG, NULL)
      || vips_gaussblur (logarithm, &blurred, BLUR, "precision", VIPS_PRECISION_FLOAT, NULL))
    return NULL;
  return blurred;
}

static float
median_of (const float *values, gsize n)
{
  guint counts[512] = { 0 };
  const float most = 2;
  guint seen = 0, i = 0;

  for (gsize k = 0; k < n; k++)
    counts[(guint) (MIN (values[k] / most, 0.999f) * G_N_ELEMENTS (counts))]++;
  for (i = 0; i < G_N_ELEMENTS (counts) && seen < n / 2; i++)
    seen += counts[i];
  return most * (i + 0.5f) / G_N_ELEMENTS (counts);
}

/* Lengths become nearly 1 above the noise, which half of a photo is. */
static gboolean
normalise (DipField *self)
{
  const gsize n = (gsize) self->width * self->height;
  g_autofree float *lengths = g_new (float, n);
  float noise, sum = 0;

  for (gsize i = 0; i < n; i++)
    lengths[i] = hypotf (self->x[i], self->y[i]);
  noise = 1.5f * median_of (lengths, n);
  for (gsize i = 0; i < n; i++)
    {
      const float by = 1 / sqrtf (lengths[i] * lengths[i] + noise * noise);

      self->x[i] *= by;
      self->y[i] *= by;
      sum += lengths[i];
    }
  return sum / n > 0.002f;
}

static void
differentiate (DipField *self, const float *values)
{
  const gsize n = (gsize) self->width * self->height;

  self->x = g_new0 (float, n * 2);
  self->y = self->x + n;
  for (int y = 1; y < self->height - 1; y++)
    for (int x = 1; x < self->width - 1; x++)
      {
        const gsize i = (gsize) y * self->width + x;

        self->x[i] = (values[i + 1] - values[i - 1]) / 2;
        self->y[i] = (values[i + self->width] - values[i - self->width]) / 2;
      }
}

gboolean
dip_field_make (DipField *self, DipPicture *picture, int side, GCancellable *cancellable, GError **error)
{
  g_autoptr (VipsImage) image = logarithm_of (picture, side);
  g_autofree float *values = NULL;
  gsize size;

  if (image != NULL)
    values = vips_image_write_to_memory (image, &size);
  if (values == NULL)
    {
      dip_vips_fail_read (error, cancellable);
      return FALSE;
    }
  self->width = image->Xsize;
  self->height = image->Ysize;
  differentiate (self, values);
  if (normalise (self))
    return TRUE;
  g_set_error_literal (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("A photo is so smooth or so blurred that there is nothing to line up by. Set points by hand."));
  return FALSE;
}

/* What the simplex search climbs. */
typedef struct
{
  const DipEdgePoints *points;
  const DipField *before, *after;
} Hill;

typedef struct
{
  double at[4];
  double score;
} Corner;

/* Units in which a step of 1 moves the rim of the picture about as far, whichever way. */
static DipMove
move_of (const double *at)
{
  return (DipMove){ at[0] * 2, at[1] * 2, at[2], at[3] };
}

static void
measure (const Hill *hill, Corner *corner)
{
  const DipMove move = move_of (corner->at);

  corner->score = dip_edge_points_score (hill->points, hill->before, hill->after, &move);
}

static int
compare_corners (gconstpointer a, gconstpointer b)
{
  const Corner *first = a, *second = b;

  return (first->score < second->score) - (first->score > second->score);
}

static Corner
between (const double *middle, const Corner *worst, double by, const Hill *hill)
{
  Corner corner;

  for (guint i = 0; i < 4; i++)
    corner.at[i] = middle[i] + by * (worst->at[i] - middle[i]);
  measure (hill, &corner);
  return corner;
}

static void
shrink (Corner *simplex, const Hill *hill)
{
  for (guint i = 1; i < N_SIMPLEX; i++)
    simplex[i] = between (simplex[0].at, &simplex[i], 0.5, hill);
}

/* One step of Nelder and Mead's: best corner first, worst last. */
static void
step (Corner *simplex, const Hill *hill)
{
  Corner *worst = &simplex[N_SIMPLEX - 1];
  double middle[4] = { 0 };
  Corner tried;

  for (guint i = 0; i < N_SIMPLEX - 1; i++)
    for (guint k = 0; k < 4; k++)
      middle[k] += simplex[i].at[k] / (N_SIMPLEX - 1);
  tried = between (middle, worst, -1, hill);
  if (tried.score > simplex[0].score)
    {
      Corner further = between (middle, worst, -2, hill);
      *worst = further.score > tried.score ? further : tried;
    }
  else if (tried.score > simplex[N_SIMPLEX - 2].score)
    *worst = tried;
  else
    {
      Corner nearer = between (middle, tried.score > worst->score ? &tried : worst, 0.5, hill);
      if (nearer.score > MAX (worst->score, tried.score))
        *worst = nearer;
      else
        shrink (simplex, hill);
    }
  qsort (simplex, N_SIMPLEX, sizeof *simplex, compare_corners);
}

/* @reach: how far to look around, in parts of the side. */
static void
climb (DipPlace *place, const Hill *hill, double reach)
{
  const DipMove *move = &place->move;
  Corner simplex[N_SIMPLEX];

  for (guint i = 0; i < N_SIMPLEX; i++)
    {
      const double start[] = { move->turn / 2, move->size / 2, move->x, move->y };

      memcpy (simplex[i].at, start, sizeof start);
      if (i > 0)
        simplex[i].at[i - 1] += reach;
      measure (hill, &simplex[i]);
    }
  qsort (simplex, N_SIMPLEX, sizeof *simplex, compare_corners);
  for (guint i = 0; i < STEPS; i++)
    {
      double span = 0;

      for (guint k = 0; k < 4; k++)
        span = MAX (span, fabs (simplex[0].at[k] - simplex[N_SIMPLEX - 1].at[k]));
      if (span < reach * 1e-3)
        break;
      step (simplex, hill);
    }
  place->move = move_of (simplex[0].at);
  place->score = simplex[0].score;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const DipPlace *first = a, *second = b;

  return (first->score < second->score) - (first->score > second->score);
}

static const int sides[N_LEVELS] = { 48, 96, 192, 384 };
static const guint kept[N_LEVELS] = { N_PLACES, 12, 5, 2 };

typedef struct
{
  DipField before[N_LEVELS], after[N_LEVELS];
  DipPlace places[N_PLACES];
  guint n_places;
} Search;

static gboolean
prepare (Search *self, DipPicture *before, DipPicture *after, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < N_LEVELS; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !dip_field_make (&self->before[i], before, sides[i], cancellable, error)
        || !dip_field_make (&self->after[i], after, sides[i], cancellable, error))
      return FALSE;
  return TRUE;
}

/* Where a move puts a point of the before in the after: both in parts of their longer sides, from their middles. */
static void
carry (const DipMove *move, double x, double y, double *u, double *v)
{
  const double by = exp (-move->size), c = cos (move->turn), s = sin (move->turn);

  *u = by * (c * (x - move->x) + s * (y - move->y));
  *v = by * (-s * (x - move->x) + c * (y - move->y));
}

/* Root mean square over where a head is. */
static double
distance_of (const DipMove *a, const DipMove *b)
{
  static const double at[][2] = { { -0.25, -0.25 }, { 0.25, -0.25 }, { 0.25, 0.25 }, { -0.25, 0.25 } };
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    {
      double ax, ay, bx, by;

      carry (a, at[i][0], at[i][1], &ax, &ay);
      carry (b, at[i][0], at[i][1], &bx, &by);
      sum += (ax - bx) * (ax - bx) + (ay - by) * (ay - by);
    }
  return sqrt (sum / G_N_ELEMENTS (at));
}

/* Of places that came to the same, only the best stays: @self->places are sorted. */
static void
merge (Search *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_places; i++)
    {
      gboolean known = FALSE;

      for (guint k = 0; k < n && !known; k++)
        known = distance_of (&self->places[k].move, &self->places[i].move) < SAME_PLACE;
      if (!known)
        self->places[n++] = self->places[i];
    }
  self->n_places = n;
}

static void
refine (Search *self, guint level)
{
  g_auto (DipEdgePoints) points = { 0 };
  const Hill hill = { &points, &self->before[level], &self->after[level] };

  dip_edge_points_make (&points, &self->before[level], DIP_EDGES_ALL);
  self->n_places = MIN (self->n_places, kept[level]);
  for (guint i = 0; i < self->n_places; i++)
    climb (&self->places[i], &hill, 2.0 / sides[level]);
  qsort (self->places, self->n_places, sizeof *self->places, compare_places);
  merge (self);
}

static double
disagreement_of (const Search *self, guint level)
{
  DipPlace halves[2] = { self->places[0], self->places[0] };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      g_auto (DipEdgePoints) points = { 0 };
      const Hill hill = { &points, &self->before[level], &self->after[level] };

      dip_edge_points_make (&points, &self->before[level], i == 0 ? DIP_EDGES_EVEN : DIP_EDGES_ODD);
      climb (&halves[i], &hill, 4.0 / sides[level]);
    }
  return distance_of (&halves[0].move, &halves[1].move);
}

/* The best score of a place that is another one. */
static double
margin_of (const Search *self)
{
  double second = 0;

  for (guint i = 1; i < self->n_places; i++)
    second = MAX (second, self->places[i].score);
  return self->places[0].score > 0 ? 1 - second / self->places[0].score : 0;
}

/* From 0 at @least to 1 at @good. */
static double
grade (double value, double least, double good)
{
  return CLAMP ((value - least) / (good - least), 0, 1);
}

static void
judge (const Search *self, DipRegistered *out)
{
  out->score = self->places[0].score;
  out->margin = margin_of (self);
  out->disagreement = disagreement_of (self, N_LEVELS - 1);
  out->confident = out->score >= LEAST_SCORE && out->margin >= LEAST_MARGIN && out->disagreement <= MOST_DISAGREEMENT;
  out->confidence = (grade (out->score, LEAST_SCORE, GOOD_SCORE) + grade (out->margin, LEAST_MARGIN, 0.5)
                     + grade (-out->disagreement, -MOST_DISAGREEMENT, 0))
                    / 3;
  /* Sure or not is one bar for all three; the number only says how far from it. */
  out->confidence = out->confident ? DIP_REGISTER_LEAST + (1 - DIP_REGISTER_LEAST) * out->confidence
                                   : DIP_REGISTER_LEAST * 0.98 * out->confidence;
}

static void
express (const DipMove *move, DipPicture *before, DipPicture *after, DipRegistered *out)
{
  const double width = dip_picture_get_width (before), height = dip_picture_get_height (before);
  const double after_width = dip_picture_get_width (after), after_height = dip_picture_get_height (after);
  const double side = MAX (width, height), scale = exp (move->size) * side / MAX (after_width, after_height);

  out->a = scale * cos (move->turn);
  out->b = scale * sin (move->turn);
  out->tx = width / 2 + move->x * side - (out->a * after_width - out->b * after_height) / 2;
  out->ty = height / 2 + move->y * side - (out->b * after_width + out->a * after_height) / 2;
}

static gboolean
find (Search *self, GCancellable *cancellable, GError **error)
{
  self->n_places = dip_field_search (&self->before[0], &self->after[0], self->places, N_PLACES);
  if (self->n_places == 0)
    {
      self->n_places = 1;
      self->places[0] = (DipPlace){ { 0, 0, 0, 0 }, 0 };
    }
  for (guint level = 0; level < N_LEVELS; level++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      refine (self, level);
    }
  return TRUE;
}

gboolean
dip_register (DipPicture *before, DipPicture *after, GCancellable *cancellable, DipRegistered *out, GError **error)
{
  g_autofree Search *self = g_new0 (Search, 1);
  gboolean found;

  g_return_val_if_fail (before != NULL && after != NULL && out != NULL, FALSE);

  found = dip_imaging_init (error) && prepare (self, before, after, cancellable, error)
          && find (self, cancellable, error);
  if (found)
    {
      judge (self, out);
      express (&self->places[0].move, before, after, out);
    }
  for (guint i = 0; i < N_LEVELS; i++)
    {
      dip_field_clear (&self->before[i]);
      dip_field_clear (&self->after[i]);
    }
  return found;
}

#define STRETCH_SIDE 192  /* pixels */
#define STRETCH_STEP 0.03 /* of the width */
#define N_STRETCHES  9    /* the fifth is none */

/* Wider by @factor, as high as before. */
static DipPicture *
stretched (DipPicture *picture, double factor)
{
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) wide = NULL;
  VipsImage *pixels = NULL;

  if (vips_copy (dip_picture_get_image (picture), &own, NULL) == 0
      && vips_resize (own, &wide, factor, "vscale", 1.0, NULL) == 0)
    pixels = dip_vips_to_pixels (wide, 1, NULL, NULL);
  return pixels != NULL ? dip_picture_new (pixels) : NULL;
}

static double
score_stretched (const DipField *before, const DipEdgePoints *points, DipPicture *after, double factor)
{
  g_autoptr (DipPicture) wide = stretched (after, factor);
  DipField field = { 0 };
  DipPlace place = { { 0, 0, 0, 0 }, -1 };
  const Hill hill = { points, before, &field };

  if (wide != NULL && dip_field_make (&field, wide, STRETCH_SIDE, NULL, NULL))
    climb (&place, &hill, 3.0 / STRETCH_SIDE);
  dip_field_clear (&field);
  return place.score;
}

/* The top of the parabola through the best score and its neighbours. */
double
dip_register_stretch (DipPicture *before, DipPicture *after, GCancellable *cancellable)
{
  g_auto (DipEdgePoints) points = { 0 };
  DipField field = { 0 };
  double scores[N_STRETCHES] = { 0 }, offset = 0;
  guint best = 0;

  if (!dip_field_make (&field, before, STRETCH_SIDE, cancellable, NULL))
    {
      dip_field_clear (&field);
      return 1;
    }
  dip_edge_points_make (&points, &field, DIP_EDGES_ALL);
  for (guint i = 0; i < N_STRETCHES && !g_cancellable_is_cancelled (cancellable); i++)
    {
      scores[i] = score_stretched (&field, &points, after, 1 + STRETCH_STEP * ((int) i - N_STRETCHES / 2));
      if (scores[i] > scores[best])
        best = i;
    }
  dip_field_clear (&field);
  if (g_cancellable_is_cancelled (cancellable) || scores[best] < LEAST_SCORE)
    return 1;
  if (best > 0 && best < N_STRETCHES - 1)
    {
      const double bend = scores[best - 1] - 2 * scores[best] + scores[best + 1];

      offset = bend < 0 ? (scores[best - 1] - scores[best + 1]) / (2 * bend) : 0;
    }
  return 1 + STRETCH_STEP * (best + CLAMP (offset, -1, 1) - N_STRETCHES / 2);
}

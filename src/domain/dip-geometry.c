#include "dip-geometry.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "dip-error.h"

/* Landmarks nearer than this, in pixels, are the same landmark. */
#define LEAST_DISTANCE 1.0
/* Of the triangle of three landmarks, as a part of its longest side. */
#define LEAST_HEIGHT   0.01
#define LEAST_SCALE    0.125
#define GREATEST_SCALE 8.0
#define LEAST_OVERLAP  0.125

DipSimilarity
dip_similarity_identity (void)
{
  return (DipSimilarity){ .a = 1 };
}

DipPoint
dip_similarity_apply (const DipSimilarity *self, DipPoint p)
{
  return (DipPoint){ self->a * p.x - self->b * p.y + self->tx, self->b * p.x + self->a * p.y + self->ty };
}

/**
 * dip_similarity_invert:
 * @self: of a scale above 0
 */
DipSimilarity
dip_similarity_invert (const DipSimilarity *self)
{
  double square = self->a * self->a + self->b * self->b;
  DipSimilarity inverse;

  g_return_val_if_fail (square > 0, dip_similarity_identity ());

  inverse.a = self->a / square;
  inverse.b = -self->b / square;
  inverse.tx = -(inverse.a * self->tx - inverse.b * self->ty);
  inverse.ty = -(inverse.b * self->tx + inverse.a * self->ty);
  return inverse;
}

double
dip_similarity_scale (const DipSimilarity *self)
{
  return hypot (self->a, self->b);
}

double
dip_similarity_angle (const DipSimilarity *self)
{
  return atan2 (self->b, self->a);
}

static gboolean
landmarks_check (const DipPoint *points, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      if (!isfinite (points[i].x) || !isfinite (points[i].y))
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Landmark %u is no point. Set it again."), i + 1);
          return FALSE;
        }
      for (guint j = 0; j < i; j++)
        if (hypot (points[i].x - points[j].x, points[i].y - points[j].y) < LEAST_DISTANCE)
          {
            g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                         _ ("Landmarks %u and %u are at the same place. Set them well apart."), j + 1, i + 1);
            return FALSE;
          }
    }
  return TRUE;
}

/* Three on a line say nothing of whether both cameras looked from one side, and tell a slip of the hand from nothing. */
static gboolean
refuse_line (const DipPoint *points, guint n, GError **error)
{
  double longest = 0, area;

  if (n < 3)
    return TRUE;
  for (guint i = 0; i < n; i++)
    longest = MAX (longest, hypot (points[i].x - points[(i + 1) % n].x, points[i].y - points[(i + 1) % n].y));
  area = fabs ((points[1].x - points[0].x) * (points[2].y - points[0].y)
               - (points[2].x - points[0].x) * (points[1].y - points[0].y));
  if (area / longest >= LEAST_HEIGHT * longest)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                       _ ("The three landmarks lie on one line. Set one well beside it, or take only two."));
  return FALSE;
}

static DipPoint
centroid (const DipPoint *points, guint n)
{
  DipPoint sum = { 0, 0 };

  for (guint i = 0; i < n; i++)
    {
      sum.x += points[i].x;
      sum.y += points[i].y;
    }
  return (DipPoint){ sum.x / n, sum.y / n };
}

/* Least squares over complex numbers, z = sum (conj f t) / sum |f|^2 about the centroids: Umeyama's solution in the
 * plane with the reflection left out. */
static DipSimilarity
least_squares (const DipPoint *from, const DipPoint *to, guint n)
{
  DipPoint from_mid = centroid (from, n);
  DipPoint to_mid = centroid (to, n);
  double dot = 0, cross = 0, square = 0;
  DipSimilarity fit;

  for (guint i = 0; i < n; i++)
    {
      double fx = from[i].x - from_mid.x, fy = from[i].y - from_mid.y;
      double gx = to[i].x - to_mid.x, gy = to[i].y - to_mid.y;
      dot += fx * gx + fy * gy;
      cross += fx * gy - fy * gx;
      square += fx * fx + fy * fy;
    }
  fit.a = dot / square;
  fit.b = cross / square;
  fit.tx = to_mid.x - (fit.a * from_mid.x - fit.b * from_mid.y);
  fit.ty = to_mid.y - (fit.b * from_mid.x + fit.a * from_mid.y);
  return fit;
}

static double
distance_left (const DipSimilarity *fit, const DipPoint *from, const DipPoint *to, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      DipPoint p = dip_similarity_apply (fit, from[i]);
      double d = hypot (p.x - to[i].x, p.y - to[i].y);
      sum += d * d;
    }
  return sqrt (sum / n);
}

gboolean
dip_similarity_solve (const DipPoint *from, const DipPoint *to, guint n, DipSimilarity *out, double *residual,
                      GError **error)
{
  DipSimilarity fit;
  double scale;

  g_return_val_if_fail (from != NULL && to != NULL && out != NULL, FALSE);

  if (n < DIP_LANDMARKS_MIN || n > DIP_LANDMARKS_MAX)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Set two or three landmarks on each photo."));
      return FALSE;
    }
  if (!landmarks_check (from, n, error) || !landmarks_check (to, n, error) || !refuse_line (from, n, error)
      || !refuse_line (to, n, error))
    return FALSE;
  fit = least_squares (from, to, n);
  scale = dip_similarity_scale (&fit);
  if (!isfinite (fit.tx) || !isfinite (fit.ty) || !(scale >= LEAST_SCALE && scale <= GREATEST_SCALE))
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                           _ ("The landmarks do not match: they would have to be enlarged or reduced more than "
                              "eightfold. Set the same spots, in the same order, on both photos."));
      return FALSE;
    }
  *out = fit;
  if (residual)
    *residual = distance_left (&fit, from, to, n);
  return TRUE;
}

/* A convex polygon. Four corners and four cuts make eight; rounding can make no more than half as many again with each
 * cut: 4, 6, 9, 13, 19. */
#define POLYGON_MAX 20

typedef struct
{
  DipPoint at[POLYGON_MAX];
  guint n;
} Polygon;

/* The half-plane x nx + y ny <= d. */
typedef struct
{
  double nx, ny, d;
} HalfPlane;

static double
beyond (const HalfPlane *side, DipPoint p)
{
  return side->nx * p.x + side->ny * p.y - side->d;
}

static void
polygon_add (Polygon *self, DipPoint p)
{
  g_assert (self->n < POLYGON_MAX);
  self->at[self->n++] = p;
}

/* Sutherland and Hodgman 1974, one side. The sides are axis-parallel: a cut is put exactly onto its side. */
static Polygon
polygon_clip (const Polygon *self, const HalfPlane *side)
{
  Polygon clipped = { .n = 0 };

  for (guint i = 0; i < self->n; i++)
    {
      DipPoint p = self->at[i], q = self->at[(i + 1) % self->n];
      double dp = beyond (side, p), dq = beyond (side, q);

      if (dp <= 0)
        polygon_add (&clipped, p);
      if ((dp < 0 && dq > 0) || (dp > 0 && dq < 0))
        {
          double t = dp / (dp - dq);
          DipPoint cut = { p.x + t * (q.x - p.x), p.y + t * (q.y - p.y) };
          if (side->nx != 0)
            cut.x = side->d * side->nx;
          else
            cut.y = side->d * side->ny;
          polygon_add (&clipped, cut);
        }
    }
  return clipped;
}

static Polygon
overlap (double before_width, double before_height, double after_width, double after_height,
         const DipSimilarity *after_to_before)
{
  const HalfPlane sides[] = { { -1, 0, 0 }, { 1, 0, before_width }, { 0, -1, 0 }, { 0, 1, before_height } };
  const DipPoint corners[] = { { 0, 0 }, { after_width, 0 }, { after_width, after_height }, { 0, after_height } };
  Polygon shape = { .n = 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    polygon_add (&shape, dip_similarity_apply (after_to_before, corners[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    shape = polygon_clip (&shape, &sides[i]);
  return shape;
}

/* Where the vertical line at @x enters and leaves; FALSE when it passes by. */
static gboolean
polygon_span (const Polygon *self, double x, double *top, double *bottom)
{
  gboolean met = FALSE;

  *top = INFINITY;
  *bottom = -INFINITY;
  for (guint i = 0; i < self->n; i++)
    {
      DipPoint p = self->at[i], q = self->at[(i + 1) % self->n];
      double y;

      if (x < MIN (p.x, q.x) || x > MAX (p.x, q.x))
        continue;
      met = TRUE;
      y = p.x == q.x ? q.y : p.y + (x - p.x) / (q.x - p.x) * (q.y - p.y);
      *top = MIN (*top, MIN (y, p.x == q.x ? p.y : y));
      *bottom = MAX (*bottom, MAX (y, p.x == q.x ? p.y : y));
    }
  return met;
}

/* The tallest rectangle from @left to @right. The upper edge of a convex polygon is convex and the lower one concave,
 * so only the two ends count. */
static DipRect
polygon_rect (const Polygon *self, double left, double right)
{
  double top_left, bottom_left, top_right, bottom_right, top;

  if (!polygon_span (self, left, &top_left, &bottom_left) || !polygon_span (self, right, &top_right, &bottom_right))
    return (DipRect){ left, 0, 0, 0 };
  top = MAX (top_left, top_right);
  return (DipRect){ left, top, right - left, MIN (bottom_left, bottom_right) - top };
}

static double
rect_area (const DipRect *self)
{
  return self->width * self->height;
}

/* Keeps the larger of the two. */
static void
rect_keep (DipRect *best, DipRect rect)
{
  if (rect_area (&rect) > rect_area (best))
    *best = rect;
}

typedef DipRect (*RectAt) (const Polygon *polygon, double x, double fixed);

/* The height of polygon_rect() is concave in (left, right), so the area is log-concave: it has one hill in either
 * variable, and so has its greatest value over one of them. Golden section climbs it. The corners are tried besides:
 * where the edge of a picture is the edge of the crop, it is met exactly, and whoever rounds the crop inwards to whole
 * pixels does not lose one. */
static DipRect
climb (const Polygon *polygon, double low, double high, double fixed, RectAt rect_at)
{
  const double golden = 0.6180339887498949;
  double a = high - golden * (high - low), b = low + golden * (high - low);
  DipRect at_a = rect_at (polygon, a, fixed), at_b = rect_at (polygon, b, fixed), best = at_a;

  for (guint i = 0; i < polygon->n; i++)
    if (polygon->at[i].x >= low && polygon->at[i].x <= high)
      rect_keep (&best, rect_at (polygon, polygon->at[i].x, fixed));
  for (int i = 0; i < 72; i++)
    {
      if (rect_area (&at_a) > rect_area (&at_b))
        {
          rect_keep (&best, at_a);
          high = b;
          b = a;
          at_b = at_a;
          a = high - golden * (high - low);
          at_a = rect_at (polygon, a, fixed);
        }
      else
        {
          rect_keep (&best, at_b);
          low = a;
          a = b;
          at_a = at_b;
          b = low + golden * (high - low);
          at_b = rect_at (polygon, b, fixed);
        }
    }
  return best;
}

static DipRect
rect_to_right (const Polygon *polygon, double right, double left)
{
  return polygon_rect (polygon, left, right);
}

static DipRect
rect_from_left (const Polygon *polygon, double left, double far_right)
{
  return climb (polygon, left, far_right, left, rect_to_right);
}

static DipRect
polygon_greatest_rect (const Polygon *self)
{
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < self->n; i++)
    {
      low = MIN (low, self->at[i].x);
      high = MAX (high, self->at[i].x);
    }
  return climb (self, low, high, high, rect_from_left);
}

static gboolean
rect_lies_in (const DipRect *rect, double width, double height, const DipSimilarity *into)
{
  const DipPoint corners[] = { { rect->x, rect->y },
                               { rect->x + rect->width, rect->y },
                               { rect->x + rect->width, rect->y + rect->height },
                               { rect->x, rect->y + rect->height } };

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      DipPoint p = dip_similarity_apply (into, corners[i]);
      if (!(p.x >= 0 && p.x <= width && p.y >= 0 && p.y <= height))
        return FALSE;
    }
  return TRUE;
}

/* Rounding may leave a corner outside by a millionth of a millionth of a pixel; draws the rectangle in until none is.
 */
static DipRect
rect_draw_in (DipRect rect, double before_width, double before_height, double after_width, double after_height,
              const DipSimilarity *before_to_after)
{
  const DipSimilarity identity = dip_similarity_identity ();
  DipRect inner = rect;
  double inset = 1e-9;

  for (int round = 0; round < 10; round++)
    {
      if (rect_lies_in (&inner, before_width, before_height, &identity)
          && rect_lies_in (&inner, after_width, after_height, before_to_after))
        break;
      inner = (DipRect){ rect.x + inset, rect.y + inset, rect.width - 2 * inset, rect.height - 2 * inset };
      inset *= 8;
    }
  return inner;
}

gboolean
dip_geometry_common_crop (int before_width, int before_height, int after_width, int after_height,
                          const DipSimilarity *after_to_before, DipRect *out, GError **error)
{
  DipRect crop = { 0, 0, 0, 0 };
  Polygon shared;

  g_return_val_if_fail (after_to_before != NULL && out != NULL, FALSE);
  g_return_val_if_fail (before_width > 0 && before_height > 0 && after_width > 0 && after_height > 0, FALSE);
  g_return_val_if_fail (dip_similarity_scale (after_to_before) > 0, FALSE);

  shared = overlap (before_width, before_height, after_width, after_height, after_to_before);
  if (shared.n >= 3)
    {
      DipSimilarity before_to_after = dip_similarity_invert (after_to_before);
      crop = rect_draw_in (polygon_greatest_rect (&shared), before_width, before_height, after_width, after_height,
                           &before_to_after);
    }
  if (crop.width < before_width * LEAST_OVERLAP || crop.height < before_height * LEAST_OVERLAP)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                           _ ("Lined up like this, the two photos hardly overlap. Set the landmarks again."));
      return FALSE;
    }
  *out = crop;
  return TRUE;
}

DipSimilarity
dip_geometry_fit (int before_width, int before_height, int after_width, int after_height)
{
  double scale;

  g_return_val_if_fail (before_height > 0 && after_height > 0, dip_similarity_identity ());

  scale = (double) before_height / after_height;
  return (DipSimilarity){ .a = scale, .tx = (before_width - scale * after_width) / 2 };
}

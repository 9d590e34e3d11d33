#include "dip-crop.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-error.h"

#define MAX_SIDES   (4 * DIP_CROP_PICTURES_MAX)
#define MAX_CORNERS (4 + MAX_SIDES + 8)
#define LEAST_SIDE  16.0 /* pixels of a wished crop */
#define LEAST_PART  16.0 /* of the frame that a crop nobody has wished for has to be */
#define INSET       1e-6 /* pixels kept from the edge, for rounding */

/* x nx + y ny <= d; pixels. */
typedef struct
{
  double nx, ny, d;
} Side;

/* The frame's first. */
typedef struct
{
  Side at[MAX_SIDES];
  guint n;
} Sides;

typedef struct
{
  DipPoint at[MAX_CORNERS];
  guint n;
} Centres;

double
dip_crop_shape_aspect (DipCropShape shape)
{
  switch (shape)
    {
    case DIP_CROP_SQUARE:
      return 1;
    case DIP_CROP_4_5:
      return 4.0 / 5;
    case DIP_CROP_3_2:
      return 3.0 / 2;
    case DIP_CROP_FREE:
    default:
      return 0;
    }
}

/* Four edges of the picture in the frame. */
static void
add_edges (Sides *self, const DipCropPicture *picture)
{
  const DipSimilarity *s = &picture->to_frame;
  const double scale = dip_similarity_scale (s), ux = s->a / scale, uy = s->b / scale;
  const double along = ux * s->tx + uy * s->ty, across = -uy * s->tx + ux * s->ty;
  const Side edges[] = {
    { -ux, -uy, -along },
    { ux, uy, along + picture->width * scale },
    { uy, -ux, -across },
    { -uy, ux, across + picture->height * scale },
  };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    self->at[self->n++] = edges[i];
}

static void
clip (Centres *self, const Side *side)
{
  Centres left = { .n = 0 };

  for (guint i = 0; i < self->n; i++)
    {
      DipPoint p = self->at[i], q = self->at[(i + 1) % self->n];
      double dp = side->nx * p.x + side->ny * p.y - side->d, dq = side->nx * q.x + side->ny * q.y - side->d;

      if (dp <= 0 && left.n < MAX_CORNERS)
        left.at[left.n++] = p;
      if (((dp < 0 && dq > 0) || (dp > 0 && dq < 0)) && left.n < MAX_CORNERS)
        {
          double t = dp / (dp - dq);
          left.at[left.n++] = (DipPoint){ p.x + t * (q.x - p.x), p.y + t * (q.y - p.y) };
        }
    }
  *self = left;
}

/* Where the centre of a rectangle of this size may lie. */
static Centres
centres_of (const Sides *sides, double width, double height)
{
  const double far = sides->at[1].d + sides->at[3].d;
  Centres centres = { { { -far, -far }, { 2 * far, -far }, { 2 * far, 2 * far }, { -far, 2 * far } }, 4 };

  for (guint i = 0; i < sides->n && centres.n > 0; i++)
    {
      Side inner = sides->at[i];

      inner.d -= (fabs (inner.nx) * width + fabs (inner.ny) * height) / 2 + INSET;
      clip (&centres, &inner);
    }
  return centres;
}

/* By the sides themselves: the polygon may be as small as rounding. */
static gboolean
may_lie_at (const Sides *sides, double width, double height, DipPoint centre)
{
  for (guint i = 0; i < sides->n; i++)
    {
      const Side *side = &sides->at[i];
      const double reach = (fabs (side->nx) * width + fabs (side->ny) * height) / 2 + INSET;

      if (side->nx * centre.x + side->ny * centre.y > side->d - reach)
        return FALSE;
    }
  return TRUE;
}

/* The point of the rim of the polygon, which is not empty, that is nearest to @p. */
static DipPoint
nearest (const Centres *self, DipPoint p)
{
  DipPoint best = self->at[0];
  double least = INFINITY;

  for (guint i = 0; i < self->n; i++)
    {
      DipPoint a = self->at[i], b = self->at[(i + 1) % self->n];
      double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
      double t = square > 0 ? CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0, 1) : 0;
      DipPoint q = { a.x + t * dx, a.y + t * dy };
      double distance = hypot (q.x - p.x, q.y - p.y);

      if (distance < least)
        {
          least = distance;
          best = q;
        }
    }
  return best;
}

/* The greatest width, at most @wished, at which a rectangle of @aspect has a place. */
static double
greatest_width (const Sides *sides, double aspect, double wished)
{
  double low = 0, high = wished;

  if (centres_of (sides, wished, wished / aspect).n > 0)
    return wished;
  for (guint i = 0; i < 60; i++)
    {
      double middle = (low + high) / 2;

      if (centres_of (sides, middle, middle / aspect).n > 0)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_usable (const DipRect *wish)
{
  return wish != NULL && isfinite (wish->x) && isfinite (wish->y) && isfinite (wish->width) && isfinite (wish->height)
         && wish->width >= LEAST_SIDE && wish->height >= LEAST_SIDE;
}

static gboolean
refuse_overlap (GError **error)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                       _ ("Lined up like this, the photos hardly overlap. Set the landmarks again."));
  return FALSE;
}

/* The greatest free crop of two pictures; of more, one that all of them meet. */
static gboolean
largest_crop (const DipCropPicture *pictures, guint n, DipRect *out, GError **error)
{
  *out = (DipRect){ 0, 0, pictures[0].width, pictures[0].height };
  for (guint i = 1; i < n; i++)
    if (!dip_geometry_common_crop (pictures[0].width, pictures[0].height, pictures[i].width, pictures[i].height,
                                   &pictures[i].to_frame, out, error))
      return FALSE;
  return TRUE;
}

gboolean
dip_crop_fit_all (const DipCropPicture *pictures, guint n, DipCropShape shape, const DipRect *wish, DipRect *out,
                  GError **error)
{
  Sides sides = { .n = 0 };
  double aspect = dip_crop_shape_aspect (shape), width;
  DipRect about;
  DipPoint centre;
  Centres centres;

  g_return_val_if_fail (pictures != NULL && n >= 1 && n <= DIP_CROP_PICTURES_MAX && out != NULL, FALSE);

  if (!largest_crop (pictures, n, &about, error))
    return FALSE;
  *out = about;
  if (!is_usable (wish))
    wish = NULL;
  if (wish == NULL && aspect == 0 && n <= 2)
    return TRUE;
  for (guint i = 0; i < n; i++)
    add_edges (&sides, &pictures[i]);
  if (wish != NULL)
    about = *wish;
  if (aspect == 0)
    aspect = wish != NULL ? wish->width / wish->height : (double) pictures[0].width / pictures[0].height;
  width = greatest_width (&sides, aspect, wish != NULL ? wish->width : pictures[0].width);
  centres = centres_of (&sides, width, width / aspect);
  if (centres.n == 0 || (wish == NULL && width < pictures[0].width / LEAST_PART))
    return refuse_overlap (error);
  centre = (DipPoint){ about.x + about.width / 2, about.y + about.height / 2 };
  if (!may_lie_at (&sides, width, width / aspect, centre))
    centre = nearest (&centres, centre);
  *out = (DipRect){ centre.x - width / 2, centre.y - width / aspect / 2, width, width / aspect };
  return TRUE;
}

gboolean
dip_crop_fit (int before_width, int before_height, int after_width, int after_height,
              const DipSimilarity *after_to_before, DipCropShape shape, const DipRect *wish, DipRect *out,
              GError **error)
{
  const DipCropPicture pictures[] = {
    { before_width, before_height, dip_similarity_identity () },
    { after_width, after_height, *after_to_before },
  };

  return dip_crop_fit_all (pictures, G_N_ELEMENTS (pictures), shape, wish, out, error);
}

/* How far the corner that is farthest towards @side lies beyond it: linear in the rectangle's place and size. */
static double
excess (const Side *side, const DipRect *rect)
{
  const double x = rect->x + rect->width / 2, y = rect->y + rect->height / 2;

  return side->nx * x + side->ny * y + (fabs (side->nx) * rect->width + fabs (side->ny) * rect->height) / 2 + INSET
         - side->d;
}

/* Goes from @from towards @to until a side is met. */
static DipRect
go_towards (const Sides *sides, const DipRect *from, const DipRect *to)
{
  double part = 1;

  for (guint i = 0; i < sides->n; i++)
    {
      const double start = excess (&sides->at[i], from), end = excess (&sides->at[i], to);

      if (end > 0 && end > start)
        part = MIN (part, MAX (-start, 0) / (end - start));
    }
  return (DipRect){ from->x + part * (to->x - from->x), from->y + part * (to->y - from->y),
                    from->width + part * (to->width - from->width), from->height + part * (to->height - from->height) };
}

void
dip_crop_hold (const DipCropPicture *pictures, guint n, const DipRect *from, DipRect *to, gboolean keep_shape)
{
  Sides sides = { .n = 0 };
  DipRect across;

  g_return_if_fail (pictures != NULL && n >= 1 && n <= DIP_CROP_PICTURES_MAX && from != NULL && to != NULL);

  for (guint i = 0; i < n; i++)
    add_edges (&sides, &pictures[i]);
  if (keep_shape)
    {
      *to = go_towards (&sides, from, to);
      return;
    }
  across = (DipRect){ to->x, from->y, to->width, from->height };
  across = go_towards (&sides, from, &across);
  *to = (DipRect){ across.x, to->y, across.width, to->height };
  *to = go_towards (&sides, &across, to);
}

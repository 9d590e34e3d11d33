/* Registration of two photos: points, the least-squares similarity transform (Umeyama 1991, without reflection), and the
 * largest crop both pictures cover. Pixels, x to the right, y down, origin at the upper left corner of the upright
 * picture; a pixel covers [x, x+1). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DIP_LANDMARKS_MIN 2
#define DIP_LANDMARKS_MAX 3

typedef struct
{
  double x, y;
} DipPoint;

typedef struct
{
  double x, y, width, height;
} DipRect;

/* (x, y) -> (a x - b y + tx, b x + a y + ty): move, turn, scale; nothing else can be said. */
typedef struct
{
  double a, b, tx, ty;
} DipSimilarity;

DipSimilarity dip_similarity_identity (void);
DipPoint dip_similarity_apply (const DipSimilarity *self, DipPoint p);
DipSimilarity dip_similarity_invert (const DipSimilarity *self);
double dip_similarity_scale (const DipSimilarity *self);
double dip_similarity_angle (const DipSimilarity *self); /* radians, counter-clockwise on a y-down screen is negative */

/**
 * dip_similarity_solve:
 * @from: @n points, @to: the same points in the other picture, 2 or 3 of them
 * @residual: (out) (optional): root mean square distance left, in pixels of @to
 *
 * Fails with DIP_ERROR_INVALID when points are not finite or coincide, or when the scale is outside 1/8 to 8: such
 * landmarks are a slip of the hand.
 */
gboolean dip_similarity_solve (const DipPoint *from, const DipPoint *to, guint n, DipSimilarity *out, double *residual,
                               GError **error);

/**
 * dip_geometry_common_crop:
 * @before_width, @before_height: the frame; the crop is in its pixels
 * @after_width, @after_height: the other picture, carried into the frame by @after_to_before
 *
 * The axis-parallel rectangle of greatest area that lies in both (within a thousandth of the greatest). Fails when the
 * overlap is under an eighth of either side of the frame.
 */
gboolean dip_geometry_common_crop (int before_width, int before_height, int after_width, int after_height,
                                   const DipSimilarity *after_to_before, DipRect *out, GError **error);

/**
 * dip_geometry_fit:
 *
 * For two pictures that nobody has lined up: scales the after to the before's height, centres both and returns the
 * similarity; with dip_geometry_common_crop the panels then have the same shape.
 */
DipSimilarity dip_geometry_fit (int before_width, int before_height, int after_width, int after_height);

G_END_DECLS

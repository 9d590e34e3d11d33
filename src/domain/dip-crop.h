/* The common crop in a fixed shape: inside both pictures, so that no corner is empty. */
#pragma once

#include "dip-geometry.h"
#include "dip-words.h"

G_BEGIN_DECLS

/* Width over height; 0 for the free shape. */
double dip_crop_shape_aspect (DipCropShape shape);

/**
 * dip_crop_fit:
 * @before_width, @before_height: the frame; the crop is in its pixels
 * @after_width, @after_height: the other picture, carried into the frame by @after_to_before
 * @shape: the shape asked for
 * @wish: (nullable): where and how large it should be; the free shape takes its sides from it. NULL: as large as can be,
 *   about the middle of what both pictures show
 *
 * The crop nearest to the wish that lies in both pictures: made smaller when it must be, then moved as little as must be. A
 * rectangle of a fixed shape lies in a convex polygon when its centre lies in that polygon with each side moved inwards by
 * the rectangle's reach towards it; the greatest size is found by bisection. Fails as dip_geometry_common_crop() does.
 * Any thread; microseconds.
 */
gboolean dip_crop_fit (int before_width, int before_height, int after_width, int after_height,
                       const DipSimilarity *after_to_before, DipCropShape shape, const DipRect *wish, DipRect *out,
                       GError **error);

/* A picture of a series: its size, and how it is carried into the frame. */
typedef struct
{
  int width, height;
  DipSimilarity to_frame;
} DipCropPicture;

#define DIP_CROP_PICTURES_MAX 5

/**
 * dip_crop_fit_all:
 * @pictures: @n of them, the first being the frame
 *
 * dip_crop_fit() for a series: inside all pictures. Of three pictures and more the free shape has the frame's.
 */
gboolean dip_crop_fit_all (const DipCropPicture *pictures, guint n, DipCropShape shape, const DipRect *wish,
                           DipRect *out, GError **error);

/**
 * dip_crop_hold:
 * @pictures: @n of them, the first being the frame
 * @from: a crop that lies in all of them
 * @to: (inout): where a hand has drawn it
 * @keep_shape: neither side may be changed without the other
 *
 * Pulls @to back towards @from as far as must be for it to lie in all pictures. Across and down are pulled apart from each
 * other, so that an edge at the rim lets the others go on, unless @keep_shape. Any thread; microseconds.
 */
void dip_crop_hold (const DipCropPicture *pictures, guint n, const DipRect *from, DipRect *to, gboolean keep_shape);

G_END_DECLS

/* The common crop on the picture: drawn by its edges and corners or moved as a whole, by hand or by keys, never beyond either
 * photo. */
#pragma once

#include "dip-crop.h"
#include "dip-picture-area.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

#define DIP_TYPE_CROP_VIEW (dip_crop_view_get_type ())
G_DECLARE_FINAL_TYPE (DipCropView, dip_crop_view, DIP, CROP_VIEW, DipPictureArea)

/* Signals: "moving": the crop is on its way; "moved": it has arrived. */

void dip_crop_view_show (DipCropView *self, DipTiles *before, DipTiles *after, gboolean read_only);

/* Where the after lies in the before, and the crop they come to. */
void dip_crop_view_align (DipCropView *self, const DipSimilarity *after_to_before, DipCropShape shape,
                          const DipRect *crop);

/* As it was drawn, pixels of the before. */
const DipRect *dip_crop_view_get (DipCropView *self);

/* What is seen beneath: the before, or the after where it lies in it. */
void dip_crop_view_see_after (DipCropView *self, gboolean after);

G_END_DECLS

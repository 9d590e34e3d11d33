/* Choosing the common crop of a pair: its shape, and by hand where it lies. */
#pragma once

#include "dip-crop-view.h"
#include "dip-pair.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_CROP (dip_studio_crop_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioCrop, dip_studio_crop, DIP, STUDIO_CROP, GtkWidget)

/* Signals: "moving": the crop is on its way; "changed": it has arrived, or another shape was chosen. */

void dip_studio_crop_show (DipStudioCrop *self, DipTiles *before, DipTiles *after, gboolean read_only);

/* The shape chosen, and the wish: all 0 for the largest. */
void dip_studio_crop_get (DipStudioCrop *self, DipCropShape *shape, DipRect *wish);
void dip_studio_crop_set (DipStudioCrop *self, DipCropShape shape, const DipRect *wish);

/* What the wish comes to, once the photos lie on each other like this. */
void dip_studio_crop_align (DipStudioCrop *self, const DipSimilarity *after_to_before, const DipRect *crop);

G_END_DECLS

/* What a person can change in the studio, and so undo: points, crop, correction, covers. */
#pragma once

#include "dip-cover-view.h"
#include "dip-studio-points.h"
#include "dip-studio.h"

G_BEGIN_DECLS

typedef struct
{
  DipPoints points[2]; /* of the before and of the after */
  DipCropShape shape;
  DipRect crop; /* as wished; all 0: the largest of that shape */
  DipCorrection correction;
  DipCovers covers[2];
} DipStudioState;

DipStudioState dip_studio_state_of (const DipStudioDraft *draft);
gboolean dip_studio_state_same (const DipStudioState *a, const DipStudioState *b);
gboolean dip_studio_state_has_points (const DipStudioState *self);
/* Only these: @alignment's points instead of those that are there. */
void dip_studio_state_take_landmarks (DipStudioState *self, const DipAlignment *alignment);
/* These, crop and correction. */
void dip_studio_state_take_alignment (DipStudioState *self, const DipAlignment *alignment);
/* Everything into @draft, still to be solved; of points only those that both photos have. */
void dip_studio_state_fill (const DipStudioState *self, DipStudioDraft *draft);

G_END_DECLS

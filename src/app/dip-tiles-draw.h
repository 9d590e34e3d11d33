/* Drawing a photo as a lens sees it, moved, turned and scaled into the frame of another when it is half of a pair. */
#pragma once

#include "dip-geometry.h"
#include "dip-lens.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

/**
 * dip_tiles_draw:
 * @snapshot: with the upper left corner of the lens's area as its origin
 * @lens: over the frame
 * @to_frame: (nullable): from the photo's pixels to those of the frame; NULL: they are the same
 * @density: screen pixels for one of the area; fewer for a coarser picture that is drawn sooner
 */
void dip_tiles_draw (DipTiles *tiles, GtkSnapshot *snapshot, const DipLens *lens, const DipSimilarity *to_frame,
                     double density);

/* Words on a dark chip, readable on any picture. @x, @y: its upper corner, the left one, or with @at_end the right one; no
 * wider than @most pixels. */
void dip_tiles_draw_chip (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double x, double y, double most,
                          gboolean at_end);

G_END_DECLS

/* A photo on the screen, however large: tiles of it at the size they are looked at, made on threads when they come into
 * sight, in bounded memory. Until a tile is there a coarser one stands in for it, so that drawing never waits. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_TILES (dip_tiles_get_type ())
G_DECLARE_FINAL_TYPE (DipTiles, dip_tiles, DIP, TILES, GObject)

/* Signals: "changed": draw again; "opened": the size is known; "failed" (message). */

DipTiles *dip_tiles_new (DipWorkspace *workspace, gint64 photo_id);

gint64 dip_tiles_get_id (DipTiles *self);
/* Upright pixels. FALSE as long as the photo is not open. */
gboolean dip_tiles_get_size (DipTiles *self, int *width, int *height);
/* Why it can't be shown; NULL when it can. */
const char *dip_tiles_get_problem (DipTiles *self);

/**
 * dip_tiles_snapshot:
 * @snapshot: in the photo's pixels
 * @visible: what of it will be seen
 * @density: pixels of the screen for one of the photo
 *
 * Draws what is there and asks for what is not.
 */
void dip_tiles_snapshot (DipTiles *self, GtkSnapshot *snapshot, const graphene_rect_t *visible, double density);

/* TRUE when all that the last snapshot wanted was there. */
gboolean dip_tiles_is_sharp (DipTiles *self);
/* Bytes of textures held. */
gsize dip_tiles_get_memory (DipTiles *self);

G_END_DECLS

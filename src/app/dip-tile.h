/* A thumbnail of a photo or a pair: loads when it is seen, lets go when it is not. */
#pragma once

#include <gtk/gtk.h>

#include "dip-textures.h"

G_BEGIN_DECLS

#define DIP_TYPE_TILE (dip_tile_get_type ())
G_DECLARE_FINAL_TYPE (DipTile, dip_tile, DIP, TILE, GtkWidget)

/* @ratio: width by height; the tile takes the width it is given and the height that follows. */
GtkWidget *dip_tile_new (double ratio);

/* @stamp: anything that changes when the picture does. An @id of 0 shows nothing. @label: what the picture is, for those who
 * cannot see it. */
void dip_tile_show (DipTile *self, DipWorkspace *workspace, DipTextureKind kind, gint64 id, gint64 stamp,
                    const char *label);

G_END_DECLS

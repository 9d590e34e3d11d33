/* Covering parts of both photos of a pair. */
#pragma once

#include "dip-cover-view.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_COVERS (dip_studio_covers_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioCovers, dip_studio_covers, DIP, STUDIO_COVERS, GtkWidget)

/* Signal "changed". */

void dip_studio_covers_show (DipStudioCovers *self, DipTiles *before, DipTiles *after, gboolean read_only);

/* @covers: of the before and of the after. */
void dip_studio_covers_get (DipStudioCovers *self, DipCovers covers[2]);
void dip_studio_covers_set (DipStudioCovers *self, const DipCovers covers[2]);

/* What is still seen, as chosen; 0: worked out from the covers. */
DipIdentifiability dip_studio_covers_get_shows (DipStudioCovers *self);

G_END_DECLS

/* Taking landmarks on both photos of a pair, and how well they fit. */
#pragma once

#include "dip-point-view.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_POINTS (dip_studio_points_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioPoints, dip_studio_points, DIP, STUDIO_POINTS, GtkWidget)

/* Signals: "moving": a point is on its way; "moved": it has arrived; "suggest": a suggestion is asked for; "failed"
 * (message); "take-version" (a DipAlignment): an earlier one is to be looked at again. */

void dip_studio_points_show (DipStudioPoints *self, DipTiles *before, DipTiles *after, DipView view,
                             gboolean read_only);

/* @points: of the before and of the after. */
void dip_studio_points_get (DipStudioPoints *self, DipPoints points[2]);
void dip_studio_points_set (DipStudioPoints *self, const DipPoints points[2]);

/* Reads the versions of how the pair was lined up, now and again. */
void dip_studio_points_open (DipStudioPoints *self, DipWorkspace *workspace, gint64 pair_id);

/* How well it fits, or what is wrong, in a sentence. */
void dip_studio_points_say (DipStudioPoints *self, const char *text, gboolean is_problem);

G_END_DECLS

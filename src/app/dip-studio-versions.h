/* How the pair was lined up before, to be taken again. */
#pragma once

#include <gtk/gtk.h>

#include "dip-pair.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_VERSIONS (dip_studio_versions_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioVersions, dip_studio_versions, DIP, STUDIO_VERSIONS, GtkWidget)

/* Signal "take" (a DipAlignment): this one is to be looked at again. */

/* Reads the pair's versions, now and again. */
void dip_studio_versions_open (DipStudioVersions *self, DipWorkspace *workspace, gint64 pair_id);

G_END_DECLS

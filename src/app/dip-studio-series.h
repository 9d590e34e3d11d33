/* Which other healed photos of the same before stand in one picture with this pair. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_SERIES (dip_studio_series_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioSeries, dip_studio_series, DIP, STUDIO_SERIES, GtkWidget)

/* Besides the pair itself. */
#define DIP_SERIES_MORE 3

/* Signal "changed": others were chosen. */

/* Looks for them; seen only when there are any. */
void dip_studio_series_open (DipStudioSeries *self, DipWorkspace *workspace, gint64 pair_id);

/* The pairs chosen into @others. Returns: how many. */
guint dip_studio_series_get (DipStudioSeries *self, gint64 others[DIP_SERIES_MORE]);

G_END_DECLS

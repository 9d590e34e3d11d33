/* The composite as it will be exported, its correction, the checklist, and the sign-off. */
#pragma once

#include <gtk/gtk.h>

#include "dip-studio-series.h"
#include "dip-studio.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_FINISH (dip_studio_finish_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioFinish, dip_studio_finish, DIP, STUDIO_FINISH, GtkWidget)

/* Signals: "changed": the correction was changed; "approve" (DipLookedFor bits); "save-picture";
 * "evidence" (gboolean): the evidence pack is asked for, or the one document of it. */

void dip_studio_finish_open (DipStudioFinish *self, DipWorkspace *workspace, DipStudio *studio);
/* What is to be seen; @saved: it is what the catalogue has, and may be approved. */
void dip_studio_finish_show (DipStudioFinish *self, const DipStudioDraft *draft, gboolean saved);
/* The one correction of both halves, as chosen here. */
void dip_studio_finish_get (DipStudioFinish *self, DipCorrection *correction);
/* The same without "changed". */
void dip_studio_finish_set (DipStudioFinish *self, const DipCorrection *correction);

/* The look and layout chosen, for a picture to be saved. (transfer full) */
DipStyle *dip_studio_finish_dup_style (DipStudioFinish *self);

/* The other pairs of the series, into @others. Returns: how many. */
guint dip_studio_finish_get_others (DipStudioFinish *self, gint64 others[DIP_SERIES_MORE]);

G_END_DECLS

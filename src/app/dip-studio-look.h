/* How composites look: a style chosen, changed while the preview follows, and saved under a name for a whole gallery. */
#pragma once

#include <gtk/gtk.h>

#include "dip-style.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_LOOK (dip_studio_look_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioLook, dip_studio_look, DIP, STUDIO_LOOK, GtkWidget)

/* Signal "changed": pictures look different now. */

/* Reads the saved styles. */
void dip_studio_look_open (DipStudioLook *self, DipWorkspace *workspace);

/* As it is set now, saved or not. (transfer full) */
DipStyle *dip_studio_look_dup_style (DipStudioLook *self);

G_END_DECLS

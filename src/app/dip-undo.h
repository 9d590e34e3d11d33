/* “Done. Undo?”: a toast with a way back, for everything that may lawfully be taken back. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

/* Says @text in the window of @near, or the one it stands above; the button runs @undo, which is taken either way. */
void dip_undo_offer (GtkWidget *near, DipWorkspace *workspace, const char *text, const DipWork *undo);

G_END_DECLS

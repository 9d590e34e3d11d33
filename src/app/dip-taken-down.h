/* The question whether files are really gone, and the note of it. */
#pragma once

#include "dip-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes @ids (element-type gint64), items of exports. Asks in front of @owner's window and, once it is confirmed, writes it down; how
 * that went is said in the window. */
void dip_taken_down_ask (GtkWidget *owner, DipWorkspace *workspace, GArray *ids);

G_END_DECLS

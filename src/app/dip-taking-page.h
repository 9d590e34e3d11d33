/* Taking consent with the screen turned towards the client: one question at a time, nothing ticked beforehand, nobody else's
 * data in sight. Nothing is kept until it is signed. */
#pragma once

#include "dip-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_TAKING_PAGE (dip_taking_page_get_type ())
G_DECLARE_FINAL_TYPE (DipTakingPage, dip_taking_page, DIP, TAKING_PAGE, GtkWidget)

/* Hides the names of all clients for as long as it is there. */
GtkWidget *dip_taking_page_new (DipWorkspace *workspace, const char *code);

G_END_DECLS

/* What has to come down, place by place: each file with what it takes to find it, ticked off with the day and the person, the
 * letters to whoever has it, and the closing report once all is gone. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_TAKEDOWN_PAGE (dip_takedown_page_get_type ())
G_DECLARE_FINAL_TYPE (DipTakedownPage, dip_takedown_page, DIP, TAKEDOWN_PAGE, GtkWidget)

/* @code: of one client, with what is down already; NULL: what is open of all clients. */
GtkWidget *dip_takedown_page_new (DipWorkspace *workspace, const char *code);

G_END_DECLS

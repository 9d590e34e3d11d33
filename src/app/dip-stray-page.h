/* A picture that turned up somewhere: which export it comes from, and how sure that is. Dropped or chosen. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STRAY_PAGE (dip_stray_page_get_type ())
G_DECLARE_FINAL_TYPE (DipStrayPage, dip_stray_page, DIP, STRAY_PAGE, GtkWidget)

GtkWidget *dip_stray_page_new (DipWorkspace *workspace);

G_END_DECLS

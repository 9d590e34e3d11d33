/* A photo at full size with its facts and its scrub certificate beside it; the others of its row are one key away. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_VIEWER_PAGE (dip_viewer_page_get_type ())
G_DECLARE_FINAL_TYPE (DipViewerPage, dip_viewer_page, DIP, VIEWER_PAGE, GtkWidget)

/* @ids: @n photos in the order of previous and next; @first: the one to start with. */
GtkWidget *dip_viewer_page_new (DipWorkspace *workspace, const gint64 *ids, gsize n, gint64 first);

G_END_DECLS

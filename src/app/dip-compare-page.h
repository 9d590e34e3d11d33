/* Two photos compared, and made a pair when they can be one. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_COMPARE_PAGE (dip_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (DipComparePage, dip_compare_page, DIP, COMPARE_PAGE, GtkWidget)

/* In any order. */
GtkWidget *dip_compare_page_new (DipWorkspace *workspace, gint64 one_id, gint64 other_id);

G_END_DECLS

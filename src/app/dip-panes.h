/* Something to look at and a panel of facts or controls: beside each other, or the panel below where there is little
 * room. The panel can be put away. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_PANES (dip_panes_get_type ())
G_DECLARE_FINAL_TYPE (DipPanes, dip_panes, DIP, PANES, GtkWidget)

/* Properties: "content", "side" (widgets), "show-side", "narrow" (readable). */

G_END_DECLS

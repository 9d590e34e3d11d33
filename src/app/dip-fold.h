/* Two widgets side by side, the sidebar and the content. When there is no room for both the sidebar goes away and
 * "folded" says so, for whoever then offers another way round. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_FOLD (dip_fold_get_type ())
G_DECLARE_FINAL_TYPE (DipFold, dip_fold, DIP, FOLD, GtkWidget)

gboolean dip_fold_get_folded (DipFold *self);

G_END_DECLS

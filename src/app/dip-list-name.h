/* What a screen reader calls a row or cell of a list. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names the row that @list_item is bound to; call when binding. */
void dip_list_name (GtkListItem *list_item, const char *name);

G_END_DECLS

/* What a screen reader calls a row or cell of a list, or a control. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names the row that @list_item is bound to; call when binding. */
void dip_list_name (GtkListItem *list_item, const char *name);

/* Names a control by more, or something else, than the text it shows: newer toolkits go by the text unless told not to. @name NULL: it
 * was named in the interface file. */
void dip_own_name (GtkWidget *control, const char *name);

G_END_DECLS

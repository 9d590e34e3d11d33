/* What every key of the window does. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void dip_shortcuts_show (GtkWindow *parent);

G_END_DECLS

/* Pages of a stack that are not shown are not there for a screen reader either; the toolkit leaves that to us. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @stack: a GtkStack or AdwViewStack. */
void dip_unseen_follow (GtkWidget *stack);

G_END_DECLS

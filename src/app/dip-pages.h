/* Pages that lie on top of a window's places for a while: the viewer, the comparison, the studio. Going back returns the
 * keyboard to where it was. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @page on top of what @stack shows. */
void dip_pages_push (GtkStack *stack, GtkWidget *page);
/* Removes the topmost page. FALSE when there is none. */
gboolean dip_pages_pop (GtkStack *stack);
void dip_pages_clear (GtkStack *stack);

/* Installs the actions "win.view-photos" (photo to start with, all in order), "win.compare" (before, after), "win.studio"
 * (pair), "win.take-consent" (client's code), "win.takedowns" (client's code, or
 * nothing for all) and "win.page-back" on the class of DipWindow. */
void dip_pages_install (GtkWidgetClass *window_class);

/* What the widget that stands for a photo is to be named, so that the keyboard finds its way back. (transfer full) */
char *dip_pages_photo_name (gint64 id);

/* "win.view-photos" for one of @ids (element-type gint64). */
void dip_pages_view_photos (GtkWidget *widget, gint64 id, GArray *ids);

G_END_DECLS

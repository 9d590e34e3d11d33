/* Where the keyboard was, to be found again when what had it was made anew: widgets are known by the names they were
 * given (gtk_widget_set_name). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The name of the widget within @part that has the focus, or has it within itself; NULL when none with a name has. */
char *dip_focus_remember (GtkWidget *part);
/* Gives the focus to the widget of that name within @part. FALSE when there is none. @name may be NULL. */
gboolean dip_focus_restore (GtkWidget *part, const char *name);

/* Before Tab moves on within @window: containers forget which of their children had the focus once, where it is not any more. They
 * would begin there when they are come to again, and pass over what lies before. */
void dip_focus_forget_elsewhere (GtkWindow *window);

/* A GtkWidgetClass.focus for pages that know best where the keyboard begins (grab_focus): Tab comes to all that is on them, in order, where
 * the toolkit would begin there too each time. */
gboolean dip_focus_move (GtkWidget *page, GtkDirectionType direction);

G_END_DECLS

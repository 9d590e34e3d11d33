/* Help inside the program: short pages, one topic each, to be unfolded. Needs no library and no network. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_HELP_PAGE (dip_help_page_get_type ())
G_DECLARE_FINAL_TYPE (DipHelpPage, dip_help_page, DIP, HELP_PAGE, GtkWidget)

/* @topic: the one to unfold, such as "consent"; "" for none. */
GtkWidget *dip_help_page_new (const char *topic);

G_END_DECLS

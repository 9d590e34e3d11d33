/* Where a new user begins: making a library, looking at a demo, opening a library that is already there. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_START_PAGE (dip_start_page_get_type ())
G_DECLARE_FINAL_TYPE (DipStartPage, dip_start_page, DIP, START_PAGE, GtkWidget)

/* Signals: "create" (a borrowed DipClinic), "demo", "restore" (the path of a back-up). */

/* Where the new library is to lie. */
char *dip_start_page_get_folder (DipStartPage *self);
/* Where the demo lies, or will. */
char *dip_start_page_get_demo_folder (DipStartPage *self);

G_END_DECLS

/* The primary menu, the same in every place. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_MENU_BUTTON (dip_menu_button_get_type ())
G_DECLARE_FINAL_TYPE (DipMenuButton, dip_menu_button, DIP, MENU_BUTTON, GtkWidget)

G_END_DECLS

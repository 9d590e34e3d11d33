/* The places exports can go to, each with its rules. */
#pragma once

#include "dip-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_DESTINATIONS_PAGE (dip_destinations_page_get_type ())
G_DECLARE_FINAL_TYPE (DipDestinationsPage, dip_destinations_page, DIP, DESTINATIONS_PAGE, GtkWidget)

GtkWidget *dip_destinations_page_new (DipWorkspace *workspace);

G_END_DECLS

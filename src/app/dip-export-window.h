/* Exporting what may be published to a folder: where to, how far it is, what came of it and what was refused and why. */
#pragma once

#include <adwaita.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_EXPORT_WINDOW (dip_export_window_get_type ())
G_DECLARE_FINAL_TYPE (DipExportWindow, dip_export_window, DIP, EXPORT_WINDOW, AdwWindow)

void dip_export_window_present (GtkWidget *opener, DipWorkspace *workspace);

G_END_DECLS

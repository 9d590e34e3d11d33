/* Photos coming in: how far it is, and for every file, as it happens, what was removed or why it could not be taken. */
#pragma once

#include <adwaita.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_IMPORT_WINDOW (dip_import_window_get_type ())
G_DECLARE_FINAL_TYPE (DipImportWindow, dip_import_window, DIP, IMPORT_WINDOW, AdwWindow)

/* Starts at once. @paths: files and folders. */
void dip_import_window_start (GtkWidget *opener, DipWorkspace *workspace, const char *code, const char *const *paths);
/* A picture from the clipboard. */
void dip_import_window_start_bytes (GtkWidget *opener, DipWorkspace *workspace, const char *code, GBytes *bytes);

G_END_DECLS

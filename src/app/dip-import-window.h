/* Photos coming in: how far it is, and for every file, as it happens, what was removed or why it could not be taken. */
#pragma once

#include <adwaita.h>

#include "dip-words.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_IMPORT_WINDOW (dip_import_window_get_type ())
G_DECLARE_FINAL_TYPE (DipImportWindow, dip_import_window, DIP, IMPORT_WINDOW, AdwWindow)

/* Where photos go. */
typedef struct
{
  const char *code;    /* the client; NULL: the inbox */
  DipView view;        /* DIP_VIEW_NONE: to be said later */
  gint64 treatment_id; /* 0: the client's newest */
} DipImportTarget;

/* Starts at once. @paths: files and folders. */
void dip_import_window_start (GtkWidget *opener, DipWorkspace *workspace, const DipImportTarget *target,
                              const char *const *paths);
/* A picture from the clipboard. */
void dip_import_window_start_texture (GtkWidget *opener, DipWorkspace *workspace, const DipImportTarget *target,
                                      GdkTexture *texture);

G_END_DECLS

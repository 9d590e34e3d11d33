/* One window, one library: the start page, opening with its progress and its problems, then the places. */
#pragma once

#include <adwaita.h>

#include "dip-clinic.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_WINDOW (dip_window_get_type ())
G_DECLARE_FINAL_TYPE (DipWindow, dip_window, DIP, WINDOW, AdwApplicationWindow)

DipWindow *dip_window_new (GtkApplication *application, GSettings *settings);

/* The folder of the library shown or being opened; NULL when there is none. */
const char *dip_window_get_path (DipWindow *self);

void dip_window_show_start (DipWindow *self);
typedef enum
{
  DIP_OPEN_NORMAL = 0,
  DIP_OPEN_READ_ONLY = 1 << 0,
  DIP_OPEN_LOCKED = 1 << 1, /* it was locked a moment ago: no passphrase from the desktop's keyring */
} DipOpenFlags;
void dip_window_open (DipWindow *self, const char *path, DipOpenFlags flags);
/* Brings photos into the inbox of the library shown, or of the one being opened once it is. (element-type GFile) */
void dip_window_take_in (DipWindow *self, GListModel *files);
/* What the desktop's menu of the program offers; done once a library is open. */
typedef enum
{
  DIP_TASK_NONE,
  DIP_TASK_NEW_CLIENT,
  DIP_TASK_IMPORT,
} DipTask;
void dip_window_begin (DipWindow *self, DipTask task);
/* Makes a library in @path, or a demo when @clinic is NULL, and shows it. */
void dip_window_create (DipWindow *self, const char *path, const DipClinic *clinic);

DipWorkspace *dip_window_get_workspace (DipWindow *self); /* NULL when no library is open */

/* A page on top of the places, and away with it again. */
void dip_window_push (DipWindow *self, GtkWidget *page);
gboolean dip_window_pop (DipWindow *self);
/* Folders of other libraries that were opened and are still there, the latest first. */
GStrv dip_window_recent_libraries (DipWindow *self);

/* A sentence that shows up for a moment. */
void dip_window_say (DipWindow *self, const char *text);
/* Takes @toast. */
void dip_window_add_toast (DipWindow *self, AdwToast *toast);

/* Signs out of a sealed library; a no-op for others. */
void dip_window_lock (DipWindow *self);

G_END_DECLS

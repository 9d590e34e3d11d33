/* Everything that newer versions of GTK and libadwaita do in another way, behind one small face: choosing files and
 * folders, questions, keyboard shortcuts, About. The one file that may look at the toolkit's version. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @file belongs to the caller. Not called when nothing was chosen or @owner is gone. */
typedef void (*DipFileFunc) (GObject *owner, GFile *file);
typedef void (*DipFilesFunc) (GObject *owner, GListModel *files); /* of GFile */

void dip_compat_choose_folder (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen);
void dip_compat_choose_picture (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen);
/* A picture or a PDF. */
void dip_compat_choose_scan (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen);
/* A list as text. */
void dip_compat_choose_table (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen);
/* What a library was backed up to. */
void dip_compat_choose_back_up (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen);
void dip_compat_choose_pictures (GtkWindow *parent, const char *title, GObject *owner, DipFilesFunc chosen);
void dip_compat_choose_new_file (GtkWindow *parent, const char *title, const char *name, GObject *owner,
                                 DipFileFunc chosen);

/* Asks before something that cannot be undone; @answered only when the answer is yes. */
typedef void (*DipYesFunc) (GObject *owner);
void dip_compat_ask (GtkWindow *parent, const char *heading, const char *body, const char *yes, GObject *owner,
                     DipYesFunc answered);

void dip_compat_show_about (GtkWindow *parent);

typedef struct
{
  const char *title; /* to be translated; NULL: the last one */
  const char *keys;  /* as GTK writes them, several with spaces between; or the action whose keys they are */
} DipShortcut;

typedef struct
{
  const char *title; /* to be translated; NULL: the last one */
  const DipShortcut *shortcuts;
} DipShortcutGroup;

void dip_compat_show_shortcuts (GtkWindow *parent, const DipShortcutGroup *groups);

G_END_DECLS

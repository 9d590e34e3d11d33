/* The window's inside once a library is open: the sidebar of places, or a bar of them below where there is little room. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_SHELL (dip_shell_get_type ())
G_DECLARE_FINAL_TYPE (DipShell, dip_shell, DIP, SHELL, GtkWidget)

void dip_shell_set_workspace (DipShell *self, DipWorkspace *workspace);

/* The actions of the window that a shell can do. */
/* The place of that number, counted from 1. */
enum
{
  DIP_SHELL_CLIENTS = 1,
  DIP_SHELL_INBOX,
};
void dip_shell_go (DipShell *self, int number); /* 1: the first place */
void dip_shell_find (DipShell *self);
void dip_shell_new_client (DipShell *self);
void dip_shell_import (DipShell *self); /* into the inbox: asks for files */
void dip_shell_refresh (DipShell *self);
void dip_shell_show_client (DipShell *self, const char *code);
void dip_shell_back (DipShell *self);
void dip_shell_preferences (DipShell *self);

G_END_DECLS

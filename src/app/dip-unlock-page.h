/* A sealed library that nobody has signed in to: name and passphrase, or the words of the recovery sheet. */
#pragma once

#include <gtk/gtk.h>

#include "dip-desk.h"

G_BEGIN_DECLS

#define DIP_TYPE_UNLOCK_PAGE (dip_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (DipUnlockPage, dip_unlock_page, DIP, UNLOCK_PAGE, GtkWidget)

/* Signal: "unlocked" (const char *warning, or NULL): dip_unlock_page_take_desk() has the desk. */

/* Takes @desk. @account (nullable): who signed in last. @keyring: their passphrase, where the desktop's keyring keeps it, is tried at once. */
void dip_unlock_page_show (DipUnlockPage *self, DipDesk *desk, const char *account, gboolean keyring);
DipDesk *dip_unlock_page_take_desk (DipUnlockPage *self);
/* Forgets desk and what was typed. */
void dip_unlock_page_clear (DipUnlockPage *self);

G_END_DECLS

/* The desktop's keyring (Secret Service; in a Flatpak a file that the Secret portal's key seals) may keep the passphrase of an account, for
 * who would rather sign in to the computer only. Never asked without being told to. All calls may wait for a person whom the desktop asks to
 * unlock the keyring: on a thread, never on a window's. Errors: SEALED, in a sentence, when the keyring can't be reached or is kept locked. */
#pragma once

#include <gio/gio.h>

#include "dip-desk.h"

G_BEGIN_DECLS

/* Keeps what was just signed in with. */
gboolean dip_remembering_keep (const DipDesk *desk, const char *account, const char *passphrase,
                               GCancellable *cancellable, GError **error);
/* @forgotten (out) (optional): whether there was one. */
gboolean dip_remembering_forget (const DipDesk *desk, const char *account, gboolean *forgotten,
                                 GCancellable *cancellable, GError **error);
/* Without unlocking or reading anything; FALSE too where there is no keyring. */
gboolean dip_remembering_knows (const DipDesk *desk, const char *account, GCancellable *cancellable);
/* As dip_sealing_unlock(), with what the keyring keeps. NOT_FOUND: it keeps none. One that does not open the library any more is forgotten;
 * SEALED then. */
gboolean dip_remembering_unlock (DipDesk *desk, const char *account, char **warning, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS

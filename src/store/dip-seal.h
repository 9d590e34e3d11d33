/* Sealing a library: accounts, keys, signing in and out, and the long jobs (the first sealing, the turning of keys).
 *
 * What is sealed: pictures and what is derived from them (picture key, each file with a content key of its own), names,
 * contact, birth dates, who signed, signatures and scans (identity key), the words for the public (gallery key). The content keys
 * of approved pictures with a consent in force are sealed a second time with the gallery key, which is all that marketing has.
 * Each account has a box (X25519) that its passphrase opens; the keys lie in the boxes, so that an account can be given new ones
 * without its passphrase. */
#pragma once

#include "dip-job.h"
#include "dip-keyring.h"
#include "dip-library.h"

G_BEGIN_DECLS

gboolean dip_library_is_sealed (DipLibrary *self);
/* Sealed, and nobody has signed in. */
gboolean dip_library_is_locked (DipLibrary *self);
/* (transfer full) (nullable): of who has signed in. */
DipKeyring *dip_library_get_keyring (DipLibrary *self);

/* Signs in. SEALED for a wrong name or passphrase, whichever; takes as long either way. Any thread but a window's. */
gboolean dip_library_unlock (DipLibrary *self, const char *account, const char *passphrase, GError **error);
/* Forgets the keys: what is running keeps its own until it is done. */
void dip_library_lock (DipLibrary *self);

/* (element-type DipAccount) by name; also while locked, for the sign-in. */
GPtrArray *dip_seal_accounts (DipLibrary *self, GError **error);

/* An account that is to be, with its keys derived: takes as long as an unlocking, so not within a write. */
typedef struct _DipAccountDraft DipAccountDraft;
DipAccountDraft *dip_account_draft_new (const char *name, DipRole role, const char *passphrase, GError **error);
void dip_account_draft_free (DipAccountDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAccountDraft, dip_account_draft_free)

/* Seals the catalogue, in one transaction with the first accounts (an owner, the recovery sheet) and @audit (nullable, borrowed,
 * runs within); signs the owner in. Pictures follow by dip_seal_finish(). EXISTS when sealed already. */
gboolean dip_seal_start (DipLibrary *self, const DipAccountDraft *owner, const DipAccountDraft *recovery,
                         DipLibraryFunc audit, gpointer user_data, GError **error);
/* Whether pictures wait to be sealed, or sealed with the new keys. */
gboolean dip_seal_is_unfinished (DipLibrary *self);
/* Does what is left, picture by picture, each whole or not begun; may be broken off and taken up again at any time. */
gboolean dip_seal_finish (DipLibrary *self, DipJob *job, GError **error);

/* Within a write by somebody who has the keys to be given. */
gboolean dip_seal_account_insert (DipDb *db, const DipAccountDraft *draft, GError **error);
/* SEALED when it is not that account's. Takes as long as signing in; changes nothing. */
gboolean dip_seal_is_passphrase (DipLibrary *self, const char *account, const char *passphrase, GError **error);
/* A new passphrase: a new box with the same keys. */
gboolean dip_seal_account_renew (DipDb *db, gint64 id, const DipAccountDraft *draft, GError **error);
gboolean dip_seal_account_delete (DipDb *db, gint64 id, GError **error);
/* Within a write by an owner: new generations of the keys an account of @role has, for all accounts; text is sealed anew at once.
 * Pictures follow by dip_seal_finish(). */
gboolean dip_seal_turn (DipLibrary *self, DipDb *db, DipRole role, GError **error);

/* What marketing may see. */
/* (element-type gint64) */
GArray *dip_gallery_keys_pairs (DipDb *db, GError **error);
/* Within a write; @blobs: of the pair's pictures. */
gboolean dip_gallery_keys_give (DipLibrary *self, DipDb *db, gint64 pair_id, const char *const *blobs, GError **error);
gboolean dip_gallery_keys_take (DipDb *db, gint64 pair_id, GError **error);

G_END_DECLS

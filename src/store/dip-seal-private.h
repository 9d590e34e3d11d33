/* What the files about sealing share. */
#pragma once

#include "dip-db.h"
#include "dip-seal.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_SEAL_NONE,
  DIP_SEAL_SEALING, /* pictures that are not sealed yet are read as they are */
  DIP_SEAL_SEALED,
  DIP_SEAL_TURNING,
} DipSealState;

/* Within a write: once it has committed, @keyring's keys hold, before the next transaction begins. So no row is ever written that
 * the new state could not read. */
void dip_library_adopt (DipLibrary *self, DipKeyring *keyring, DipSealState state);
/* State and keys as they are at one moment. (transfer full) (nullable); @state (out). Any thread. */
DipKeyring *dip_library_get_seal (DipLibrary *self, DipSealState *state);
/* SEALED: nobody has signed in. */
void dip_library_set_locked_error (DipLibrary *self, GError **error);
/* As dip_library_read(), also while locked: for signing in. */
gboolean dip_library_read_locked (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error);

/* Within a write: seals every sealed column with @keyring's current keys; what is there is in the clear (@old NULL) or sealed
 * with @old's. */
gboolean dip_seal_text (DipDb *db, DipKeyring *old, DipKeyring *keyring, GError **error);

/* Adds a sentence to @problems (element-type utf8) for every sealed record that is not as it was sealed. Needs all keys. */
gboolean dip_seal_check (DipDb *db, GPtrArray *problems, GError **error);

/* Whoever unlocked it has signed in. */
void dip_library_sign_in (DipLibrary *self, DipKeyring *keyring);

/* Content key of a picture: with the picture or identity key, or because marketing was given it. REFUSED, DAMAGED. */
DipSecret *dip_blobs_content_key (DipLibrary *self, const char *digest, GError **error);
/* The content key that marketing was given for @blob; NULL when there is none. */
DipSecret *dip_gallery_keys_find (DipLibrary *self, const DipKeyring *keyring, const char *blob);
/* Makes the file of a blob what it is to be: sealed, with the current keys. */
gboolean dip_blobs_seal_one (DipLibrary *self, const char *digest, GError **error);
/* Removes everything derived: it can be made again. */
gboolean dip_derived_clear (DipLibrary *self, GError **error);

G_END_DECLS

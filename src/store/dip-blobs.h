/* Photo bytes by content: the one door to them, so that sealing them later is a change in one file. Bytes in and out are
 * GBytes; nobody else learns a path. */
#pragma once

#include "dip-account.h"
#include "dip-library.h"

G_BEGIN_DECLS

/* Writes (or finds) the blob: temporary name, sync, @check on the bytes as read back from disk (the verifier), rename, folder
 * sync. Call before the write that adds the row naming it. Returns its digest. @check may be NULL. */
char *dip_blobs_put (DipLibrary *library, GBytes *bytes, gboolean (*check) (GBytes *, gpointer, GError **),
                     gpointer user_data, GError **error);

/* The same for what says who a client is (signatures, scans of forms), or what everybody may see
 * (the clinic's mark): each has a key of its own where the library is sealed. */
char *dip_blobs_put_for (DipLibrary *library, DipKey key, GBytes *bytes,
                         gboolean (*check) (GBytes *, gpointer, GError **), gpointer user_data, GError **error);

/* Reads it whole and compares with its digest: DAMAGED when altered, NOT_FOUND when missing. */
GBytes *dip_blobs_get (DipLibrary *library, const char *digest, GError **error);

/* Removes it when no row names it any more (after an erasure or an undone import). */
gboolean dip_blobs_drop_unused (DipLibrary *library, const char *digest, GError **error);

/* Derived files, rebuildable: thumbnails. @kind is a short token such as "thumb-256". NULL without error: not there. */
GBytes *dip_derived_get (DipLibrary *library, const char *digest, const char *kind);
gboolean dip_derived_put (DipLibrary *library, const char *digest, const char *kind, GBytes *bytes, GError **error);
void dip_derived_drop (DipLibrary *library, const char *digest);

G_END_DECLS

/* Which sealed records there are and how often each was written, under one keyed sum: so that a record put back to an older
 * state, or taken away, is noticed. Only who has the identity key writes them. */
#pragma once

#include "dip-db.h"

G_BEGIN_DECLS

#define DIP_SEALED_IDENTITY      "identity"
#define DIP_SEALED_CONSENT       "consent"
#define DIP_SEALED_CONSENT_EVENT "consent-event"

/* Within a write: counts one more writing of the record and says which it is; 0 where nothing is sealed. */
gboolean dip_sealed_record_count (DipDb *db, const char *kind, gint64 row, guint *version, GError **error);
/* Within a write: it is gone for good. */
gboolean dip_sealed_record_drop (DipDb *db, const char *kind, gint64 row, GError **error);
/* 0: it was never written. */
gboolean dip_sealed_record_version (DipDb *db, const char *kind, gint64 row, guint *version, GError **error);

/* Within a write: the sum anew over all, after the key was turned. */
gboolean dip_sealed_record_sum_up (DipDb *db, GError **error);
/* Adds a sentence to @problems (element-type utf8) when the sum is not that of the records that are there. Needs the key. */
gboolean dip_sealed_record_check (DipDb *db, GPtrArray *problems, GError **error);

G_END_DECLS

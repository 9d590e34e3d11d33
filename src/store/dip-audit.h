/* The audit log: append-only, each entry's hash taken over its own fields and the hash before it.
 *
 * The hash is the SHA-256, in lower-case hexadecimal, of seven fields one behind the other: previous, sequence (decimal), at,
 * actor, action, subject, detail; each written as its length in bytes (decimal), ':', its UTF-8 bytes and ','; a NULL detail
 * is "-,". The first entry has sequence 1 and a previous of 64 zeros; sequences have no gaps. */
#pragma once

#include "dip-audit-entry.h"
#include "dip-library.h"

G_BEGIN_DECLS

/* Within a write: part of the same transaction as what it records. */
gboolean dip_audit_append (DipDb *db, const char *actor, const char *action, const char *subject, const char *detail,
                           GError **error);
/* (element-type DipAuditEntry) oldest first; the last @limit (0: all). */
GPtrArray *dip_audit_list (DipDb *db, guint limit, GError **error);
/* Walks the chain. FALSE with DIP_ERROR_DAMAGED naming the first entry that does not hold. @count (out). */
gboolean dip_audit_verify (DipDb *db, gint64 *count, GError **error);
/* Whether an entry has this hash: a head written down earlier has to be there still. NOT_FOUND: entries were cut off. */
gboolean dip_audit_holds_head (DipDb *db, const char *head, GError **error);
/* The hash of the last entry (64 zeros when there is none): written down elsewhere, it pins the whole log. */
char *dip_audit_head (DipDb *db, GError **error);

G_END_DECLS

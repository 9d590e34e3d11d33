/* What has happened to one client, from the audit log. */
#pragma once

#include "dip-audit-entry.h"
#include "dip-desk.h"

G_BEGIN_DECLS

/* (element-type DipAuditEntry), newest first, at most @limit (0: all). */
GPtrArray *dip_history_of_client (const DipDesk *desk, const char *code, guint limit, GError **error);

/* "Photo imported": an action of the log in the reader's words; the token itself when it is not known. */
const char *dip_history_action_label (const char *action);

/* (transfer full) (nullable): “Client: W3VWEM · Uses: Website”: what an entry says beside its subject, in the reader's words. */
char *dip_history_detail_label (const char *detail);
/* What an entry is about, in the reader's words: “client W3VWEM” is “Client W3VWEM”. (transfer full) */
char *dip_history_subject_label (const char *subject);

G_END_DECLS

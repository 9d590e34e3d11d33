/* What has happened to one client, from the audit log; and the photos nobody has sorted yet. */
#pragma once

#include "dip-audit-entry.h"
#include "dip-desk.h"

G_BEGIN_DECLS

/* (element-type DipAuditEntry), newest first, at most @limit (0: all). */
GPtrArray *dip_history_of_client (const DipDesk *desk, const char *code, guint limit, GError **error);

/* "Photo imported": an action of the log in the reader's words; the token itself when it is not known. */
const char *dip_history_action_label (const char *action);

/* (element-type DipPhotoView): photos of clients who are not erased that lack a view or a date, by client. */
GPtrArray *dip_history_unsorted (const DipDesk *desk, GError **error);

G_END_DECLS

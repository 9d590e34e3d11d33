/* Photos that wait to be sorted, in the inbox or already a client's: listing them, giving them to a client, taking them out. */
#pragma once

#include "dip-photos.h"

G_BEGIN_DECLS

/* (element-type DipPhotoView): photos that are nobody's yet (their code is NULL), or lack a view or a date; by id. */
GPtrArray *dip_inbox_list (const DipDesk *desk, GError **error);

/**
 * dip_inbox_give:
 * @ids: photos, whosever they are
 * @code: the client they are of; NULL: back to the inbox
 *
 * All or nothing, recorded in the audit log. They join the client's newest treatment. REFUSED for a photo in a pair or in a
 * consent, which stays with its client. Returns: %TRUE on success
 */
gboolean dip_inbox_give (const DipDesk *desk, const gint64 *ids, guint n_ids, const char *code, GError **error);

/* Takes photos out of the library again, rows, files and derived pictures; the audit log keeps that they were there. All or
 * nothing; REFUSED for a photo in a pair or in a consent. */
gboolean dip_inbox_remove (const DipDesk *desk, const gint64 *ids, guint n_ids, GError **error);

G_END_DECLS

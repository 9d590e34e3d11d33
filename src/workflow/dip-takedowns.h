/* What must come down: opened in the transaction that takes a permission away, ticked off with date and person. */
#pragma once

#include "dip-case.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* NULL when files of the pair may stay out, else the reason for taking them down: "withdrawn", "expired", … */
const char *dip_takedowns_reason (const DipGateAnswer *answer);

/* Blocks every live exported file of the client whose destination's use is in @scopes, and opens its take-down. Within a
 * write. */
gboolean dip_takedowns_open_for_client (DipDb *db, gint64 client_id, const char *reason, guint scopes, guint *n_opened,
                                        GError **error);

/* The same for the pictures that show one photo; 0: all. */
gboolean dip_takedowns_open_for_photo (DipDb *db, gint64 client_id, gint64 photo_id, const char *reason, guint scopes,
                                       guint *n_opened, GError **error);

/* Asks the gate again for everything that is out (a consent may have expired, a date been corrected) and opens take-downs
 * for what is no longer permitted. Approval is not asked again: taking it back is no recall. Within a write. */
gboolean dip_takedowns_reconcile (DipDb *db, const DipDesk *desk, guint *n_opened, GError **error);

/* The same as a step of its own; does nothing, without writing, when all is as it should be. */
gboolean dip_takedowns_refresh (const DipDesk *desk, guint *n_opened, GError **error);

/* (element-type DipTakedown): open ones first brought up to date unless the library is read-only. */
GPtrArray *dip_takedowns_list (const DipDesk *desk, gboolean open_only, GError **error);

/* Notes in a ledger row that its file never took its name, since it could not be written: removed at the very moment of its
 * export. Such a file is not recalled. */
void dip_takedowns_mark_never_out (DipExportItem *item);

/* Ticks off the take-downs of exported files with the moment and the person, all of them or none. NOT_FOUND for a file that was
 * not to come down. */
gboolean dip_takedowns_tick (const DipDesk *desk, const gint64 *item_ids, guint n_item_ids, GError **error);

G_END_DECLS

/* What staff do with treatments and their sessions. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

/* Returns the id, 0 on error. Photos of the client that had no treatment join it. */
gint64 dip_treatments_add (const DipDesk *desk, const char *code, guint areas, DipStage stage, GError **error);
GPtrArray *dip_treatments_list (const DipDesk *desk, const char *code, GError **error); /* DipTreatment, oldest first */

/* @treatment_id 0: the client's newest. Returns the id, 0 on error. A date more than a year ahead or before 1990 is taken
 * for a slip. */
gint64 dip_sessions_add (const DipDesk *desk, const char *code, gint64 treatment_id, DipDate date, DipSessionKind kind,
                         GError **error);
/* (element-type DipSession) of all the client's treatments, by date. */
GPtrArray *dip_sessions_list (const DipDesk *desk, const char *code, GError **error);

/* The treatment to use when nobody says which: the newest. 0 when there is none. Within a read or write. */
gboolean dip_treatments_newest (DipDb *db, gint64 client_id, gint64 *id, GError **error);

G_END_DECLS

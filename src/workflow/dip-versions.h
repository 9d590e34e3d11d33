/* How a pair was lined up, cropped and corrected before: every version is kept, to be looked at and taken again. */
#pragma once

#include "dip-desk.h"
#include "dip-pair.h"

G_BEGIN_DECLS

/* (element-type DipAlignment), newest first: the first is how the pair is lined up now. Each says who made it. */
GPtrArray *dip_versions_list (const DipDesk *desk, gint64 pair_id, GError **error);

/* One of them; NOT_FOUND, in words, when the pair has none of that number. */
DipAlignment *dip_versions_get (const DipDesk *desk, gint64 pair_id, gint64 alignment_id, GError **error);

/* As a new version: what was in between stays. Returns the new alignment's id, or the current one's when they are alike; 0 on
 * error. */
gint64 dip_versions_restore (const DipDesk *desk, gint64 pair_id, gint64 alignment_id, GError **error);

G_END_DECLS

/* The fair-pair check of a pair as it is lined up. */
#pragma once

#include "dip-fair.h"
#include "dip-studio.h"

G_BEGIN_DECLS

/* Measures both photos and records what came out with the pair. (element-type DipFairFinding). Half a second; any thread. */
GPtrArray *dip_checking_run (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error);

/* The same of a draft, from proxies; records nothing. */
GPtrArray *dip_studio_check (DipStudio *self, const DipStudioDraft *draft, GCancellable *cancellable, GError **error);

G_END_DECLS

/* Numbered steps of the catalogue's schema: each applied together with its version in one exclusive transaction, so that a
 * catalogue is always of exactly one version. */
#pragma once

#include "dip-db.h"

G_BEGIN_DECLS

/* The steps of this program, from data/schema: (element-type utf8), the first makes version 1 of nothing. */
GPtrArray *dip_migration_steps (void);

/* Applies those of @steps that @db lacks. Errors leave it at the last version that was reached. */
gboolean dip_migration_run (DipDb *db, GPtrArray *steps, GError **error);

G_END_DECLS

/* Names, contact and birth dates: the only module that reads or writes the identity table, so that it can be sealed by
 * itself. Nothing here is joined into what marketing sees. */
#pragma once

#include "dip-client.h"
#include "dip-library.h"

G_BEGIN_DECLS

gboolean dip_identity_put (DipDb *db, const DipIdentity *identity, GError **error);
DipIdentity *dip_identity_get (DipDb *db, gint64 client_id, GError **error); /* NULL without error when there is none */
/* (element-type DipIdentity) whose name or contact contains @text, whatever the case or accents (NULL: all). */
GPtrArray *dip_identity_search (DipDb *db, const char *text, GError **error);
gboolean dip_identity_delete (DipDb *db, gint64 client_id, GError **error);

G_END_DECLS

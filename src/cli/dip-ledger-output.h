/* An exported file as JSON, the same wherever it is shown. */
#pragma once

#include <json-glib/json-glib.h>

#include "dip-publication.h"

G_BEGIN_DECLS

/* Into the object that is open. */
void dip_ledger_json_item (JsonBuilder *json, const DipExportItem *item);

G_END_DECLS

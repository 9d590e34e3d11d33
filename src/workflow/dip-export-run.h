/* One run of an export into one folder: the part of publishing that touches files. */
#pragma once

#include "dip-publishing.h"

G_BEGIN_DECLS

/* @cases: (element-type DipCase): those the gate let through; each is asked about again in the transaction that enters its
 * files in the ledger, since a client may have withdrawn meanwhile. Fills in the counts of @report. */
gboolean dip_export_run (const DipDesk *desk, const DipDestination *destination, const char *folder, GPtrArray *cases,
                         DipJob *job, DipPublishReport *report, GError **error);

G_END_DECLS

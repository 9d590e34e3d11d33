/* manifest.json: what lies in an export folder, for the website's own tools. */
#pragma once

#include "dip-case.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* @items: (element-type DipExportItem): what is live in the folder. No codes, no names, no dates of persons. The same
 * content always gives the same text. */
char *dip_manifest_text (DipDb *db, const DipDesk *desk, const DipDestination *destination, GPtrArray *items,
                         GError **error);

G_END_DECLS

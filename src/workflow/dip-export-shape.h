/* What a destination makes of a pair: how the picture is composed, which files it comes in, and the recipe by which the same
 * picture is known again. */
#pragma once

#include "dip-compose.h"
#include "dip-publication.h"
#include "dip-rendering.h"

G_BEGIN_DECLS

DipExportFormat dip_export_format_of (DipFormat format);
DipFormat dip_export_picture_format (DipExportFormat format);

/* @style: (nullable): how composites look there */
DipComposeOptions dip_export_options (const DipDestination *destination, const DipStyle *style, const DipCase *one);

/* (transfer full) (nullable): the notice the files of @destination carry. */
DipRights *dip_export_rights (const DipDestination *destination, const DipClinic *clinic);

/* (transfer full) (element-type DipRung): every width in every format. @rights: (nullable): has to outlive them */
GArray *dip_export_rungs (const DipDestination *destination, const DipRights *rights);

/* (transfer full): SHA-256 of all that makes the files: same recipe, same files. */
char *dip_export_recipe (const DipDestination *destination, const DipStyle *style, const DipCase *one, GError **error);

G_END_DECLS

/* What a destination makes of a pair: how the picture is composed, which files it comes in, and the recipe by which the same
 * picture is known again. */
#pragma once

#include "dip-compose.h"
#include "dip-publication.h"
#include "dip-rendering.h"

G_BEGIN_DECLS

DipExportFormat dip_export_format_of (DipFormat format);
DipFormat dip_export_picture_format (DipExportFormat format);

#define DIP_EXPORT_GROUP_MAX 4

/* The pairs that one picture shows: one, or in a series those of one before, oldest first. */
typedef struct
{
  const DipCase *cases[DIP_EXPORT_GROUP_MAX];
  guint n;
} DipExportGroup;

/* The picture that begins with @cases[@index] (element-type DipCase, those that may go out); FALSE when that pair is shown within
 * another's. */
gboolean dip_export_group (const DipDestination *destination, GPtrArray *cases, guint index, DipExportGroup *group);

/* How @group is composed. Holds a style of its own where the destination's language asks for other labels. */
typedef struct
{
  DipComposeOptions options;
  DipStyle *own;
} DipExportLook;

/* @style: (nullable): how composites look there */
void dip_export_look_init (DipExportLook *self, const DipDestination *destination, const DipStyle *style,
                           const DipExportGroup *group);
void dip_export_look_clear (DipExportLook *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DipExportLook, dip_export_look_clear)

/* (transfer full) (nullable): the notice the files of @destination carry. */
DipRights *dip_export_rights (const DipDestination *destination, const DipClinic *clinic);

/* (transfer full) (element-type DipRung): every width in every format. @rights: (nullable): has to outlive them */
GArray *dip_export_rungs (const DipDestination *destination, const DipRights *rights);

/* (transfer full): SHA-256 of all that makes the files: same recipe, same files. */
char *dip_export_recipe (const DipDestination *destination, const DipExportLook *look, const DipExportGroup *group,
                         GError **error);

/* (transfer full) (element-type DipEncoded): the files of @group: stills in every size and format, or the animated slide. */
GPtrArray *dip_export_encode (const DipDesk *desk, const DipDestination *destination, const DipExportLook *look,
                              const DipExportGroup *group, const DipRights *rights, GCancellable *cancellable,
                              GError **error);

G_END_DECLS

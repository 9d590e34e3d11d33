/* A group of check rows, one for each bit of one of the field's tables: areas of a treatment, uses agreed to. */
#pragma once

#include <adwaita.h>

#include "dip-token.h"

G_BEGIN_DECLS

#define DIP_TYPE_FLAGS_GROUP (dip_flags_group_get_type ())
G_DECLARE_FINAL_TYPE (DipFlagsGroup, dip_flags_group, DIP, FLAGS_GROUP, AdwPreferencesGroup)

/* Signal: "changed". */

/* @offered: the bits of @table that can be chosen; @chosen: those that are. */
void dip_flags_group_set (DipFlagsGroup *self, const DipToken *table, guint offered, guint chosen);
guint dip_flags_group_get (DipFlagsGroup *self);

G_END_DECLS

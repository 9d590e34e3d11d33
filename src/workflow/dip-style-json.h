/* A style as JSON: in the catalogue and in recipes. */
#pragma once

#include <json-glib/json-glib.h>

#include "dip-style.h"

G_BEGIN_DECLS

/* Adds the settings' members to the object that is open in @builder; not the name. */
void dip_style_add_json (const DipStyle *style, JsonBuilder *builder);
/* (transfer full): what @object says, and for what it does not say as dip_style_new(); DAMAGED when a value makes no sense. */
DipStyle *dip_style_from_json (const char *name, JsonObject *object, GError **error);

G_END_DECLS

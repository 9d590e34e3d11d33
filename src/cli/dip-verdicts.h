/* The gate's answer, for people and for programs. */
#pragma once

#include <json-glib/json-glib.h>

#include "dip-gate.h"

G_BEGIN_DECLS

/* Members of the object that is open: "allowed", "until", "consent", "reasons". */
void dip_verdict_add (JsonBuilder *json, const DipGateAnswer *answer);
/* One line per reason, indented. */
void dip_verdict_print (const DipGateAnswer *answer);

G_END_DECLS

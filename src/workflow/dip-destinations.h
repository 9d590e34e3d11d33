/* The places exports go to, as the clinic edits them. */
#pragma once

#include "dip-desk.h"
#include "dip-destination.h"

G_BEGIN_DECLS

/* (element-type DipDestination) in the order they were made. */
GPtrArray *dip_destinations_list (const DipDesk *desk, GError **error);
/* NOT_FOUND, in words, when there is none of that name. */
DipDestination *dip_destinations_get (const DipDesk *desk, const char *name, GError **error);
/* New when its id is 0 (which is then filled in), else in place of the one with that id; the next export into a folder of
 * its follows the new rules. INVALID as dip_destination_check(), REFUSED for a name that is taken. */
gboolean dip_destinations_save (const DipDesk *desk, DipDestination *destination, GError **error);
/* REFUSED once anything has gone out there, or while it is the clinic's first choice. */
gboolean dip_destinations_remove (const DipDesk *desk, const char *name, GError **error);

G_END_DECLS

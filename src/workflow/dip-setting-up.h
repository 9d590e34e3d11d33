/* The clinic's own settings, changed after the library was made. */
#pragma once

#include "dip-desk.h"

G_BEGIN_DECLS

/* Recorded in the audit log with the old interval. A longer healing interval may show that what is out should never have gone
 * out: take-downs are opened in the same transaction. INVALID for an empty name, an interval out of range or
 * a licence page that is no web address; NOT_FOUND for an unknown destination. */
gboolean dip_setting_up_change (const DipDesk *desk, const DipClinic *clinic, GError **error);

G_END_DECLS

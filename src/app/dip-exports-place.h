/* What went out and what has to come down: open take-downs, the ledger of all files, and the way to export. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_EXPORTS_PLACE (dip_exports_place_get_type ())
G_DECLARE_FINAL_TYPE (DipExportsPlace, dip_exports_place, DIP, EXPORTS_PLACE, DipPlace)

G_END_DECLS

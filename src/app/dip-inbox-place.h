/* Photos that nobody has sorted yet: their view or their day is missing. One key says the view, for several at once. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_INBOX_PLACE (dip_inbox_place_get_type ())
G_DECLARE_FINAL_TYPE (DipInboxPlace, dip_inbox_place, DIP, INBOX_PLACE, DipPlace)

G_END_DECLS

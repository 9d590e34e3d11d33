/* Whose consent is missing, about to end, over or withdrawn: the most pressing first. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_CONSENT_PLACE (dip_consent_place_get_type ())
G_DECLARE_FINAL_TYPE (DipConsentPlace, dip_consent_place, DIP, CONSENT_PLACE, DipPlace)

G_END_DECLS

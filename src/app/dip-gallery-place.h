/* All pairs as small diptychs: ready for a destination, or blocked and why. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_GALLERY_PLACE (dip_gallery_place_get_type ())
G_DECLARE_FINAL_TYPE (DipGalleryPlace, dip_gallery_place, DIP, GALLERY_PLACE, DipPlace)

G_END_DECLS

/* What the files about the studio share. */
#pragma once

#include "dip-compose.h"
#include "dip-studio.h"

G_BEGIN_DECLS

/* Borrowed. */
DipPicture *dip_studio_get_picture (DipStudio *self, DipHalf half);

G_END_DECLS

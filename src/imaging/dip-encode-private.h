/* Writing files that hold nothing but pixels. Private to imaging/. */
#pragma once

#include "dip-compose-private.h"

G_BEGIN_DECLS

/* (transfer full): the same picture without any other chunk; NULL when there is none in @webp, or one with alpha. */
GBytes *dip_webp_keep_pixels (GBytes *webp);

G_END_DECLS

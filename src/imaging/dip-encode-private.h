/* Writing files that hold nothing but pixels. Private to imaging/. */
#pragma once

#include "dip-compose-private.h"
#include "dip-rights.h"

G_BEGIN_DECLS

/* (transfer full): the same picture without any other chunk; NULL when there is none in @webp, or one with alpha. */
GBytes *dip_webp_keep_pixels (GBytes *webp);

/* The saver's option for leaving all metadata out. It has two names: `strip` until libvips 8.14, `keep` from 8.15 on, where
 * `strip` may be gone and makes the AVIF saver of 8.18 add an EXIF item. Without it, savers make EXIF up. */
const char *dip_vips_keep_nothing (void);

/* (transfer full): 8-bit sRGB @pixels as AVIF with the notice (nullable) and nothing else; NULL when it fails. */
GBytes *dip_avif_encode (VipsImage *pixels, int quality, const DipRights *rights);
/* (transfer full): what dip_avif_encode() wrote, as three bands; NULL when it fails. (libvips warns of its colour description.) */
VipsImage *dip_avif_decode (GBytes *avif);

G_END_DECLS

/* Lossless WebP for pictures with a profile. Private to dip-scrub*.c. */
#pragma once

#include <vips/vips.h>

/* 8 bits, colour, and not too large. */
gboolean dip_webp_can_hold (const VipsImage *image);
/* @image has no fields. NULL when libvips fails. */
GBytes *dip_webp_save (VipsImage *image, GBytes *profile);
/* FALSE for the many sRGB profiles: without them the colours are the same. @bands 1 or 3. Needs libvips started. */
gboolean dip_profile_shows (GBytes *profile, int bands);

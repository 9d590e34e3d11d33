/* libvips for the parts of the scrubber that need it. Private to dip-scrub*.c. */
#pragma once

#include <vips/vips.h>

/* libvips brings these itself from 8.16 on. */
#if VIPS_MAJOR_VERSION == 8 && VIPS_MINOR_VERSION < 16
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsImage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VipsRegion, g_object_unref)
#endif

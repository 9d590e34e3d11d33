/* libvips for the parts of the scrubber that need it. Private to dip-scrub*.c. */
#pragma once

#include "dip-vips-auto.h"

/* How alike two pictures look: the structural similarity index. Private to imaging/. */
#pragma once

#include "dip-compose-private.h"

G_BEGIN_DECLS

/**
 * dip_ssim:
 * @a, @b: 8-bit sRGB, of one size
 *
 * The mean structural similarity of their lightness: Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, “Image Quality
 * Assessment: From Error Visibility to Structural Similarity”, IEEE Transactions on Image Processing 13(4), 2004, equation 13,
 * with its Gaussian window of sigma 1.5, K1 = 0.01 and K2 = 0.03. Returns: 1 for the same picture; -1 when it can't be told
 */
double dip_ssim (VipsImage *a, VipsImage *b);

G_END_DECLS

/* A clean photo to be looked at closely: any part of it, at its own size or halved as often as one likes, ready for the
 * screen. Each level is decoded when first asked for (a JPEG at reduced size, so that coarse levels come fast); small
 * levels stay, of the large ones only the last, so that memory is that of one decoded picture: 3 bytes for each pixel. */
#pragma once

#include "dip-imaging.h"

G_BEGIN_DECLS

typedef struct _DipPyramid DipPyramid; /* reference-counted; any thread */

/* Reads the header only. @orientation: EXIF 1..8, to be applied: all below is upright. Errors as dip_picture_load(). */
DipPyramid *dip_pyramid_new (GBytes *clean, int orientation, GError **error);
DipPyramid *dip_pyramid_ref (DipPyramid *self);
void dip_pyramid_unref (DipPyramid *self);

/* Level 0 is the picture itself, level n 2^n times smaller, down to one that is at most DIP_PYRAMID_LEAST pixels long. */
#define DIP_PYRAMID_LEAST 256
guint dip_pyramid_get_n_levels (const DipPyramid *self);
void dip_pyramid_get_size (const DipPyramid *self, guint level, int *width, int *height);

/**
 * dip_pyramid_read:
 * @x, @y, @width, @height: pixels of @level, inside it
 *
 * Blocks while the level is decoded, once. Returns: (transfer full): @height rows of @width x 3 bytes without padding: red,
 * green, blue in sRGB. Errors: DAMAGED, cancelled.
 */
GBytes *dip_pyramid_read (DipPyramid *self, guint level, int x, int y, int width, int height, GCancellable *cancellable,
                          GError **error);

/* Bytes of decoded pixels held now. */
gsize dip_pyramid_get_memory (DipPyramid *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPyramid, dip_pyramid_unref)

G_END_DECLS

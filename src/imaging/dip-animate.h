/* The animated slide: the after is drawn over the before like a curtain, stays, and is drawn back; for places that take no
 * page of one's own. */
#pragma once

#include "dip-compose.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_ANIMATION_WEBP,
  DIP_ANIMATION_GIF,
} DipAnimationKind;

/**
 * dip_animate_slide:
 * @first, @second: as large as each other to a pixel; the smaller of both sizes is taken
 *
 * Loops without end; 1.4 seconds of each picture, 0.7 seconds of way between them. The frames are the pictures' own pixels,
 * put together along an upright line. Any thread. Returns: (transfer full): a file with nothing but pixels: passes
 * dip_verify_animation()
 */
GBytes *dip_animate_slide (DipPicture *first, DipPicture *second, DipAnimationKind kind, GCancellable *cancellable,
                           GError **error);

/* What one frame in the middle looks like. (transfer full) */
DipPicture *dip_animate_middle (DipPicture *first, DipPicture *second, GError **error);

/* An animated WebP or GIF of one's own making, as read back from disk: every chunk and block is what makes pixels move, in its
 * place and of its length. Fails with DIP_ERROR_NOT_CLEAN. Shares no code with what writes. */
gboolean dip_verify_animation (GBytes *bytes, GError **error);

G_END_DECLS

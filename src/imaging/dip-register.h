/* Automatic registration: how the after photo has to be moved, turned and scaled to lie on the before, and whether that can be
 * relied on. A suggestion: nothing is applied here. */
#pragma once

#include "dip-compose.h"

G_BEGIN_DECLS

typedef struct
{
  double a, b, tx, ty; /* pixels of the after -> of the before: (a x - b y + tx, b x + a y + ty) */
  gboolean confident;
  double confidence; /* 0 to 1; from DIP_REGISTER_LEAST on it is confident */
  double score;      /* -1 to 1: correlation of the directions of edges */
  double margin;     /* how far the best stands above the second-best place, as a part of the best */
  double
      disagreement; /* root mean square distance between what two halves of the edges say, parts of the longer side */
} DipRegistered;

#define DIP_REGISTER_LEAST 0.5

/**
 * dip_register:
 * @before, @after: upright; 400 pixels on the longer side are enough, more are reduced
 * @cancellable: (nullable)
 *
 * Correlates the directions of luminance edges, which a change of exposure leaves alone (Haber and Modersitzki 2006,
 * normalised gradient fields): all turns up to 28°, scales from 0.6 to 1.7 and shifts up to 30 % at 48 pixels, then the best
 * places at 96, 192 and 384 by a simplex search (Nelder and Mead 1965). Every edge counts the same however strong, so that a
 * changed scalp weighs no more than its area. What is found is then found again twice, from one half of the edges each, in
 * a chequerboard: only where both agree, and no other place comes near, is it confident. Some tenths of a second; any thread.
 * Fails when cancelled or when a picture has no edges (INVALID).
 */
gboolean dip_register (DipPicture *before, DipPicture *after, GCancellable *cancellable, DipRegistered *out,
                       GError **error);

G_END_DECLS

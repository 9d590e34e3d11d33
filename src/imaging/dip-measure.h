/* What the fair-pair check measures: how two pictures of the same thing differ in light and sharpness. */
#pragma once

#include "dip-register.h"

G_BEGIN_DECLS

/* After against before; 1 or 0 where they are alike. */
typedef struct
{
  double brightness; /* ratio of linear luminance: the median over places that both show */
  double contrast;   /* ratio of the spread of lightness, 10th to 90th percentile */
  double warmth;     /* stops of red against blue, median */
  double tint;       /* stops of green against red and blue, median */
  double sharpness;  /* ratio of fine to coarse detail, each against its own picture */
  double background; /* CIE 1976 colour difference along the rim, median, once the light is made alike */
  double stretch;    /* width against height that the head would have to be stretched by to fit best */
} DipMeasures;

/**
 * dip_measure:
 * @what: two panels, before and after, and their common crop; looks, labels, correction and gutter are left out
 *
 * Medians over places that lie on each other, so that a treated scalp, which is a part of the picture, does not decide. Linear
 * light by IEC 61966-2-1, luminance by its primaries, lightness and colour difference by CIE 1976 (D65). The stretch is the
 * one at which the directions of edges agree best (see dip_register()); 1 when nothing can be told. Any thread.
 */
gboolean dip_measure (const DipComposition *what, GCancellable *cancellable, DipMeasures *out, GError **error);

/* The stretch alone, of two pictures that lie on each other but for a little. */
double dip_register_stretch (DipPicture *before, DipPicture *after, GCancellable *cancellable);

G_END_DECLS

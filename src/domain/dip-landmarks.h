/* Which points to take on a photo of each view: spots that the treatment leaves alone and that both photos show. */
#pragma once

#include "dip-geometry.h"
#include "dip-words.h"

G_BEGIN_DECLS

typedef struct
{
  const char *token; /* "left-ear-top" */
  const char *label; /* marked for translation: see dip_landmark_label() */
  DipPoint usual;    /* where it mostly lies, in parts of the picture's width and height */
} DipLandmark;

/**
 * dip_landmarks_of_view:
 * @n: (out): 3; the first two are enough
 *
 * Left and right are the picture's, not the person's. Any thread.
 * Returns: (transfer none) (array length=n): for a view that has not been said, marks on the skin as for a close-up
 */
const DipLandmark *dip_landmarks_of_view (DipView view, guint *n);

/* Translated: "Top of the ear on the left". */
const char *dip_landmark_label (const DipLandmark *self);

/* How well the landmarks fit, once the photos are lined up by them. */
typedef enum
{
  DIP_FIT_EXACT, /* two points leave nothing over, or less than can be seen */
  DIP_FIT_GOOD,
  DIP_FIT_FAIR,
  DIP_FIT_POOR,
} DipFit;

/**
 * dip_fit_of:
 * @residual: root mean square distance left, pixels of the before
 * @before: the @n landmarks it was left by
 *
 * By the residual's share of the greatest distance between landmarks: under half a per cent is a hand's tremor, over three
 * per cent the points are not the same spots, or the camera stood elsewhere.
 */
DipFit dip_fit_of (double residual, const DipPoint *before, guint n);

/* (transfer full): a translated sentence with the pixels. */
char *dip_fit_to_text (double residual, const DipPoint *before, guint n);

G_END_DECLS

/* Two photos lined up on each other, to be judged by eye: side by side, split, one through the other, by turns, or what
 * differs. Everything is drawn from what is loaded already, so that it follows the pointer. */
#pragma once

#include "dip-geometry.h"
#include "dip-picture-area.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_COMPARE_SIDE_BY_SIDE,
  DIP_COMPARE_SPLIT,
  DIP_COMPARE_ONION,
  DIP_COMPARE_BLINK,
  DIP_COMPARE_DIFFERENCE,
  N_DIP_COMPARE_MODES,
} DipCompareMode;

#define DIP_TYPE_COMPARE_VIEW (dip_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (DipCompareView, dip_compare_view, DIP, COMPARE_VIEW, DipPictureArea)

/* Signals: "failed" (message), "mix-changed". */

void dip_compare_view_show (DipCompareView *self, DipTiles *before, DipTiles *after);

/* @after_to_before: how the after lies on the before. @crop: what of the before is looked at, its pixels. */
void dip_compare_view_align (DipCompareView *self, const DipSimilarity *after_to_before, const DipRect *crop);

void dip_compare_view_set_mode (DipCompareView *self, DipCompareMode mode);
DipCompareMode dip_compare_view_get_mode (DipCompareView *self);

/* 0 to 1: where the split is, or how much of the after is seen; for blinking, 0 or 1: which of both;
 * for what differs, how much it is brightened. */
void dip_compare_view_set_mix (DipCompareView *self, double mix);
double dip_compare_view_get_mix (DipCompareView *self);

void dip_compare_view_set_guides (DipCompareView *self, gboolean grid, gboolean level);

/* Everything that was last drawn was sharp. */
gboolean dip_compare_view_is_sharp (DipCompareView *self);

G_END_DECLS

/* The comparison view with its controls: ways of comparing, slider, grid and level line. */
#pragma once

#include "dip-compare-view.h"

G_BEGIN_DECLS

#define DIP_TYPE_COMPARE_PANE (dip_compare_pane_get_type ())
G_DECLARE_FINAL_TYPE (DipComparePane, dip_compare_pane, DIP, COMPARE_PANE, GtkWidget)

GtkWidget *dip_compare_pane_new (void);
DipCompareView *dip_compare_pane_get_view (DipComparePane *self);

G_END_DECLS

/* Buttons for the size at which a picture area shows its picture. */
#pragma once

#include "dip-picture-area.h"

G_BEGIN_DECLS

#define DIP_TYPE_ZOOM_BAR (dip_zoom_bar_get_type ())
G_DECLARE_FINAL_TYPE (DipZoomBar, dip_zoom_bar, DIP, ZOOM_BAR, GtkWidget)

/* Property: "area". */

G_END_DECLS

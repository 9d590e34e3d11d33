/* One photo to be looked at, at any size. */
#pragma once

#include "dip-picture-area.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

#define DIP_TYPE_PICTURE_VIEW (dip_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (DipPictureView, dip_picture_view, DIP, PICTURE_VIEW, DipPictureArea)

/* Signals: "failed" (message): the photo can't be shown. */

GtkWidget *dip_picture_view_new (void);
/* @tiles NULL: nothing. */
void dip_picture_view_show (DipPictureView *self, DipTiles *tiles);

G_END_DECLS

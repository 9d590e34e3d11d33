/* A photo to take landmarks on: click to set the next one, drag or nudge it, with a magnifier around it. */
#pragma once

#include "dip-geometry.h"
#include "dip-landmarks.h"
#include "dip-picture-area.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

#define DIP_TYPE_POINT_VIEW (dip_point_view_get_type ())
G_DECLARE_FINAL_TYPE (DipPointView, dip_point_view, DIP, POINT_VIEW, DipPictureArea)

/* The landmarks of one photo, upright pixels; those not @set have no place yet. */
typedef struct
{
  DipPoint at[DIP_LANDMARKS_MAX];
  gboolean set[DIP_LANDMARKS_MAX];
} DipPoints;

/* Signals: "moving": a point is being moved, at every step; "moved": it was set or has come to rest; "failed" (message). */

/* @name: which photo, for those who can't see it. @landmarks: what to take, DIP_LANDMARKS_MAX of them, static. */
void dip_point_view_show (DipPointView *self, DipTiles *tiles, const char *name, const DipLandmark *landmarks);

const DipPoints *dip_point_view_get_points (DipPointView *self);
void dip_point_view_set_points (DipPointView *self, const DipPoints *points);

/* Which one keys move and a click sets; the next without a place by itself. */
void dip_point_view_choose (DipPointView *self, guint n);
/* Sets the chosen one where it mostly lies. */
void dip_point_view_place (DipPointView *self);

/* Points can be looked at, not moved. */
void dip_point_view_set_read_only (DipPointView *self, gboolean read_only);

G_END_DECLS

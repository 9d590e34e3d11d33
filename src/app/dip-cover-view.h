/* A photo with what covers parts of it: boxes and bars over the eyes, drawn by dragging or set and moved by keys. */
#pragma once

#include "dip-picture-area.h"
#include "dip-redaction.h"
#include "dip-tiles.h"

G_BEGIN_DECLS

#define DIP_TYPE_COVER_VIEW (dip_cover_view_get_type ())
G_DECLARE_FINAL_TYPE (DipCoverView, dip_cover_view, DIP, COVER_VIEW, DipPictureArea)

typedef struct
{
  guint n;
  DipCover covers[DIP_COVERS_MAX];
} DipCovers;

gboolean dip_covers_same (const DipCovers *a, const DipCovers *b);

/* Signal "changed": a cover was set, moved or taken away. */

/* @name: which photo, for those who can't see it. */
void dip_cover_view_show (DipCoverView *self, DipTiles *tiles, const char *name, gboolean read_only);

const DipCovers *dip_cover_view_get (DipCoverView *self);
void dip_cover_view_set (DipCoverView *self, const DipCovers *covers);

/* What a drag or Enter sets. */
void dip_cover_view_set_kind (DipCoverView *self, DipCoverKind kind);

G_END_DECLS

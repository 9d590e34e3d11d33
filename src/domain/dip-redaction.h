/* What is covered in a photo whenever it leaves: opaque boxes and bars over the eyes, in pixels of the upright photo. Never
 * a blur: it can be undone. */
#pragma once

#include "dip-geometry.h"
#include "dip-photo.h"

G_BEGIN_DECLS

#define DIP_COVERS_MAX 16

/* Box: two opposite corners. Eyes: the middles of both eyes. */
typedef struct
{
  DipCoverKind kind;
  DipPoint a, b;
} DipCover;

typedef struct
{
  gint64 id;
  gint64 photo_id;
  guint n_covers; /* 0: uncovered again */
  DipCover covers[DIP_COVERS_MAX];
  DipIdentifiability shows; /* what is still seen, as staff say */
  char *by;
  char *created_at;
} DipRedaction;

void dip_redaction_free (DipRedaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipRedaction, dip_redaction_free)

/**
 * dip_cover_corners:
 * @corners: (out) (array fixed-size=4): in order around it
 *
 * A box is itself. A bar reaches half the eyes' distance beyond either eye and is 0.6 of that distance high, along the line
 * between them: from the eyebrows to the cheek.
 */
void dip_cover_corners (const DipCover *self, DipPoint *corners);

/* Whether a point of the photo lies under it; the edge counts. */
gboolean dip_cover_hides (const DipCover *self, DipPoint point);

/* A box with an area, or two eyes apart, within or touching the photo; else INVALID in words. */
gboolean dip_cover_check (const DipCover *self, const DipPhoto *photo, GError **error);

/* How much of the person is seen: what the photo shows, less what @redaction (nullable) covers. */
DipIdentifiability dip_photo_seen (const DipPhoto *photo, const DipRedaction *redaction);

/* (transfer full): "box x,y x,y; eyes x,y x,y"; "" for none. */
char *dip_covers_to_text (const DipCover *covers, guint n);
/* At most %DIP_COVERS_MAX; what can't be read is left out. */
guint dip_covers_from_text (const char *text, DipCover *covers);

G_END_DECLS

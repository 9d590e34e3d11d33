/* Looking at pairs: what each shows, how it stands before the gate, and a small composite to look at in the clinic. */
#pragma once

#include <gio/gio.h>

#include "dip-case.h"

G_BEGIN_DECLS

typedef struct
{
  DipCase *one;
  DipGateAnswer *answer; /* for the destination asked about */
} DipGalleryEntry;

void dip_gallery_entry_free (DipGalleryEntry *self);

/* (element-type DipGalleryEntry) in the order of ids, as one snapshot; @code NULL: all clients'. */
GPtrArray *dip_gallery_list (const DipDesk *desk, const char *destination, const char *code, GError **error);

/* The pair side by side as a JPEG some 360 pixels high: from derived data, made anew when missing. REFUSED when the client has
 * said no or taken back every yes. Any thread. */
GBytes *dip_gallery_picture (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error);

/* (element-type gint64): pairs that may be shown on the clinic's own screen today, in the order of ids. */
GArray *dip_gallery_slides (const DipDesk *desk, GError **error);
/* One of them as a JPEG of that height in pixels, with what has to be covered covered. Asks the gate again: REFUSED with the reason
 * when something has changed meanwhile. Kept nowhere. Any thread. */
GBytes *dip_gallery_slide (const DipDesk *desk, gint64 pair_id, int height, char **caption, GCancellable *cancellable,
                           GError **error);

/* (element-type DipDestination): where exports can go. */
GPtrArray *dip_gallery_destinations (const DipDesk *desk, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipGalleryEntry, dip_gallery_entry_free)

G_END_DECLS

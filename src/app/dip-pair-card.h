/* A pair as a small diptych, with how it stands before the gate and what can be done about it. */
#pragma once

#include <gtk/gtk.h>

#include "dip-gallery.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_PAIR_CARD (dip_pair_card_get_type ())
G_DECLARE_FINAL_TYPE (DipPairCard, dip_pair_card, DIP, PAIR_CARD, GtkWidget)

/* Signal: "approve" (id). */

GtkWidget *dip_pair_card_new (void);

/* @with_client: shows the client's code and a button that leads there, for places that show several clients'. */
void dip_pair_card_show (DipPairCard *self, DipWorkspace *workspace, const DipGalleryEntry *entry,
                         gboolean with_client);

G_END_DECLS

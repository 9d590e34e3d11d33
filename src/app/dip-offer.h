/* What a client can choose from when consent is taken: the released forms as they read, and the client's own data. Gathered
 * on a thread. */
#pragma once

#include "dip-dossier.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 notice_id; /* 0: the starting text, as long as no form is released */
  char *name;       /* "Website, English" */
  char *text;
} DipOfferedForm;

typedef struct
{
  DipDossier *dossier;
  GPtrArray *forms;  /* (element-type DipOfferedForm), latest first; at least one */
  GPtrArray *covers; /* (element-type DipRedaction), NULL where there is none: of the dossier's photos, in order */
} DipOffer;

/* A DipWorkFunc: @code is the client's. */
gpointer dip_offer_load (const DipDesk *desk, gpointer code, DipJob *job, GError **error);
void dip_offer_free (DipOffer *self);

/* The texture to show for pictures of that degree: of one of the client's own pairs, else of a photo, with their covers, that
 * shows just as much. @stamp (out): changes when the picture does. 0 when there is none. */
gint64 dip_offer_example (const DipOffer *self, DipIdentifiability degree, gboolean *is_pair, gint64 *stamp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipOffer, dip_offer_free)

G_END_DECLS

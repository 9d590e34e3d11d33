/* Everything the window shows of one client, gathered on a thread. */
#pragma once

#include "dip-clients.h"
#include "dip-gallery.h"
#include "dip-pairing.h"
#include "dip-photos.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  DipClientOverview *overview;
  DipClinic *clinic;
  GPtrArray *treatments; /* DipTreatment, oldest first */
  GPtrArray *sessions;   /* DipSession, by date */
  GPtrArray *photos;     /* DipPhotoView, by date */
  GPtrArray *pairs;      /* DipGalleryEntry */
  GPtrArray *proposals;  /* DipPairProposal */
  GPtrArray *consents;   /* DipConsent, oldest first */
  GPtrArray *history;    /* DipAuditEntry, newest first */
} DipDossier;

/* A DipWorkFunc: @code is the client's. */
gpointer dip_dossier_load (const DipDesk *desk, gpointer code, DipJob *job, GError **error);
void dip_dossier_free (DipDossier *self);

const DipPhotoView *dip_dossier_photo (const DipDossier *self, gint64 id); /* NULL when there is none */
/* (element-type DipSession): borrowed; of one treatment. */
GPtrArray *dip_dossier_sessions_of (const DipDossier *self, gint64 treatment_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDossier, dip_dossier_free)

G_END_DECLS

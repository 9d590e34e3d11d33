/* The rows of a client's page, made from the dossier: what was done, what was agreed to, what happened. */
#pragma once

#include <adwaita.h>

#include "dip-audit-entry.h"
#include "dip-dossier.h"

G_BEGIN_DECLS

/* A treatment with its sessions on a time line; “Add Session” activates "client.add-session" with its id. */
GtkWidget *dip_client_rows_treatment (const DipDossier *dossier, const DipTreatment *treatment, DipDate today,
                                      gboolean writable);

/* “Receipt…” activates "client.receipt" with its id. */
GtkWidget *dip_client_rows_consent (const DipConsent *consent, DipDate today);

/* Two photos that would make a pair; “Make Pair” activates "client.make-pair" with both ids. NULL when they are one. */
GtkWidget *dip_client_rows_proposal (const DipDossier *dossier, const DipPairProposal *proposal,
                                     DipWorkspace *workspace);

GtkWidget *dip_client_rows_history (const DipAuditEntry *entry);

G_END_DECLS

/* Everything the gate and the composer need to know of one pair, loaded together in one snapshot. */
#pragma once

#include "dip-clinic.h"
#include "dip-desk.h"
#include "dip-gate.h"

G_BEGIN_DECLS

typedef struct _DipDb DipDb; /* the store's own: a connection within a read or write */

typedef struct
{
  DipClinic *clinic;
  DipClient *client;
  DipAdult adult;
  DipTreatment *treatment;
  GPtrArray *sessions; /* (element-type DipSession) */
  DipPair *pair;
  DipPhoto *before;
  DipPhoto *after;
  DipPhaseFacts before_facts;
  DipPhaseFacts after_facts;
  DipAlignment *alignment;        /* or NULL */
  DipApproval *approval;          /* or NULL */
  DipRedaction *before_redaction; /* what covers the photos, or NULL */
  DipRedaction *after_redaction;
  GPtrArray *consents; /* (element-type DipConsent) */
} DipCase;

DipCase *dip_case_load (DipDb *db, const DipDesk *desk, const DipPair *pair, GError **error);
void dip_case_free (DipCase *self);

/* How the pair is lined up, cropped and corrected now: the alignment, or what stands for it while there is none; and the
 * @crop (out) it comes to, in pixels of the before. */
gboolean dip_case_framing (const DipCase *self, DipAlignment *out, DipRect *crop, GError **error);

DipGateAnswer *dip_case_decide (const DipCase *self, const DipDestination *destination, DipDate today);

/* Whether the client, by birth date or by staff's attestation, is an adult on the desk's day. */
gboolean dip_case_adult (DipDb *db, const DipDesk *desk, const DipClient *client, DipAdult *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipCase, dip_case_free)

G_END_DECLS

/* The gate: the one place that decides whether a pair may be published. A pure function of facts; it answers with every
 * reason against, not the first, so that staff can mend them in one go. */
#pragma once

#include "dip-client.h"
#include "dip-consent.h"
#include "dip-destination.h"
#include "dip-pair.h"
#include "dip-redaction.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_REFUSAL_CLIENT_ERASED,
  DIP_REFUSAL_CLIENT_MINOR,
  DIP_REFUSAL_ADULT_UNCHECKED,
  DIP_REFUSAL_PAIR_FAULT, /* no pair any more: dates, views or sessions have changed; @faults says which */
  DIP_REFUSAL_NOT_APPROVED,
  DIP_REFUSAL_CHANGED_SINCE_APPROVAL,
  DIP_REFUSAL_NO_CONSENT, /* none was ever signed */
  DIP_REFUSAL_CONSENT_NOT_YET,
  DIP_REFUSAL_CONSENT_EXPIRED,
  DIP_REFUSAL_CONSENT_WITHDRAWN,
  DIP_REFUSAL_CONSENT_DECLINED,
  DIP_REFUSAL_SCOPE_MISSING,               /* in force, but not for this use */
  DIP_REFUSAL_SCOPE_WITHDRAWN,             /* this use was withdrawn */
  DIP_REFUSAL_NOT_COVERED,                 /* in force, but not for these photos */
  DIP_REFUSAL_IDENTIFIABILITY,             /* the photos show more than was agreed to */
  DIP_REFUSAL_DESTINATION_IDENTIFIABILITY, /* the photos show more than this place may have */
  DIP_REFUSAL_CHECKLIST,                   /* approved without having looked for everything */
} DipRefusalCode;

extern const DipToken dip_refusal_tokens[];

typedef struct
{
  DipRefusalCode code;
  char *text; /* translated sentence with the dates and words of the case; never a name */
} DipRefusal;

typedef struct
{
  DipDate today;
  const DipClient *client;
  DipAdult adult;
  const DipPair *pair;
  const DipPhoto *before;
  const DipPhoto *after;
  DipPhaseFacts before_facts;
  DipPhaseFacts after_facts;
  int healing_days;
  gint64 current_alignment;             /* id, or 0 */
  const DipRedaction *before_redaction; /* what covers the photos, or NULL */
  const DipRedaction *after_redaction;
  const DipApproval *approval; /* the latest, or NULL */
  GPtrArray *consents;         /* (element-type DipConsent) all of the client's */
  const DipDestination *destination;
} DipGateCase;

typedef struct
{
  gboolean allowed;
  GPtrArray *refusals; /* (element-type DipRefusal), empty exactly when allowed */
  gint64 consent_id;   /* the consent that permits; 0 when refused */
  DipDate until;       /* its last day */
} DipGateAnswer;

/* One consent must permit everything at once (scope, both photos, identifiability): permissions are never added up. */
DipGateAnswer *dip_gate_decide (const DipGateCase *question);

void dip_gate_answer_free (DipGateAnswer *self);
gboolean dip_gate_answer_has (const DipGateAnswer *self, DipRefusalCode code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipGateAnswer, dip_gate_answer_free)

G_END_DECLS

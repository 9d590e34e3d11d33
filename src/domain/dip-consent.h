/* A consent to publish: what was agreed to, by whom, for what, how long; and the events since. Never edited. */
#pragma once

#include "dip-date.h"
#include "dip-words.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_CONSENT_DRAFT,
  DIP_CONSENT_NOT_YET, /* computed: active from a later day */
  DIP_CONSENT_ACTIVE,
  DIP_CONSENT_EXPIRED, /* computed: the last day of validity has passed */
  DIP_CONSENT_REPLACED,
  DIP_CONSENT_WITHDRAWN,
  DIP_CONSENT_DECLINED,
  DIP_CONSENT_IN_ERROR,
} DipConsentState;

typedef enum
{
  DIP_COVERAGE_ALL,       /* every photo of the client */
  DIP_COVERAGE_TREATMENT, /* one treatment */
  DIP_COVERAGE_PHOTOS,    /* listed photos */
} DipCoverage;

typedef enum
{
  DIP_CONSENT_EVENT_SIGNED,
  DIP_CONSENT_EVENT_WITHDRAWN, /* of @scopes; the record is withdrawn when none is left */
  DIP_CONSENT_EVENT_REPLACED,  /* by @other_id */
  DIP_CONSENT_EVENT_DECLINED,
  DIP_CONSENT_EVENT_IN_ERROR,
} DipConsentEventKind;

typedef struct
{
  gint64 id;
  gint64 consent_id;
  DipConsentEventKind kind;
  guint scopes;    /* withdrawn ones */
  gint64 photo_id; /* withdrawn for this photo alone; 0: for all */
  gint64 other_id; /* the replacing consent */
  DipDate on;
  char *at; /* UTC */
  char *by;
} DipConsentEvent;

typedef struct
{
  gint64 id;
  gint64 client_id;
  gint64 form_id;
  guint scopes; /* as signed */
  DipIdentifiability identifiability;
  DipCoverage coverage;
  gint64 treatment_id; /* for DIP_COVERAGE_TREATMENT */
  GArray *photo_ids;   /* (element-type gint64) for DIP_COVERAGE_PHOTOS; never NULL */
  DipDate valid_from;  /* first day in force */
  DipDate valid_until; /* last day in force, inclusive */
  DipDate signed_on;
  char *signed_by; /* read like identity: never shown to marketing */
  char *signature; /* SHA-256 of the signature's blob, or NULL while a draft */
  char *method;    /* "paper", "screen", "spoken" */
  char *recorded_by;
  char *recorded_at;
  gint64 supersedes; /* or 0 */
  char *authority;   /* by which a representative signed ("power of attorney"); NULL: the client did */
  char *witness;     /* who saw it, or NULL */
  DipDate review_by; /* day on which to ask again, or DIP_DATE_NONE */
  GPtrArray *events; /* (element-type DipConsentEvent) in order of happening; never NULL */
} DipConsent;

DipConsent *dip_consent_new (void);
void dip_consent_free (DipConsent *self);
void dip_consent_event_free (DipConsentEvent *self);

extern const DipToken dip_consent_state_tokens[];
extern const DipToken dip_consent_event_tokens[];
extern const DipToken dip_coverage_tokens[];

/* The first day on which it can be in force: @valid_from, but never before it was signed. DIP_DATE_NONE without one. */
DipDate dip_consent_first_day (const DipConsent *self);

/* A replacing consent that is not yet in force leaves the old one in force until it is: @today against the event's day,
 * which is the new consent's first day. */
DipConsentState dip_consent_state (const DipConsent *self, DipDate today);

/* Scopes signed and not withdrawn since, whatever the state; what was withdrawn for single photos is left. */
guint dip_consent_scopes_left (const DipConsent *self);

/* Days until the last day of validity (0 on that day), for active ones; -1 for every other state. */
int dip_consent_days_left (const DipConsent *self, DipDate today);

gboolean dip_consent_covers (const DipConsent *self, gint64 photo_id, gint64 treatment_id);

/* Checks a record before it is signed: scopes, dates existing and first day before last, signer, signature, at most 10
 * years. An old form may be recorded after its validity began, or ended: dip_consent_first_day() sees to the rest. */
gboolean dip_consent_validate (const DipConsent *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipConsent, dip_consent_free)

G_END_DECLS

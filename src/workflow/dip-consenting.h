/* Recording what a client agreed to, taking it back, and knowing what falls due. */
#pragma once

#include "dip-consent.h"
#include "dip-desk.h"

G_BEGIN_DECLS

typedef struct
{
  guint scopes;
  DipIdentifiability identifiability;
  DipCoverage coverage;
  gint64 treatment_id;
  const gint64 *photo_ids;
  guint n_photo_ids;
  DipDate from, until;
  DipDate signed_on; /* DIP_DATE_NONE: today */
  const char *signed_by;
  const char *authority; /* by which a representative signed; NULL: the client did */
  const char *witness;   /* or NULL */
  const char *method;    /* "paper", "screen", "spoken"; NULL: paper */
  DipDate review_by;     /* 0 or DIP_DATE_NONE: only when it ends */
  gint64 notice_id; /* the released form that was shown; 0: the latest one, or the starting text when there is none */
  GBytes *signature_drawn;    /* a picture of it, in place of the file; or NULL */
  const char *signature_file; /* a picture or PDF: the scan of the signed form, or the drawn signature */
} DipConsentTerms;

/* Records a signed consent; earlier ones of the same coverage are replaced from its first day on. The signature's picture is
 * scrubbed, verified and kept as a blob. Returns the id, 0 on error. */
gint64 dip_consenting_record (const DipDesk *desk, const char *code, const DipConsentTerms *terms, GError **error);

/* (transfer full): what clients sign as long as no form of the clinic's own is released. */
char *dip_consenting_starting_text (const DipDesk *desk, GError **error);

typedef struct
{
  guint n_consents;  /* records that changed */
  guint n_takedowns; /* opened in the same transaction */
} DipWithdrawal;

/* One action, no reason asked. @scopes: DIP_SCOPE_ALL for everything. Every derivative is blocked in the same transaction. */
gboolean dip_consenting_withdraw (const DipDesk *desk, const char *code, guint scopes, DipWithdrawal *out,
                                  GError **error);

/* The same for some photos alone: pictures that show one of them come down, the others stay. All of it or nothing. No ids:
 * everything. */
gboolean dip_consenting_withdraw_photos (const DipDesk *desk, const char *code, const gint64 *photo_ids,
                                         guint n_photo_ids, guint scopes, DipWithdrawal *out, GError **error);

GPtrArray *dip_consenting_show (const DipDesk *desk, const char *code, GError **error); /* DipConsent */

/* What needs attention: published or pairable clients without consent, consents that expire or were to be asked again within
 * @days, have expired, or were withdrawn with take-downs open. One that another takes over from is left out. */
typedef enum
{
  DIP_DUE_MISSING,
  DIP_DUE_EXPIRING,
  DIP_DUE_EXPIRED,
  DIP_DUE_WITHDRAWN,
  DIP_DUE_REVIEW, /* in force for longer, but this is when to ask again */
} DipDueKind;

extern const DipToken dip_due_tokens[];

typedef struct
{
  DipDueKind kind;
  char *code;
  gint64 consent_id;        /* 0 when missing */
  DipDate until, review_by; /* DIP_DATE_NONE: none */
  DipDate on;               /* the day it is about: @review_by for DIP_DUE_REVIEW, else @until */
  int days_left;            /* until @on; negative: so many days ago */
  guint n_takedowns;        /* open */
} DipDue;

void dip_due_free (DipDue *self);
GPtrArray *dip_consenting_due (const DipDesk *desk, int days, GError **error); /* DipDue, most pressing first */

#define DIP_DUE_DAYS 30 /* how far ahead one looks by default */

/* For a glance: a sidebar, a notification. */
typedef struct
{
  guint n_running_out; /* expiring or to be asked again */
  guint n_expired;
  guint n_missing;
  guint n_takedowns; /* open */
  guint n_overdue;   /* open for longer than DIP_TAKEDOWN_DAYS */
} DipDueCounts;

gboolean dip_consenting_counts (const DipDesk *desk, int days, DipDueCounts *out, GError **error);

/* What a new consent would say if the client agreed to the same again: today instead of the old first day, as long as the old
 * one was; what was withdrawn is left out. @terms points into @old; who signs, the signature and the form are still to be
 * filled in. dip_consenting_record() then replaces the old one. */
typedef struct
{
  char *code;
  DipConsent *old;
  DipConsentTerms terms;
} DipRenewal;

void dip_renewal_free (DipRenewal *self);
DipRenewal *dip_consenting_renewal (const DipDesk *desk, gint64 consent_id, GError **error);

typedef enum
{
  DIP_RECEIPT_PDF,  /* what was agreed, the full text, the digest that proves it */
  DIP_RECEIPT_JSON, /* the fields of ISO/IEC TS 27560 */
  DIP_RECEIPT_FHIR, /* a Consent resource of HL7 FHIR R5, as JSON */
} DipReceiptFormat;

extern const DipToken dip_receipt_format_tokens[];

/* The client's copy. */
gboolean dip_consenting_receipt (const DipDesk *desk, gint64 consent_id, DipReceiptFormat format, const char *file,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDue, dip_due_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipRenewal, dip_renewal_free)

G_END_DECLS

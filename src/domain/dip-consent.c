#include "dip-consent.h"

#include <glib/gi18n-lib.h>

#include "dip-digest.h"
#include "dip-error.h"

/* What a client may have agreed to at one time; later than that nobody remembers having signed. */
#define GREATEST_YEARS 10

/* Uses; a name or a quotation is shown beside one of them, never by itself. */
#define SCOPES_OF_USE (DIP_SCOPE_ALL & ~(guint) (DIP_SCOPE_FIRST_NAME | DIP_SCOPE_TESTIMONIAL))

const DipToken dip_consent_state_tokens[] = {
  { DIP_CONSENT_DRAFT, "draft", NULL, "consent", NC_ ("consent", "Draft") },
  { DIP_CONSENT_NOT_YET, "not-yet", NULL, "consent", NC_ ("consent", "Not yet in force") },
  { DIP_CONSENT_ACTIVE, "active", NULL, "consent", NC_ ("consent", "In force") },
  { DIP_CONSENT_EXPIRED, "expired", NULL, "consent", NC_ ("consent", "Expired") },
  { DIP_CONSENT_REPLACED, "replaced", NULL, "consent", NC_ ("consent", "Replaced") },
  { DIP_CONSENT_WITHDRAWN, "withdrawn", NULL, "consent", NC_ ("consent", "Withdrawn") },
  { DIP_CONSENT_DECLINED, "declined", NULL, "consent", NC_ ("consent", "Declined") },
  { DIP_CONSENT_IN_ERROR, "in-error", "entered-in-error", "consent", NC_ ("consent", "Entered in error") },
  { 0 },
};

const DipToken dip_consent_event_tokens[] = {
  { DIP_CONSENT_EVENT_SIGNED, "signed", NULL, "consent event", NC_ ("consent event", "Signed") },
  { DIP_CONSENT_EVENT_WITHDRAWN, "withdrawn", NULL, "consent event", NC_ ("consent event", "Withdrawn") },
  { DIP_CONSENT_EVENT_REPLACED, "replaced", NULL, "consent event", NC_ ("consent event", "Replaced") },
  { DIP_CONSENT_EVENT_DECLINED, "declined", NULL, "consent event", NC_ ("consent event", "Declined") },
  { DIP_CONSENT_EVENT_IN_ERROR, "in-error", "entered-in-error", "consent event",
    NC_ ("consent event", "Entered in error") },
  { 0 },
};

const DipToken dip_coverage_tokens[] = {
  { DIP_COVERAGE_ALL, "all", NULL, "coverage", NC_ ("coverage", "All photos") },
  { DIP_COVERAGE_TREATMENT, "treatment", NULL, "coverage", NC_ ("coverage", "One treatment") },
  { DIP_COVERAGE_PHOTOS, "photos", NULL, "coverage", NC_ ("coverage", "Listed photos") },
  { 0 },
};

/**
 * dip_consent_new:
 *
 * An empty draft: it agrees to nothing (not even to a degree of identifiability: 0), on no day.
 */
DipConsent *
dip_consent_new (void)
{
  DipConsent *self = g_new0 (DipConsent, 1);

  self->coverage = DIP_COVERAGE_PHOTOS;
  self->photo_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->valid_from = DIP_DATE_NONE;
  self->valid_until = DIP_DATE_NONE;
  self->signed_on = DIP_DATE_NONE;
  self->review_by = DIP_DATE_NONE;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_consent_event_free);
  return self;
}

void
dip_consent_free (DipConsent *self)
{
  if (!self)
    return;
  g_array_unref (self->photo_ids);
  g_free (self->signed_by);
  g_free (self->signature);
  g_free (self->method);
  g_free (self->authority);
  g_free (self->witness);
  g_free (self->recorded_by);
  g_free (self->recorded_at);
  g_ptr_array_unref (self->events);
  g_free (self);
}

void
dip_consent_event_free (DipConsentEvent *self)
{
  if (!self)
    return;
  g_free (self->at);
  g_free (self->by);
  g_free (self);
}

/* The first event of a kind, or NULL. */
static const DipConsentEvent *
find_event (const DipConsent *self, DipConsentEventKind kind)
{
  for (guint i = 0; i < self->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (self->events, i);
      if (event->kind == kind)
        return event;
    }
  return NULL;
}

static gboolean
is_replaced (const DipConsent *self, DipDate today)
{
  for (guint i = 0; i < self->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (self->events, i);
      if (event->kind == DIP_CONSENT_EVENT_REPLACED && event->on <= today)
        return TRUE;
    }
  return FALSE;
}

DipDate
dip_consent_first_day (const DipConsent *self)
{
  g_return_val_if_fail (self != NULL, DIP_DATE_NONE);

  if (self->valid_from == DIP_DATE_NONE)
    return DIP_DATE_NONE;
  return MAX (self->valid_from, self->signed_on);
}

/* Missing days of validity count as never: not yet without the first, expired without the last. */
static DipConsentState
state_by_date (const DipConsent *self, DipDate today)
{
  DipDate first = dip_consent_first_day (self);

  if (first == DIP_DATE_NONE || today < first)
    return DIP_CONSENT_NOT_YET;
  if (today > self->valid_until)
    return DIP_CONSENT_EXPIRED;
  return DIP_CONSENT_ACTIVE;
}

/**
 * dip_consent_state:
 *
 * The first that applies of: in error, declined, draft (never signed), withdrawn, replaced, and what the days of
 * validity say, both of them included.
 */
DipConsentState
dip_consent_state (const DipConsent *self, DipDate today)
{
  g_return_val_if_fail (self != NULL, DIP_CONSENT_IN_ERROR);

  if (find_event (self, DIP_CONSENT_EVENT_IN_ERROR))
    return DIP_CONSENT_IN_ERROR;
  if (find_event (self, DIP_CONSENT_EVENT_DECLINED))
    return DIP_CONSENT_DECLINED;
  if (!find_event (self, DIP_CONSENT_EVENT_SIGNED))
    return DIP_CONSENT_DRAFT;
  if (dip_consent_scopes_left (self) == 0)
    return DIP_CONSENT_WITHDRAWN;
  if (is_replaced (self, today))
    return DIP_CONSENT_REPLACED;
  return state_by_date (self, today);
}

guint
dip_consent_scopes_left (const DipConsent *self)
{
  guint left;

  g_return_val_if_fail (self != NULL, 0);

  left = self->scopes & DIP_SCOPE_ALL;
  for (guint i = 0; i < self->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (self->events, i);
      if (event->kind == DIP_CONSENT_EVENT_WITHDRAWN && event->photo_id == 0)
        left &= ~event->scopes;
    }
  return left;
}

int
dip_consent_days_left (const DipConsent *self, DipDate today)
{
  g_return_val_if_fail (self != NULL, -1);

  return dip_consent_state (self, today) == DIP_CONSENT_ACTIVE ? self->valid_until - today : -1;
}

/**
 * dip_consent_covers:
 * @treatment_id: the photo's, or 0 when it has none yet: then only coverage of all photos or of this one holds
 */
gboolean
dip_consent_covers (const DipConsent *self, gint64 photo_id, gint64 treatment_id)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch (self->coverage)
    {
    case DIP_COVERAGE_ALL:
      return TRUE;
    case DIP_COVERAGE_TREATMENT:
      return treatment_id != 0 && self->treatment_id == treatment_id;
    case DIP_COVERAGE_PHOTOS:
      for (guint i = 0; i < self->photo_ids->len; i++)
        if (g_array_index (self->photo_ids, gint64, i) == photo_id)
          return TRUE;
      return FALSE;
    default:
      return FALSE;
    }
}

static const char *
fault_of_content (const DipConsent *self)
{
  if ((self->scopes & SCOPES_OF_USE) == 0 || (self->scopes & ~DIP_SCOPE_ALL) != 0)
    return _ ("The consent names no use. Tick at least one place where the pictures may be shown.");
  if (!dip_token_name (dip_identifiability_tokens, (int) self->identifiability))
    return _ (
        "The consent does not say how much of the person may be seen. Choose scalp only, eyes hidden or full face.");
  if (self->coverage == DIP_COVERAGE_TREATMENT && self->treatment_id == 0)
    return _ ("The consent is for one treatment, but does not say which. Choose the treatment.");
  if (self->coverage == DIP_COVERAGE_PHOTOS && self->photo_ids->len == 0)
    return _ ("The consent is for listed photos, but lists none. Choose at least one photo.");
  if (!dip_token_name (dip_coverage_tokens, (int) self->coverage))
    return _ ("The consent does not say which photos it is for. Choose all, one treatment or single photos.");
  return NULL;
}

static const char *
fault_of_signature (const DipConsent *self)
{
  g_autofree char *signer = g_strstrip (g_strdup (self->signed_by ? self->signed_by : ""));

  if (!*signer)
    return _ ("The consent does not say who signed it. Enter the name of the person who signed.");
  if (!dip_digest_is_valid (self->signature))
    return _ ("The consent has no signature. Let the client sign, or add a scan of the signed form.");
  if (g_strcmp0 (self->method, "spoken") == 0 && (self->witness == NULL || *self->witness == '\0'))
    return _ ("A spoken consent counts only before a witness. Enter the name of the witness.");
  return NULL;
}

static const char *
fault_of_dates (const DipConsent *self)
{
  if (self->signed_on == DIP_DATE_NONE)
    return _ ("The consent has no day of signature. Enter the day on which it was signed.");
  if (self->valid_from == DIP_DATE_NONE || self->valid_until == DIP_DATE_NONE)
    return _ ("The consent needs a first and a last day. Enter both.");
  if (self->review_by != DIP_DATE_NONE && (self->review_by < self->signed_on || self->review_by > self->valid_until))
    return _ ("The day of review has to lie between the signature and the last day. Correct it.");
  return NULL;
}

static gboolean
dates_in_order (const DipConsent *self, GError **error)
{
  g_autofree char *from = dip_date_to_display (self->valid_from);
  g_autofree char *until = dip_date_to_display (self->valid_until);

  if (self->valid_until < self->valid_from)
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("The consent would end on %s, before its first day, %s. Correct one of the two days."), until,
                 from);
  else if (self->valid_until > dip_date_add_years (self->valid_from, GREATEST_YEARS))
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("The consent would last from %s until %s. Ten years is the longest: choose an earlier last day."),
                 from, until);
  else
    return TRUE;
  return FALSE;
}

gboolean
dip_consent_validate (const DipConsent *self, GError **error)
{
  const char *fault;

  g_return_val_if_fail (self != NULL, FALSE);

  fault = fault_of_content (self);
  if (!fault)
    fault = fault_of_signature (self);
  if (!fault)
    fault = fault_of_dates (self);
  if (fault)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, fault);
      return FALSE;
    }
  return dates_in_order (self, error);
}

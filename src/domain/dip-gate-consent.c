#include "dip-gate-private.h"

#include <glib/gi18n-lib.h>

/* What one consent says to the case. */
typedef struct
{
  const DipConsent *consent;
  guint codes; /* reasons against, 1 << DipRefusalCode */
  guint n_codes;
  guint left;           /* scopes signed and not withdrawn since, by whatever event of the client */
  guint not_covered;    /* DipGatePhotos */
  guint showing_more;   /* DipGatePhotos */
  DipDate withdrawn_on; /* of the use asked for, or of all */
} Finding;

static void
against (Finding *finding, DipRefusalCode code)
{
  finding->codes |= 1u << code;
  finding->n_codes++;
}

static gboolean
is_of_client (const DipConsent *consent, const DipGateCase *question)
{
  return consent->client_id == question->client->id;
}

static gboolean
was_signed (const DipConsent *consent, DipDate today)
{
  DipConsentState state = dip_consent_state (consent, today);

  return state != DIP_CONSENT_DRAFT && state != DIP_CONSENT_DECLINED && state != DIP_CONSENT_IN_ERROR;
}

static const DipConsentEvent *
signature_of (const DipConsent *consent)
{
  for (guint i = 0; i < consent->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (consent->events, i);
      if (event->kind == DIP_CONSENT_EVENT_SIGNED)
        return event;
    }
  return NULL;
}

/* A withdrawal reaches every consent signed up to it, whichever record it was written on. On one and the same day the
 * times decide, then the order of writing; where nothing tells, the withdrawal came last. */
static gboolean
withdrawal_reaches (const DipConsent *carrier, const DipConsentEvent *withdrawal, const DipConsent *consent)
{
  const DipConsentEvent *signature = signature_of (consent);

  if (carrier == consent || consent->signed_on < withdrawal->on || !signature)
    return TRUE;
  if (consent->signed_on > withdrawal->on)
    return FALSE;
  if (signature->at && withdrawal->at && strcmp (signature->at, withdrawal->at) != 0)
    return strcmp (signature->at, withdrawal->at) < 0;
  return !(withdrawal->id > 0 && signature->id > withdrawal->id);
}

typedef void (*WithdrawalFunc) (const DipConsent *carrier, const DipConsentEvent *withdrawal, gpointer user_data);

/* Also those on records entered in error: what the client said stays said. */
static void
each_withdrawal (const DipGateCase *question, WithdrawalFunc func, gpointer user_data)
{
  for (guint i = 0; question->consents && i < question->consents->len; i++)
    {
      const DipConsent *carrier = g_ptr_array_index (question->consents, i);

      for (guint j = 0; is_of_client (carrier, question) && j < carrier->events->len; j++)
        {
          const DipConsentEvent *event = g_ptr_array_index (carrier->events, j);
          if (event->kind == DIP_CONSENT_EVENT_WITHDRAWN)
            func (carrier, event, user_data);
        }
    }
}

/* Of one photo alone: another one's pictures stay. */
static gboolean
withdrawal_concerns (const DipConsentEvent *withdrawal, const DipGateCase *question)
{
  return withdrawal->photo_id == 0 || withdrawal->photo_id == question->before->id
         || withdrawal->photo_id == question->after->id;
}

typedef struct
{
  const DipGateCase *question;
  const DipConsent *consent;
  guint left;
} Remainder;

static void
take_away (const DipConsent *carrier, const DipConsentEvent *withdrawal, gpointer user_data)
{
  Remainder *remainder = user_data;

  if (withdrawal_concerns (withdrawal, remainder->question)
      && withdrawal_reaches (carrier, withdrawal, remainder->consent))
    remainder->left &= ~withdrawal->scopes;
}

static guint
scopes_left (const DipGateCase *question, const DipConsent *consent)
{
  Remainder remainder = { question, consent, consent->scopes & DIP_SCOPE_ALL };

  each_withdrawal (question, take_away, &remainder);
  return remainder.left;
}

typedef struct
{
  const DipGateCase *question;
  const DipConsent *consent;
  guint scopes;
  DipDate on;
} LastWithdrawal;

static void
note_day (const DipConsent *carrier, const DipConsentEvent *withdrawal, gpointer user_data)
{
  LastWithdrawal *last = user_data;

  if ((withdrawal->scopes & last->scopes) && withdrawal_concerns (withdrawal, last->question)
      && withdrawal_reaches (carrier, withdrawal, last->consent))
    last->on = MAX (last->on, withdrawal->on);
}

static DipDate
withdrawn_on (const DipGateCase *question, const DipConsent *consent, guint scopes)
{
  LastWithdrawal last = { question, consent, scopes, DIP_DATE_NONE };

  each_withdrawal (question, note_day, &last);
  return last.on;
}

/* The first day on which another consent stands in the place of @consent; DIP_DATE_NONE when none does. Taken from its
 * events, and from what other signed records say they supersede should an event be missing. */
static DipDate
superseded_from (const DipGateCase *question, const DipConsent *consent)
{
  DipDate from = G_MAXINT32;

  for (guint i = 0; i < consent->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (consent->events, i);
      if (event->kind == DIP_CONSENT_EVENT_REPLACED)
        from = MIN (from, event->on);
    }
  for (guint i = 0; i < question->consents->len; i++)
    {
      const DipConsent *other = g_ptr_array_index (question->consents, i);
      if (other != consent && other->supersedes != 0 && other->supersedes == consent->id
          && was_signed (other, question->today))
        from = MIN (from, dip_consent_first_day (other));
    }
  return from == G_MAXINT32 ? DIP_DATE_NONE : from;
}

static gboolean
is_superseded (const DipGateCase *question, const DipConsent *consent)
{
  DipDate from = superseded_from (question, consent);

  return from != DIP_DATE_NONE && from <= question->today;
}

static void
judge_scope (const DipGateCase *question, Finding *finding)
{
  const DipConsent *consent = finding->consent;
  guint use = question->destination->scope;
  guint withdrawn = consent->scopes & ~finding->left;

  if (finding->left == 0)
    {
      against (finding, DIP_REFUSAL_CONSENT_WITHDRAWN);
      finding->withdrawn_on = withdrawn_on (question, consent, DIP_SCOPE_ALL);
    }
  if (use == 0 || (consent->scopes & use) != use)
    against (finding, DIP_REFUSAL_SCOPE_MISSING);
  else if (finding->left != 0 && (withdrawn & use))
    {
      against (finding, DIP_REFUSAL_SCOPE_WITHDRAWN);
      finding->withdrawn_on = withdrawn_on (question, consent, use);
    }
}

static void
judge_photos (const DipGateCase *question, Finding *finding)
{
  const DipConsent *consent = finding->consent;

  if (!dip_consent_covers (consent, question->before->id, question->before->treatment_id))
    finding->not_covered |= DIP_GATE_BEFORE;
  if (!dip_consent_covers (consent, question->after->id, question->after->treatment_id))
    finding->not_covered |= DIP_GATE_AFTER;
  finding->showing_more = dip_gate_photos_showing_more (question, consent->identifiability);
  if (finding->not_covered)
    against (finding, DIP_REFUSAL_NOT_COVERED);
  if (finding->showing_more)
    against (finding, DIP_REFUSAL_IDENTIFIABILITY);
}

static Finding
judge (const DipGateCase *question, const DipConsent *consent)
{
  Finding finding = { .consent = consent, .left = scopes_left (question, consent), .withdrawn_on = DIP_DATE_NONE };
  DipConsentState state = dip_consent_state (consent, question->today);

  if (state == DIP_CONSENT_NOT_YET)
    against (&finding, DIP_REFUSAL_CONSENT_NOT_YET);
  else if (state == DIP_CONSENT_EXPIRED)
    against (&finding, DIP_REFUSAL_CONSENT_EXPIRED);
  judge_scope (question, &finding);
  judge_photos (question, &finding);
  return finding;
}

/* Fewest reasons against, then the latest signed, then the latest written. */
static gboolean
is_nearer (const Finding *one, const Finding *other)
{
  if (!other->consent || one->n_codes != other->n_codes)
    return !other->consent || one->n_codes < other->n_codes;
  if (one->consent->signed_on != other->consent->signed_on)
    return one->consent->signed_on > other->consent->signed_on;
  return one->consent->id > other->consent->id;
}

static Finding
nearest_consent (const DipGateCase *question)
{
  Finding nearest = { .consent = NULL };

  for (guint i = 0; question->consents && i < question->consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (question->consents, i);
      Finding finding;

      if (!is_of_client (consent, question) || !was_signed (consent, question->today)
          || is_superseded (question, consent))
        continue;
      finding = judge (question, consent);
      if (is_nearer (&finding, &nearest))
        nearest = finding;
    }
  return nearest;
}

static char *
scope_missing_text (const DipGateCase *question, const Finding *finding, const char *signed_on)
{
  g_autofree char *use = dip_flags_to_label (dip_scope_tokens, question->destination->scope);
  g_autofree char *allowed = dip_flags_to_label (dip_scope_tokens, finding->left);

  if (!*allowed)
    return g_strdup_printf (_ ("The consent signed on %s does not allow this use: %s."), signed_on, use);
  return g_strdup_printf (_ ("The consent signed on %s does not allow this use: %s. It allows: %s."), signed_on, use,
                          allowed);
}

static char *
scope_withdrawn_text (const DipGateCase *question, DipDate on)
{
  g_autofree char *use = dip_flags_to_label (dip_scope_tokens, question->destination->scope);
  g_autofree char *day = dip_date_to_display (on);

  return g_strdup_printf (_ ("The client withdrew consent to this use on %s: %s."), day, use);
}

static char *
consent_withdrawn_text (DipDate on)
{
  g_autofree char *day = dip_date_to_display (on);

  return g_strdup_printf (_ ("The client withdrew the consent on %s."), day);
}

static char *
validity_text (const DipConsent *consent, DipRefusalCode code)
{
  g_autofree char *first = dip_date_to_display (dip_consent_first_day (consent));
  g_autofree char *last = dip_date_to_display (consent->valid_until);

  if (code == DIP_REFUSAL_CONSENT_NOT_YET)
    return g_strdup_printf (_ ("The consent is in force only from %s on."), first);
  return g_strdup_printf (_ ("The consent has expired: %s was its last day. Ask the client for a new one."), last);
}

static char *
identifiability_text (const Finding *finding, const char *signed_on)
{
  const char *most = dip_token_label (dip_identifiability_tokens, (int) finding->consent->identifiability);

  /* Translators: day of signature, what may be seen at most ("Scalp only"), which photos ("both photos"), what to do. */
  return g_strdup_printf (
      _ ("The consent signed on %s is for pictures that show no more than: %s. More is seen on %s. %s"), signed_on,
      most, dip_gate_photos_text (finding->showing_more), dip_gate_cover_text (finding->consent->identifiability));
}

static char *
finding_text (const DipGateCase *question, const Finding *finding, DipRefusalCode code)
{
  g_autofree char *signed_on = dip_date_to_display (finding->consent->signed_on);

  switch (code)
    {
    case DIP_REFUSAL_CONSENT_NOT_YET:
    case DIP_REFUSAL_CONSENT_EXPIRED:
      return validity_text (finding->consent, code);
    case DIP_REFUSAL_CONSENT_WITHDRAWN:
      return consent_withdrawn_text (finding->withdrawn_on);
    case DIP_REFUSAL_SCOPE_WITHDRAWN:
      return scope_withdrawn_text (question, finding->withdrawn_on);
    case DIP_REFUSAL_SCOPE_MISSING:
      return scope_missing_text (question, finding, signed_on);
    case DIP_REFUSAL_NOT_COVERED:
      return g_strdup_printf (_ ("The consent signed on %s does not cover %s."), signed_on,
                              dip_gate_photos_text (finding->not_covered));
    case DIP_REFUSAL_IDENTIFIABILITY:
    default:
      return identifiability_text (finding, signed_on);
    }
}

/* A use that the client took back and has not granted anew since: said even when the nearest consent never had it. */
typedef struct
{
  const DipGateCase *question;
  DipRefusalCode code;
  DipDate on;
} Standing;

static gboolean
was_granted_since (const DipGateCase *question, const DipConsent *carrier, const DipConsentEvent *withdrawal)
{
  guint use = question->destination->scope;

  for (guint i = 0; i < question->consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (question->consents, i);
      if (is_of_client (consent, question) && was_signed (consent, question->today) && (consent->scopes & use) == use
          && !withdrawal_reaches (carrier, withdrawal, consent))
        return TRUE;
    }
  return FALSE;
}

static void
note_standing (const DipConsent *carrier, const DipConsentEvent *withdrawal, gpointer user_data)
{
  Standing *standing = user_data;

  if (!(withdrawal->scopes & standing->question->destination->scope) || withdrawal->on < standing->on
      || was_granted_since (standing->question, carrier, withdrawal))
    return;
  standing->code = dip_consent_scopes_left (carrier) == 0 ? DIP_REFUSAL_CONSENT_WITHDRAWN : DIP_REFUSAL_SCOPE_WITHDRAWN;
  standing->on = withdrawal->on;
}

static void
ask_withdrawals (const DipGateCase *question, DipGateAnswer *answer)
{
  Standing standing = { question, DIP_REFUSAL_SCOPE_WITHDRAWN, DIP_DATE_NONE };

  if (dip_gate_answer_has (answer, DIP_REFUSAL_CONSENT_WITHDRAWN)
      || dip_gate_answer_has (answer, DIP_REFUSAL_SCOPE_WITHDRAWN))
    return;
  each_withdrawal (question, note_standing, &standing);
  if (standing.on == DIP_DATE_NONE)
    return;
  if (standing.code == DIP_REFUSAL_CONSENT_WITHDRAWN)
    dip_gate_refuse (answer, standing.code, consent_withdrawn_text (standing.on));
  else
    dip_gate_refuse (answer, standing.code, scope_withdrawn_text (question, standing.on));
}

/* Nothing signed stands: because the client said no, or because there never was a signature. */
static void
refuse_without_consent (const DipGateCase *question, DipGateAnswer *answer)
{
  gboolean replaced = FALSE;

  for (guint i = 0; question->consents && i < question->consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (question->consents, i);
      if (!is_of_client (consent, question))
        continue;
      if (dip_consent_state (consent, question->today) == DIP_CONSENT_DECLINED)
        {
          dip_gate_refuse (answer, DIP_REFUSAL_CONSENT_DECLINED, g_strdup (_ ("The client declined to consent.")));
          return;
        }
      replaced = replaced || was_signed (consent, question->today);
    }
  if (replaced)
    dip_gate_refuse (
        answer, DIP_REFUSAL_NO_CONSENT,
        g_strdup (_ ("The consent was replaced, and the one in its place does not count. Ask the client for a "
                     "new one.")));
  else
    dip_gate_refuse (answer, DIP_REFUSAL_NO_CONSENT,
                     g_strdup (_ ("The client has signed no consent to publish. Record one first.")));
}

void
dip_gate_ask_consents (const DipGateCase *question, DipGateAnswer *answer)
{
  Finding nearest = nearest_consent (question);

  if (!nearest.consent)
    refuse_without_consent (question, answer);
  else if (nearest.n_codes == 0)
    {
      DipDate next = superseded_from (question, nearest.consent);
      answer->consent_id = nearest.consent->id;
      answer->until = nearest.consent->valid_until;
      if (next != DIP_DATE_NONE)
        answer->until = MIN (answer->until, next - 1);
      return;
    }
  for (guint code = 0; nearest.consent && code <= DIP_REFUSAL_IDENTIFIABILITY; code++)
    if (nearest.codes & (1u << code))
      dip_gate_refuse (answer, (DipRefusalCode) code, finding_text (question, &nearest, (DipRefusalCode) code));
  ask_withdrawals (question, answer);
}

#include "dip-gate-private.h"

#include <glib/gi18n-lib.h>

#include "dip-approval.h"

const DipToken dip_refusal_tokens[] = {
  { DIP_REFUSAL_CLIENT_ERASED, "client-erased", NULL, "refusal", NC_ ("refusal", "Client erased") },
  { DIP_REFUSAL_CLIENT_MINOR, "client-minor", NULL, "refusal", NC_ ("refusal", "Client under 18") },
  { DIP_REFUSAL_ADULT_UNCHECKED, "adult-unchecked", NULL, "refusal", NC_ ("refusal", "Age not checked") },
  { DIP_REFUSAL_PAIR_FAULT, "pair-fault", NULL, "refusal", NC_ ("refusal", "No before and healed pair") },
  { DIP_REFUSAL_NOT_APPROVED, "not-approved", NULL, "refusal", NC_ ("refusal", "Not approved") },
  { DIP_REFUSAL_CHANGED_SINCE_APPROVAL, "changed-since-approval", NULL, "refusal",
    NC_ ("refusal", "Changed since approval") },
  { DIP_REFUSAL_NO_CONSENT, "no-consent", NULL, "refusal", NC_ ("refusal", "No consent") },
  { DIP_REFUSAL_CONSENT_NOT_YET, "consent-not-yet", NULL, "refusal", NC_ ("refusal", "Consent not yet in force") },
  { DIP_REFUSAL_CONSENT_EXPIRED, "consent-expired", NULL, "refusal", NC_ ("refusal", "Consent expired") },
  { DIP_REFUSAL_CONSENT_WITHDRAWN, "consent-withdrawn", NULL, "refusal", NC_ ("refusal", "Consent withdrawn") },
  { DIP_REFUSAL_CONSENT_DECLINED, "consent-declined", NULL, "refusal", NC_ ("refusal", "Consent declined") },
  { DIP_REFUSAL_SCOPE_MISSING, "scope-missing", NULL, "refusal", NC_ ("refusal", "Use not agreed to") },
  { DIP_REFUSAL_SCOPE_WITHDRAWN, "scope-withdrawn", NULL, "refusal", NC_ ("refusal", "Use withdrawn") },
  { DIP_REFUSAL_NOT_COVERED, "not-covered", NULL, "refusal", NC_ ("refusal", "Photos not covered") },
  { DIP_REFUSAL_IDENTIFIABILITY, "identifiability", NULL, "refusal", NC_ ("refusal", "Shows more than agreed to") },
  { DIP_REFUSAL_DESTINATION_IDENTIFIABILITY, "destination-identifiability", NULL, "refusal",
    NC_ ("refusal", "Shows more than this place may have") },
  { DIP_REFUSAL_CHECKLIST, "checklist", NULL, "refusal", NC_ ("refusal", "Not looked for everything") },
  { 0 },
};

static void
refusal_free (DipRefusal *self)
{
  g_free (self->text);
  g_free (self);
}

static DipGateAnswer *
answer_new (void)
{
  DipGateAnswer *self = g_new0 (DipGateAnswer, 1);

  self->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) refusal_free);
  self->until = DIP_DATE_NONE;
  return self;
}

void
dip_gate_answer_free (DipGateAnswer *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->refusals);
  g_free (self);
}

gboolean
dip_gate_answer_has (const DipGateAnswer *self, DipRefusalCode code)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->refusals->len; i++)
    {
      const DipRefusal *refusal = g_ptr_array_index (self->refusals, i);
      if (refusal->code == code)
        return TRUE;
    }
  return FALSE;
}

void
dip_gate_refuse (DipGateAnswer *answer, DipRefusalCode code, char *text)
{
  DipRefusal *refusal = g_new0 (DipRefusal, 1);

  refusal->code = code;
  refusal->text = text;
  g_ptr_array_add (answer->refusals, refusal);
}

const char *
dip_gate_photos_text (guint photos)
{
  if (photos == DIP_GATE_BEFORE)
    return C_ ("in a sentence", "the before photo");
  if (photos == DIP_GATE_AFTER)
    return C_ ("in a sentence", "the healed photo");
  return C_ ("in a sentence", "both photos");
}

const char *
dip_gate_cover_text (DipIdentifiability most)
{
  if (most == DIP_IDENTIFIABILITY_EYES_HIDDEN)
    return _ ("Cover the eyes with a bar.");
  return _ ("Cover what shows too much with boxes, or take other photos.");
}

guint
dip_gate_photos_showing_more (const DipGateCase *question, DipIdentifiability most)
{
  guint photos = 0;

  if (dip_photo_seen (question->before, question->before_redaction) > most)
    photos |= DIP_GATE_BEFORE;
  if (dip_photo_seen (question->after, question->after_redaction) > most)
    photos |= DIP_GATE_AFTER;
  return photos;
}

static void
ask_client (const DipGateCase *question, DipGateAnswer *answer)
{
  if (question->client->erased_at)
    dip_gate_refuse (answer, DIP_REFUSAL_CLIENT_ERASED,
                     g_strdup (_ ("The client has been erased. Nothing of theirs is published any more.")));
  if (question->adult == DIP_ADULT_NO)
    dip_gate_refuse (
        answer, DIP_REFUSAL_CLIENT_MINOR,
        g_strdup_printf (_ ("The client is under %d. Nobody under that age is published."), DIP_ADULT_AGE));
  else if (question->adult != DIP_ADULT_YES)
    dip_gate_refuse (answer, DIP_REFUSAL_ADULT_UNCHECKED,
                     g_strdup_printf (_ ("Nobody has checked that the client is %d or older. Enter the birth date, or "
                                         "confirm that you have checked."),
                                      DIP_ADULT_AGE));
}

/* The row of the pair against the photos as they are now. */
static gboolean
is_pair_stale (const DipGateCase *question)
{
  const DipPair *pair = question->pair;

  return pair->before_id != question->before->id || pair->after_id != question->after->id
         || pair->client_id != question->client->id || question->before->client_id != question->client->id
         || question->after->client_id != question->client->id || pair->treatment_id != question->before->treatment_id
         || pair->view != question->before->view;
}

static void
ask_pair (const DipGateCase *question, DipGateAnswer *answer)
{
  const DipPhaseFacts *after = &question->after_facts;
  guint faults = dip_pair_check (question->before, &question->before_facts, question->after, after);
  g_autoptr (GPtrArray) texts = NULL;

  /* Facts worked out under a shorter interval than the clinic's, or than any clinic may set, are no facts. */
  if (after->phase == DIP_PHASE_HEALED
      && after->days_since < CLAMP (question->healing_days, DIP_HEALING_LEAST, DIP_HEALING_GREATEST))
    faults |= DIP_PAIR_AFTER_NOT_HEALED;
  texts = dip_pair_faults_to_text (faults, after, question->healing_days);
  for (guint i = 0; i < texts->len; i++)
    dip_gate_refuse (answer, DIP_REFUSAL_PAIR_FAULT, g_strdup (g_ptr_array_index (texts, i)));
  if (is_pair_stale (question))
    dip_gate_refuse (
        answer, DIP_REFUSAL_PAIR_FAULT,
        g_strdup (_ ("The view, treatment or client of the photos has changed since they were paired. Pair "
                     "them again.")));
}

static gboolean
is_as_approved (const DipGateCase *question)
{
  const DipApproval *approval = question->approval;

  return approval->before_redaction == (question->before_redaction ? question->before_redaction->id : 0)
         && approval->after_redaction == (question->after_redaction ? question->after_redaction->id : 0);
}

static gboolean
photos_are_as_approved (const DipGateCase *question)
{
  g_autofree char *now = dip_approval_photos_text (question->before, question->after);

  return g_strcmp0 (question->approval->photos, now) == 0;
}

static void
ask_checklist (const DipApproval *approval, DipGateAnswer *answer)
{
  guint missing = DIP_LOOKED_FOR_ALL & ~approval->checked;
  g_autofree char *words = dip_flags_to_label (dip_looked_for_tokens, missing);

  if (missing)
    dip_gate_refuse (
        answer, DIP_REFUSAL_CHECKLIST,
        g_strdup_printf (_ ("When the pair was approved, nobody looked for: %s. Look and approve it again."), words));
}

static void
ask_approval (const DipGateCase *question, DipGateAnswer *answer)
{
  const DipApproval *approval = question->approval;

  if (!approval || approval->pair_id != question->pair->id)
    dip_gate_refuse (answer, DIP_REFUSAL_NOT_APPROVED,
                     g_strdup (_ ("Nobody has approved this pair yet. Look at it and approve it.")));
  else if (approval->alignment_id != question->current_alignment)
    dip_gate_refuse (
        answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL,
        g_strdup (_ ("The pair was lined up anew after it was approved. Look at it and approve it again.")));
  else if (!is_as_approved (question))
    dip_gate_refuse (
        answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL,
        g_strdup (_ ("What is covered in the photos was changed after the pair was approved. Look at it and approve it "
                     "again.")));
  else if (!photos_are_as_approved (question))
    dip_gate_refuse (answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL,
                     g_strdup (_ ("The date of a photo, or how much it shows, was changed after the pair was approved. "
                                  "Look at it and approve it again.")));
  else
    ask_checklist (approval, answer);
}

/* Only where a consent permits: before that, approving again would not help. */
static void
ask_what_was_agreed_then (const DipGateCase *question, DipGateAnswer *answer)
{
  if (answer->consent_id == 0 || !question->approval || dip_gate_answer_has (answer, DIP_REFUSAL_NOT_APPROVED)
      || dip_gate_answer_has (answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL))
    return;
  if (dip_approval_consent_changed (question->approval, question->consents, question->before, question->after))
    dip_gate_refuse (answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL,
                     g_strdup (_ ("The client's consent was changed after the pair was approved. Look at the pair and "
                                  "approve it again.")));
}

static void
ask_destination (const DipGateCase *question, DipGateAnswer *answer)
{
  const DipDestination *place = question->destination;
  guint photos = dip_gate_photos_showing_more (question, place->max_identifiability);

  if (photos)
    /* Translators: a destination, what it may show at most ("Scalp only"), which photos ("both photos"), what to do. */
    dip_gate_refuse (answer, DIP_REFUSAL_DESTINATION_IDENTIFIABILITY,
                     g_strdup_printf (_ ("“%s” takes no pictures that show more than: %s. Too much is seen on %s. %s"),
                                      place->label ? place->label : place->name,
                                      dip_token_label (dip_identifiability_tokens, (int) place->max_identifiability),
                                      dip_gate_photos_text (photos), dip_gate_cover_text (place->max_identifiability)));
}

DipGateAnswer *
dip_gate_decide (const DipGateCase *question)
{
  DipGateAnswer *answer;

  g_return_val_if_fail (question != NULL && question->today != DIP_DATE_NONE, NULL);
  g_return_val_if_fail (question->client != NULL && question->pair != NULL, NULL);
  g_return_val_if_fail (question->before != NULL && question->after != NULL && question->destination != NULL, NULL);

  answer = answer_new ();
  ask_client (question, answer);
  ask_pair (question, answer);
  ask_approval (question, answer);
  dip_gate_ask_consents (question, answer);
  ask_what_was_agreed_then (question, answer);
  ask_destination (question, answer);

  answer->allowed = answer->refusals->len == 0;
  if (!answer->allowed)
    {
      answer->consent_id = 0;
      answer->until = DIP_DATE_NONE;
    }
  return answer;
}

#include "dip-case.h"

#include "dip-catalogue.h"
#include "dip-crop.h"
#include "dip-identity-store.h"
#include "dip-sealing.h"

/* Marketing knows no birth dates. What was given to it was permitted, and nothing of a minor is. */
static gboolean
adult_for_marketing (DipDb *db, const DipClient *client, DipAdult *out, GError **error)
{
  g_autoptr (GPtrArray) given = dip_catalogue_pairs (db, client->id, error);

  if (given == NULL)
    return FALSE;
  *out = given->len > 0 ? DIP_ADULT_YES : DIP_ADULT_UNKNOWN;
  return TRUE;
}

gboolean
dip_case_adult (DipDb *db, const DipDesk *desk, const DipClient *client, DipAdult *out, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipIdentity) identity = dip_identity_get (db, client->id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (dip_sealing_role (desk) == DIP_ROLE_MARKETING)
    return adult_for_marketing (db, client, out, error);
  *out = dip_adult_decide (client->adult_attested, identity != NULL ? identity->born : DIP_DATE_NONE,
                           dip_desk_today (desk));
  return TRUE;
}

static gboolean
load_people (DipCase *self, DipDb *db, const DipDesk *desk, GError **error)
{
  self->clinic = dip_catalogue_clinic (db, error);
  if (self->clinic == NULL)
    return FALSE;
  self->client = dip_catalogue_client (db, self->pair->client_id, error);
  if (self->client == NULL || !dip_case_adult (db, desk, self->client, &self->adult, error))
    return FALSE;
  self->treatment = dip_catalogue_treatment (db, self->pair->treatment_id, error);
  if (self->treatment == NULL)
    return FALSE;
  self->sessions = dip_catalogue_sessions (db, self->pair->treatment_id, error);
  if (self->sessions == NULL)
    return FALSE;
  self->consents = dip_catalogue_consents (db, self->pair->client_id, error);
  return self->consents != NULL;
}

static gboolean
load_photos (DipCase *self, DipDb *db, const DipDesk *desk, GError **error)
{
  DipDate today = dip_desk_today (desk);
  int days = self->clinic->healing_days;

  self->before = dip_catalogue_photo (db, self->pair->before_id, error);
  if (self->before == NULL)
    return FALSE;
  self->after = dip_catalogue_photo (db, self->pair->after_id, error);
  if (self->after == NULL)
    return FALSE;
  self->before_facts = dip_phase_of (self->before->taken_on, self->sessions, days, today);
  self->after_facts = dip_phase_of (self->after->taken_on, self->sessions, days, today);
  return TRUE;
}

static gboolean
load_decisions (DipCase *self, DipDb *db, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->alignment = dip_catalogue_alignment_current (db, self->pair->id, &local_error);
  if (local_error == NULL)
    self->approval = dip_catalogue_approval_latest (db, self->pair->id, &local_error);
  if (local_error == NULL)
    self->before_redaction = dip_catalogue_redaction_current (db, self->before->id, &local_error);
  if (local_error == NULL)
    self->after_redaction = dip_catalogue_redaction_current (db, self->after->id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

DipCase *
dip_case_load (DipDb *db, const DipDesk *desk, const DipPair *pair, GError **error)
{
  g_autoptr (DipCase) self = g_new0 (DipCase, 1);

  self->pair = dip_catalogue_pair (db, pair->id, error);
  if (self->pair == NULL || !load_people (self, db, desk, error) || !load_photos (self, db, desk, error)
      || !load_decisions (self, db, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dip_case_free (DipCase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->client, dip_client_free);
  g_clear_pointer (&self->treatment, dip_treatment_free);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->pair, dip_pair_free);
  g_clear_pointer (&self->before, dip_photo_free);
  g_clear_pointer (&self->after, dip_photo_free);
  g_clear_pointer (&self->alignment, dip_alignment_free);
  g_clear_pointer (&self->approval, dip_approval_free);
  g_clear_pointer (&self->before_redaction, dip_redaction_free);
  g_clear_pointer (&self->after_redaction, dip_redaction_free);
  g_clear_pointer (&self->consents, g_ptr_array_unref);
  g_free (self);
}

gboolean
dip_case_framing (const DipCase *self, DipAlignment *out, DipRect *crop, GError **error)
{
  *out = dip_alignment_none (self->pair->id, self->before, self->after);
  if (self->alignment != NULL)
    {
      *out = *self->alignment;
      out->created_at = NULL;
    }
  return dip_crop_fit (self->before->width, self->before->height, self->after->width, self->after->height,
                       &out->after_to_before, out->crop_shape, &out->crop, crop, error);
}

DipGateAnswer *
dip_case_decide (const DipCase *self, const DipDestination *destination, DipDate today)
{
  DipGateCase question = {
    .today = today,
    .client = self->client,
    .adult = self->adult,
    .pair = self->pair,
    .before = self->before,
    .after = self->after,
    .before_facts = self->before_facts,
    .after_facts = self->after_facts,
    .healing_days = self->clinic->healing_days,
    .current_alignment = self->alignment != NULL ? self->alignment->id : 0,
    .before_redaction = self->before_redaction,
    .after_redaction = self->after_redaction,
    .approval = self->approval,
    .consents = self->consents,
    .destination = destination,
  };

  return dip_gate_decide (&question);
}

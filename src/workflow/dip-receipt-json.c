#include <inttypes.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "dip-digest.h"
#include "dip-receipt.h"

#define SCOPE_SYSTEM "urn:diptych:scope"

static void
put (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
put_date (JsonBuilder *json, const char *name, DipDate date)
{
  g_autofree char *text = dip_date_to_iso (date);

  if (text != NULL)
    put (json, name, text);
}

static void
open_object (JsonBuilder *json, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
}

static void
open_array (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
}

static GBytes *
finish (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = NULL;
  char *text = NULL;

  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static char *
record_id (const DipReceipt *self)
{
  return g_strdup_printf ("%s-%" PRId64, self->client->code, self->consent->id);
}

static void
add_purposes (JsonBuilder *json, const DipReceipt *self)
{
  open_array (json, "purposes");
  for (const DipToken *scope = dip_scope_tokens; scope->token != NULL; scope++)
    if (self->consent->scopes & (guint) scope->value)
      {
        open_object (json, NULL);
        put (json, "purpose", scope->token);
        put (json, "purpose_description", dip_token_label (dip_scope_tokens, scope->value));
        put (json, "lawful_basis", "consent");
        put (json, "pii_information", "photographs of the scalp: data concerning health");
        put (json, "identifiability",
             dip_token_name (dip_identifiability_tokens, (int) self->consent->identifiability));
        put (json, "coverage", dip_token_name (dip_coverage_tokens, (int) self->consent->coverage));
        put (json, "storage_location", "the clinic's own computer");
        put_date (json, "validity_end", self->consent->valid_until);
        json_builder_end_object (json);
      }
  json_builder_end_array (json);
}

static void
add_events (JsonBuilder *json, const DipConsent *consent)
{
  open_array (json, "events");
  for (guint i = 0; i < consent->events->len; i++)
    {
      const DipConsentEvent *event = consent->events->pdata[i];
      g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, event->scopes);
      open_object (json, NULL);
      put (json, "event_time", event->at);
      put (json, "event_type", dip_token_name (dip_consent_event_tokens, (int) event->kind));
      put_date (json, "event_date", event->on);
      put (json, "recorded_by", event->by);
      if (*scopes != '\0')
        put (json, "purposes", scopes);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_notice (JsonBuilder *json, const DipReceipt *self)
{
  g_autofree char *digest = dip_digest_text (self->form);

  open_object (json, "notice");
  put (json, "notice_language", self->language);
  put (json, "notice_text", self->form);
  put (json, "notice_sha256", digest);
  json_builder_end_object (json);
}

GBytes *
dip_receipt_to_iso (const DipReceipt *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *id = record_id (self);
  const DipConsent *consent = self->consent;

  open_object (json, NULL);
  put (json, "schema_version", "ISO/IEC TS 27560:2023");
  put (json, "record_id", id);
  put (json, "pii_principal_id", self->client->code);
  add_notice (json, self);
  open_object (json, "pii_controller");
  put (json, "name", self->clinic->name);
  put (json, "url", self->clinic->site);
  json_builder_end_object (json);
  add_purposes (json, self);
  put (json, "withdrawal_method", "a word to any member of staff, or a message; no reason needed; see the notice");
  put (json, "event_state", dip_token_name (dip_consent_state_tokens, (int) dip_consent_state (consent, self->today)));
  put (json, "collection_method", consent->method);
  put (json, "signed_by", consent->signed_by);
  put (json, "representative_authority", consent->authority);
  put (json, "witness", consent->witness);
  put (json, "signature_sha256", consent->signature);
  put_date (json, "signed_on", consent->signed_on);
  put_date (json, "valid_from", consent->valid_from);
  put_date (json, "valid_until", consent->valid_until);
  put_date (json, "review_by", consent->review_by);
  add_events (json, consent);
  return finish (json);
}

/* HL7 FHIR R5, value set consent-state-codes. */
static const char *
fhir_status (DipConsentState state)
{
  switch (state)
    {
    case DIP_CONSENT_DRAFT:
      return "draft";
    case DIP_CONSENT_NOT_YET:
    case DIP_CONSENT_ACTIVE:
      return "active";
    case DIP_CONSENT_DECLINED:
      return "not-done";
    case DIP_CONSENT_IN_ERROR:
      return "entered-in-error";
    case DIP_CONSENT_EXPIRED:
    case DIP_CONSENT_REPLACED:
    case DIP_CONSENT_WITHDRAWN:
    default:
      return "inactive";
    }
}

static void
add_period (JsonBuilder *json, const DipConsent *consent)
{
  open_object (json, "period");
  put_date (json, "start", dip_consent_first_day (consent));
  put_date (json, "end", consent->valid_until);
  json_builder_end_object (json);
}

/* Attachment.hash is the SHA-1 of the data, in base64. */
static void
add_attachment (JsonBuilder *json, const DipReceipt *self)
{
  const gsize size = strlen (self->form);
  g_autofree char *data = g_base64_encode ((const guchar *) self->form, size);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *hash = NULL;
  g_autofree char *length = g_strdup_printf ("%zu", size);
  guint8 digest[20];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) self->form, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  hash = g_base64_encode (digest, digest_size);
  open_array (json, "sourceAttachment");
  open_object (json, NULL);
  put (json, "contentType", "text/plain; charset=utf-8");
  put (json, "language", self->language);
  put (json, "data", data);
  put (json, "size", length); /* integer64 is a string in JSON */
  put (json, "hash", hash);
  json_builder_end_object (json);
  json_builder_end_array (json);
}

static void
add_coding (JsonBuilder *json, const char *system, const char *code, const char *display)
{
  open_object (json, NULL);
  put (json, "system", system);
  put (json, "code", code);
  put (json, "display", display);
  json_builder_end_object (json);
}

/* What is denied but for what was signed and not withdrawn. */
static void
add_provision (JsonBuilder *json, const DipConsent *consent)
{
  const guint left = dip_consent_scopes_left (consent);

  put (json, "decision", "deny");
  if (left == 0)
    return;
  open_array (json, "provision");
  open_object (json, NULL);
  add_period (json, consent);
  open_array (json, "purpose");
  for (const DipToken *scope = dip_scope_tokens; scope->token != NULL; scope++)
    if (left & (guint) scope->value)
      add_coding (json, SCOPE_SYSTEM, scope->token, dip_token_label (dip_scope_tokens, scope->value));
  json_builder_end_array (json);
  json_builder_end_object (json);
  json_builder_end_array (json);
}

static void
add_party (JsonBuilder *json, const char *name, const char *type, const char *display)
{
  if (display == NULL)
    return;
  open_array (json, name);
  open_object (json, NULL);
  put (json, "type", type);
  put (json, "display", display);
  json_builder_end_object (json);
  json_builder_end_array (json);
}

GBytes *
dip_receipt_to_fhir (const DipReceipt *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *id = record_id (self);
  const DipConsent *consent = self->consent;

  open_object (json, NULL);
  put (json, "resourceType", "Consent");
  put (json, "id", id);
  put (json, "language", self->language);
  open_array (json, "identifier");
  open_object (json, NULL);
  put (json, "system", "urn:diptych:consent");
  put (json, "value", id);
  json_builder_end_object (json);
  json_builder_end_array (json);
  put (json, "status", fhir_status (dip_consent_state (consent, self->today)));
  open_array (json, "category");
  open_object (json, NULL);
  open_array (json, "coding");
  add_coding (json, "http://loinc.org", "59284-0", "Patient Consent");
  json_builder_end_array (json);
  json_builder_end_object (json);
  json_builder_end_array (json);
  open_object (json, "subject");
  put (json, "type", "Patient");
  open_object (json, "identifier");
  put (json, "system", "urn:diptych:client");
  put (json, "value", self->client->code);
  json_builder_end_object (json);
  json_builder_end_object (json);
  put_date (json, "date", consent->signed_on);
  add_period (json, consent);
  add_party (json, "grantor", consent->authority != NULL ? "RelatedPerson" : "Patient", consent->signed_by);
  add_party (json, "controller", "Organization", self->clinic->name);
  add_attachment (json, self);
  add_provision (json, consent);
  return finish (json);
}

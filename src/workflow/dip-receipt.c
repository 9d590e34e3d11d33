#include "dip-receipt.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-digest.h"
#include "dip-document.h"

static void
add_scopes (DipDocument *document, const DipConsent *consent)
{
  dip_document_add_heading (document, 1, C_ ("receipt", "Uses"));
  for (const DipToken *scope = dip_scope_tokens; scope->token != NULL; scope++)
    dip_document_add_tick_box (document, (consent->scopes & (guint) scope->value) != 0,
                               dip_token_label (dip_scope_tokens, scope->value));
  dip_document_add_fact (document, C_ ("receipt", "How much may be seen"),
                         dip_token_label (dip_identifiability_tokens, (int) consent->identifiability));
  dip_document_add_fact (document, C_ ("receipt", "Pictures covered"),
                         dip_token_label (dip_coverage_tokens, (int) consent->coverage));
}

static void
add_dates (DipDocument *document, const DipReceipt *self)
{
  const DipConsent *consent = self->consent;
  g_autofree char *signed_on = dip_date_to_display (consent->signed_on);
  g_autofree char *from = dip_date_to_display (consent->valid_from);
  g_autofree char *until = dip_date_to_display (consent->valid_until);

  dip_document_add_fact (document, C_ ("receipt", "Signed on"), signed_on);
  dip_document_add_fact (document, C_ ("receipt", "Signed by"), consent->signed_by != NULL ? consent->signed_by : "—");
  if (consent->authority != NULL)
    dip_document_add_fact (document, C_ ("receipt", "For the client, by authority of"), consent->authority);
  if (consent->witness != NULL)
    dip_document_add_fact (document, C_ ("receipt", "Witness"), consent->witness);
  dip_document_add_fact (document, C_ ("receipt", "In force from"), from);
  dip_document_add_fact (document, C_ ("receipt", "Last day in force"), until);
  dip_document_add_fact (document, C_ ("receipt", "State today"),
                         dip_token_label (dip_consent_state_tokens, (int) dip_consent_state (consent, self->today)));
}

GBytes *
dip_receipt_render (const DipReceipt *self, GError **error)
{
  g_autofree char *digest = dip_digest_text (self->form);
  g_autofree char *number = g_strdup_printf ("%" PRId64, self->consent->id);
  g_autoptr (DipDocument) document
      = dip_document_new (C_ ("receipt", "Receipt for a consent to publish pictures"), self->language, self->today);

  dip_document_set_footer (document, self->clinic->name);
  dip_document_add_fact (document, C_ ("receipt", "Clinic"), self->clinic->name);
  dip_document_add_fact (document, C_ ("receipt", "Consent number"), number);
  dip_document_add_fact (document, C_ ("receipt", "Client code"), self->client->code);
  add_dates (document, self);
  add_scopes (document, self->consent);
  dip_document_add_heading (document, 1, C_ ("receipt", "What was agreed to"));
  dip_document_add_paragraph (document, self->form);
  dip_document_add_fact (document, C_ ("receipt", "SHA-256 of this text"), digest);
  return dip_document_finish (document, error);
}

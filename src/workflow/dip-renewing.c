#include "dip-consenting.h"

#include "dip-catalogue.h"

typedef struct
{
  gint64 consent_id;
  DipRenewal *renewal;
} Op;

void
dip_renewal_free (DipRenewal *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_clear_pointer (&self->old, dip_consent_free);
  g_free (self);
}

static gboolean
renewal_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipConsent) old = dip_catalogue_consent (db, op->consent_id, error);
  g_autoptr (DipClient) client = old != NULL ? dip_catalogue_client (db, old->client_id, error) : NULL;

  if (client == NULL)
    return FALSE;
  op->renewal = g_new0 (DipRenewal, 1);
  op->renewal->code = g_strdup (client->code);
  op->renewal->old = g_steal_pointer (&old);
  return TRUE;
}

static void
fill_terms (DipConsentTerms *terms, const DipConsent *old, DipDate today)
{
  terms->scopes = dip_consent_scopes_left (old);
  terms->identifiability = old->identifiability;
  terms->coverage = old->coverage;
  terms->treatment_id = old->treatment_id;
  terms->photo_ids = (const gint64 *) (gpointer) old->photo_ids->data;
  terms->n_photo_ids = old->photo_ids->len;
  terms->from = today;
  terms->until = today + (old->valid_until - old->valid_from);
  terms->signed_on = today;
  terms->review_by = old->review_by != DIP_DATE_NONE ? today + (old->review_by - old->valid_from) : DIP_DATE_NONE;
  terms->method = old->method;
}

DipRenewal *
dip_consenting_renewal (const DipDesk *desk, gint64 consent_id, GError **error)
{
  Op op = { consent_id, NULL };

  if (!dip_library_read (desk->library, renewal_txn, &op, error))
    return NULL;
  fill_terms (&op.renewal->terms, op.renewal->old, dip_desk_today (desk));
  return op.renewal;
}

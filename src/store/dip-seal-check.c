#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-identity-store.h"
#include "dip-seal-private.h"
#include "dip-sealed-record.h"

/* What opening puts in the place of a text that is not as it was sealed. */
static gboolean
is_altered (const char *text)
{
  return g_strcmp0 (text, C_ ("text", "(altered)")) == 0;
}

static gboolean
check_identities (DipDb *db, GPtrArray *problems, GError **error)
{
  g_autoptr (GPtrArray) identities = dip_identity_search (db, NULL, error);

  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      const DipIdentity *identity = g_ptr_array_index (identities, i);
      g_autoptr (DipClient) client = NULL;

      if (!identity->altered)
        continue;
      client = dip_catalogue_client (db, identity->client_id, error);
      if (client == NULL)
        return FALSE;
      g_ptr_array_add (problems,
                       g_strdup_printf (_ ("Who client %s is was altered behind the program’s back, or put back to an "
                                           "older state. Restore the last back-up."),
                                        client->code));
    }
  return identities != NULL;
}

static gboolean
any_event_altered (const DipConsent *consent)
{
  for (guint i = 0; i < consent->events->len; i++)
    if (is_altered (((const DipConsentEvent *) g_ptr_array_index (consent->events, i))->by))
      return TRUE;
  return FALSE;
}

static gboolean
check_consents (DipDb *db, GPtrArray *problems, GError **error)
{
  g_autoptr (GPtrArray) consents = dip_catalogue_consents (db, 0, error);

  for (guint i = 0; consents != NULL && i < consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (consents, i);

      if (is_altered (consent->signed_by) || is_altered (consent->authority) || is_altered (consent->witness)
          || any_event_altered (consent))
        g_ptr_array_add (problems, g_strdup_printf (_ ("Who signed consent %" PRId64 " was altered behind the "
                                                       "program’s back. Restore the last back-up."),
                                                    consent->id));
    }
  return consents != NULL;
}

gboolean
dip_seal_check (DipDb *db, GPtrArray *problems, GError **error)
{
  return check_identities (db, problems, error) && check_consents (db, problems, error)
         && dip_sealed_record_check (db, problems, error);
}

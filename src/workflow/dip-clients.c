#include "dip-clients.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-identity-store.h"
#include "dip-library-search.h"
#include "dip-takedowns.h"

void
dip_client_overview_free (DipClientOverview *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->client, dip_client_free);
  g_free (self->name);
  g_free (self);
}

DipClient *
dip_clients_require (DipDb *db, const char *code, GError **error)
{
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, code, error);

  if (client == NULL)
    return NULL;
  if (client->erased_at != NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                   _ ("Client %s was erased; nothing can be added. Add the person as a new client."), client->code);
      return NULL;
    }
  return g_steal_pointer (&client);
}

typedef struct
{
  const DipDesk *desk;
  DipClient client;
  DipIdentity identity;
} AddOp;

static gboolean
add_txn (DipDb *db, gpointer user_data, GError **error)
{
  AddOp *op = user_data;
  g_autofree char *subject = NULL;

  if (!dip_catalogue_client_insert (db, &op->client, error))
    return FALSE;
  op->identity.client_id = op->client.id;
  if (!dip_identity_put (db, &op->identity, error))
    return FALSE;
  subject = g_strconcat ("client ", op->client.code, NULL);
  return dip_audit_append (db, op->desk->actor, "client-add", subject, NULL, error);
}

static char *
clean_name (const char *name, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  if (*stripped != '\0' && g_utf8_validate (stripped, -1, NULL))
    return g_steal_pointer (&stripped);
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A client needs a name; type the name as staff know it."));
  return NULL;
}

char *
dip_clients_add (const DipDesk *desk, const char *name, DipDate born, gboolean adult, const char *contact,
                 GError **error)
{
  AddOp op = { .desk = desk };
  g_autofree char *cleaned = clean_name (name, error);

  if (cleaned == NULL)
    return NULL;
  if (born == DIP_DATE_NONE && !adult)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("Say when the client was born, or that you have checked that the client is an adult."));
      return NULL;
    }
  if (born != DIP_DATE_NONE && born > dip_desk_today (desk))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The date of birth is in the future; check the year."));
      return NULL;
    }
  op.client.adult_attested = adult;
  op.identity = (DipIdentity){ .name = cleaned, .born = born, .contact = (char *) contact };
  if (!dip_library_write (desk->library, add_txn, &op, error))
    g_clear_pointer (&op.client.code, g_free);
  g_free (op.client.created_at);
  return op.client.code;
}

static void
sum_up_consents (DipClientOverview *self, GPtrArray *consents, DipDate today)
{
  for (guint i = 0; i < consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (consents, i);
      DipConsentState state = dip_consent_state (consent, today);

      if (self->has_consent && self->consent == DIP_CONSENT_ACTIVE && state != DIP_CONSENT_ACTIVE)
        continue;
      if (self->has_consent && state == DIP_CONSENT_REPLACED)
        continue;
      self->has_consent = TRUE;
      self->consent = state;
      self->consent_until = consent->valid_until;
      if (state == DIP_CONSENT_ACTIVE)
        self->scopes |= dip_consent_scopes_left (consent);
    }
}

static void
sum_up_exports (DipClientOverview *self, GPtrArray *items)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);

      if (item->state == DIP_EXPORT_LIVE)
        g_hash_table_add (pairs, &item->pair_id);
    }
  self->n_published = g_hash_table_size (pairs);
}

static gboolean
sum_up_treatment (DipClientOverview *self, DipDb *db, DipDate today, int healing_days, GError **error)
{
  g_autoptr (GPtrArray) treatments = dip_catalogue_treatments (db, self->client->id, error);
  g_autoptr (GPtrArray) sessions = NULL;
  const DipTreatment *newest;

  if (treatments == NULL)
    return FALSE;
  self->healed_from = DIP_DATE_NONE;
  if (treatments->len == 0)
    return TRUE;
  newest = g_ptr_array_index (treatments, treatments->len - 1);
  sessions = dip_catalogue_sessions (db, newest->id, error);
  if (sessions == NULL)
    return FALSE;
  self->healed_from = dip_healed_from (sessions, healing_days, today);
  return TRUE;
}

static guint
count_takedowns (GPtrArray *takedowns, gint64 client_id)
{
  guint n = 0;

  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = g_ptr_array_index (takedowns, i);

      n += takedown->item->client_id == client_id;
    }
  return n;
}

typedef struct
{
  const DipDesk *desk;
  const char *search;
  const char *code;
  GPtrArray *found; /* DipClientOverview */
  DipClinic *clinic;
  GPtrArray *takedowns;
} ListOp;

static DipClientOverview *
overview_of (ListOp *op, DipDb *db, const DipClient *client, const char *name, GError **error)
{
  g_autoptr (DipClientOverview) self = g_new0 (DipClientOverview, 1);
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, client->id, error);
  g_autoptr (GPtrArray) pairs = photos != NULL ? dip_catalogue_pairs (db, client->id, error) : NULL;
  g_autoptr (GPtrArray) items = pairs != NULL ? dip_catalogue_items (db, client->id, error) : NULL;
  g_autoptr (GPtrArray) consents = items != NULL ? dip_catalogue_consents (db, client->id, error) : NULL;
  DipDate today = dip_desk_today (op->desk);

  if (consents == NULL)
    return NULL;
  self->client = dip_client_copy (client);
  self->name = g_strdup (name);
  self->consent_until = DIP_DATE_NONE;
  self->n_photos = photos->len;
  self->n_pairs = pairs->len;
  self->n_takedowns = count_takedowns (op->takedowns, client->id);
  sum_up_exports (self, items);
  sum_up_consents (self, consents, today);
  if (!dip_case_adult (db, op->desk, client, &self->adult, error)
      || !sum_up_treatment (self, db, today, op->clinic->healing_days, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* The names of clients that match, by id. */
static GHashTable *
names_by_id (DipDb *db, const char *search, GError **error)
{
  g_autoptr (GPtrArray) identities = dip_identity_search (db, search, error);
  g_autoptr (GHashTable) names = NULL;

  if (identities == NULL)
    return NULL;
  names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < identities->len; i++)
    {
      const DipIdentity *identity = g_ptr_array_index (identities, i);

      g_hash_table_insert (names, g_memdup2 (&identity->client_id, sizeof (gint64)), g_strdup (identity->name));
    }
  return g_steal_pointer (&names);
}

static gboolean
code_matches (const char *code, const char *search)
{
  g_autofree char *upper = g_ascii_strup (search, -1);

  return strstr (code, g_strstrip (upper)) != NULL;
}

static gboolean
client_is_wanted (const ListOp *op, const DipClient *client, GHashTable *matching)
{
  if (op->code != NULL)
    return g_ascii_strcasecmp (client->code, op->code) == 0;
  return op->search == NULL || code_matches (client->code, op->search) || g_hash_table_contains (matching, &client->id);
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  ListOp *op = user_data;
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GPtrArray) takedowns = clinic != NULL ? dip_catalogue_takedowns (db, TRUE, error) : NULL;
  g_autoptr (GPtrArray) clients = takedowns != NULL ? dip_catalogue_clients (db, error) : NULL;
  g_autoptr (GHashTable) names = clients != NULL ? names_by_id (db, NULL, error) : NULL;
  g_autoptr (GHashTable) matching = names != NULL ? names_by_id (db, op->search, error) : NULL;

  if (matching == NULL)
    return FALSE;
  op->clinic = clinic;
  op->takedowns = takedowns;
  for (guint i = 0; i < clients->len; i++)
    {
      const DipClient *client = g_ptr_array_index (clients, i);
      DipClientOverview *row;

      if (!client_is_wanted (op, client, matching))
        continue;
      row = overview_of (op, db, client, g_hash_table_lookup (names, &client->id), error);
      if (row == NULL)
        return FALSE;
      g_ptr_array_add (op->found, row);
    }
  return TRUE;
}

GPtrArray *
dip_clients_list (const DipDesk *desk, const char *search, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_client_overview_free);
  ListOp op = { .desk = desk, .search = search, .found = found };

  return dip_library_read (desk->library, list_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static gboolean
show_txn (DipDb *db, gpointer user_data, GError **error)
{
  ListOp *op = user_data;
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GPtrArray) takedowns = clinic != NULL ? dip_catalogue_takedowns (db, TRUE, error) : NULL;
  g_autoptr (DipClient) client = takedowns != NULL ? dip_catalogue_client_by_code (db, op->code, error) : NULL;
  g_autoptr (DipIdentity) identity = NULL;
  DipClientOverview *row;

  if (client == NULL)
    return FALSE;
  op->clinic = clinic;
  op->takedowns = takedowns;
  identity = dip_identity_get (db, client->id, NULL);
  row = overview_of (op, db, client, identity != NULL ? identity->name : NULL, error);
  if (row == NULL)
    return FALSE;
  g_ptr_array_add (op->found, row);
  return TRUE;
}

DipClientOverview *
dip_clients_show (const DipDesk *desk, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_client_overview_free);
  ListOp op = { .desk = desk, .code = code, .found = found };

  if (!dip_library_read (desk->library, show_txn, &op, error))
    return NULL;
  return g_ptr_array_steal_index (found, 0);
}

typedef struct
{
  const DipDesk *desk;
  const char *code;
  GPtrArray *blobs;
  guint n_takedowns;
} EraseOp;

static gboolean
erase_txn (DipDb *db, gpointer user_data, GError **error)
{
  EraseOp *op = user_data;
  g_autoptr (DipClient) client = dip_clients_require (db, op->code, error);
  g_autofree char *subject = NULL;
  g_autofree char *detail = NULL;

  if (client == NULL
      || !dip_takedowns_open_for_client (db, client->id, "erased", DIP_SCOPE_ALL, &op->n_takedowns, error)
      || !dip_catalogue_client_erase (db, client->id, &op->blobs, error))
    return FALSE;
  subject = g_strconcat ("client ", client->code, NULL);
  detail = g_strdup_printf ("{\"takedowns\":%u}", op->n_takedowns);
  return dip_audit_append (db, op->desk->actor, "client-erase", subject, detail, error);
}

gboolean
dip_clients_erase (const DipDesk *desk, const char *code, guint *n_takedowns, GError **error)
{
  EraseOp op = { .desk = desk, .code = code };
  g_autoptr (GPtrArray) blobs = NULL;
  gboolean done = dip_library_write (desk->library, erase_txn, &op, error);

  blobs = op.blobs;
  if (!done)
    return FALSE;
  for (guint i = 0; i < blobs->len; i++)
    {
      const char *digest = g_ptr_array_index (blobs, i);

      dip_derived_drop (desk->library, digest);
      if (!dip_blobs_drop_unused (desk->library, digest, error))
        return FALSE;
    }
  if (n_takedowns != NULL)
    *n_takedowns = op.n_takedowns;
  return TRUE;
}

typedef struct
{
  const char *code;
  GPtrArray *words;
} WordsOp;

/* Name and contact of the client, before they go; others of the same name are left out, since theirs stay. */
static gboolean
known_words_txn (DipDb *db, gpointer user_data, GError **error)
{
  WordsOp *op = user_data;
  g_autoptr (DipClient) client = dip_clients_require (db, op->code, error);
  g_autoptr (DipIdentity) identity = client != NULL ? dip_identity_get (db, client->id, NULL) : NULL;
  g_autoptr (GPtrArray) same = identity != NULL ? dip_identity_search (db, identity->name, error) : NULL;

  if (client == NULL)
    return FALSE;
  if (same != NULL && same->len == 1 && strlen (identity->name) > 3)
    g_ptr_array_add (op->words, g_strdup (identity->name));
  if (identity != NULL && identity->contact != NULL && strlen (identity->contact) > 3)
    g_ptr_array_add (op->words, g_strdup (identity->contact));
  return TRUE;
}

gboolean
dip_clients_erase_and_search (const DipDesk *desk, const char *code, guint *n_takedowns, GPtrArray **remains,
                              GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  WordsOp op = { code, words };

  if (!dip_library_read (desk->library, known_words_txn, &op, error)
      || !dip_clients_erase (desk, code, n_takedowns, error))
    return FALSE;
  g_ptr_array_add (words, NULL);
  *remains = dip_library_search_bytes (desk->library, (const char *const *) words->pdata);
  return TRUE;
}

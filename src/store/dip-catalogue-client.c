#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"
#include "dip-identity-store.h"
#include "dip-sealed-record.h"
#include "dip-random.h"

#define CODE_LENGTH 6
#define COLUMNS     "id, code, adult_attested, created_at, erased_at"

#define CLINIC_COLUMNS "name, site, healing_days, no_labels, destination, creator, credit, copyright, licence"

static gpointer
take_clinic (DipStatement *row)
{
  DipClinic *clinic = g_new0 (DipClinic, 1);

  clinic->name = dip_statement_take_text (row);
  clinic->site = dip_statement_take_text (row);
  clinic->healing_days = (int) dip_statement_take_int (row);
  clinic->no_labels = dip_statement_take_int (row) != 0;
  clinic->destination = dip_statement_take_text (row);
  clinic->creator = dip_statement_take_text (row);
  clinic->credit = dip_statement_take_text (row);
  clinic->copyright = dip_statement_take_text (row);
  clinic->licence = dip_statement_take_text (row);
  return clinic;
}

DipClinic *
dip_catalogue_clinic (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT " CLINIC_COLUMNS " FROM clinic");
  return dip_statement_need (get, take_clinic, error, _ ("This library does not say which clinic it belongs to."));
}

gboolean
dip_catalogue_clinic_update (DipDb *db, const DipClinic *clinic, GError **error)
{
  g_autoptr (DipStatement) put = NULL;

  g_return_val_if_fail (db != NULL && clinic != NULL, FALSE);

  put = dip_db_prepare (db, "INSERT INTO clinic (id, " CLINIC_COLUMNS ") VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET (" CLINIC_COLUMNS ") = (excluded.name, excluded.site, "
                            "excluded.healing_days, excluded.no_labels, excluded.destination, excluded.creator, "
                            "excluded.credit, excluded.copyright, excluded.licence)");
  dip_statement_put_text (put, clinic->name);
  dip_statement_put_text (put, clinic->site);
  dip_statement_put_int (put, clinic->healing_days);
  dip_statement_put_int (put, clinic->no_labels);
  dip_statement_put_text (put, clinic->destination);
  dip_statement_put_text (put, clinic->creator);
  dip_statement_put_text (put, clinic->credit);
  dip_statement_put_text (put, clinic->copyright);
  dip_statement_put_text (put, clinic->licence);
  return dip_statement_run (put, error);
}

static gpointer
take_client (DipStatement *row)
{
  DipClient *client = g_new0 (DipClient, 1);

  client->id = dip_statement_take_int (row);
  client->code = dip_statement_take_text (row);
  client->adult_attested = dip_statement_take_int (row) != 0;
  client->created_at = dip_statement_take_text (row);
  client->erased_at = dip_statement_take_text (row);
  return client;
}

/* A code that no client has. */
static char *
new_code (DipDb *db, GError **error)
{
  while (TRUE)
    {
      g_autoptr (DipStatement) find = dip_db_prepare (db, "SELECT count(*) FROM client WHERE code = ?");
      g_autofree char *code = dip_random_code (CODE_LENGTH);
      gint64 taken;

      dip_statement_put_text (find, code);
      if (!dip_statement_int (find, &taken, error))
        return NULL;
      if (!taken)
        return g_steal_pointer (&code);
    }
}

/**
 * dip_catalogue_client_insert:
 * @db: the connection of a write
 * @client: gets its id, and its code and created_at when it has none
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_client_insert (DipDb *db, DipClient *client, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && client != NULL, FALSE);

  if (client->code == NULL && (client->code = new_code (db, error)) == NULL)
    return FALSE;
  if (client->created_at == NULL)
    client->created_at = dip_time_now_utc ();
  insert = dip_db_prepare (db, "INSERT INTO client (code, adult_attested, created_at) VALUES (?, ?, ?)");
  dip_statement_put_text (insert, client->code);
  dip_statement_put_int (insert, client->adult_attested ? 1 : 0);
  dip_statement_put_text (insert, client->created_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  client->id = dip_db_last_id (db);
  return TRUE;
}

DipClient *
dip_catalogue_client_by_code (DipDb *db, const char *code, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL && code != NULL, NULL);

  get = dip_db_prepare (db, "SELECT " COLUMNS " FROM client WHERE code = ?");
  dip_statement_put_text (get, code);
  return dip_statement_need (get, take_client, error, _ ("There is no client with the code “%s”."), code);
}

DipClient *
dip_catalogue_client (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT " COLUMNS " FROM client WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_client, error, _ ("There is no client %" PRId64 "."), id);
}

GPtrArray *
dip_catalogue_clients (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, "SELECT " COLUMNS " FROM client ORDER BY id");
  return dip_statement_list (list, take_client, (GDestroyNotify) dip_client_free, error);
}

static gpointer
take_digest (DipStatement *row)
{
  return dip_statement_take_text (row);
}

static GPtrArray *
blobs_of (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) list
      = dip_db_prepare (db, "SELECT blob FROM photo WHERE client_id = ?1 UNION "
                            "SELECT signature FROM consent WHERE client_id = ?1 AND signature IS NOT NULL");

  dip_statement_put_int (list, id);
  return dip_statement_list (list, take_digest, g_free, error);
}

static gboolean
mark_erased (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) mark
      = dip_db_prepare (db, "UPDATE client SET erased_at = ?1 WHERE id = ?2 AND erased_at IS NULL");
  g_autofree char *now = dip_time_now_utc ();

  dip_statement_put_text (mark, now);
  dip_statement_put_int (mark, id);
  return dip_statement_run (mark, error);
}

static gboolean
clear_event_name (DipDb *db, const DipConsentEvent *event, GError **error)
{
  g_autoptr (DipStatement) clear = dip_db_prepare (db, "UPDATE consent_event SET by = NULL WHERE id = ?");

  dip_statement_put_int (clear, event->id);
  return dip_statement_run (clear, error);
}

static gboolean
names_signer (const DipConsentEvent *event, const DipConsent *consent, const DipIdentity *identity)
{
  return event->by != NULL
         && (g_strcmp0 (event->by, consent->signed_by) == 0
             || (identity != NULL && g_strcmp0 (event->by, identity->name) == 0));
}

/* A signer may be the one who is noted for an event, by the name on the form or by the client's own. */
static gboolean
clear_names (DipDb *db, const DipConsent *consent, const DipIdentity *identity, GError **error)
{
  for (guint i = 0; i < consent->events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (consent->events, i);

      if (names_signer (event, consent, identity)
          && (!clear_event_name (db, event, error)
              || !dip_sealed_record_drop (db, DIP_SEALED_CONSENT_EVENT, event->id, error)))
        return FALSE;
    }
  return dip_sealed_record_drop (db, DIP_SEALED_CONSENT, consent->id, error);
}

static gboolean
clear_event_names (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (DipIdentity) identity = dip_identity_get (db, id, &failure);
  g_autoptr (GPtrArray) consents = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  consents = dip_catalogue_consents (db, id, error);
  for (guint i = 0; consents != NULL && i < consents->len; i++)
    if (!clear_names (db, g_ptr_array_index (consents, i), identity, error))
      return FALSE;
  return consents != NULL;
}

/* In the order that foreign keys ask for; only an erased client's rows may go (see the triggers). */
static gboolean
delete_rows (DipDb *db, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "UPDATE consent SET signed_by = NULL, authority = NULL, witness = NULL WHERE client_id = ? AND signed_by IS NOT "
    "NULL",
    "DELETE FROM approval WHERE pair_id IN (SELECT p.id FROM pair p JOIN treatment t ON t.id = p.treatment_id "
    "WHERE t.client_id = ?)",
    "DELETE FROM fair_check WHERE pair_id IN (SELECT p.id FROM pair p JOIN treatment t ON t.id = p.treatment_id "
    "WHERE t.client_id = ?)",
    "DELETE FROM alignment WHERE pair_id IN (SELECT p.id FROM pair p JOIN treatment t ON t.id = p.treatment_id "
    "WHERE t.client_id = ?)",
    "DELETE FROM pair WHERE treatment_id IN (SELECT id FROM treatment WHERE client_id = ?)",
    "DELETE FROM redaction WHERE photo_id IN (SELECT id FROM photo WHERE client_id = ?)",
    "DELETE FROM photo WHERE client_id = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (DipStatement) statement = dip_db_prepare (db, statements[i]);

      dip_statement_put_int (statement, id);
      if (!dip_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * dip_catalogue_client_erase:
 * @db: the connection of a write
 * @id: a client
 * @blobs: (out) (transfer full) (element-type utf8): digests of files that no photo of theirs needs any more; drop them with
 *   dip_blobs_drop_unused() once this has committed
 * @error: any
 *
 * Code, treatments and their dates, consent records with the hashes of their signatures, and the export ledger stay, as proof that what
 * was published was permitted. Once it has committed, the write-ahead log and back-ups made by migrations are cleared too.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_client_erase (DipDb *db, gint64 id, GPtrArray **blobs, GError **error)
{
  g_autoptr (DipClient) client = NULL;
  g_autoptr (GPtrArray) digests = NULL;

  g_return_val_if_fail (db != NULL && blobs != NULL, FALSE);

  client = dip_catalogue_client (db, id, error);
  if (client == NULL || (digests = blobs_of (db, id, error)) == NULL)
    return FALSE;
  if (!mark_erased (db, id, error) || !clear_event_names (db, id, error) || !delete_rows (db, id, error)
      || !dip_identity_delete (db, id, error))
    return FALSE;
  *blobs = g_steal_pointer (&digests);
  return TRUE;
}

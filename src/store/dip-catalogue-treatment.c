#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"

#define TREATMENT_COLUMNS "id, client_id, areas, stage, created_at"

static gpointer
take_treatment (DipStatement *row)
{
  DipTreatment *treatment = g_new0 (DipTreatment, 1);

  treatment->id = dip_statement_take_int (row);
  treatment->client_id = dip_statement_take_int (row);
  treatment->areas = dip_statement_take_flags (row, dip_area_tokens);
  treatment->stage = (DipStage) dip_statement_take_token (row, dip_stage_tokens, DIP_STAGE_NONE);
  treatment->created_at = dip_statement_take_text (row);
  return treatment;
}

static gboolean
adopt_photos (DipDb *db, const DipTreatment *treatment, GError **error)
{
  g_autoptr (DipStatement) adopt
      = dip_db_prepare (db, "UPDATE photo SET treatment_id = ? WHERE client_id = ? AND treatment_id IS NULL");

  dip_statement_put_int (adopt, treatment->id);
  dip_statement_put_int (adopt, treatment->client_id);
  return dip_statement_run (adopt, error);
}

/**
 * dip_catalogue_treatment_insert:
 * @db: the connection of a write
 * @treatment: gets its id, and its created_at when it has none
 * @error: any
 *
 * Photos of the client that belong to no treatment yet come to belong to this one.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_treatment_insert (DipDb *db, DipTreatment *treatment, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && treatment != NULL, FALSE);

  if (treatment->created_at == NULL)
    treatment->created_at = dip_time_now_utc ();
  insert = dip_db_prepare (db, "INSERT INTO treatment (client_id, areas, stage, created_at) VALUES (?, ?, ?, ?)");
  dip_statement_put_id (insert, treatment->client_id);
  dip_statement_put_flags (insert, dip_area_tokens, treatment->areas);
  dip_statement_put_token (insert, dip_stage_tokens, (int) treatment->stage);
  dip_statement_put_text (insert, treatment->created_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  treatment->id = dip_db_last_id (db);
  return adopt_photos (db, treatment, error);
}

DipTreatment *
dip_catalogue_treatment (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT " TREATMENT_COLUMNS " FROM treatment WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_treatment, error, _ ("There is no treatment %" PRId64 "."), id);
}

GPtrArray *
dip_catalogue_treatments (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, "SELECT " TREATMENT_COLUMNS " FROM treatment WHERE client_id = ? ORDER BY id");
  dip_statement_put_int (list, client_id);
  return dip_statement_list (list, take_treatment, (GDestroyNotify) dip_treatment_free, error);
}

static gpointer
take_session (DipStatement *row)
{
  DipSession *session = g_new0 (DipSession, 1);

  session->id = dip_statement_take_int (row);
  session->treatment_id = dip_statement_take_int (row);
  session->date = dip_statement_take_date (row);
  session->kind = (DipSessionKind) dip_statement_take_token (row, dip_session_kind_tokens, DIP_SESSION_INITIAL);
  return session;
}

gboolean
dip_catalogue_session_insert (DipDb *db, DipSession *session, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && session != NULL, FALSE);

  insert = dip_db_prepare (db, "INSERT INTO session (treatment_id, date, kind) VALUES (?, ?, ?)");
  dip_statement_put_id (insert, session->treatment_id);
  dip_statement_put_date (insert, session->date);
  dip_statement_put_token (insert, dip_session_kind_tokens, (int) session->kind);
  if (!dip_statement_run (insert, error))
    return FALSE;
  session->id = dip_db_last_id (db);
  return TRUE;
}

GPtrArray *
dip_catalogue_sessions (DipDb *db, gint64 treatment_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db,
                         "SELECT id, treatment_id, date, kind FROM session WHERE treatment_id = ? ORDER BY date, id");
  dip_statement_put_int (list, treatment_id);
  return dip_statement_list (list, take_session, (GDestroyNotify) dip_session_free, error);
}

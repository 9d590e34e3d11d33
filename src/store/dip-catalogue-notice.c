#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-db.h"

#define COLUMNS                                                                                                        \
  "name, version, language, jurisdiction, source, purposes, recipients, retention, withdrawal, released_at, sha256"

static void
put_fields (DipStatement *statement, const DipNotice *notice)
{
  dip_statement_put_text (statement, notice->source);
  dip_statement_put_text (statement, notice->purposes);
  dip_statement_put_text (statement, notice->recipients);
  dip_statement_put_text (statement, notice->retention);
  dip_statement_put_text (statement, notice->withdrawal);
  dip_statement_put_text (statement, notice->released_at);
  dip_statement_put_text (statement, notice->sha256);
}

static gpointer
take_notice (DipStatement *row)
{
  DipNotice *notice = g_new0 (DipNotice, 1);

  notice->id = dip_statement_take_int (row);
  notice->name = dip_statement_take_text (row);
  notice->version = (int) dip_statement_take_int (row);
  notice->language = dip_statement_take_text (row);
  notice->jurisdiction
      = (DipJurisdiction) dip_statement_take_token (row, dip_jurisdiction_tokens, DIP_JURISDICTION_GENERAL);
  notice->source = dip_statement_take_text (row);
  notice->purposes = dip_statement_take_text (row);
  notice->recipients = dip_statement_take_text (row);
  notice->retention = dip_statement_take_text (row);
  notice->withdrawal = dip_statement_take_text (row);
  notice->released_at = dip_statement_take_text (row);
  notice->sha256 = dip_statement_take_text (row);
  return notice;
}

gboolean
dip_catalogue_notice_insert (DipDb *db, DipNotice *notice, GError **error)
{
  g_return_val_if_fail (db != NULL && notice != NULL, FALSE);

  g_autoptr (DipStatement) insert
      = dip_db_prepare (db, "INSERT INTO notice (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  dip_statement_put_text (insert, notice->name);
  dip_statement_put_int (insert, notice->version);
  dip_statement_put_text (insert, notice->language);
  dip_statement_put_token (insert, dip_jurisdiction_tokens, (int) notice->jurisdiction);
  put_fields (insert, notice);
  if (!dip_statement_run (insert, error))
    return FALSE;
  notice->id = dip_db_last_id (db);
  return TRUE;
}

gboolean
dip_catalogue_notice_update (DipDb *db, const DipNotice *notice, GError **error)
{
  g_return_val_if_fail (db != NULL && notice != NULL, FALSE);

  g_autoptr (DipStatement) update = dip_db_prepare (
      db, "UPDATE notice SET source = ?, purposes = ?, recipients = ?, retention = ?, withdrawal = ?, "
          "released_at = ?, sha256 = ? WHERE id = ?");
  put_fields (update, notice);
  dip_statement_put_int (update, notice->id);
  return dip_statement_run (update, error);
}

DipNotice *
dip_catalogue_notice (DipDb *db, gint64 id, GError **error)
{
  g_return_val_if_fail (db != NULL, NULL);

  g_autoptr (DipStatement) get = dip_db_prepare (db, "SELECT id, " COLUMNS " FROM notice WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_notice, error, _ ("There is no form %" PRId64 "."), id);
}

GPtrArray *
dip_catalogue_notices (DipDb *db, GError **error)
{
  g_return_val_if_fail (db != NULL, NULL);

  g_autoptr (DipStatement) list = dip_db_prepare (db, "SELECT id, " COLUMNS " FROM notice ORDER BY id");
  return dip_statement_list (list, take_notice, (GDestroyNotify) dip_notice_free, error);
}

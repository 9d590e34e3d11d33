#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"

#define SELECT_STYLE "SELECT id, name, settings, logo FROM style "

static gpointer
take_redaction (DipStatement *row)
{
  DipRedaction *redaction = g_new0 (DipRedaction, 1);
  g_autofree char *covers = NULL;

  redaction->id = dip_statement_take_int (row);
  redaction->photo_id = dip_statement_take_int (row);
  covers = dip_statement_take_text (row);
  redaction->n_covers = dip_covers_from_text (covers, redaction->covers);
  redaction->shows
      = (DipIdentifiability) dip_statement_take_token (row, dip_identifiability_tokens, DIP_IDENTIFIABILITY_FULL_FACE);
  redaction->by = dip_statement_take_text (row);
  redaction->created_at = dip_statement_take_text (row);
  return redaction;
}

gboolean
dip_catalogue_redaction_insert (DipDb *db, DipRedaction *redaction, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *covers = NULL;

  g_return_val_if_fail (db != NULL && redaction != NULL, FALSE);

  if (redaction->created_at == NULL)
    redaction->created_at = dip_time_now_utc ();
  covers = dip_covers_to_text (redaction->covers, redaction->n_covers);
  insert
      = dip_db_prepare (db, "INSERT INTO redaction (photo_id, covers, shows, by, created_at) VALUES (?, ?, ?, ?, ?)");
  dip_statement_put_int (insert, redaction->photo_id);
  dip_statement_put_text (insert, covers);
  dip_statement_put_token (insert, dip_identifiability_tokens, (int) redaction->shows);
  dip_statement_put_text (insert, redaction->by);
  dip_statement_put_text (insert, redaction->created_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  redaction->id = dip_db_last_id (db);
  return TRUE;
}

DipRedaction *
dip_catalogue_redaction_current (DipDb *db, gint64 photo_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer redaction;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT id, photo_id, covers, shows, by, created_at FROM redaction WHERE photo_id = ? "
                            "ORDER BY id DESC LIMIT 1");
  dip_statement_put_int (get, photo_id);
  dip_statement_one (get, take_redaction, &redaction, error);
  return redaction;
}

gboolean
dip_catalogue_fair_check_insert (DipDb *db, gint64 pair_id, gint64 alignment_id, const char *figures, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *now = dip_time_now_utc ();

  g_return_val_if_fail (db != NULL && figures != NULL, FALSE);

  insert
      = dip_db_prepare (db, "INSERT INTO fair_check (pair_id, alignment_id, figures, created_at) VALUES (?, ?, ?, ?)");
  dip_statement_put_int (insert, pair_id);
  dip_statement_put_id (insert, alignment_id);
  dip_statement_put_text (insert, figures);
  dip_statement_put_text (insert, now);
  return dip_statement_run (insert, error);
}

static gpointer
take_text (DipStatement *row)
{
  return dip_statement_take_text (row);
}

char *
dip_catalogue_fair_check_figures (DipDb *db, gint64 pair_id, gint64 alignment_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer figures;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT figures FROM fair_check WHERE pair_id = ? AND ifnull (alignment_id, 0) = ? "
                            "ORDER BY id DESC LIMIT 1");
  dip_statement_put_int (get, pair_id);
  dip_statement_put_int (get, alignment_id);
  dip_statement_one (get, take_text, &figures, error);
  return figures;
}

void
dip_style_row_free (DipStyleRow *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->settings);
  g_free (self->logo);
  g_free (self);
}

static gpointer
take_style (DipStatement *row)
{
  DipStyleRow *style = g_new0 (DipStyleRow, 1);

  style->id = dip_statement_take_int (row);
  style->name = dip_statement_take_text (row);
  style->settings = dip_statement_take_text (row);
  style->logo = dip_statement_take_text (row);
  return style;
}

gboolean
dip_catalogue_style_save (DipDb *db, DipStyleRow *row, GError **error)
{
  g_autoptr (DipStatement) save = NULL;
  g_autoptr (DipStyleRow) saved = NULL;

  g_return_val_if_fail (db != NULL && row != NULL, FALSE);

  save = dip_db_prepare (db,
                         "INSERT INTO style (name, settings, logo) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                         "name = excluded.name, settings = excluded.settings, logo = excluded.logo");
  dip_statement_put_text (save, row->name);
  dip_statement_put_text (save, row->settings);
  dip_statement_put_text (save, row->logo);
  if (!dip_statement_run (save, error))
    return FALSE;
  saved = dip_catalogue_style (db, row->name, error);
  if (saved != NULL)
    row->id = saved->id;
  return saved != NULL;
}

DipStyleRow *
dip_catalogue_style (DipDb *db, const char *name, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL && name != NULL, NULL);

  get = dip_db_prepare (db, SELECT_STYLE "WHERE name = ?");
  dip_statement_put_text (get, name);
  return dip_statement_need (get, take_style, error, _ ("There is no style “%s”. “style list” shows those there are."),
                             name);
}

DipStyleRow *
dip_catalogue_style_by_id (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT_STYLE "WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_style, error, _ ("There is no style %" PRId64 "."), id);
}

GPtrArray *
dip_catalogue_styles (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, SELECT_STYLE "ORDER BY name");
  return dip_statement_list (list, take_style, (GDestroyNotify) dip_style_row_free, error);
}

gboolean
dip_catalogue_style_remove (DipDb *db, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "UPDATE destination SET style_id = NULL WHERE style_id = ?",
    "DELETE FROM style WHERE id = ?",
  };

  g_return_val_if_fail (db != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (DipStatement) statement = dip_db_prepare (db, statements[i]);

      dip_statement_put_int (statement, id);
      if (!dip_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dip_catalogue_destination_set_style (DipDb *db, gint64 destination_id, gint64 style_id, GError **error)
{
  g_autoptr (DipStatement) set = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  set = dip_db_prepare (db, "UPDATE destination SET style_id = ? WHERE id = ?");
  dip_statement_put_id (set, style_id);
  dip_statement_put_int (set, destination_id);
  return dip_statement_run (set, error);
}

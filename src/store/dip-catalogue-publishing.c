#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"

#define DESTINATION_COLUMNS                                                                                            \
  "name, label, scope, max_identifiability, layout, labels, formats, widths, style_id, mark, after_only, shape, "      \
  "max_kib, pages, rights, caption, disclosure, language, templates, dpi, series, import_list, names"
#define DESTINATION_PLACES "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define SELECT_DESTINATION "SELECT id, " DESTINATION_COLUMNS " FROM destination "
#define SELECT_ITEM                                                                                                    \
  "SELECT i.id, i.run_id, i.pair_id, i.client_id, r.destination_id, i.consent_id, r.folder, i.name, i.sha256, "        \
  "i.bytes, i.width, i.height, i.format, i.recipe, i.state, i.exported_at, i.removed_at, i.likeness "                  \
  "FROM export_item i JOIN export_run r ON r.id = i.run_id "
#define SELECT_TAKEDOWN "SELECT id, item_id, reason, opened_at, done_at, done_by FROM takedown "

static char *
widths_to_text (const int *widths)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < DIP_LADDER_MAX && widths[i] != 0; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? "" : ",", widths[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Without the last 0 when all places are taken: see DIP_LADDER_MAX. */
static void
widths_from_text (const char *text, int *widths)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; i < DIP_LADDER_MAX && parts[i] != NULL; i++)
    widths[i] = (int) g_ascii_strtoll (parts[i], NULL, 10);
}

static void
take_rules (DipStatement *row, DipDestination *place)
{
  g_autofree char *shape = NULL;

  place->mark = dip_statement_take_int (row) != 0;
  place->after_only = dip_statement_take_int (row) != 0;
  shape = dip_statement_take_text (row);
  dip_destination_set_shape (place, shape, NULL);
  place->max_kib = (int) dip_statement_take_int (row);
  place->pages = dip_statement_take_int (row) != 0;
  place->rights = dip_statement_take_int (row) != 0;
  place->caption = dip_statement_take_text (row);
  place->disclosure = dip_statement_take_text (row);
  place->language = dip_statement_take_text (row);
  place->templates = dip_statement_take_text (row);
  place->dpi = (int) dip_statement_take_int (row);
  place->series = dip_statement_take_int (row) != 0;
  place->import_list = dip_statement_take_int (row) != 0;
  place->names = dip_statement_take_text (row);
}

static gpointer
take_destination (DipStatement *row)
{
  DipDestination *place = g_new0 (DipDestination, 1);
  g_autofree char *widths = NULL;

  place->id = dip_statement_take_int (row);
  place->name = dip_statement_take_text (row);
  place->label = dip_statement_take_text (row);
  place->scope = (DipScope) dip_statement_take_token (row, dip_scope_tokens, 0);
  place->max_identifiability
      = (DipIdentifiability) dip_statement_take_token (row, dip_identifiability_tokens, DIP_IDENTIFIABILITY_SCALP_ONLY);
  place->layout = (DipLayout) dip_statement_take_token (row, dip_layout_tokens, DIP_LAYOUT_SIDE_BY_SIDE);
  place->labels = dip_statement_take_int (row) != 0;
  place->formats = dip_statement_take_flags (row, dip_export_format_tokens);
  widths = dip_statement_take_text (row);
  widths_from_text (widths, place->widths);
  place->style_id = dip_statement_take_int (row);
  take_rules (row, place);
  return place;
}

static void
put_destination (DipStatement *put, const DipDestination *place)
{
  g_autofree char *widths = widths_to_text (place->widths);
  g_autofree char *shape = dip_destination_shape (place);

  dip_statement_put_text (put, place->name);
  dip_statement_put_text (put, place->label);
  dip_statement_put_token (put, dip_scope_tokens, (int) place->scope);
  dip_statement_put_token (put, dip_identifiability_tokens, (int) place->max_identifiability);
  dip_statement_put_token (put, dip_layout_tokens, (int) place->layout);
  dip_statement_put_int (put, place->labels ? 1 : 0);
  dip_statement_put_flags (put, dip_export_format_tokens, place->formats);
  dip_statement_put_text (put, widths);
  dip_statement_put_id (put, place->style_id);
  dip_statement_put_int (put, place->mark ? 1 : 0);
  dip_statement_put_int (put, place->after_only ? 1 : 0);
  dip_statement_put_text (put, shape);
  dip_statement_put_id (put, place->max_kib);
  dip_statement_put_int (put, place->pages ? 1 : 0);
  dip_statement_put_int (put, place->rights ? 1 : 0);
  dip_statement_put_text (put, place->caption);
  dip_statement_put_text (put, place->disclosure);
  dip_statement_put_text (put, place->language);
  dip_statement_put_text (put, place->templates);
  dip_statement_put_id (put, place->dpi);
  dip_statement_put_int (put, place->series ? 1 : 0);
  dip_statement_put_int (put, place->import_list ? 1 : 0);
  dip_statement_put_text (put, place->names);
}

gboolean
dip_catalogue_destination_insert (DipDb *db, DipDestination *destination, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && destination != NULL, FALSE);

  insert = dip_db_prepare (db, "INSERT INTO destination (" DESTINATION_COLUMNS ") VALUES (" DESTINATION_PLACES ")");
  put_destination (insert, destination);
  if (!dip_statement_run (insert, error))
    return FALSE;
  destination->id = dip_db_last_id (db);
  return TRUE;
}

gboolean
dip_catalogue_destination_update (DipDb *db, const DipDestination *destination, GError **error)
{
  g_autoptr (DipStatement) update = NULL;

  g_return_val_if_fail (db != NULL && destination != NULL, FALSE);

  update
      = dip_db_prepare (db, "UPDATE destination SET (" DESTINATION_COLUMNS ") = (" DESTINATION_PLACES ") WHERE id = ?");
  put_destination (update, destination);
  dip_statement_put_int (update, destination->id);
  return dip_statement_run (update, error);
}

/* REFUSED once anything was exported there: the ledger names the place. */
gboolean
dip_catalogue_destination_remove (DipDb *db, const DipDestination *destination, GError **error)
{
  g_autoptr (DipStatement) count = NULL;
  g_autoptr (DipStatement) remove = NULL;
  gint64 n_runs;

  g_return_val_if_fail (db != NULL && destination != NULL, FALSE);

  count = dip_db_prepare (db, "SELECT count(*) FROM export_run WHERE destination_id = ?");
  dip_statement_put_int (count, destination->id);
  if (!dip_statement_int (count, &n_runs, error))
    return FALSE;
  if (n_runs > 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                   _ ("Files have gone out to “%s”; the ledger needs it, so it stays."), destination->label);
      return FALSE;
    }
  remove = dip_db_prepare (db, "DELETE FROM destination WHERE id = ?");
  dip_statement_put_int (remove, destination->id);
  return dip_statement_run (remove, error);
}

GPtrArray *
dip_catalogue_destinations (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, SELECT_DESTINATION "ORDER BY id");
  return dip_statement_list (list, take_destination, (GDestroyNotify) dip_destination_free, error);
}

DipDestination *
dip_catalogue_destination (DipDb *db, const char *name, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL && name != NULL, NULL);

  get = dip_db_prepare (db, SELECT_DESTINATION "WHERE name = ?");
  dip_statement_put_text (get, name);
  return dip_statement_need (get, take_destination, error, _ ("There is no destination “%s”."), name);
}

DipDestination *
dip_catalogue_destination_by_id (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT_DESTINATION "WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_destination, error, _ ("There is no destination %" PRId64 "."), id);
}

/**
 * dip_catalogue_run_insert:
 * @db: the connection of a write
 * @destination_id: for which place
 * @folder: where the files are put
 * @actor: by whom
 * @error: any
 *
 * Returns: id of the run; 0 on error
 */
gint64
dip_catalogue_run_insert (DipDb *db, gint64 destination_id, const char *folder, const char *actor, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *now = dip_time_now_utc ();

  g_return_val_if_fail (db != NULL && folder != NULL && actor != NULL, 0);

  insert = dip_db_prepare (db, "INSERT INTO export_run (destination_id, folder, actor, at) VALUES (?, ?, ?, ?)");
  dip_statement_put_int (insert, destination_id);
  dip_statement_put_text (insert, folder);
  dip_statement_put_text (insert, actor);
  dip_statement_put_text (insert, now);
  return dip_statement_run (insert, error) ? dip_db_last_id (db) : 0;
}

static void
take_file (DipStatement *row, DipExportItem *item)
{
  item->folder = dip_statement_take_text (row);
  item->name = dip_statement_take_text (row);
  item->sha256 = dip_statement_take_text (row);
  item->bytes = dip_statement_take_int (row);
  item->width = (int) dip_statement_take_int (row);
  item->height = (int) dip_statement_take_int (row);
  item->format = (DipExportFormat) dip_statement_take_token (row, dip_export_format_tokens, 0);
  item->recipe = dip_statement_take_text (row);
}

static gpointer
take_item (DipStatement *row)
{
  DipExportItem *item = g_new0 (DipExportItem, 1);

  item->id = dip_statement_take_int (row);
  item->run_id = dip_statement_take_int (row);
  item->pair_id = dip_statement_take_int (row);
  item->client_id = dip_statement_take_int (row);
  item->destination_id = dip_statement_take_int (row);
  item->consent_id = dip_statement_take_int (row);
  take_file (row, item);
  item->state = (DipExportState) dip_statement_take_token (row, dip_export_state_tokens, DIP_EXPORT_BLOCKED);
  item->exported_at = dip_statement_take_text (row);
  item->removed_at = dip_statement_take_text (row);
  item->likeness = dip_statement_take_text (row);
  return item;
}

static void
put_item (DipStatement *insert, const DipExportItem *item)
{
  dip_statement_put_int (insert, item->run_id);
  dip_statement_put_int (insert, item->pair_id);
  dip_statement_put_int (insert, item->pair_id); /* for its slug */
  dip_statement_put_int (insert, item->client_id);
  dip_statement_put_id (insert, item->consent_id);
  dip_statement_put_text (insert, item->name);
  dip_statement_put_text (insert, item->sha256);
  dip_statement_put_int (insert, item->bytes);
  dip_statement_put_int (insert, item->width);
  dip_statement_put_int (insert, item->height);
  dip_statement_put_token (insert, dip_export_format_tokens, (int) item->format);
  dip_statement_put_text (insert, item->recipe);
  dip_statement_put_token (insert, dip_export_state_tokens, (int) item->state);
  dip_statement_put_text (insert, item->exported_at);
  dip_statement_put_text (insert, item->removed_at);
  dip_statement_put_text (insert, item->likeness);
}

/**
 * dip_catalogue_item_insert:
 * @db: the connection of a write
 * @item: whose run and pair exist; gets its id, and its exported_at when it has none. Destination and folder are the run's
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_item_insert (DipDb *db, DipExportItem *item, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && item != NULL, FALSE);

  if (item->exported_at == NULL)
    item->exported_at = dip_time_now_utc ();
  insert = dip_db_prepare (
      db, "INSERT INTO export_item (run_id, pair_id, pair_slug, client_id, consent_id, name, sha256, "
          "bytes, width, height, format, recipe, state, exported_at, removed_at, likeness) VALUES (?, ?, "
          "(SELECT slug FROM pair WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  put_item (insert, item);
  if (!dip_statement_run (insert, error))
    return FALSE;
  item->id = dip_db_last_id (db);
  return TRUE;
}

static gboolean
one_changed (DipDb *db, gint64 id, GError **error)
{
  if (dip_db_changes (db) == 1)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("There is no exported file %" PRId64 "."), id);
  return FALSE;
}

gboolean
dip_catalogue_item_update (DipDb *db, const DipExportItem *item, GError **error)
{
  g_autoptr (DipStatement) update = NULL;

  g_return_val_if_fail (db != NULL && item != NULL, FALSE);

  update = dip_db_prepare (db, "UPDATE export_item SET state = ?, removed_at = ? WHERE id = ?");
  dip_statement_put_token (update, dip_export_state_tokens, (int) item->state);
  dip_statement_put_text (update, item->removed_at);
  dip_statement_put_int (update, item->id);
  return dip_statement_run (update, error) && one_changed (db, item->id, error);
}

DipExportItem *
dip_catalogue_item (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT_ITEM "WHERE i.id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_item, error, _ ("There is no exported file %" PRId64 "."), id);
}

GPtrArray *
dip_catalogue_items (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, client_id == 0 ? SELECT_ITEM "ORDER BY i.id"
                                            : SELECT_ITEM "WHERE i.client_id = ? ORDER BY i.id");
  if (client_id != 0)
    dip_statement_put_int (list, client_id);
  return dip_statement_list (list, take_item, (GDestroyNotify) dip_export_item_free, error);
}

GPtrArray *
dip_catalogue_items_in (DipDb *db, gint64 destination_id, const char *folder, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL && folder != NULL, NULL);

  list = dip_db_prepare (db, SELECT_ITEM
                         "WHERE r.destination_id = ? AND r.folder = ? AND i.removed_at IS NULL ORDER BY i.id");
  dip_statement_put_int (list, destination_id);
  dip_statement_put_text (list, folder);
  return dip_statement_list (list, take_item, (GDestroyNotify) dip_export_item_free, error);
}

static gboolean
takedown_id (DipDb *db, gint64 item_id, gint64 *id, GError **error)
{
  g_autoptr (DipStatement) get = dip_db_prepare (db, "SELECT id FROM takedown WHERE item_id = ?");

  dip_statement_put_int (get, item_id);
  return dip_statement_int (get, id, error);
}

/**
 * dip_catalogue_takedown_insert:
 * @db: the connection of a write
 * @takedown: gets its id, and its opened_at when it has none
 * @error: any
 *
 * A file has one take-down: when there is one already, done or not, it stays as it is and only the id is filled in.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_takedown_insert (DipDb *db, DipTakedown *takedown, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && takedown != NULL, FALSE);

  if (takedown->opened_at == NULL)
    takedown->opened_at = dip_time_now_utc ();
  insert = dip_db_prepare (db,
                           "INSERT INTO takedown (item_id, reason, opened_at, done_at, done_by) VALUES (?, ?, ?, ?, ?) "
                           "ON CONFLICT (item_id) DO NOTHING");
  dip_statement_put_int (insert, takedown->item_id);
  dip_statement_put_text (insert, takedown->reason);
  dip_statement_put_text (insert, takedown->opened_at);
  dip_statement_put_text (insert, takedown->done_at);
  dip_statement_put_text (insert, takedown->done_by);
  return dip_statement_run (insert, error) && takedown_id (db, takedown->item_id, &takedown->id, error);
}

/**
 * dip_catalogue_takedown_done:
 * @db: the connection of a write
 * @item_id: the exported file that is down
 * @by: who saw to it
 * @error: %DIP_ERROR_NOT_FOUND when it was not to be taken down, any
 *
 * What was ticked off before stays so, with its first date and person.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_takedown_done (DipDb *db, gint64 item_id, const char *by, GError **error)
{
  g_autoptr (DipStatement) done = NULL;
  g_autofree char *now = dip_time_now_utc ();
  gint64 id;

  g_return_val_if_fail (db != NULL && by != NULL, FALSE);

  if (!takedown_id (db, item_id, &id, error))
    return FALSE;
  if (id == 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("Exported file %" PRId64 " is not on the take-down list."),
                   item_id);
      return FALSE;
    }
  done = dip_db_prepare (db, "UPDATE takedown SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL");
  dip_statement_put_text (done, now);
  dip_statement_put_text (done, by);
  dip_statement_put_int (done, id);
  return dip_statement_run (done, error);
}

static gpointer
take_takedown (DipStatement *row)
{
  DipTakedown *takedown = g_new0 (DipTakedown, 1);

  takedown->id = dip_statement_take_int (row);
  takedown->item_id = dip_statement_take_int (row);
  takedown->reason = dip_statement_take_text (row);
  takedown->opened_at = dip_statement_take_text (row);
  takedown->done_at = dip_statement_take_text (row);
  takedown->done_by = dip_statement_take_text (row);
  return takedown;
}

static gboolean
load_addresses (DipDb *db, DipTakedown *takedown, GError **error)
{
  g_autoptr (GPtrArray) rows = dip_catalogue_addresses (db, takedown->item_id, error);

  takedown->addresses = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (takedown->addresses, g_strdup (((const DipAddress *) g_ptr_array_index (rows, i))->url));
  return rows != NULL;
}

static gboolean
load_whose (DipDb *db, DipTakedown *takedown, GError **error)
{
  g_autoptr (DipClient) client = dip_catalogue_client (db, takedown->item->client_id, error);
  g_autoptr (DipDestination) destination
      = client != NULL ? dip_catalogue_destination_by_id (db, takedown->item->destination_id, error) : NULL;

  if (destination == NULL)
    return FALSE;
  takedown->code = g_strdup (client->code);
  takedown->destination = g_strdup (destination->label);
  return TRUE;
}

GPtrArray *
dip_catalogue_takedowns (DipDb *db, gboolean open_only, GError **error)
{
  g_autoptr (DipStatement) list = NULL;
  g_autoptr (GPtrArray) takedowns = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, open_only ? SELECT_TAKEDOWN "WHERE done_at IS NULL ORDER BY id"
                                       : SELECT_TAKEDOWN "ORDER BY id");
  takedowns = dip_statement_list (list, take_takedown, (GDestroyNotify) dip_takedown_free, error);
  for (guint i = 0; takedowns != NULL && i < takedowns->len; i++)
    {
      DipTakedown *takedown = g_ptr_array_index (takedowns, i);

      takedown->item = dip_catalogue_item (db, takedown->item_id, error);
      if (takedown->item == NULL || !load_addresses (db, takedown, error) || !load_whose (db, takedown, error))
        return NULL;
    }
  return g_steal_pointer (&takedowns);
}

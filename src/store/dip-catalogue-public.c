#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-db.h"

#define SELECT_ADDRESS "SELECT id, item_id, url, noted_at, noted_by FROM address "

static gpointer
take_address (DipStatement *row)
{
  DipAddress *address = g_new0 (DipAddress, 1);

  address->id = dip_statement_take_int (row);
  address->item_id = dip_statement_take_int (row);
  address->url = dip_statement_take_text (row);
  address->noted_at = dip_statement_take_text (row);
  address->noted_by = dip_statement_take_text (row);
  return address;
}

gboolean
dip_catalogue_address_insert (DipDb *db, DipAddress *address, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autoptr (DipStatement) find = NULL;

  g_return_val_if_fail (db != NULL && address != NULL, FALSE);

  if (address->noted_at == NULL)
    address->noted_at = dip_time_now_utc ();
  insert = dip_db_prepare (db, "INSERT INTO address (item_id, url, noted_at, noted_by) VALUES (?, ?, ?, ?) "
                               "ON CONFLICT (item_id, url) DO NOTHING");
  dip_statement_put_int (insert, address->item_id);
  dip_statement_put_text (insert, address->url);
  dip_statement_put_text (insert, address->noted_at);
  dip_statement_put_text (insert, address->noted_by);
  if (!dip_statement_run (insert, error))
    return FALSE;
  find = dip_db_prepare (db, "SELECT id FROM address WHERE item_id = ? AND url = ?");
  dip_statement_put_int (find, address->item_id);
  dip_statement_put_text (find, address->url);
  return dip_statement_int (find, &address->id, error);
}

gboolean
dip_catalogue_address_remove (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) remove = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  remove = dip_db_prepare (db, "DELETE FROM address WHERE id = ?");
  dip_statement_put_int (remove, id);
  if (!dip_statement_run (remove, error))
    return FALSE;
  if (dip_db_changes (db) == 1)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("There is no web address %" PRId64 "."), id);
  return FALSE;
}

GPtrArray *
dip_catalogue_addresses (DipDb *db, gint64 item_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db,
                         item_id == 0 ? SELECT_ADDRESS "ORDER BY id" : SELECT_ADDRESS "WHERE item_id = ? ORDER BY id");
  if (item_id != 0)
    dip_statement_put_int (list, item_id);
  return dip_statement_list (list, take_address, (GDestroyNotify) dip_address_free, error);
}

static char *
column_of (const char *column, const char *language)
{
  return g_strdup_printf ("%s %s", column, language);
}

static char *
take_words (DipStatement *row, const DipPairText *text, const char *column)
{
  g_autofree char *place = column_of (column, text->language);

  return dip_statement_take_sealed (row, DIP_KEY_GALLERY, "pair-text", place, text->pair_id, 0);
}

static void
put_words (DipStatement *put, const DipPairText *text, const char *column, const char *words)
{
  g_autofree char *place = column_of (column, text->language);

  dip_statement_put_sealed (put, DIP_KEY_GALLERY, "pair-text", place, text->pair_id, 0, words);
}

static gpointer
take_pair_text (DipStatement *row)
{
  DipPairText *text = g_new0 (DipPairText, 1);

  text->pair_id = dip_statement_take_int (row);
  text->language = dip_statement_take_text (row);
  text->title = take_words (row, text, "title");
  text->alt = take_words (row, text, "alt");
  text->caption = take_words (row, text, "caption");
  return text;
}

DipPairText *
dip_catalogue_pair_text (DipDb *db, gint64 pair_id, const char *language, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer text = NULL;

  g_return_val_if_fail (db != NULL && language != NULL, NULL);

  get = dip_db_prepare (db, "SELECT pair_id, language, title, alt, caption FROM pair_text "
                            "WHERE pair_id = ? AND language = ?");
  dip_statement_put_int (get, pair_id);
  dip_statement_put_text (get, language);
  return dip_statement_one (get, take_pair_text, &text, error) ? text : NULL;
}

static gboolean
remove_text (DipDb *db, const DipPairText *text, GError **error)
{
  g_autoptr (DipStatement) remove = dip_db_prepare (db, "DELETE FROM pair_text WHERE pair_id = ? AND language = ?");

  dip_statement_put_int (remove, text->pair_id);
  dip_statement_put_text (remove, text->language);
  return dip_statement_run (remove, error);
}

gboolean
dip_catalogue_pair_text_put (DipDb *db, const DipPairText *text, GError **error)
{
  g_autoptr (DipStatement) put = NULL;

  g_return_val_if_fail (db != NULL && text != NULL && text->language != NULL, FALSE);

  if (text->title == NULL && text->alt == NULL && text->caption == NULL)
    return remove_text (db, text, error);
  put = dip_db_prepare (db, "INSERT INTO pair_text (pair_id, language, title, alt, caption) VALUES (?, ?, ?, ?, ?) "
                            "ON CONFLICT (pair_id, language) DO UPDATE SET (title, alt, caption) = "
                            "(excluded.title, excluded.alt, excluded.caption)");
  dip_statement_put_int (put, text->pair_id);
  dip_statement_put_text (put, text->language);
  put_words (put, text, "title", text->title);
  put_words (put, text, "alt", text->alt);
  put_words (put, text, "caption", text->caption);
  return dip_statement_run (put, error);
}

#include "dip-addresses.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-csv.h"

typedef struct
{
  const DipDesk *desk;
  gint64 id;
  const char *url;
  const char *csv;
  DipAddressImport *report;
  GPtrArray *found;
} Op;

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_catalogue_addresses (db, op->id, error);
  return op->found != NULL;
}

GPtrArray *
dip_addresses_list (const DipDesk *desk, gint64 item_id, GError **error)
{
  Op op = { .desk = desk, .id = item_id };

  return dip_library_read (desk->library, list_txn, &op, error) ? op.found : NULL;
}

static gboolean
is_web_address (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  return scheme != NULL && (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

static gboolean
check_url (const char *url, GError **error)
{
  if (is_web_address (url))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("“%s” is no web address; it should begin with https:// or http://."), url);
  return FALSE;
}

static gboolean
note (const Op *op, DipDb *db, gint64 item_id, const char *url, GError **error)
{
  DipAddress address = { .item_id = item_id, .url = (char *) url, .noted_by = op->desk->actor };
  g_autofree char *subject = g_strdup_printf ("item %" PRId64, item_id);
  gboolean done = dip_catalogue_address_insert (db, &address, error)
                  && dip_audit_append (db, op->desk->actor, "address-note", subject, NULL, error);

  g_free (address.noted_at);
  return done;
}

static gboolean
add_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Op *op = user_data;
  g_autoptr (DipExportItem) item = dip_catalogue_item (db, op->id, error);

  return item != NULL && note (op, db, op->id, op->url, error);
}

gboolean
dip_addresses_add (const DipDesk *desk, gint64 item_id, const char *url, GError **error)
{
  Op op = { .desk = desk, .id = item_id, .url = url };

  return check_url (url, error) && dip_library_write (desk->library, add_txn, &op, error);
}

static gboolean
remove_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Op *op = user_data;
  g_autofree char *subject = g_strdup_printf ("address %" PRId64, op->id);

  return dip_catalogue_address_remove (db, op->id, error)
         && dip_audit_append (db, op->desk->actor, "address-remove", subject, NULL, error);
}

gboolean
dip_addresses_remove (const DipDesk *desk, gint64 id, GError **error)
{
  Op op = { .desk = desk, .id = id };

  return dip_library_write (desk->library, remove_txn, &op, error);
}

void
dip_address_import_free (DipAddressImport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

/* name -> the newest DipExportItem of it, borrowed from @items */
static GHashTable *
by_name (GPtrArray *items)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);

      g_hash_table_insert (table, item->name, item);
    }
  return table;
}

static const DipExportItem *
find_item (GPtrArray *items, GHashTable *names, const char *text)
{
  g_autofree char *base = g_path_get_basename (text);
  const DipExportItem *item = g_hash_table_lookup (names, base);
  gint64 id = 0;

  if (item != NULL || !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    return item;
  for (guint i = 0; i < items->len; i++)
    if (((const DipExportItem *) g_ptr_array_index (items, i))->id == id)
      return g_ptr_array_index (items, i);
  return NULL;
}

static gboolean
is_known (GPtrArray *addresses, gint64 item_id, const char *url)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const DipAddress *address = g_ptr_array_index (addresses, i);

      if (address->item_id == item_id && strcmp (address->url, url) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
complain (Op *op, char *sentence)
{
  g_ptr_array_add (op->report->problems, sentence);
}

/* FALSE only when the catalogue fails. */
static gboolean
import_row (Op *op, DipDb *db, const char *const *row, GPtrArray *items, GHashTable *names, GError **error)
{
  const guint n_cells = g_strv_length ((char **) row);
  const DipExportItem *item = find_item (items, names, row[0]);
  const char *url = n_cells > 1 ? row[1] : "";
  g_autoptr (GPtrArray) known = NULL;

  if (!is_web_address (url))
    complain (op, g_strdup_printf (_ ("“%s”: “%s” is no web address."), row[0], url));
  else if (item == NULL)
    complain (op, g_strdup_printf (_ ("“%s”: no file of this name was ever exported."), row[0]));
  if (item == NULL || !is_web_address (url))
    return TRUE;
  known = dip_catalogue_addresses (db, item->id, error);
  if (known == NULL)
    return FALSE;
  if (is_known (known, item->id, url))
    {
      op->report->n_known++;
      return TRUE;
    }
  op->report->n_added++;
  return note (op, db, item->id, url, error);
}

static gboolean
import_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) rows = dip_csv_parse (op->csv);
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, 0, error);
  g_autoptr (GHashTable) names = NULL;

  if (items == NULL)
    return FALSE;
  names = by_name (items);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *const *row = g_ptr_array_index (rows, i);
      const gboolean heading
          = i == 0 && row[1] != NULL && strchr (row[1], ':') == NULL && find_item (items, names, row[0]) == NULL;

      if (!heading && !import_row (op, db, row, items, names, error))
        return FALSE;
    }
  return TRUE;
}

DipAddressImport *
dip_addresses_import (const DipDesk *desk, const char *csv, GError **error)
{
  g_autoptr (DipAddressImport) report = g_new0 (DipAddressImport, 1);
  Op op = { .desk = desk, .csv = csv, .report = report };

  g_return_val_if_fail (csv != NULL, NULL);

  report->problems = g_ptr_array_new_with_free_func (g_free);
  return dip_library_write (desk->library, import_txn, &op, error) ? g_steal_pointer (&report) : NULL;
}

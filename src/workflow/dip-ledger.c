#include "dip-ledger.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-catalogue.h"
#include "dip-compose.h"
#include "dip-csv.h"
#include "dip-digest.h"
#include "dip-safe-file.h"

#define MOST_BYTES (64u << 20)

void
dip_ledger_entry_free (DipLedgerEntry *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->item, dip_export_item_free);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self->code);
  g_free (self->destination);
  g_free (self->destination_label);
  g_free (self);
}

typedef struct
{
  const DipLedgerFilter *filter;
  gint64 client_id;      /* 0: any */
  gint64 destination_id; /* 0: any */
  GHashTable *codes;     /* client id -> code */
  GHashTable *places;    /* destination id -> DipDestination */
  GHashTable *addresses; /* item id -> GPtrArray of utf8 */
  GPtrArray *found;
} Op;

static gint64 *
key_of (gint64 id)
{
  gint64 *key = g_new (gint64, 1);

  *key = id;
  return key;
}

static gboolean
load_places (Op *op, DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) places = dip_catalogue_destinations (db, error);

  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      DipDestination *place = g_ptr_array_index (places, i);

      places->pdata[i] = NULL;
      g_hash_table_insert (op->places, key_of (place->id), place);
    }
  return places != NULL;
}

static gboolean
load_addresses (Op *op, DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) rows = dip_catalogue_addresses (db, 0, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const DipAddress *row = g_ptr_array_index (rows, i);
      GPtrArray *of_item = g_hash_table_lookup (op->addresses, &row->item_id);

      if (of_item == NULL)
        g_hash_table_insert (op->addresses, key_of (row->item_id), of_item = g_ptr_array_new_with_free_func (g_free));
      g_ptr_array_add (of_item, g_strdup (row->url));
    }
  return rows != NULL;
}

static gboolean
load_filter (Op *op, DipDb *db, GError **error)
{
  g_autoptr (DipClient) client = NULL;
  g_autoptr (DipDestination) place = NULL;

  if (op->filter->code != NULL)
    {
      client = dip_catalogue_client_by_code (db, op->filter->code, error);
      if (client == NULL)
        return FALSE;
      op->client_id = client->id;
    }
  if (op->filter->destination != NULL)
    {
      place = dip_catalogue_destination (db, op->filter->destination, error);
      if (place == NULL)
        return FALSE;
      op->destination_id = place->id;
    }
  return TRUE;
}

static DipDate
day_of (const DipExportItem *item)
{
  g_autofree char *day = g_strndup (item->exported_at, 10);
  DipDate date = DIP_DATE_NONE;

  return dip_date_parse (day, "exported_at", &date, NULL) ? date : DIP_DATE_NONE;
}

static gboolean
is_wanted (const Op *op, const DipExportItem *item)
{
  const DipLedgerFilter *filter = op->filter;
  const DipDate day = day_of (item);

  return (op->destination_id == 0 || item->destination_id == op->destination_id)
         && (filter->state == DIP_LEDGER_ANY_STATE || (int) item->state == filter->state)
         && (filter->since == DIP_DATE_NONE || day >= filter->since)
         && (filter->until == DIP_DATE_NONE || day <= filter->until);
}

static const char *
code_of (Op *op, DipDb *db, gint64 client_id, GError **error)
{
  const char *code = g_hash_table_lookup (op->codes, &client_id);
  g_autoptr (DipClient) client = NULL;

  if (code != NULL)
    return code;
  client = dip_catalogue_client (db, client_id, error);
  if (client == NULL)
    return NULL;
  g_hash_table_insert (op->codes, key_of (client_id), g_strdup (client->code));
  return g_hash_table_lookup (op->codes, &client_id);
}

static gboolean
add_entry (Op *op, DipDb *db, DipExportItem *item, GError **error)
{
  const char *code = code_of (op, db, item->client_id, error);
  const DipDestination *place = g_hash_table_lookup (op->places, &item->destination_id);
  GPtrArray *addresses = g_hash_table_lookup (op->addresses, &item->id);
  DipLedgerEntry *entry;

  if (code == NULL)
    {
      dip_export_item_free (item);
      return FALSE;
    }
  entry = g_new0 (DipLedgerEntry, 1);
  entry->item = item;
  entry->code = g_strdup (code);
  entry->destination = place != NULL ? g_strdup (place->name) : NULL;
  entry->destination_label = place != NULL ? g_strdup (place->label) : NULL;
  entry->addresses = addresses != NULL ? g_ptr_array_ref (addresses) : g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (op->found, entry);
  return TRUE;
}

static gboolean
find_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) items = NULL;

  if (!load_filter (op, db, error) || !load_places (op, db, error) || !load_addresses (op, db, error))
    return FALSE;
  items = dip_catalogue_items (db, op->client_id, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);

      if (!is_wanted (op, item))
        continue;
      items->pdata[i] = NULL;
      if (!add_entry (op, db, item, error))
        return FALSE;
    }
  return items != NULL;
}

static GHashTable *
table_by_id (GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_value);
}

GPtrArray *
dip_ledger_find (const DipDesk *desk, const DipLedgerFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_ledger_entry_free);
  g_autoptr (GHashTable) codes = table_by_id (g_free);
  g_autoptr (GHashTable) places = table_by_id ((GDestroyNotify) dip_destination_free);
  g_autoptr (GHashTable) addresses = table_by_id ((GDestroyNotify) g_ptr_array_unref);
  Op op = { .filter = filter, .codes = codes, .places = places, .addresses = addresses, .found = found };

  g_return_val_if_fail (filter != NULL, NULL);

  return dip_library_read (desk->library, find_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static char *
joined (GPtrArray *texts)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? " " : "", (const char *) g_ptr_array_index (texts, i));
  return g_string_free (line, FALSE);
}

char *
dip_ledger_csv (GPtrArray *entries)
{
  static const char *const heading[]
      = { "item",  "pair",   "client", "destination", "file",       "folder",    "sha256", "bytes",
          "width", "height", "state",  "exported_at", "removed_at", "addresses", NULL };
  GString *csv = g_string_new (NULL);

  dip_csv_add_row (csv, heading);
  for (guint i = 0; i < entries->len; i++)
    {
      const DipLedgerEntry *entry = g_ptr_array_index (entries, i);
      const DipExportItem *item = entry->item;
      g_autofree char *id = g_strdup_printf ("%" PRId64, item->id);
      g_autofree char *pair = g_strdup_printf ("%" PRId64, item->pair_id);
      g_autofree char *bytes = g_strdup_printf ("%" PRId64, item->bytes);
      g_autofree char *width = g_strdup_printf ("%d", item->width);
      g_autofree char *height = g_strdup_printf ("%d", item->height);
      g_autofree char *addresses = joined (entry->addresses);
      const char *const row[] = { id,
                                  pair,
                                  entry->code,
                                  entry->destination != NULL ? entry->destination : "",
                                  item->name,
                                  item->folder,
                                  item->sha256,
                                  bytes,
                                  width,
                                  height,
                                  dip_token_name (dip_export_state_tokens, (int) item->state),
                                  item->exported_at,
                                  item->removed_at != NULL ? item->removed_at : "",
                                  addresses,
                                  NULL };

      dip_csv_add_row (csv, row);
    }
  return g_string_free (csv, FALSE);
}

typedef struct
{
  gint64 id;
  DipExportItem *item;
} Get;

static gboolean
get_txn (DipDb *db, gpointer user_data, GError **error)
{
  Get *get = user_data;

  get->item = dip_catalogue_item (db, get->id, error);
  return get->item != NULL;
}

GBytes *
dip_ledger_thumbnail (const DipDesk *desk, gint64 item_id, int size, GCancellable *cancellable, GError **error)
{
  Get get = { .id = item_id };
  g_autoptr (DipExportItem) item = NULL;
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!dip_library_read (desk->library, get_txn, &get, error))
    return NULL;
  item = get.item;
  path = g_build_filename (item->folder, item->name, NULL);
  bytes = dip_safe_file_read (path, MOST_BYTES, item->name, error);
  if (bytes == NULL)
    return NULL;
  digest = dip_digest_bytes (bytes);
  if (strcmp (digest, item->sha256) == 0)
    return dip_thumbnail (bytes, 1, size, cancellable, error);
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("“%s” is not the file any more that was exported."),
               item->name);
  return NULL;
}

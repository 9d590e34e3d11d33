#include "dip-db-private.h"

struct _DipDbBlob
{
  DipDb *db; /* borrowed */
  sqlite3_blob *handle;
};

/**
 * dip_db_blob_open:
 * @self: a connection
 * @table: name of a table
 * @column: name of its column
 * @row: the row's id
 * @write: whether it is to be written
 * @error: any
 *
 * Returns: (transfer full): a window on one value of bytes, whose size is fixed
 */
DipDbBlob *
dip_db_blob_open (DipDb *self, const char *table, const char *column, gint64 row, gboolean write, GError **error)
{
  sqlite3_blob *handle = NULL;
  DipDbBlob *blob;
  int code;

  g_return_val_if_fail (self != NULL && table != NULL && column != NULL, NULL);

  code = sqlite3_blob_open (self->handle, "main", table, column, row, write, &handle);
  if (code != SQLITE_OK)
    {
      dip_db_set_error (self, code, sqlite3_errmsg (self->handle), error);
      return NULL;
    }
  blob = g_new0 (DipDbBlob, 1);
  blob->db = self;
  blob->handle = handle;
  return blob;
}

void
dip_db_blob_close (DipDbBlob *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_blob_close (self->handle);
  g_free (self);
}

gsize
dip_db_blob_get_size (DipDbBlob *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gsize) sqlite3_blob_bytes (self->handle);
}

static gboolean
succeeded (DipDbBlob *self, int code, GError **error)
{
  if (code == SQLITE_OK)
    return TRUE;
  dip_db_set_error (self->db, code, sqlite3_errstr (code), error);
  return FALSE;
}

gboolean
dip_db_blob_read (DipDbBlob *self, gpointer data, gsize length, gsize offset, GError **error)
{
  g_return_val_if_fail (self != NULL && offset + length <= G_MAXINT, FALSE);

  return succeeded (self, sqlite3_blob_read (self->handle, data, (int) length, (int) offset), error);
}

gboolean
dip_db_blob_write (DipDbBlob *self, gconstpointer data, gsize length, gsize offset, GError **error)
{
  g_return_val_if_fail (self != NULL && offset + length <= G_MAXINT, FALSE);

  return succeeded (self, sqlite3_blob_write (self->handle, data, (int) length, (int) offset), error);
}

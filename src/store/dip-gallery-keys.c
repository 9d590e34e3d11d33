#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "dip-library-private.h"
#include "dip-seal-private.h"

GArray *
dip_gallery_keys_pairs (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, "SELECT DISTINCT pair_id FROM gallery_key ORDER BY pair_id");
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row;

  while (TRUE)
    {
      gint64 id;

      if (!dip_statement_step (list, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&pairs);
      id = dip_statement_take_int (list);
      g_array_append_val (pairs, id);
    }
}

static gboolean
give_one (DipLibrary *self, DipDb *db, gint64 pair_id, const char *blob, GError **error)
{
  g_autoptr (DipSecret) key = dip_blobs_content_key (self, blob, error);
  g_autoptr (DipStatement) put
      = dip_db_prepare (db, "INSERT OR REPLACE INTO gallery_key (pair_id, blob, sealed) VALUES (?, ?, ?)");
  g_autofree char *place = dip_keyring_place ("gallery-key", pair_id, blob, 0);
  char hex[2 * DIP_SECRET_SIZE + 1];
  g_autofree char *sealed = NULL;

  if (key == NULL)
    return FALSE;
  sodium_bin2hex (hex, sizeof hex, dip_secret_peek (key), DIP_SECRET_SIZE);
  sealed = dip_keyring_seal_text (dip_db_get_keyring (db), DIP_KEY_GALLERY, place, hex);
  sodium_memzero (hex, sizeof hex);
  dip_statement_put_int (put, pair_id);
  dip_statement_put_text (put, blob);
  dip_statement_put_text (put, sealed);
  return dip_statement_run (put, error);
}

gboolean
dip_gallery_keys_give (DipLibrary *self, DipDb *db, gint64 pair_id, const char *const *blobs, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL && blobs != NULL, FALSE);

  for (gsize i = 0; blobs[i] != NULL; i++)
    if (!give_one (self, db, pair_id, blobs[i], error))
      return FALSE;
  return TRUE;
}

gboolean
dip_gallery_keys_take (DipDb *db, gint64 pair_id, GError **error)
{
  g_autoptr (DipStatement) take = dip_db_prepare (db, "DELETE FROM gallery_key WHERE pair_id = ?");

  dip_statement_put_int (take, pair_id);
  return dip_statement_run (take, error);
}

/* One look for the content key that marketing was given. */
typedef struct
{
  const char *blob;
  gint64 pair_id;
  char *sealed;
} Look;

static gboolean
look (DipDb *db, gpointer user_data, GError **error)
{
  Look *self = user_data;
  g_autoptr (DipStatement) get
      = dip_db_prepare (db, "SELECT pair_id, sealed FROM main.gallery_key WHERE blob = ? ORDER BY pair_id LIMIT 1");
  gboolean row;

  dip_statement_put_text (get, self->blob);
  if (!dip_statement_step (get, &row, error))
    return FALSE;
  if (row)
    {
      self->pair_id = dip_statement_take_int (get);
      self->sealed = dip_statement_take_text (get);
    }
  return TRUE;
}

DipSecret *
dip_gallery_keys_find (DipLibrary *self, const DipKeyring *keyring, const char *blob)
{
  Look one = { .blob = blob };
  g_autofree char *place = NULL;
  char *hex = NULL;
  guint8 bytes[DIP_SECRET_SIZE];
  gboolean good;

  if (!dip_library_read_locked (self, look, &one, NULL) || one.sealed == NULL)
    return NULL;
  place = dip_keyring_place ("gallery-key", one.pair_id, blob, 0);
  good = dip_keyring_open_text (keyring, DIP_KEY_GALLERY, place, one.sealed, &hex) == DIP_OPENED
         && sodium_hex2bin (bytes, sizeof bytes, hex, 2 * DIP_SECRET_SIZE, NULL, NULL, NULL) == 0;
  g_free (one.sealed);
  dip_secret_wipe_text (hex);
  g_free (hex);
  return good ? dip_secret_take (bytes) : NULL;
}

#include "dip-inbox.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-clients.h"
#include "dip-treatments.h"

typedef struct
{
  const DipDesk *desk;
  GPtrArray *found;  /* DipPhotoView */
  GHashTable *codes; /* of clients by id */
  const gint64 *ids;
  guint n_ids;
  const char *code;
  GPtrArray *blobs;
} Op;

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
  g_hash_table_insert (op->codes, g_memdup2 (&client_id, sizeof client_id), g_strdup (client->code));
  return g_hash_table_lookup (op->codes, &client_id);
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) photos = dip_catalogue_photos_unsorted (db, error);

  if (photos == NULL)
    return FALSE;
  for (guint i = 0; i < photos->len; i++)
    {
      DipPhoto *photo = g_ptr_array_index (photos, i);
      const char *code = photo->client_id != 0 ? code_of (op, db, photo->client_id, error) : NULL;
      g_autoptr (DipPhotoView) view = g_new0 (DipPhotoView, 1);

      if ((photo->client_id != 0 && code == NULL) || !dip_photos_phase (db, op->desk, photo, &view->facts, error))
        return FALSE;
      view->photo = photo;
      g_ptr_array_index (photos, i) = NULL;
      view->code = g_strdup (code);
      g_ptr_array_add (op->found, g_steal_pointer (&view));
    }
  return TRUE;
}

GPtrArray *
dip_inbox_list (const DipDesk *desk, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_photo_view_free);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Op op = { .desk = desk, .found = found, .codes = codes };

  return dip_library_read (desk->library, list_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static gboolean
require_unused (DipDb *db, gint64 id, GError **error)
{
  gboolean in_use;

  if (!dip_catalogue_photo_in_use (db, id, &in_use, error))
    return FALSE;
  if (!in_use)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
               _ ("Photo %" PRId64 " is part of a pair or named in a consent, so it stays where it is."), id);
  return FALSE;
}

static gboolean
note (Op *op, DipDb *db, const char *action, gint64 id, const char *detail, GError **error)
{
  g_autofree char *subject = g_strdup_printf ("photo %" PRId64, id);

  return dip_audit_append (db, op->desk->actor, action, subject, detail, error);
}

static char *
code_or_nothing (DipDb *db, gint64 client_id)
{
  g_autoptr (DipClient) client = client_id != 0 ? dip_catalogue_client (db, client_id, NULL) : NULL;

  return g_strdup (client != NULL ? client->code : "");
}

static gboolean
give_one (Op *op, DipDb *db, const DipClient *client, gint64 id, GError **error)
{
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, id, error);
  gint64 owner = client != NULL ? client->id : 0;
  g_autofree char *was = NULL;
  g_autofree char *detail = NULL;

  if (photo == NULL)
    return FALSE;
  if (photo->client_id == owner)
    return TRUE;
  was = code_or_nothing (db, photo->client_id);
  photo->client_id = owner;
  photo->treatment_id = 0;
  if (!require_unused (db, id, error)
      || (client != NULL && !dip_treatments_newest (db, owner, &photo->treatment_id, error))
      || !dip_catalogue_photo_update (db, photo, error))
    return FALSE;
  detail = g_strdup_printf ("{\"was\":\"%s\",\"is\":\"%s\"}", was, client != NULL ? client->code : "");
  return note (op, db, "photo-give", id, detail, error);
}

static gboolean
give_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = op->code != NULL ? dip_clients_require (db, op->code, error) : NULL;

  if (op->code != NULL && client == NULL)
    return FALSE;
  for (guint i = 0; i < op->n_ids; i++)
    if (!give_one (op, db, client, op->ids[i], error))
      return FALSE;
  return TRUE;
}

gboolean
dip_inbox_give (const DipDesk *desk, const gint64 *ids, guint n_ids, const char *code, GError **error)
{
  Op op = { .desk = desk, .ids = ids, .n_ids = n_ids, .code = code };

  return dip_library_write (desk->library, give_txn, &op, error);
}

static gboolean
remove_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  for (guint i = 0; i < op->n_ids; i++)
    {
      g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, op->ids[i], error);
      g_autofree char *was = NULL;
      g_autofree char *detail = NULL;

      if (photo == NULL || !require_unused (db, photo->id, error) || !dip_catalogue_photo_delete (db, photo->id, error))
        return FALSE;
      was = code_or_nothing (db, photo->client_id);
      detail = g_strdup_printf ("{\"client\":\"%s\",\"blob\":\"%s\"}", was, photo->blob);
      if (!note (op, db, "photo-remove", photo->id, detail, error))
        return FALSE;
      g_ptr_array_add (op->blobs, g_strdup (photo->blob));
    }
  return TRUE;
}

gboolean
dip_inbox_remove (const DipDesk *desk, const gint64 *ids, guint n_ids, GError **error)
{
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func (g_free);
  Op op = { .desk = desk, .ids = ids, .n_ids = n_ids, .blobs = blobs };

  if (!dip_library_write (desk->library, remove_txn, &op, error))
    return FALSE;
  for (guint i = 0; i < blobs->len; i++)
    {
      dip_derived_drop (desk->library, g_ptr_array_index (blobs, i));
      if (!dip_blobs_drop_unused (desk->library, g_ptr_array_index (blobs, i), error))
        return FALSE;
    }
  return TRUE;
}

#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"

#define COLUMNS                                                                                                        \
  "client_id, treatment_id, blob, format, width, height, orientation, bytes, taken_on, taken_at, taken_source, "       \
  "taken_by, view, shows, pixel_digest, source_digest, camera, lens, focal_length, exposure, f_number, iso, "          \
  "white_balance, hair, removed, certificate, imported_at"
#define SELECT "SELECT id, " COLUMNS " FROM photo "

static void
take_file (DipStatement *row, DipPhoto *photo)
{
  photo->blob = dip_statement_take_text (row);
  photo->format = dip_statement_take_text (row);
  photo->width = (int) dip_statement_take_int (row);
  photo->height = (int) dip_statement_take_int (row);
  photo->orientation = (int) dip_statement_take_int (row);
  photo->bytes = dip_statement_take_int (row);
}

static void
take_meaning (DipStatement *row, DipPhoto *photo)
{
  photo->taken_on = dip_statement_take_date (row);
  photo->taken_at = dip_statement_take_text (row);
  photo->taken_source = (DipTakenSource) dip_statement_take_token (row, dip_taken_source_tokens, DIP_TAKEN_UNKNOWN);
  photo->taken_by = dip_statement_take_text (row);
  photo->view = (DipView) dip_statement_take_token (row, dip_view_tokens, DIP_VIEW_NONE);
  photo->shows
      = (DipIdentifiability) dip_statement_take_token (row, dip_identifiability_tokens, DIP_IDENTIFIABILITY_FULL_FACE);
}

static void
take_camera (DipStatement *row, DipPhoto *photo)
{
  photo->camera = dip_statement_take_text (row);
  photo->lens = dip_statement_take_text (row);
  photo->focal_length = dip_statement_take_double (row);
  photo->exposure = dip_statement_take_double (row);
  photo->f_number = dip_statement_take_double (row);
  photo->iso = (int) dip_statement_take_int (row);
  photo->white_balance = dip_statement_take_text (row);
  photo->hair = (DipHair) dip_statement_take_token (row, dip_hair_tokens, DIP_HAIR_NOT_SAID);
}

static gpointer
take_photo (DipStatement *row)
{
  DipPhoto *photo = dip_photo_new ();

  photo->id = dip_statement_take_int (row);
  photo->client_id = dip_statement_take_int (row);
  photo->treatment_id = dip_statement_take_int (row);
  take_file (row, photo);
  take_meaning (row, photo);
  photo->pixel_digest = dip_statement_take_text (row);
  photo->source_digest = dip_statement_take_text (row);
  take_camera (row, photo);
  photo->removed = dip_statement_take_text (row);
  photo->certificate = dip_statement_take_text (row);
  photo->imported_at = dip_statement_take_text (row);
  return photo;
}

static void
put_file (DipStatement *statement, const DipPhoto *photo)
{
  dip_statement_put_text (statement, photo->blob);
  dip_statement_put_text (statement, photo->format);
  dip_statement_put_int (statement, photo->width);
  dip_statement_put_int (statement, photo->height);
  dip_statement_put_int (statement, photo->orientation);
  dip_statement_put_int (statement, photo->bytes);
}

static void
put_meaning (DipStatement *statement, const DipPhoto *photo)
{
  dip_statement_put_date (statement, photo->taken_on);
  dip_statement_put_text (statement, photo->taken_at);
  dip_statement_put_token (statement, dip_taken_source_tokens, (int) photo->taken_source);
  dip_statement_put_text (statement, photo->taken_by);
  dip_statement_put_token (statement, dip_view_tokens, (int) photo->view);
  dip_statement_put_token (statement, dip_identifiability_tokens, (int) photo->shows);
}

static void
put_camera (DipStatement *statement, const DipPhoto *photo)
{
  dip_statement_put_text (statement, photo->camera);
  dip_statement_put_text (statement, photo->lens);
  dip_statement_put_number (statement, photo->focal_length);
  dip_statement_put_number (statement, photo->exposure);
  dip_statement_put_number (statement, photo->f_number);
  dip_statement_put_id (statement, photo->iso);
  dip_statement_put_text (statement, photo->white_balance);
  dip_statement_put_token (statement, dip_hair_tokens, (int) photo->hair);
}

/**
 * dip_catalogue_photo_insert:
 * @db: the connection of a write
 * @photo: gets its id, and its imported_at when it has none; its blob must have been put
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_photo_insert (DipDb *db, DipPhoto *photo, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && photo != NULL, FALSE);

  if (photo->imported_at == NULL)
    photo->imported_at = dip_time_now_utc ();
  insert = dip_db_prepare (db,
                           "INSERT INTO photo (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                           "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  dip_statement_put_id (insert, photo->client_id);
  dip_statement_put_id (insert, photo->treatment_id);
  put_file (insert, photo);
  put_meaning (insert, photo);
  dip_statement_put_text (insert, photo->pixel_digest);
  dip_statement_put_text (insert, photo->source_digest);
  put_camera (insert, photo);
  dip_statement_put_text (insert, photo->removed);
  dip_statement_put_text (insert, photo->certificate);
  dip_statement_put_text (insert, photo->imported_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  photo->id = dip_db_last_id (db);
  return TRUE;
}

gboolean
dip_catalogue_photo_update (DipDb *db, const DipPhoto *photo, GError **error)
{
  g_autoptr (DipStatement) update = NULL;

  g_return_val_if_fail (db != NULL && photo != NULL, FALSE);

  update = dip_db_prepare (db, "UPDATE photo SET taken_on = ?, taken_at = ?, taken_source = ?, taken_by = ?, view = ?, "
                               "shows = ?, hair = ?, client_id = ?, treatment_id = ? WHERE id = ?");
  put_meaning (update, photo);
  dip_statement_put_token (update, dip_hair_tokens, (int) photo->hair);
  dip_statement_put_id (update, photo->client_id);
  dip_statement_put_id (update, photo->treatment_id);
  dip_statement_put_int (update, photo->id);
  if (!dip_statement_run (update, error))
    return FALSE;
  if (dip_db_changes (db) == 1)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("There is no photo %" PRId64 "."), photo->id);
  return FALSE;
}

DipPhoto *
dip_catalogue_photo (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT "WHERE id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_photo, error, _ ("There is no photo %" PRId64 "."), id);
}

static GPtrArray *
list_by (DipDb *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, sql);

  dip_statement_put_int (list, id);
  return dip_statement_list (list, take_photo, (GDestroyNotify) dip_photo_free, error);
}

GPtrArray *
dip_catalogue_photos (DipDb *db, gint64 client_id, GError **error)
{
  g_return_val_if_fail (db != NULL, NULL);

  return list_by (db, SELECT "WHERE client_id = ? ORDER BY taken_on, id", client_id, error);
}

GPtrArray *
dip_catalogue_photos_of_treatment (DipDb *db, gint64 treatment_id, GError **error)
{
  g_return_val_if_fail (db != NULL, NULL);

  return list_by (db, SELECT "WHERE treatment_id = ? ORDER BY taken_on, id", treatment_id, error);
}

GPtrArray *
dip_catalogue_photos_unsorted (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, SELECT "WHERE (client_id IS NULL OR view IS NULL OR taken_on IS NULL) ORDER BY id");
  return dip_statement_list (list, take_photo, (GDestroyNotify) dip_photo_free, error);
}

gboolean
dip_catalogue_photo_delete (DipDb *db, gint64 id, GError **error)
{
  static const char *const statements[]
      = { "DELETE FROM redaction WHERE photo_id = ?", "DELETE FROM photo WHERE id = ?" };

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
dip_catalogue_photo_in_use (DipDb *db, gint64 id, gboolean *in_use, GError **error)
{
  g_autoptr (DipStatement) count = NULL;
  gint64 n;

  g_return_val_if_fail (db != NULL && in_use != NULL, FALSE);

  count = dip_db_prepare (db, "SELECT (SELECT count(*) FROM pair WHERE before_id = ?1 OR after_id = ?1) + "
                              "(SELECT count(*) FROM consent_coverage WHERE photo_id = ?1)");
  dip_statement_put_int (count, id);
  if (!dip_statement_int (count, &n, error))
    return FALSE;
  *in_use = n > 0;
  return TRUE;
}

DipPhoto *
dip_catalogue_photo_by_pixels (DipDb *db, const char *pixel_digest, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer photo;

  g_return_val_if_fail (db != NULL && pixel_digest != NULL, NULL);

  get = dip_db_prepare (db, SELECT "WHERE pixel_digest = ? ORDER BY id LIMIT 1");
  dip_statement_put_text (get, pixel_digest);
  dip_statement_one (get, take_photo, &photo, error);
  return photo;
}

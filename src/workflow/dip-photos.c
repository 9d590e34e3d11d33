#include "dip-photos.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-takedowns.h"

void
dip_photo_view_free (DipPhotoView *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->photo, dip_photo_free);
  g_free (self->code);
  g_free (self);
}

gboolean
dip_photos_phase (DipDb *db, const DipDesk *desk, const DipPhoto *photo, DipPhaseFacts *out, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GPtrArray) sessions = NULL;

  if (clinic == NULL)
    return FALSE;
  if (photo->treatment_id != 0)
    sessions = dip_catalogue_sessions (db, photo->treatment_id, error);
  else
    sessions = g_ptr_array_new ();
  if (sessions == NULL)
    return FALSE;
  *out = dip_phase_of (photo->taken_on, sessions, clinic->healing_days, dip_desk_today (desk));
  return TRUE;
}

typedef struct
{
  const DipDesk *desk;
  const char *code;
  gint64 id;
  const DipPhotoChange *change;
  GPtrArray *found;
  const gint64 *ids;
  guint n_ids;
  GPtrArray *before; /* DipPhoto */
} Op;

static gboolean
add_view (Op *op, DipDb *db, DipPhoto *photo, const char *code, GError **error)
{
  g_autoptr (DipPhotoView) view = g_new0 (DipPhotoView, 1);

  view->photo = photo;
  view->code = g_strdup (code);
  if (!dip_photos_phase (db, op->desk, photo, &view->facts, error))
    return FALSE;
  g_ptr_array_add (op->found, g_steal_pointer (&view));
  return TRUE;
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);
  g_autoptr (GPtrArray) photos = client != NULL ? dip_catalogue_photos (db, client->id, error) : NULL;

  if (photos == NULL)
    return FALSE;
  while (photos->len > 0)
    if (!add_view (op, db, g_ptr_array_steal_index (photos, 0), client->code, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
dip_photos_list (const DipDesk *desk, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_photo_view_free);
  Op op = { .desk = desk, .code = code, .found = found };

  return dip_library_read (desk->library, list_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static gboolean
show_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, op->id, error);
  g_autoptr (DipClient) client = NULL;

  if (photo != NULL && photo->client_id == 0)
    return add_view (op, db, g_steal_pointer (&photo), NULL, error);
  client = photo != NULL ? dip_catalogue_client (db, photo->client_id, error) : NULL;
  return client != NULL && add_view (op, db, g_steal_pointer (&photo), client->code, error);
}

DipPhotoView *
dip_photos_show (const DipDesk *desk, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_photo_view_free);
  Op op = { .desk = desk, .id = id, .found = found };

  return dip_library_read (desk->library, show_txn, &op, error) ? g_ptr_array_steal_index (found, 0) : NULL;
}

static char *
describe (const DipPhoto *photo)
{
  g_autofree char *day = dip_date_to_iso (photo->taken_on);
  const char *view = dip_token_name (dip_view_tokens, (int) photo->view);

  return g_strdup_printf ("{\"view\":\"%s\",\"shows\":\"%s\",\"taken\":\"%s\",\"by\":\"%s\",\"treatment\":%" PRId64 "}",
                          view != NULL ? view : "", dip_token_name (dip_identifiability_tokens, (int) photo->shows),
                          day != NULL ? day : "", dip_token_name (dip_taken_source_tokens, (int) photo->taken_source),
                          photo->treatment_id);
}

static gboolean
check_treatment (DipDb *db, const DipPhoto *photo, gint64 treatment_id, GError **error)
{
  g_autoptr (DipTreatment) treatment = dip_catalogue_treatment (db, treatment_id, error);

  if (treatment == NULL)
    return FALSE;
  if (treatment->client_id == photo->client_id)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("Treatment %" PRId64 " belongs to another client than photo %" PRId64 "."), treatment_id, photo->id);
  return FALSE;
}

static gboolean
apply_change (Op *op, DipDb *db, DipPhoto *photo, GError **error)
{
  const DipPhotoChange *change = op->change;

  if (change->set_view)
    {
      photo->view = change->view;
      photo->shows = dip_view_default_identifiability (change->view);
    }
  if (change->set_shows)
    photo->shows = change->shows;
  if (change->set_taken)
    {
      photo->taken_on = change->taken;
      photo->taken_source = DIP_TAKEN_STATED;
      g_free (photo->taken_by);
      photo->taken_by = g_strdup (op->desk->actor);
    }
  if (change->set_hair)
    photo->hair = change->hair;
  if (!change->set_treatment)
    return TRUE;
  photo->treatment_id = change->treatment_id;
  return check_treatment (db, photo, change->treatment_id, error);
}

/* @photo is what the catalogue will say; @was what it said. */
static gboolean
write_photo (Op *op, DipDb *db, const DipPhoto *photo, const char *was, GError **error)
{
  g_autofree char *is = describe (photo);
  g_autofree char *subject = g_strdup_printf ("photo %" PRId64, photo->id);
  g_autofree char *detail = g_strdup_printf ("{\"was\":%s,\"is\":%s}", was, is);

  return dip_catalogue_photo_update (db, photo, error)
         && dip_audit_append (db, op->desk->actor, "photo-set", subject, detail, error);
}

static gboolean
set_one (Op *op, DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, id, error);
  g_autofree char *was = NULL;

  if (photo == NULL)
    return FALSE;
  was = describe (photo);
  return apply_change (op, db, photo, error) && write_photo (op, db, photo, was, error);
}

static gboolean
set_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  guint n_opened = 0;

  for (guint i = 0; i < op->n_ids; i++)
    {
      DipPhoto *before = dip_catalogue_photo (db, op->ids[i], error);

      if (before == NULL)
        return FALSE;
      g_ptr_array_add (op->before, before);
      if (!set_one (op, db, op->ids[i], error))
        return FALSE;
    }
  /* A corrected date or view may show that what is out should never have gone out. */
  return dip_takedowns_reconcile (db, op->desk, &n_opened, error);
}

static gboolean
check_day (const DipDesk *desk, gint64 id, const DipPhotoChange *change, GError **error)
{
  if (!change->set_taken || change->taken <= dip_desk_today (desk))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("Photo %" PRId64 " can't have been taken in the future; check the date."), id);
  return FALSE;
}

gboolean
dip_photos_set_all (const DipDesk *desk, const gint64 *ids, guint n_ids, const DipPhotoChange *change,
                    GPtrArray **before, GError **error)
{
  g_autoptr (GPtrArray) photos = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_photo_free);
  Op op = { .desk = desk, .ids = ids, .n_ids = n_ids, .change = change, .before = photos };

  if ((n_ids > 0 && !check_day (desk, ids[0], change, error))
      || !dip_library_write (desk->library, set_txn, &op, error))
    return FALSE;
  if (before != NULL)
    *before = g_steal_pointer (&photos);
  return TRUE;
}

gboolean
dip_photos_set (const DipDesk *desk, gint64 id, const DipPhotoChange *change, GError **error)
{
  return dip_photos_set_all (desk, &id, 1, change, NULL, error);
}

static gboolean
put_back_one (Op *op, DipDb *db, const DipPhoto *before, GError **error)
{
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, before->id, error);
  g_autofree char *was = NULL;

  if (photo == NULL)
    return FALSE;
  was = describe (photo);
  photo->view = before->view;
  photo->shows = before->shows;
  photo->hair = before->hair;
  photo->taken_on = before->taken_on;
  photo->taken_source = before->taken_source;
  g_free (photo->taken_by);
  photo->taken_by = g_strdup (before->taken_by);
  return write_photo (op, db, photo, was, error);
}

static gboolean
put_back_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  guint n_opened = 0;

  for (guint i = 0; i < op->before->len; i++)
    if (!put_back_one (op, db, g_ptr_array_index (op->before, i), error))
      return FALSE;
  return dip_takedowns_reconcile (db, op->desk, &n_opened, error);
}

gboolean
dip_photos_put_back (const DipDesk *desk, GPtrArray *before, GError **error)
{
  Op op = { .desk = desk, .before = before };

  return dip_library_write (desk->library, put_back_txn, &op, error);
}

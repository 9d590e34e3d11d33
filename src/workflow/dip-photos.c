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

static gboolean
set_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, op->id, error);
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;
  g_autofree char *subject = g_strdup_printf ("photo %" PRId64, op->id);
  g_autofree char *detail = NULL;
  guint n_opened = 0;

  if (photo == NULL)
    return FALSE;
  was = describe (photo);
  if (!apply_change (op, db, photo, error) || !dip_catalogue_photo_update (db, photo, error))
    return FALSE;
  is = describe (photo);
  detail = g_strdup_printf ("{\"was\":%s,\"is\":%s}", was, is);
  /* A corrected date or view may show that what is out should never have gone out. */
  return dip_audit_append (db, op->desk->actor, "photo-set", subject, detail, error)
         && dip_takedowns_reconcile (db, op->desk, &n_opened, error);
}

gboolean
dip_photos_set (const DipDesk *desk, gint64 id, const DipPhotoChange *change, GError **error)
{
  Op op = { .desk = desk, .id = id, .change = change };

  if (change->set_taken && change->taken > dip_desk_today (desk))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("Photo %" PRId64 " can't have been taken in the future; check the date."), id);
      return FALSE;
    }
  return dip_library_write (desk->library, set_txn, &op, error);
}

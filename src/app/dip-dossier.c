#include "dip-dossier.h"

#include "dip-consenting.h"
#include "dip-history.h"
#include "dip-records.h"
#include "dip-treatments.h"

/* Entries of the history that the page shows. */
#define HISTORY_LENGTH 60

/* The use that a client's pairs are judged for on the client's page. */
#define DESTINATION "website"

void
dip_dossier_free (DipDossier *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->overview, dip_client_overview_free);
  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->treatments, g_ptr_array_unref);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->photos, g_ptr_array_unref);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  g_clear_pointer (&self->consents, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self);
}

gpointer
dip_dossier_load (const DipDesk *desk, gpointer code, DipJob *job, GError **error)
{
  g_autoptr (DipDossier) self = g_new0 (DipDossier, 1);

  if ((self->overview = dip_clients_show (desk, code, error)) == NULL
      || (self->clinic = dip_records_clinic (desk, error)) == NULL
      || (self->treatments = dip_treatments_list (desk, code, error)) == NULL
      || (self->sessions = dip_sessions_list (desk, code, error)) == NULL
      || (self->photos = dip_photos_list (desk, code, error)) == NULL
      || (self->pairs = dip_gallery_list (desk, DESTINATION, code, error)) == NULL
      || (self->proposals = dip_pairing_suggest (desk, code, error)) == NULL
      || (self->consents = dip_consenting_show (desk, code, error)) == NULL
      || (self->history = dip_history_of_client (desk, code, HISTORY_LENGTH, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

const DipPhotoView *
dip_dossier_photo (const DipDossier *self, gint64 id)
{
  for (guint i = 0; i < self->photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (self->photos, i);

      if (view->photo->id == id)
        return view;
    }
  return NULL;
}

GPtrArray *
dip_dossier_sessions_of (const DipDossier *self, gint64 treatment_id)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->sessions->len; i++)
    {
      DipSession *session = g_ptr_array_index (self->sessions, i);

      if (session->treatment_id == treatment_id)
        g_ptr_array_add (found, session);
    }
  return found;
}

#include "dip-offer.h"

#include "dip-consenting.h"
#include "dip-noticing.h"
#include "dip-redacting.h"

static void
offered_form_free (gpointer data)
{
  DipOfferedForm *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static DipOfferedForm *
offered_form_new (gint64 id, char *name, char *text)
{
  DipOfferedForm *self = g_new0 (DipOfferedForm, 1);

  self->notice_id = id;
  self->name = name;
  self->text = text;
  return self;
}

static gboolean
add_released (GPtrArray *forms, const DipDesk *desk, const DipNotice *notice, GError **error)
{
  char *text;

  if (notice->released_at == NULL)
    return TRUE;
  text = dip_noticing_preview (desk, notice, error);
  if (text != NULL)
    g_ptr_array_add (forms,
                     offered_form_new (notice->id, g_strdup_printf ("%s, %s", notice->name, notice->language), text));
  return text != NULL;
}

static GPtrArray *
list_forms (const DipDesk *desk, GError **error)
{
  g_autoptr (GPtrArray) notices = dip_noticing_list (desk, error);
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (offered_form_free);
  char *text;

  if (notices == NULL)
    return NULL;
  for (guint i = notices->len; i > 0; i--)
    if (!add_released (forms, desk, g_ptr_array_index (notices, i - 1), error))
      return NULL;
  if (forms->len > 0)
    return g_steal_pointer (&forms);
  text = dip_consenting_starting_text (desk, error);
  if (text == NULL)
    return NULL;
  g_ptr_array_add (forms, offered_form_new (0, g_strdup (""), text));
  return g_steal_pointer (&forms);
}

static void
maybe_free (gpointer redaction)
{
  if (redaction != NULL)
    dip_redaction_free (redaction);
}

static GPtrArray *
list_covers (const DipDesk *desk, GPtrArray *photos, GError **error)
{
  g_autoptr (GPtrArray) covers = g_ptr_array_new_with_free_func (maybe_free);

  for (guint i = 0; i < photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (photos, i);
      g_autoptr (GError) local_error = NULL;

      g_ptr_array_add (covers, dip_redacting_get (desk, view->photo->id, &local_error));
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  return g_steal_pointer (&covers);
}

gpointer
dip_offer_load (const DipDesk *desk, gpointer code, DipJob *job, GError **error)
{
  g_autoptr (DipOffer) self = g_new0 (DipOffer, 1);

  self->dossier = dip_dossier_load (desk, code, job, error);
  self->covers = self->dossier != NULL ? list_covers (desk, self->dossier->photos, error) : NULL;
  self->forms = self->covers != NULL ? list_forms (desk, error) : NULL;
  return self->forms != NULL ? g_steal_pointer (&self) : NULL;
}

void
dip_offer_free (DipOffer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->dossier, dip_dossier_free);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->covers, g_ptr_array_unref);
  g_free (self);
}

static DipIdentifiability
pair_shows (const DipCase *one)
{
  return MAX (dip_photo_seen (one->before, one->before_redaction), dip_photo_seen (one->after, one->after_redaction));
}

gint64
dip_offer_example (const DipOffer *self, DipIdentifiability degree, gboolean *is_pair, gint64 *stamp)
{
  GPtrArray *pairs = self->dossier->pairs, *photos = self->dossier->photos;

  *is_pair = TRUE;
  for (guint i = 0; i < pairs->len; i++)
    {
      const DipGalleryEntry *entry = g_ptr_array_index (pairs, i);

      *stamp = entry->one->alignment != NULL ? entry->one->alignment->id : 0;
      if (pair_shows (entry->one) == degree)
        return entry->one->pair->id;
    }
  *is_pair = FALSE;
  for (guint i = 0; i < photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (photos, i);
      const DipRedaction *covers = g_ptr_array_index (self->covers, i);

      *stamp = covers != NULL ? covers->id : 0;
      if (dip_photo_seen (view->photo, covers) == degree)
        return view->photo->id;
    }
  return 0;
}

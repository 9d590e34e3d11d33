#include "dip-gallery.h"

#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-pairing.h"
#include "dip-publication.h"
#include "dip-rendering.h"

#define PICTURE_HEIGHT  360 /* pixels */
#define PICTURE_QUALITY 82
#define SLIDE_MOST      2160 /* pixels high */

void
dip_gallery_entry_free (DipGalleryEntry *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->one, dip_case_free);
  g_clear_pointer (&self->answer, dip_gate_answer_free);
  g_free (self);
}

typedef struct
{
  const DipDesk *desk;
  const char *destination;
  const char *code;
  GPtrArray *found;
} Op;

static gboolean
add_entry (Op *op, DipDb *db, const DipPair *pair, const DipDestination *destination, GError **error)
{
  DipCase *one = dip_case_load (db, op->desk, pair, error);
  DipGalleryEntry *entry;

  if (one == NULL)
    return FALSE;
  entry = g_new0 (DipGalleryEntry, 1);
  entry->one = one;
  entry->answer = dip_case_decide (one, destination, dip_desk_today (op->desk));
  g_ptr_array_add (op->found, entry);
  return TRUE;
}

static gboolean
client_id_of (Op *op, DipDb *db, gint64 *id, GError **error)
{
  g_autoptr (DipClient) client = NULL;

  *id = 0;
  if (op->code == NULL)
    return TRUE;
  client = dip_catalogue_client_by_code (db, op->code, error);
  if (client != NULL)
    *id = client->id;
  return client != NULL;
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) destination = dip_catalogue_destination (db, op->destination, error);
  g_autoptr (GPtrArray) pairs = NULL;
  gint64 client_id;

  if (destination == NULL || !client_id_of (op, db, &client_id, error))
    return FALSE;
  pairs = dip_catalogue_pairs (db, client_id, error);
  if (pairs == NULL)
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    if (!add_entry (op, db, g_ptr_array_index (pairs, i), destination, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
dip_gallery_list (const DipDesk *desk, const char *destination, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_gallery_entry_free);
  Op op = { .desk = desk, .destination = destination, .code = code, .found = found };

  return dip_library_read (desk->library, list_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static GBytes *
make_picture (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (DipPicture) picture = dip_composing_render (desk, one, options, cancellable, error);
  DipRung rung = { .format = DIP_FORMAT_JPEG, .quality = PICTURE_QUALITY };
  g_autoptr (GPtrArray) encoded = NULL;

  if (picture == NULL)
    return NULL;
  rung.width = dip_picture_get_width (picture);
  encoded = dip_picture_encode (picture, &rung, 1, cancellable, error);
  return encoded != NULL ? g_bytes_ref (((DipEncoded *) g_ptr_array_index (encoded, 0))->bytes) : NULL;
}

/* Kept beside the healed photo's own derived files, so that erasing the photo takes it along. */
GBytes *
dip_gallery_picture (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error)
{
  const DipComposeOptions options = { .layout = DIP_LAYOUT_SIDE_BY_SIDE, .panel_height = PICTURE_HEIGHT };
  g_autoptr (DipCase) one = dip_pairing_show (desk, pair_id, error);
  g_autofree char *recipe = NULL;
  g_autofree char *kind = NULL;
  GBytes *bytes;

  if (one == NULL || !dip_composing_may_be_looked_at (one, dip_desk_today (desk), error))
    return NULL;
  recipe = dip_composing_recipe (one, &options, "gallery", error);
  if (recipe == NULL)
    return NULL;
  kind = g_strdup_printf ("pair-%.16s", recipe);
  bytes = dip_derived_get (desk->library, one->after->blob, kind);
  if (bytes != NULL)
    return bytes;
  bytes = make_picture (desk, one, &options, cancellable, error);
  if (bytes != NULL)
    dip_derived_put (desk->library, one->after->blob, kind, bytes, NULL);
  return bytes;
}

/* Whatever places the clinic has made up: its own screen is judged by the use that clients agree to. */
static DipDestination
own_screen (void)
{
  return (DipDestination){ .name = (char *) "in-clinic",
                           .scope = DIP_SCOPE_IN_CLINIC,
                           .max_identifiability = DIP_IDENTIFIABILITY_FULL_FACE };
}

/* { const DipDesk, GArray } */
static gboolean
slides_txn (DipDb *db, gpointer user_data, GError **error)
{
  gpointer *data = user_data;
  const DipDesk *desk = data[0];
  const DipDestination screen = own_screen ();
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, 0, error);

  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    {
      const DipPair *pair = g_ptr_array_index (pairs, i);
      g_autoptr (DipCase) one = dip_case_load (db, desk, pair, error);
      g_autoptr (DipGateAnswer) answer = NULL;

      if (one == NULL)
        return FALSE;
      answer = dip_case_decide (one, &screen, dip_desk_today (desk));
      if (answer->allowed)
        g_array_append_val (data[1], pair->id);
    }
  return pairs != NULL;
}

GArray *
dip_gallery_slides (const DipDesk *desk, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  gpointer data[] = { (gpointer) desk, found };

  return dip_library_read (desk->library, slides_txn, data, error) ? g_steal_pointer (&found) : NULL;
}

GBytes *
dip_gallery_slide (const DipDesk *desk, gint64 pair_id, int height, char **caption, GCancellable *cancellable,
                   GError **error)
{
  const DipComposeOptions options = { .layout = DIP_LAYOUT_SIDE_BY_SIDE,
                                      .labels = TRUE,
                                      .panel_height = CLAMP (height, PICTURE_HEIGHT, SLIDE_MOST) };
  const DipDestination screen = own_screen ();
  g_autoptr (DipCase) one = dip_pairing_show (desk, pair_id, error);
  g_autoptr (DipGateAnswer) answer = one != NULL ? dip_case_decide (one, &screen, dip_desk_today (desk)) : NULL;
  g_autofree char *healed = NULL;

  if (answer == NULL)
    return NULL;
  if (!answer->allowed)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           ((DipRefusal *) g_ptr_array_index (answer->refusals, 0))->text);
      return NULL;
    }
  healed = dip_publication_after_label (&one->after_facts);
  *caption = g_strdup_printf ("%s · %s", dip_token_label (dip_view_tokens, (int) one->pair->view), healed);
  return make_picture (desk, one, &options, cancellable, error);
}

static gboolean
destinations_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_catalogue_destinations (db, error);
  return op->found != NULL;
}

GPtrArray *
dip_gallery_destinations (const DipDesk *desk, GError **error)
{
  Op op = { .desk = desk };

  return dip_library_read (desk->library, destinations_txn, &op, error) ? op.found : NULL;
}

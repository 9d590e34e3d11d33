#include "dip-gallery.h"

#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-pairing.h"
#include "dip-rendering.h"

#define PICTURE_HEIGHT  360 /* pixels */
#define PICTURE_QUALITY 82

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

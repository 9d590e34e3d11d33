#include "dip-import.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-clients.h"
#include "dip-compose.h"
#include "dip-digest.h"
#include "dip-file-walk.h"
#include "dip-proof.h"
#include "dip-safe-file.h"
#include "dip-scrub.h"
#include "dip-treatments.h"

#define THUMBNAIL_SIZE 512
#define THUMBNAIL_KIND "thumb-512"

const DipToken dip_import_state_tokens[] = {
  { DIP_IMPORT_IMPORTED, "imported", NULL, "import", NC_ ("import", "Imported") },
  { DIP_IMPORT_DUPLICATE, "duplicate", NULL, "import", NC_ ("import", "Already there") },
  { DIP_IMPORT_FAILED, "failed", NULL, "import", NC_ ("import", "Failed") },
  { DIP_IMPORT_CANCELLED, "cancelled", NULL, "import", NC_ ("import", "Cancelled") },
  { 0 },
};

void
dip_import_item_free (DipImportItem *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->text);
  g_strfreev (self->removed);
  g_free (self);
}

static void
item_fail (DipImportItem *item, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  item->state = cancelled ? DIP_IMPORT_CANCELLED : DIP_IMPORT_FAILED;
  item->error = dip_error_token (error);
  item->text = g_strdup (cancelled ? _ ("Not imported: cancelled before it was done.") : error->message);
}

typedef struct
{
  const DipDesk *desk;
  const char *code;
  const DipImportOptions *options;
  DipPhoto *photo;
  DipPhoto *twin; /* the photo with the same pixels, or NULL */
  char *twin_code;
} StoreOp;

static void
store_op_clear (StoreOp *op)
{
  g_clear_pointer (&op->photo, dip_photo_free);
  g_clear_pointer (&op->twin, dip_photo_free);
  g_clear_pointer (&op->twin_code, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoreOp, store_op_clear)

static gboolean
find_twin (StoreOp *op, DipDb *db, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipClient) owner = NULL;

  op->twin = dip_catalogue_photo_by_pixels (db, op->photo->pixel_digest, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (op->twin == NULL || op->twin->client_id == 0)
    return TRUE;
  owner = dip_catalogue_client (db, op->twin->client_id, error);
  if (owner == NULL)
    return FALSE;
  op->twin_code = g_strdup (owner->code);
  return TRUE;
}

static gboolean
settle_treatment (StoreOp *op, DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipTreatment) treatment = NULL;

  if (op->options->treatment_id == 0)
    return dip_treatments_newest (db, client_id, &op->photo->treatment_id, error);
  treatment = dip_catalogue_treatment (db, op->options->treatment_id, error);
  if (treatment == NULL)
    return FALSE;
  if (treatment->client_id != client_id)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Treatment %" PRId64 " is not one of client %s."),
                   treatment->id, op->code);
      return FALSE;
    }
  op->photo->treatment_id = treatment->id;
  return TRUE;
}

static gboolean
store_txn (DipDb *db, gpointer user_data, GError **error)
{
  StoreOp *op = user_data;
  g_autoptr (DipClient) client = op->code != NULL ? dip_clients_require (db, op->code, error) : NULL;
  g_autofree char *subject = NULL;
  g_autofree char *detail = NULL;

  if ((op->code != NULL && client == NULL) || !find_twin (op, db, error))
    return FALSE;
  if (op->twin != NULL)
    return TRUE;
  op->photo->client_id = client != NULL ? client->id : 0;
  if ((client != NULL && !settle_treatment (op, db, client->id, error))
      || !dip_catalogue_photo_insert (db, op->photo, error))
    return FALSE;
  subject = g_strdup_printf ("photo %" PRId64, op->photo->id);
  detail = g_strdup_printf ("{\"client\":\"%s\",\"blob\":\"%s\"}", client != NULL ? client->code : "", op->photo->blob);
  return dip_audit_append (db, op->desk->actor, "photo-import", subject, detail, error);
}

static gboolean
twin_txn (DipDb *db, gpointer user_data, GError **error)
{
  return find_twin (user_data, db, error);
}

static char *
strings_to_json (GPtrArray *strings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (strings, i));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
take_dates (DipPhoto *photo, const DipProbe *probe, const DipImportOptions *options, const char *actor)
{
  photo->taken_at = g_strdup (probe->taken_at);
  if (options->stated != DIP_DATE_NONE)
    {
      photo->taken_on = options->stated;
      photo->taken_source = DIP_TAKEN_STATED;
      photo->taken_by = g_strdup (actor);
      return;
    }
  photo->taken_on = DIP_DATE_NONE;
  if (probe->taken_on != NULL && dip_date_parse (probe->taken_on, "EXIF", &photo->taken_on, NULL))
    photo->taken_source = DIP_TAKEN_CAMERA;
}

static DipPhoto *
photo_from (const DipScrubbed *scrubbed, const DipImportOptions *options, const char *actor)
{
  DipPhoto *photo = dip_photo_new ();
  const DipProbe *probe = scrubbed->probe;

  photo->format = g_strdup (dip_format_token (scrubbed->format));
  photo->width = scrubbed->width;
  photo->height = scrubbed->height;
  photo->orientation = scrubbed->orientation;
  photo->bytes = (gint64) g_bytes_get_size (scrubbed->bytes);
  photo->view = options->view;
  photo->shows = dip_view_default_identifiability (options->view);
  photo->camera = g_strdup (probe->camera);
  photo->lens = g_strdup (probe->lens);
  photo->focal_length = probe->focal_length;
  photo->exposure = probe->exposure;
  photo->f_number = probe->f_number;
  photo->iso = probe->iso;
  photo->white_balance = g_strdup (probe->white_balance);
  photo->removed = strings_to_json (scrubbed->removed);
  take_dates (photo, probe, options, actor);
  return photo;
}

static void
item_take_twin (DipImportItem *item, const StoreOp *op)
{
  item->state = DIP_IMPORT_DUPLICATE;
  item->photo_id = op->twin->id;
  if (op->twin_code == NULL && op->code != NULL)
    item->text = g_strdup_printf (
        _ ("The same picture is already there as photo %" PRId64 ", in the inbox. Assign it from there."),
        op->twin->id);
  else if (op->twin_code == NULL || (op->code != NULL && g_ascii_strcasecmp (op->twin_code, op->code) == 0))
    item->text = g_strdup_printf (_ ("The same picture is already there as photo %" PRId64 "."), op->twin->id);
  else
    item->text = g_strdup_printf (
        _ ("The same picture is already there as photo %" PRId64 " of another client, %s. Check whose picture it is."),
        op->twin->id, op->twin_code);
}

static void
item_take_photo (DipImportItem *item, const StoreOp *op, GPtrArray *removed)
{
  g_autofree char *what = dip_scrub_removed_to_text (removed);

  item->state = DIP_IMPORT_IMPORTED;
  item->photo_id = op->photo->id;
  /* Translators: %s is a list such as “GPS position, camera serial number, 3 thumbnails”. */
  item->text = g_strdup_printf (_ ("Imported; removed: %s."), what);
  g_ptr_array_add (removed, NULL);
  item->removed = g_strdupv ((GStrv) removed->pdata);
  g_ptr_array_set_size (removed, (int) removed->len - 1);
}

/* The clean file goes to disk before the row that names it; a crash in between leaves an orphan for `library check`. */
static gboolean
store_photo (StoreOp *op, GBytes *clean, DipFormat format, GError **error)
{
  g_auto (DipProof) proof = { .format = format, .flags = DIP_VERIFY_PROFILE };

  op->photo->blob = dip_blobs_put (op->desk->library, clean, dip_proof_check, &proof, error);
  if (op->photo->blob == NULL)
    return FALSE;
  /* A blob that was there already was proven when it came; its bytes are these, so this proof is its proof. */
  if (proof.certificate == NULL && !dip_proof_check (clean, &proof, error))
    return FALSE;
  op->photo->certificate = g_steal_pointer (&proof.certificate);
  if (dip_library_write (op->desk->library, store_txn, op, error))
    return TRUE;
  /* Nothing names it; should this fail too, `library check` clears it away. */
  dip_blobs_drop_unused (op->desk->library, op->photo->blob, NULL);
  return FALSE;
}

static void
make_thumbnail (const DipDesk *desk, const DipPhoto *photo, GBytes *clean, GCancellable *cancellable)
{
  g_autoptr (GBytes) thumbnail = dip_thumbnail (clean, photo->orientation, THUMBNAIL_SIZE, cancellable, NULL);

  if (thumbnail != NULL)
    dip_derived_put (desk->library, photo->blob, THUMBNAIL_KIND, thumbnail, NULL);
}

static gboolean
check_options (const DipDesk *desk, const DipImportOptions *options, GError **error)
{
  if (options->stated == DIP_DATE_NONE || options->stated <= dip_desk_today (desk))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("Photos can't have been taken in the future; check the date that was stated."));
  return FALSE;
}

static gboolean
import_one (StoreOp *op, DipImportItem *item, GBytes *bytes, const char *name, GCancellable *cancellable,
            GError **error)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autoptr (DipScrubbed) scrubbed = NULL;

  if (!check_options (op->desk, op->options, error))
    return FALSE;
  scrubbed = dip_scrub (bytes, name, DIP_SCRUB_FOR_CATALOGUE, &limits, cancellable, error);
  if (scrubbed == NULL)
    return FALSE;
  op->photo = photo_from (scrubbed, op->options, op->desk->actor);
  op->photo->source_digest = dip_digest_bytes (bytes);
  op->photo->pixel_digest = dip_scrub_pixel_digest (scrubbed->bytes, scrubbed->orientation, cancellable, error);
  if (op->photo->pixel_digest == NULL || !dip_library_read (op->desk->library, twin_txn, op, error))
    return FALSE;
  if (op->twin == NULL && !store_photo (op, scrubbed->bytes, scrubbed->format, error))
    return FALSE;
  if (op->twin != NULL)
    {
      item_take_twin (item, op);
      /* Another import of the same picture may have won the race to the catalogue. */
      return op->photo->blob == NULL || dip_blobs_drop_unused (op->desk->library, op->photo->blob, error);
    }
  item_take_photo (item, op, scrubbed->removed);
  make_thumbnail (op->desk, op->photo, scrubbed->bytes, cancellable);
  return TRUE;
}

DipImportItem *
dip_import_bytes (const DipDesk *desk, const char *code, GBytes *bytes, const char *name,
                  const DipImportOptions *options, GCancellable *cancellable)
{
  g_auto (StoreOp) op = { .desk = desk, .code = code, .options = options };
  DipImportItem *item = g_new0 (DipImportItem, 1);
  g_autoptr (GError) error = NULL;

  item->path = g_strdup (name);
  if (!import_one (&op, item, bytes, name, cancellable, &error))
    {
      g_clear_pointer (&item->text, g_free);
      item_fail (item, error);
    }
  return item;
}

typedef struct
{
  const DipDesk *desk;
  const char *code;
  const DipImportOptions *options;
  GPtrArray *paths;
  GPtrArray *items; /* one slot per path */
  DipJob *job;
} Batch;

static DipImportItem *
import_path (Batch *batch, const char *path)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dip_safe_file_read (path, limits.max_bytes, shown, &error);
  DipImportItem *item;

  if (bytes == NULL)
    {
      item = g_new0 (DipImportItem, 1);
      item_fail (item, error);
    }
  else
    item = dip_import_bytes (batch->desk, batch->code, bytes, shown, batch->options,
                             dip_job_get_cancellable (batch->job));
  g_free (item->path);
  item->path = g_strdup (path);
  return item;
}

static DipJobItemState
job_state (DipImportState state)
{
  if (state == DIP_IMPORT_IMPORTED)
    return DIP_JOB_ITEM_DONE;
  return state == DIP_IMPORT_DUPLICATE ? DIP_JOB_ITEM_SKIPPED : DIP_JOB_ITEM_FAILED;
}

static void
import_each (guint index, gpointer user_data)
{
  Batch *batch = user_data;
  const char *path = g_ptr_array_index (batch->paths, index);
  g_autofree char *shown = g_filename_display_basename (path);
  DipImportItem *item;

  dip_job_item_begin (batch->job, shown);
  item = import_path (batch, path);
  g_ptr_array_index (batch->items, index) = item;
  dip_job_item_end (batch->job, shown, job_state (item->state), item->text);
}

static gboolean
require_txn (DipDb *db, gpointer user_data, GError **error)
{
  g_autoptr (DipClient) client = dip_clients_require (db, user_data, error);

  return client != NULL;
}

static void
fill_untried (GPtrArray *items, GPtrArray *paths)
{
  for (guint i = 0; i < items->len; i++)
    {
      DipImportItem *item;

      if (g_ptr_array_index (items, i) != NULL)
        continue;
      item = g_new0 (DipImportItem, 1);
      item->path = g_strdup (g_ptr_array_index (paths, i));
      item->state = DIP_IMPORT_CANCELLED;
      item->error = "cancelled";
      item->text = g_strdup (_ ("Not imported: cancelled before its turn."));
      g_ptr_array_index (items, i) = item;
    }
}

GPtrArray *
dip_import_paths (const DipDesk *desk, const char *code, const char *const *paths, const DipImportOptions *options,
                  DipJob *job, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_import_item_free);
  Batch batch = { .desk = desk, .code = code, .options = options, .items = items, .job = job };

  if (!check_options (desk, options, error))
    return NULL;
  if (code != NULL && !dip_library_read (desk->library, require_txn, (gpointer) code, error))
    return NULL;
  files = dip_file_walk (paths);
  batch.paths = files;
  g_ptr_array_set_size (items, (int) files->len);
  dip_job_set_total (job, files->len);
  dip_job_each (job, files->len, 0, import_each, &batch);
  fill_untried (items, files);
  return g_steal_pointer (&items);
}

GBytes *
dip_import_thumbnail (const DipDesk *desk, const DipPhoto *photo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) thumbnail = dip_derived_get (desk->library, photo->blob, THUMBNAIL_KIND);
  g_autoptr (GBytes) clean = NULL;

  if (thumbnail != NULL)
    return g_steal_pointer (&thumbnail);
  clean = dip_blobs_get (desk->library, photo->blob, error);
  if (clean == NULL)
    return NULL;
  thumbnail = dip_thumbnail (clean, photo->orientation, THUMBNAIL_SIZE, cancellable, error);
  if (thumbnail != NULL)
    dip_derived_put (desk->library, photo->blob, THUMBNAIL_KIND, thumbnail, NULL);
  return g_steal_pointer (&thumbnail);
}

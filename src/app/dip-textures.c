#include "dip-textures.h"

#include "dip-gallery.h"
#include "dip-import.h"
#include "dip-ledger.h"
#include "dip-photos.h"
#include "dip-redacting.h"
#include "dip-viewing.h"

/* Bytes of decoded pictures that are kept: some screenfuls. */
#define KEPT_BYTES (64 * 1024 * 1024)

typedef struct
{
  char *key;
  GdkTexture *texture;
} Kept;

struct _DipTextures
{
  GHashTable *by_key; /* to links in @order */
  GQueue order;       /* of Kept, the one used last first */
  gsize bytes;
};

static gsize
size_of (GdkTexture *texture)
{
  return (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 3;
}

static void
drop (DipTextures *self, GList *link)
{
  Kept *kept = link->data;

  self->bytes -= size_of (kept->texture);
  g_hash_table_remove (self->by_key, kept->key);
  g_queue_delete_link (&self->order, link);
  g_object_unref (kept->texture);
  g_free (kept->key);
  g_free (kept);
}

DipTextures *
dip_textures_new (void)
{
  DipTextures *self = g_new0 (DipTextures, 1);

  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->order);
  return self;
}

void
dip_textures_free (DipTextures *self)
{
  if (self == NULL)
    return;
  while (self->order.tail != NULL)
    drop (self, self->order.tail);
  g_hash_table_unref (self->by_key);
  g_free (self);
}

GdkTexture *
dip_textures_peek (DipTextures *self, const char *key)
{
  GList *link = g_hash_table_lookup (self->by_key, key);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->order, link);
  g_queue_push_head_link (&self->order, link);
  return ((Kept *) link->data)->texture;
}

void
dip_textures_keep (DipTextures *self, const char *key, GdkTexture *texture)
{
  Kept *kept;

  if (g_hash_table_contains (self->by_key, key))
    return;
  kept = g_new0 (Kept, 1);
  kept->key = g_strdup (key);
  kept->texture = g_object_ref (texture);
  g_queue_push_head (&self->order, kept);
  g_hash_table_insert (self->by_key, kept->key, self->order.head);
  self->bytes += size_of (texture);
  while (self->bytes > KEPT_BYTES && self->order.length > 1)
    drop (self, self->order.tail);
}

void
dip_loaded_texture_free (DipLoadedTexture *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->texture);
  g_free (self);
}

static GBytes *
photo_bytes (const DipDesk *desk, gint64 id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipPhotoView) view = dip_photos_show (desk, id, error);

  return view != NULL ? dip_import_thumbnail (desk, view->photo, cancellable, error) : NULL;
}

/* A photo's pixels less what is covered; NULL with @error set when what is covered isn't known. */
static GBytes *
cover (const DipDesk *desk, gint64 photo_id, GBytes *pixels, int width, int height, GError **error)
{
  g_autoptr (DipPhotoView) view = dip_photos_show (desk, photo_id, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipRedaction) redaction = view != NULL ? dip_redacting_get (desk, photo_id, &local_error) : NULL;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (view != NULL)
    return dip_redacting_burn (redaction, view->photo, pixels, width, height);
  return NULL;
}

/* As large as it will be seen, so that drawing it is copying it. */
static GdkTexture *
make_texture (const DipDesk *desk, GBytes *thumbnail, const DipLoadedTexture *wanted, GError **error)
{
  int width, height;
  g_autoptr (GBytes) whole
      = dip_viewing_thumbnail_pixels (thumbnail, wanted->width, wanted->height, &width, &height, error);
  g_autoptr (GBytes) pixels = NULL;

  if (whole == NULL)
    return NULL;
  pixels
      = wanted->kind == DIP_TEXTURE_SEEN ? cover (desk, wanted->id, whole, width, height, error) : g_bytes_ref (whole);
  if (pixels == NULL)
    return NULL;
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, pixels, (gsize) width * 3);
}

static gpointer
load (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const DipLoadedTexture *wanted = data;
  g_autofree DipLoadedTexture *loaded = g_memdup2 (wanted, sizeof *wanted);
  GCancellable *cancellable = dip_job_get_cancellable (job);
  g_autoptr (GBytes) bytes = NULL;

  /* Scrolled past before its turn came. */
  if (dip_job_is_cancelled (job, error))
    return NULL;
  if (wanted->kind == DIP_TEXTURE_PHOTO || wanted->kind == DIP_TEXTURE_SEEN)
    bytes = photo_bytes (desk, wanted->id, cancellable, error);
  else if (wanted->kind == DIP_TEXTURE_FILE)
    bytes = dip_ledger_thumbnail (desk, wanted->id, MAX (wanted->width, wanted->height), cancellable, error);
  else
    bytes = dip_gallery_picture (desk, wanted->id, cancellable, error);
  loaded->texture = bytes != NULL ? make_texture (desk, bytes, wanted, error) : NULL;
  return loaded->texture != NULL ? g_steal_pointer (&loaded) : NULL;
}

void
dip_textures_load (DipWorkspace *workspace, const DipLoadedTexture *wanted, DipJob *job, GObject *owner,
                   DipWorkDoneFunc done)
{
  const DipWork work
      = { load, g_memdup2 (wanted, sizeof *wanted), g_free, (GDestroyNotify) dip_loaded_texture_free, FALSE };

  dip_workspace_run (workspace, &work, job, owner, done);
}

#include "dip-tiles.h"

#include <math.h>

#include "dip-viewing.h"

/* Pixels. */
#define TILE_SIZE 512
/* A level this long at most stands in for finer ones: it is there soon and stays. */
#define BASE_LENGTH 2048
/* How coarse a tile may become on the screen before the next finer level is used, in screen pixels for one of its own. */
#define COARSEST 1.45
/* Bytes of textures besides the base; more only when the screen itself needs more. */
#define KEPT_BYTES (96 * 1024 * 1024)

/* Snapshots ago that still count as on the screen: a magnifier takes one of its own. */
#define RECENT 2

typedef struct
{
  guint16 level, x, y; /* in tiles */
} Place;

typedef struct
{
  guint64 key;
  GdkTexture *texture;
  guint used; /* the snapshot that drew it last */
} Tile;

struct _DipTiles
{
  GObject parent_instance;

  DipWorkspace *workspace;
  gint64 id;
  DipPyramid *photo; /* NULL until open */
  char *problem;     /* or NULL */
  guint base;        /* level */
  GHashTable *tiles; /* by Place as a number: Tile */
  gsize bytes;
  guint n_snapshots;
  guint n_missing; /* what the last snapshot did without */
  DipJob *job;     /* the one on its way; or NULL */
  guint job_level;
};

G_DEFINE_FINAL_TYPE (DipTiles, dip_tiles, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_OPENED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint64
key_of (Place place)
{
  return (guint64) place.level << 32 | (guint64) place.y << 16 | place.x;
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_object_unref (tile->texture);
  g_free (tile);
}

static gsize
bytes_of (GdkTexture *texture)
{
  return (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 3;
}

static void
fail (DipTiles *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_free (self->problem);
  self->problem = g_strdup (error->message);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, self->problem);
}

/* --- making tiles, on a thread ---------------------------------------------------------------------------------- */

typedef struct
{
  DipPyramid *photo;
  GArray *places;      /* of Place, all of one level */
  GPtrArray *textures; /* (out) in the same order */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  dip_viewing_close (batch->photo);
  g_array_unref (batch->places);
  g_clear_pointer (&batch->textures, g_ptr_array_unref);
  g_free (batch);
}

/* The pixels of a tile reach one further than its place to the right and below: tiles overlap, so that no seam shows
 * between them at any scale or turn. */
static GdkRectangle
area_of (const DipPyramid *photo, Place place)
{
  GdkRectangle area = { place.x * TILE_SIZE, place.y * TILE_SIZE, 0, 0 };
  int width, height;

  dip_viewing_size (photo, place.level, &width, &height);
  area.width = MIN (TILE_SIZE + 1, width - area.x);
  area.height = MIN (TILE_SIZE + 1, height - area.y);
  return area;
}

static GdkTexture *
make_texture (DipPyramid *photo, Place place, GCancellable *cancellable, GError **error)
{
  GdkRectangle area = area_of (photo, place);
  g_autoptr (GBytes) pixels
      = dip_viewing_read (photo, place.level, area.x, area.y, area.width, area.height, cancellable, error);

  if (pixels == NULL)
    return NULL;
  /* The smallest format, and the one that GTK 4.8 draws fastest without a graphics card: a tenth of the time of its own. */
  return gdk_memory_texture_new (area.width, area.height, GDK_MEMORY_R8G8B8, pixels, (gsize) area.width * 3);
}

static gpointer
make_batch (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Batch *wanted = data;
  g_autoptr (GPtrArray) textures = g_ptr_array_new_with_free_func (g_object_unref);
  Batch *made;

  for (guint i = 0; i < wanted->places->len; i++)
    {
      GdkTexture *texture;

      if (dip_job_is_cancelled (job, error))
        return NULL;
      texture = make_texture (wanted->photo, g_array_index (wanted->places, Place, i), dip_job_get_cancellable (job),
                              error);
      if (texture == NULL)
        return NULL;
      g_ptr_array_add (textures, texture);
    }
  made = g_new0 (Batch, 1);
  made->photo = dip_viewing_hold (wanted->photo);
  made->places = g_array_ref (wanted->places);
  made->textures = g_steal_pointer (&textures);
  return made;
}

/* --- keeping them ----------------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 key;
  guint used;
} Old;

static int
compare_used (gconstpointer a, gconstpointer b)
{
  const Old *first = a, *second = b;

  return first->used < second->used ? -1 : first->used > second->used;
}

/* Those not drawn for longest go first; what is on the screen and the base stay. */
static void
drop_unused (DipTiles *self)
{
  g_autoptr (GArray) old = NULL;
  GHashTableIter iter;
  gpointer value;

  if (self->bytes <= KEPT_BYTES)
    return;
  old = g_array_new (FALSE, FALSE, sizeof (Old));
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Tile *tile = value;
      const Old one = { tile->key, tile->used };

      if (tile->used + RECENT < self->n_snapshots && tile->key >> 32 != self->base)
        g_array_append_val (old, one);
    }
  g_array_sort (old, compare_used);
  for (guint i = 0; i < old->len && self->bytes > KEPT_BYTES; i++)
    {
      const Tile *tile = g_hash_table_lookup (self->tiles, &g_array_index (old, Old, i).key);

      self->bytes -= bytes_of (tile->texture);
      g_hash_table_remove (self->tiles, &tile->key);
    }
}

static void
keep (DipTiles *self, Place place, GdkTexture *texture)
{
  const guint64 key = key_of (place);
  Tile *tile;

  if (g_hash_table_contains (self->tiles, &key))
    return;
  tile = g_new0 (Tile, 1);
  tile->key = key;
  tile->texture = g_object_ref (texture);
  tile->used = self->n_snapshots;
  self->bytes += bytes_of (texture);
  g_hash_table_insert (self->tiles, &tile->key, tile);
}

static void
on_batch (gpointer owner, gpointer result, const GError *error)
{
  DipTiles *self = owner;
  Batch *batch = result;

  g_clear_object (&self->job);
  for (guint i = 0; batch != NULL && i < batch->places->len; i++)
    keep (self, g_array_index (batch->places, Place, i), g_ptr_array_index (batch->textures, i));
  g_clear_pointer (&batch, batch_free);
  if (error != NULL)
    fail (self, error);
  drop_unused (self);
  /* What has become necessary meanwhile is found out by drawing. After a failure nothing is asked for again. */
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Takes nothing; one batch at a time, so that what is asked for is always what is on the screen now. */
static void
ask (DipTiles *self, GArray *places)
{
  Batch *batch;

  if (places->len == 0 || self->problem != NULL)
    return;
  if (self->job != NULL)
    {
      if (self->job_level != g_array_index (places, Place, 0).level && self->job_level != self->base)
        dip_job_cancel (self->job);
      return;
    }
  batch = g_new0 (Batch, 1);
  batch->photo = dip_viewing_hold (self->photo);
  batch->places = g_array_ref (places);
  self->job = dip_job_new ("");
  self->job_level = g_array_index (places, Place, 0).level;
  const DipWork work = { make_batch, batch, batch_free, batch_free, FALSE };
  dip_workspace_run (self->workspace, &work, self->job, G_OBJECT (self), on_batch);
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static gpointer
open_photo (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return dip_viewing_open (desk, *(gint64 *) data, error);
}

static void
choose_base (DipTiles *self)
{
  int width, height;

  for (self->base = 0; self->base + 1 < dip_viewing_n_levels (self->photo); self->base++)
    {
      dip_viewing_size (self->photo, self->base, &width, &height);
      if (MAX (width, height) <= BASE_LENGTH)
        break;
    }
}

static void
on_opened (gpointer owner, gpointer result, const GError *error)
{
  DipTiles *self = owner;

  if (result == NULL)
    {
      fail (self, error);
      return;
    }
  self->photo = result;
  choose_base (self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

DipTiles *
dip_tiles_new (DipWorkspace *workspace, gint64 photo_id)
{
  DipTiles *self = g_object_new (DIP_TYPE_TILES, NULL);
  const DipWork work
      = { open_photo, g_memdup2 (&photo_id, sizeof photo_id), g_free, (GDestroyNotify) dip_viewing_close, FALSE };

  self->workspace = g_object_ref (workspace);
  self->id = photo_id;
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_opened);
  return self;
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

static guint
choose_level (DipTiles *self, double density)
{
  const guint last = dip_viewing_n_levels (self->photo) - 1;
  guint level = 0;

  while (level < last && density * ldexp (1, (int) level + 1) <= COARSEST)
    level++;
  return level;
}

/* How many pixels of the photo one of @level stands for, across and down. */
static void
get_grain (DipTiles *self, guint level, double *across, double *down)
{
  int width, height, whole_width, whole_height;

  dip_viewing_size (self->photo, 0, &whole_width, &whole_height);
  dip_viewing_size (self->photo, level, &width, &height);
  *across = (double) whole_width / width;
  *down = (double) whole_height / height;
}

static void
draw_tile (Tile *tile, GtkSnapshot *snapshot, Place place, double across, double down)
{
  const graphene_rect_t bounds
      = GRAPHENE_RECT_INIT ((float) (place.x * TILE_SIZE * across), (float) (place.y * TILE_SIZE * down),
                            (float) (gdk_texture_get_width (tile->texture) * across),
                            (float) (gdk_texture_get_height (tile->texture) * down));

  gtk_snapshot_append_texture (snapshot, tile->texture, &bounds);
}

/* The first or last tile of @level that reaches into the visible part, along one side. */
static int
tile_at (double at, double grain, int length)
{
  return CLAMP ((int) floor (at / grain / TILE_SIZE), 0, (length - 1) / TILE_SIZE);
}

/* Draws (with a @snapshot) or looks for the tiles of @level; the missing ones are added to @missing. */
static void
visit_level (DipTiles *self, GtkSnapshot *snapshot, guint level, const graphene_rect_t *visible, GArray *missing)
{
  double across, down;
  int width, height;

  dip_viewing_size (self->photo, level, &width, &height);
  get_grain (self, level, &across, &down);
  const int left = tile_at (visible->origin.x, across, width);
  const int right = tile_at (visible->origin.x + visible->size.width, across, width);
  const int bottom = tile_at (visible->origin.y + visible->size.height, down, height);

  for (int y = tile_at (visible->origin.y, down, height); y <= bottom; y++)
    for (int x = left; x <= right; x++)
      {
        const Place place = { (guint16) level, (guint16) x, (guint16) y };
        const guint64 key = key_of (place);
        Tile *tile = g_hash_table_lookup (self->tiles, &key);

        if (tile == NULL)
          g_array_append_val (missing, place);
        else if (snapshot != NULL)
          {
            tile->used = self->n_snapshots;
            draw_tile (tile, snapshot, place, across, down);
          }
      }
}

void
dip_tiles_snapshot (DipTiles *self, GtkSnapshot *snapshot, const graphene_rect_t *visible, double density)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GArray) base = g_array_new (FALSE, FALSE, sizeof (Place));
  guint level;

  g_return_if_fail (DIP_IS_TILES (self));

  if (self->photo == NULL)
    return;
  self->n_snapshots++;
  level = choose_level (self, density);
  visit_level (self, NULL, level, visible, wanted);
  if (level != self->base && wanted->len > 0)
    visit_level (self, snapshot, self->base, visible, base);
  g_array_set_size (wanted, 0);
  visit_level (self, snapshot, level, visible, wanted);
  self->n_missing = wanted->len;
  /* Something to see comes first. */
  ask (self, base->len > 0 && level < self->base ? base : wanted);
}

gint64
dip_tiles_get_id (DipTiles *self)
{
  g_return_val_if_fail (DIP_IS_TILES (self), 0);

  return self->id;
}

gboolean
dip_tiles_get_size (DipTiles *self, int *width, int *height)
{
  g_return_val_if_fail (DIP_IS_TILES (self), FALSE);

  if (self->photo == NULL)
    return FALSE;
  dip_viewing_size (self->photo, 0, width, height);
  return TRUE;
}

const char *
dip_tiles_get_problem (DipTiles *self)
{
  g_return_val_if_fail (DIP_IS_TILES (self), NULL);

  return self->problem;
}

gboolean
dip_tiles_is_sharp (DipTiles *self)
{
  g_return_val_if_fail (DIP_IS_TILES (self), FALSE);

  return self->photo != NULL && self->n_snapshots > 0 && self->n_missing == 0;
}

gsize
dip_tiles_get_memory (DipTiles *self)
{
  g_return_val_if_fail (DIP_IS_TILES (self), 0);

  return self->bytes;
}

static void
dip_tiles_dispose (GObject *object)
{
  DipTiles *self = DIP_TILES (object);

  if (self->job != NULL)
    dip_job_cancel (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->photo, dip_viewing_close);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->tiles, g_hash_table_unref);
  G_OBJECT_CLASS (dip_tiles_parent_class)->dispose (object);
}

static void
dip_tiles_class_init (DipTilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_tiles_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPENED]
      = g_signal_new ("opened", DIP_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", DIP_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dip_tiles_init (DipTiles *self)
{
  self->tiles = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, tile_free);
}

#include "dip-pyramid.h"

#include <math.h>
#include <string.h>

#include "dip-compose-private.h"

#define MAX_LEVELS 16

/* Pixels of a level that is kept beside others. */
#define SMALL (2048 * 2048)

typedef struct
{
  GMutex lock; /* held while it is being decoded */
  int width, height;
  VipsImage *pixels; /* in memory, sRGB, 3 bands; NULL until asked for */
} Level;

struct _DipPyramid
{
  GBytes *clean;
  DipSource source;
  guint n_levels;
  Level levels[MAX_LEVELS];
};

static int
halve (int size, guint times)
{
  return MAX (1, (int) lround (ldexp (size, -(int) times)));
}

static void
set_levels (DipPyramid *self)
{
  Level *level;

  do
    {
      level = &self->levels[self->n_levels];
      g_mutex_init (&level->lock);
      level->width = halve (self->source.width, self->n_levels);
      level->height = halve (self->source.height, self->n_levels);
      self->n_levels++;
    }
  while (MAX (level->width, level->height) > DIP_PYRAMID_LEAST && self->n_levels < MAX_LEVELS);
}

DipPyramid *
dip_pyramid_new (GBytes *clean, int orientation, GError **error)
{
  DipSource source;
  DipPyramid *self;

  g_return_val_if_fail (clean != NULL, NULL);

  if (!dip_imaging_init (error) || !dip_source_init (&source, clean, orientation, error))
    return NULL;
  self = g_atomic_rc_box_new0 (DipPyramid);
  self->clean = g_bytes_ref (clean);
  self->source = source;
  set_levels (self);
  return self;
}

DipPyramid *
dip_pyramid_ref (DipPyramid *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

static void
pyramid_clear (gpointer data)
{
  DipPyramid *self = data;

  for (guint i = 0; i < self->n_levels; i++)
    {
      g_clear_object (&self->levels[i].pixels);
      g_mutex_clear (&self->levels[i].lock);
    }
  g_bytes_unref (self->clean);
}

void
dip_pyramid_unref (DipPyramid *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, pyramid_clear);
}

guint
dip_pyramid_get_n_levels (const DipPyramid *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_levels;
}

void
dip_pyramid_get_size (const DipPyramid *self, guint level, int *width, int *height)
{
  g_return_if_fail (self != NULL && level < self->n_levels);

  *width = self->levels[level].width;
  *height = self->levels[level].height;
}

static gboolean
is_small (const Level *level)
{
  return (gint64) level->width * level->height <= SMALL;
}

/* Makes room for @wanted. A level that somebody is reading just now stays until its turn comes again. */
static void
drop_other_large_levels (DipPyramid *self, const Level *wanted)
{
  for (guint i = 0; i < self->n_levels; i++)
    {
      Level *level = &self->levels[i];

      if (level == wanted || is_small (level) || !g_mutex_trylock (&level->lock))
        continue;
      g_clear_object (&level->pixels);
      g_mutex_unlock (&level->lock);
    }
}

/* With the lock of @level held. */
static gboolean
decode (DipPyramid *self, Level *level, GCancellable *cancellable, GError **error)
{
  if (level->pixels != NULL)
    return TRUE;
  if (!is_small (level))
    drop_other_large_levels (self, level);
  level->pixels = dip_source_render (&self->source, level->width, level->height, cancellable, error);
  return level->pixels != NULL;
}

static GBytes *
cut (VipsImage *pixels, int x, int y, int width, int height)
{
  const gsize row = (gsize) width * 3;
  guint8 *out = g_malloc (row * (gsize) height);

  for (int i = 0; i < height; i++)
    memcpy (out + row * (gsize) i, VIPS_IMAGE_ADDR (pixels, x, y + i), row);
  return g_bytes_new_take (out, row * (gsize) height);
}

GBytes *
dip_pyramid_read (DipPyramid *self, guint level, int x, int y, int width, int height, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (VipsImage) pixels = NULL;
  Level *wanted;

  g_return_val_if_fail (self != NULL && level < self->n_levels, NULL);
  wanted = &self->levels[level];
  g_return_val_if_fail (x >= 0 && y >= 0 && width > 0 && height > 0, NULL);
  g_return_val_if_fail (x + width <= wanted->width && y + height <= wanted->height, NULL);

  g_mutex_lock (&wanted->lock);
  if (decode (self, wanted, cancellable, error))
    pixels = g_object_ref (wanted->pixels);
  g_mutex_unlock (&wanted->lock);
  return pixels != NULL ? cut (pixels, x, y, width, height) : NULL;
}

gsize
dip_pyramid_get_memory (DipPyramid *self)
{
  gsize sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_levels; i++)
    {
      Level *level = &self->levels[i];

      g_mutex_lock (&level->lock);
      if (level->pixels != NULL)
        sum += (gsize) level->width * (gsize) level->height * 3;
      g_mutex_unlock (&level->lock);
    }
  return sum;
}

#include "dip-held.h"

struct _DipHeld
{
  GObject parent_instance;

  gpointer data;
  GDestroyNotify free_data;
  char *key;
};

G_DEFINE_FINAL_TYPE (DipHeld, dip_held, G_TYPE_OBJECT)

static void
dip_held_finalize (GObject *object)
{
  DipHeld *self = DIP_HELD (object);

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self->key);
  G_OBJECT_CLASS (dip_held_parent_class)->finalize (object);
}

static void
dip_held_class_init (DipHeldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_held_finalize;
}

static void
dip_held_init (DipHeld *self)
{
}

DipHeld *
dip_held_new (gpointer data, GDestroyNotify free_data, char *key)
{
  DipHeld *self = g_object_new (DIP_TYPE_HELD, NULL);

  self->data = data;
  self->free_data = free_data;
  self->key = key;
  return self;
}

gpointer
dip_held_get (DipHeld *self)
{
  g_return_val_if_fail (DIP_IS_HELD (self), NULL);

  return self->data;
}

gboolean
dip_held_same (DipHeld *a, DipHeld *b)
{
  return g_strcmp0 (a->key, b->key) == 0;
}

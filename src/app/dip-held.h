/* Anything the engine hands out, held as an object so that a list model can contain it. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DIP_TYPE_HELD (dip_held_get_type ())
G_DECLARE_FINAL_TYPE (DipHeld, dip_held, DIP, HELD, GObject)

/* Takes @data, unless @free_data is NULL: then it has to outlive this, and @key; two with the same key look the same. */
DipHeld *dip_held_new (gpointer data, GDestroyNotify free_data, char *key);

gpointer dip_held_get (DipHeld *self);
gboolean dip_held_same (DipHeld *a, DipHeld *b);

G_END_DECLS

/* Bringing a list model up to date without disturbing what stayed the same, so that scrolling and focus stay too. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*DipSameFunc) (gpointer a, gpointer b);

/* Makes @store hold the objects of @items (element-type GObject), keeping old ones where @same says that nothing about them
 * has changed. */
void dip_list_sync (GListStore *store, GPtrArray *items, DipSameFunc same);

G_END_DECLS

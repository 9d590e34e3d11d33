#include "dip-list-sync.h"

static gboolean
same_at (GListStore *store, guint position, gpointer item, DipSameFunc same)
{
  g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (store), position);

  return same (old, item);
}

void
dip_list_sync (GListStore *store, GPtrArray *items, DipSameFunc same)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint head = 0, tail = 0;

  while (head < n_old && head < items->len && same_at (store, head, g_ptr_array_index (items, head), same))
    head++;
  while (tail + head < n_old && tail + head < items->len
         && same_at (store, n_old - tail - 1, g_ptr_array_index (items, items->len - tail - 1), same))
    tail++;
  if (head + tail < n_old || head + tail < items->len)
    g_list_store_splice (store, head, n_old - head - tail, items->pdata + head, items->len - head - tail);
}

#include "dip-whole-list.h"

#include "dip-job.h"

struct _DipWholeList
{
  GObject parent_instance;

  GType item_type;
  GPtrArray *items; /* never changed, only replaced */
};

static GType
get_item_type (GListModel *model)
{
  return DIP_WHOLE_LIST (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return DIP_WHOLE_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  DipWholeList *self = DIP_WHOLE_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DipWholeList, dip_whole_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
dip_whole_list_finalize (GObject *object)
{
  dip_whole_list_drop (DIP_WHOLE_LIST (object)->items);
  G_OBJECT_CLASS (dip_whole_list_parent_class)->finalize (object);
}

static void
dip_whole_list_class_init (DipWholeListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_whole_list_finalize;
}

static void
dip_whole_list_init (DipWholeList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

DipWholeList *
dip_whole_list_new (GType item_type)
{
  DipWholeList *self = g_object_new (DIP_TYPE_WHOLE_LIST, NULL);

  self->item_type = item_type;
  return self;
}

GPtrArray *
dip_whole_list_hold (DipWholeList *self)
{
  g_return_val_if_fail (DIP_IS_WHOLE_LIST (self), NULL);

  return g_ptr_array_ref (self->items);
}

static gboolean
drop_on_thread (DipJob *job, gpointer items, GError **error)
{
  g_ptr_array_unref (items);
  return TRUE;
}

void
dip_whole_list_drop (GPtrArray *items)
{
  g_autoptr (DipJob) job = NULL;

  if (items == NULL)
    return;
  if (items->len == 0)
    {
      g_ptr_array_unref (items);
      return;
    }
  job = dip_job_new ("");
  dip_job_start (job, drop_on_thread, items, NULL, NULL, NULL);
}

static gboolean
same_at (GPtrArray *old, guint i, GPtrArray *items, guint j, DipSameFunc same)
{
  return same (g_ptr_array_index (old, i), g_ptr_array_index (items, j));
}

static void
keep_old (GPtrArray *items, guint i, gpointer old)
{
  g_object_unref (g_ptr_array_index (items, i));
  g_ptr_array_index (items, i) = g_object_ref (old);
}

DipListChange *
dip_list_change_new (GPtrArray *old, GPtrArray *items, DipSameFunc same)
{
  DipListChange *self = g_new0 (DipListChange, 1);
  guint tail = 0;

  self->items = items;
  for (; self->position < MIN (old->len, items->len); self->position++)
    {
      if (!same_at (old, self->position, items, self->position, same))
        break;
      keep_old (items, self->position, g_ptr_array_index (old, self->position));
    }
  for (; tail + self->position < MIN (old->len, items->len); tail++)
    {
      if (!same_at (old, old->len - tail - 1, items, items->len - tail - 1, same))
        break;
      keep_old (items, items->len - tail - 1, g_ptr_array_index (old, old->len - tail - 1));
    }
  self->removed = old->len - self->position - tail;
  self->added = items->len - self->position - tail;
  return self;
}

void
dip_list_change_free (DipListChange *self)
{
  if (self == NULL)
    return;
  dip_whole_list_drop (self->items);
  g_free (self);
}

void
dip_whole_list_apply (DipWholeList *self, const DipListChange *change)
{
  g_return_if_fail (DIP_IS_WHOLE_LIST (self) && change != NULL);
  g_return_if_fail (self->items->len - change->removed + change->added == change->items->len);

  if (change->removed == 0 && change->added == 0)
    return;
  dip_whole_list_drop (self->items);
  self->items = g_ptr_array_ref (change->items);
  g_list_model_items_changed (G_LIST_MODEL (self), change->position, change->removed, change->added);
}

#include "dip-clients-place.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-client-form.h"
#include "dip-client-item.h"
#include "dip-client-page.h"
#include "dip-client-row.h"
#include "dip-intake.h"
#include "dip-parcel.h"
#include "dip-settings.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"

struct _DipClientsPlace
{
  DipPlace parent_instance;

  GtkStack *pages;
  GtkWidget *list_page;
  DipClientPage *client_page;
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkListView *list;
  GtkWidget *add_button;

  DipWholeList *store; /* DipClientItem, in order */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  char *order;
};

G_DEFINE_FINAL_TYPE (DipClientsPlace, dip_clients_place, DIP_TYPE_PLACE)

typedef struct
{
  char *order;
  GPtrArray *shown;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->order);
  dip_whole_list_drop (wanted->shown);
  g_free (wanted);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer order)
{
  return dip_client_item_compare (*(DipClientItem *const *) a, *(DipClientItem *const *) b, order);
}

static gpointer
list_clients (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (GPtrArray) overviews = dip_clients_list (desk, NULL, error);
  GPtrArray *items;

  if (overviews == NULL)
    return NULL;
  items = g_ptr_array_new_full (overviews->len, g_object_unref);
  g_ptr_array_set_free_func (overviews, NULL);
  for (guint i = 0; i < overviews->len; i++)
    g_ptr_array_add (items, dip_client_item_new (g_ptr_array_index (overviews, i)));
  g_ptr_array_sort_with_data (items, compare, wanted->order);
  return dip_list_change_new (wanted->shown, items, (DipSameFunc) dip_client_item_same);
}

static void
show_right_page (DipClientsPlace *self)
{
  const char *page = "list";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    page = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0
           && gtk_filter_list_model_get_pending (self->filtered) == 0)
    page = "nobody";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipClientsPlace *self = owner;
  g_autoptr (DipListChange) change = result;

  if (change != NULL)
    {
      dip_whole_list_apply (self->store, change);
      dip_place_set_count (DIP_PLACE (self), change->items->len);
      show_right_page (self);
    }
  else
    dip_place_say_error (DIP_PLACE (self), error);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_clients_place_load (DipPlace *place)
{
  DipClientsPlace *self = DIP_CLIENTS_PLACE (place);
  Wanted *wanted = g_new0 (Wanted, 1);
  const DipWork work = { list_clients, wanted, wanted_free, (GDestroyNotify) dip_list_change_free, FALSE };

  wanted->order = g_strdup (self->order);
  wanted->shown = dip_whole_list_hold (self->store);
  dip_place_run (place, &work, NULL, on_listed);
}

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  DipClientsPlace *self = user_data;
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));

  return dip_client_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)),
                                  workspace != NULL && !dip_workspace_get_hide_names (workspace));
}

static void
on_search_changed (DipClientsPlace *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_right_page (self);
}

static void
read_order (DipClientsPlace *self, GSettings *settings)
{
  g_free (self->order);
  self->order = g_settings_get_string (settings, DIP_SETTING_CLIENT_ORDER);
}

static void
on_order_changed (DipClientsPlace *self, const char *key, GSettings *settings)
{
  read_order (self, settings);
  dip_place_reload (DIP_PLACE (self));
}

static void
open_item (DipClientsPlace *self, DipClientItem *item)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-client", "s", dip_client_item_get (item)->client->code);
}

static void
on_row_activated (DipClientsPlace *self, guint position)
{
  g_autoptr (DipClientItem) item
      = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);

  if (item != NULL)
    open_item (self, item);
}

/* Enter in the search opens the first that was found. */
static void
on_search_activated (DipClientsPlace *self)
{
  /* All has to be looked through for that. */
  gtk_filter_list_model_set_incremental (self->filtered, FALSE);
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  on_row_activated (self, 0);
}

static void
on_search_stopped (DipClientsPlace *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* Files are imported, photos of the inbox given, to the client they are dropped on. */
static gboolean
on_row_drop (DipClientsPlace *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  DipClientRow *row = DIP_CLIENT_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  const char *code = dip_client_row_get_code (row);
  g_autoptr (DipIntake) intake = NULL;

  if (code == NULL || dip_workspace_is_read_only (workspace))
    return FALSE;
  if (G_VALUE_HOLDS (value, DIP_TYPE_PARCEL))
    {
      dip_parcel_give (g_value_get_object (value), GTK_WIDGET (self), workspace, code);
      return TRUE;
    }
  intake = dip_intake_new (GTK_WIDGET (self), workspace, code, DIP_VIEW_NONE, 0);
  return dip_intake_drop (intake, value);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipClientsPlace *self)
{
  GtkWidget *row = dip_client_row_new ();
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  GtkDropTarget *target = dip_intake_drop_target (TRUE);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_row_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
  g_object_bind_property (self, "narrow", row, "narrow", G_BINDING_SYNC_CREATE);
  if (workspace != NULL)
    g_object_bind_property (workspace, "hide-names", row, "hide-names", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipClientsPlace *self)
{
  dip_client_row_show (DIP_CLIENT_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item),
                       dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self))));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipClientsPlace *self)
{
  dip_client_row_show (DIP_CLIENT_ROW (gtk_list_item_get_child (list_item)), NULL, DIP_DATE_NONE);
}

static void
make_list (DipClientsPlace *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->store = dip_whole_list_new (DIP_TYPE_CLIENT_ITEM);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->filtered
      = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->store)), GTK_FILTER (g_object_ref (self->filter)));
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  g_signal_connect_object (self->filtered, "notify::pending", G_CALLBACK (show_right_page), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)))));
  g_object_unref (factory);
}

/* Another library has nothing to do with the client that was shown. */
static void
forget_client (DipClientsPlace *self)
{
  dip_client_page_show (self->client_page, NULL);
  gtk_stack_set_visible_child (self->pages, self->list_page);
}

static void
dip_clients_place_opened (DipPlace *place)
{
  DipClientsPlace *self = DIP_CLIENTS_PLACE (place);
  DipWorkspace *workspace = dip_place_get_workspace (place);
  GSettings *settings = dip_workspace_get_settings (workspace);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GAction) order = g_settings_create_action (settings, DIP_SETTING_CLIENT_ORDER);

  if (self->store == NULL)
    make_list (self);
  forget_client (self);
  g_action_map_add_action (G_ACTION_MAP (group), order);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "clients", G_ACTION_GROUP (group));
  gtk_widget_set_visible (self->add_button, !dip_workspace_is_read_only (workspace));
  read_order (self, settings);
  g_signal_connect_object (settings, "changed::" DIP_SETTING_CLIENT_ORDER, G_CALLBACK (on_order_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::hide-names", G_CALLBACK (on_search_changed), self, G_CONNECT_SWAPPED);
}

void
dip_clients_place_show_client (DipClientsPlace *self, const char *code)
{
  g_return_if_fail (DIP_IS_CLIENTS_PLACE (self));

  dip_client_page_show (self->client_page, code);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->client_page));
  gtk_widget_grab_focus (GTK_WIDGET (self->client_page));
}

gboolean
dip_clients_place_back (DipClientsPlace *self)
{
  g_return_val_if_fail (DIP_IS_CLIENTS_PLACE (self), FALSE);

  if (gtk_stack_get_visible_child (self->pages) == self->list_page)
    return FALSE;
  gtk_stack_set_visible_child (self->pages, self->list_page);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return TRUE;
}

void
dip_clients_place_find (DipClientsPlace *self)
{
  g_return_if_fail (DIP_IS_CLIENTS_PLACE (self));

  gtk_stack_set_visible_child (self->pages, self->list_page);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
dip_clients_place_add (DipClientsPlace *self)
{
  DipWorkspace *workspace;

  g_return_if_fail (DIP_IS_CLIENTS_PLACE (self));

  workspace = dip_place_get_workspace (DIP_PLACE (self));
  if (!dip_workspace_is_read_only (workspace))
    dip_form_present (DIP_FORM (dip_client_form_new ()), GTK_WIDGET (self), workspace);
}

/* What is still to be filtered would ask us when we are gone. */
static void
forget_filter (DipClientsPlace *self)
{
  if (self->filtered == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->filtered, self);
  gtk_filter_list_model_set_filter (self->filtered, NULL);
}

static void
dip_clients_place_dispose (GObject *object)
{
  DipClientsPlace *self = DIP_CLIENTS_PLACE (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  forget_filter (self);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);
  g_clear_pointer (&self->order, g_free);
  G_OBJECT_CLASS (dip_clients_place_parent_class)->dispose (object);
}

static gboolean
dip_clients_place_grab_focus (GtkWidget *widget)
{
  DipClientsPlace *self = DIP_CLIENTS_PLACE (widget);

  if (gtk_stack_get_visible_child (self->pages) != self->list_page)
    return gtk_widget_grab_focus (GTK_WIDGET (self->client_page));
  return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
dip_clients_place_class_init (DipClientsPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DipPlaceClass *place_class = DIP_PLACE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_clients_place_dispose;
  g_type_ensure (DIP_TYPE_CLIENT_PAGE);
  widget_class->grab_focus = dip_clients_place_grab_focus;
  place_class->load = dip_clients_place_load;
  place_class->opened = dip_clients_place_opened;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-clients-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, pages);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, list_page);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, client_page);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, list);
  gtk_widget_class_bind_template_child (widget_class, DipClientsPlace, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
dip_clients_place_init (DipClientsPlace *self)
{
  self->order = g_strdup ("newest");
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->pages));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  g_object_bind_property (self, "workspace", self->client_page, "workspace", 0);
  g_object_bind_property (self, "folded", self->client_page, "folded", G_BINDING_SYNC_CREATE);
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->stack));
}

#include "dip-gallery-place.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-gallery.h"
#include "dip-held.h"
#include "dip-list-sync.h"
#include "dip-pair-card.h"
#include "dip-pairing.h"
#include "dip-settings.h"
#include "dip-unseen.h"
#include "dip-wrap-box.h"

struct _DipGalleryPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkGridView *grid;
  GtkDropDown *destination_choice;
  GtkDropDown *state_choice;
  GtkDropDown *view_choice;

  GListStore *store; /* DipHeld of DipGalleryEntry */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GStrv destinations; /* names, in the order of the choice; NULL until known */
};

G_DEFINE_FINAL_TYPE (DipGalleryPlace, dip_gallery_place, DIP_TYPE_PLACE)

/* Entries of the choice of states. */
enum
{
  STATE_ALL,
  STATE_READY,
  STATE_BLOCKED,
};

typedef struct
{
  GPtrArray *destinations; /* DipDestination */
  GPtrArray *entries;      /* DipGalleryEntry */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->destinations, g_ptr_array_unref);
  g_clear_pointer (&found->entries, g_ptr_array_unref);
  g_free (found);
}

static gpointer
look (const DipDesk *desk, gpointer destination, DipJob *job, GError **error)
{
  Found *found = g_new0 (Found, 1);

  if ((found->destinations = dip_gallery_destinations (desk, error)) != NULL
      && (found->entries = dip_gallery_list (desk, destination, NULL, error)) != NULL)
    return found;
  found_free (found);
  return NULL;
}

static char *
key_of (const DipGalleryEntry *entry)
{
  const DipCase *one = entry->one;
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %d %d", one->pair->id,
                          one->alignment != NULL ? one->alignment->id : 0, entry->answer->allowed, entry->answer->until,
                          one->after_facts.days_since);
  for (guint i = 0; i < entry->answer->refusals->len; i++)
    g_string_append (key, ((DipRefusal *) g_ptr_array_index (entry->answer->refusals, i))->text);
  return g_string_free (key, FALSE);
}

static void
fill_destinations (DipGalleryPlace *self, GPtrArray *destinations, const char *chosen)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = 0;

  if (self->destinations != NULL)
    return;
  for (guint i = 0; i < destinations->len; i++)
    {
      const DipDestination *destination = g_ptr_array_index (destinations, i);

      g_strv_builder_add (names, destination->name);
      gtk_string_list_append (labels, destination->label);
      if (g_str_equal (destination->name, chosen))
        selected = i;
    }
  gtk_drop_down_set_model (self->destination_choice, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->destination_choice, selected);
  self->destinations = g_strv_builder_end (names);
}

static void
show_right_page (DipGalleryPlace *self)
{
  const char *page = "pairs";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    page = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0)
    page = "none";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
show_entries (DipGalleryPlace *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_ready = 0;

  while (entries->len > 0)
    {
      DipGalleryEntry *entry = g_ptr_array_steal_index (entries, 0);

      n_ready += entry->answer->allowed;
      g_ptr_array_add (items, dip_held_new (entry, (GDestroyNotify) dip_gallery_entry_free, key_of (entry)));
    }
  dip_list_sync (self->store, items, (DipSameFunc) dip_held_same);
  dip_place_set_count (DIP_PLACE (self), n_ready);
  show_right_page (self);
}

static char *
chosen_destination (DipGalleryPlace *self)
{
  return g_settings_get_string (dip_workspace_get_settings (dip_place_get_workspace (DIP_PLACE (self))),
                                DIP_SETTING_DESTINATION);
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipGalleryPlace *self = owner;
  Found *found = result;
  g_autofree char *chosen = NULL;

  if (found != NULL && dip_place_get_workspace (DIP_PLACE (self)) != NULL)
    {
      chosen = chosen_destination (self);
      fill_destinations (self, found->destinations, chosen);
      show_entries (self, found->entries);
    }
  else if (error != NULL)
    dip_place_say_error (DIP_PLACE (self), error);
  g_clear_pointer (&found, found_free);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_gallery_place_load (DipPlace *place)
{
  const DipWork work = { look, chosen_destination (DIP_GALLERY_PLACE (place)), g_free, found_free, FALSE };

  dip_place_run (place, &work, NULL, on_looked);
}

static void
on_destination_chosen (DipGalleryPlace *self)
{
  guint selected = gtk_drop_down_get_selected (self->destination_choice);
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));

  if (self->destinations == NULL || workspace == NULL || selected >= g_strv_length (self->destinations))
    return;
  g_settings_set_string (dip_workspace_get_settings (workspace), DIP_SETTING_DESTINATION, self->destinations[selected]);
  dip_place_reload (DIP_PLACE (self));
}

static void
on_filter_chosen (DipGalleryPlace *self)
{
  if (self->filter == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_right_page (self);
}

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  DipGalleryPlace *self = user_data;
  const DipGalleryEntry *entry = dip_held_get (item);
  guint state = gtk_drop_down_get_selected (self->state_choice);
  guint view = gtk_drop_down_get_selected (self->view_choice);

  if ((state == STATE_READY && !entry->answer->allowed) || (state == STATE_BLOCKED && entry->answer->allowed))
    return FALSE;
  return view == 0 || view == GTK_INVALID_LIST_POSITION
         || dip_view_tokens[view - 1].value == (int) entry->one->pair->view;
}

static gpointer
approve (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_pairing_approve (desk, *(gint64 *) data, NULL, DIP_LOOKED_FOR_ALL, error) != 0);
}

static void
on_approved (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
}

static void
on_approve (DipGalleryPlace *self, gint64 pair_id)
{
  const DipWork work = { approve, g_memdup2 (&pair_id, sizeof pair_id), g_free, NULL, TRUE };

  dip_place_run (DIP_PLACE (self), &work, NULL, on_approved);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipGalleryPlace *self)
{
  GtkWidget *card = dip_pair_card_new ();

  gtk_widget_set_valign (card, GTK_ALIGN_START);
  g_signal_connect_object (card, "approve", G_CALLBACK (on_approve), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, card);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipGalleryPlace *self)
{
  dip_pair_card_show (DIP_PAIR_CARD (gtk_list_item_get_child (list_item)), dip_place_get_workspace (DIP_PLACE (self)),
                      dip_held_get (gtk_list_item_get_item (list_item)), TRUE);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  dip_pair_card_show (DIP_PAIR_CARD (gtk_list_item_get_child (list_item)), NULL, NULL, TRUE);
}

static void
fill_views (DipGalleryPlace *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("All views"));
  for (const DipToken *token = dip_view_tokens; token->token != NULL; token++)
    gtk_string_list_append (labels, dip_token_label (dip_view_tokens, token->value));
  gtk_drop_down_set_model (self->view_choice, G_LIST_MODEL (labels));
}

static void
dip_gallery_place_dispose (GObject *object)
{
  DipGalleryPlace *self = DIP_GALLERY_PLACE (object);

  if (self->grid != NULL)
    gtk_grid_view_set_model (self->grid, NULL);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);
  g_clear_pointer (&self->destinations, g_strfreev);
  G_OBJECT_CLASS (dip_gallery_place_parent_class)->dispose (object);
}

static void
dip_gallery_place_class_init (DipGalleryPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_gallery_place_dispose;
  DIP_PLACE_CLASS (klass)->load = dip_gallery_place_load;
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-gallery-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, grid);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, destination_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, state_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, view_choice);
  gtk_widget_class_bind_template_callback (widget_class, setup_cell);
  gtk_widget_class_bind_template_callback (widget_class, bind_cell);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cell);
  gtk_widget_class_bind_template_callback (widget_class, on_destination_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_chosen);
}

static void
dip_gallery_place_init (DipGalleryPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  fill_views (self);
  self->store = g_list_store_new (DIP_TYPE_HELD);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->filtered
      = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->store)), GTK_FILTER (g_object_ref (self->filter)));
  gtk_grid_view_set_model (self->grid,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)))));
}

#include "dip-gallery-place.h"

#include <inttypes.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-approve-form.h"
#include "dip-gallery.h"
#include "dip-held.h"
#include "dip-list-name.h"
#include "dip-pair-card.h"
#include "dip-pairing.h"
#include "dip-setup.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"
#include "dip-wrap-box.h"

struct _DipGalleryPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkGridView *grid;
  GtkDropDown *destination_choice;
  GtkDropDown *state_choice;
  GtkDropDown *view_choice;
  GtkMenuButton *filter_button;
  GtkDropDown *area_choice;
  GtkDropDown *stage_choice;
  GtkDropDown *sessions_choice;
  GtkDropDown *scope_choice;

  DipWholeList *store; /* DipHeld of DipGalleryEntry */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GStrv destinations; /* names, in the order of the choice; NULL until known */
};

G_DEFINE_FINAL_TYPE (DipGalleryPlace, dip_gallery_place, DIP_TYPE_PLACE)

/* The last entry of the choice of session counts: so many or more. */
#define MANY_SESSIONS 4

/* Entries of the choice of states. */
enum
{
  STATE_ALL,
  STATE_READY,
  STATE_BLOCKED,
};

typedef struct
{
  char *destination; /* its name; NULL: the clinic's usual one */
  GPtrArray *shown;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->destination);
  dip_whole_list_drop (wanted->shown);
  g_free (wanted);
}

typedef struct
{
  DipSetup *setup;
  guint destination;     /* position of the one looked at */
  DipListChange *change; /* of DipHeld of DipGalleryEntry */
  guint n_ready;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->setup, dip_setup_free);
  g_clear_pointer (&found->change, dip_list_change_free);
  g_free (found);
}

static char *
key_of (const DipGalleryEntry *entry)
{
  const DipCase *one = entry->one;
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%" PRId64 " %" PRId64 " %d %d %d", one->pair->id,
                          one->alignment != NULL ? one->alignment->id : 0, entry->answer->allowed, entry->answer->until,
                          one->after_facts.days_since);
  for (guint i = 0; i < entry->answer->refusals->len; i++)
    g_string_append (key, ((DipRefusal *) g_ptr_array_index (entry->answer->refusals, i))->text);
  return g_string_free (key, FALSE);
}

static gboolean
compare_entries (Found *found, const DipDesk *desk, const char *destination, GPtrArray *shown, GError **error)
{
  g_autoptr (GPtrArray) entries = dip_gallery_list (desk, destination, NULL, error);
  GPtrArray *items;

  if (entries == NULL)
    return FALSE;
  items = g_ptr_array_new_full (entries->len, g_object_unref);
  g_ptr_array_set_free_func (entries, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      DipGalleryEntry *entry = g_ptr_array_index (entries, i);

      found->n_ready += entry->answer->allowed;
      g_ptr_array_add (items, dip_held_new (entry, (GDestroyNotify) dip_gallery_entry_free, key_of (entry)));
    }
  found->change = dip_list_change_new (shown, items, (DipSameFunc) dip_held_same);
  return TRUE;
}

static gpointer
look (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;
  Found *found = g_new0 (Found, 1);
  gboolean ok = FALSE;

  found->setup = dip_setup_load (desk, NULL, job, error);
  if (found->setup != NULL)
    {
      const DipDestination *destination;

      found->destination = dip_setup_find (found->setup, wanted->destination);
      destination = g_ptr_array_index (found->setup->destinations, found->destination);
      ok = compare_entries (found, desk, destination->name, wanted->shown, error);
    }
  if (ok)
    return found;
  found_free (found);
  return NULL;
}

static void
fill_destinations (DipGalleryPlace *self, const Found *found)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  if (self->destinations != NULL)
    return;
  for (guint i = 0; i < found->setup->destinations->len; i++)
    {
      const DipDestination *destination = g_ptr_array_index (found->setup->destinations, i);

      g_strv_builder_add (names, destination->name);
      gtk_string_list_append (labels, destination->label);
    }
  gtk_drop_down_set_model (self->destination_choice, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->destination_choice, found->destination);
  self->destinations = g_strv_builder_end (names);
}

static void
show_right_page (DipGalleryPlace *self)
{
  const char *page = "pairs";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    page = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0
           && gtk_filter_list_model_get_pending (self->filtered) == 0)
    page = "none";
  gtk_stack_set_visible_child_name (self->stack, page);
}

/* NULL before the first look: the clinic's usual one. */
static char *
chosen_destination (DipGalleryPlace *self)
{
  guint selected = gtk_drop_down_get_selected (self->destination_choice);

  if (self->destinations == NULL || selected >= g_strv_length (self->destinations))
    return NULL;
  return g_strdup (self->destinations[selected]);
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipGalleryPlace *self = owner;
  Found *found = result;

  if (found != NULL && dip_place_get_workspace (DIP_PLACE (self)) != NULL)
    {
      fill_destinations (self, found);
      dip_whole_list_apply (self->store, found->change);
      dip_place_set_count (DIP_PLACE (self), found->n_ready);
      show_right_page (self);
    }
  else if (error != NULL)
    dip_place_say_error (DIP_PLACE (self), error);
  g_clear_pointer (&found, found_free);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_gallery_place_load (DipPlace *place)
{
  DipGalleryPlace *self = DIP_GALLERY_PLACE (place);
  Wanted *wanted = g_new0 (Wanted, 1);
  const DipWork work = { look, wanted, wanted_free, found_free, FALSE };

  wanted->destination = chosen_destination (self);
  wanted->shown = dip_whole_list_hold (self->store);

  dip_place_run (place, &work, NULL, on_looked);
}

/* Another library has destinations, and a usual one, of its own. */
static void
dip_gallery_place_opened (DipPlace *place)
{
  g_clear_pointer (&DIP_GALLERY_PLACE (place)->destinations, g_strfreev);
}

static void
on_destination_chosen (DipGalleryPlace *self)
{
  if (self->destinations != NULL && dip_place_get_workspace (DIP_PLACE (self)) != NULL)
    dip_place_reload (DIP_PLACE (self));
}

static void
show_count_of_filters (DipGalleryPlace *self)
{
  GtkDropDown *choices[]
      = { self->view_choice, self->area_choice, self->stage_choice, self->sessions_choice, self->scope_choice };
  g_autofree char *label = NULL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    n += gtk_drop_down_get_selected (choices[i]) != 0;
  /* Translators: how many filters are in force. */
  label = n > 0 ? g_strdup_printf (_ ("Filters · %u"), n) : g_strdup (_ ("Filters"));
  gtk_menu_button_set_label (self->filter_button, label);
}

static void
on_filter_chosen (DipGalleryPlace *self)
{
  if (self->filter == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_count_of_filters (self);
  show_right_page (self);
}

/* The value chosen from a table of words whose first entry is “all”; -1 for that. */
static int
chosen_value (GtkDropDown *choice, const DipToken *table)
{
  guint selected = gtk_drop_down_get_selected (choice);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? -1 : table[selected - 1].value;
}

static gboolean
has_scope (const DipCase *one, guint scope, DipDate today)
{
  for (guint i = 0; i < one->consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (one->consents, i);

      if (dip_consent_state (consent, today) == DIP_CONSENT_ACTIVE && (dip_consent_scopes_left (consent) & scope))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_wanted_case (DipGalleryPlace *self, const DipCase *one)
{
  int view = chosen_value (self->view_choice, dip_view_tokens);
  int area = chosen_value (self->area_choice, dip_area_tokens);
  int stage = chosen_value (self->stage_choice, dip_stage_tokens);
  int scope = chosen_value (self->scope_choice, dip_scope_tokens);
  guint sessions = gtk_drop_down_get_selected (self->sessions_choice);

  if ((view != -1 && view != (int) one->pair->view) || (area != -1 && !(one->treatment->areas & (guint) area))
      || (stage != -1 && stage != (int) one->treatment->stage))
    return FALSE;
  if (sessions >= 1 && sessions <= MANY_SESSIONS && MIN (one->sessions->len, MANY_SESSIONS) != sessions)
    return FALSE;
  return scope == -1
         || has_scope (one, (guint) scope, dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self))));
}

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  DipGalleryPlace *self = user_data;
  const DipGalleryEntry *entry = dip_held_get (item);
  guint state = gtk_drop_down_get_selected (self->state_choice);

  if ((state == STATE_READY && !entry->answer->allowed) || (state == STATE_BLOCKED && entry->answer->allowed))
    return FALSE;
  return is_of_wanted_case (self, entry->one);
}

static void
clear_filters (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipGalleryPlace *self = DIP_GALLERY_PLACE (widget);
  GtkDropDown *choices[] = { self->state_choice, self->view_choice,     self->area_choice,
                             self->stage_choice, self->sessions_choice, self->scope_choice };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_drop_down_set_selected (choices[i], 0);
}

static void
on_approve (DipGalleryPlace *self, gint64 pair_id)
{
  dip_form_present (DIP_FORM (dip_approve_form_new (pair_id)), GTK_WIDGET (self),
                    dip_place_get_workspace (DIP_PLACE (self)));
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
fill_choice (GtkDropDown *choice, const char *all, const DipToken *table)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, all);
  for (const DipToken *token = table; token->token != NULL; token++)
    gtk_string_list_append (labels, dip_token_label (table, token->value));
  gtk_drop_down_set_model (choice, G_LIST_MODEL (labels));
}

static void
fill_choices (DipGalleryPlace *self)
{
  fill_choice (self->view_choice, _ ("All views"), dip_view_tokens);
  fill_choice (self->area_choice, _ ("All areas"), dip_area_tokens);
  fill_choice (self->stage_choice, _ ("All stages"), dip_stage_tokens);
  fill_choice (self->scope_choice, _ ("Any consent"), dip_scope_tokens);
}

/* What is still to be filtered would ask us when we are gone. */
static void
forget_filter (DipGalleryPlace *self)
{
  if (self->filtered == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->filtered, self);
  gtk_filter_list_model_set_filter (self->filtered, NULL);
}

static void
dip_gallery_place_dispose (GObject *object)
{
  DipGalleryPlace *self = DIP_GALLERY_PLACE (object);

  if (self->grid != NULL)
    gtk_grid_view_set_model (self->grid, NULL);
  forget_filter (self);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);
  g_clear_pointer (&self->destinations, g_strfreev);
  G_OBJECT_CLASS (dip_gallery_place_parent_class)->dispose (object);
}

static gboolean
dip_gallery_place_grab_focus (GtkWidget *widget)
{
  GtkWidget *grid = GTK_WIDGET (DIP_GALLERY_PLACE (widget)->grid);

  /* What is not on the screen would take the keyboard and keep it. */
  return (gtk_widget_get_mapped (grid) && gtk_widget_grab_focus (grid))
         || GTK_WIDGET_CLASS (dip_gallery_place_parent_class)->grab_focus (widget);
}

static void
dip_gallery_place_class_init (DipGalleryPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_gallery_place_dispose;
  widget_class->grab_focus = dip_gallery_place_grab_focus;
  DIP_PLACE_CLASS (klass)->load = dip_gallery_place_load;
  DIP_PLACE_CLASS (klass)->opened = dip_gallery_place_opened;
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-gallery-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, grid);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, destination_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, state_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, view_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, area_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, filter_button);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, stage_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, sessions_choice);
  gtk_widget_class_bind_template_child (widget_class, DipGalleryPlace, scope_choice);
  gtk_widget_class_install_action (widget_class, "gallery.clear-filters", NULL, clear_filters);
  gtk_widget_class_bind_template_callback (widget_class, setup_cell);
  gtk_widget_class_bind_template_callback (widget_class, bind_cell);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cell);
  gtk_widget_class_bind_template_callback (widget_class, on_destination_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_chosen);
}

static void
name_choices (DipGalleryPlace *self)
{
  GtkDropDown *choices[] = { self->destination_choice, self->state_choice,    self->view_choice, self->area_choice,
                             self->stage_choice,       self->sessions_choice, self->scope_choice };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    dip_own_name (GTK_WIDGET (choices[i]), NULL);
}

static void
dip_gallery_place_init (DipGalleryPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  fill_choices (self);
  name_choices (self);
  self->store = dip_whole_list_new (DIP_TYPE_HELD);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->filtered
      = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->store)), GTK_FILTER (g_object_ref (self->filter)));
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  g_signal_connect_object (self->filtered, "notify::pending", G_CALLBACK (show_right_page), self, G_CONNECT_SWAPPED);
  gtk_grid_view_set_model (self->grid,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)))));
}

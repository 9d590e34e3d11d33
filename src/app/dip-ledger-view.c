#include "dip-ledger-view.h"

#include <inttypes.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-address-form.h"
#include "dip-address-list-form.h"
#include "dip-compat.h"
#include "dip-destinations.h"
#include "dip-held.h"
#include "dip-ledger-row.h"
#include "dip-list-name.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"
#include "dip-window.h"
#include "dip-wrap-box.h"

struct _DipLedgerView
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *filters;
  GtkDropDown *place_choice;
  GtkDropDown *state_choice;
  GtkSearchEntry *search;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkListView *list;
  GtkWidget *actions;
  GtkWidget *note_button;

  DipWorkspace *workspace;
  DipWholeList *entries; /* DipHeld of DipLedgerEntry, newest first */
  GStrv places;          /* names, in the order of the choice, after "all" */
  gboolean loading, stale, filling;
};

G_DEFINE_FINAL_TYPE (DipLedgerView, dip_ledger_view, GTK_TYPE_WIDGET)

/* --- a look ------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *place; /* or NULL */
  int state;
  char *text; /* folded, or NULL */
  char *path; /* where a table is to be saved, or NULL */
  GPtrArray *shown;
} Wanted;

typedef struct
{
  DipListChange *change;
  GPtrArray *places; /* (element-type DipDestination) */
  gboolean any;      /* without the filter */
} Found;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_free (self->place);
  g_free (self->text);
  g_free (self->path);
  dip_whole_list_drop (self->shown);
  g_free (self);
}

static void
found_free (gpointer data)
{
  Found *self = data;

  g_clear_pointer (&self->change, dip_list_change_free);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self);
}

static gboolean
holds (const char *text, const char *folded)
{
  g_autofree char *own = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return own != NULL && strstr (own, folded) != NULL;
}

static gboolean
is_found (const DipLedgerEntry *entry, const char *text)
{
  if (text == NULL || holds (entry->item->name, text) || holds (entry->code, text) || holds (entry->item->folder, text))
    return TRUE;
  for (guint i = 0; i < entry->addresses->len; i++)
    if (holds (g_ptr_array_index (entry->addresses, i), text))
      return TRUE;
  return FALSE;
}

static GPtrArray *
find (const DipDesk *desk, const Wanted *wanted, GError **error)
{
  DipLedgerFilter filter = DIP_LEDGER_ALL;
  GPtrArray *entries;

  filter.destination = wanted->place;
  filter.state = wanted->state;
  entries = dip_ledger_find (desk, &filter, error);
  for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
    if (!is_found (g_ptr_array_index (entries, i - 1), wanted->text))
      g_ptr_array_remove_index (entries, i - 1);
  return entries;
}

/* Takes the elements of @entries; newest first. */
static GPtrArray *
items_of (GPtrArray *entries)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_free_func (entries, NULL);
  for (guint i = entries->len; i > 0; i--)
    {
      DipLedgerEntry *entry = g_ptr_array_index (entries, i - 1);
      char *key = g_strdup_printf ("%" PRId64 " %d %d %u %s", entry->item->id, (int) entry->item->state,
                                   entry->item->removed_at != NULL, entry->addresses->len,
                                   entry->destination_label != NULL ? entry->destination_label : "");

      g_ptr_array_add (items, dip_held_new (entry, (GDestroyNotify) dip_ledger_entry_free, key));
    }
  return items;
}

static gpointer
look (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (GPtrArray) entries = find (desk, wanted, error);
  g_autoptr (GPtrArray) places = entries != NULL ? dip_destinations_list (desk, error) : NULL;
  Found *found;

  if (places == NULL)
    return NULL;
  found = g_new0 (Found, 1);
  found->any
      = entries->len > 0 || wanted->place != NULL || wanted->text != NULL || wanted->state != DIP_LEDGER_ANY_STATE;
  found->change = dip_list_change_new (wanted->shown, items_of (entries), (DipSameFunc) dip_held_same);
  found->places = g_steal_pointer (&places);
  return found;
}

static Wanted *
wanted_of (DipLedgerView *self)
{
  const guint place = gtk_drop_down_get_selected (self->place_choice);
  const guint state = gtk_drop_down_get_selected (self->state_choice);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  Wanted *wanted = g_new0 (Wanted, 1);

  if (self->places != NULL && place != GTK_INVALID_LIST_POSITION && place > 0 && place <= g_strv_length (self->places))
    wanted->place = g_strdup (self->places[place - 1]);
  wanted->state = state != GTK_INVALID_LIST_POSITION && state > 0 ? dip_export_state_tokens[state - 1].value
                                                                  : DIP_LEDGER_ANY_STATE;
  if (*text != '\0')
    wanted->text = g_utf8_casefold (text, -1);
  return wanted;
}

/* The choice stays as it is unless there are other places now. */
static void
show_places (DipLedgerView *self, GPtrArray *places)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("All destinations"));
  for (guint i = 0; i < places->len; i++)
    {
      const DipDestination *place = g_ptr_array_index (places, i);

      g_strv_builder_add (names, place->name);
      gtk_string_list_append (labels, place->label);
    }
  now = g_strv_builder_end (names);
  if (self->places != NULL && g_strv_equal ((const char *const *) self->places, (const char *const *) now))
    return;
  g_strfreev (self->places);
  self->places = g_steal_pointer (&now);
  self->filling = TRUE;
  gtk_drop_down_set_model (self->place_choice, G_LIST_MODEL (labels));
  self->filling = FALSE;
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipLedgerView *self = owner;
  Found *found = result;

  self->loading = FALSE;
  if (found != NULL && self->workspace != NULL)
    {
      const guint n = (dip_whole_list_apply (self->entries, found->change),
                       g_list_model_get_n_items (G_LIST_MODEL (self->entries)));

      show_places (self, found->places);
      gtk_widget_set_visible (self->filters, found->any);
      gtk_widget_set_visible (self->actions, found->any);
      gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : found->any ? "none" : "empty");
    }
  else if (error != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem, escaped);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
  g_clear_pointer (&found, found_free);
  if (self->stale)
    dip_ledger_view_reload (self);
}

void
dip_ledger_view_reload (DipLedgerView *self)
{
  DipWork work = { look, NULL, wanted_free, found_free, FALSE };
  Wanted *wanted;

  g_return_if_fail (DIP_IS_LEDGER_VIEW (self));

  self->stale = self->loading;
  if (self->loading || self->workspace == NULL)
    return;
  self->loading = TRUE;
  wanted = wanted_of (self);
  wanted->shown = dip_whole_list_hold (self->entries);
  work.args = wanted;
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_looked);
}

static void
on_filter (DipLedgerView *self)
{
  if (!self->filling)
    dip_ledger_view_reload (self);
}

void
dip_ledger_view_set_workspace (DipLedgerView *self, DipWorkspace *workspace)
{
  g_return_if_fail (DIP_IS_LEDGER_VIEW (self));

  g_set_object (&self->workspace, workspace);
  gtk_widget_set_visible (self->note_button, workspace != NULL && !dip_workspace_is_read_only (workspace));
}

/* --- what can be done with it ------------------------------------------------------------------------------------------ */

static gpointer
save_table (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (GPtrArray) entries = find (desk, wanted, error);
  g_autofree char *csv = entries != NULL ? dip_ledger_csv (entries) : NULL;

  return DIP_WORK_DONE (csv != NULL && g_file_set_contents (wanted->path, csv, -1, error));
}

static void
on_saved (gpointer owner, gpointer result, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (owner);

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), error != NULL ? error->message : _ ("Saved."));
}

static void
on_table_chosen (GObject *owner, GFile *file)
{
  DipLedgerView *self = DIP_LEDGER_VIEW (owner);
  DipWork work = { save_table, NULL, wanted_free, NULL, FALSE };
  Wanted *wanted = wanted_of (self);

  wanted->path = g_file_get_path (file);
  work.args = wanted;
  if (wanted->path != NULL && self->workspace != NULL)
    dip_workspace_run (self->workspace, &work, NULL, owner, on_saved);
  else
    wanted_free (wanted);
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Save the Files Shown as a Table"),
                              _ ("exported-files.csv"), G_OBJECT (widget), on_table_chosen);
}

static void
note (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipLedgerView *self = DIP_LEDGER_VIEW (widget);

  dip_form_present (DIP_FORM (dip_address_list_form_new ()), widget, self->workspace);
}

static void
address (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipLedgerView *self = DIP_LEDGER_VIEW (widget);

  dip_form_present (DIP_FORM (dip_address_form_new (self->workspace, g_variant_get_int64 (parameter))), widget,
                    self->workspace);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, dip_ledger_row_new ());
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipLedgerView *self)
{
  const DipLedgerEntry *entry = dip_held_get (gtk_list_item_get_item (list_item));

  dip_list_name (list_item, entry->item->name);
  dip_ledger_row_show (DIP_LEDGER_ROW (gtk_list_item_get_child (list_item)), self->workspace, entry);
}

static void
dip_ledger_view_dispose (GObject *object)
{
  DipLedgerView *self = DIP_LEDGER_VIEW (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->entries);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->places, g_strfreev);
  G_OBJECT_CLASS (dip_ledger_view_parent_class)->dispose (object);
}

static void
dip_ledger_view_class_init (DipLedgerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_ledger_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-ledger-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, content);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, filters);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, place_choice);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, state_choice);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, search);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, stack);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, problem);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, list);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, actions);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerView, note_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_filter);
  gtk_widget_class_install_action (widget_class, "ledger.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "ledger.note", NULL, note);
  gtk_widget_class_install_action (widget_class, "ledger.address", "x", address);
}

static void
dip_ledger_view_init (DipLedgerView *self)
{
  g_autoptr (GtkStringList) states = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  gtk_string_list_append (states, _ ("All states"));
  for (guint i = 0; dip_export_state_tokens[i].token != NULL; i++)
    gtk_string_list_append (states, dip_token_label (dip_export_state_tokens, dip_export_state_tokens[i].value));
  gtk_drop_down_set_model (self->state_choice, G_LIST_MODEL (states));
  dip_own_name (GTK_WIDGET (self->place_choice), NULL);
  dip_own_name (GTK_WIDGET (self->state_choice), NULL);
  self->entries = dip_whole_list_new (DIP_TYPE_HELD);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->entries)))));
}

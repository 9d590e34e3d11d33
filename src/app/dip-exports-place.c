#include "dip-exports-place.h"

#include <inttypes.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-export-window.h"
#include "dip-held.h"
#include "dip-ledger-view.h"
#include "dip-list-name.h"
#include "dip-list-sync.h"
#include "dip-pill.h"
#include "dip-publishing.h"
#include "dip-takedown-row.h"
#include "dip-takedowns.h"
#include "dip-taken-down.h"
#include "dip-unseen.h"
#include "dip-wrap-box.h"

struct _DipExportsPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkStack *takedown_stack;
  GtkListView *takedown_list;
  DipLedgerView *ledger;
  GtkStack *run_stack;
  GtkListView *run_list;
  GtkWidget *all_down_bar;
  GtkWidget *all_down_button;

  GListStore *takedowns; /* DipHeld of DipTakedown */
  GListStore *runs;      /* DipHeld of DipExportSummary, newest first */
};

G_DEFINE_FINAL_TYPE (DipExportsPlace, dip_exports_place, DIP_TYPE_PLACE)

typedef struct
{
  GPtrArray *takedowns;
  GPtrArray *runs;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->takedowns, g_ptr_array_unref);
  g_clear_pointer (&found->runs, g_ptr_array_unref);
  g_free (found);
}

static gpointer
look (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  Found *found = g_new0 (Found, 1);

  if ((found->takedowns = dip_takedowns_list (desk, TRUE, error)) != NULL
      && (found->runs = dip_publishing_runs (desk, error)) != NULL)
    return found;
  found_free (found);
  return NULL;
}

static void
show_takedowns (DipExportsPlace *self, GPtrArray *takedowns)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const DipDate today = dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self)));
  gboolean late = FALSE;

  while (takedowns->len > 0)
    {
      DipTakedown *takedown = g_ptr_array_steal_index (takedowns, 0);
      char *key = g_strdup_printf ("%" PRId64, takedown->id);

      late = late || dip_takedown_is_overdue (takedown, today);
      g_ptr_array_add (items, dip_held_new (takedown, (GDestroyNotify) dip_takedown_free, key));
    }
  dip_place_set_late (DIP_PLACE (self), late);
  dip_list_sync (self->takedowns, items, (DipSameFunc) dip_held_same);
  dip_place_set_count (DIP_PLACE (self), items->len);
  gtk_stack_set_visible_child_name (self->takedown_stack, items->len > 0 ? "list" : "empty");
  gtk_widget_set_visible (self->all_down_bar, items->len > 0);
  gtk_widget_set_visible (self->all_down_button,
                          items->len > 1 && !dip_workspace_is_read_only (dip_place_get_workspace (DIP_PLACE (self))));
}

static void
show_runs (DipExportsPlace *self, GPtrArray *runs)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  while (runs->len > 0)
    {
      DipExportSummary *run = g_ptr_array_steal_index (runs, runs->len - 1);
      char *key = g_strdup_printf ("%" PRId64 " %u %u", run->id, run->n_live, run->n_blocked);

      g_ptr_array_add (items, dip_held_new (run, (GDestroyNotify) dip_export_summary_free, key));
    }
  dip_list_sync (self->runs, items, (DipSameFunc) dip_held_same);
  gtk_stack_set_visible_child_name (self->run_stack, items->len > 0 ? "list" : "empty");
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipExportsPlace *self = owner;
  Found *found = result;

  if (found != NULL && dip_place_get_workspace (DIP_PLACE (self)) != NULL)
    {
      show_takedowns (self, found->takedowns);
      show_runs (self, found->runs);
    }
  else if (error != NULL)
    dip_place_say_error (DIP_PLACE (self), error);
  g_clear_pointer (&found, found_free);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_exports_place_load (DipPlace *place)
{
  const DipWork work = { .work = look, .free_result = found_free };
  DipExportsPlace *self = DIP_EXPORTS_PLACE (place);

  dip_ledger_view_set_workspace (self->ledger, dip_place_get_workspace (place));
  dip_ledger_view_reload (self->ledger);
  dip_place_run (place, &work, NULL, on_looked);
}

static void
dip_exports_place_opened (DipPlace *place)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (place), "exports.export",
                                 !dip_workspace_is_read_only (dip_place_get_workspace (place)));
}

static void
taken_down (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = g_variant_get_int64 (parameter);

  g_array_append_val (ids, id);
  dip_taken_down_ask (widget, dip_place_get_workspace (DIP_PLACE (widget)), ids);
}

static void
all_taken_down (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipExportsPlace *self = DIP_EXPORTS_PLACE (widget);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->takedowns)); i++)
    {
      g_autoptr (DipHeld) held = g_list_model_get_item (G_LIST_MODEL (self->takedowns), i);

      g_array_append_val (ids, ((DipTakedown *) dip_held_get (held))->item_id);
    }
  if (ids->len > 0)
    dip_taken_down_ask (widget, dip_place_get_workspace (DIP_PLACE (widget)), ids);
  else
    g_array_unref (ids);
}

static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_export_window_present (widget, dip_place_get_workspace (DIP_PLACE (widget)));
}

static GtkWidget *
two_lines (GtkListItem *list_item, GtkWidget *end)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      if (i == 1)
        gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (end, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), end);
  gtk_list_item_set_child (list_item, row);
  gtk_list_item_set_activatable (list_item, FALSE);
  return row;
}

static void
set_lines (GtkListItem *list_item, const char *first, const char *second)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_widget_get_first_child (gtk_list_item_get_child (list_item)));

  dip_list_name (list_item, first);
  gtk_label_set_label (GTK_LABEL (label), first);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (label)), second);
}

static void
setup_takedown (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  two_lines (list_item, gtk_button_new_with_label (_ ("Taken Down")));
}

static void
bind_takedown (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipExportsPlace *self)
{
  const DipTakedown *takedown = dip_held_get (gtk_list_item_get_item (list_item));
  GtkWidget *button = gtk_widget_get_last_child (gtk_list_item_get_child (list_item));
  g_autofree char *folder = g_filename_display_name (takedown->item->folder);
  g_autofree char *second = g_strdup_printf ("%s · %s", dip_takedown_reason_label (takedown->reason), folder);

  set_lines (list_item, takedown->item->name, second);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", takedown->item_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "exports.taken-down");
  gtk_widget_set_visible (button, !dip_workspace_is_read_only (dip_place_get_workspace (DIP_PLACE (self))));
}

static void
setup_item (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  two_lines (list_item, dip_pill_new ("…", DIP_TONE_PLAIN));
}

static char *
local_time (const char *utc)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (utc, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;

  return local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup (utc);
}

static void
bind_run (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  const DipExportSummary *run = dip_held_get (gtk_list_item_get_item (list_item));
  GtkWidget *pill = gtk_widget_get_last_child (gtk_list_item_get_child (list_item));
  g_autofree char *when = local_time (run->at);
  g_autofree char *folder = g_filename_display_name (run->folder);
  g_autofree char *first = g_strdup_printf ("%s · %s", run->destination, when);
  g_autofree char *files = g_strdup_printf (ngettext ("%u file", "%u files", run->n_files), run->n_files);
  g_autofree char *second = g_strdup_printf ("%s · %s", files, folder);
  g_autofree char *live = g_strdup_printf (_ ("%u live"), run->n_live);
  g_autofree char *blocked = g_strdup_printf (_ ("%u to take down"), run->n_blocked);

  set_lines (list_item, first, second);
  if (run->n_blocked > 0)
    dip_pill_set (GTK_LABEL (pill), blocked, DIP_TONE_BAD);
  else
    dip_pill_set (GTK_LABEL (pill), live, run->n_live > 0 ? DIP_TONE_GOOD : DIP_TONE_PLAIN);
}

static void
dip_exports_place_dispose (GObject *object)
{
  DipExportsPlace *self = DIP_EXPORTS_PLACE (object);

  if (self->takedown_list != NULL)
    gtk_list_view_set_model (self->takedown_list, NULL);
  g_clear_object (&self->takedowns);
  if (self->run_list != NULL)
    gtk_list_view_set_model (self->run_list, NULL);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (dip_exports_place_parent_class)->dispose (object);
}

static void
dip_exports_place_class_init (DipExportsPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_exports_place_dispose;
  DIP_PLACE_CLASS (klass)->load = dip_exports_place_load;
  DIP_PLACE_CLASS (klass)->opened = dip_exports_place_opened;
  g_type_ensure (DIP_TYPE_LEDGER_VIEW);
  gtk_widget_class_install_action (widget_class, "exports.taken-down", "x", taken_down);
  gtk_widget_class_install_action (widget_class, "exports.all-taken-down", NULL, all_taken_down);
  gtk_widget_class_install_action (widget_class, "exports.export", NULL, export);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-exports-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, takedown_stack);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, ledger);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, takedown_list);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, run_stack);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, run_list);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, all_down_bar);
  gtk_widget_class_bind_template_child (widget_class, DipExportsPlace, all_down_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_takedown);
  gtk_widget_class_bind_template_callback (widget_class, bind_takedown);
  gtk_widget_class_bind_template_callback (widget_class, setup_item);
  gtk_widget_class_bind_template_callback (widget_class, bind_run);
}

static void
set_model (GtkListView *list, GListStore **store)
{
  *store = g_list_store_new (DIP_TYPE_HELD);
  gtk_list_view_set_model (list, GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (*store)))));
}

static void
dip_exports_place_init (DipExportsPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  dip_unseen_follow (GTK_WIDGET (self->takedown_stack));
  dip_unseen_follow (GTK_WIDGET (self->run_stack));
  set_model (self->takedown_list, &self->takedowns);
  set_model (self->run_list, &self->runs);
}

#include "dip-takedown-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "dip-compat.h"
#include "dip-held.h"
#include "dip-list-name.h"
#include "dip-paper.h"
#include "dip-takedown-row.h"
#include "dip-taken-down.h"
#include "dip-takedowns.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"
#include "dip-window.h"
#include "dip-wrap-box.h"

struct _DipTakedownPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkLabel *summary;
  GtkWidget *report_button;
  GtkWidget *letters_button;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkListView *list;

  DipWorkspace *workspace;
  char *code;          /* or NULL: all clients */
  DipWholeList *lines; /* DipHeld of DipTakedownLine */
  gboolean loading, stale;
};

G_DEFINE_FINAL_TYPE (DipTakedownPage, dip_takedown_page, GTK_TYPE_WIDGET)

typedef struct
{
  char *code;
  GPtrArray *shown;
} Wanted;

typedef struct
{
  DipListChange *change;
  guint n_files, n_open, n_overdue;
} Found;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_free (self->code);
  dip_whole_list_drop (self->shown);
  g_free (self);
}

static void
found_free (gpointer data)
{
  Found *self = data;

  g_clear_pointer (&self->change, dip_list_change_free);
  g_free (self);
}

/* Place by place; what is still open first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const DipTakedown *left = *(DipTakedown *const *) a;
  const DipTakedown *right = *(DipTakedown *const *) b;
  const int places = g_strcmp0 (left->destination, right->destination);

  if (places != 0)
    return places;
  if ((left->done_at != NULL) != (right->done_at != NULL))
    return left->done_at != NULL ? 1 : -1;
  return (left->item_id > right->item_id) - (left->item_id < right->item_id);
}

static void
add_line (GPtrArray *items, DipTakedownLine *line)
{
  char *key = line->takedown != NULL ? g_strdup_printf ("%" PRId64 " %s %u", line->takedown->id,
                                                        line->takedown->done_at != NULL ? line->takedown->done_at : "",
                                                        line->takedown->addresses->len)
                                     : g_strdup_printf ("%s %u %u", line->place, line->n_files, line->n_open);

  g_ptr_array_add (items, dip_held_new (line, (GDestroyNotify) dip_takedown_line_free, key));
}

static DipTakedownLine *
heading_of (GPtrArray *takedowns, guint first)
{
  const char *place = ((const DipTakedown *) g_ptr_array_index (takedowns, first))->destination;
  DipTakedownLine *line = g_new0 (DipTakedownLine, 1);

  line->place = g_strdup (place);
  for (guint i = first; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = g_ptr_array_index (takedowns, i);

      if (!g_str_equal (takedown->destination, place))
        break;
      line->n_files++;
      line->n_open += takedown->done_at == NULL;
    }
  return line;
}

/* Takes the elements of @takedowns, which are in order. */
static GPtrArray *
lines_of (GPtrArray *takedowns)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  const char *place = NULL;

  g_ptr_array_set_free_func (takedowns, NULL);
  for (guint i = 0; i < takedowns->len; i++)
    {
      DipTakedownLine *line = g_new0 (DipTakedownLine, 1);

      line->takedown = g_ptr_array_index (takedowns, i);
      if (g_strcmp0 (place, line->takedown->destination) != 0)
        add_line (items, heading_of (takedowns, i));
      place = line->takedown->destination;
      add_line (items, line);
    }
  return items;
}

static gpointer
look (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Wanted *wanted = args;
  g_autoptr (GPtrArray) takedowns = dip_takedowns_list (desk, wanted->code == NULL, error);
  Found *found;

  if (takedowns == NULL)
    return NULL;
  for (guint i = takedowns->len; wanted->code != NULL && i > 0; i--)
    if (!g_str_equal (((const DipTakedown *) g_ptr_array_index (takedowns, i - 1))->code, wanted->code))
      g_ptr_array_remove_index (takedowns, i - 1);
  g_ptr_array_sort (takedowns, compare);
  found = g_new0 (Found, 1);
  found->n_files = takedowns->len;
  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = g_ptr_array_index (takedowns, i);

      found->n_open += takedown->done_at == NULL;
      found->n_overdue += takedown->done_at == NULL && dip_takedown_is_overdue (takedown, dip_desk_today (desk));
    }
  found->change = dip_list_change_new (wanted->shown, lines_of (takedowns), (DipSameFunc) dip_held_same);
  return found;
}

static char *
summary_of (const Found *found)
{
  if (found->n_open == 0)
    return g_strdup (_ ("Everything is down. The closing report says which file, when and by whom."));
  if (found->n_overdue > 0)
    return g_strdup_printf (ngettext ("%u file is still to come down; what is late is marked.",
                                      "%u files are still to come down; what is late is marked.", found->n_open),
                            found->n_open);
  return g_strdup_printf (ngettext ("%u file is still to come down. Tick it off once nobody can see it any more.",
                                    "%u files are still to come down. Tick off each once nobody can see it any more.",
                                    found->n_open),
                          found->n_open);
}

static void
show_found (DipTakedownPage *self, const Found *found)
{
  g_autofree char *summary = summary_of (found);

  dip_whole_list_apply (self->lines, found->change);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), found->n_files > 0);
  gtk_widget_set_visible (self->letters_button, found->n_open > 0);
  gtk_widget_set_visible (self->report_button, self->code != NULL && found->n_files > 0);
  if (found->n_open == 0)
    gtk_widget_add_css_class (self->report_button, "suggested-action");
  gtk_stack_set_visible_child_name (self->stack, found->n_files > 0 ? "list" : "empty");
}

static void reload (DipTakedownPage *self);

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipTakedownPage *self = owner;

  self->loading = FALSE;
  if (result != NULL)
    show_found (self, result);
  else
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem, escaped);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
  g_clear_pointer (&result, found_free);
  if (self->stale)
    reload (self);
}

static void
reload (DipTakedownPage *self)
{
  Wanted *wanted;

  self->stale = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  wanted = g_new0 (Wanted, 1);
  wanted->code = g_strdup (self->code);
  wanted->shown = dip_whole_list_hold (self->lines);
  const DipWork work = { look, wanted, wanted_free, found_free, FALSE };
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_looked);
}

static void
say (DipTakedownPage *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), text);
}

static void
down (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakedownPage *self = DIP_TAKEDOWN_PAGE (widget);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 id = g_variant_get_int64 (parameter);

  g_array_append_val (ids, id);
  dip_taken_down_ask (widget, self->workspace, ids);
}

static void
place_down (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakedownPage *self = DIP_TAKEDOWN_PAGE (widget);
  const char *place = g_variant_get_string (parameter, NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (DipHeld) held = g_list_model_get_item (G_LIST_MODEL (self->lines), i);
      const DipTakedown *takedown = ((const DipTakedownLine *) dip_held_get (held))->takedown;

      if (takedown != NULL && takedown->done_at == NULL && g_str_equal (takedown->destination, place))
        g_array_append_val (ids, takedown->item_id);
    }
  if (ids->len > 0)
    dip_taken_down_ask (widget, self->workspace, ids);
  else
    g_array_unref (ids);
}

static void
copied (GtkWidget *widget, const char *name, GVariant *parameter)
{
  say (DIP_TAKEDOWN_PAGE (widget), _ ("Address copied."));
}

static void
save_paper (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakedownPage *self = DIP_TAKEDOWN_PAGE (widget);

  dip_paper_save (g_str_equal (name, "takedown.report") ? DIP_PAPER_REPORT : DIP_PAPER_LETTERS, widget, self->workspace,
                  self->code, 0);
}

static void
setup_line (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, dip_takedown_row_new ());
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_line (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipTakedownPage *self)
{
  const DipTakedownLine *line = dip_held_get (gtk_list_item_get_item (list_item));

  dip_list_name (list_item, line->takedown != NULL ? line->takedown->item->name : line->place);
  dip_takedown_row_show (DIP_TAKEDOWN_ROW (gtk_list_item_get_child (list_item)), self->workspace, line);
}

static void
dip_takedown_page_dispose (GObject *object)
{
  DipTakedownPage *self = DIP_TAKEDOWN_PAGE (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->lines);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->code, g_free);
  G_OBJECT_CLASS (dip_takedown_page_parent_class)->dispose (object);
}

static void
dip_takedown_page_class_init (DipTakedownPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_takedown_page_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-takedown-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, title);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, report_button);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, letters_button);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownPage, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_line);
  gtk_widget_class_bind_template_callback (widget_class, bind_line);
  gtk_widget_class_install_action (widget_class, "takedown.down", "x", down);
  gtk_widget_class_install_action (widget_class, "takedown.place-down", "s", place_down);
  gtk_widget_class_install_action (widget_class, "takedown.copied", NULL, copied);
  gtk_widget_class_install_action (widget_class, "takedown.letters", NULL, save_paper);
  gtk_widget_class_install_action (widget_class, "takedown.report", NULL, save_paper);
}

static void
dip_takedown_page_init (DipTakedownPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  self->lines = dip_whole_list_new (DIP_TYPE_HELD);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->lines)))));
}

GtkWidget *
dip_takedown_page_new (DipWorkspace *workspace, const char *code)
{
  DipTakedownPage *self = g_object_new (DIP_TYPE_TAKEDOWN_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  self->code = g_strdup (code);
  adw_window_title_set_subtitle (self->title, code != NULL ? code : _ ("All clients"));
  g_signal_connect_object (workspace, "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);
  return GTK_WIDGET (self);
}

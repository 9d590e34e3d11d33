#include "dip-audit-page.h"

#include <inttypes.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-date-row.h"
#include "dip-held.h"
#include "dip-history.h"
#include "dip-list-name.h"
#include "dip-paper.h"
#include "dip-records.h"
#include "dip-unseen.h"

struct _DipAuditPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkListView *list;
  AdwEntryRow *person_row, *code_row;
  AdwComboRow *kind_row;
  DipDateRow *since_row, *until_row;
  GtkLabel *verdict, *count;
  GtkWidget *copy_button;

  DipWorkspace *workspace;
  GPtrArray *entries; /* DipAuditEntry, oldest first; NULL until loaded */
  GPtrArray *kinds;   /* (element-type utf8): the action of each entry of the kind row but the first */
  GListStore *store;  /* DipHeld of borrowed DipAuditEntry, newest first */
  char *head;         /* once verified */
};

G_DEFINE_FINAL_TYPE (DipAuditPage, dip_audit_page, GTK_TYPE_WIDGET)

static const char *
typed (AdwEntryRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  return *text != '\0' ? text : NULL;
}

static char *
day_of (DipDateRow *row)
{
  DipDate date = dip_date_row_get (row);

  return date != DIP_DATE_NONE ? dip_date_to_iso (date) : NULL;
}

static void
apply_filter (DipAuditPage *self)
{
  guint kind = adw_combo_row_get_selected (self->kind_row);
  g_autofree char *since = day_of (self->since_row);
  g_autofree char *until = day_of (self->until_row);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *count = NULL;
  const DipAuditFilter wanted = {
    .actor = typed (self->person_row),
    .subject = typed (self->code_row),
    .action = kind > 0 && kind <= self->kinds->len ? g_ptr_array_index (self->kinds, kind - 1) : NULL,
    .since = since,
    .until = until,
  };

  for (guint i = self->entries->len; i > 0; i--)
    {
      DipAuditEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (dip_audit_entry_matches (entry, &wanted))
        g_ptr_array_add (items, dip_held_new (entry, NULL, g_strdup_printf ("%" PRId64, entry->sequence)));
    }
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  count = g_strdup_printf (ngettext ("%u entry", "%u entries", items->len), items->len);
  gtk_label_set_label (self->count, count);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "empty");
}

/* Rows also say that they changed while they are built and taken apart. */
static void
filter (DipAuditPage *self)
{
  if (self->entries != NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    apply_filter (self);
}

static void
list_kinds (DipAuditPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Everything"));
  g_ptr_array_set_size (self->kinds, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DipAuditEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_ptr_array_find_with_equal_func (self->kinds, entry->action, g_str_equal, NULL))
        continue;
      g_ptr_array_add (self->kinds, g_strdup (entry->action));
      gtk_string_list_append (labels, dip_history_action_label (entry->action));
    }
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (labels));
}

static gpointer
load (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_records_audit (desk, 0, error);
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  DipAuditPage *self = owner;

  if (result == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem, escaped);
      gtk_stack_set_visible_child_name (self->stack, "problem");
      return;
    }
  g_list_store_remove_all (self->store);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = result;
  list_kinds (self);
  filter (self);
}

typedef struct
{
  gint64 count;
  char *head;
} Verdict;

static void
verdict_free (gpointer data)
{
  g_free (((Verdict *) data)->head);
  g_free (data);
}

static gpointer
verify (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  Verdict *verdict = g_new0 (Verdict, 1);

  if (dip_records_audit_verify (desk, &verdict->count, &verdict->head, error))
    return verdict;
  verdict_free (verdict);
  return NULL;
}

static void
on_verified (gpointer owner, gpointer result, const GError *error)
{
  DipAuditPage *self = owner;
  Verdict *verdict = result;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->head, g_free);
  if (verdict != NULL)
    {
      self->head = g_strdup (verdict->head);
      /* translators: number of entries, then the hash of the last one */
      text = g_strdup_printf (
          _ ("The log holds: %" PRId64 " entries, none altered, removed or reordered. Last hash: %s"), verdict->count,
          verdict->head);
      verdict_free (verdict);
    }
  gtk_label_set_label (self->verdict, text != NULL ? text : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), TRUE);
  gtk_widget_set_visible (self->copy_button, self->head != NULL);
}

static void
on_verify (DipAuditPage *self)
{
  const DipWork work = { .work = verify, .free_result = verdict_free };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_verified);
}

static void
on_copy (DipAuditPage *self)
{
  if (self->head != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->head);
}

static void
on_save (DipAuditPage *self)
{
  dip_paper_save (DIP_PAPER_HEAD, GTK_WIDGET (self), self->workspace, NULL, 0);
}

static GtkWidget *
line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (row), line ("heading"));
  gtk_box_append (GTK_BOX (row), line ("caption"));
  gtk_box_append (GTK_BOX (row), line ("dim-label"));
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  const DipAuditEntry *entry = dip_held_get (gtk_list_item_get_item (list_item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *who = gtk_widget_get_next_sibling (title), *detail = gtk_widget_get_next_sibling (who);
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (entry->at, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;
  g_autofree char *when = local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup (entry->at);
  g_autofree char *subject = dip_history_subject_label (entry->subject);
  g_autofree char *heading = g_strdup_printf ("%s · %s", dip_history_action_label (entry->action), subject);
  g_autofree char *text = g_strdup_printf ("%" PRId64 " · %s · %s", entry->sequence, when, entry->actor);
  g_autofree char *plain = dip_history_detail_label (entry->detail);

  gtk_label_set_label (GTK_LABEL (title), heading);
  gtk_label_set_label (GTK_LABEL (who), text);
  gtk_label_set_label (GTK_LABEL (detail), plain);
  gtk_widget_set_visible (detail, entry->detail != NULL);
  dip_list_name (list_item, heading);
}

static void
dip_audit_page_dispose (GObject *object)
{
  DipAuditPage *self = DIP_AUDIT_PAGE (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->store);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->head, g_free);
  G_OBJECT_CLASS (dip_audit_page_parent_class)->dispose (object);
}

static void
dip_audit_page_class_init (DipAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_audit_page_dispose;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, list);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, person_row);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, code_row);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, since_row);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, until_row);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, count);
  gtk_widget_class_bind_template_child (widget_class, DipAuditPage, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_verify);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
}

static void
dip_audit_page_init (DipAuditPage *self)
{
  self->kinds = g_ptr_array_new_with_free_func (g_free);
  self->store = g_list_store_new (DIP_TYPE_HELD);
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)))));
}

GtkWidget *
dip_audit_page_new (DipWorkspace *workspace)
{
  DipAuditPage *self = g_object_new (DIP_TYPE_AUDIT_PAGE, NULL);
  const DipWork work = { .work = load, .free_result = (GDestroyNotify) g_ptr_array_unref };

  self->workspace = g_object_ref (workspace);
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_loaded);
  return GTK_WIDGET (self);
}

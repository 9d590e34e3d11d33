#include "dip-import-window.h"

#include <glib/gi18n-lib.h>

#include "dip-cut-text.h"
#include "dip-import.h"
#include "dip-inbox.h"
#include "dip-job-bar.h"
#include "dip-list-name.h"
#include "dip-unseen.h"

struct _DipImportWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  DipJobBar *bar;
  GtkLabel *summary;
  GtkListView *list;
  GtkWidget *done_button;
  GtkWidget *undo_button;

  DipWorkspace *workspace;
  GListStore *results; /* DipImportResult */
  GArray *imported;    /* gint64: ids of new photos; NULL until all is done */
  DipJob *job;
};

G_DEFINE_FINAL_TYPE (DipImportWindow, dip_import_window, ADW_TYPE_WINDOW)

/* One file that has ended, for the list. */
#define DIP_TYPE_IMPORT_RESULT (dip_import_result_get_type ())
G_DECLARE_FINAL_TYPE (DipImportResult, dip_import_result, DIP, IMPORT_RESULT, GObject)

struct _DipImportResult
{
  GObject parent_instance;

  char *label;
  char *text;
  DipJobItemState state;
};

G_DEFINE_FINAL_TYPE (DipImportResult, dip_import_result, G_TYPE_OBJECT)

static void
dip_import_result_finalize (GObject *object)
{
  DipImportResult *self = DIP_IMPORT_RESULT (object);

  g_free (self->label);
  g_free (self->text);
  G_OBJECT_CLASS (dip_import_result_parent_class)->finalize (object);
}

static void
dip_import_result_class_init (DipImportResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_import_result_finalize;
}

static void
dip_import_result_init (DipImportResult *self)
{
}

/* File names carry people's names: in privacy mode a file is a number. */
static DipImportResult *
result_new (const DipJobItem *item, guint number, gboolean hide_names)
{
  DipImportResult *result = g_object_new (DIP_TYPE_IMPORT_RESULT, NULL);
  GString *text = g_string_new (item->text);

  result->label = hide_names ? g_strdup_printf (_ ("File %u"), number) : g_strdup (item->label);
  if (hide_names && item->label != NULL && *item->label != '\0')
    g_string_replace (text, item->label, result->label, 0);
  result->text = g_string_free (text, FALSE);
  result->state = item->state;
  return result;
}

static void
on_progress (DipImportWindow *self)
{
  g_autoptr (GPtrArray) remarks = dip_job_dup_remarks (self->job);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint known = g_list_model_get_n_items (G_LIST_MODEL (self->results));

  for (guint i = known; i < remarks->len; i++)
    g_ptr_array_add (
        added, result_new (g_ptr_array_index (remarks, i), i + 1, dip_workspace_get_hide_names (self->workspace)));
  if (added->len > 0)
    g_list_store_splice (self->results, known, 0, added->pdata, added->len);
}

static char *
sum_up (GPtrArray *items)
{
  guint counts[4] = { 0 };

  for (guint i = 0; i < items->len; i++)
    counts[((DipImportItem *) g_ptr_array_index (items, i))->state]++;
  if (items->len == 0)
    return g_strdup (_ ("There was no file to import."));
  if (counts[DIP_IMPORT_CANCELLED] > 0)
    return g_strdup_printf (_ ("Stopped: %u imported, %u already there, %u failed, %u not tried"),
                            counts[DIP_IMPORT_IMPORTED], counts[DIP_IMPORT_DUPLICATE], counts[DIP_IMPORT_FAILED],
                            counts[DIP_IMPORT_CANCELLED]);
  return g_strdup_printf (_ ("%u imported, %u already there, %u failed"), counts[DIP_IMPORT_IMPORTED],
                          counts[DIP_IMPORT_DUPLICATE], counts[DIP_IMPORT_FAILED]);
}

static void
offer_undo (DipImportWindow *self, GPtrArray *items)
{
  g_clear_pointer (&self->imported, g_array_unref);
  self->imported = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < items->len; i++)
    {
      const DipImportItem *item = g_ptr_array_index (items, i);

      if (item->state == DIP_IMPORT_IMPORTED)
        g_array_append_val (self->imported, item->photo_id);
    }
  gtk_widget_set_visible (self->undo_button, self->imported->len > 0);
}

static gpointer
take_out_again (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const GArray *ids = data;

  return DIP_WORK_DONE (dip_inbox_remove (desk, (const gint64 *) ids->data, ids->len, error));
}

static void
on_taken_out (gpointer owner, gpointer result, const GError *error)
{
  DipImportWindow *self = owner;
  const char *text
      = _ ("Undone: what was imported is out of the library again, the files themselves are as they were.");

  gtk_label_set_label (self->summary, error != NULL ? error->message : text);
  if (error == NULL)
    g_list_store_remove_all (self->results);
  gtk_widget_set_sensitive (self->done_button, TRUE);
  gtk_widget_grab_focus (self->done_button);
}

static void
undo_import (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipImportWindow *self = DIP_IMPORT_WINDOW (widget);
  const DipWork work = { take_out_again, self->imported, (GDestroyNotify) g_array_unref, NULL, TRUE };

  if (self->imported == NULL)
    return;
  self->imported = NULL;
  gtk_widget_set_visible (self->undo_button, FALSE);
  gtk_widget_set_sensitive (self->done_button, FALSE);
  gtk_label_set_label (self->summary, _ ("Undoing…"));
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_taken_out);
}

static void
on_imported (gpointer owner, gpointer result, const GError *error)
{
  DipImportWindow *self = owner;
  g_autoptr (GPtrArray) items = result;
  g_autofree char *text = items != NULL ? sum_up (items) : g_strdup (error->message);

  on_progress (self);
  if (items != NULL)
    offer_undo (self, items);
  gtk_label_set_label (self->summary, text);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_set_sensitive (self->done_button, TRUE);
  gtk_widget_grab_focus (self->done_button);
}

typedef struct
{
  char *code;
  DipView view;
  gint64 treatment_id;
  GStrv paths;
  GdkTexture *texture;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->code);
  g_strfreev (args->paths);
  g_clear_object (&args->texture);
  g_free (args);
}

static GPtrArray *
import_pasted (const DipDesk *desk, const Args *args, const DipImportOptions *options, DipJob *job)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_import_item_free);
  DipImportItem *item;
  g_autoptr (GBytes) bytes = NULL;

  dip_job_set_total (job, 1);
  dip_job_item_begin (job, _ ("Pasted picture"));
  bytes = gdk_texture_save_to_png_bytes (args->texture);
  item = dip_import_bytes (desk, args->code, bytes, _ ("Pasted picture"), options, dip_job_get_cancellable (job));
  g_ptr_array_add (items, item);
  dip_job_item_end (job, item->path,
                    item->state == DIP_IMPORT_IMPORTED    ? DIP_JOB_ITEM_DONE
                    : item->state == DIP_IMPORT_DUPLICATE ? DIP_JOB_ITEM_SKIPPED
                                                          : DIP_JOB_ITEM_FAILED,
                    item->text);
  return items;
}

static gpointer
import (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  const DipImportOptions options = { .view = args->view, .stated = DIP_DATE_NONE, .treatment_id = args->treatment_id };

  if (args->texture != NULL)
    return import_pasted (desk, args, &options, job);
  return dip_import_paths (desk, args->code, (const char *const *) args->paths, &options, job, error);
}

static void
setup_result (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (text, "dim-label");
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_result (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
  } looks[] = {
    [DIP_JOB_ITEM_DONE] = { "emblem-ok-symbolic", "success" },
    [DIP_JOB_ITEM_SKIPPED] = { "object-select-symbolic", "dim-label" },
    [DIP_JOB_ITEM_FAILED] = { "dialog-warning-symbolic", "error" },
  };
  DipImportResult *result = gtk_list_item_get_item (list_item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *name = gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon));

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), looks[result->state].icon);
  gtk_widget_set_css_classes (icon, (const char *[]){ looks[result->state].css_class, NULL });
  gtk_label_set_label (GTK_LABEL (name), result->label);
  dip_list_name (list_item, result->label);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), result->text);
}

/* Closing the window while photos come in stops after those that are being worked on. */
static gboolean
dip_import_window_close_request (GtkWindow *window)
{
  dip_job_cancel (DIP_IMPORT_WINDOW (window)->job);
  return GTK_WINDOW_CLASS (dip_import_window_parent_class)->close_request (window);
}

static void
dip_import_window_dispose (GObject *object)
{
  DipImportWindow *self = DIP_IMPORT_WINDOW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->job);
  g_clear_object (&self->results);
  g_clear_pointer (&self->imported, g_array_unref);
  G_OBJECT_CLASS (dip_import_window_parent_class)->dispose (object);
}

static void
dip_import_window_class_init (DipImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_import_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dip_import_window_close_request;
  g_type_ensure (DIP_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, done_button);
  gtk_widget_class_bind_template_child (widget_class, DipImportWindow, undo_button);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, undo_import);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "import.undo", NULL);
  gtk_widget_class_bind_template_callback (widget_class, setup_result);
  gtk_widget_class_bind_template_callback (widget_class, bind_result);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dip_import_window_init (DipImportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_cut_text_follow (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  self->results = g_list_store_new (DIP_TYPE_IMPORT_RESULT);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->results)))));
}

/* Takes @args. */
static void
start (GtkWidget *opener, DipWorkspace *workspace, Args *args)
{
  DipImportWindow *self = g_object_new (DIP_TYPE_IMPORT_WINDOW, NULL);
  const DipWork work = { import, args, args_free, (GDestroyNotify) g_ptr_array_unref, TRUE };
  GtkRoot *root = gtk_widget_get_root (opener);

  self->workspace = g_object_ref (workspace);
  self->job = dip_job_new (_ ("Importing photos"));
  g_signal_connect_object (self->job, "progress", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  dip_job_bar_hide_items (self->bar, dip_workspace_get_hide_names (workspace));
  dip_job_bar_show (self->bar, self->job, TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  dip_workspace_run (workspace, &work, self->job, G_OBJECT (self), on_imported);
}

static Args *
args_for (const DipImportTarget *target)
{
  Args *args = g_new0 (Args, 1);

  args->code = g_strdup (target->code);
  args->view = target->view;
  args->treatment_id = target->treatment_id;
  return args;
}

void
dip_import_window_start (GtkWidget *opener, DipWorkspace *workspace, const DipImportTarget *target,
                         const char *const *paths)
{
  Args *args = args_for (target);

  args->paths = g_strdupv ((GStrv) paths);
  start (opener, workspace, args);
}

void
dip_import_window_start_texture (GtkWidget *opener, DipWorkspace *workspace, const DipImportTarget *target,
                                 GdkTexture *texture)
{
  Args *args = args_for (target);

  args->texture = g_object_ref (texture);
  start (opener, workspace, args);
}

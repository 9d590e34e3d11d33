#include "dip-export-window.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-cut-text.h"
#include "dip-job-bar.h"
#include "dip-publishing.h"
#include "dip-settings.h"
#include "dip-setup.h"
#include "dip-sync-plan.h"
#include "dip-unseen.h"

/* More would be read by nobody; the numbers are in the summary. */
#define MOST_ROWS 50

struct _DipExportWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  AdwComboRow *destination_row;
  AdwActionRow *folder_row;
  GtkWidget *export_button;
  GtkButton *close_button;
  DipJobBar *bar;
  GtkLabel *summary;
  AdwPreferencesGroup *reasons;
  GtkSpinner *looking;
  AdwPreferencesGroup *plan;
  AdwExpanderRow *changes_row;
  AdwExpanderRow *findings_row;
  GtkWidget *open_button;

  DipWorkspace *workspace;
  DipSetup *setup; /* NULL until known */
  char *folder;
  DipJob *job;
  DipJob *preview; /* the look that is under way, or NULL */
  GPtrArray *rows; /* (element-type GtkWidget): of the plan, borrowed */
};

G_DEFINE_FINAL_TYPE (DipExportWindow, dip_export_window, ADW_TYPE_WINDOW)

typedef struct
{
  char *destination;
  char *folder;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->destination);
  g_free (args->folder);
  g_free (args);
}

static Args *
chosen (DipExportWindow *self)
{
  const DipDestination *destination
      = g_ptr_array_index (self->setup->destinations, adw_combo_row_get_selected (self->destination_row));
  Args *args = g_new0 (Args, 1);

  args->destination = g_strdup (destination->name);
  args->folder = g_strdup (self->folder);
  return args;
}

/* --- what would happen ------------------------------------------------------------------------------------------------ */

static gpointer
preview_export (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return dip_publishing_preview (desk, args->destination, args->folder, NULL, 0, job, error);
}

static void
add_plan_row (DipExportWindow *self, AdwExpanderRow *parent, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_expander_row_add_row (parent, row);
  g_object_set_data (G_OBJECT (row), "parent", parent);
  g_ptr_array_add (self->rows, row);
}

static void
clear_plan (DipExportWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_expander_row_remove (g_object_get_data (G_OBJECT (row), "parent"), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static guint
show_changes (DipExportWindow *self, const DipSyncPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->entries->len; i++)
    {
      const DipSyncEntry *entry = g_ptr_array_index (plan->entries, i);
      g_autofree char *title = NULL;

      if (entry->kind == DIP_SYNC_UNCHANGED || n++ >= MOST_ROWS)
        continue;
      title = g_strdup_printf ("%s · %s", entry->code, dip_token_label (dip_view_tokens, (int) entry->view));
      add_plan_row (self, self->changes_row, title, dip_token_label (dip_sync_kind_tokens, (int) entry->kind));
    }
  return n;
}

static void
show_findings (DipExportWindow *self, const DipSyncPlan *plan)
{
  for (guint i = 0; i < plan->findings->len && i < MOST_ROWS; i++)
    {
      const DipFolderFinding *finding = g_ptr_array_index (plan->findings, i);

      add_plan_row (self, self->findings_row, finding->name,
                    dip_token_label (dip_folder_change_tokens, (int) finding->change));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings_row), plan->findings->len > 0);
}

static void
show_plan (DipExportWindow *self, const DipSyncPlan *plan)
{
  guint n;

  clear_plan (self);
  adw_preferences_group_set_description (self->plan, plan->summary);
  n = show_changes (self, plan);
  gtk_widget_set_visible (GTK_WIDGET (self->changes_row), n > 0);
  show_findings (self, plan);
  gtk_widget_set_visible (GTK_WIDGET (self->plan), TRUE);
}

static void
set_looking (DipExportWindow *self, gboolean looking)
{
  gtk_widget_set_visible (GTK_WIDGET (self->looking), looking);
  gtk_spinner_set_spinning (self->looking, looking);
}

static void
on_previewed (gpointer owner, gpointer result, const GError *error)
{
  DipExportWindow *self = owner;
  g_autoptr (DipSyncPlan) plan = result;

  /* Another one was asked for meanwhile. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_looking (self, FALSE);
  if (plan != NULL)
    {
      show_plan (self, plan);
      return;
    }
  clear_plan (self);
  adw_preferences_group_set_description (self->plan, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->changes_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->findings_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->plan), TRUE);
}

static void
look_ahead (DipExportWindow *self)
{
  const DipWork work = { preview_export, NULL, args_free, (GDestroyNotify) dip_sync_plan_free, FALSE };
  DipWork asked = work;

  if (self->setup == NULL || self->folder == NULL)
    return;
  dip_job_cancel (self->preview);
  g_clear_object (&self->preview);
  self->preview = dip_job_new (_ ("Looking at the folder"));
  set_looking (self, TRUE);
  asked.args = chosen (self);
  dip_workspace_run (self->workspace, &asked, self->preview, G_OBJECT (self), on_previewed);
}

static void
on_destination_chosen (DipExportWindow *self)
{
  look_ahead (self);
}

/* --- the choices ------------------------------------------------------------------------------------------------------ */

static void
update_button (DipExportWindow *self)
{
  gtk_widget_set_sensitive (self->export_button, self->folder != NULL && self->setup != NULL);
}

static void
set_folder (DipExportWindow *self, char *folder)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  g_free (self->folder);
  self->folder = folder;
  adw_action_row_set_subtitle (self->folder_row, escaped);
  update_button (self);
  look_ahead (self);
}

static void
show_failure (DipExportWindow *self, const GError *error)
{
  gtk_label_set_label (self->summary, error->message);
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static void
on_setup (gpointer owner, gpointer result, const GError *error)
{
  DipExportWindow *self = owner;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  if (result == NULL)
    {
      show_failure (self, error);
      return;
    }
  self->setup = result;
  for (guint i = 0; i < self->setup->destinations->len; i++)
    gtk_string_list_append (labels, ((DipDestination *) g_ptr_array_index (self->setup->destinations, i))->label);
  adw_combo_row_set_model (self->destination_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->destination_row, dip_setup_find (self->setup, NULL));
  update_button (self);
  look_ahead (self);
}

static gpointer
run_export (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return dip_publishing_run (desk, args->destination, args->folder, NULL, 0, job, error);
}

static void
add_reason (DipExportWindow *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_preferences_group_add (self->reasons, row);
}

static void
add_refusal (DipExportWindow *self, const DipPublishVerdict *verdict)
{
  g_autofree char *title
      = g_strdup_printf ("%s · %s", verdict->code, dip_token_label (dip_view_tokens, (int) verdict->view));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < verdict->answer->refusals->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            ((DipRefusal *) g_ptr_array_index (verdict->answer->refusals, i))->text);
  add_reason (self, title, text->str);
  g_string_free (text, TRUE);
}

static void
show_report (DipExportWindow *self, const DipPublishReport *report)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u pair is in the folder. Files written: %u, as before: %u, removed: %u.",
                "%u pairs are in the folder. Files written: %u, as before: %u, removed: %u.", report->n_pairs),
      report->n_pairs, report->n_written, report->n_unchanged, report->n_removed);

  gtk_label_set_label (self->summary, text);
  for (guint i = 0; i < report->failures->len; i++)
    add_reason (self, _ ("Failed"), g_ptr_array_index (report->failures, i));
  for (guint i = 0; i < report->refused->len; i++)
    add_refusal (self, g_ptr_array_index (report->refused, i));
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), report->failures->len + report->refused->len > 0);
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static void
on_exported (gpointer owner, gpointer result, const GError *error)
{
  DipExportWindow *self = owner;
  g_autoptr (DipPublishReport) report = result;

  if (report != NULL)
    show_report (self, report);
  else
    show_failure (self, error);
  gtk_widget_set_visible (self->open_button, report != NULL);
  gtk_button_set_label (self->close_button, _ ("_Done"));
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

static void
on_export (DipExportWindow *self)
{
  GSettings *settings = dip_workspace_get_settings (self->workspace);
  const DipWork work = { run_export, chosen (self), args_free, (GDestroyNotify) dip_publish_report_free, TRUE };

  dip_job_cancel (self->preview);
  g_settings_set_string (settings, DIP_SETTING_EXPORT_FOLDER, self->folder);
  self->job = dip_job_new (_ ("Exporting"));
  dip_job_bar_show (self->bar, self->job, TRUE);
  gtk_widget_hide (self->export_button);
  gtk_stack_set_visible_child_name (self->stack, "running");
  dip_workspace_run (self->workspace, &work, self->job, G_OBJECT (self), on_exported);
}

static void
on_folder_chosen (GObject *owner, GFile *folder)
{
  char *path = g_file_get_path (folder);

  if (path != NULL)
    set_folder (DIP_EXPORT_WINDOW (owner), path);
}

static void
on_choose_folder (DipExportWindow *self)
{
  dip_compat_choose_folder (GTK_WINDOW (self), _ ("A Folder for the Exported Pictures"), G_OBJECT (self),
                            on_folder_chosen);
}

static void
on_open_folder (DipExportWindow *self)
{
  g_autofree char *uri = g_filename_to_uri (self->folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static gboolean
dip_export_window_close_request (GtkWindow *window)
{
  dip_job_cancel (DIP_EXPORT_WINDOW (window)->job);
  dip_job_cancel (DIP_EXPORT_WINDOW (window)->preview);
  return GTK_WINDOW_CLASS (dip_export_window_parent_class)->close_request (window);
}

static void
dip_export_window_dispose (GObject *object)
{
  DipExportWindow *self = DIP_EXPORT_WINDOW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->job);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->setup, dip_setup_free);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (dip_export_window_parent_class)->dispose (object);
}

static void
dip_export_window_class_init (DipExportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_export_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dip_export_window_close_request;
  g_type_ensure (DIP_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, destination_row);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, reasons);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, findings_row);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, changes_row);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, plan);
  gtk_widget_class_bind_template_child (widget_class, DipExportWindow, looking);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_destination_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_open_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dip_export_window_init (DipExportWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_cut_text_follow (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  update_button (self);
}

void
dip_export_window_present (GtkWidget *opener, DipWorkspace *workspace)
{
  DipExportWindow *self = g_object_new (DIP_TYPE_EXPORT_WINDOW, NULL);
  const DipWork work = { .work = dip_setup_load, .free_result = (GDestroyNotify) dip_setup_free };
  g_autofree char *folder = g_settings_get_string (dip_workspace_get_settings (workspace), DIP_SETTING_EXPORT_FOLDER);
  GtkRoot *root = gtk_widget_get_root (opener);

  self->workspace = g_object_ref (workspace);
  if (*folder != '\0')
    set_folder (self, g_steal_pointer (&folder));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_setup);
}

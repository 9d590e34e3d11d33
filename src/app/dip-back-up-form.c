#include "dip-back-up-form.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-job-bar.h"
#include "dip-records.h"

struct _DipBackUpForm
{
  DipForm parent_instance;

  GtkWidget *sealed_label;
  GtkWidget *open_label;
  AdwActionRow *file_row;
  DipJobBar *bar;

  char *path;  /* or NULL: not chosen yet */
  DipJob *job; /* while it runs */
};

G_DEFINE_FINAL_TYPE (DipBackUpForm, dip_back_up_form, DIP_TYPE_FORM)

static gpointer
back_up (const DipDesk *desk, gpointer path, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_records_backup (desk, path, job, error));
}

static gboolean
dip_back_up_form_is_complete (DipForm *form)
{
  return DIP_BACK_UP_FORM (form)->path != NULL;
}

static void
dip_back_up_form_submit (DipForm *form)
{
  DipBackUpForm *self = DIP_BACK_UP_FORM (form);
  const DipWork work = { back_up, g_strdup (self->path), g_free, NULL, FALSE };

  g_clear_object (&self->job);
  self->job = dip_job_new (_ ("Backing up the library"));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  dip_job_bar_show (self->bar, self->job, FALSE);
  dip_form_run_job (form, &work, self->job);
}

static void
dip_back_up_form_finished (DipForm *form, gpointer result)
{
  dip_form_say (form, _ ("The library was backed up, and the file read back and compared."));
}

/* What is not whole is not left behind. */
static gboolean
dip_back_up_form_close_request (GtkWindow *window)
{
  DipBackUpForm *self = DIP_BACK_UP_FORM (window);

  if (self->job != NULL)
    dip_job_cancel (self->job);
  return GTK_WINDOW_CLASS (dip_back_up_form_parent_class)->close_request (window);
}

static void
on_file_chosen (GObject *owner, GFile *file)
{
  DipBackUpForm *self = DIP_BACK_UP_FORM (owner);
  g_autofree char *shown = NULL;
  g_autofree char *escaped = NULL;

  g_free (self->path);
  self->path = g_file_get_path (file);
  shown = self->path != NULL ? g_filename_display_name (self->path) : g_strdup ("");
  escaped = g_markup_escape_text (shown, -1);
  adw_action_row_set_subtitle (self->file_row, escaped);
  dip_form_fail (DIP_FORM (self), self->path != NULL ? NULL : _ ("Choose a file on a disk."));
  dip_form_update (DIP_FORM (self));
}

static void
on_choose (DipBackUpForm *self)
{
  g_autofree char *today = dip_date_to_iso (dip_workspace_today (dip_form_get_workspace (DIP_FORM (self))));
  g_autofree char *name = g_strdup_printf ("diptych-%s.diptych", today);

  dip_compat_choose_new_file (GTK_WINDOW (self), _ ("Back Up the Library"), name, G_OBJECT (self), on_file_chosen);
}

static void
dip_back_up_form_finalize (GObject *object)
{
  DipBackUpForm *self = DIP_BACK_UP_FORM (object);

  g_clear_object (&self->job);
  g_free (self->path);
  G_OBJECT_CLASS (dip_back_up_form_parent_class)->finalize (object);
}

static void
dip_back_up_form_class_init (DipBackUpFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_back_up_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dip_back_up_form_close_request;
  DIP_FORM_CLASS (klass)->is_complete = dip_back_up_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_back_up_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_back_up_form_finished;
  g_type_ensure (DIP_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-back-up-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipBackUpForm, sealed_label);
  gtk_widget_class_bind_template_child (widget_class, DipBackUpForm, open_label);
  gtk_widget_class_bind_template_child (widget_class, DipBackUpForm, file_row);
  gtk_widget_class_bind_template_child (widget_class, DipBackUpForm, bar);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
dip_back_up_form_init (DipBackUpForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipBackUpForm *
dip_back_up_form_new (DipWorkspace *workspace)
{
  DipBackUpForm *self = g_object_new (DIP_TYPE_BACK_UP_FORM, NULL);

  gtk_widget_set_visible (self->sealed_label, dip_workspace_is_sealed (workspace));
  gtk_widget_set_visible (self->open_label, !dip_workspace_is_sealed (workspace));
  return self;
}

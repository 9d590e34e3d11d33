#include "dip-release-form.h"

#include <glib/gi18n-lib.h>

#include "dip-noticing.h"

struct _DipReleaseForm
{
  DipForm parent_instance;

  GtkLabel *missing;
  AdwEntryRow *reason_row;
  gint64 notice_id;
};

G_DEFINE_FINAL_TYPE (DipReleaseForm, dip_release_form, DIP_TYPE_FORM)

typedef struct
{
  gint64 notice_id;
  char *reason;
} Args;

static void
args_free (gpointer data)
{
  g_free (((Args *) data)->reason);
  g_free (data);
}

static gpointer
release (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_noticing_release (desk, args->notice_id, args->reason, error));
}

static char *
reason_of (DipForm *form)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (DIP_RELEASE_FORM (form)->reason_row))));
}

static gboolean
dip_release_form_is_complete (DipForm *form)
{
  g_autofree char *reason = reason_of (form);

  return *reason != '\0';
}

static void
dip_release_form_submit (DipForm *form)
{
  Args *args = g_new0 (Args, 1);
  const DipWork work = { release, args, args_free, NULL, TRUE };

  args->notice_id = DIP_RELEASE_FORM (form)->notice_id;
  args->reason = reason_of (form);
  dip_form_run (form, &work);
}

static void
dip_release_form_class_init (DipReleaseFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DIP_FORM_CLASS (klass)->is_complete = dip_release_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_release_form_submit;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-release-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipReleaseForm, missing);
  gtk_widget_class_bind_template_child (widget_class, DipReleaseForm, reason_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_release_form_init (DipReleaseForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipReleaseForm *
dip_release_form_new (gint64 notice_id, const char *missing)
{
  DipReleaseForm *self = g_object_new (DIP_TYPE_RELEASE_FORM, NULL);
  g_autofree char *text = g_strdup_printf (_ ("The rules this form is made for ask for what it lacks: %s."), missing);

  self->notice_id = notice_id;
  gtk_label_set_label (self->missing, text);
  return self;
}

#include "dip-session-form.h"

#include "dip-choice.h"
#include "dip-date-row.h"
#include "dip-treatments.h"

struct _DipSessionForm
{
  DipForm parent_instance;

  DipDateRow *date_row;
  AdwComboRow *kind_row;
  char *code;
  gint64 treatment_id;
};

G_DEFINE_FINAL_TYPE (DipSessionForm, dip_session_form, DIP_TYPE_FORM)

typedef struct
{
  char *code;
  gint64 treatment_id;
  DipDate date;
  DipSessionKind kind;
} Args;

static void
args_free (gpointer data)
{
  g_free (((Args *) data)->code);
  g_free (data);
}

static gpointer
add_session (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_sessions_add (desk, args->code, args->treatment_id, args->date, args->kind, error) != 0);
}

static gboolean
dip_session_form_is_complete (DipForm *form)
{
  return dip_date_row_get (DIP_SESSION_FORM (form)->date_row) != DIP_DATE_NONE;
}

static void
dip_session_form_submit (DipForm *form)
{
  DipSessionForm *self = DIP_SESSION_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { add_session, args, args_free, NULL, TRUE };

  args->code = g_strdup (self->code);
  args->treatment_id = self->treatment_id;
  args->date = dip_date_row_get (self->date_row);
  args->kind = (DipSessionKind) dip_choice_get (self->kind_row, dip_session_kind_tokens, DIP_SESSION_INITIAL);
  dip_form_run (form, &work);
}

static void
dip_session_form_finalize (GObject *object)
{
  g_free (DIP_SESSION_FORM (object)->code);
  G_OBJECT_CLASS (dip_session_form_parent_class)->finalize (object);
}

static void
dip_session_form_class_init (DipSessionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_session_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_session_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_session_form_submit;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-session-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipSessionForm, date_row);
  gtk_widget_class_bind_template_child (widget_class, DipSessionForm, kind_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_session_form_init (DipSessionForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->kind_row, dip_session_kind_tokens, NULL);
}

DipSessionForm *
dip_session_form_new (const char *code, gint64 treatment_id, gboolean first, DipDate today)
{
  DipSessionForm *self = g_object_new (DIP_TYPE_SESSION_FORM, NULL);

  self->code = g_strdup (code);
  self->treatment_id = treatment_id;
  dip_date_row_set (self->date_row, today);
  dip_choice_set (self->kind_row, dip_session_kind_tokens, first ? DIP_SESSION_INITIAL : DIP_SESSION_FOLLOW_UP);
  return self;
}

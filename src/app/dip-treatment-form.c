#include "dip-treatment-form.h"

#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-flags-group.h"
#include "dip-treatments.h"

struct _DipTreatmentForm
{
  DipForm parent_instance;

  AdwComboRow *stage_row;
  DipFlagsGroup *areas;
  char *code;
};

G_DEFINE_FINAL_TYPE (DipTreatmentForm, dip_treatment_form, DIP_TYPE_FORM)

typedef struct
{
  char *code;
  guint areas;
  DipStage stage;
} Args;

static void
args_free (gpointer data)
{
  g_free (((Args *) data)->code);
  g_free (data);
}

static gpointer
add_treatment (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_treatments_add (desk, args->code, args->areas, args->stage, error) != 0);
}

static gboolean
dip_treatment_form_is_complete (DipForm *form)
{
  return dip_flags_group_get (DIP_TREATMENT_FORM (form)->areas) != 0;
}

static void
dip_treatment_form_submit (DipForm *form)
{
  DipTreatmentForm *self = DIP_TREATMENT_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { add_treatment, args, args_free, NULL, TRUE };

  args->code = g_strdup (self->code);
  args->areas = dip_flags_group_get (self->areas);
  args->stage = (DipStage) dip_choice_get (self->stage_row, dip_stage_tokens, DIP_STAGE_NONE);
  dip_form_run (form, &work);
}

static void
dip_treatment_form_finalize (GObject *object)
{
  g_free (DIP_TREATMENT_FORM (object)->code);
  G_OBJECT_CLASS (dip_treatment_form_parent_class)->finalize (object);
}

static void
dip_treatment_form_class_init (DipTreatmentFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_treatment_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_treatment_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_treatment_form_submit;
  g_type_ensure (DIP_TYPE_FLAGS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-treatment-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipTreatmentForm, stage_row);
  gtk_widget_class_bind_template_child (widget_class, DipTreatmentForm, areas);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_treatment_form_init (DipTreatmentForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->stage_row, dip_stage_tokens, _ ("Not said"));
  dip_flags_group_set (self->areas, dip_area_tokens, ~0u, 0);
}

DipTreatmentForm *
dip_treatment_form_new (const char *code)
{
  DipTreatmentForm *self = g_object_new (DIP_TYPE_TREATMENT_FORM, NULL);

  self->code = g_strdup (code);
  return self;
}

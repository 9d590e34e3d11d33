#include "dip-clinic-form.h"

#include <glib/gi18n-lib.h>

#include "dip-setting-up.h"
#include "dip-treatment.h"

struct _DipClinicForm
{
  DipForm parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *site_row;
  GtkSpinButton *healing_spin;

  DipClinic *clinic; /* as it was */
};

G_DEFINE_FINAL_TYPE (DipClinicForm, dip_clinic_form, DIP_TYPE_FORM)

static gpointer
change_clinic (const DipDesk *desk, gpointer clinic, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_setting_up_change (desk, clinic, error));
}

static char *
text_of (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* NULL when empty. */
static void
take_text (char **into, AdwEntryRow *row)
{
  g_autofree char *text = text_of (row);

  g_free (*into);
  *into = *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static gboolean
dip_clinic_form_is_complete (DipForm *form)
{
  g_autofree char *name = text_of (DIP_CLINIC_FORM (form)->name_row);
  DipWorkspace *workspace = dip_form_get_workspace (form);

  return *name != '\0' && workspace != NULL && !dip_workspace_is_read_only (workspace);
}

static void
dip_clinic_form_submit (DipForm *form)
{
  DipClinicForm *self = DIP_CLINIC_FORM (form);
  DipClinic *clinic = dip_clinic_copy (self->clinic);
  const DipWork work = { change_clinic, clinic, (GDestroyNotify) dip_clinic_free, NULL, TRUE };

  take_text (&clinic->name, self->name_row);
  take_text (&clinic->site, self->site_row);
  clinic->healing_days = gtk_spin_button_get_value_as_int (self->healing_spin);
  dip_form_run (form, &work);
}

static void
dip_clinic_form_finalize (GObject *object)
{
  g_clear_pointer (&DIP_CLINIC_FORM (object)->clinic, dip_clinic_free);
  G_OBJECT_CLASS (dip_clinic_form_parent_class)->finalize (object);
}

static void
dip_clinic_form_class_init (DipClinicFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_clinic_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_clinic_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_clinic_form_submit;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-clinic-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, site_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, healing_spin);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_clinic_form_init (DipClinicForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->healing_spin, DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
  gtk_spin_button_set_increments (self->healing_spin, 1, 7);
}

DipClinicForm *
dip_clinic_form_new (const DipClinic *clinic)
{
  DipClinicForm *self = g_object_new (DIP_TYPE_CLINIC_FORM, NULL);

  self->clinic = dip_clinic_copy (clinic);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), clinic->name);
  gtk_editable_set_text (GTK_EDITABLE (self->site_row), clinic->site != NULL ? clinic->site : "");
  gtk_spin_button_set_value (self->healing_spin, clinic->healing_days);
  return self;
}

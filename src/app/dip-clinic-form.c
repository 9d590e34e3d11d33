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
  DipClinic *clinic = g_new0 (DipClinic, 1);
  const DipWork work = { change_clinic, clinic, (GDestroyNotify) dip_clinic_free, NULL, TRUE };

  clinic->name = text_of (self->name_row);
  clinic->site = text_of (self->site_row);
  if (*clinic->site == '\0')
    g_clear_pointer (&clinic->site, g_free);
  clinic->healing_days = gtk_spin_button_get_value_as_int (self->healing_spin);
  dip_form_run (form, &work);
}

static void
dip_clinic_form_class_init (DipClinicFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

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

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), clinic->name);
  gtk_editable_set_text (GTK_EDITABLE (self->site_row), clinic->site != NULL ? clinic->site : "");
  gtk_spin_button_set_value (self->healing_spin, clinic->healing_days);
  return self;
}

#include "dip-clinic-form.h"

#include <glib/gi18n-lib.h>

#include "dip-setting-up.h"
#include "dip-settings.h"
#include "dip-treatment.h"

#define MOST_LOCK_MINUTES 1440 /* as the settings' schema has it */

struct _DipClinicForm
{
  DipForm parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *site_row;
  GtkSpinButton *healing_spin;
  GtkSwitch *labels_switch;
  AdwComboRow *destination_row;
  AdwEntryRow *creator_row;
  AdwEntryRow *credit_row;
  AdwEntryRow *copyright_row;
  AdwEntryRow *licence_row;
  GtkWidget *locking_group; /* in a sealed library */
  GtkSpinButton *lock_spin;
  GtkSwitch *finish_switch;

  GStrv destinations; /* names, in the order of the row */
  DipClinic *clinic;  /* as it was */
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
  GSettings *settings = dip_workspace_get_settings (dip_form_get_workspace (form));

  g_settings_set_int (settings, DIP_SETTING_LOCK_MINUTES, gtk_spin_button_get_value_as_int (self->lock_spin));
  g_settings_set_boolean (settings, DIP_SETTING_LOCK_FINISHES, gtk_switch_get_active (self->finish_switch));
  take_text (&clinic->name, self->name_row);
  take_text (&clinic->site, self->site_row);
  take_text (&clinic->creator, self->creator_row);
  take_text (&clinic->credit, self->credit_row);
  take_text (&clinic->copyright, self->copyright_row);
  take_text (&clinic->licence, self->licence_row);
  clinic->no_labels = !gtk_switch_get_active (self->labels_switch);
  g_free (clinic->destination);
  clinic->destination = g_strdup (self->destinations[adw_combo_row_get_selected (self->destination_row)]);
  clinic->healing_days = gtk_spin_button_get_value_as_int (self->healing_spin);
  dip_form_run (form, &work);
}

static void
dip_clinic_form_finalize (GObject *object)
{
  DipClinicForm *self = DIP_CLINIC_FORM (object);

  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->destinations, g_strfreev);
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
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, labels_switch);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, destination_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, creator_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, credit_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, copyright_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, licence_row);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, locking_group);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, lock_spin);
  gtk_widget_class_bind_template_child (widget_class, DipClinicForm, finish_switch);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_clinic_form_init (DipClinicForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->healing_spin, DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
  gtk_spin_button_set_increments (self->healing_spin, 1, 7);
  gtk_spin_button_set_range (self->lock_spin, 0, MOST_LOCK_MINUTES);
  gtk_spin_button_set_increments (self->lock_spin, 1, 10);
}

static void
fill_destinations (DipClinicForm *self, const DipSetup *setup)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < setup->destinations->len; i++)
    {
      const DipDestination *destination = g_ptr_array_index (setup->destinations, i);

      gtk_string_list_append (labels, destination->label);
      g_strv_builder_add (names, destination->name);
    }
  self->destinations = g_strv_builder_end (names);
  adw_combo_row_set_model (self->destination_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->destination_row, dip_setup_find (setup, NULL));
}

static void
show_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

DipClinicForm *
dip_clinic_form_new (const DipSetup *setup, DipWorkspace *workspace)
{
  DipClinicForm *self = g_object_new (DIP_TYPE_CLINIC_FORM, NULL);
  const DipClinic *clinic = setup->clinic;
  GSettings *settings = dip_workspace_get_settings (workspace);

  self->clinic = dip_clinic_copy (clinic);
  show_text (self->name_row, clinic->name);
  show_text (self->site_row, clinic->site);
  show_text (self->creator_row, clinic->creator);
  show_text (self->credit_row, clinic->credit);
  show_text (self->copyright_row, clinic->copyright);
  show_text (self->licence_row, clinic->licence);
  gtk_spin_button_set_value (self->healing_spin, clinic->healing_days);
  gtk_switch_set_active (self->labels_switch, !clinic->no_labels);
  gtk_widget_set_visible (self->locking_group, dip_workspace_is_sealed (workspace));
  gtk_spin_button_set_value (self->lock_spin, g_settings_get_int (settings, DIP_SETTING_LOCK_MINUTES));
  gtk_switch_set_active (self->finish_switch, g_settings_get_boolean (settings, DIP_SETTING_LOCK_FINISHES));
  fill_destinations (self, setup);
  return self;
}

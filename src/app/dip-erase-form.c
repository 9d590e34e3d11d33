#include "dip-erase-form.h"

#include <glib/gi18n-lib.h>

#include "dip-clients.h"

struct _DipEraseForm
{
  DipForm parent_instance;

  AdwEntryRow *code_row;
  char *code;
};

G_DEFINE_FINAL_TYPE (DipEraseForm, dip_erase_form, DIP_TYPE_FORM)

static gpointer
erase (const DipDesk *desk, gpointer code, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_clients_erase (desk, code, NULL, error));
}

static gboolean
dip_erase_form_is_complete (DipForm *form)
{
  DipEraseForm *self = DIP_ERASE_FORM (form);
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->code_row))));

  return self->code != NULL && g_ascii_strcasecmp (typed, self->code) == 0;
}

static void
dip_erase_form_submit (DipForm *form)
{
  const DipWork work = { erase, g_strdup (DIP_ERASE_FORM (form)->code), g_free, NULL, TRUE };

  dip_form_run (form, &work);
}

static void
dip_erase_form_finished (DipForm *form, gpointer result)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (form));

  dip_form_say (form, _ ("Erased. What had been exported is listed for take-down in Exports."));
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
}

static void
dip_erase_form_finalize (GObject *object)
{
  g_free (DIP_ERASE_FORM (object)->code);
  G_OBJECT_CLASS (dip_erase_form_parent_class)->finalize (object);
}

static void
dip_erase_form_class_init (DipEraseFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_erase_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_erase_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_erase_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_erase_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-erase-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipEraseForm, code_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_erase_form_init (DipEraseForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipEraseForm *
dip_erase_form_new (const char *code)
{
  DipEraseForm *self = g_object_new (DIP_TYPE_ERASE_FORM, NULL);
  g_autofree char *title = g_strdup_printf (_ ("Type the code %s to confirm"), code);

  self->code = g_strdup (code);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->code_row), title);
  return self;
}

#include "dip-client-form.h"

#include "dip-clients.h"
#include "dip-date-row.h"

struct _DipClientForm
{
  DipForm parent_instance;

  AdwEntryRow *name_row;
  DipDateRow *born_row;
  GtkSwitch *adult_switch;
  AdwEntryRow *contact_row;
};

G_DEFINE_FINAL_TYPE (DipClientForm, dip_client_form, DIP_TYPE_FORM)

typedef struct
{
  char *name;
  char *contact;
  DipDate born;
  gboolean adult;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->name);
  g_free (args->contact);
  g_free (args);
}

static gpointer
add_client (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return dip_clients_add (desk, args->name, args->born, args->adult, args->contact, error);
}

static char *
text_of (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
dip_client_form_is_complete (DipForm *form)
{
  DipClientForm *self = DIP_CLIENT_FORM (form);
  g_autofree char *name = text_of (self->name_row);

  return *name != '\0' && dip_date_row_is_valid (self->born_row)
         && (dip_date_row_get (self->born_row) != DIP_DATE_NONE || gtk_switch_get_active (self->adult_switch));
}

static void
dip_client_form_submit (DipForm *form)
{
  DipClientForm *self = DIP_CLIENT_FORM (form);
  Args *args = g_new0 (Args, 1);
  DipWork work = { add_client, args, args_free, g_free, TRUE };

  args->name = text_of (self->name_row);
  args->contact = text_of (self->contact_row);
  if (*args->contact == '\0')
    g_clear_pointer (&args->contact, g_free);
  args->born = dip_date_row_get (self->born_row);
  args->adult = gtk_switch_get_active (self->adult_switch);
  dip_form_run (form, &work);
}

static void
dip_client_form_finished (DipForm *form, gpointer result)
{
  g_autofree char *code = result;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (form));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-client", "s", code);
}

static void
dip_client_form_class_init (DipClientFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DipFormClass *form_class = DIP_FORM_CLASS (klass);

  form_class->is_complete = dip_client_form_is_complete;
  form_class->submit = dip_client_form_submit;
  form_class->finished = dip_client_form_finished;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-client-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipClientForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, DipClientForm, born_row);
  gtk_widget_class_bind_template_child (widget_class, DipClientForm, adult_switch);
  gtk_widget_class_bind_template_child (widget_class, DipClientForm, contact_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_client_form_init (DipClientForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipClientForm *
dip_client_form_new (void)
{
  return g_object_new (DIP_TYPE_CLIENT_FORM, NULL);
}

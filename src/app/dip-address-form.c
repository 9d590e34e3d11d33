#include "dip-address-form.h"

#include <glib/gi18n-lib.h>

#include "dip-addresses.h"
#include "dip-list-name.h"

struct _DipAddressForm
{
  DipForm parent_instance;

  AdwEntryRow *address_row;
  AdwPreferencesGroup *known;

  DipWorkspace *workspace;
  gint64 item_id;
  GPtrArray *rows; /* (element-type GtkWidget), borrowed */
};

G_DEFINE_FINAL_TYPE (DipAddressForm, dip_address_form, DIP_TYPE_FORM)

typedef struct
{
  gint64 id;
  char *url;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->url);
  g_free (args);
}

static Args *
args_new (gint64 id, const char *url)
{
  Args *args = g_new0 (Args, 1);

  args->id = id;
  args->url = g_strdup (url);
  return args;
}

static gpointer
look (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return dip_addresses_list (desk, ((const Args *) data)->id, error);
}

static gpointer
drop (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_addresses_remove (desk, ((const Args *) data)->id, error));
}

static gpointer
add (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_addresses_add (desk, args->id, args->url, error));
}

static void reload (DipAddressForm *self);

static void
on_dropped (gpointer owner, gpointer result, const GError *error)
{
  dip_form_fail (owner, error != NULL ? error->message : NULL);
  reload (owner);
}

static void
on_drop (GtkButton *button, DipAddressForm *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "address");
  const DipWork work = { drop, args_new (*id, NULL), args_free, NULL, TRUE };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_dropped);
}

static void
add_row (DipAddressForm *self, const DipAddress *address)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *escaped = g_markup_escape_text (address->url, -1);
  g_autofree char *name = g_strdup_printf (_ ("Take back the address %s"), address->url);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Take Back"));
  dip_own_name (GTK_WIDGET (button), name);
  gtk_widget_set_sensitive (button, !dip_workspace_is_read_only (self->workspace));
  g_object_set_data_full (G_OBJECT (button), "address", g_memdup2 (&address->id, sizeof address->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_drop), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->known, row);
  g_ptr_array_add (self->rows, row);
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipAddressForm *self = owner;
  g_autoptr (GPtrArray) addresses = result;

  if (addresses == NULL)
    {
      dip_form_fail (DIP_FORM (self), error->message);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->known, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < addresses->len; i++)
    add_row (self, g_ptr_array_index (addresses, i));
  gtk_widget_set_visible (GTK_WIDGET (self->known), addresses->len > 0);
}

static void
reload (DipAddressForm *self)
{
  const DipWork work = { look, args_new (self->item_id, NULL), args_free, (GDestroyNotify) g_ptr_array_unref, FALSE };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_looked);
}

static char *
entered (DipAddressForm *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address_row))));
}

static gboolean
dip_address_form_is_complete (DipForm *form)
{
  DipAddressForm *self = DIP_ADDRESS_FORM (form);
  g_autofree char *url = entered (self);

  return *url != '\0' && self->workspace != NULL && !dip_workspace_is_read_only (self->workspace);
}

static void
dip_address_form_submit (DipForm *form)
{
  DipAddressForm *self = DIP_ADDRESS_FORM (form);
  g_autofree char *url = entered (self);
  const DipWork work = { add, args_new (self->item_id, url), args_free, NULL, TRUE };

  dip_form_run (form, &work);
}

static void
dip_address_form_finished (DipForm *form, gpointer result)
{
  dip_form_say (form, _ ("Address noted."));
}

static void
dip_address_form_finalize (GObject *object)
{
  DipAddressForm *self = DIP_ADDRESS_FORM (object);

  g_clear_object (&self->workspace);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (dip_address_form_parent_class)->finalize (object);
}

static void
dip_address_form_class_init (DipAddressFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_address_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_address_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_address_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_address_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-address-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipAddressForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, DipAddressForm, known);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_address_form_init (DipAddressForm *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipAddressForm *
dip_address_form_new (DipWorkspace *workspace, gint64 item_id)
{
  DipAddressForm *self = g_object_new (DIP_TYPE_ADDRESS_FORM, NULL);

  self->workspace = g_object_ref (workspace);
  self->item_id = item_id;
  reload (self);
  return self;
}

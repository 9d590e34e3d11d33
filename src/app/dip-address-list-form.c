#include "dip-address-list-form.h"

#include <glib/gi18n-lib.h>

#include "dip-addresses.h"
#include "dip-compat.h"
#include "dip-error.h"

#define MOST_BYTES    (16u << 20)
#define MOST_PROBLEMS 5u /* that are named; more would be read by nobody */

struct _DipAddressListForm
{
  DipForm parent_instance;

  GtkTextView *text;
};

G_DEFINE_FINAL_TYPE (DipAddressListForm, dip_address_list_form, DIP_TYPE_FORM)

static char *
entered (DipAddressListForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static char *
said_of (const DipAddressImport *report)
{
  g_autofree char *added
      = g_strdup_printf (ngettext ("%u address noted.", "%u addresses noted.", report->n_added), report->n_added);
  g_autofree char *known = g_strdup_printf (
      ngettext ("%u was known already.", "%u were known already.", report->n_known), report->n_known);

  /* translators: two whole sentences */
  return report->n_known > 0 ? g_strdup_printf (C_ ("sentences", "%s %s"), added, known) : g_steal_pointer (&added);
}

/* What can be noted is; the form stays for the rest. */
static gpointer
note_all (const DipDesk *desk, gpointer csv, DipJob *job, GError **error)
{
  g_autoptr (DipAddressImport) report = dip_addresses_import (desk, csv, error);
  g_autofree char *said = report != NULL ? said_of (report) : NULL;
  GString *problems;

  if (report == NULL || report->problems->len == 0)
    return g_steal_pointer (&said);
  problems = g_string_new (said);
  for (guint i = 0; i < MIN (report->problems->len, MOST_PROBLEMS); i++)
    g_string_append_printf (problems, "\n%s", (const char *) g_ptr_array_index (report->problems, i));
  if (report->problems->len > MOST_PROBLEMS)
    {
      const guint more = report->problems->len - MOST_PROBLEMS;

      g_string_append_c (problems, '\n');
      g_string_append_printf (problems, ngettext ("And %u more.", "And %u more.", more), more);
    }
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, problems->str);
  g_string_free (problems, TRUE);
  return NULL;
}

static gboolean
dip_address_list_form_is_complete (DipForm *form)
{
  g_autofree char *text = g_strstrip (entered (DIP_ADDRESS_LIST_FORM (form)));

  return *text != '\0';
}

static void
dip_address_list_form_submit (DipForm *form)
{
  const DipWork work = { note_all, entered (DIP_ADDRESS_LIST_FORM (form)), g_free, g_free, TRUE };

  dip_form_run (form, &work);
}

static void
dip_address_list_form_finished (DipForm *form, gpointer result)
{
  g_autofree char *said = result;

  dip_form_say (form, said);
}

static gpointer
read_file (const DipDesk *desk, gpointer file, DipJob *job, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, dip_job_get_cancellable (job), error);
  g_autoptr (GBytes) bytes = stream != NULL ? g_input_stream_read_bytes (G_INPUT_STREAM (stream), MOST_BYTES,
                                                                         dip_job_get_cancellable (job), error)
                                            : NULL;
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return bytes != NULL ? g_utf8_make_valid (data != NULL ? data : "", (gssize) length) : NULL;
}

static void
on_read (gpointer owner, gpointer result, const GError *error)
{
  DipAddressListForm *self = owner;
  g_autofree char *text = result;

  dip_form_fail (DIP_FORM (self), error != NULL ? error->message : NULL);
  if (text != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
}

static void
on_file_chosen (GObject *owner, GFile *file)
{
  const DipWork work = { read_file, g_object_ref (file), g_object_unref, g_free, FALSE };

  dip_workspace_run (dip_form_get_workspace (DIP_FORM (owner)), &work, NULL, owner, on_read);
}

static void
on_choose_file (DipAddressListForm *self)
{
  dip_compat_choose_table (GTK_WINDOW (self), _ ("Choose the List of Addresses"), G_OBJECT (self), on_file_chosen);
}

static void
dip_address_list_form_class_init (DipAddressListFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DIP_FORM_CLASS (klass)->is_complete = dip_address_list_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_address_list_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_address_list_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-address-list-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipAddressListForm, text);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_file);
}

static void
dip_address_list_form_init (DipAddressListForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (dip_form_update), self,
                           G_CONNECT_SWAPPED);
}

DipAddressListForm *
dip_address_list_form_new (void)
{
  return g_object_new (DIP_TYPE_ADDRESS_LIST_FORM, NULL);
}

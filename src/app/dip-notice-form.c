#include "dip-notice-form.h"

#include "dip-choice.h"
#include "dip-noticing.h"

struct _DipNoticeForm
{
  DipForm parent_instance;

  AdwEntryRow *name_row;
  AdwComboRow *language_row;
  AdwComboRow *rules_row;
};

G_DEFINE_FINAL_TYPE (DipNoticeForm, dip_notice_form, DIP_TYPE_FORM)

typedef struct
{
  char *name;
  const char *language;
  DipJurisdiction jurisdiction;
} Args;

static void
args_free (gpointer data)
{
  g_free (((Args *) data)->name);
  g_free (data);
}

static gpointer
begin (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_noticing_new (desk, args->name, args->language, args->jurisdiction, error) != 0);
}

static char *
name_of (DipForm *form)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (DIP_NOTICE_FORM (form)->name_row))));
}

static gboolean
dip_notice_form_is_complete (DipForm *form)
{
  g_autofree char *name = name_of (form);

  return *name != '\0';
}

static void
dip_notice_form_submit (DipForm *form)
{
  DipNoticeForm *self = DIP_NOTICE_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { begin, args, args_free, NULL, TRUE };

  args->name = name_of (form);
  args->language = dip_noticing_languages ()[adw_combo_row_get_selected (self->language_row)];
  args->jurisdiction
      = (DipJurisdiction) dip_choice_get (self->rules_row, dip_jurisdiction_tokens, DIP_JURISDICTION_GENERAL);
  dip_form_run (form, &work);
}

static void
dip_notice_form_class_init (DipNoticeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DIP_FORM_CLASS (klass)->is_complete = dip_notice_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_notice_form_submit;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-notice-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipNoticeForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, DipNoticeForm, language_row);
  gtk_widget_class_bind_template_child (widget_class, DipNoticeForm, rules_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_notice_form_init (DipNoticeForm *self)
{
  static const char *const names[] = { "English", "Deutsch", "Français", "Español", NULL };
  g_autoptr (GtkStringList) languages = gtk_string_list_new (names);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (languages));
  dip_choice_fill (self->rules_row, dip_jurisdiction_tokens, NULL);
}

DipNoticeForm *
dip_notice_form_new (void)
{
  return g_object_new (DIP_TYPE_NOTICE_FORM, NULL);
}

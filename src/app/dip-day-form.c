#include "dip-day-form.h"

#include <glib/gi18n-lib.h>

#include "dip-date-row.h"
#include "dip-photo-edit.h"

struct _DipDayForm
{
  DipForm parent_instance;

  GtkLabel *explanation;
  DipDateRow *date_row;
  GArray *ids; /* gint64 */
};

G_DEFINE_FINAL_TYPE (DipDayForm, dip_day_form, DIP_TYPE_FORM)

static gboolean
dip_day_form_is_complete (DipForm *form)
{
  return dip_date_row_get (DIP_DAY_FORM (form)->date_row) != DIP_DATE_NONE;
}

static void
dip_day_form_submit (DipForm *form)
{
  DipDayForm *self = DIP_DAY_FORM (form);
  const DipPhotoChange change = { .set_taken = TRUE, .taken = dip_date_row_get (self->date_row) };
  const DipWork work = dip_photo_edit_work (g_array_ref (self->ids), &change);

  dip_form_run (form, &work);
}

static void
dip_day_form_finished (DipForm *form, gpointer before)
{
  dip_photo_edit_offer_undo (before, GTK_WIDGET (form), dip_form_get_workspace (form));
}

static void
dip_day_form_finalize (GObject *object)
{
  g_clear_pointer (&DIP_DAY_FORM (object)->ids, g_array_unref);
  G_OBJECT_CLASS (dip_day_form_parent_class)->finalize (object);
}

static void
dip_day_form_class_init (DipDayFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_day_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_day_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_day_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_day_form_finished;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-day-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipDayForm, explanation);
  gtk_widget_class_bind_template_child (widget_class, DipDayForm, date_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_day_form_init (DipDayForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipDayForm *
dip_day_form_new (GArray *ids)
{
  DipDayForm *self = g_object_new (DIP_TYPE_DAY_FORM, NULL);
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u photo does not say when it was taken. The catalogue notes that you stated the day.",
                "%u photos do not say when they were taken. The catalogue notes that you stated the day.", ids->len),
      ids->len);

  self->ids = ids;
  gtk_label_set_label (self->explanation, text);
  return self;
}

#include "dip-approve-form.h"

#include <glib/gi18n-lib.h>

#include "dip-flags-group.h"
#include "dip-pairing.h"
#include "dip-words.h"

struct _DipApproveForm
{
  DipForm parent_instance;

  DipFlagsGroup *checks;
  gint64 pair_id;
};

G_DEFINE_FINAL_TYPE (DipApproveForm, dip_approve_form, DIP_TYPE_FORM)

typedef struct
{
  gint64 pair_id;
  guint checked;
} Args;

static gpointer
approve (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_pairing_approve (desk, args->pair_id, NULL, args->checked, error) != 0);
}

static gboolean
dip_approve_form_is_complete (DipForm *form)
{
  return dip_flags_group_get (DIP_APPROVE_FORM (form)->checks) == DIP_LOOKED_FOR_ALL;
}

static void
dip_approve_form_submit (DipForm *form)
{
  DipApproveForm *self = DIP_APPROVE_FORM (form);
  Args *args = g_new (Args, 1);
  const DipWork work = { approve, args, g_free, NULL, TRUE };

  *args = (Args){ self->pair_id, dip_flags_group_get (self->checks) };
  dip_form_run (form, &work);
}

static void
dip_approve_form_class_init (DipApproveFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DIP_FORM_CLASS (klass)->is_complete = dip_approve_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_approve_form_submit;
  g_type_ensure (DIP_TYPE_FLAGS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-approve-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipApproveForm, checks);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_approve_form_init (DipApproveForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_flags_group_set (self->checks, dip_looked_for_tokens, DIP_LOOKED_FOR_ALL, 0);
}

DipApproveForm *
dip_approve_form_new (gint64 pair_id)
{
  DipApproveForm *self = g_object_new (DIP_TYPE_APPROVE_FORM, NULL);

  self->pair_id = pair_id;
  return self;
}

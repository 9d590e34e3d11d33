#include "dip-withdraw-form.h"

#include <glib/gi18n-lib.h>

#include "dip-consenting.h"
#include "dip-flags-group.h"

struct _DipWithdrawForm
{
  DipForm parent_instance;

  DipFlagsGroup *scopes;
  GtkLabel *consequence;
  char *code;
  guint in_force;
};

G_DEFINE_FINAL_TYPE (DipWithdrawForm, dip_withdraw_form, DIP_TYPE_FORM)

typedef struct
{
  char *code;
  guint scopes;
} Args;

static void
args_free (gpointer data)
{
  g_free (((Args *) data)->code);
  g_free (data);
}

static gpointer
withdraw (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  g_autofree DipWithdrawal *withdrawal = g_new0 (DipWithdrawal, 1);

  if (!dip_consenting_withdraw (desk, args->code, args->scopes, withdrawal, error))
    return NULL;
  return g_steal_pointer (&withdrawal);
}

static gboolean
dip_withdraw_form_is_complete (DipForm *form)
{
  return dip_flags_group_get (DIP_WITHDRAW_FORM (form)->scopes) != 0;
}

static void
dip_withdraw_form_submit (DipForm *form)
{
  DipWithdrawForm *self = DIP_WITHDRAW_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { withdraw, args, args_free, g_free, TRUE };

  args->code = g_strdup (self->code);
  args->scopes = dip_flags_group_get (self->scopes);
  if (args->scopes == self->in_force)
    args->scopes = DIP_SCOPE_ALL;
  dip_form_run (form, &work);
}

static void
dip_withdraw_form_finished (DipForm *form, gpointer result)
{
  g_autofree DipWithdrawal *withdrawal = result;
  g_autofree char *text = NULL;

  if (withdrawal->n_takedowns > 0)
    text = g_strdup_printf (ngettext ("Withdrawn. %u exported file has to come down: see Exports.",
                                      "Withdrawn. %u exported files have to come down: see Exports.",
                                      withdrawal->n_takedowns),
                            withdrawal->n_takedowns);
  dip_form_say (form, text != NULL ? text : _ ("Withdrawn. Nothing covered by it will be published from now on."));
}

static void
dip_withdraw_form_finalize (GObject *object)
{
  g_free (DIP_WITHDRAW_FORM (object)->code);
  G_OBJECT_CLASS (dip_withdraw_form_parent_class)->finalize (object);
}

static void
dip_withdraw_form_class_init (DipWithdrawFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_withdraw_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_withdraw_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_withdraw_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_withdraw_form_finished;
  g_type_ensure (DIP_TYPE_FLAGS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-withdraw-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, scopes);
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, consequence);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_withdraw_form_init (DipWithdrawForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_consequence (DipWithdrawForm *self, guint n_published)
{
  g_autofree char *text = NULL;

  if (n_published > 0)
    text = g_strdup_printf (
        ngettext (
            "%u pair is published. Its files are blocked at once and listed for take-down in Exports, with the "
            "folders they went to.",
            "%u pairs are published. Their files are blocked at once and listed for take-down in Exports, with the "
            "folders they went to.",
            n_published),
        n_published);
  gtk_label_set_label (self->consequence,
                       text != NULL ? text : _ ("Nothing of this client is published; from now on nothing will be."));
}

DipWithdrawForm *
dip_withdraw_form_new (const DipDossier *dossier)
{
  DipWithdrawForm *self = g_object_new (DIP_TYPE_WITHDRAW_FORM, NULL);

  self->code = g_strdup (dossier->overview->client->code);
  self->in_force = dossier->overview->scopes;
  dip_flags_group_set (self->scopes, dip_scope_tokens, self->in_force, self->in_force);
  show_consequence (self, dossier->overview->n_published);
  return self;
}

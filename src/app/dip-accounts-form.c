#include "dip-accounts-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-compat.h"
#include "dip-list-name.h"
#include "dip-sealing.h"

struct _DipAccountsForm
{
  DipForm parent_instance;

  AdwPreferencesGroup *list;
  GtkWidget *owner_box;
  AdwEntryRow *name_row;
  GtkCheckButton *roles[3]; /* by DipRole */
  AdwEntryRow *passphrase_row;
  AdwEntryRow *again_row;
  AdwEntryRow *old_row;
  AdwEntryRow *own_row;
  AdwEntryRow *own_again_row;
  GtkLabel *weakness;

  GPtrArray *rows; /* (element-type GtkWidget) of the list */
  char *to_remove; /* being asked about */
  gboolean is_owner;
};

G_DEFINE_FINAL_TYPE (DipAccountsForm, dip_accounts_form, DIP_TYPE_FORM)

/* One change, for a thread. */
typedef struct
{
  char *name; /* NULL: one's own */
  char *old;  /* one's own until now */
  char *passphrase;
  DipRole role;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  if (order->old != NULL)
    explicit_bzero (order->old, strlen (order->old));
  if (order->passphrase != NULL)
    explicit_bzero (order->passphrase, strlen (order->passphrase));
  g_free (order->old);
  g_free (order->passphrase);
  g_free (order->name);
  g_free (order);
}

static gpointer
list_accounts (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_sealing_accounts (desk, error);
}

static gpointer
add (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Order *order = args;

  return DIP_WORK_DONE (dip_sealing_add_account (desk, order->name, order->role, order->passphrase, error));
}

static gpointer
set_own (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Order *order = args;

  return DIP_WORK_DONE (dip_sealing_set_passphrase (desk, desk->actor, order->old, order->passphrase, error));
}

static gpointer
remove_account (const DipDesk *desk, gpointer name, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_sealing_remove_account (desk, name, job, error));
}

static gpointer
turn (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_sealing_turn_keys (desk, DIP_ROLE_OWNER, job, error));
}

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
changes_own (DipAccountsForm *self)
{
  return *text_of (self->own_row) != '\0';
}

static gboolean
are_good (DipAccountsForm *self, AdwEntryRow *first, AdwEntryRow *second, const char *account)
{
  const char *passphrase = text_of (first);
  const char *weakness = *passphrase != '\0' ? dip_passphrase_weakness (passphrase, account) : NULL;

  if (weakness != NULL)
    gtk_label_set_label (self->weakness, weakness);
  gtk_widget_set_visible (GTK_WIDGET (self->weakness), weakness != NULL);
  return *passphrase != '\0' && weakness == NULL && g_str_equal (passphrase, text_of (second));
}

static gboolean
dip_accounts_form_is_complete (DipForm *form)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (form);

  if (changes_own (self))
    return are_good (self, self->own_row, self->own_again_row, "") && *text_of (self->old_row) != '\0';
  return *text_of (self->name_row) != '\0'
         && are_good (self, self->passphrase_row, self->again_row, text_of (self->name_row));
}

static DipRole
chosen_role (DipAccountsForm *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->roles); i++)
    if (gtk_check_button_get_active (self->roles[i]))
      return (DipRole) i;
  return DIP_ROLE_MARKETING;
}

static void
dip_accounts_form_submit (DipForm *form)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (form);
  Order *order = g_new0 (Order, 1);
  DipWork work = { changes_own (self) ? set_own : add, order, order_free, NULL, TRUE };

  order->passphrase = g_strdup (text_of (changes_own (self) ? self->own_row : self->passphrase_row));
  if (changes_own (self))
    order->old = g_strdup (text_of (self->old_row));
  else
    {
      order->name = g_strdup (text_of (self->name_row));
      order->role = chosen_role (self);
    }
  dip_form_run (form, &work);
}

static void
dip_accounts_form_finished (DipForm *form, gpointer result)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (form);
  AdwEntryRow *secret[] = { self->passphrase_row, self->again_row, self->old_row, self->own_row, self->own_again_row };

  dip_form_say (form,
                changes_own (self) ? _ ("The new passphrase counts from now on.") : _ ("The account can sign in."));
  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    gtk_editable_set_text (GTK_EDITABLE (secret[i]), "");
}

static void reload (DipAccountsForm *self);

static void
on_changed (gpointer owner, gpointer result, const GError *error)
{
  dip_form_fail (owner, error != NULL ? error->message : NULL);
  reload (owner);
}

static void
on_removal_confirmed (GObject *owner)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (owner);
  const DipWork work = { remove_account, g_steal_pointer (&self->to_remove), g_free, NULL, TRUE };

  if (work.args != NULL)
    dip_workspace_run (dip_form_get_workspace (DIP_FORM (self)), &work, NULL, owner, on_changed);
}

static void
on_remove (GtkButton *button, DipAccountsForm *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "account");
  g_autofree char *heading = g_strdup_printf (_ ("Shut Out %s?"), name);

  g_free (self->to_remove);
  self->to_remove = g_strdup (name);
  dip_compat_ask (GTK_WINDOW (self), heading,
                  _ ("The account can't sign in any more, and the keys it had are replaced. That can take minutes in a "
                     "large library. What it could read before, it may have copied."),
                  _ ("_Shut Out"), G_OBJECT (self), on_removal_confirmed);
}

static void
on_turn (DipAccountsForm *self)
{
  const DipWork work = { turn, NULL, NULL, NULL, TRUE };

  dip_workspace_run (dip_form_get_workspace (DIP_FORM (self)), &work, NULL, G_OBJECT (self), on_changed);
}

static void
add_remove_button (DipAccountsForm *self, GtkWidget *row, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Shut out %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  dip_own_name (GTK_WIDGET (button), label);
  g_object_set_data_full (G_OBJECT (button), "account", g_strdup (name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipAccountsForm *self = owner;
  g_autoptr (GPtrArray) accounts = result;
  DipWorkspace *workspace = dip_form_get_workspace (DIP_FORM (self));
  const char *me = dip_workspace_get_actor (workspace);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (error != NULL)
    dip_form_fail (DIP_FORM (self), error->message);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const DipAccount *account = g_ptr_array_index (accounts, i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), account->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), dip_token_label (dip_role_tokens, (int) account->role));
      if (self->is_owner && g_strcmp0 (me, account->name) != 0)
        add_remove_button (self, row, account->name);
      adw_preferences_group_add (self->list, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
reload (DipAccountsForm *self)
{
  const DipWork work = { list_accounts, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, FALSE };

  dip_workspace_run (dip_form_get_workspace (DIP_FORM (self)), &work, NULL, G_OBJECT (self), on_listed);
}

/* The workspace is known from then on. */
static void
dip_accounts_form_map (GtkWidget *widget)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (widget);

  GTK_WIDGET_CLASS (dip_accounts_form_parent_class)->map (widget);
  self->is_owner = dip_workspace_get_role (dip_form_get_workspace (DIP_FORM (self))) == DIP_ROLE_OWNER;
  gtk_widget_set_visible (self->owner_box, self->is_owner);
  reload (self);
}

static void
dip_accounts_form_finalize (GObject *object)
{
  DipAccountsForm *self = DIP_ACCOUNTS_FORM (object);

  g_ptr_array_unref (self->rows);
  g_free (self->to_remove);
  G_OBJECT_CLASS (dip_accounts_form_parent_class)->finalize (object);
}

static void
dip_accounts_form_class_init (DipAccountsFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_accounts_form_finalize;
  widget_class->map = dip_accounts_form_map;
  DIP_FORM_CLASS (klass)->is_complete = dip_accounts_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_accounts_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_accounts_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-accounts-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, list);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, owner_box);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, again_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, old_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, own_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, own_again_row);
  gtk_widget_class_bind_template_child (widget_class, DipAccountsForm, weakness);
  gtk_widget_class_bind_template_child_full (widget_class, "owner_role", FALSE,
                                             G_STRUCT_OFFSET (DipAccountsForm, roles[DIP_ROLE_OWNER]));
  gtk_widget_class_bind_template_child_full (widget_class, "curator_role", FALSE,
                                             G_STRUCT_OFFSET (DipAccountsForm, roles[DIP_ROLE_CURATOR]));
  gtk_widget_class_bind_template_child_full (widget_class, "marketing_role", FALSE,
                                             G_STRUCT_OFFSET (DipAccountsForm, roles[DIP_ROLE_MARKETING]));
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
  gtk_widget_class_bind_template_callback (widget_class, on_turn);
}

static void
dip_accounts_form_init (DipAccountsForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

DipAccountsForm *
dip_accounts_form_new (void)
{
  return g_object_new (DIP_TYPE_ACCOUNTS_FORM, NULL);
}

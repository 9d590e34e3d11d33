#include "dip-unlock-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-error.h"
#include "dip-job.h"
#include "dip-menu-button.h"
#include "dip-remembering.h"
#include "dip-sealing.h"

struct _DipUnlockPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *forms;
  GtkLabel *path_label;
  AdwEntryRow *account_row;
  AdwEntryRow *passphrase_row;
  GtkWidget *recovery;
  AdwEntryRow *words_row;
  AdwEntryRow *owner_row;
  AdwEntryRow *new_row;
  AdwEntryRow *again_row;
  GtkButton *unlock_button;
  GtkToggleButton *forgotten_button;
  GtkLabel *failure;
  GtkSpinner *spinner;
  AdwActionRow *keep_row;
  GtkSwitch *keep_switch;
  GtkWidget *keyring_box;

  DipDesk *desk;  /* NULL while a thread has it */
  DipJob *asking; /* of the keyring; or NULL */
  gboolean kept;  /* by the keyring, as far as is known */
};

G_DEFINE_FINAL_TYPE (DipUnlockPage, dip_unlock_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One try to sign in, on its thread. */
typedef struct
{
  DipDesk *desk;
  char *account;
  char *passphrase;
  char *words;    /* of the recovery sheet; NULL: with the passphrase */
  gboolean keeps; /* in the keyring, from now on or still; else it forgets */
  gboolean kept;  /* (out) by the keyring, as far as is known */
  char *warning;
  GWeakRef page;
} Try;

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
try_free (gpointer data)
{
  Try *try = data;

  g_clear_pointer (&try->desk, dip_desk_free);
  g_free (try->account);
  wipe (try->passphrase);
  wipe (try->words);
  g_free (try->warning);
  g_weak_ref_clear (&try->page);
  g_free (try);
}

/* What a sealing or a turning of keys has left to do. */
static gboolean
go_on (Try *try, DipJob *job, GError **error)
{
  return !dip_sealing_is_unfinished (try->desk) || dip_desk_is_read_only (try->desk)
         || dip_sealing_finish (try->desk, job, error);
}

/* The library is open: a keyring that fails is only worth a sentence. */
static void
settle_keyring (Try *try, DipJob *job)
{
  GCancellable *cancellable = dip_job_get_cancellable (job);
  g_autoptr (GError) error = NULL;

  if (try->keeps)
    dip_remembering_keep (try->desk, try->account, try->passphrase, cancellable, &error);
  else if (try->kept)
    dip_remembering_forget (try->desk, try->account, NULL, cancellable, &error);
  if (error != NULL && try->warning == NULL)
    try->warning = g_strdup (error->message);
}

static gboolean
try_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  Try *try = user_data;

  if (try->words != NULL ? !dip_sealing_recover (try->desk, try->words, try->account, try->passphrase, error)
                         : !dip_sealing_unlock (try->desk, try->account, try->passphrase, &try->warning, error))
    return FALSE;
  settle_keyring (try, job);
  return go_on (try, job, error);
}

static gboolean
ask_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  Try *try = user_data;

  return dip_remembering_unlock (try->desk, try->account, &try->warning, dip_job_get_cancellable (job), error)
         && go_on (try, job, error);
}

static gboolean
look_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  Try *try = user_data;

  try->kept = dip_remembering_knows (try->desk, try->account, dip_job_get_cancellable (job));
  return TRUE;
}

static gboolean
recovers (DipUnlockPage *self)
{
  return gtk_toggle_button_get_active (self->forgotten_button);
}

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_complete (DipUnlockPage *self)
{
  if (recovers (self))
    return *text_of (self->words_row) != '\0' && *text_of (self->owner_row) != '\0' && *text_of (self->new_row) != '\0'
           && g_str_equal (text_of (self->new_row), text_of (self->again_row));
  return *text_of (self->account_row) != '\0' && *text_of (self->passphrase_row) != '\0';
}

static void
on_typed (DipUnlockPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button), self->desk != NULL && is_complete (self));
}

static void
set_busy (DipUnlockPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->forms, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  on_typed (self);
}

static void
show_failure (DipUnlockPage *self, const char *message)
{
  gtk_label_set_label (self->failure, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), message != NULL);
  if (message != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->passphrase_row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message,
                                    -1);
}

static void
forget_typed (DipUnlockPage *self)
{
  AdwEntryRow *rows[] = { self->passphrase_row, self->words_row, self->new_row, self->again_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_editable_set_text (GTK_EDITABLE (rows[i]), "");
}

static void
take_unlocked (DipUnlockPage *self, const Try *try)
{
  forget_typed (self);
  g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0, try->warning);
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try *try = user_data;
  g_autoptr (DipUnlockPage) self = g_weak_ref_get (&try->page);
  g_autoptr (GError) error = NULL;
  gboolean unlocked = dip_job_finish (DIP_JOB (source), result, &error);

  if (self == NULL)
    return;
  self->desk = g_steal_pointer (&try->desk);
  if (!unlocked)
    gtk_editable_set_text (GTK_EDITABLE (self->passphrase_row), "");
  set_busy (self, FALSE);
  show_failure (self, error != NULL ? error->message : NULL);
  if (unlocked)
    take_unlocked (self, try);
  else
    gtk_widget_grab_focus (GTK_WIDGET (recovers (self) ? self->words_row : self->passphrase_row));
}

/* Takes @desk. */
static Try *
try_new (DipUnlockPage *self, DipDesk *desk, AdwEntryRow *account_row)
{
  Try *try = g_new0 (Try, 1);

  try->desk = desk;
  try->account = g_strdup (text_of (account_row));
  g_weak_ref_init (&try->page, self);
  return try;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try *try = user_data;
  g_autoptr (DipUnlockPage) self = g_weak_ref_get (&try->page);

  dip_job_finish (DIP_JOB (source), result, NULL);
  if (self == NULL || self->desk == NULL || !g_str_equal (try->account, text_of (self->account_row)))
    return;
  self->kept = try->kept;
  gtk_switch_set_active (self->keep_switch, try->kept);
}

/* The switch tells how it is; meanwhile anything can be typed. */
static void
look_whether_kept (DipUnlockPage *self)
{
  g_autoptr (DipJob) job = dip_job_new ("");
  Try *try;

  self->kept = FALSE;
  gtk_switch_set_active (self->keep_switch, FALSE);
  if (*text_of (self->account_row) == '\0')
    return;
  try = try_new (self, dip_desk_again (self->desk), self->account_row);
  dip_job_start (job, look_on_thread, try, try_free, on_looked, try);
}

static void
show_asking (DipUnlockPage *self, gboolean asking)
{
  set_busy (self, asking);
  gtk_widget_set_visible (self->keyring_box, asking);
}

/* What the keyring keeps was tried. That it keeps nothing, or is not there, is nothing to talk about. */
static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try *try = user_data;
  g_autoptr (DipUnlockPage) self = g_weak_ref_get (&try->page);
  g_autoptr (GError) error = NULL;
  gboolean unlocked = dip_job_finish (DIP_JOB (source), result, &error);

  if (self == NULL || self->asking != DIP_JOB (source))
    return;
  g_clear_object (&self->asking);
  self->desk = g_steal_pointer (&try->desk);
  show_asking (self, FALSE);
  if (unlocked)
    {
      take_unlocked (self, try);
      return;
    }
  if (!g_error_matches (error, DIP_ERROR, DIP_ERROR_NOT_FOUND)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error->message);
  look_whether_kept (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
ask_keyring (DipUnlockPage *self)
{
  Try *try = try_new (self, g_steal_pointer (&self->desk), self->account_row);

  self->asking = dip_job_new (_ ("Unlocking the library"));
  show_asking (self, TRUE);
  dip_job_start (self->asking, ask_on_thread, try, try_free, on_asked, try);
}

static void
on_type (DipUnlockPage *self)
{
  if (self->asking != NULL)
    dip_job_cancel (self->asking);
}

static void
on_unlock (DipUnlockPage *self)
{
  g_autoptr (DipJob) job = NULL;
  Try *try;

  if (self->desk == NULL || !is_complete (self))
    return;
  try = try_new (self, g_steal_pointer (&self->desk), recovers (self) ? self->owner_row : self->account_row);
  try->keeps = !recovers (self) && gtk_switch_get_active (self->keep_switch);
  try->kept = self->kept;
  try->passphrase = g_strdup (text_of (recovers (self) ? self->new_row : self->passphrase_row));
  try->words = recovers (self) ? g_strdup (text_of (self->words_row)) : NULL;
  show_failure (self, NULL);
  set_busy (self, TRUE);
  job = dip_job_new (_ ("Unlocking the library"));
  dip_job_start (job, try_on_thread, try, try_free, on_tried, try);
}

static void
on_forgotten (DipUnlockPage *self)
{
  gtk_widget_set_visible (self->recovery, recovers (self));
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), !recovers (self));
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_row), !recovers (self));
  gtk_widget_set_visible (GTK_WIDGET (self->keep_row), !recovers (self));
  show_failure (self, NULL);
  on_typed (self);
  gtk_widget_grab_focus (GTK_WIDGET (recovers (self) ? self->words_row : self->account_row));
}

void
dip_unlock_page_show (DipUnlockPage *self, DipDesk *desk, const char *account, gboolean keyring)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (DIP_IS_UNLOCK_PAGE (self) && desk != NULL);

  dip_unlock_page_clear (self);
  self->desk = desk;
  shown = g_filename_display_name (dip_desk_get_path (desk));
  gtk_label_set_label (self->path_label, shown);
  gtk_toggle_button_set_active (self->forgotten_button, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->account_row), account != NULL ? account : "");
  set_busy (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (account != NULL && *account != '\0' ? self->passphrase_row : self->account_row));
  if (keyring && account != NULL && *account != '\0')
    ask_keyring (self);
  else
    look_whether_kept (self);
}

DipDesk *
dip_unlock_page_take_desk (DipUnlockPage *self)
{
  g_return_val_if_fail (DIP_IS_UNLOCK_PAGE (self), NULL);

  return g_steal_pointer (&self->desk);
}

void
dip_unlock_page_clear (DipUnlockPage *self)
{
  g_return_if_fail (DIP_IS_UNLOCK_PAGE (self));

  g_clear_pointer (&self->desk, dip_desk_free);
  if (self->asking != NULL)
    dip_job_cancel (self->asking);
  g_clear_object (&self->asking);
  show_asking (self, FALSE);
  forget_typed (self);
  show_failure (self, NULL);
}

static void
dip_unlock_page_dispose (GObject *object)
{
  DipUnlockPage *self = DIP_UNLOCK_PAGE (object);

  g_clear_pointer (&self->desk, dip_desk_free);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_unlock_page_parent_class)->dispose (object);
}

static void
dip_unlock_page_class_init (DipUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_unlock_page_dispose;
  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", DIP_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (DIP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, forms);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, path_label);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, recovery);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, words_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, owner_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, again_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, forgotten_button);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, failure);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, keep_row);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, keep_switch);
  gtk_widget_class_bind_template_child (widget_class, DipUnlockPage, keyring_box);
  gtk_widget_class_bind_template_callback (widget_class, on_type);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_forgotten);
}

static void
dip_unlock_page_init (DipUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

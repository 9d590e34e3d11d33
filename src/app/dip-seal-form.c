#include "dip-seal-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-compat.h"
#include "dip-safe-file.h"
#include "dip-sealing.h"
#include "dip-settings.h"
#include "dip-window.h"

#define WORDS_ASKED_FOR 3

struct _DipSealForm
{
  DipForm parent_instance;

  AdwEntryRow *account_row;
  AdwEntryRow *passphrase_row;
  AdwEntryRow *again_row;
  AdwActionRow *sheet_row;
  GtkWidget *proof;
  AdwEntryRow *word_rows[WORDS_ASKED_FOR];
  GtkLabel *weakness;

  char **words;
  guint asked[WORDS_ASKED_FOR];
};

G_DEFINE_FINAL_TYPE (DipSealForm, dip_seal_form, DIP_TYPE_FORM)

/* What a thread needs to print the sheet, or to seal. */
typedef struct
{
  char **words;
  char *path;
  char *account;
  char *passphrase;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  for (guint i = 0; order->words[i] != NULL; i++)
    explicit_bzero (order->words[i], strlen (order->words[i]));
  g_strfreev (order->words);
  if (order->passphrase != NULL)
    explicit_bzero (order->passphrase, strlen (order->passphrase));
  g_free (order->passphrase);
  g_free (order->account);
  g_free (order->path);
  g_free (order);
}

static gpointer
print_sheet (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Order *order = args;
  g_autoptr (GBytes) sheet = dip_sealing_sheet (desk, (const char *const *) order->words, error);

  return DIP_WORK_DONE (sheet != NULL
                        && dip_safe_file_write (order->path, sheet, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error));
}

static gpointer
seal (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Order *order = args;
  g_autoptr (DipDesk) own = dip_desk_again (desk);

  return DIP_WORK_DONE (
      dip_sealing_seal (own, order->account, order->passphrase, (const char *const *) order->words, job, error));
}

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
knows_words (DipSealForm *self)
{
  for (guint i = 0; i < WORDS_ASKED_FOR; i++)
    {
      g_autofree char *typed = g_strstrip (g_strdup (text_of (self->word_rows[i])));

      if (g_ascii_strcasecmp (typed, self->words[self->asked[i]]) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
dip_seal_form_is_complete (DipForm *form)
{
  DipSealForm *self = DIP_SEAL_FORM (form);
  const char *passphrase = text_of (self->passphrase_row);
  const char *weakness = *passphrase != '\0' ? dip_passphrase_weakness (passphrase, text_of (self->account_row)) : NULL;

  gtk_label_set_label (self->weakness, weakness != NULL ? weakness : "");
  gtk_widget_set_visible (GTK_WIDGET (self->weakness), weakness != NULL);
  return *text_of (self->account_row) != '\0' && *passphrase != '\0' && weakness == NULL
         && g_str_equal (passphrase, text_of (self->again_row)) && gtk_widget_get_visible (self->proof)
         && knows_words (self);
}

static void
on_printed (gpointer owner, gpointer result, const GError *error)
{
  DipSealForm *self = owner;

  dip_form_fail (DIP_FORM (self), error != NULL ? error->message : NULL);
  if (error != NULL)
    return;
  gtk_widget_set_visible (self->proof, TRUE);
  adw_action_row_set_subtitle (self->sheet_row, _ ("Saved. Print it, then delete the file."));
  gtk_widget_grab_focus (GTK_WIDGET (self->word_rows[0]));
  dip_form_update (DIP_FORM (self));
}

static void
on_file_chosen (GObject *owner, GFile *file)
{
  DipSealForm *self = DIP_SEAL_FORM (owner);
  Order *order = g_new0 (Order, 1);
  const DipWork work = { print_sheet, order, order_free, NULL, FALSE };

  order->words = g_strdupv (self->words);
  order->path = g_file_get_path (file);
  dip_workspace_run (dip_form_get_workspace (DIP_FORM (self)), &work, NULL, owner, on_printed);
}

static void
on_save_sheet (DipSealForm *self)
{
  dip_compat_choose_new_file (GTK_WINDOW (self), _ ("Save the Recovery Sheet"), _ ("Recovery sheet.pdf"),
                              G_OBJECT (self), on_file_chosen);
}

static void
dip_seal_form_submit (DipForm *form)
{
  DipSealForm *self = DIP_SEAL_FORM (form);
  Order *order = g_new0 (Order, 1);
  const DipWork work = { seal, order, order_free, NULL, TRUE };

  order->words = g_strdupv (self->words);
  order->account = g_strdup (text_of (self->account_row));
  order->passphrase = g_strdup (text_of (self->passphrase_row));
  dip_form_run (form, &work);
}

static void
forget_typed (DipSealForm *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again_row), "");
  for (guint i = 0; i < WORDS_ASKED_FOR; i++)
    gtk_editable_set_text (GTK_EDITABLE (self->word_rows[i]), "");
}

/* Whoever sealed it signs in as everybody does from now on. */
static void
dip_seal_form_finished (DipForm *form, gpointer result)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (form));

  g_settings_set_string (dip_workspace_get_settings (dip_form_get_workspace (form)), DIP_SETTING_LAST_ACCOUNT,
                         text_of (DIP_SEAL_FORM (form)->account_row));
  forget_typed (DIP_SEAL_FORM (form));
  dip_form_say (form, _ ("The library is sealed. Sign in with the new passphrase."));
  if (DIP_IS_WINDOW (window))
    dip_window_lock (DIP_WINDOW (window));
}

static void
dip_seal_form_finalize (GObject *object)
{
  DipSealForm *self = DIP_SEAL_FORM (object);

  for (guint i = 0; self->words[i] != NULL; i++)
    explicit_bzero (self->words[i], strlen (self->words[i]));
  g_strfreev (self->words);
  G_OBJECT_CLASS (dip_seal_form_parent_class)->finalize (object);
}

static void
dip_seal_form_class_init (DipSealFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_seal_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_seal_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_seal_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_seal_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-seal-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, account_row);
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, again_row);
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, sheet_row);
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, proof);
  gtk_widget_class_bind_template_child (widget_class, DipSealForm, weakness);
  gtk_widget_class_bind_template_child_full (widget_class, "first_row", FALSE,
                                             G_STRUCT_OFFSET (DipSealForm, word_rows[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "second_row", FALSE,
                                             G_STRUCT_OFFSET (DipSealForm, word_rows[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "third_row", FALSE,
                                             G_STRUCT_OFFSET (DipSealForm, word_rows[2]));
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
  gtk_widget_class_bind_template_callback (widget_class, on_save_sheet);
}

static void
dip_seal_form_init (DipSealForm *self)
{
  guint n;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->words = dip_sealing_new_words ();
  n = g_strv_length (self->words);
  gtk_editable_set_text (GTK_EDITABLE (self->account_row), dip_desk_login_name ());
  for (guint i = 0; i < WORDS_ASKED_FOR; i++)
    {
      g_autofree char *title = NULL;

      self->asked[i]
          = (guint) g_random_int_range ((gint32) (i * n / WORDS_ASKED_FOR), (gint32) ((i + 1) * n / WORDS_ASKED_FOR));
      title = g_strdup_printf (_ ("Word %u of the sheet"), self->asked[i] + 1);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->word_rows[i]), title);
    }
}

DipSealForm *
dip_seal_form_new (void)
{
  return g_object_new (DIP_TYPE_SEAL_FORM, NULL);
}

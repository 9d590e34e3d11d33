#include "dip-compat.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-config.h"

typedef struct
{
  GWeakRef owner;
  DipFileFunc chosen;
  DipFilesFunc chosen_many;
  DipYesFunc answered;
} Question;

static Question *
question_new (GObject *owner)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->owner, owner);
  return question;
}

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_weak_ref_clear (&question->owner);
  g_free (question);
}

static void
on_file_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);

  if (response == GTK_RESPONSE_ACCEPT && owner != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GFile) first = g_list_model_get_item (files, 0);

      if (question->chosen_many != NULL)
        question->chosen_many (owner, files);
      else if (first != NULL)
        question->chosen (owner, first);
    }
  g_object_unref (dialog);
}

static GtkFileChooserNative *
chooser_new (GtkWindow *parent, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  return dialog;
}

/* Takes @dialog and @question. */
static void
chooser_show (GtkFileChooserNative *dialog, Question *question)
{
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_file_response), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
add_picture_filter (GtkFileChooserNative *dialog)
{
  g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new ();

  gtk_file_filter_set_name (pictures, _ ("Pictures"));
  gtk_file_filter_add_mime_type (pictures, "image/*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
}

void
dip_compat_choose_folder (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  Question *question = question_new (owner);

  question->chosen = chosen;
  chooser_show (chooser_new (parent, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER), question);
}

void
dip_compat_choose_picture (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  GtkFileChooserNative *dialog = chooser_new (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN);
  Question *question = question_new (owner);

  question->chosen = chosen;
  add_picture_filter (dialog);
  chooser_show (dialog, question);
}

void
dip_compat_choose_scan (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  GtkFileChooserNative *dialog = chooser_new (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN);
  g_autoptr (GtkFileFilter) scans = gtk_file_filter_new ();
  Question *question = question_new (owner);

  question->chosen = chosen;
  gtk_file_filter_set_name (scans, _ ("Pictures and PDF"));
  gtk_file_filter_add_mime_type (scans, "image/*");
  gtk_file_filter_add_mime_type (scans, "application/pdf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), scans);
  chooser_show (dialog, question);
}

void
dip_compat_choose_pictures (GtkWindow *parent, const char *title, GObject *owner, DipFilesFunc chosen)
{
  GtkFileChooserNative *dialog = chooser_new (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN);
  Question *question = question_new (owner);

  question->chosen_many = chosen;
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  add_picture_filter (dialog);
  chooser_show (dialog, question);
}

void
dip_compat_choose_new_file (GtkWindow *parent, const char *title, const char *name, GObject *owner, DipFileFunc chosen)
{
  GtkFileChooserNative *dialog = chooser_new (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE);
  Question *question = question_new (owner);

  question->chosen = chosen;
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  chooser_show (dialog, question);
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);

  if (owner != NULL && g_str_equal (response, "yes"))
    question->answered (owner);
}

void
dip_compat_ask (GtkWindow *parent, const char *heading, const char *body, const char *yes, GObject *owner,
                DipYesFunc answered)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  Question *question = question_new (owner);

  question->answered = answered;
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
dip_compat_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", "Diptych", "application-icon", DIP_APP_ID, "version", DIP_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Before and after photos of a scalp clinic, published only clean, healed and permitted."),
                         NULL);
}

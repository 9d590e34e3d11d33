/* The rest of the window keeps to the oldest toolkit that is supported; this file uses what a newer one has, where it is built with
 * one. */
#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MAX_ALLOWED

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
question_free (Question *question)
{
  g_weak_ref_clear (&question->owner);
  g_free (question);
}

typedef enum
{
  CHOOSE_FOLDER,
  CHOOSE_FILE,
  CHOOSE_FILES,
  CHOOSE_NEW_FILE,
} Choice;

/* Calls back with what was chosen, unless nobody wants to know any more. @files may be NULL. */
static void
answer_with (Question *question, GListModel *files)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);
  g_autoptr (GFile) first = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (owner == NULL || first == NULL)
    return;
  if (question->chosen_many != NULL)
    question->chosen_many (owner, files);
  else
    question->chosen (owner, first);
}

#if GTK_CHECK_VERSION(4, 10, 0)

static GListModel *
list_of (GFile *file)
{
  GListStore *files;

  if (file == NULL)
    return NULL;
  files = g_list_store_new (G_TYPE_FILE);
  g_list_store_append (files, file);
  g_object_unref (file);
  return G_LIST_MODEL (files);
}

static void
on_folder (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GListModel) files
      = list_of (gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL));

  answer_with (question, files);
  question_free (question);
}

static void
on_file (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GListModel) files = list_of (gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL));

  answer_with (question, files);
  question_free (question);
}

static void
on_files (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  answer_with (question, files);
  question_free (question);
}

static void
on_new_file (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GListModel) files = list_of (gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL));

  answer_with (question, files);
  question_free (question);
}

/* Takes @question. @filter and @name may be NULL. */
static void
choose (GtkWindow *parent, const char *title, Choice choice, GtkFileFilter *filter, const char *name,
        Question *question)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_dialog_set_title (dialog, title);
  if (filter != NULL)
    {
      g_list_store_append (filters, filter);
      gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
    }
  if (name != NULL)
    gtk_file_dialog_set_initial_name (dialog, name);
  switch (choice)
    {
    case CHOOSE_FOLDER:
      gtk_file_dialog_select_folder (dialog, parent, NULL, on_folder, question);
      break;
    case CHOOSE_FILE:
      gtk_file_dialog_open (dialog, parent, NULL, on_file, question);
      break;
    case CHOOSE_FILES:
      gtk_file_dialog_open_multiple (dialog, parent, NULL, on_files, question);
      break;
    case CHOOSE_NEW_FILE:
    default:
      gtk_file_dialog_save (dialog, parent, NULL, on_new_file, question);
      break;
    }
}

#else

static void
on_file_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GListModel) files
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)) : NULL;

  answer_with (question, files);
  question_free (question);
  g_object_unref (dialog);
}

/* Takes @question. @filter and @name may be NULL. */
static void
choose (GtkWindow *parent, const char *title, Choice choice, GtkFileFilter *filter, const char *name,
        Question *question)
{
  static const GtkFileChooserAction actions[] = {
    [CHOOSE_FOLDER] = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
    [CHOOSE_FILE] = GTK_FILE_CHOOSER_ACTION_OPEN,
    [CHOOSE_FILES] = GTK_FILE_CHOOSER_ACTION_OPEN,
    [CHOOSE_NEW_FILE] = GTK_FILE_CHOOSER_ACTION_SAVE,
  };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, actions[choice], NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), choice == CHOOSE_FILES);
  if (filter != NULL)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_file_response), question);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

static GtkFileFilter *
picture_filter (void)
{
  GtkFileFilter *pictures = gtk_file_filter_new ();

  gtk_file_filter_set_name (pictures, _ ("Pictures"));
  gtk_file_filter_add_mime_type (pictures, "image/*");
  return pictures;
}

void
dip_compat_choose_folder (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  Question *question = question_new (owner);

  question->chosen = chosen;
  choose (parent, title, CHOOSE_FOLDER, NULL, NULL, question);
}

void
dip_compat_choose_picture (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  g_autoptr (GtkFileFilter) pictures = picture_filter ();
  Question *question = question_new (owner);

  question->chosen = chosen;
  choose (parent, title, CHOOSE_FILE, pictures, NULL, question);
}

void
dip_compat_choose_scan (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  g_autoptr (GtkFileFilter) scans = gtk_file_filter_new ();
  Question *question = question_new (owner);

  question->chosen = chosen;
  gtk_file_filter_set_name (scans, _ ("Pictures and PDF"));
  gtk_file_filter_add_mime_type (scans, "image/*");
  gtk_file_filter_add_mime_type (scans, "application/pdf");
  choose (parent, title, CHOOSE_FILE, scans, NULL, question);
}

void
dip_compat_choose_table (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  Question *question = question_new (owner);

  question->chosen = chosen;
  gtk_file_filter_set_name (tables, _ ("Tables (CSV)"));
  gtk_file_filter_add_mime_type (tables, "text/csv");
  gtk_file_filter_add_mime_type (tables, "text/plain");
  choose (parent, title, CHOOSE_FILE, tables, NULL, question);
}

void
dip_compat_choose_back_up (GtkWindow *parent, const char *title, GObject *owner, DipFileFunc chosen)
{
  Question *question = question_new (owner);

  question->chosen = chosen;
  choose (parent, title, CHOOSE_FILE, NULL, NULL, question);
}

void
dip_compat_choose_pictures (GtkWindow *parent, const char *title, GObject *owner, DipFilesFunc chosen)
{
  g_autoptr (GtkFileFilter) pictures = picture_filter ();
  Question *question = question_new (owner);

  question->chosen_many = chosen;
  choose (parent, title, CHOOSE_FILES, pictures, NULL, question);
}

void
dip_compat_choose_new_file (GtkWindow *parent, const char *title, const char *name, GObject *owner, DipFileFunc chosen)
{
  Question *question = question_new (owner);

  question->chosen = chosen;
  choose (parent, title, CHOOSE_NEW_FILE, NULL, name, question);
}

static void
answer_yes (Question *question, const char *response)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);

  if (owner != NULL && g_str_equal (response, "yes"))
    question->answered (owner);
}

static void
forget_question (gpointer question, GClosure *closure)
{
  question_free (question);
}

#if ADW_CHECK_VERSION(1, 5, 0)

static void
on_answer (AdwAlertDialog *dialog, const char *response, gpointer question)
{
  answer_yes (question, response);
}

void
dip_compat_ask (GtkWindow *parent, const char *heading, const char *body, const char *yes, GObject *owner,
                DipYesFunc answered)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
  Question *question = question_new (owner);

  question->answered = answered;
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "yes", yes, NULL);
  adw_alert_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), question, forget_question, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
}

#else

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer question)
{
  answer_yes (question, response);
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
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), question, forget_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

#endif

void
dip_compat_show_about (GtkWindow *parent)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_show_about_dialog (GTK_WIDGET (parent),
#else
  adw_show_about_window (parent,
#endif
                         "application-name", "Diptych", "application-icon", DIP_APP_ID, "version", DIP_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Before and after photos of a scalp clinic, published only clean, healed and permitted."),
                         NULL);
}

/* Actions have a dot in their name, keys don't. */
static char *
keys_of (GtkWindow *parent, const char *keys)
{
  GtkApplication *application = gtk_window_get_application (parent);
  g_auto (GStrv) own = NULL;

  if (strchr (keys, '.') == NULL || strstr (keys, "...") != NULL || application == NULL)
    return g_strdup (keys);
  own = gtk_application_get_accels_for_action (application, keys);
  return g_strjoinv (" ", own);
}

#if ADW_CHECK_VERSION(1, 8, 0)

void
dip_compat_show_shortcuts (GtkWindow *parent, const DipShortcutGroup *groups)
{
  AdwDialog *dialog = adw_shortcuts_dialog_new ();

  for (; groups->title != NULL; groups++)
    {
      AdwShortcutsSection *section = adw_shortcuts_section_new (_ (groups->title));

      for (const DipShortcut *one = groups->shortcuts; one->title != NULL; one++)
        {
          g_autofree char *keys = keys_of (parent, one->keys);

          adw_shortcuts_section_add (section, adw_shortcuts_item_new (_ (one->title), keys));
        }
      adw_shortcuts_dialog_add (ADW_SHORTCUTS_DIALOG (dialog), section);
    }
  adw_dialog_present (dialog, GTK_WIDGET (parent));
}

#else

static void
describe_group (GtkWindow *parent, const DipShortcutGroup *group, GString *xml)
{
  g_autofree char *title = g_markup_escape_text (_ (group->title), -1);

  g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);
  for (const DipShortcut *one = group->shortcuts; one->title != NULL; one++)
    {
      g_autofree char *keys = keys_of (parent, one->keys);
      g_autofree char *properties = g_markup_printf_escaped (
          "<property name='title'>%s</property><property name='accelerator'>%s</property>", _ (one->title), keys);

      g_string_append_printf (xml, "<child><object class='GtkShortcutsShortcut'>%s</object></child>", properties);
    }
  g_string_append (xml, "</object></child>");
}

/* Only a builder can make what stands in such a window. */
void
dip_compat_show_shortcuts (GtkWindow *parent, const DipShortcutGroup *groups)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'><child>"
                                          "<object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>all</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  for (; groups->title != NULL; groups++)
    describe_group (parent, groups, xml);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_present (window);
}

#endif

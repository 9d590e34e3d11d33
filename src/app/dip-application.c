#include "dip-application.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-config.h"
#include "dip-locale.h"
#include "dip-memory.h"
#include "dip-settings.h"
#include "dip-shortcuts.h"
#include "dip-window.h"

struct _DipApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (DipApplication, dip_application, ADW_TYPE_APPLICATION)

static DipWindow *
window_with (DipApplication *self, const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DIP_IS_WINDOW (l->data) && g_strcmp0 (dip_window_get_path (l->data), path) == 0)
      return l->data;
  return NULL;
}

static DipWindow *
open_in_window (DipApplication *self, const char *path, DipOpenFlags flags)
{
  g_autofree char *folder = NULL;
  DipWindow *window;

  folder = g_canonicalize_filename (path, NULL);
  window = window_with (self, folder);
  if (window == NULL)
    {
      window = window_with (self, NULL);
      if (window == NULL)
        window = dip_window_new (GTK_APPLICATION (self), self->settings);
      dip_window_open (window, folder, flags);
    }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

void
dip_application_open (DipApplication *self, const char *path)
{
  g_return_if_fail (DIP_IS_APPLICATION (self) && path != NULL);

  open_in_window (self, path, DIP_OPEN_NORMAL);
}

static void
dip_application_activate (GApplication *application)
{
  DipApplication *self = DIP_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *last = g_settings_get_string (self->settings, DIP_SETTING_LAST_LIBRARY);

  if (window == NULL && *last != '\0')
    {
      dip_application_open (self, last);
      return;
    }
  if (window == NULL)
    {
      window = GTK_WINDOW (dip_window_new (GTK_APPLICATION (self), self->settings));
      dip_window_show_start (DIP_WINDOW (window));
    }
  gtk_window_present (window);
}

/* Photos named on the command line, or opened with the program from a file manager. */
static void
take_in (DipApplication *self, GApplicationCommandLine *command_line, const char *const *paths)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, paths[i]);

      g_list_store_append (files, file);
    }
  if (DIP_IS_WINDOW (window))
    dip_window_take_in (DIP_WINDOW (window), G_LIST_MODEL (files));
}

static void
begin (DipApplication *self, DipTask task)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (DIP_IS_WINDOW (window))
    dip_window_begin (DIP_WINDOW (window), task);
}

static int
dip_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *path = NULL;
  g_autofree const char **photos = NULL;
  g_autofree const char **locked = NULL;

  if (g_variant_dict_lookup (options, "locked", "^a&ay", &locked))
    for (guint i = 0; locked[i] != NULL; i++)
      open_in_window (DIP_APPLICATION (application), locked[i], DIP_OPEN_LOCKED);
  else if (g_variant_dict_lookup (options, "library", "^&ay", &path))
    {
      g_autoptr (GFile) folder = g_application_command_line_create_file_for_arg (command_line, path);

      dip_application_open (DIP_APPLICATION (application), g_file_peek_path (folder));
    }
  else
    g_application_activate (application);
  if (g_variant_dict_contains (options, "new-client"))
    begin (DIP_APPLICATION (application), DIP_TASK_NEW_CLIENT);
  else if (g_variant_dict_contains (options, "import"))
    begin (DIP_APPLICATION (application), DIP_TASK_IMPORT);
  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &photos))
    take_in (DIP_APPLICATION (application), command_line, (const char *const *) photos);
  return 0;
}

static void
open_library (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dip_application_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
show_start (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DipApplication *self = user_data;
  DipWindow *window = window_with (self, NULL);

  if (window == NULL)
    window = dip_window_new (GTK_APPLICATION (self), self->settings);
  dip_window_show_start (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* What the desktop's menu of the program offers, also when it isn't running yet. */
static void
begin_task (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (user_data);
  begin (user_data,
         g_str_equal (g_action_get_name (G_ACTION (action)), "import") ? DIP_TASK_IMPORT : DIP_TASK_NEW_CLIENT);
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dip_compat_show_about (gtk_application_get_active_window (user_data));
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dip_shortcuts_show (gtk_application_get_active_window (user_data));
}

static gpointer
keep (gconstpointer window, gpointer unused)
{
  return g_object_ref ((gpointer) window);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autolist (GtkWindow) windows = g_list_copy_deep (gtk_application_get_windows (user_data), keep, NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (!gtk_widget_get_visible (l->data))
        continue; /* on its way out */
      gtk_window_close (l->data);
      if (gtk_widget_get_visible (l->data))
        break;
    }
}

static void
set_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } table[] = {
    { "app.quit", { "<Control>q" } },
    { "win.hide-names", { "<Control>h" } },
    { "win.lock", { "<Control>l" } },
    { "win.help('')", { "F1" } },
    { "app.shortcuts", { "<Control>question" } },
    { "win.choose-library", { "<Control>o" } },
    { "window.close", { "<Control>w" } },
    { "win.find", { "<Control>f" } },
    { "win.new-client", { "<Control>n" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.refresh", { "F5", "<Control>r" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (application, table[i].action, table[i].accels);
}

/* The session was locked, or the screen went dark. */
static void
on_screensaver (GtkApplication *application)
{
  gboolean active = FALSE;

  g_object_get (application, "screensaver-active", &active, NULL);
  for (GList *l = gtk_application_get_windows (application); active && l != NULL; l = l->next)
    if (DIP_IS_WINDOW (l->data))
      dip_window_lock (l->data);
}

static void
dip_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "open-library", .activate = open_library, .parameter_type = "s" },
    { .name = "new-library", .activate = show_start },
    { .name = "new-client", .activate = begin_task },
    { .name = "import", .activate = begin_task },
    { .name = "shortcuts", .activate = show_shortcuts },
    { .name = "about", .activate = show_about },
    { .name = "quit", .activate = quit },
  };

  G_APPLICATION_CLASS (dip_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  set_accels (GTK_APPLICATION (application));
  g_signal_connect (application, "notify::screensaver-active", G_CALLBACK (on_screensaver), NULL);
#ifdef DIP_WITH_FAULTS
  /* To look at the window from right to left without the toolkit's translations. */
  if (g_strcmp0 (g_getenv ("DIP_DIRECTION"), "rtl") == 0)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
#endif
  gtk_window_set_default_icon_name (DIP_APP_ID);
}

static void
dip_application_dispose (GObject *object)
{
  DipApplication *self = DIP_APPLICATION (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dip_application_parent_class)->dispose (object);
}

/* By D-Bus, where there is no command line: photos from the file manager. */
static void
dip_application_open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  DipApplication *self = DIP_APPLICATION (application);
  g_autoptr (GListStore) photos = g_list_store_new (G_TYPE_FILE);
  GtkWindow *window;

  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    g_list_store_append (photos, files[i]);
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (DIP_IS_WINDOW (window))
    dip_window_take_in (DIP_WINDOW (window), G_LIST_MODEL (photos));
}

static void
dip_application_class_init (DipApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_application_dispose;
  G_APPLICATION_CLASS (klass)->activate = dip_application_activate;
  G_APPLICATION_CLASS (klass)->open = dip_application_open_files;
  G_APPLICATION_CLASS (klass)->command_line = dip_application_command_line;
  G_APPLICATION_CLASS (klass)->startup = dip_application_startup;
}

static void
dip_application_init (DipApplication *self)
{
  const GOptionEntry options[] = {
    { "library", 'l', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The library's folder; else the one opened last"),
      N_ ("DIR") },
    { "locked", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, NULL },
    { "new-client", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Begin with a new client"), NULL },
    { "import", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Begin with photos to import into the inbox"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[PHOTO…]") },
    { 0 },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

DipApplication *
dip_application_new (GSettings *settings)
{
  DipApplication *self
      = g_object_new (DIP_TYPE_APPLICATION, "application-id", DIP_APP_ID, "flags",
                      G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, "register-session", TRUE,
                      "resource-base-path", "/io/github/diptych/Diptych", NULL);

  self->settings = g_object_ref (settings);
  return self;
}

int
dip_application_main (int argc, char **argv)
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (DipApplication) application = NULL;

  dip_memory_init ();
  dip_locale_init ();
  settings = dip_settings_new ();
  if (settings == NULL)
    {
      g_printerr ("%s\n",
                  _ ("Diptych was not installed completely: its settings schema is missing. Install it again."));
      return 1;
    }
  g_set_application_name ("Diptych");
  application = dip_application_new (settings);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

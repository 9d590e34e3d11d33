#include "dip-window.h"
#include "ui-fixture.h"

typedef struct
{
  GSettings *settings;
  DipWindow *window;
  const char *text;
} Fixture;

static gboolean
text_is_shown (gpointer data)
{
  Fixture *fixture = data;

  return shows_text (GTK_WIDGET (fixture->window), fixture->text);
}

static void
wait_for_text (Fixture *fixture, const char *text)
{
  fixture->text = text;
  wait_for (text_is_shown, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = dip_settings_new ();
  g_assert_nonnull (fixture->settings);
  g_settings_reset (fixture->settings, DIP_SETTING_HIDE_NAMES);
  g_settings_reset (fixture->settings, DIP_SETTING_LAST_PLACE);
  fixture->window = dip_window_new (NULL, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_for (is_gone, &window); /* nothing may keep a closed window */
  g_object_unref (fixture->settings);
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  dip_window_show_start (fixture->window);
  wait_for_text (fixture, "Welcome to Diptych");
  g_assert_null (dip_window_get_path (fixture->window));
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "library", NULL);
  DipClinic clinic = { .name = (char *) "Test Clinic", .healing_days = 28 };
  g_autofree char *last = NULL;

  dip_window_create (fixture->window, path, &clinic);
  wait_for_text (fixture, "No Clients Yet");
  last = g_settings_get_string (fixture->settings, DIP_SETTING_LAST_LIBRARY);
  g_assert_cmpstr (last, ==, path);
}

static void
test_clients (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = new_library (3);

  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Client 2");
  wait_for_text (fixture, "Client 0");
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "Healed since 29 February 2024"));
}

static gboolean
name_is_hidden (gpointer data)
{
  Fixture *fixture = data;

  return !shows_text (GTK_WIDGET (fixture->window), "Client 0");
}

static void
test_privacy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = new_library (1);

  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Client 0");
  g_settings_set_boolean (fixture->settings, DIP_SETTING_HIDE_NAMES, TRUE);
  wait_for (name_is_hidden, fixture);
  g_settings_set_boolean (fixture->settings, DIP_SETTING_HIDE_NAMES, FALSE);
  wait_for_text (fixture, "Client 0");
}

static void
test_client_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = new_library (1);
  DipDesk *desk = dip_desk_open (path, FALSE, NULL, NULL);
  g_autoptr (GPtrArray) clients = dip_clients_list (desk, NULL, NULL);
  const DipClientOverview *first = g_ptr_array_index (clients, 0);

  dip_desk_free (desk);
  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Client 0");
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-client", "s", first->client->code));
  wait_for_text (fixture, "Crown · Norwood IV");
  wait_for_text (fixture, "Fully healed since");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL));
  wait_for_text (fixture, "Healed since 29 February 2024");
}

static void
test_every_place_opens (Fixture *fixture, gconstpointer data)
{
  static const char *const empty[] = { "All Sorted", "No Pairs Yet", "All Is in Order", "Nothing to Take Down" };
  g_autofree char *path = new_library (1);

  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Client 0");
  for (int i = 0; i < (int) G_N_ELEMENTS (empty); i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.go", "i", i + 2));
      wait_for_text (fixture, empty[i]);
    }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "nothing", NULL);

  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "There Is No Library Here");
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = new_library (1);
  DipDesk *other = dip_desk_open (path, FALSE, NULL, NULL);

  g_assert_nonnull (other);
  dip_window_open (fixture->window, path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "The Library Is in Use");
  dip_window_open (fixture->window, path, DIP_OPEN_READ_ONLY);
  wait_for_text (fixture, "Opened for reading only: nothing can be changed.");
  wait_for_text (fixture, "Client 0");
  dip_desk_free (other);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *catalogue = g_build_filename (folder, "catalogue.db", NULL);

  g_assert_true (g_file_set_contents (catalogue, "This is not a database, whatever its name says.", -1, NULL));
  dip_window_open (fixture->window, folder, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Open Another Library…");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/ui/window/start", test_start },
    { "/ui/window/create", test_create },
    { "/ui/window/clients", test_clients },
    { "/ui/window/privacy", test_privacy },
    { "/ui/window/client-page", test_client_page },
    { "/ui/window/places", test_every_place_opens },
    { "/ui/window/missing", test_missing },
    { "/ui/window/in-use", test_in_use },
    { "/ui/window/foreign", test_foreign },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* Not what is tested, and GTK warns when a timer finds a cursor whose window has just gone. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

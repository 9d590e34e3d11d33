/* Photos on their way in and to their clients: dropped, given, taken back. */
#include "dip-give-form.h"
#include "dip-import-window.h"
#include "dip-import.h"
#include "dip-inbox.h"
#include "dip-intake.h"
#include "dip-parcel.h"
#include "dip-window.h"
#include "ui-fixture.h"

typedef struct
{
  GSettings *settings;
  DipWindow *window;
  char *path;
  char *code;
  char *picture; /* a file */
} Fixture;

typedef struct
{
  Fixture *fixture;
  const char *text;
  guint n; /* photos of the client, or of nobody */
} Wanted;

/* A window of @type that is open, or NULL. */
static GtkWidget *
find_window (GType type)
{
  g_autoptr (GListModel) windows = gtk_window_get_toplevels ();

  g_object_ref (windows);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static gboolean
text_is_shown (gpointer data)
{
  Wanted *wanted = data;
  GtkWidget *import = find_window (DIP_TYPE_IMPORT_WINDOW);

  return shows_text (GTK_WIDGET (wanted->fixture->window), wanted->text)
         || (import != NULL && shows_text (import, wanted->text));
}

static void
wait_for_text (Fixture *fixture, const char *text)
{
  Wanted wanted = { fixture, text, 0 };

  wait_for (text_is_shown, &wanted);
}

/* Reading beside the window, as another program would. */
static guint
count_photos (const char *path, const char *code)
{
  g_autoptr (DipDesk) desk = dip_desk_open (path, TRUE, NULL, NULL);
  g_autoptr (GPtrArray) photos = code != NULL ? dip_photos_list (desk, code, NULL) : dip_inbox_list (desk, NULL);

  g_assert_nonnull (photos);
  return photos->len;
}

static gboolean
client_has (gpointer data)
{
  Wanted *wanted = data;

  return count_photos (wanted->fixture->path, wanted->fixture->code) == wanted->n;
}

static void
wait_for_photos (Fixture *fixture, guint n)
{
  Wanted wanted = { fixture, NULL, n };

  wait_for (client_has, &wanted);
}

static char *
save_picture (guint8 grey)
{
  g_autofree char *folder = new_folder ();
  char *path = g_build_filename (folder, "Jo Sample.png", NULL);
  g_autofree guint8 *pixels = g_malloc (64 * 48 * 3);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  memset (pixels, grey, 64 * 48 * 3);
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), 64 * 48 * 3);
  texture = gdk_memory_texture_new (64, 48, GDK_MEMORY_R8G8B8, bytes, 64 * 3);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) clients = NULL;
  g_autoptr (DipDesk) desk = NULL;

  fixture->path = new_library (1);
  fixture->picture = save_picture (90);
  desk = dip_desk_open (fixture->path, TRUE, NULL, NULL);
  clients = dip_clients_list (desk, NULL, NULL);
  fixture->code = g_strdup (((DipClientOverview *) g_ptr_array_index (clients, 0))->client->code);
  fixture->settings = dip_settings_new ();
  g_settings_reset (fixture->settings, DIP_SETTING_HIDE_NAMES);
  g_settings_reset (fixture->settings, DIP_SETTING_LAST_PLACE);
  fixture->window = dip_window_new (NULL, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
  dip_window_open (fixture->window, fixture->path, DIP_OPEN_NORMAL);
  wait_for_text (fixture, "Client 0");
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
  wait_for (is_gone, &window);
  g_object_unref (fixture->settings);
  g_free (fixture->path);
  g_free (fixture->code);
  g_free (fixture->picture);
}

static gboolean
drop (Fixture *fixture, const char *code, DipView view)
{
  DipWorkspace *workspace = dip_window_get_workspace (fixture->window);
  g_autoptr (DipIntake) intake = dip_intake_new (GTK_WIDGET (fixture->window), workspace, code, view, 0);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->picture);
  GdkFileList *files = gdk_file_list_new_from_array (&file, 1);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  return dip_intake_drop (intake, &value);
}

static void
close_import (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (find_window (DIP_TYPE_IMPORT_WINDOW)));
}

static void
test_dropped_on_a_client (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DipDesk) desk = NULL;
  g_autoptr (GPtrArray) photos = NULL;

  g_assert_true (drop (fixture, fixture->code, DIP_VIEW_CROWN));
  wait_for_text (fixture, "1 imported, 0 already there, 0 failed");
  close_import (fixture);
  desk = dip_desk_open (fixture->path, TRUE, NULL, NULL);
  photos = dip_photos_list (desk, fixture->code, NULL);
  g_assert_cmpuint (photos->len, ==, 1);
  g_assert_cmpint (((DipPhotoView *) g_ptr_array_index (photos, 0))->photo->view, ==, DIP_VIEW_CROWN);
}

static void
test_undone (Fixture *fixture, gconstpointer data)
{
  g_assert_true (drop (fixture, fixture->code, DIP_VIEW_NONE));
  wait_for_text (fixture, "1 imported, 0 already there, 0 failed");
  g_assert_true (gtk_widget_activate_action (find_window (DIP_TYPE_IMPORT_WINDOW), "import.undo", NULL));
  wait_for_photos (fixture, 0);
  close_import (fixture);
}

static void
test_only_files_are_dropped (Fixture *fixture, gconstpointer data)
{
  DipWorkspace *workspace = dip_window_get_workspace (fixture->window);
  g_autoptr (DipIntake) intake = dip_intake_new (GTK_WIDGET (fixture->window), workspace, NULL, DIP_VIEW_NONE, 0);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, fixture->picture);
  g_assert_false (dip_intake_drop (intake, &value));
  g_assert_null (find_window (DIP_TYPE_IMPORT_WINDOW));
}

static void
test_file_names_are_hidden (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, DIP_SETTING_HIDE_NAMES, TRUE);
  g_assert_true (drop (fixture, NULL, DIP_VIEW_NONE));
  wait_for_text (fixture, "1 imported, 0 already there, 0 failed");
  wait_for_text (fixture, "File 1");
  g_assert_false (shows_text (find_window (DIP_TYPE_IMPORT_WINDOW), "Jo Sample.png"));
  close_import (fixture);
}

static gint64
import_into_inbox (Fixture *fixture)
{
  g_autoptr (DipDesk) desk = NULL;
  g_autoptr (GPtrArray) photos = NULL;

  g_assert_true (drop (fixture, NULL, DIP_VIEW_TOP));
  wait_for_text (fixture, "1 imported, 0 already there, 0 failed");
  close_import (fixture);
  desk = dip_desk_open (fixture->path, TRUE, NULL, NULL);
  photos = dip_inbox_list (desk, NULL);
  g_assert_cmpuint (photos->len, ==, 1);
  return ((DipPhotoView *) g_ptr_array_index (photos, 0))->photo->id;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_given_and_taken_back (Fixture *fixture, gconstpointer data)
{
  DipWorkspace *workspace = dip_window_get_workspace (fixture->window);
  g_autoptr (DipParcel) parcel = dip_parcel_new ();

  dip_parcel_add (parcel, import_into_inbox (fixture), NULL);
  g_assert_cmpuint (dip_parcel_size (parcel), ==, 1);
  dip_parcel_give (parcel, GTK_WIDGET (fixture->window), workspace, fixture->code);
  wait_for_text (fixture, "1 photo has found its client");
  wait_for_photos (fixture, 1);
  g_signal_emit_by_name (find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  wait_for_photos (fixture, 0);
  wait_for_text (fixture, "Undone");
}

static gboolean
form_is_ready (gpointer form)
{
  return shows_text (form, "Client 0");
}

static void
test_given_by_form (Fixture *fixture, gconstpointer data)
{
  DipWorkspace *workspace = dip_window_get_workspace (fixture->window);
  g_autoptr (DipParcel) parcel = dip_parcel_new ();
  GtkWidget *form;

  dip_parcel_add (parcel, import_into_inbox (fixture), NULL);
  form = GTK_WIDGET (dip_give_form_new (workspace, parcel));
  dip_form_present (DIP_FORM (form), GTK_WIDGET (fixture->window), workspace);
  wait_for (form_is_ready, form);
  g_assert_true (gtk_widget_activate_action (form, "form.submit", NULL));
  wait_for_photos (fixture, 1);
  wait_for_text (fixture, "1 photo has found its client");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/ui/intake/client", test_dropped_on_a_client },   { "/ui/intake/undone", test_undone },
    { "/ui/intake/files", test_only_files_are_dropped }, { "/ui/intake/privacy", test_file_names_are_hidden },
    { "/ui/intake/given", test_given_and_taken_back },   { "/ui/intake/form", test_given_by_form },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* Not what is tested, and GTK warns when a timer finds a cursor whose window has just gone. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

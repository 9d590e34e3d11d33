/* All or nothing on disk: creating, taking in, erasing, migrating, backing up and restoring, with the disk failing or the
 * plug pulled at every point. */
#include "fault-run.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-digest.h"
#include "dip-identity-store.h"
#include "dip-library-private.h"
#include "dip-migration.h"
#include "dip-safe-file.h"

/* Folders of one scenario; @library is made anew from nothing before each run. */
typedef struct
{
  char *folder;
  char *library;
  char *copy;
  char *back_up;
} Place;

static Place
place_new (void)
{
  Place place = { .folder = g_dir_make_tmp ("dip-faults-XXXXXX", NULL) };

  place.library = g_build_filename (place.folder, "library", NULL);
  place.copy = g_build_filename (place.folder, "copy", NULL);
  place.back_up = g_build_filename (place.folder, "back-up", NULL);
  return place;
}

static void
place_clear (Place *place)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (dip_safe_dir_remove_tree (place->folder, NULL) ? 0 : 1);
  g_assert_cmpint (fault_wait (child), ==, 0);
  g_free (place->folder);
  g_free (place->library);
  g_free (place->copy);
  g_free (place->back_up);
}

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static const DipClinic clinic = { .name = (char *) "Clinic" };

static char *
put (DipLibrary *library, const char *content, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  return dip_blobs_put (library, bytes, NULL, NULL, error);
}

static gboolean
add_photo (DipDb *db, gpointer content, GError **error)
{
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  g_autoptr (DipPhoto) photo = dip_photo_new ();
  DipIdentity identity = { .name = content, .born = DIP_DATE_NONE };

  if (!dip_catalogue_client_insert (db, client, error))
    return FALSE;
  identity.client_id = photo->client_id = client->id;
  photo->blob = dip_digest_text (content);
  photo->pixel_digest = g_strdup (photo->blob);
  photo->source_digest = g_strdup (photo->blob);
  photo->format = g_strdup ("jpeg");
  photo->width = photo->height = photo->orientation = 1;
  photo->bytes = (gint64) strlen (content);
  photo->shows = DIP_IDENTIFIABILITY_SCALP_ONLY;
  return dip_identity_put (db, &identity, error) && dip_catalogue_photo_insert (db, photo, error)
         && dip_audit_append (db, "Staff", "import", client->code, NULL, error);
}

/* As the import does: bytes, then the row that names them; the bytes taken back when it cannot be. */
static gboolean
take_in (DipLibrary *library, const char *content, GError **error)
{
  g_autofree char *digest = put (library, content, error);

  if (digest == NULL)
    return FALSE;
  if (dip_library_write (library, add_photo, (gpointer) content, error))
    return TRUE;
  dip_blobs_drop_unused (library, digest, NULL);
  return FALSE;
}

static void
clear (Place *place)
{
  g_assert_true (dip_safe_dir_remove_tree (place->folder, NULL));
  g_assert_cmpint (g_mkdir (place->folder, 0700), ==, 0);
}

static void
prepare_nothing (gpointer data)
{
  clear (data);
}

static void
prepare_library (gpointer data)
{
  Place *place = data;
  DipLibrary *library;

  clear (place);
  library = dip_library_create (place->library, &clinic, "Staff", NULL);
  g_assert_true (take_in (library, "old", NULL));
  dip_library_unref (library);
}

static void
prepare_back_up (gpointer data)
{
  Place *place = data;
  DipLibrary *library;

  prepare_library (place);
  library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, NULL);
  g_assert_true (dip_library_backup (library, place->back_up, NULL, NULL));
  dip_library_unref (library);
}

/* Opens as the next start does, checks, and checks once more: nothing is left to mend. */
static DipLibrary *
open_whole (const char *path, GPtrArray *steps)
{
  g_autoptr (GError) error = NULL;
  DipLibrary *library = dip_library_open_with (path, DIP_LIBRARY_READ_WRITE, steps, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DipLibraryReport) report = dip_library_check (library, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (report->missing->len + report->altered->len + report->problems->len, ==, 0);
      g_assert_cmpuint (i * (report->orphans_removed + report->temps_removed), ==, 0);
    }
  return library;
}

static gboolean
count_rows (DipDb *db, gpointer n, GError **error)
{
  return dip_db_query_int (db,
                           "SELECT (SELECT count(*) FROM photo) * 100 + (SELECT count(*) FROM identity) * 10 "
                           "+ (SELECT count(*) FROM audit)",
                           n, error);
}

/* Photos, names and audit entries as digits: they come and go together. */
static gint64
state_of (DipLibrary *library)
{
  gint64 state = -1;

  g_assert_true (dip_library_read (library, count_rows, &state, NULL));
  return state;
}

static void
assert_state (const char *path, gboolean is_done, gint64 before, gint64 after)
{
  g_autoptr (GPtrArray) steps = dip_migration_steps ();
  DipLibrary *library = open_whole (path, steps);
  gint64 state = state_of (library);

  if (is_done || state != before)
    g_assert_cmpint (state, ==, after);
  dip_library_unref (library);
}

/* No folder that was being filled outlives the next one. */
static void
assert_no_staging (const Place *place)
{
  g_autofree char *fresh = g_build_filename (place->folder, "fresh", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  dip_library_unref (dip_library_create (fresh, &clinic, "Staff", NULL));
  dir = g_dir_open (place->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      g_assert_false (g_str_has_prefix (name, ".dip-") && g_file_test (path, G_FILE_TEST_IS_DIR));
    }
}

/* Creating */

static gboolean
create (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_create (place->library, &clinic, "Staff", error);

  g_clear_pointer (&library, dip_library_unref);
  return error == NULL || *error == NULL;
}

static void
look_created (gpointer data, gboolean is_done)
{
  Place *place = data;

  if (is_done || is_there (place->library))
    assert_state (place->library, TRUE, 1, 1);
  assert_no_staging (place);
}

/* Taking in */

static gboolean
open_and_take_in (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, error);
  gboolean done = library != NULL && take_in (library, "new", error);

  g_clear_pointer (&library, dip_library_unref);
  return done;
}

static void
look_taken_in (gpointer data, gboolean is_done)
{
  assert_state (((Place *) data)->library, is_done, 112, 223);
}

/* After a failed write the same handle goes on: what failed once may succeed the second time. */
static gboolean
take_in_twice (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, error);
  gboolean done;

  if (library == NULL)
    return FALSE;
  done = take_in (library, "new", NULL) || take_in (library, "new", error);
  dip_library_unref (library);
  return done;
}

/* And when the program dies after a failure, before it could close anything: what was said not to be done may turn out to
 * be, but then all of it. */
static gboolean
take_in_and_die (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, error);
  gboolean done = library != NULL && take_in (library, "new", error);

  if (!done)
    raise (SIGKILL);
  dip_library_unref (library);
  return done;
}

/* Erasing */

static gboolean
erase_first (DipDb *db, gpointer blobs, GError **error)
{
  return dip_catalogue_client_erase (db, 1, blobs, error)
         && dip_audit_append (db, "Staff", "erase", "client", NULL, error);
}

static gboolean
erase (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, error);
  g_autoptr (GPtrArray) blobs = NULL;
  gboolean done = library != NULL && dip_library_write (library, erase_first, &blobs, error)
                  && dip_blobs_drop_unused (library, g_ptr_array_index (blobs, 0), error);

  g_clear_pointer (&library, dip_library_unref);
  return done;
}

static void
look_erased (gpointer data, gboolean is_done)
{
  assert_state (((Place *) data)->library, is_done, 112, 3);
}

/* Migrating */

static GPtrArray *
longer_steps (void)
{
  GPtrArray *steps = dip_migration_steps ();

  g_ptr_array_add (steps, g_strdup ("ALTER TABLE photo ADD COLUMN note TEXT; UPDATE photo SET note = blob"));
  g_ptr_array_add (steps, g_strdup ("CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT) STRICT;"
                                    "INSERT INTO place (name) SELECT name FROM clinic"));
  return steps;
}

static gboolean
migrate (gpointer data, GError **error)
{
  Place *place = data;
  g_autoptr (GPtrArray) steps = longer_steps ();
  DipLibrary *library = dip_library_open_with (place->library, DIP_LIBRARY_READ_WRITE, steps, error);
  gboolean done = library != NULL;

  g_clear_pointer (&library, dip_library_unref);
  return done;
}

static gboolean
see_steps (DipDb *db, gpointer unused, GError **error)
{
  gint64 n = 0;

  return dip_db_query_int (db, "SELECT count(*) FROM photo, place WHERE note = blob AND place.name = 'Clinic'", &n,
                           error)
         && n == 1;
}

/* Whatever was reached, the next opening finishes it. */
static void
look_migrated (gpointer data, gboolean is_done)
{
  Place *place = data;
  g_autoptr (GPtrArray) steps = longer_steps ();
  DipLibrary *library = open_whole (place->library, steps);

  g_assert_cmpint (state_of (library), ==, 112);
  g_assert_true (dip_library_read (library, see_steps, NULL, NULL));
  dip_library_unref (library);
}

/* Backing up */

static gboolean
back_up (gpointer data, GError **error)
{
  Place *place = data;
  DipLibrary *library = dip_library_open (place->library, DIP_LIBRARY_READ_WRITE, error);
  gboolean done = library != NULL && dip_library_backup (library, place->back_up, NULL, error);

  g_clear_pointer (&library, dip_library_unref);
  return done;
}

static void
look_backed_up (gpointer data, gboolean is_done)
{
  Place *place = data;

  assert_state (place->library, TRUE, 112, 112);
  if (!is_done && !is_there (place->back_up))
    return;
  g_assert_true (dip_library_restore (place->back_up, place->copy, NULL, NULL));
  assert_state (place->copy, TRUE, 112, 112);
}

/* Restoring */

static gboolean
restore (gpointer data, GError **error)
{
  Place *place = data;

  return dip_library_restore (place->back_up, place->copy, NULL, error);
}

static void
look_restored (gpointer data, gboolean is_done)
{
  Place *place = data;

  if (is_done || is_there (place->copy))
    assert_state (place->copy, TRUE, 112, 112);
  assert_no_staging (place);
}

/* Every point of the daily work; of the rest as many as make a test of a minute. */
static const struct
{
  FaultScenario scenario;
  guint stride;
} scenarios[] = {
  { { "create", prepare_nothing, create, look_created }, 7 },
  { { "take-in", prepare_library, open_and_take_in, look_taken_in }, 1 },
  { { "take-in-twice", prepare_library, take_in_twice, look_taken_in }, 7 },
  { { "take-in-and-die", prepare_library, take_in_and_die, look_taken_in }, 1 },
  { { "erase", prepare_library, erase, look_erased }, 3 },
  { { "migrate", prepare_library, migrate, look_migrated }, 5 },
  { { "back-up", prepare_library, back_up, look_backed_up }, 7 },
  { { "restore", prepare_back_up, restore, look_restored }, 3 },
};

static void
test_scenario (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  Place place = place_new ();

  fault_sweep_all (&scenarios[index].scenario, &place, scenarios[index].stride);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *name = g_strconcat ("/faults/store/", scenarios[i].scenario.name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_scenario);
    }
  return g_test_run ();
}

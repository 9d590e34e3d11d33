/* A library of an older version becomes one of this version, or stays what it was. */
#include <glib/gstdio.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-db-private.h"
#include "dip-identity-store.h"
#include "dip-library-private.h"
#include "dip-migration.h"
#include "dip-safe-file.h"

/* A library of version 1 with rows in every table, closed. */
typedef struct
{
  char *folder;
  char *path;
  char *catalogue;
  GPtrArray *steps; /* this program's, to which a test adds its own */
  guint version;    /* that they come to */
} Fixture;

static void
run_file (DipDb *db, const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (file, &sql, NULL, &error));
  g_assert_true (dip_db_run (db, sql, &error));
  g_assert_no_error (error);
}

/* Puts a catalogue as the first version wrote it in the place of the present one. */
static void
write_v1_catalogue (const char *catalogue)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA journal_mode = WAL", DIP_DB_LIBRARY_ID);
  g_autoptr (GPtrArray) steps = dip_migration_steps ();
  g_autoptr (DipDb) db = NULL;

  g_assert_cmpint (g_unlink (catalogue), ==, 0);
  g_ptr_array_set_size (steps, 1);
  db = dip_db_open (catalogue, "catalogue", DIP_DB_CREATE, NULL);
  g_assert_true (dip_db_run (db, mark, NULL));
  g_assert_true (dip_migration_run (db, steps, NULL));
  run_file (db, "v1-start.sql");
  run_file (db, "v1-rows.sql");
  g_assert_true (dip_db_checkpoint (db, 0, NULL));
}

static void
put_blobs (DipLibrary *library)
{
  static const char *const contents[] = { "one", "two" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (contents[i], 3);
      g_autofree char *digest = dip_blobs_put (library, bytes, NULL, NULL, NULL);

      g_assert_nonnull (digest);
    }
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  const DipClinic clinic = { .name = (char *) "Clinic" };
  DipLibrary *library;
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("dip-migrations-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "library", NULL);
  f->catalogue = g_build_filename (f->path, "catalogue.db", NULL);
  f->steps = dip_migration_steps ();
  f->version = f->steps->len;
  library = dip_library_create (f->path, &clinic, "tester", &error);
  g_assert_no_error (error);
  put_blobs (library);
  dip_library_unref (library);
  write_v1_catalogue (f->catalogue);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_assert_true (dip_safe_dir_remove_tree (f->folder, NULL));
  g_ptr_array_unref (f->steps);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->catalogue);
}

static int
append_row (void *text, int n, char **values, char **unused)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s|", values[i] != NULL ? values[i] : "NULL");
  g_string_append_c (text, '\n');
  return 0;
}

static int
append_table (void *data, int n, char **values, char **unused)
{
  gpointer *pair = data;
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", values[0]);

  g_string_append_printf (pair[0], "%s\n", values[0]);
  return sqlite3_exec (pair[1], sql, append_row, pair[0], NULL);
}

/* Every table and row as text, and the version. */
static char *
dump (const char *catalogue)
{
  g_autoptr (DipDb) db = dip_db_open (catalogue, "catalogue", DIP_DB_READ, NULL);
  GString *text = g_string_new (NULL);
  gpointer pair[] = { text, db->handle };

  sqlite3_exec (db->handle, "PRAGMA user_version", append_row, text, NULL);
  g_assert_cmpint (sqlite3_exec (db->handle, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                                 append_table, pair, NULL),
                   ==, SQLITE_OK);
  return g_string_free (text, FALSE);
}

static gint64
version_of (const char *catalogue)
{
  DipDbHeader header;

  g_assert_true (dip_db_read_header (catalogue, "catalogue", &header, NULL));
  return header.version;
}

static char *
back_up_of (const Fixture *f, int version)
{
  return g_strdup_printf ("%s.before-v%d", f->catalogue, version);
}

static void
assert_whole (DipLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipLibraryReport) report = dip_library_check (library, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->blobs_checked, ==, 2);
  g_assert_cmpuint (report->missing->len + report->altered->len + report->problems->len, ==, 0);
}

static DipLibrary *
open_with_steps (const Fixture *f)
{
  g_autoptr (GError) error = NULL;
  DipLibrary *library = dip_library_open_with (f->path, DIP_LIBRARY_READ_WRITE, f->steps, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);
  return library;
}

static void
add_step (const Fixture *f, const char *sql)
{
  g_ptr_array_add (f->steps, g_strdup (sql));
}

static gboolean
see_rows (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, "k7qx3m", error);
  g_autoptr (DipIdentity) identity = dip_identity_get (db, client->id, error);
  g_autoptr (GPtrArray) treatments = dip_catalogue_treatments (db, client->id, error);
  g_autoptr (GPtrArray) sessions = dip_catalogue_sessions (db, 1, error);
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, client->id, error);
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, 0, error);
  g_autoptr (DipAlignment) alignment = dip_catalogue_alignment_current (db, 1, error);
  g_autoptr (DipApproval) approval = dip_catalogue_approval_latest (db, 1, error);
  g_autoptr (GPtrArray) consents = dip_catalogue_consents (db, 0, error);
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, client->id, error);
  g_autoptr (GPtrArray) takedowns = dip_catalogue_takedowns (db, TRUE, error);

  g_assert_cmpstr (identity->name, ==, "José Peña");
  g_assert_cmpuint (treatments->len, ==, 1);
  g_assert_cmpuint (sessions->len, ==, 3);
  g_assert_cmpuint (photos->len, ==, 2);
  g_assert_cmpuint (pairs->len, ==, 1);
  g_assert_cmpuint (alignment->n_landmarks, ==, 3);
  g_assert_cmpint (approval->alignment_id, ==, alignment->id);
  /* Approved before anybody asked what for: it counts as given on what stands. */
  g_assert_cmpint (approval->consent_event, ==, 3);
  g_assert_cmpstr (approval->photos, ==, "2025-01-02 scalp-only, 2025-04-02 full-face");
  g_assert_cmpuint (consents->len, ==, 3);
  g_assert_cmpuint (((DipConsent *) g_ptr_array_index (consents, 0))->photo_ids->len, ==, 2);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpuint (takedowns->len, ==, 1);
  return TRUE;
}

static gint64
count_rows (DipDb *db, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  gint64 n = 0;

  g_assert_true (dip_db_query_int (db, sql, &n, NULL));
  return n;
}

static int
append_name (void *names, int n, char **values, char **unused)
{
  g_ptr_array_add (names, g_strdup (values[0]));
  return 0;
}

/* The rows that later versions are tried on leave no table out. */
static void
test_rows_everywhere (Fixture *f, gconstpointer unused)
{
  g_autoptr (DipDb) db = dip_db_open (f->catalogue, "catalogue", DIP_DB_READ, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  sqlite3_exec (db->handle, "SELECT name FROM sqlite_schema WHERE type = 'table'", append_name, names, NULL);
  g_assert_cmpuint (names->len, >, 20);
  for (guint i = 0; i < names->len; i++)
    g_assert_cmpint (count_rows (db, g_ptr_array_index (names, i)), >, 0);
}

static void
test_from_v1 (Fixture *f, gconstpointer unused)
{
  g_autoptr (DipLibrary) library = dip_library_open (f->path, DIP_LIBRARY_READ_WRITE, NULL);

  g_assert_nonnull (library);
  assert_whole (library);
  g_assert_true (dip_library_read (library, see_rows, NULL, NULL));
}

/* Steps that a later version might have: a column, and a table built anew under keys that point at it. */
#define ADD_COLUMN "ALTER TABLE client ADD COLUMN note TEXT"
#define REBUILD                                                                                                        \
  "CREATE TABLE session_2 (id INTEGER PRIMARY KEY, treatment_id INTEGER NOT NULL REFERENCES treatment (id), date "     \
  "TEXT "                                                                                                              \
  "NOT NULL, kind TEXT NOT NULL, place TEXT) STRICT;"                                                                  \
  "INSERT INTO session_2 SELECT id, treatment_id, date, kind, NULL FROM session;"                                      \
  "DROP TABLE session; ALTER TABLE session_2 RENAME TO session;"                                                       \
  "CREATE INDEX session_treatment ON session (treatment_id, date, id)"

static void
test_up_two (Fixture *f, gconstpointer unused)
{
  g_autofree char *old = dump (f->catalogue);
  g_autofree char *back_up = back_up_of (f, 2);
  g_autofree char *kept = NULL;
  GStatBuf info;

  add_step (f, ADD_COLUMN);
  add_step (f, REBUILD);
  {
    g_autoptr (DipLibrary) library = open_with_steps (f);

    g_assert_cmpint (version_of (f->catalogue), ==, f->version + 2);
    assert_whole (library);
    g_assert_true (dip_library_read (library, see_rows, NULL, NULL));
  }
  kept = dump (back_up);
  g_assert_cmpstr (kept, ==, old);
  g_assert_cmpint (g_stat (back_up, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

/* The program that made it sees that it has become too new, and leaves it alone. */
static void
test_old_program_refuses (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  add_step (f, ADD_COLUMN);
  dip_library_unref (open_with_steps (f));
  g_ptr_array_set_size (f->steps, f->version);
  g_assert_null (dip_library_open_with (f->path, DIP_LIBRARY_READ_WRITE, f->steps, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NEWER_LIBRARY);
}

static void
test_older_is_not_read_only (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dump (f->catalogue);
  g_autofree char *after = NULL;

  add_step (f, ADD_COLUMN);
  g_assert_null (dip_library_open_with (f->path, DIP_LIBRARY_READ_ONLY, f->steps, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY);
  after = dump (f->catalogue);
  g_assert_cmpstr (after, ==, before);
}

typedef struct
{
  const char *name;
  const char *sql;
  DipError code;
} BadStep;

static const BadStep bad_steps[] = {
  { "half-way", ADD_COLUMN "; UPDATE clinic SET name = 'Other'; INSERT INTO nonsense VALUES (1)", DIP_ERROR_IO },
  { "wrong-from-the-start", "CREATE TABEL x (y)", DIP_ERROR_IO },
  { "breaks-a-key", "CREATE TABLE t (x INTEGER REFERENCES client (id)) STRICT; INSERT INTO t VALUES (4711)",
    DIP_ERROR_DAMAGED },
  { "against-history", ADD_COLUMN "; DELETE FROM audit", DIP_ERROR_REFUSED },
  { "against-a-check", ADD_COLUMN "; UPDATE clinic SET healing_days = 1", DIP_ERROR_INVALID },
};

/* Steps before the bad one hold; the bad one leaves nothing. */
static void
test_bad_step (Fixture *f, gconstpointer data)
{
  const BadStep *bad = data;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  add_step (f, REBUILD);
  dip_library_unref (open_with_steps (f));
  before = dump (f->catalogue);
  add_step (f, bad->sql);
  g_assert_null (dip_library_open_with (f->path, DIP_LIBRARY_READ_WRITE, f->steps, &error));
  g_assert_error (error, DIP_ERROR, (int) bad->code);
  after = dump (f->catalogue);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (version_of (f->catalogue), ==, f->version + 1);
  g_ptr_array_set_size (f->steps, f->version + 1);
  {
    g_autoptr (DipLibrary) library = open_with_steps (f);

    assert_whole (library);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/migrations/rows-everywhere", Fixture, NULL, set_up, test_rows_everywhere, tear_down);
  g_test_add ("/migrations/from-v1", Fixture, NULL, set_up, test_from_v1, tear_down);
  g_test_add ("/migrations/up-two", Fixture, NULL, set_up, test_up_two, tear_down);
  g_test_add ("/migrations/old-program-refuses", Fixture, NULL, set_up, test_old_program_refuses, tear_down);
  g_test_add ("/migrations/older-is-not-read-only", Fixture, NULL, set_up, test_older_is_not_read_only, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (bad_steps); i++)
    {
      g_autofree char *name = g_strconcat ("/migrations/bad-step/", bad_steps[i].name, NULL);

      g_test_add (name, Fixture, &bad_steps[i], set_up, test_bad_step, tear_down);
    }
  return g_test_run ();
}

#include "store-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dip-db.h"

static gboolean
see_start (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GPtrArray) places = dip_catalogue_destinations (db, error);
  gint64 n = 0;

  g_assert_cmpstr (clinic->name, ==, "Clinic");
  g_assert_cmpstr (clinic->site, ==, "https://clinic.example");
  g_assert_cmpint (clinic->healing_days, ==, 28);
  g_assert_cmpuint (places->len, ==, 12); /* the presets */
  g_assert_true (dip_audit_verify (db, &n, error));
  g_assert_cmpint (n, ==, 1);
  return TRUE;
}

static void
test_new (Fixture *f, gconstpointer unused)
{
  g_assert_cmpstr (dip_library_get_path (f->library), ==, f->path);
  g_assert_false (dip_library_is_read_only (f->library));
  fixture_read (f, see_start, NULL);
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
  fixture_read (f, see_start, NULL);
  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  g_assert_true (dip_library_is_read_only (f->library));
  fixture_read (f, see_start, NULL);
}

static void
assert_private (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  GStatBuf info;

  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      if (S_ISDIR (info.st_mode))
        assert_private (path);
      else
        g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_modes (Fixture *f, gconstpointer unused)
{
  g_free (fixture_put (f, "picture"));
  assert_private (f->path);
}

/* Settings of the writing connection that integrity and privacy hang on. */
static gboolean
see_settings (DipDb *db, gpointer unused, GError **error)
{
  static const struct
  {
    const char *sql;
    gint64 value;
  } settings[] = {
    { "PRAGMA application_id", DIP_DB_LIBRARY_ID },
    { "PRAGMA foreign_keys", 1 },
    { "PRAGMA trusted_schema", 0 },
    { "PRAGMA synchronous", 2 },
    { "PRAGMA secure_delete", 1 },
    { "SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1 },
    { "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
      "AND name NOT LIKE 'sqlite_%'",
      0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      gint64 value = -1;

      g_assert_true (dip_db_query_int (db, settings[i].sql, &value, error));
      g_assert_cmpint (value, ==, settings[i].value);
    }
  g_assert_false (dip_db_run (db, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema", NULL));
  return TRUE;
}

static void
test_settings (Fixture *f, gconstpointer unused)
{
  fixture_write (f, see_settings, NULL);
}

static void
assert_not_created (const char *path, const DipClinic *clinic, DipError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_library_create (path, clinic, "tester", &error));
  g_assert_error (error, DIP_ERROR, (int) code);
}

static guint
count_names (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_create_refusals (Fixture *f, gconstpointer unused)
{
  const DipClinic sound = { .name = (char *) "Clinic" };
  const DipClinic nameless = { .name = (char *) "" };
  const DipClinic hasty = { .name = (char *) "Clinic", .healing_days = 20 };
  g_autofree char *fresh = g_build_filename (f->folder, "fresh", NULL);
  g_autofree char *file = g_build_filename (f->folder, "file", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_not_created (f->path, &sound, DIP_ERROR_EXISTS);
  assert_not_created (f->folder, &sound, DIP_ERROR_EXISTS);
  assert_not_created (file, &sound, DIP_ERROR_EXISTS);
  assert_not_created (fresh, &nameless, DIP_ERROR_INVALID);
  assert_not_created (fresh, &hasty, DIP_ERROR_INVALID);
  g_assert_cmpuint (count_names (f->folder), ==, 2);
}

static void
test_create_in_empty_and_deep (Fixture *f, gconstpointer unused)
{
  const DipClinic clinic = { .name = (char *) "Clinic" };
  g_autofree char *empty = g_build_filename (f->folder, "empty", NULL);
  g_autofree char *deep = g_build_filename (f->folder, "a", "b", "c", NULL);
  g_autoptr (DipLibrary) in_empty = NULL;
  g_autoptr (DipLibrary) in_deep = NULL;

  g_assert_cmpint (g_mkdir (empty, 0755), ==, 0);
  in_empty = dip_library_create (empty, &clinic, "tester", NULL);
  in_deep = dip_library_create (deep, &clinic, "tester", NULL);
  g_assert_nonnull (in_empty);
  g_assert_nonnull (in_deep);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* What must not be touched: names, contents and times of everything in the folder. */
static char *
print_of (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *content = dip_digest_file (path, NULL);
      GStatBuf info;

      g_assert_cmpint (g_lstat (path, &info), ==, 0);
      g_string_append_printf (text, "%s %s %o %ld.%09ld\n", (char *) g_ptr_array_index (names, i),
                              content != NULL ? content : "-", info.st_mode, (long) info.st_mtim.tv_sec,
                              info.st_mtim.tv_nsec);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
overwrite (const char *path, goffset offset, const void *data, gsize length)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (pwrite (fd, data, length, offset), ==, (gssize) length);
  close (fd);
}

/* Spoils a closed library's catalogue, then asserts that both ways of opening say @code and touch nothing. */
static void
assert_refused_untouched (Fixture *f, DipError code, const char *word)
{
  g_autofree char *before = print_of (f->path);

  for (DipLibraryMode mode = DIP_LIBRARY_READ_WRITE; mode <= DIP_LIBRARY_READ_ONLY; mode++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_null (dip_library_open (f->path, mode, &error));
      g_assert_error (error, DIP_ERROR, (int) code);
      g_assert_nonnull (strstr (error->message, word));
      after = print_of (f->path);
      g_assert_cmpstr (before, ==, after);
    }
}

static char *
close_and_find_catalogue (Fixture *f)
{
  g_clear_pointer (&f->library, dip_library_unref);
  return g_build_filename (f->path, "catalogue.db", NULL);
}

static void
test_newer (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);

  overwrite (catalogue, 60, "\0\0\x27\x0f", 4);
  assert_refused_untouched (f, DIP_ERROR_NEWER_LIBRARY, f->path);
}

static void
test_foreign (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);

  overwrite (catalogue, 68, "GPKG", 4);
  assert_refused_untouched (f, DIP_ERROR_FOREIGN_LIBRARY, f->path);
}

static void
test_no_database (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);

  overwrite (catalogue, 0, "Dear Sir, ", 10);
  assert_refused_untouched (f, DIP_ERROR_DAMAGED, f->path);
  g_assert_cmpint (truncate (catalogue, 10), ==, 0);
  assert_refused_untouched (f, DIP_ERROR_DAMAGED, f->path);
  g_assert_cmpint (truncate (catalogue, 0), ==, 0);
  assert_refused_untouched (f, DIP_ERROR_DAMAGED, f->path);
}

static void
test_missing (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);

  g_assert_cmpint (g_unlink (catalogue), ==, 0);
  assert_refused_untouched (f, DIP_ERROR_NOT_FOUND, "library create");
}

static void
test_damaged_inside (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);
  g_autofree char *rubbish = g_strnfill (3000, 'x');
  g_autoptr (GError) error = NULL;

  overwrite (catalogue, 100, rubbish, 3000);
  g_assert_null (dip_library_open (f->path, DIP_LIBRARY_READ_WRITE, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
}

static void
test_lock (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid = g_strdup_printf ("process %ld on %s", (long) getpid (), g_get_host_name ());

  g_assert_null (dip_library_open (f->path, DIP_LIBRARY_READ_WRITE, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, g_get_prgname ()));
  g_assert_nonnull (strstr (error->message, pid));
  g_assert_nonnull (strstr (error->message, f->path));
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
}

/* The lock goes with its process, however that ends. */
static void
test_lock_of_the_dead (Fixture *f, gconstpointer unused)
{
  pid_t child;
  int status;

  g_clear_pointer (&f->library, dip_library_unref);
  child = fork ();
  if (child == 0)
    {
      DipLibrary *library = dip_library_open (f->path, DIP_LIBRARY_READ_WRITE, NULL);

      _exit (library != NULL && kill (getpid (), SIGKILL) == 0 ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
}

static gboolean
add_client (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);

  return dip_catalogue_client_insert (db, client, error);
}

static gboolean
count_clients (DipDb *db, gpointer n, GError **error)
{
  return dip_db_query_int (db, "SELECT count(*) FROM client", n, error);
}

static gint64
clients_in (DipLibrary *library)
{
  gint64 n = -1;

  g_assert_true (dip_library_read (library, count_clients, &n, NULL));
  return n;
}

static void
test_read_only_beside_writer (Fixture *f, gconstpointer unused)
{
  g_autoptr (DipLibrary) reader = fixture_open (f->path, DIP_LIBRARY_READ_ONLY);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (clients_in (reader), ==, 0);
  fixture_write (f, add_client, NULL);
  g_assert_cmpint (clients_in (reader), ==, 1);
  g_assert_false (dip_library_write (reader, add_client, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY);
}

static void
test_read_only_folder_child (const char *path)
{
  g_autoptr (DipLibrary) library = NULL;
  g_autoptr (GError) error = NULL;

  library = dip_library_open (path, DIP_LIBRARY_READ_WRITE, &error);
  g_assert_null (library);
  g_assert_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY);
  library = fixture_open (path, DIP_LIBRARY_READ_ONLY);
  g_assert_cmpint (clients_in (library), ==, 0);
}

/* A library on a disk that can only be read, as somebody who is not root sees it. */
static void
test_read_only_folder (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = close_and_find_catalogue (f);
  g_autofree char *lock = g_build_filename (f->path, "lock", NULL);
  pid_t child;
  int status;

  g_assert_cmpint (chmod (f->folder, 0755) | chmod (f->path, 0555) | chmod (catalogue, 0444) | chmod (lock, 0444), ==,
                   0);
  child = fork ();
  if (child == 0)
    {
      if (geteuid () == 0)
        g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
      test_read_only_folder_child (f->path);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (chmod (f->path, 0700), ==, 0);
}

static gboolean
add_and_fail (DipDb *db, gpointer unused, GError **error)
{
  g_assert_true (add_client (db, NULL, error));
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED, "no");
  return FALSE;
}

static void
test_failed_write_leaves_nothing (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dip_library_write (f->library, add_and_fail, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
  g_assert_cmpint (clients_in (f->library), ==, 0);
  fixture_write (f, add_client, NULL);
  g_assert_cmpint (clients_in (f->library), ==, 1);
}

/* A reader within its transaction sees one moment, whatever is written meanwhile. */
static gboolean
read_twice (DipDb *db, gpointer data, GError **error)
{
  gint64 first = -1, second = -2;

  g_assert_true (count_clients (db, &first, error));
  fixture_write (data, add_client, NULL);
  g_assert_true (count_clients (db, &second, error));
  g_assert_cmpint (first, ==, second);
  return TRUE;
}

static void
test_snapshot (Fixture *f, gconstpointer unused)
{
  fixture_read (f, read_twice, f);
  g_assert_cmpint (clients_in (f->library), ==, 1);
}

#define N_THREADS 4
#define N_WRITES  25

static gboolean
add_two (DipDb *db, gpointer unused, GError **error)
{
  for (guint i = 0; i < 2; i++)
    if (!add_client (db, NULL, error))
      return FALSE;
  return TRUE;
}

static gpointer
write_many (gpointer f)
{
  for (guint i = 0; i < N_WRITES; i++)
    fixture_write (f, add_two, NULL);
  return NULL;
}

static gpointer
read_many (gpointer data)
{
  Fixture *f = data;

  for (gint64 last = 0, n = 0; n < 2 * N_THREADS * N_WRITES; last = n)
    {
      n = clients_in (f->library);
      g_assert_cmpint (n, >=, last);
      g_assert_cmpint (n % 2, ==, 0);
    }
  return NULL;
}

static void
test_threads (Fixture *f, gconstpointer unused)
{
  GThread *threads[2 * N_THREADS];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("test", i % 2 ? write_many : read_many, f);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (clients_in (f->library), ==, 2 * N_THREADS * N_WRITES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/library/new", test_new);
  fixture_add ("/store/library/modes", test_modes);
  fixture_add ("/store/library/settings", test_settings);
  fixture_add ("/store/library/create-refusals", test_create_refusals);
  fixture_add ("/store/library/create-in-empty-and-deep", test_create_in_empty_and_deep);
  fixture_add ("/store/library/newer", test_newer);
  fixture_add ("/store/library/foreign", test_foreign);
  fixture_add ("/store/library/no-database", test_no_database);
  fixture_add ("/store/library/missing", test_missing);
  fixture_add ("/store/library/damaged-inside", test_damaged_inside);
  fixture_add ("/store/library/lock", test_lock);
  fixture_add ("/store/library/lock-of-the-dead", test_lock_of_the_dead);
  fixture_add ("/store/library/read-only-beside-writer", test_read_only_beside_writer);
  fixture_add ("/store/library/read-only-folder", test_read_only_folder);
  fixture_add ("/store/library/failed-write-leaves-nothing", test_failed_write_leaves_nothing);
  fixture_add ("/store/library/snapshot", test_snapshot);
  fixture_add ("/store/library/threads", test_threads);
  return g_test_run ();
}

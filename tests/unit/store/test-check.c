#include "store-fixture.h"

#include <string.h>
#include <utime.h>

#include "dip-db.h"

static gboolean
add_photo (DipDb *db, gpointer content, GError **error)
{
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  g_autoptr (DipPhoto) photo = NULL;

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  photo = fixture_photo (client->id, content);
  return dip_catalogue_photo_insert (db, photo, error);
}

static char *
take_in (Fixture *f, const char *content)
{
  char *digest = fixture_put (f, content);

  fixture_write (f, add_photo, (gpointer) content);
  return digest;
}

static char *
blob_path (Fixture *f, const char *digest)
{
  g_autofree char *shard = g_strndup (digest, 2);

  return g_build_filename (f->path, "blobs", shard, digest, NULL);
}

static DipLibraryReport *
check (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  DipLibraryReport *report = dip_library_check (f->library, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static void
assert_report (Fixture *f, guint checked, guint orphans, guint temps, guint missing, guint altered, guint problems)
{
  g_autoptr (DipLibraryReport) report = check (f);

  for (guint i = 0; i < report->problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (report->problems, i));
  g_assert_cmpuint (report->blobs_checked, ==, checked);
  g_assert_cmpuint (report->orphans_removed, ==, orphans);
  g_assert_cmpuint (report->temps_removed, ==, temps);
  g_assert_cmpuint (report->missing->len, ==, missing);
  g_assert_cmpuint (report->altered->len, ==, altered);
  g_assert_cmpuint (report->problems->len, ==, problems);
}

static void
test_whole (Fixture *f, gconstpointer unused)
{
  assert_report (f, 0, 0, 0, 0, 0, 0);
  g_free (take_in (f, "one"));
  g_free (take_in (f, "two"));
  assert_report (f, 2, 0, 0, 0, 0, 0);
}

static void
test_missing_and_altered (Fixture *f, gconstpointer unused)
{
  g_autofree char *one = take_in (f, "one");
  g_autofree char *two = take_in (f, "two");
  g_autofree char *one_path = blob_path (f, one);
  g_autofree char *two_path = blob_path (f, two);
  g_autoptr (DipLibraryReport) report = NULL;

  g_free (take_in (f, "three"));
  g_assert_cmpint (g_unlink (one_path), ==, 0);
  g_assert_true (g_file_set_contents (two_path, "tvo", -1, NULL));
  report = check (f);
  g_assert_cmpuint (report->blobs_checked, ==, 3);
  g_assert_cmpuint (report->missing->len, ==, 1);
  g_assert_cmpuint (report->altered->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->missing, 0), ==, one);
  g_assert_cmpstr (g_ptr_array_index (report->altered, 0), ==, two);
}

/* Of this process it waits for its row; of one that has gone it is a leftover. */
static void
test_orphan (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "orphan");
  g_autofree char *path = blob_path (f, digest);
  g_autoptr (GBytes) thumb = g_bytes_new_static ("thumb", 5);

  g_assert_true (dip_derived_put (f->library, digest, "thumb-256", thumb, NULL));
  assert_report (f, 0, 0, 0, 0, 0, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  assert_report (f, 0, 0, 0, 0, 0, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
  assert_report (f, 0, 1, 0, 0, 0, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (dip_derived_get (f->library, digest, "thumb-256"));
}

static void
make_old_file (Fixture *f, const char *room, const char *shard, const char *name, gboolean old)
{
  g_autofree char *folder = g_build_filename (f->path, room, shard, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const struct utimbuf long_ago = { 1000000000, 1000000000 };

  g_assert_true (dip_safe_dir_create (folder, TRUE, NULL));
  g_assert_true (g_file_set_contents (path, "half", -1, NULL));
  if (old)
    g_assert_cmpint (utime (path, &long_ago), ==, 0);
}

static void
test_temps (Fixture *f, gconstpointer unused)
{
  make_old_file (f, "blobs", "ab", ".dip-AAAAAA.tmp", TRUE);
  make_old_file (f, "derived", "00", ".dip-BBBBBB.tmp", TRUE);
  make_old_file (f, "blobs", "ff", ".dip-CCCCCC.tmp", FALSE);
  assert_report (f, 0, 0, 2, 0, 0, 0);
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
  {
    g_autofree char *young = g_build_filename (f->path, "blobs", "ff", ".dip-CCCCCC.tmp", NULL);

    g_assert_false (g_file_test (young, G_FILE_TEST_EXISTS));
  }
}

/* A thumbnail that came too late, after its client was erased. */
static void
test_late_thumbnail (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = take_in (f, "one");
  g_autofree char *gone = dip_digest_text ("gone");
  g_autoptr (GBytes) thumb = g_bytes_new_static ("thumb", 5);
  g_autoptr (GBytes) kept = NULL;

  g_assert_true (dip_derived_put (f->library, digest, "thumb-256", thumb, NULL));
  g_assert_true (dip_derived_put (f->library, gone, "thumb-256", thumb, NULL));
  assert_report (f, 1, 0, 0, 0, 0, 0);
  kept = dip_derived_get (f->library, digest, "thumb-256");
  g_assert_nonnull (kept);
  g_assert_null (dip_derived_get (f->library, gone, "thumb-256"));
}

static void
test_stranger (Fixture *f, gconstpointer unused)
{
  make_old_file (f, "blobs", "ab", "holiday.jpg", TRUE);
  assert_report (f, 0, 0, 0, 0, 0, 1);
  {
    g_autofree char *kept = g_build_filename (f->path, "blobs", "ab", "holiday.jpg", NULL);

    g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  }
}

static gboolean
forge_audit (DipDb *db, gpointer unused, GError **error)
{
  return dip_db_run (db, "DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'Nobody'", error);
}

/* While the catalogue does not hold together, it does not decide what goes. */
static void
test_broken_chain (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "orphan");
  g_autofree char *path = blob_path (f, digest);

  fixture_write (f, forge_audit, NULL);
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
  assert_report (f, 0, 0, 0, 0, 0, 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gboolean
break_key (DipDb *db, gpointer unused, GError **error)
{
  return dip_db_run (db, "INSERT INTO treatment (client_id, created_at) VALUES (4711, '2025-01-01T00:00:00.000Z')",
                     error);
}

static void
test_broken_key (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = g_build_filename (f->path, "catalogue.db", NULL);
  g_autoptr (DipDb) db = NULL;

  g_clear_pointer (&f->library, dip_library_unref);
  db = dip_db_open (catalogue, "catalogue", DIP_DB_WRITE, NULL);
  g_assert_true (dip_db_run (db, "PRAGMA foreign_keys = OFF", NULL));
  g_assert_true (break_key (db, NULL, NULL));
  g_clear_pointer (&db, dip_db_close);
  f->library = fixture_open (f->path, DIP_LIBRARY_READ_WRITE);
  assert_report (f, 0, 0, 0, 0, 0, 1);
}

static gboolean
add_many (DipDb *db, gpointer unused, GError **error)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *content = g_strdup_printf ("picture %u", i);

      g_assert_true (add_photo (db, content, error));
    }
  return TRUE;
}

/* A page of the catalogue overwritten: found by the check, not by luck. */
static void
test_damaged_page (Fixture *f, gconstpointer unused)
{
  g_autofree char *catalogue = g_build_filename (f->path, "catalogue.db", NULL);
  g_autofree char *content = NULL;
  g_autoptr (DipLibraryReport) report = NULL;
  gsize length;

  fixture_write (f, add_many, NULL);
  g_clear_pointer (&f->library, dip_library_unref);
  g_assert_true (g_file_get_contents (catalogue, &content, &length, NULL));
  memset (content + length - 3 * 4096, 0xa5, 4096);
  g_assert_true (g_file_set_contents (catalogue, content, (gssize) length, NULL));
  f->library = fixture_open (f->path, DIP_LIBRARY_READ_ONLY);
  report = check (f);
  g_assert_cmpuint (report->problems->len, >, 0);
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  g_autoptr (DipJob) job = dip_job_new ("Check");
  g_autoptr (GError) error = NULL;

  g_free (take_in (f, "one"));
  dip_job_cancel (job);
  g_assert_null (dip_library_check (f->library, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/check/whole", test_whole);
  fixture_add ("/store/check/missing-and-altered", test_missing_and_altered);
  fixture_add ("/store/check/orphan", test_orphan);
  fixture_add ("/store/check/temps", test_temps);
  fixture_add ("/store/check/late-thumbnail", test_late_thumbnail);
  fixture_add ("/store/check/stranger", test_stranger);
  fixture_add ("/store/check/broken-chain", test_broken_chain);
  fixture_add ("/store/check/broken-key", test_broken_key);
  fixture_add ("/store/check/damaged-page", test_damaged_page);
  fixture_add ("/store/check/cancelled", test_cancelled);
  return g_test_run ();
}

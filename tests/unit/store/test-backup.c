#include "store-fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const contents[] = { "one", "two", "three", "" };

static gboolean
add_photos (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  g_autoptr (DipConsent) consent = dip_consent_new ();

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  for (guint i = 0; *contents[i] != '\0'; i++)
    {
      g_autoptr (DipPhoto) photo = fixture_photo (client->id, contents[i]);

      g_assert_true (dip_catalogue_photo_insert (db, photo, error));
    }
  consent->client_id = client->id;
  consent->form_id = dip_catalogue_form_ensure (db, "en", "I agree.", error);
  consent->signature = dip_digest_text ("signature");
  consent->recorded_by = g_strdup ("Staff");
  g_assert_true (dip_catalogue_consent_insert (db, consent, error));
  return dip_audit_append (db, "Staff", "import", "client", NULL, error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *signature = NULL;

  fixture_set_up (f, data);
  for (guint i = 0; *contents[i] != '\0'; i++)
    g_free (fixture_put (f, contents[i]));
  signature = fixture_put (f, "signature");
  fixture_write (f, add_photos, NULL);
}

static char *
path_in (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static char *
blob_path (const char *library, const char *content)
{
  g_autofree char *digest = dip_digest_text (content);
  g_autofree char *shard = g_strndup (digest, 2);

  return g_build_filename (library, "blobs", shard, digest, NULL);
}

static char *
back_up (Fixture *f)
{
  char *file = path_in (f, "back-up");
  g_autoptr (GError) error = NULL;

  g_assert_true (dip_library_backup (f->library, file, NULL, &error));
  g_assert_no_error (error);
  return file;
}

static void
assert_whole (DipLibrary *library, guint n_blobs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipLibraryReport) report = dip_library_check (library, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->blobs_checked, ==, n_blobs);
  g_assert_cmpuint (report->missing->len, ==, 0);
  g_assert_cmpuint (report->altered->len, ==, 0);
  g_assert_cmpuint (report->problems->len, ==, 0);
}

/* Nothing temporary is left beside what was made. */
static void
assert_names (const char *folder, guint n)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint found = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_false (g_str_has_prefix (name, ".dip-"));
      found++;
    }
  g_assert_cmpuint (found, ==, n);
}

static gboolean
read_head (DipDb *db, gpointer head, GError **error)
{
  *(char **) head = dip_audit_head (db, error);
  return TRUE;
}

static void
test_round_trip (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = back_up (f);
  g_autofree char *again = back_up (f);
  g_autofree char *copy = path_in (f, "copy");
  g_autoptr (DipLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *old_head = NULL;
  g_autofree char *new_head = NULL;
  GStatBuf info;

  g_assert_true (dip_library_restore (again, copy, NULL, &error));
  g_assert_no_error (error);
  assert_names (f->folder, 3);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  library = fixture_open (copy, DIP_LIBRARY_READ_WRITE);
  assert_whole (library, 4);
  g_assert_true (dip_library_read (f->library, read_head, &old_head, NULL));
  g_assert_true (dip_library_read (library, read_head, &new_head, NULL));
  g_assert_cmpstr (old_head, ==, new_head);
}

static void
test_from_read_only (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = NULL;

  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  file = back_up (f);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
}

static void
test_into_empty_folder (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = back_up (f);
  g_autofree char *copy = path_in (f, "copy");

  g_assert_cmpint (g_mkdir (copy, 0700), ==, 0);
  g_assert_true (dip_library_restore (file, copy, NULL, NULL));
  dip_library_unref (fixture_open (copy, DIP_LIBRARY_READ_ONLY));
}

static void
assert_not_restored (Fixture *f, const char *file, const char *path, DipError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = g_path_get_basename (file);

  g_assert_false (dip_library_restore (file, path, NULL, &error));
  g_assert_error (error, DIP_ERROR, (int) code);
}

static void
test_refusals (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = back_up (f);
  g_autofree char *copy = path_in (f, "copy");
  g_autofree char *catalogue = g_build_filename (f->path, "catalogue.db", NULL);
  g_autofree char *text = path_in (f, "letter");
  g_autofree char *missing = path_in (f, "missing");
  g_autofree char *inside = g_build_filename (f->path, "derived", "back-up", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) useless = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (g_file_set_contents (text, "dear", -1, NULL));
  assert_not_restored (f, file, f->path, DIP_ERROR_EXISTS);
  assert_not_restored (f, catalogue, copy, DIP_ERROR_FOREIGN_LIBRARY);
  assert_not_restored (f, text, copy, DIP_ERROR_DAMAGED);
  assert_not_restored (f, missing, copy, DIP_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (dip_library_backup (f->library, text, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (text, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "dear");
  g_assert_false (dip_library_backup (f->library, inside, NULL, &useless));
  g_assert_error (useless, DIP_ERROR, DIP_ERROR_INVALID);
  assert_names (f->folder, 3);
}

/* A back-up is made of what is whole, or not at all. */
static void
test_damaged_library (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = path_in (f, "back-up");
  g_autofree char *path = blob_path (f->path, "two");
  g_autoptr (GError) altered = NULL;
  g_autoptr (GError) missing = NULL;

  g_assert_true (g_file_set_contents (path, "tw0", -1, NULL));
  g_assert_false (dip_library_backup (f->library, file, NULL, &altered));
  g_assert_error (altered, DIP_ERROR, DIP_ERROR_DAMAGED);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (dip_library_backup (f->library, file, NULL, &missing));
  g_assert_error (missing, DIP_ERROR, DIP_ERROR_NOT_FOUND);
  assert_names (f->folder, 1);
}

static void
flip (const char *path, goffset offset)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, offset), ==, 1);
  byte ^= 0x55;
  g_assert_cmpint (pwrite (fd, &byte, 1, offset), ==, 1);
  close (fd);
}

/* One byte anywhere: either nothing that counts was hit and the library comes back whole, or nothing comes back. */
static void
test_damaged_back_up (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = back_up (f);
  g_autofree char *copy = path_in (f, "copy");
  GStatBuf info;
  guint refused = 0;

  g_assert_cmpint (g_stat (file, &info), ==, 0);
  for (goffset offset = 64; offset < info.st_size; offset += 7919)
    {
      g_autoptr (GError) error = NULL;

      flip (file, offset);
      if (dip_library_restore (file, copy, NULL, &error))
        {
          DipLibrary *library = fixture_open (copy, DIP_LIBRARY_READ_WRITE);

          assert_whole (library, 4);
          dip_library_unref (library);
          g_assert_true (dip_safe_dir_remove_tree (copy, NULL));
        }
      else
        {
          g_assert_nonnull (error);
          g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
          refused++;
        }
      flip (file, offset);
    }
  g_assert_cmpuint (refused, >, 0);
}

static void
cancel_soon (DipJob *job, gpointer data)
{
  if (dip_job_get_done (job) >= GPOINTER_TO_UINT (data))
    dip_job_cancel (job);
}

static void
test_cancel (Fixture *f, gconstpointer unused)
{
  g_autofree char *file = path_in (f, "back-up");
  g_autofree char *whole = path_in (f, "whole");
  g_autofree char *copy = path_in (f, "copy");

  g_assert_true (dip_library_backup (f->library, whole, NULL, NULL));
  for (guint n = 1; n <= 6; n += 5)
    {
      g_autoptr (DipJob) job = dip_job_new ("Back up");
      g_autoptr (GError) error = NULL;

      dip_job_set_observer (job, cancel_soon, GUINT_TO_POINTER (n));
      g_assert_false (dip_library_backup (f->library, file, job, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  {
    g_autoptr (DipJob) job = dip_job_new ("Restore");
    g_autoptr (GError) error = NULL;

    dip_job_set_observer (job, cancel_soon, GUINT_TO_POINTER (2));
    g_assert_false (dip_library_restore (whole, copy, job, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
  assert_names (f->folder, 2);
}

#define add(name, func) g_test_add (name, Fixture, NULL, set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store/backup/round-trip", test_round_trip);
  add ("/store/backup/from-read-only", test_from_read_only);
  add ("/store/backup/into-empty-folder", test_into_empty_folder);
  add ("/store/backup/refusals", test_refusals);
  add ("/store/backup/damaged-library", test_damaged_library);
  add ("/store/backup/damaged-back-up", test_damaged_back_up);
  add ("/store/backup/cancel", test_cancel);
  return g_test_run ();
}

#include "store-fixture.h"

#include <string.h>

static char *
blob_path (Fixture *f, const char *digest)
{
  g_autofree char *shard = g_strndup (digest, 2);

  return g_build_filename (f->path, "blobs", shard, digest, NULL);
}

static gboolean
is_there (Fixture *f, const char *digest)
{
  g_autofree char *path = blob_path (f, digest);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_content (Fixture *f, const char *digest, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dip_blobs_get (f->library, digest, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, strlen (content));
}

static void
test_put_and_get (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  g_autofree char *again = fixture_put (f, "picture");
  g_autofree char *other = fixture_put (f, "Picture");
  g_autofree char *wanted = dip_digest_text ("picture");

  g_assert_cmpstr (digest, ==, wanted);
  g_assert_cmpstr (again, ==, wanted);
  g_assert_cmpstr (other, !=, wanted);
  assert_content (f, digest, "picture");
  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  assert_content (f, digest, "picture");
}

static void
assert_not_got (Fixture *f, const char *digest, DipError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_blobs_get (f->library, digest, &error));
  g_assert_error (error, DIP_ERROR, (int) code);
}

static void
test_missing_altered_and_senseless (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  g_autofree char *absent = dip_digest_text ("absent");
  g_autofree char *path = blob_path (f, digest);

  g_assert_true (g_file_set_contents (path, "pictura", -1, NULL));
  assert_not_got (f, digest, DIP_ERROR_DAMAGED);
  assert_not_got (f, absent, DIP_ERROR_NOT_FOUND);
  assert_not_got (f, "../../catalogue.db", DIP_ERROR_INVALID);
}

/* A put of the right bytes mends an altered blob. */
static void
test_mend (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  g_autofree char *path = blob_path (f, digest);

  g_assert_true (g_file_set_contents (path, "pictura", -1, NULL));
  g_free (fixture_put (f, "picture"));
  assert_content (f, digest, "picture");
}

static gboolean
check (GBytes *read_back, gpointer data, GError **error)
{
  guint *calls = data;

  ++*calls;
  if (g_bytes_get_size (read_back) < 100)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN, "not clean");
  return FALSE;
}

static void
test_check (Fixture *f, gconstpointer unused)
{
  g_autofree char *long_text = g_strnfill (100, 'x');
  g_autoptr (GBytes) clean = g_bytes_new_static ("clean", 5);
  g_autoptr (GBytes) dirty = g_bytes_new (long_text, 100);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *refused = dip_digest_bytes (dirty);
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  first = dip_blobs_put (f->library, clean, check, &calls, &error);
  second = dip_blobs_put (f->library, clean, check, &calls, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 2);
  g_assert_null (dip_blobs_put (f->library, dirty, check, &calls, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN);
  g_assert_false (is_there (f, refused));
}

/* Rows that name the blob of "picture". */

static gboolean
add_row (DipDb *db, gpointer id, GError **error)
{
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  g_autoptr (DipPhoto) photo = NULL;

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  photo = fixture_photo (client->id, "picture");
  *(gint64 *) id = client->id;
  return dip_catalogue_photo_insert (db, photo, error);
}

static gboolean
erase (DipDb *db, gpointer id, GError **error)
{
  g_autoptr (GPtrArray) blobs = NULL;

  return dip_catalogue_client_erase (db, *(gint64 *) id, &blobs, error);
}

static void
drop (Fixture *f, const char *digest)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dip_blobs_drop_unused (f->library, digest, &error));
  g_assert_no_error (error);
}

static void
test_drop_after_undone_import (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");

  drop (f, digest);
  g_assert_false (is_there (f, digest));
  drop (f, digest);
}

static void
test_drop_keeps_named (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  gint64 first, second;

  fixture_write (f, add_row, &first);
  fixture_write (f, add_row, &second);
  drop (f, digest);
  g_assert_true (is_there (f, digest));
  fixture_write (f, erase, &first);
  drop (f, digest);
  g_assert_true (is_there (f, digest));
  fixture_write (f, erase, &second);
  drop (f, digest);
  g_assert_false (is_there (f, digest));
}

/* Two imports of one picture at a time: the one that gives up must not take it from the other. */
static void
test_drop_keeps_pending (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  gint64 client;

  g_free (fixture_put (f, "picture"));
  drop (f, digest);
  g_assert_true (is_there (f, digest));
  fixture_write (f, add_row, &client);
  drop (f, digest);
  g_assert_true (is_there (f, digest));
  fixture_write (f, erase, &client);
  drop (f, digest);
  g_assert_false (is_there (f, digest));
}

static void
test_derived (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  g_autoptr (GBytes) small = g_bytes_new_static ("small", 5);
  g_autoptr (GBytes) large = g_bytes_new_static ("large", 5);
  g_autoptr (GBytes) back = NULL;

  g_assert_null (dip_derived_get (f->library, digest, "thumb-256"));
  g_assert_true (dip_derived_put (f->library, digest, "thumb-256", small, NULL));
  g_assert_true (dip_derived_put (f->library, digest, "thumb-512", large, NULL));
  back = dip_derived_get (f->library, digest, "thumb-512");
  g_assert_true (g_bytes_equal (back, large));
  dip_derived_drop (f->library, digest);
  g_assert_null (dip_derived_get (f->library, digest, "thumb-256"));
  g_assert_null (dip_derived_get (f->library, digest, "thumb-512"));
  g_assert_true (dip_derived_put (f->library, digest, "thumb-256", small, NULL));
  drop (f, digest);
  g_assert_null (dip_derived_get (f->library, digest, "thumb-256"));
}

static void
test_read_only (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = fixture_put (f, "picture");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("other", 5);
  GError *errors[3] = { NULL };

  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  g_assert_null (dip_blobs_put (f->library, bytes, NULL, NULL, &errors[0]));
  g_assert_false (dip_blobs_drop_unused (f->library, digest, &errors[1]));
  g_assert_false (dip_derived_put (f->library, digest, "thumb-256", bytes, &errors[2]));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_error (errors[i], DIP_ERROR, DIP_ERROR_READ_ONLY);
      g_clear_error (&errors[i]);
    }
  g_assert_true (is_there (f, digest));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/blobs/put-and-get", test_put_and_get);
  fixture_add ("/store/blobs/missing-altered-and-senseless", test_missing_altered_and_senseless);
  fixture_add ("/store/blobs/mend", test_mend);
  fixture_add ("/store/blobs/check", test_check);
  fixture_add ("/store/blobs/drop-after-undone-import", test_drop_after_undone_import);
  fixture_add ("/store/blobs/drop-keeps-named", test_drop_keeps_named);
  fixture_add ("/store/blobs/drop-keeps-pending", test_drop_keeps_pending);
  fixture_add ("/store/blobs/derived", test_derived);
  fixture_add ("/store/blobs/read-only", test_read_only);
  return g_test_run ();
}

#include "dip-digest.h"
#include "dip-error.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* NIST's examples for SHA-256 (FIPS 180-4), and the empty message. */
static const struct
{
  const char *text, *digest;
} vectors[] = {
  { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

#define MILLION_A "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (vectors[i].text, strlen (vectors[i].text));
      g_autofree char *of_bytes = dip_digest_bytes (bytes);
      g_autofree char *of_text = dip_digest_text (vectors[i].text);

      g_assert_cmpstr (of_bytes, ==, vectors[i].digest);
      g_assert_cmpstr (of_text, ==, vectors[i].digest);
    }
}

/* Longer than one chunk, and not a multiple of it. */
static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *content = g_strnfill (1000000, 'a');
  g_autofree char *digest = NULL;

  g_assert_true (g_file_set_contents (path, content, 1000000, NULL));
  digest = dip_digest_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digest, ==, MILLION_A);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_file_refuses (void)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) not_a_file = NULL;
  g_autoptr (GError) pipe = NULL;
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (dip_digest_file ("/nonexistent/blob", &missing));
  g_assert_error (missing, DIP_ERROR, DIP_ERROR_NOT_FOUND);
  g_assert_null (dip_digest_file (folder, &not_a_file));
  g_assert_error (not_a_file, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
  g_assert_null (dip_digest_file (path, &pipe));
  g_assert_error (pipe, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_valid (void)
{
  g_autofree char *upper = g_ascii_strup (MILLION_A, -1);

  g_assert_true (dip_digest_is_valid (MILLION_A));
  g_assert_false (dip_digest_is_valid (NULL));
  g_assert_false (dip_digest_is_valid (""));
  g_assert_false (dip_digest_is_valid (MILLION_A "0"));
  g_assert_false (dip_digest_is_valid (&MILLION_A[1]));
  g_assert_false (dip_digest_is_valid (upper));
  g_assert_false (dip_digest_is_valid ("../../../../../../../../../../../../../../../../../../etc/passwd__"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/known", test_known);
  g_test_add_func ("/digest/file", test_file);
  g_test_add_func ("/digest/file/refuses", test_file_refuses);
  g_test_add_func ("/digest/valid", test_valid);
  return g_test_run ();
}

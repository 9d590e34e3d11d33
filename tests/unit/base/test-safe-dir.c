#include "dip-error.h"
#include "dip-safe-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (dip_safe_dir_remove_tree (fixture->folder, NULL));
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
}

static char *
below (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
put (Fixture *fixture, const char *name)
{
  g_autofree char *path = below (fixture, name);

  g_assert_true (g_file_set_contents (path, "some content", -1, NULL));
}

static gboolean
is_there (Fixture *fixture, const char *name)
{
  g_autofree char *path = below (fixture, name);
  GStatBuf info;

  return g_lstat (path, &info) == 0;
}

static guint
mode_of (Fixture *fixture, const char *name)
{
  g_autofree char *path = below (fixture, name);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
create (Fixture *fixture, const char *name, gboolean is_private)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = below (fixture, name);

  g_assert_true (dip_safe_dir_create (path, is_private, &error));
  g_assert_no_error (error);
}

static void
test_create (Fixture *fixture, gconstpointer unused)
{
  mode_t old_mask = umask (0022);

  create (fixture, "library/blobs/ab", TRUE);
  create (fixture, "site/img/", FALSE);
  umask (old_mask);
  g_assert_cmpuint (mode_of (fixture, "library"), ==, 0700);
  g_assert_cmpuint (mode_of (fixture, "library/blobs"), ==, 0700);
  g_assert_cmpuint (mode_of (fixture, "library/blobs/ab"), ==, 0700);
  g_assert_cmpuint (mode_of (fixture, "site"), ==, 0755);
  g_assert_cmpuint (mode_of (fixture, "site/img"), ==, 0755);
}

static void
test_create_existing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = below (fixture, "mine");

  g_assert_cmpint (g_mkdir (path, 0750), ==, 0);
  g_assert_cmpint (g_chmod (path, 0750), ==, 0);
  create (fixture, "mine", TRUE);
  g_assert_cmpuint (mode_of (fixture, "mine"), ==, 0750);
}

static void
test_create_in_the_way (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "file", "file/below", "dangling" };
  g_autofree char *dangling = below (fixture, "dangling");

  put (fixture, "file");
  g_assert_cmpint (symlink ("/nonexistent/folder", dangling), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = below (fixture, names[i]);

      g_assert_false (dip_safe_dir_create (path, TRUE, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
    }
}

static void
test_sync (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = below (fixture, "missing");

  g_assert_true (dip_safe_dir_sync (fixture->folder, NULL));
  g_assert_false (dip_safe_dir_sync (missing, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

static void
make_older (Fixture *fixture, const char *name, gint64 seconds)
{
  g_autofree char *path = below (fixture, name);
  const time_t then = (time_t) (g_get_real_time () / G_USEC_PER_SEC - seconds);
  const struct timespec times[2] = { { .tv_sec = then }, { .tv_sec = then } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), ==, 0);
}

/* Only what dip_safe_file_write() leaves, and only when nobody can be at it any more. */
static void
test_sweep (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *link_path = below (fixture, ".dip-link.tmp");

  put (fixture, ".dip-abcdef.tmp");
  put (fixture, ".dip-young2.tmp");
  put (fixture, ".dip-abcdef.jpg");
  put (fixture, "dip-abcdef.tmp");
  put (fixture, "photo.tmp");
  create (fixture, ".dip-folder.tmp", TRUE);
  g_assert_cmpint (symlink ("photo.tmp", link_path), ==, 0);
  make_older (fixture, ".dip-abcdef.tmp", 4000);
  make_older (fixture, ".dip-young2.tmp", 3000);
  make_older (fixture, ".dip-abcdef.jpg", 4000);
  make_older (fixture, "dip-abcdef.tmp", 4000);
  make_older (fixture, "photo.tmp", 4000);
  make_older (fixture, ".dip-folder.tmp", 4000);
  make_older (fixture, ".dip-link.tmp", 4000);

  g_assert_cmpuint (dip_safe_dir_sweep (fixture->folder, 3600), ==, 1);
  g_assert_false (is_there (fixture, ".dip-abcdef.tmp"));
  g_assert_true (is_there (fixture, ".dip-young2.tmp"));
  g_assert_true (is_there (fixture, ".dip-abcdef.jpg"));
  g_assert_true (is_there (fixture, "dip-abcdef.tmp"));
  g_assert_true (is_there (fixture, "photo.tmp"));
  g_assert_true (is_there (fixture, ".dip-folder.tmp"));
  g_assert_true (is_there (fixture, ".dip-link.tmp"));
  g_assert_cmpuint (dip_safe_dir_sweep (fixture->folder, 0), ==, 1);
  g_assert_cmpuint (dip_safe_dir_sweep ("/nonexistent", 0), ==, 0);
}

static void
test_remove_tree (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *tree = below (fixture, "tree");
  g_autofree char *to_folder = below (fixture, "tree/a/to-folder");
  g_autofree char *to_file = below (fixture, "tree/to-file");
  g_autofree char *pipe_path = below (fixture, "tree/pipe");

  create (fixture, "tree/a/b/c", TRUE);
  create (fixture, "kept", TRUE);
  put (fixture, "tree/a/b/file");
  put (fixture, "tree/.hidden");
  put (fixture, "kept/file");
  g_assert_cmpint (symlink ("../../kept", to_folder), ==, 0);
  g_assert_cmpint (symlink ("../kept/file", to_file), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);

  g_assert_true (dip_safe_dir_remove_tree (tree, NULL));
  g_assert_false (is_there (fixture, "tree"));
  g_assert_true (is_there (fixture, "kept/file"));
  g_assert_true (dip_safe_dir_remove_tree (tree, NULL));
}

static void
test_remove_tree_refuses (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "file", "link", "link/", "link//" };
  g_autofree char *link_path = below (fixture, "link");

  put (fixture, "file");
  create (fixture, "elsewhere/link", TRUE);
  put (fixture, "elsewhere/link/file");
  g_assert_cmpint (symlink ("elsewhere/link", link_path), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_strconcat (fixture->folder, "/", names[i], NULL);

      g_assert_false (dip_safe_dir_remove_tree (path, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_IO);
    }
  g_assert_true (is_there (fixture, "file"));
  g_assert_true (is_there (fixture, "link"));
  g_assert_true (is_there (fixture, "elsewhere/link/file"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/safe-dir/create", test_create);
  ADD ("/safe-dir/create/existing", test_create_existing);
  ADD ("/safe-dir/create/in-the-way", test_create_in_the_way);
  ADD ("/safe-dir/sync", test_sync);
  ADD ("/safe-dir/sweep", test_sweep);
  ADD ("/safe-dir/remove-tree", test_remove_tree);
  ADD ("/safe-dir/remove-tree/refuses", test_remove_tree_refuses);
  return g_test_run ();
}

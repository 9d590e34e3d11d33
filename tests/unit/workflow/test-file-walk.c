#include "dip-file-walk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dip-safe-file.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("dip-walk-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (dip_safe_dir_remove_tree (fixture->folder, NULL));
  g_free (fixture->folder);
}

static void
make_file (const Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static void
make_link (const Fixture *fixture, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* What is found under @name, by paths within the folder, with spaces between. */
static char *
walk (const Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GPtrArray) found = dip_file_walk (paths);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const char *one = g_ptr_array_index (found, i);

      g_assert_true (g_str_has_prefix (one, fixture->folder));
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", one + strlen (fixture->folder) + 1);
    }
  return g_string_free (text, FALSE);
}

static void
assert_walk (const Fixture *fixture, const char *name, const char *want)
{
  g_autofree char *found = walk (fixture, name);

  g_assert_cmpstr (found, ==, want);
}

static void
test_order (Fixture *fixture, gconstpointer unused)
{
  make_file (fixture, "in/b.jpg");
  make_file (fixture, "in/a/z.jpg");
  make_file (fixture, "in/a/deep/er/y.jpg");
  make_file (fixture, "in/C.jpg");
  assert_walk (fixture, "in", "in/C.jpg in/a/deep/er/y.jpg in/a/z.jpg in/b.jpg");
  assert_walk (fixture, "in/b.jpg", "in/b.jpg");
}

static void
test_hidden (Fixture *fixture, gconstpointer unused)
{
  make_file (fixture, "in/.thumbnails/a.jpg");
  make_file (fixture, "in/.b.jpg");
  make_file (fixture, "in/c.jpg");
  assert_walk (fixture, "in", "in/c.jpg");
  assert_walk (fixture, "in/.b.jpg", "in/.b.jpg");
  assert_walk (fixture, "in/.thumbnails", "in/.thumbnails/a.jpg");
}

static void
test_links (Fixture *fixture, gconstpointer unused)
{
  make_file (fixture, "elsewhere/a.jpg");
  make_file (fixture, "in/b.jpg");
  make_link (fixture, "in/file.jpg", "../elsewhere/a.jpg");
  make_link (fixture, "in/folder", "../elsewhere");
  make_link (fixture, "in/loop", ".");
  make_link (fixture, "picked", "elsewhere");
  assert_walk (fixture, "in", "in/b.jpg");
  assert_walk (fixture, "picked", "picked/a.jpg");
  assert_walk (fixture, "in/file.jpg", "in/file.jpg");
}

static void
test_missing (Fixture *fixture, gconstpointer unused)
{
  make_link (fixture, "dangling", "nowhere");
  assert_walk (fixture, "none.jpg", "none.jpg");
  assert_walk (fixture, "dangling", "dangling");
  make_file (fixture, "in/a.jpg");
  make_link (fixture, "in/dangling", "nowhere");
  assert_walk (fixture, "in", "in/a.jpg");
}

static void
test_deep (Fixture *fixture, gconstpointer unused)
{
  GString *name = g_string_new ("in");

  make_file (fixture, "in/near.jpg");
  for (guint i = 0; i < 40; i++)
    g_string_append (name, "/d");
  g_string_append (name, "/far.jpg");
  make_file (fixture, name->str);
  assert_walk (fixture, "in", "in/near.jpg");
  g_string_free (name, TRUE);
}

static void
test_what_is_no_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "in/pipe.jpg", NULL);

  make_file (fixture, "in/a.jpg");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_walk (fixture, "in", "in/a.jpg");
  assert_walk (fixture, "in/pipe.jpg", "in/pipe.jpg");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "order", test_order },     { "hidden", test_hidden }, { "links", test_links },
    { "missing", test_missing }, { "deep", test_deep },     { "what-is-no-file", test_what_is_no_file },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/file-walk/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}

/* All or nothing on disk: each system call that can fail is made to fail, and to be the last one, in a process of its
 * own; what is found afterwards must be the old state or the new one. */
#include "dip-error.h"
#include "dip-fault.h"
#include "dip-safe-file.h"

#include <glib/gstdio.h>
#include <string.h>

#ifdef DIP_WITH_FAULTS

/* Three chunks. */
#define NEW_SIZE (2 * 1024 * 1024 + 4711)

static const char *const kinds[] = { "write", "sync", "rename" };

/* What the other process does in @folder. */
typedef gboolean (*Step) (const char *folder, GError **error);

/* Text that is nowhere the same as a chunk before. */
static char *
new_content (void)
{
  char *content = g_strnfill (NEW_SIZE, 'n');

  for (guint i = 0; i < NEW_SIZE; i += 1000)
    content[i] = (char) ('A' + i / 1000 % 25);
  return content;
}

static gboolean
accept (GBytes *read_back, gpointer unused, GError **error)
{
  return TRUE;
}

static gboolean
write_file (const char *folder, DipSafeFileFlags flags, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (new_content (), NEW_SIZE);

  return dip_safe_file_write (path, bytes, flags, accept, NULL, error);
}

static gboolean
step_replace (const char *folder, GError **error)
{
  return write_file (folder, DIP_SAFE_FILE_PRIVATE, error);
}

static gboolean
step_write_new (const char *folder, GError **error)
{
  return write_file (folder, DIP_SAFE_FILE_NO_REPLACE, error);
}

static gboolean
step_remove (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);

  return dip_safe_file_remove (path, error);
}

static gboolean
step_create_folder (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "a", "b", NULL);

  return dip_safe_dir_create (path, TRUE, error);
}

static gboolean
step_remove_tree (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "tree", NULL);

  return dip_safe_dir_remove_tree (path, error);
}

static const struct
{
  const char *name;
  Step run;
} steps[] = {
  { "replace", step_replace },         { "write-new", step_write_new },
  { "remove", step_remove },           { "create-folder", step_create_folder },
  { "remove-tree", step_remove_tree },
};

/* The other process: does one step, prints how it ended and how many points of each kind it passed. */
static int
run_step (const char *name, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].name, name))
      {
        g_autoptr (GError) error = NULL;
        gboolean ok = steps[i].run (folder, &error);

        g_assert_true (ok == (error == NULL));
        g_print ("%s %u %u %u\n", ok ? "done" : dip_error_token (error), dip_fault_count (DIP_FAULT_WRITE),
                 dip_fault_count (DIP_FAULT_SYNC), dip_fault_count (DIP_FAULT_RENAME));
        return 0;
      }
  return 2;
}

/* How the other process ended: "done", an error's token, or "killed". */
typedef struct
{
  char *outcome;
  guint passed[G_N_ELEMENTS (kinds)];
  char *errors; /* what it printed on standard error */
} Ending;

static void
ending_clear (Ending *ending)
{
  g_free (ending->outcome);
  g_free (ending->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ending, ending_clear)

static void
run (const char *step, const char *folder, const char *fault, Ending *ending)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "DIP_FAULT", fault, TRUE);
  g_auto (GStrv) words = NULL;
  char *argv[] = { self, (char *) "--step", (char *) step, (char *) folder, NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, argv, environment, 0, NULL, NULL, &output, &ending->errors, &status, NULL));
  words = g_strsplit (g_strstrip (output), " ", -1);
  if (g_strv_length (words) != 4)
    {
      ending->outcome = g_strdup ("killed");
      return;
    }
  g_assert_cmpint (status, ==, 0);
  ending->outcome = g_strdup (words[0]);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    ending->passed[i] = (guint) g_ascii_strtoull (words[i + 1], NULL, 10);
}

static char *
describe (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *content = NULL;
  g_autofree char *expected = new_content ();

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return g_strdup ("none");
  return g_strdup (g_str_equal (content, expected) ? "new" : content);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
put (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
make_tree (const char *folder)
{
  g_autofree char *inner = g_build_filename (folder, "tree", "inner", NULL);

  g_assert_true (dip_safe_dir_create (inner, TRUE, NULL));
  put (folder, "tree/one", "1");
  put (folder, "tree/inner/two", "2");
}

/* One way for one step to go wrong. */
typedef struct
{
  const char *step;
  const char *before, *after; /* the file: its content, "new" or "none" */
  const char *outcome;        /* "EIO", "ENOSPC", "EINTR", "kill" */
  const char *token;          /* how the step then ends */
} Case;

static void
assert_old_or_new (const Case *c, const char *folder, const char *fault, const Ending *ending)
{
  g_autofree char *found = describe (folder);
  gboolean is_new = g_str_equal (found, c->after);

  g_test_message ("%s with %s: %s, %s", c->step, fault, ending->outcome, found);
  g_assert_true (is_new || g_str_equal (found, c->before));
  g_assert_cmpstr (ending->outcome, ==, c->token);
  if (g_str_equal (ending->outcome, "done"))
    g_assert_true (is_new);
  if (g_str_equal (ending->outcome, "killed"))
    g_assert_cmpuint (dip_safe_dir_sweep (folder, 0), <=, 1);
  g_assert_cmpuint (count_files (folder), ==, g_str_equal (found, "none") ? 0 : 1);
}

static void
fail_one_point (const Case *c, const char *fault)
{
  g_auto (Ending) ending = { NULL };
  g_auto (Ending) again = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  if (!g_str_equal (c->before, "none"))
    put (folder, "file", c->before);
  run (c->step, folder, fault, &ending);
  assert_old_or_new (c, folder, fault, &ending);

  /* And the next try, on a disk that works again, gets there. */
  run (c->step, folder, "", &again);
  if (g_strcmp0 (again.outcome, "exists") != 0)
    g_assert_cmpstr (again.outcome, ==, "done");
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

/* How many points of each kind the step passes when all goes well. */
static void
count_points (const Case *c, guint passed[])
{
  g_auto (Ending) ending = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  if (!g_str_equal (c->before, "none"))
    put (folder, "file", c->before);
  run (c->step, folder, "", &ending);
  g_assert_cmpstr (ending.outcome, ==, "done");
  memcpy (passed, ending.passed, sizeof ending.passed);
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

static void
test_every_point (gconstpointer data)
{
  const Case *c = data;
  guint passed[G_N_ELEMENTS (kinds)];
  guint n_points = 0;

  count_points (c, passed);
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint nth = 1; nth <= passed[kind]; nth++)
      {
        g_autofree char *fault = g_strdup_printf ("%s:%u:%s", kinds[kind], nth, c->outcome);

        fail_one_point (c, fault);
        n_points++;
      }
  g_assert_cmpuint (n_points, >=, 2);
}

static const Case cases[] = {
  { "replace", "old", "new", "EIO", "io" },         { "replace", "old", "new", "ENOSPC", "disk-full" },
  { "replace", "old", "new", "EINTR", "done" },     { "replace", "old", "new", "kill", "killed" },
  { "write-new", "none", "new", "EIO", "io" },      { "write-new", "none", "new", "EINTR", "done" },
  { "write-new", "none", "new", "kill", "killed" }, { "remove", "old", "none", "EIO", "io" },
  { "remove", "old", "none", "EINTR", "done" },     { "remove", "old", "none", "kill", "killed" },
};

static void
test_points (void)
{
  const Case c = { "replace", "old", "new", NULL, NULL };
  guint passed[G_N_ELEMENTS (kinds)];

  count_points (&c, passed);
  g_assert_cmpuint (passed[0], ==, 1 + 3); /* created, three chunks */
  g_assert_cmpuint (passed[1], ==, 2);     /* the file, its folder */
  g_assert_cmpuint (passed[2], ==, 1);
}

/* A file system without RENAME_NOREPLACE: the hard link does the same. */
static void
test_no_rename_flag (void)
{
  g_auto (Ending) first = { NULL };
  g_auto (Ending) second = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);
  g_autofree char *found = NULL;

  run ("write-new", folder, "rename:1:EINVAL", &first);
  g_assert_cmpstr (first.outcome, ==, "done");
  g_assert_cmpuint (first.passed[2], ==, 2);
  run ("write-new", folder, "", &second);
  g_assert_cmpstr (second.outcome, ==, "exists");
  found = describe (folder);
  g_assert_cmpstr (found, ==, "new");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

/* A folder's sync that the file system does not know is not an error. */
static void
test_no_folder_sync (void)
{
  g_auto (Ending) ending = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  run ("replace", folder, "sync:2:EINVAL", &ending);
  g_assert_cmpstr (ending.outcome, ==, "done");
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

static void
interrupt (const char *step, const char *fault, const char *token)
{
  g_auto (Ending) first = { NULL };
  g_auto (Ending) second = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  make_tree (folder);
  run (step, folder, fault, &first);
  g_assert_cmpstr (first.outcome, ==, token);
  run (step, folder, "", &second);
  g_assert_cmpstr (second.outcome, ==, "done");
  g_assert_cmpuint (count_files (folder), ==, g_str_equal (step, "remove-tree") ? 0 : 2);
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

/* Folders are made and removed one by one: what was cut short is completed by doing it again. */
static void
test_folders (void)
{
  interrupt ("create-folder", "write:1", "io");
  interrupt ("create-folder", "write:2:ENOSPC", "disk-full");
  interrupt ("create-folder", "write:2:EINTR", "done");
  interrupt ("create-folder", "sync:1", "io");
  interrupt ("create-folder", "sync:2:kill", "killed");
  interrupt ("remove-tree", "rename:1", "io");
  interrupt ("remove-tree", "rename:2:EINTR", "done");
  interrupt ("remove-tree", "rename:3:kill", "killed");
  interrupt ("remove-tree", "rename:4", "io");
  interrupt ("remove-tree", "sync:1", "io");
}

static void
test_count (void)
{
  g_auto (Ending) ending = { NULL };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  run ("replace", folder, "count", &ending);
  g_assert_cmpstr (ending.errors, ==, "write 4 sync 2 rename 1 step 0\n");
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

/* A slip in a test's own DIP_FAULT must not look like a test that passed. */
static void
test_nonsense (void)
{
  static const char *const rows[]
      = { "write", "write:0", "write:x", "wrote:1", "write:1:EFOO", "write:1:kill:2", ":1", "1" };
  g_autofree char *folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Ending) ending = { NULL };

      run ("replace", folder, rows[i], &ending);
      g_assert_cmpstr (ending.outcome, ==, "killed");
      g_assert_nonnull (strstr (ending.errors, "is not a fault"));
    }
  g_assert_true (dip_safe_dir_remove_tree (folder, NULL));
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--step"))
    return run_step (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/%s/%s", cases[i].step, cases[i].outcome);

      g_test_add_data_func (path, &cases[i], test_every_point);
    }
  g_test_add_func ("/faults/points", test_points);
  g_test_add_func ("/faults/no-rename-flag", test_no_rename_flag);
  g_test_add_func ("/faults/no-folder-sync", test_no_folder_sync);
  g_test_add_func ("/faults/folders", test_folders);
  g_test_add_func ("/faults/count", test_count);
  g_test_add_func ("/faults/nonsense", test_nonsense);
  return g_test_run ();
}

#else

int
main (void)
{
  return 77; /* skipped: built without fault points */
}

#endif

#include "dip-error.h"
#include "dip-safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LIMIT (1024 * 1024)

typedef struct
{
  char *folder;
  char *path; /* "picture.jpg" in it, not there yet */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("diptych-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "picture.jpg", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (dip_safe_dir_remove_tree (fixture->folder, NULL));
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
write_text (const char *path, const char *text, DipSafeFileFlags flags, DipSafeFileCheck check, gpointer user_data,
            GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return dip_safe_file_write (path, bytes, flags, check, user_data, error);
}

static void
put (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_content (const char *path, const char *text)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
}

/* In particular no temporary file. */
static void
assert_n_files (const char *folder, guint expected)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, expected);
}

static void
test_write (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (write_text (fixture->path, "new", 0, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_content (fixture->path, "new");
  assert_n_files (fixture->folder, 1);
}

static void
test_replace (Fixture *fixture, gconstpointer unused)
{
  put (fixture->path, "old, and longer");
  g_assert_true (write_text (fixture->path, "new", DIP_SAFE_FILE_NO_SYNC, NULL, NULL, NULL));
  assert_content (fixture->path, "new");
  assert_n_files (fixture->folder, 1);
}

static void
test_write_empty (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) read = NULL;

  g_assert_true (write_text (fixture->path, "", 0, NULL, NULL, NULL));
  read = dip_safe_file_read (fixture->path, 0, NULL, NULL);
  g_assert_nonnull (read);
  g_assert_cmpuint (g_bytes_get_size (read), ==, 0);
}

static void
test_modes (Fixture *fixture, gconstpointer unused)
{
  GStatBuf info;
  mode_t old_mask = umask (0027);

  g_assert_true (write_text (fixture->path, "a", 0, NULL, NULL, NULL));
  umask (old_mask);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0644);
  g_assert_true (write_text (fixture->path, "a", DIP_SAFE_FILE_PRIVATE, NULL, NULL, NULL));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_no_replace (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (write_text (fixture->path, "first", DIP_SAFE_FILE_NO_REPLACE, NULL, NULL, NULL));
  g_assert_false (write_text (fixture->path, "second", DIP_SAFE_FILE_NO_REPLACE, NULL, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
  assert_content (fixture->path, "first");
  assert_n_files (fixture->folder, 1);
}

static void
test_no_replace_link (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("/nonexistent", fixture->path), ==, 0);
  g_assert_false (write_text (fixture->path, "new", DIP_SAFE_FILE_NO_REPLACE, NULL, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
  assert_n_files (fixture->folder, 1);
}

static gboolean
take_the_name (GBytes *read_back, gpointer path, GError **error)
{
  put (path, "somebody else's");
  return TRUE;
}

/* The name is free at first and taken before the rename. */
static void
test_no_replace_race (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (write_text (fixture->path, "new", DIP_SAFE_FILE_NO_REPLACE, take_the_name, fixture->path, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
  assert_content (fixture->path, "somebody else's");
  assert_n_files (fixture->folder, 1);
}

static gboolean
expect_new_behind_old (GBytes *read_back, gpointer path, GError **error)
{
  g_assert_cmpmem (g_bytes_get_data (read_back, NULL), g_bytes_get_size (read_back), "new", 3);
  assert_content (path, "old");
  return TRUE;
}

static void
test_check_passes (Fixture *fixture, gconstpointer unused)
{
  put (fixture->path, "old");
  g_assert_true (write_text (fixture->path, "new", 0, expect_new_behind_old, fixture->path, NULL));
  assert_content (fixture->path, "new");
}

static gboolean
say_no (GBytes *read_back, gpointer unused, GError **error)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN, "GPS");
  return FALSE;
}

static void
test_check_fails (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (write_text (fixture->path, "new", 0, say_no, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN);
  g_assert_cmpstr (error->message, ==, "GPS");
  assert_n_files (fixture->folder, 0);
}

/* The check removes everything, as a person tidying up might. */
static gboolean
sweep_away (GBytes *read_back, gpointer folder, GError **error)
{
  g_assert_cmpuint (dip_safe_dir_sweep (folder, 0), ==, 1);
  return TRUE;
}

static void
test_temporary_vanishes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  put (fixture->path, "old");
  g_assert_false (write_text (fixture->path, "new", 0, sweep_away, fixture->folder, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
  assert_content (fixture->path, "old");
}

static void
test_nowhere_to_write (Fixture *fixture, gconstpointer unused)
{
  const struct
  {
    const char *below;
    DipError code;
  } rows[] = {
    { "missing/picture.jpg", DIP_ERROR_NOT_FOUND },
    { "sub/", DIP_ERROR_IO },
    { "sub", DIP_ERROR_IO },
    { "file/picture.jpg", DIP_ERROR_IO },
  };
  g_autofree char *sub = g_build_filename (fixture->folder, "sub", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  put (file, "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (fixture->folder, rows[i].below, NULL);

      g_assert_false (write_text (path, "new", 0, NULL, NULL, &error));
      g_assert_error (error, DIP_ERROR, (int) rows[i].code);
      g_assert_nonnull (strstr (error->message, path));
    }
  assert_n_files (fixture->folder, 2);
  assert_n_files (sub, 0);
}

static void
test_read (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *link_path = g_build_filename (fixture->folder, "link", NULL);

  put (fixture->path, "12345");
  g_assert_cmpint (symlink ("picture.jpg", link_path), ==, 0);
  bytes = dip_safe_file_read (link_path, 5, NULL, NULL);
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "12345", 5);
}

static void
assert_read_fails (const char *path, const char *shown, DipError code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_safe_file_read (path, LIMIT, shown, &error));
  g_assert_error (error, DIP_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_read_too_large (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = g_strnfill (LIMIT + 1, 'x');

  put (fixture->path, content);
  assert_read_fails (fixture->path, NULL, DIP_ERROR_TOO_LARGE, "“picture.jpg”");
  assert_read_fails (fixture->path, "Photo 4", DIP_ERROR_TOO_LARGE, "“Photo 4”");
}

/* A terabyte that takes no space: refused by its size, not by trying. */
static void
test_read_sparse (Fixture *fixture, gconstpointer unused)
{
  put (fixture->path, "");
  if (truncate (fixture->path, G_GINT64_CONSTANT (1) << 40) != 0)
    {
      g_test_skip ("this file system has no files that large");
      return;
    }
  assert_read_fails (fixture->path, NULL, DIP_ERROR_TOO_LARGE, "1.1");
}

static void
make_socket (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
}

static void
test_read_not_a_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *pipe_path = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *socket_path = g_build_filename (fixture->folder, "socket", NULL);

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  make_socket (socket_path);
  alarm (20); /* a pipe without a writer would block for ever */
  assert_read_fails (pipe_path, NULL, DIP_ERROR_UNSUPPORTED, "“pipe”");
  assert_read_fails (socket_path, NULL, DIP_ERROR_UNSUPPORTED, "“socket”");
  assert_read_fails ("/dev/zero", NULL, DIP_ERROR_UNSUPPORTED, "“zero”");
  assert_read_fails (fixture->folder, "Photos", DIP_ERROR_UNSUPPORTED, "“Photos” is a folder");
  alarm (0);
}

/* Opening a pipe for reading would let a waiting writer go on, into a pipe that nobody reads. */
static void
test_read_leaves_pipe_alone (Fixture *fixture, gconstpointer unused)
{
  int reader, writer;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  reader = open (fixture->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  writer = open (fixture->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (write (writer, "kept", 4), ==, 4);
  assert_read_fails (fixture->path, NULL, DIP_ERROR_UNSUPPORTED, "“picture.jpg”");
  {
    char buffer[8];

    g_assert_cmpint (read (reader, buffer, sizeof buffer), ==, 4);
  }
  close (writer);
  close (reader);
}

static void
test_read_missing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);

  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  assert_read_fails (fixture->path, NULL, DIP_ERROR_NOT_FOUND, "“picture.jpg”");
  assert_read_fails (loop, NULL, DIP_ERROR_IO, "“loop”");
}

static void
test_read_forbidden (Fixture *fixture, gconstpointer unused)
{
  put (fixture->path, "secret");
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  if (geteuid () == 0)
    g_test_skip ("nothing is forbidden to root");
  else
    assert_read_fails (fixture->path, NULL, DIP_ERROR_IO, "access");
}

/* The kernel's own files say one size and hold another, like a photo that is still being copied. */
static void
test_read_changing (void)
{
  static const char *const paths[]
      = { "/proc/self/status", "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/devices/system/cpu/online" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (g_file_test (paths[i], G_FILE_TEST_EXISTS))
      assert_read_fails (paths[i], NULL, DIP_ERROR_IO, "changed while it was being read");
}

static gpointer
keep_resizing (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; g_file_test (fixture->path, G_FILE_TEST_EXISTS); i++)
    if (truncate (fixture->path, i % 2 == 0 ? 0 : LIMIT) != 0)
      break;
  return NULL;
}

/* A file that shrinks underneath must never end the program, whatever is made of its content. */
static void
test_read_shrinking (Fixture *fixture, gconstpointer unused)
{
  GThread *thread;

  put (fixture->path, "");
  thread = g_thread_new ("resize", keep_resizing, fixture);
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = dip_safe_file_read (fixture->path, LIMIT, NULL, &error);

      if (bytes == NULL)
        g_assert_error (error, DIP_ERROR, DIP_ERROR_IO);
      else
        g_assert_true (g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) == LIMIT);
    }
  g_unlink (fixture->path);
  g_thread_join (thread);
}

/* The source is never touched. */
static void
test_read_leaves_no_trace (Fixture *fixture, gconstpointer unused)
{
  const struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1500000000 } };
  g_autoptr (GBytes) bytes = NULL;
  GStatBuf before, after;

  put (fixture->path, "photo");
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, times, 0), ==, 0);
  g_assert_cmpint (g_stat (fixture->path, &before), ==, 0);
  bytes = dip_safe_file_read (fixture->path, LIMIT, NULL, NULL);
  g_assert_nonnull (bytes);
  g_assert_cmpint (g_stat (fixture->path, &after), ==, 0);
  g_assert_cmpint (after.st_atim.tv_sec, ==, 1000000000);
  g_assert_cmpint (after.st_mtim.tv_sec, ==, 1500000000);
  g_assert_cmpint (after.st_ctim.tv_nsec, ==, before.st_ctim.tv_nsec);
  g_assert_cmpuint (after.st_mode, ==, before.st_mode);
}

static void
test_remove (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "file", NULL);

  put (fixture->path, "old");
  g_assert_true (dip_safe_file_remove (fixture->path, NULL));
  assert_n_files (fixture->folder, 0);
  g_assert_true (dip_safe_file_remove (fixture->path, NULL));
  g_assert_true (dip_safe_file_remove (nowhere, NULL));
  g_assert_false (dip_safe_file_remove (fixture->folder, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_IO);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/safe-file/write", test_write);
  ADD ("/safe-file/write/replace", test_replace);
  ADD ("/safe-file/write/empty", test_write_empty);
  ADD ("/safe-file/write/modes", test_modes);
  ADD ("/safe-file/write/nowhere", test_nowhere_to_write);
  ADD ("/safe-file/no-replace", test_no_replace);
  ADD ("/safe-file/no-replace/link", test_no_replace_link);
  ADD ("/safe-file/no-replace/race", test_no_replace_race);
  ADD ("/safe-file/check/passes", test_check_passes);
  ADD ("/safe-file/check/fails", test_check_fails);
  ADD ("/safe-file/check/temporary-vanishes", test_temporary_vanishes);
  ADD ("/safe-file/read", test_read);
  ADD ("/safe-file/read/too-large", test_read_too_large);
  ADD ("/safe-file/read/sparse", test_read_sparse);
  ADD ("/safe-file/read/not-a-file", test_read_not_a_file);
  ADD ("/safe-file/read/leaves-pipe-alone", test_read_leaves_pipe_alone);
  ADD ("/safe-file/read/missing", test_read_missing);
  ADD ("/safe-file/read/forbidden", test_read_forbidden);
  ADD ("/safe-file/read/shrinking", test_read_shrinking);
  ADD ("/safe-file/read/leaves-no-trace", test_read_leaves_no_trace);
  ADD ("/safe-file/remove", test_remove);
  g_test_add_func ("/safe-file/read/changing", test_read_changing);
  return g_test_run ();
}

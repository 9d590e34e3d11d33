#include "dip-error.h"
#include "dip-safe-file.h"
#include "dip-system-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DIR, closedir)

/**
 * dip_safe_dir_sync:
 * @path: a folder
 * @error: %DIP_ERROR_NOT_FOUND, %DIP_ERROR_IO
 *
 * Makes what was created, renamed and removed in the folder outlast a power cut.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_safe_dir_sync (const char *path, GError **error)
{
  g_auto (DipFd) folder = -1;

  g_return_val_if_fail (path != NULL, FALSE);

  folder = dip_system_open_folder (path);
  if (folder < 0 || dip_system_sync_folder (folder) != 0)
    {
      int saved_errno = errno;
      g_autofree char *shown = g_filename_display_name (path);

      dip_error_set_errno (error, saved_errno, _ ("Could not save the folder “%s”"), shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_to_create (const char *path, int saved_errno, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (saved_errno == EEXIST)
    g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
                 _ ("Could not create the folder “%s”: a file of that name is in the way. Choose another name, or move "
                    "it away."),
                 shown);
  else
    dip_error_set_errno (error, saved_errno, _ ("Could not create the folder “%s”"), shown);
  return FALSE;
}

static gboolean
create_one (const char *path, const char *parent, mode_t mode, GError **error)
{
  int result;

  do
    result = dip_system_pass (DIP_FAULT_WRITE) == 0 ? mkdir (path, mode) : -1;
  while (result != 0 && errno == EINTR);
  if (result != 0)
    {
      int saved_errno = errno;

      /* Another program, or thread, may have been faster. */
      return (saved_errno == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR))
             || fail_to_create (path, saved_errno, error);
    }
  return dip_safe_dir_sync (parent, error);
}

/**
 * dip_safe_dir_create:
 * @path: a folder
 * @is_private: mode 0700 for what is created; else 0755
 * @error: %DIP_ERROR_EXISTS when a file is in the way, %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO
 *
 * Creates a folder and those above it that are missing. One that exists is left as it is.
 *
 * Returns: %TRUE when the folder is there
 */
gboolean
dip_safe_dir_create (const char *path, gboolean is_private, GError **error)
{
  g_autofree char *parent = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  parent = g_path_get_dirname (path);
  if (!g_str_equal (parent, path) && !dip_safe_dir_create (parent, is_private, error))
    return FALSE;
  return create_one (path, parent, is_private ? 0700 : 0755, error);
}

static gboolean
is_left_over (int folder, const char *name, gint64 min_age_seconds)
{
  struct stat info;

  if (!g_str_has_prefix (name, ".dip-") || !g_str_has_suffix (name, ".tmp"))
    return FALSE;
  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (info.st_mode))
    return FALSE;
  /* A file's time may be a tick ahead of time(). */
  return min_age_seconds == 0 || (gint64) time (NULL) - (gint64) info.st_mtime >= min_age_seconds;
}

/* All names first: what a folder lists while it is being emptied is not defined everywhere. */
static GPtrArray *
list_names (DIR *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const struct dirent *entry;

  while ((entry = readdir (folder)) != NULL)
    if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, ".."))
      g_ptr_array_add (names, g_strdup (entry->d_name));
  return names;
}

/**
 * dip_safe_dir_sweep:
 * @path: a folder
 * @min_age_seconds: how old a file must be, so that one that is just being written stays
 *
 * Removes what a crash of dip_safe_file_write() can leave in the folder: regular files named “.dip-….tmp”.
 *
 * Returns: how many were removed; 0 when the folder cannot be read
 */
guint
dip_safe_dir_sweep (const char *path, guint min_age_seconds)
{
  g_autoptr (DIR) folder = NULL;
  g_autoptr (GPtrArray) names = NULL;
  guint n_removed = 0;

  g_return_val_if_fail (path != NULL, 0);

  folder = opendir (path);
  if (folder == NULL)
    return 0;
  names = list_names (folder);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (is_left_over (dirfd (folder), name, min_age_seconds) && dip_system_unlink (dirfd (folder), name, 0) == 0)
        n_removed++;
    }
  return n_removed;
}

static int remove_entry (DipFd folder, const char *name);

static int
empty_folder (DipFd parent, const char *name)
{
  g_autoptr (DIR) folder = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_auto (DipFd) fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  folder = fd < 0 ? NULL : fdopendir (fd);
  if (folder == NULL)
    return -1;
  dip_fd_steal (&fd);
  names = list_names (folder);
  for (guint i = 0; i < names->len; i++)
    if (remove_entry (dirfd (folder), g_ptr_array_index (names, i)) != 0)
      return -1;
  return 0;
}

static gboolean
is_folder (DipFd parent, const char *name)
{
  struct stat info;

  return fstatat (parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (info.st_mode);
}

static int
remove_entry (DipFd folder, const char *name)
{
  gboolean is_dir = is_folder (folder, name);

  if (is_dir && empty_folder (folder, name) != 0)
    return -1;
  return dip_system_unlink (folder, name, is_dir ? AT_REMOVEDIR : 0);
}

static gboolean
remove_tree_in (const char *parent, const char *name)
{
  g_auto (DipFd) folder = dip_system_open_folder (parent);

  if (folder < 0)
    return errno == ENOENT;
  if (!is_folder (folder, name) && faccessat (folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    {
      errno = ENOTDIR;
      return FALSE;
    }
  if (remove_entry (folder, name) != 0 && errno != ENOENT)
    return FALSE;
  return dip_system_sync_folder (folder) == 0;
}

/* With a slash at its end a link to a folder would be taken for the folder. */
static char *
without_slashes (const char *path)
{
  gsize length = strlen (path);

  while (length > 1 && path[length - 1] == '/')
    length--;
  return g_strndup (path, length);
}

/**
 * dip_safe_dir_remove_tree:
 * @path: a folder; not a link to one
 * @error: %DIP_ERROR_IO
 *
 * Removes a folder and all below it. Links are removed, never followed. One that is not there is not an error. For
 * derived data and half-made libraries only: what was removed before a failure stays removed.
 *
 * Returns: %TRUE when the folder is gone
 */
gboolean
dip_safe_dir_remove_tree (const char *path, GError **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  bare = without_slashes (path);
  parent = g_path_get_dirname (bare);
  name = g_path_get_basename (bare);
  if (!remove_tree_in (parent, name))
    {
      int saved_errno = errno;
      g_autofree char *shown = g_filename_display_name (path);

      dip_error_set_errno (error, saved_errno, _ ("Could not remove the folder “%s”"), shown);
      return FALSE;
    }
  return TRUE;
}

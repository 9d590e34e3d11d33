#include "dip-stage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "dip-error.h"
#include "dip-fault.h"
#include "dip-lock.h"
#include "dip-safe-file.h"

struct _DipStagedFolder
{
  char *path;
  char *target; /* its final name */
  DipLock *lock;
  gboolean is_there; /* under @path */
};

static char *
template_beside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_build_filename (folder, ".dip-XXXXXX.tmp", NULL);
}

static gboolean
fail (int saved_errno, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (saved_errno == ENOTEMPTY || saved_errno == EEXIST || saved_errno == ENOTDIR)
    g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("“%s” is not an empty folder. Choose a new or an empty one."),
                 shown);
  else
    dip_error_set_errno (error, saved_errno, _ ("Could not make “%s”"), shown);
  return FALSE;
}

/**
 * dip_stage_file:
 * @path: the final name
 * @error: %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO
 *
 * Returns: (transfer full): path of an empty file of mode 0600 in the same folder
 */
char *
dip_stage_file (const char *path, GError **error)
{
  g_autofree char *staged = template_beside (path);
  int fd = g_mkstemp_full (staged, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fail (errno, path, error);
      return NULL;
    }
  close (fd);
  return g_steal_pointer (&staged);
}

static int
sync_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int failure = dip_fault_check (DIP_FAULT_SYNC);

  if (fd < 0)
    return errno;
  if (failure == 0 && fsync (fd) != 0)
    failure = errno;
  close (fd);
  return failure;
}

static int
rename_now (const char *from, const char *to)
{
  int failure = dip_fault_check (DIP_FAULT_RENAME);

  if (failure == 0 && rename (from, to) != 0)
    failure = errno;
  return failure;
}

gboolean
dip_stage_publish_file (const char *staged, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int failure = sync_file (staged);

  if (failure == 0)
    failure = rename_now (staged, path);
  return failure == 0 ? dip_safe_dir_sync (folder, error) : fail (failure, path, error);
}

static gboolean
is_free (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  if (folder == NULL)
    return g_access (path, F_OK) != 0;
  return g_dir_read_name (folder) == NULL;
}

static void
remove_if_abandoned (const char *folder)
{
  g_autofree char *lock = g_build_filename (folder, "lock", NULL);

  if (g_file_test (lock, G_FILE_TEST_IS_REGULAR) && !dip_lock_is_held (folder))
    dip_safe_dir_remove_tree (folder, NULL);
}

static void
sweep (const char *parent)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ".dip-") && g_str_has_suffix (name, ".tmp"))
      {
        g_autofree char *path = g_build_filename (parent, name, NULL);

        remove_if_abandoned (path);
      }
}

static gboolean
make_staged (DipStagedFolder *self, GError **error)
{
  if (g_mkdtemp_full (self->path, 0700) == NULL)
    return fail (errno, self->target, error);
  self->is_there = TRUE;
  self->lock = dip_lock_take (self->path, self->target, error);
  return self->lock != NULL;
}

/**
 * dip_staged_folder_new:
 * @path: the final name
 * @error: %DIP_ERROR_EXISTS when it is taken, %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO
 *
 * Creates the folders above @path that are missing.
 *
 * Returns: (transfer full): an empty folder, but for its lock
 */
DipStagedFolder *
dip_staged_folder_new (const char *path, GError **error)
{
  g_autoptr (DipStagedFolder) self = g_new0 (DipStagedFolder, 1);
  g_autofree char *parent = g_path_get_dirname (path);

  self->path = template_beside (path);
  self->target = g_strdup (path);
  if (!is_free (path))
    fail (ENOTEMPTY, path, error);
  else if (dip_safe_dir_create (parent, TRUE, error))
    {
      sweep (parent);
      if (make_staged (self, error))
        return g_steal_pointer (&self);
    }
  return NULL;
}

void
dip_staged_folder_free (DipStagedFolder *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_there)
    dip_safe_dir_remove_tree (self->path, NULL);
  g_clear_pointer (&self->lock, dip_lock_free);
  g_free (self->path);
  g_free (self->target);
  g_free (self);
}

const char *
dip_staged_folder_get_path (DipStagedFolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/* The whole file system at once: quicker than each of a hundred thousand files by itself. */
static int
sync_all_of (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int failure = dip_fault_check (DIP_FAULT_SYNC);

  if (fd < 0)
    return errno;
  if (failure == 0 && syncfs (fd) != 0)
    failure = errno;
  close (fd);
  return failure;
}

/* rename() puts a folder in the place of an empty one, and of nothing else. */
gboolean
dip_staged_folder_publish (DipStagedFolder *self, GError **error)
{
  g_autofree char *parent = NULL;
  int failure;

  g_return_val_if_fail (self != NULL && self->is_there, FALSE);

  parent = g_path_get_dirname (self->target);
  failure = sync_all_of (self->path);
  if (failure == 0)
    failure = rename_now (self->path, self->target);
  if (failure != 0)
    return fail (failure, self->target, error);
  self->is_there = FALSE;
  return dip_safe_dir_sync (parent, error);
}

#include "dip-safe-file.h"
#include "dip-error.h"
#include "dip-random.h"
#include "dip-system-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* So that a name that is taken by chance does not matter, and a folder full of them ends. */
#define MAX_ATTEMPTS 100

/* A file on its way: it bears a temporary name until it is whole. */
typedef struct
{
  char *shown; /* what messages call it */
  char *name;  /* in its folder */
  char *temp;  /* NULL when there is nothing to clean up */
  DipFd folder;
  DipSafeFileFlags flags;
} Draft;

static void
draft_clear (Draft *draft)
{
  if (draft->temp != NULL)
    unlinkat (draft->folder, draft->temp, 0);
  g_free (draft->temp);
  g_free (draft->name);
  g_free (draft->shown);
  dip_fd_close (draft->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
draft_fail (Draft *draft, GError **error)
{
  int saved_errno = errno;

  if (saved_errno == EEXIST)
    g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("“%s” exists already. Choose another name, or move it away."),
                 draft->shown);
  else
    dip_error_set_errno (error, saved_errno, _ ("Could not write “%s”"), draft->shown);
  return FALSE;
}

static gboolean
draft_is_taken (Draft *draft)
{
  return faccessat (draft->folder, draft->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static gboolean
draft_init (Draft *draft, const char *path, DipSafeFileFlags flags, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  draft->flags = flags;
  draft->shown = g_filename_display_name (path);
  draft->name = g_path_get_basename (path);
  if (g_str_has_suffix (path, "/"))
    {
      errno = EISDIR;
      return draft_fail (draft, error);
    }
  draft->folder = dip_system_open_folder (folder);
  if (draft->folder < 0)
    return draft_fail (draft, error);
  /* The rename decides; this saves the work of writing a file that has no place to go. */
  if ((flags & DIP_SAFE_FILE_NO_REPLACE) != 0 && draft_is_taken (draft))
    {
      errno = EEXIST;
      return draft_fail (draft, error);
    }
  return TRUE;
}

static DipFd
draft_create (Draft *draft)
{
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      g_autofree char *slug = dip_random_slug (6);
      g_autofree char *temp = g_strdup_printf (".dip-%s.tmp", slug);
      DipFd fd = -1;

      if (dip_system_pass (DIP_FAULT_WRITE) == 0)
        fd = openat (draft->folder, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd >= 0)
        {
          draft->temp = g_steal_pointer (&temp);
          return fd;
        }
      if (errno != EEXIST && errno != EINTR)
        return -1;
    }
  errno = EIO;
  return -1;
}

/* Created for its owner alone, it is opened to others only when its content is complete. */
static gboolean
draft_settle (Draft *draft, DipFd fd)
{
  if (fchmod (fd, (draft->flags & DIP_SAFE_FILE_PRIVATE) != 0 ? 0600 : 0644) != 0)
    return FALSE;
  if ((draft->flags & DIP_SAFE_FILE_NO_SYNC) != 0)
    return TRUE;
  return dip_system_sync (fd) == 0;
}

static gboolean
draft_fill (Draft *draft, GBytes *bytes, GError **error)
{
  g_auto (DipFd) fd = draft_create (draft);
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  if (fd < 0 || dip_system_write (fd, data, size) != 0 || !draft_settle (draft, fd))
    return draft_fail (draft, error);
  /* Some network disks tell of a failed write only here. */
  if (close (dip_fd_steal (&fd)) != 0 && errno != EINTR)
    return draft_fail (draft, error);
  return TRUE;
}

/* What the disk holds, not what memory remembers of it, as far as the system lets go of its memory. */
static GBytes *
draft_read_back (Draft *draft, guint64 size, GError **error)
{
  g_auto (DipFd) fd = dip_system_open_entry (draft->folder, draft->temp, O_RDONLY | O_NOFOLLOW, 0);

  if (fd < 0)
    {
      draft_fail (draft, error);
      return NULL;
    }
  if ((draft->flags & DIP_SAFE_FILE_NO_SYNC) == 0) /* else it has not reached the disk yet */
    posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  return dip_system_read_whole (fd, size, draft->shown, error);
}

static gboolean
draft_check (Draft *draft, GBytes *bytes, DipSafeFileCheck check, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) read_back = draft_read_back (draft, g_bytes_get_size (bytes), error);

  if (read_back == NULL)
    return FALSE;
  if (!g_bytes_equal (read_back, bytes))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_IO,
                   _ ("“%s” did not arrive on the disk as it was written. The disk may be failing: check it."),
                   draft->shown);
      return FALSE;
    }
  return check (read_back, user_data, error);
}

/* For file systems that know no RENAME_NOREPLACE: a hard link fails as well when the name is taken. Where there are no
 * links either (some network folders), looking first is the best there is. */
static int
rename_without_flag (Draft *draft)
{
  if (dip_system_pass (DIP_FAULT_RENAME) == 0
      && linkat (draft->folder, draft->temp, draft->folder, draft->name, 0) == 0)
    return unlinkat (draft->folder, draft->temp, 0);
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
    return -1;
  if (draft_is_taken (draft))
    {
      errno = EEXIST;
      return -1;
    }
  return renameat (draft->folder, draft->temp, draft->folder, draft->name);
}

static int
rename_new (Draft *draft)
{
  if (dip_system_pass (DIP_FAULT_RENAME) == 0
      && renameat2 (draft->folder, draft->temp, draft->folder, draft->name, RENAME_NOREPLACE) == 0)
    return 0;
  return errno == EINVAL || errno == ENOSYS ? rename_without_flag (draft) : -1;
}

static int
rename_over (Draft *draft)
{
  if (dip_system_pass (DIP_FAULT_RENAME) != 0)
    return -1;
  return renameat (draft->folder, draft->temp, draft->folder, draft->name);
}

static gboolean
draft_publish (Draft *draft, GError **error)
{
  int result;

  do
    result = (draft->flags & DIP_SAFE_FILE_NO_REPLACE) != 0 ? rename_new (draft) : rename_over (draft);
  while (result != 0 && errno == EINTR);
  if (result != 0)
    return draft_fail (draft, error);
  g_clear_pointer (&draft->temp, g_free);
  if ((draft->flags & DIP_SAFE_FILE_NO_SYNC) == 0 && dip_system_sync_folder (draft->folder) != 0)
    return draft_fail (draft, error);
  return TRUE;
}

/**
 * dip_safe_file_write:
 * @path: where the file is to be; its folder must exist
 * @bytes: its content
 * @flags: how
 * @check: (nullable): called with the bytes as read back from disk, before the file gets its name
 * @user_data: for @check
 * @error: %DIP_ERROR_EXISTS, %DIP_ERROR_DISK_FULL, %DIP_ERROR_NOT_FOUND when there is no such folder, %DIP_ERROR_IO, or
 *   what @check set
 *
 * Writes a file so that a crash at any instant leaves the old file or the new one. Any failure removes the temporary
 * file. When only the last step fails (the folder's own sync), the new file is in place and whole, but may not outlast
 * a power cut. Blocks: not for the main thread. Any thread.
 *
 * Returns: %TRUE when the file is there and, unless %DIP_SAFE_FILE_NO_SYNC, will outlast a power cut
 */
gboolean
dip_safe_file_write (const char *path, GBytes *bytes, DipSafeFileFlags flags, DipSafeFileCheck check,
                     gpointer user_data, GError **error)
{
  g_auto (Draft) draft = { .folder = -1 };

  g_return_val_if_fail (path != NULL && bytes != NULL, FALSE);

  return draft_init (&draft, path, flags, error) && draft_fill (&draft, bytes, error)
         && (check == NULL || draft_check (&draft, bytes, check, user_data, error)) && draft_publish (&draft, error);
}

struct _DipSafeBatch
{
  char *folder;
  DipFd fd;          /* of the folder, once a file was added */
  GPtrArray *drafts; /* (element-type Draft) */
};

/* A batch's drafts share its folder. */
static void
batch_draft_free (gpointer data)
{
  Draft *draft = data;

  if (draft->temp != NULL)
    unlinkat (draft->folder, draft->temp, 0);
  g_free (draft->temp);
  g_free (draft->name);
  g_free (draft->shown);
  g_free (draft);
}

DipSafeBatch *
dip_safe_batch_new (const char *folder)
{
  DipSafeBatch *self = g_new0 (DipSafeBatch, 1);

  self->folder = g_strdup (folder);
  self->fd = -1;
  self->drafts = g_ptr_array_new_with_free_func (batch_draft_free);
  return self;
}

void
dip_safe_batch_free (DipSafeBatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->drafts);
  dip_fd_close (self->fd);
  g_free (self->folder);
  g_free (self);
}

/**
 * dip_safe_batch_add:
 * @name: of the file in the batch's folder
 * @bytes: its content
 * @error: as dip_safe_file_write()
 *
 * Writes and syncs the file under a temporary name. Blocks.
 *
 * Returns: %TRUE when it waits for dip_safe_batch_commit()
 */
gboolean
dip_safe_batch_add (DipSafeBatch *self, const char *name, GBytes *bytes, GError **error)
{
  Draft *draft;

  g_return_val_if_fail (self != NULL && name != NULL && bytes != NULL, FALSE);

  draft = g_new0 (Draft, 1);
  if (self->fd < 0)
    self->fd = dip_system_open_folder (self->folder);
  draft->folder = self->fd;
  draft->name = g_strdup (name);
  draft->shown = g_build_filename (self->folder, name, NULL);
  g_ptr_array_add (self->drafts, draft);
  return self->fd >= 0 ? draft_fill (draft, bytes, error) : draft_fail (draft, error);
}

gboolean
dip_safe_batch_commit (DipSafeBatch *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->drafts->len; i++)
    {
      Draft *draft = g_ptr_array_index (self->drafts, i);
      int result;

      do
        result = rename_over (draft);
      while (result != 0 && errno == EINTR);
      if (result != 0)
        return draft_fail (draft, error);
      g_clear_pointer (&draft->temp, g_free);
    }
  if (self->drafts->len > 0 && dip_system_sync_folder (self->fd) != 0)
    return draft_fail (g_ptr_array_index (self->drafts, 0), error);
  return TRUE;
}

/**
 * dip_safe_file_read:
 * @path: a file that may be anything and in anybody's hands
 * @max_bytes: the largest size that is taken
 * @shown_name: (nullable): what messages call the file; %NULL: the base name of @path
 * @error: %DIP_ERROR_TOO_LARGE, %DIP_ERROR_UNSUPPORTED for what is not a regular file, %DIP_ERROR_NOT_FOUND,
 *   %DIP_ERROR_IO, also when the file changes while it is read
 *
 * Reads a regular file whole into memory, without changing it or its access time, and without blocking on a pipe or
 * device. Any thread.
 *
 * Returns: (transfer full) (nullable): its content
 */
GBytes *
dip_safe_file_read (const char *path, guint64 max_bytes, const char *shown_name, GError **error)
{
  g_autofree char *base = NULL;
  g_auto (DipFd) fd = -1;
  guint64 size = 0;

  g_return_val_if_fail (path != NULL, NULL);

  if (shown_name == NULL)
    shown_name = base = g_filename_display_basename (path);
  fd = dip_system_open_regular (path, shown_name, &size, error);
  if (fd < 0)
    return NULL;
  if (size > max_bytes)
    {
      g_autofree char *is = g_format_size (size);
      g_autofree char *limit = g_format_size (max_bytes);

      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE, _ ("“%s” is too large: it has %s, the limit is %s."),
                   shown_name, is, limit);
      return NULL;
    }
  return dip_system_read_whole (fd, size, shown_name, error);
}

/**
 * dip_safe_file_remove:
 * @path: a file
 * @error: %DIP_ERROR_IO
 *
 * Removes a file so that it stays removed after a power cut. One that is not there is not an error: a removal that was
 * cut short is completed by doing it again.
 *
 * Returns: %TRUE when the file is gone
 */
gboolean
dip_safe_file_remove (const char *path, GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *folder_path = NULL;
  g_autofree char *name = NULL;
  g_auto (DipFd) folder = -1;

  g_return_val_if_fail (path != NULL, FALSE);

  shown = g_filename_display_name (path);
  folder_path = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  folder = dip_system_open_folder (folder_path);
  if (folder < 0 && errno == ENOENT)
    return TRUE;
  if (folder < 0 || (dip_system_unlink (folder, name, 0) != 0 && errno != ENOENT)
      || dip_system_sync_folder (folder) != 0)
    {
      dip_error_set_errno (error, errno, _ ("Could not remove “%s”"), shown);
      return FALSE;
    }
  return TRUE;
}

int
dip_safe_file_open (const char *path, int flags, int mode)
{
  return dip_system_open_entry (AT_FDCWD, path, flags, mode);
}

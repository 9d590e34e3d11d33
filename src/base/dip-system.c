#include "dip-system-private.h"
#include "dip-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Small enough that a cancelled or failing disk is noticed soon, large enough not to matter. */
#define WRITE_CHUNK (1024 * 1024)

void
dip_fd_close (DipFd fd)
{
  int saved_errno = errno;

  if (fd >= 0)
    close (fd);
  errno = saved_errno;
}

DipFd
dip_fd_steal (DipFd *fd)
{
  DipFd stolen = *fd;

  *fd = -1;
  return stolen;
}

int
dip_system_pass (DipFaultKind kind)
{
  int fault = dip_fault_check (kind);

  if (fault == 0)
    return 0;
  errno = fault;
  return -1;
}

static DipFd
open_retrying (const char *path, int flags)
{
  DipFd fd;

  do
    fd = open (path, flags | O_CLOEXEC);
  while (fd < 0 && errno == EINTR);
  return fd;
}

DipFd
dip_system_open_folder (const char *path)
{
  return open_retrying (path, O_RDONLY | O_DIRECTORY);
}

static gboolean
is_link (DipFd folder, const char *name)
{
  struct stat info;

  return fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || S_ISLNK (info.st_mode);
}

/* The document portal's file system refuses O_NOFOLLOW for every file, as it reaches each by a link of its own. */
DipFd
dip_system_open_entry (DipFd folder, const char *name, int flags, int mode)
{
  DipFd fd = openat (folder, name, flags | O_CLOEXEC, mode);

  if (fd >= 0 || errno != ELOOP || (flags & O_NOFOLLOW) == 0)
    return fd;
  if (!is_link (folder, name))
    return openat (folder, name, (flags & ~O_NOFOLLOW) | O_CLOEXEC, mode);
  errno = ELOOP;
  return -1;
}

static gboolean
require_regular (mode_t mode, const char *shown, GError **error)
{
  if (S_ISREG (mode))
    return TRUE;
  if (S_ISDIR (mode))
    g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED, _ ("“%s” is a folder. Choose a file."), shown);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                 _ ("“%s” is not an ordinary file but a device or a connection. Choose a file."), shown);
  return FALSE;
}

/* Only a file's owner may read it without leaving a trace. */
static DipFd
open_without_trace (const char *path)
{
  const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
  DipFd fd = open_retrying (path, flags | O_NOATIME);

  return fd < 0 && errno == EPERM ? open_retrying (path, flags) : fd;
}

DipFd
dip_system_open_regular (const char *path, const char *shown, guint64 *size, GError **error)
{
  g_auto (DipFd) fd = -1;
  struct stat info;

  /* Looked at before it is opened, as opening alone does something to a pipe or a device; and again after. */
  if (stat (path, &info) == 0 && !require_regular (info.st_mode, shown, error))
    return -1;
  fd = open_without_trace (path);
  if (fd < 0 || fstat (fd, &info) != 0)
    {
      dip_error_set_errno (error, errno, _ ("Could not open “%s”"), shown);
      return -1;
    }
  if (!require_regular (info.st_mode, shown, error))
    return -1;
  *size = (guint64) info.st_size;
  return dip_fd_steal (&fd);
}

gssize
dip_system_read (DipFd fd, void *buffer, gsize count)
{
  gsize done = 0;

  while (done < count)
    {
      gssize n = read (fd, (guint8 *) buffer + done, MIN (count - done, (gsize) G_MAXINT));

      if (n == 0)
        break;
      if (n > 0)
        done += (gsize) n;
      else if (errno != EINTR)
        return -1;
    }
  return (gssize) done;
}

GBytes *
dip_system_read_whole (DipFd fd, guint64 size, const char *shown, GError **error)
{
  /* One byte more than there should be, to notice a file that grows. */
  g_autofree guint8 *buffer = size < G_MAXSSIZE ? g_try_malloc ((gsize) size + 1) : NULL;
  gssize n;

  if (buffer == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                   _ ("There is not enough memory to read “%s”. Close other programs and try again."), shown);
      return NULL;
    }
  n = dip_system_read (fd, buffer, (gsize) size + 1);
  if (n < 0)
    {
      dip_error_set_errno (error, errno, _ ("Could not read “%s”"), shown);
      return NULL;
    }
  if ((guint64) n != size)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_IO,
                   _ ("“%s” was changed while it was being read. Wait until it is complete and try again."), shown);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), (gsize) size);
}

static gssize
write_some (DipFd fd, const guint8 *buffer, gsize count)
{
  gssize n;

  do
    n = dip_system_pass (DIP_FAULT_WRITE) == 0 ? write (fd, buffer, MIN (count, WRITE_CHUNK)) : -1;
  while (n < 0 && errno == EINTR);
  return n;
}

int
dip_system_write (DipFd fd, const void *buffer, gsize count)
{
  const guint8 *next = buffer;

  while (count > 0)
    {
      gssize n = write_some (fd, next, count);

      if (n < 0)
        return -1;
      next += n;
      count -= (gsize) n;
    }
  return 0;
}

int
dip_system_sync (DipFd fd)
{
  int result;

  do
    result = dip_system_pass (DIP_FAULT_SYNC) == 0 ? fsync (fd) : -1;
  while (result < 0 && errno == EINTR);
  return result;
}

int
dip_system_sync_folder (DipFd fd)
{
  if (dip_system_sync (fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS)
    return 0;
  return -1;
}

int
dip_system_unlink (DipFd folder, const char *name, int flags)
{
  int result;

  do
    result = dip_system_pass (DIP_FAULT_RENAME) == 0 ? unlinkat (folder, name, flags) : -1;
  while (result < 0 && errno == EINTR);
  return result;
}

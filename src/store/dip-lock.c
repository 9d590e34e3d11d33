#include "dip-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "dip-date.h"
#include "dip-error.h"
#include "dip-safe-file.h"

#define HOLDER_MAX 512

struct _DipLock
{
  int fd;
};

static char *
lock_path (const char *folder)
{
  return g_build_filename (folder, "lock", NULL);
}

/* The lock belongs to the open file, not to the process: two handles in one program exclude each other too, and it goes
 * with the process however that ends. */
static gboolean
set_lock (int fd, short type)
{
  struct flock range = { .l_type = type, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &range) == 0;
}

static void
set_held_error (int fd, const char *shown, GError **error)
{
  char text[HOLDER_MAX + 1] = "";
  g_auto (GStrv) lines = NULL;
  ssize_t length = pread (fd, text, HOLDER_MAX, 0);

  text[MAX (length, 0)] = '\0';
  lines = g_strsplit (text, "\n", 5);
  if (g_strv_length (lines) >= 4 && g_utf8_validate (text, -1, NULL))
    g_set_error (
        error, DIP_ERROR, DIP_ERROR_LOCKED,
        _ ("The library “%s” is in use by %s (process %s on %s) since %s. Close it there, or open it read-only."),
        shown, lines[0], lines[1], lines[2], lines[3]);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_LOCKED,
                 _ ("The library “%s” is in use by another program. Close it there, or open it read-only."), shown);
}

static gboolean
write_holder (int fd)
{
  g_autofree char *now = dip_time_now_utc ();
  const char *program = g_get_prgname ();
  g_autofree char *text = g_strdup_printf ("%s\n%ld\n%s\n%s\n", program != NULL ? program : "diptych", (long) getpid (),
                                           g_get_host_name (), now);
  size_t length = strlen (text);

  return ftruncate (fd, 0) == 0 && pwrite (fd, text, length, 0) == (ssize_t) length;
}

static gboolean
lock_and_sign (int fd, const char *shown, GError **error)
{
  int saved_errno;

  if (set_lock (fd, F_WRLCK) && write_holder (fd))
    return TRUE;
  saved_errno = errno;
  if (saved_errno == EAGAIN || saved_errno == EACCES)
    set_held_error (fd, shown, error);
  else if (saved_errno == ENOSYS || saved_errno == EOPNOTSUPP || saved_errno == ENOLCK)
    g_set_error (
        error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
        _ ("The library “%s” can’t be kept in this folder: nothing there can be locked. Choose a folder on this "
           "computer’s own disk; back-ups and exports may go to the other."),
        shown);
  else
    dip_error_set_errno (error, saved_errno, _ ("Could not lock the library “%s”"), shown);
  return FALSE;
}

/**
 * dip_lock_take:
 * @folder: a library's folder
 * @shown: what messages call it
 * @error: %DIP_ERROR_LOCKED, %DIP_ERROR_READ_ONLY, %DIP_ERROR_UNSUPPORTED where nothing can be locked, %DIP_ERROR_DISK_FULL,
 *   %DIP_ERROR_IO
 *
 * Returns: (transfer full): the lock
 */
DipLock *
dip_lock_take (const char *folder, const char *shown, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (DipLock) self = NULL;

  g_return_val_if_fail (folder != NULL && shown != NULL, NULL);

  path = lock_path (folder);
  self = g_new0 (DipLock, 1);
  self->fd = dip_safe_file_open (path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
  if (self->fd < 0 && (errno == EROFS || errno == EACCES))
    g_set_error (
        error, DIP_ERROR, DIP_ERROR_READ_ONLY,
        _ ("The library “%s” is in a place that can only be read. Open it read-only, or get access to change it."),
        shown);
  else if (self->fd < 0)
    dip_error_set_errno (error, errno, _ ("Could not lock the library “%s”"), shown);
  else if (lock_and_sign (self->fd, shown, error))
    return g_steal_pointer (&self);
  return NULL;
}

/* The file stays: were it removed, a third program could lock a new one while a second holds the old. */
void
dip_lock_free (DipLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

gboolean
dip_lock_is_held (const char *folder)
{
  g_autofree char *path = NULL;
  struct flock range = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
  gboolean held;
  int fd;

  g_return_val_if_fail (folder != NULL, FALSE);

  path = lock_path (folder);
  fd = dip_safe_file_open (path, O_RDONLY | O_NOFOLLOW, 0);
  if (fd < 0)
    return FALSE;
  held = fcntl (fd, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
  close (fd);
  return held;
}

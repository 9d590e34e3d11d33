/* System calls as this room uses them: retried after a signal, closed on exec, passed through a fault point, and failing
 * with a message. Not for other rooms. */
#pragma once

#include "dip-fault.h"

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* A file descriptor that closes itself: g_auto (DipFd) fd = -1. */
typedef int DipFd;

void dip_fd_close (DipFd fd); /* keeps errno */
DipFd dip_fd_steal (DipFd *fd);
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (DipFd, dip_fd_close, -1)

/* 0, or -1 with errno set when this passing of a fault point has to fail: stands before the call that can fail. */
int dip_system_pass (DipFaultKind kind);

/* A folder to be used with the *at calls and synced; -1 with errno set. */
DipFd dip_system_open_folder (const char *path);

/* As openat(), closed on exec; with O_NOFOLLOW also where the file system takes that amiss; -1 with errno set. */
DipFd dip_system_open_entry (DipFd folder, const char *name, int flags, int mode);

/* Opens a regular file for reading without blocking on anything and without changing its access time; -1 with @error. */
DipFd dip_system_open_regular (const char *path, const char *shown, guint64 *size, GError **error);

/* As many bytes as there are, up to @count; -1 with errno set. */
gssize dip_system_read (DipFd fd, void *buffer, gsize count);

/* A file's whole content, which must be @size bytes: one that is being changed is refused. Never maps the file, as a map
 * of a file that shrinks ends the process. */
GBytes *dip_system_read_whole (DipFd fd, guint64 size, const char *shown, GError **error);

/* All of @count; -1 with errno set. */
int dip_system_write (DipFd fd, const void *buffer, gsize count);

int dip_system_sync (DipFd fd);

/* As above; file systems that cannot sync a folder are taken as they are. */
int dip_system_sync_folder (DipFd fd);

int dip_system_unlink (DipFd folder, const char *name, int flags);

G_END_DECLS

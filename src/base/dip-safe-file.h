/* Files that are whole or not there: written under a temporary name, synced, checked, renamed, the folder synced.
 * Every system call goes through a fault point (dip-fault.h) so that tests can fail the n-th one. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  DIP_SAFE_FILE_PRIVATE = 1 << 0,    /* mode 0600 instead of 0644 */
  DIP_SAFE_FILE_NO_REPLACE = 1 << 1, /* DIP_ERROR_EXISTS when the name is taken */
  DIP_SAFE_FILE_NO_SYNC = 1 << 2, /* for files that can be made again at will (thumbnails, scrub outside a library) */
} DipSafeFileFlags;

/* Called with the temporary file's bytes as read back from disk, before the rename. FALSE: the file is deleted and the
 * write fails with that error. */
typedef gboolean (*DipSafeFileCheck) (GBytes *read_back, gpointer user_data, GError **error);

/* Writes @bytes to @path so that a crash at any instant leaves the old file or the new one. @check may be NULL. Any
 * failure removes the temporary file. Temporary names are ".dip-XXXXXX.tmp" in the same folder. */
gboolean dip_safe_file_write (const char *path, GBytes *bytes, DipSafeFileFlags flags, DipSafeFileCheck check,
                              gpointer user_data, GError **error);

/* Reads a regular file whole, refusing anything over @max_bytes (DIP_ERROR_TOO_LARGE) and anything that is not a regular
 * file (fifo, device, folder; DIP_ERROR_UNSUPPORTED) without ever blocking on it. Never touches the access of the source
 * (O_NOATIME where allowed). @shown_name is what messages call the file (may be NULL: the base name of @path). */
GBytes *dip_safe_file_read (const char *path, guint64 max_bytes, const char *shown_name, GError **error);

/* Several files of one folder that belong together: all are written and synced under temporary names before the first takes its
 * own, so that a full disk leaves every one of them as it was. */
typedef struct _DipSafeBatch DipSafeBatch;

DipSafeBatch *dip_safe_batch_new (const char *folder);
gboolean dip_safe_batch_add (DipSafeBatch *self, const char *name, GBytes *bytes, GError **error);
/* Names the files in the order they were added, then syncs the folder once. A crash in between leaves the first of them new and
 * the rest old, each of them whole. */
gboolean dip_safe_batch_commit (DipSafeBatch *self, GError **error);
/* Removes what was not committed. */
void dip_safe_batch_free (DipSafeBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSafeBatch, dip_safe_batch_free)

/* open() for who needs the descriptor, closed on exec: O_NOFOLLOW works in folders of the document portal too. -1 with errno set. */
int dip_safe_file_open (const char *path, int flags, int mode);

/* Unlinks and syncs the folder. A missing file is not an error. */
gboolean dip_safe_file_remove (const char *path, GError **error);

/* mkdir -p with mode 0700 for what is created (private) or 0755; an existing folder is left as it is. */
gboolean dip_safe_dir_create (const char *path, gboolean is_private, GError **error);
gboolean dip_safe_dir_sync (const char *path, GError **error);

/* Removes what a crash left in @path: files named ".dip-*.tmp" older than @min_age_seconds. Returns how many. */
guint dip_safe_dir_sweep (const char *path, guint min_age_seconds);

/* Removes a folder and all below it, without following links. For derived data and half-made libraries only. */
gboolean dip_safe_dir_remove_tree (const char *path, GError **error);

G_END_DECLS

#include "dip-archive.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dip-fault.h"
#include "dip-safe-file.h"

#define ARCHIVE_VERSION 1
#define CHUNK           (1024 * 1024)
#define FILE_MODE       0100600    /* as ls -l would show it */
#define ENTRY_MAX       1000000000 /* SQLite's own limit for one value */

/* The journal stays in memory: what a crash leaves is a temporary file to be thrown away. */
#define MAKE                                                                                                           \
  "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA application_id = %d; PRAGMA user_version = %d;"      \
  "CREATE TABLE sqlar (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB);"                                \
  "CREATE TABLE manifest (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)"

void
dip_archive_entry_free (DipArchiveEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->sha256);
  g_free (self);
}

gboolean
dip_archive_check_header (const char *path, const char *shown, GError **error)
{
  DipDbHeader header;

  if (!dip_db_read_header (path, shown, &header, error))
    return FALSE;
  if (header.application_id != DIP_DB_BACKUP_ID)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_FOREIGN_LIBRARY, _ ("“%s” is not a back-up made by Diptych."), shown);
      return FALSE;
    }
  if (header.version > ARCHIVE_VERSION)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_NEWER_LIBRARY,
                   _ ("The back-up “%s” was made by a newer version of Diptych. Update Diptych to restore it."), shown);
      return FALSE;
    }
  return TRUE;
}

DipDb *
dip_archive_create (const char *path, const char *shown, GError **error)
{
  g_autofree char *make = g_strdup_printf (MAKE, DIP_DB_BACKUP_ID, ARCHIVE_VERSION);
  g_autoptr (DipDb) db = dip_db_open (path, shown, DIP_DB_CREATE_ALONE, error);

  if (db == NULL || !dip_db_run (db, make, error))
    return NULL;
  return g_steal_pointer (&db);
}

DipDb *
dip_archive_open (const char *path, const char *shown, GError **error)
{
  return dip_db_open (path, shown, DIP_DB_READ_IMMUTABLE, error);
}

static gboolean
fail_to_read (const char *path, GError **error)
{
  int saved_errno = errno;
  g_autofree char *shown = g_filename_display_name (path);

  dip_error_set_errno (error, saved_errno, _ ("Could not read “%s”"), shown);
  return FALSE;
}

static gboolean
fail_to_write (const char *path, GError **error)
{
  int saved_errno = errno;
  g_autofree char *shown = g_filename_display_name (path);

  dip_error_set_errno (error, saved_errno, _ ("Could not write “%s”"), shown);
  return FALSE;
}

/* Reads until @length bytes are there: a file that has become shorter is an error. */
static gboolean
read_piece (int fd, guint8 *data, gsize length)
{
  while (length > 0)
    {
      ssize_t n = read (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static gboolean
write_piece (int fd, const guint8 *data, gsize length)
{
  int failure = dip_fault_check (DIP_FAULT_WRITE);

  errno = failure;
  while (failure == 0 && length > 0)
    {
      ssize_t n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return failure == 0;
}

static gboolean
copy_in (int fd, const char *path, DipDbBlob *blob, GChecksum *checksum, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  gsize size = dip_db_blob_get_size (blob);

  for (gsize offset = 0; offset < size; offset += CHUNK)
    {
      gsize length = MIN (size - offset, CHUNK);

      if (!read_piece (fd, buffer, length))
        return fail_to_read (path, error);
      g_checksum_update (checksum, buffer, (gssize) length);
      if (!dip_db_blob_write (blob, buffer, length, offset, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_row (DipDb *archive, const char *name, gsize size, GError **error)
{
  g_autoptr (DipStatement) insert
      = dip_db_prepare (archive, "INSERT INTO sqlar (name, mode, mtime, sz, data) VALUES (?, ?, ?, ?, ?)");

  dip_statement_put_text (insert, name);
  dip_statement_put_int (insert, FILE_MODE);
  dip_statement_put_int (insert, g_get_real_time () / G_USEC_PER_SEC);
  dip_statement_put_int (insert, (gint64) size);
  dip_statement_put_zeros (insert, size);
  return dip_statement_run (insert, error);
}

static gboolean
insert_digest (DipDb *archive, const char *name, const char *sha256, GError **error)
{
  g_autoptr (DipStatement) insert = dip_db_prepare (archive, "INSERT INTO manifest (name, sha256) VALUES (?, ?)");

  dip_statement_put_text (insert, name);
  dip_statement_put_text (insert, sha256);
  return dip_statement_run (insert, error);
}

static gboolean
is_digest (const char *found, const char *wanted, const char *name, GError **error)
{
  if (wanted == NULL || g_str_equal (found, wanted))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
               _ ("“%s” is damaged: its content is not what it was. Use another back-up, or check the library."), name);
  return FALSE;
}

static gboolean
add_open (DipDb *archive, const char *name, const char *path, int fd, gsize size, const char *sha256, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (DipDbBlob) blob = NULL;

  if (!insert_row (archive, name, size, error))
    return FALSE;
  blob = dip_db_blob_open (archive, "sqlar", "data", dip_db_last_id (archive), TRUE, error);
  if (blob == NULL || !copy_in (fd, path, blob, checksum, error))
    return FALSE;
  return is_digest (g_checksum_get_string (checksum), sha256, name, error)
         && insert_digest (archive, name, g_checksum_get_string (checksum), error);
}

static gboolean
is_taken (const struct stat *info, const char *name, GError **error)
{
  if (S_ISREG (info->st_mode) && info->st_size <= ENTRY_MAX)
    return TRUE;
  g_set_error (error, DIP_ERROR, S_ISREG (info->st_mode) ? DIP_ERROR_TOO_LARGE : DIP_ERROR_DAMAGED,
               _ ("“%s” cannot be backed up: it is no file, or larger than 1 GB."), name);
  return FALSE;
}

gboolean
dip_archive_add (DipDb *archive, const char *name, const char *path, const char *sha256, GError **error)
{
  struct stat info;
  gboolean done;
  int fd;

  g_return_val_if_fail (archive != NULL && name != NULL && path != NULL, FALSE);

  fd = dip_safe_file_open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (fd < 0)
    return fail_to_read (path, error);
  done = fstat (fd, &info) == 0 && is_taken (&info, name, error)
         && add_open (archive, name, path, fd, (gsize) info.st_size, sha256, error);
  close (fd);
  return done;
}

static gpointer
take_entry (DipStatement *row)
{
  DipArchiveEntry *entry = g_new0 (DipArchiveEntry, 1);

  entry->row = dip_statement_take_int (row);
  entry->name = dip_statement_take_text (row);
  entry->sha256 = dip_statement_take_text (row);
  return entry;
}

GPtrArray *
dip_archive_list (DipDb *archive, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (archive != NULL, NULL);

  list = dip_db_prepare (archive, "SELECT a.rowid, a.name, m.sha256 FROM sqlar a JOIN manifest m ON m.name = a.name "
                                  "ORDER BY a.rowid");
  return dip_statement_list (list, take_entry, (GDestroyNotify) dip_archive_entry_free, error);
}

/* @fd may be -1: then it is only read. */
static gboolean
copy_out (DipDbBlob *blob, int fd, const char *path, GChecksum *checksum, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  gsize size = dip_db_blob_get_size (blob);

  for (gsize offset = 0; offset < size; offset += CHUNK)
    {
      gsize length = MIN (size - offset, CHUNK);

      if (!dip_db_blob_read (blob, buffer, length, offset, error))
        return FALSE;
      g_checksum_update (checksum, buffer, (gssize) length);
      if (fd >= 0 && !write_piece (fd, buffer, length))
        return fail_to_write (path, error);
    }
  return TRUE;
}

gboolean
dip_archive_extract (DipDb *archive, const DipArchiveEntry *entry, const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (DipDbBlob) blob = NULL;
  gboolean done;
  int fd = -1;

  g_return_val_if_fail (archive != NULL && entry != NULL, FALSE);

  blob = dip_db_blob_open (archive, "sqlar", "data", entry->row, FALSE, error);
  if (blob == NULL)
    return FALSE;
  if (path != NULL && (fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0)
    return fail_to_write (path, error);
  done = copy_out (blob, fd, path, checksum, error)
         && is_digest (g_checksum_get_string (checksum), entry->sha256, entry->name, error);
  if (fd >= 0)
    close (fd);
  return done;
}

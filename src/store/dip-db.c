#include "dip-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "dip-fault.h"
#include "dip-safe-file.h"

#define BUSY_MILLISECONDS     10000
#define CANCEL_INSTRUCTIONS   20000 /* of SQLite's virtual machine, between two looks at the cancellable: under 1 ms */
#define WITHOUT_LOCKS         "?nolock=1" /* for a file nobody else knows of: some file systems have no locks */
#define HEADER_SIZE           100
#define HEADER_MAGIC          "SQLite format 3" /* with its closing NUL */
#define HEADER_VERSION        60
#define HEADER_APPLICATION_ID 68

static guint32
read_be32 (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

static gboolean
read_start (const char *path, const char *shown, guint8 *data, gsize *length, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t n;
  int saved_errno;

  n = fd < 0 ? -1 : read (fd, data, HEADER_SIZE);
  saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (n < 0)
    {
      dip_error_set_errno (error, saved_errno, _ ("Could not read “%s”"), shown);
      return FALSE;
    }
  *length = (gsize) n;
  return TRUE;
}

/**
 * dip_db_read_header:
 * @path: a file
 * @shown: what messages call it
 * @out: (out): what its header says
 * @error: %DIP_ERROR_NOT_FOUND, %DIP_ERROR_DAMAGED when it is no database, %DIP_ERROR_IO
 *
 * Looks at a database file without SQLite, so that nothing is made or changed beside it (https://sqlite.org/fileformat2.html,
 * section 1.3).
 *
 * Returns: %TRUE on success
 */
gboolean
dip_db_read_header (const char *path, const char *shown, DipDbHeader *out, GError **error)
{
  guint8 data[HEADER_SIZE] = { 0 };
  gsize length = 0;

  g_return_val_if_fail (path != NULL && shown != NULL && out != NULL, FALSE);

  if (!read_start (path, shown, data, &length, error))
    return FALSE;
  if (length < HEADER_SIZE || memcmp (data, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
                   _ ("“%s” is damaged: its start is not that of a database. Restore the last back-up."), shown);
      return FALSE;
    }
  out->version = read_be32 (data + HEADER_VERSION);
  out->application_id = read_be32 (data + HEADER_APPLICATION_ID);
  return TRUE;
}

static void
set_constraint_error (DipDb *self, int code, const char *reason, GError **error)
{
  switch (code)
    {
    case SQLITE_CONSTRAINT_TRIGGER:
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("The catalogue of “%s” refuses this: %s."), self->shown,
                   reason);
      break;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("This is in the catalogue of “%s” already (%s)."),
                   self->shown, reason);
      break;
    default:
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The catalogue of “%s” does not take this (%s)."),
                   self->shown, reason);
      break;
    }
}

void
dip_db_set_error (DipDb *self, int code, const char *reason, GError **error)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      g_set_error (error, DIP_ERROR, DIP_ERROR_DISK_FULL,
                   _ ("The disk of “%s” is full; nothing was changed. Free some space on it and try again."),
                   self->shown);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, DIP_ERROR, DIP_ERROR_LOCKED,
                   _ ("“%s” is busy in another program. Wait until that is done, or close it, and try again."),
                   self->shown);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED, _ ("“%s” is damaged (%s). Restore the last back-up."),
                   self->shown, reason);
      break;
    case SQLITE_READONLY:
      g_set_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY,
                   _ ("“%s” can only be read. Open it for writing to change it."), self->shown);
      break;
    case SQLITE_CONSTRAINT:
      set_constraint_error (self, code, reason, error);
      break;
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled."));
      break;
    case SQLITE_ERROR:
      if (self->restricted && strstr (reason, " view") != NULL)
        {
          g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                               _ ("A marketing account cannot change this. Ask a curator or the owner to do it."));
          break;
        }
      G_GNUC_FALLTHROUGH;
    default:
      g_set_error (error, DIP_ERROR, DIP_ERROR_IO, _ ("Could not read or write the catalogue of “%s” (%s)."),
                   self->shown, reason);
      break;
    }
}

int
dip_db_step (sqlite3_stmt *statement)
{
  int failure = dip_fault_check (DIP_FAULT_STEP);

  if (failure != 0)
    return failure == ENOSPC ? SQLITE_FULL : SQLITE_IOERR;
  return sqlite3_step (statement);
}

/* SQLite follows no links; that has to work in folders of the document portal as well. */
static void
open_as_we_do (void)
{
  static gsize done;
  sqlite3_vfs *vfs;

  if (!g_once_init_enter (&done))
    return;
  vfs = sqlite3_vfs_find ("unix");
  if (vfs != NULL)
    vfs->xSetSystemCall (vfs, "open", (sqlite3_syscall_ptr) dip_safe_file_open);
  g_once_init_leave (&done, 1);
}

/* (transfer full): a file's address as SQLite reads it (https://sqlite.org/uri.html), and what is asked of it. */
static char *
uri_of (const char *path, const char *query)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);

  return g_strconcat (uri, query, NULL);
}

static gboolean
open_handle (DipDb *self, const char *path, DipDbMode mode, GError **error)
{
  static const struct
  {
    int flags;
    const char *query;
  } modes[] = {
    [DIP_DB_CREATE] = { SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "" },
    [DIP_DB_CREATE_ALONE] = { SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, WITHOUT_LOCKS },
    [DIP_DB_WRITE] = { SQLITE_OPEN_READWRITE, "" },
    [DIP_DB_READ] = { SQLITE_OPEN_READONLY, "" },
    [DIP_DB_READ_IMMUTABLE] = { SQLITE_OPEN_READONLY, "?immutable=1" },
  };
  g_autofree char *name = uri_of (path, modes[mode].query);
  int code;

  open_as_we_do ();
  code = sqlite3_open_v2 (name, &self->handle,
                          modes[mode].flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                          dip_db_fault_vfs ());
  if (code == SQLITE_OK)
    return TRUE;
  dip_db_set_error (self, code, sqlite3_errstr (code), error);
  return FALSE;
}

static gboolean
configure (DipDb *self, DipDbMode mode, GError **error)
{
  sqlite3_busy_timeout (self->handle, BUSY_MILLISECONDS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  if (mode == DIP_DB_READ || mode == DIP_DB_READ_IMMUTABLE)
    return TRUE;
  /* What is deleted is overwritten: an erased name must not stay in a free page. */
  return dip_db_run (self, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON", error);
}

/**
 * dip_db_open:
 * @path: a database file
 * @shown: what messages call it
 * @mode: how
 * @error: any
 *
 * Opens a connection: foreign keys on, schema not trusted, defensive, every commit synced.
 *
 * Returns: (transfer full): the connection
 */
DipDb *
dip_db_open (const char *path, const char *shown, DipDbMode mode, GError **error)
{
  g_autoptr (DipDb) self = NULL;

  g_return_val_if_fail (path != NULL && shown != NULL, NULL);

  self = g_new0 (DipDb, 1);
  self->shown = g_strdup (shown);
  self->idle = g_hash_table_new (g_str_hash, g_str_equal);
  if (!open_handle (self, path, mode, error) || !configure (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* They were prepared for what names meant then. */
static void
forget_statements (DipDb *self)
{
  GHashTableIter iter;
  gpointer statement;

  g_hash_table_iter_init (&iter, self->idle);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    {
      g_hash_table_iter_steal (&iter);
      sqlite3_finalize (statement);
    }
}

void
dip_db_close (DipDb *self)
{
  g_return_if_fail (self != NULL);

  forget_statements (self);
  g_hash_table_unref (self->idle);
  dip_keyring_unref (self->keyring);
  sqlite3_close_v2 (self->handle);
  g_free (self->shown);
  g_free (self);
}

/* What the transactions of marketing work on: temporary views go before the tables of the same name. Codes of clients whose
 * files are out stay, so that what has to be taken down can be found. */
static const char RESTRICT[]
    = "CREATE TEMP VIEW pair AS SELECT * FROM main.pair WHERE id IN (SELECT pair_id FROM main.gallery_key);"
      "CREATE TEMP VIEW photo AS SELECT * FROM main.photo WHERE id IN (SELECT before_id FROM pair UNION SELECT "
      "after_id "
      "FROM pair);"
      "CREATE TEMP VIEW treatment AS SELECT * FROM main.treatment WHERE id IN (SELECT treatment_id FROM pair);"
      "CREATE TEMP VIEW session AS SELECT * FROM main.session WHERE treatment_id IN (SELECT treatment_id FROM pair);"
      "CREATE TEMP VIEW client AS SELECT * FROM main.client WHERE id IN (SELECT client_id FROM treatment) "
      "OR id IN (SELECT client_id FROM main.export_item);"
      "CREATE TEMP VIEW identity AS SELECT * FROM main.identity WHERE 0;"
      "CREATE TEMP VIEW consent AS SELECT * FROM main.consent WHERE client_id IN (SELECT client_id FROM treatment);"
      "CREATE TEMP VIEW consent_scope AS SELECT * FROM main.consent_scope WHERE consent_id IN (SELECT id FROM consent);"
      "CREATE TEMP VIEW consent_coverage AS SELECT * FROM main.consent_coverage WHERE consent_id IN (SELECT id FROM "
      "consent);"
      "CREATE TEMP VIEW consent_event AS SELECT * FROM main.consent_event WHERE consent_id IN (SELECT id FROM consent);"
      "CREATE TEMP VIEW redaction AS SELECT * FROM main.redaction WHERE photo_id IN (SELECT id FROM photo);"
      "CREATE TEMP VIEW alignment AS SELECT * FROM main.alignment WHERE pair_id IN (SELECT id FROM pair);"
      "CREATE TEMP VIEW approval AS SELECT * FROM main.approval WHERE pair_id IN (SELECT id FROM pair);"
      "CREATE TEMP VIEW fair_check AS SELECT * FROM main.fair_check WHERE pair_id IN (SELECT id FROM pair);"
      /* What is said in public, and where, is read here and written by who knows which names must not be in it. */
      "CREATE TEMP VIEW pair_text AS SELECT * FROM main.pair_text WHERE pair_id IN (SELECT id FROM pair);"
      "CREATE TEMP VIEW clinic AS SELECT * FROM main.clinic; CREATE TEMP VIEW style AS SELECT * FROM main.style;"
      "CREATE TEMP VIEW destination AS SELECT * FROM main.destination;"
      "CREATE TEMP VIEW consent_form AS SELECT * FROM main.consent_form;"
      "CREATE TEMP VIEW notice AS SELECT * FROM main.notice;";
static const char RELEASE[]
    = "DROP VIEW temp.notice; DROP VIEW temp.consent_form; DROP VIEW temp.destination; DROP VIEW temp.style;"
      "DROP VIEW temp.clinic; DROP VIEW temp.pair_text; DROP VIEW temp.fair_check; DROP VIEW temp.approval; DROP VIEW "
      "temp.alignment; DROP VIEW temp.redaction;"
      "DROP VIEW temp.consent_event; DROP VIEW temp.consent_coverage; DROP VIEW temp.consent_scope;"
      "DROP VIEW temp.consent; DROP VIEW temp.identity; DROP VIEW temp.client; DROP VIEW temp.session;"
      "DROP VIEW temp.treatment; DROP VIEW temp.photo; DROP VIEW temp.pair;";

gboolean
dip_db_work_for (DipDb *self, DipKeyring *keyring, GError **error)
{
  gboolean restricted = keyring != NULL && dip_keyring_get_role (keyring) == DIP_ROLE_MARKETING;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->keyring != keyring)
    {
      dip_keyring_unref (self->keyring);
      self->keyring = keyring != NULL ? dip_keyring_ref (keyring) : NULL;
    }
  if (self->restricted == restricted)
    return TRUE;
  forget_statements (self);
  self->restricted = restricted;
  return dip_db_run (self, restricted ? RESTRICT : RELEASE, error);
}

DipKeyring *
dip_db_get_keyring (DipDb *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->keyring;
}

static int
is_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

void
dip_db_set_cancellable (DipDb *self, GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);

  sqlite3_progress_handler (self->handle, CANCEL_INSTRUCTIONS, cancellable != NULL ? is_cancelled : NULL, cancellable);
}

static int
run_next (DipDb *self, const char **sql)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->handle, *sql, -1, &statement, sql);

  if (code != SQLITE_OK || statement == NULL)
    return code;
  do
    code = dip_db_step (statement);
  while (code == SQLITE_ROW);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/**
 * dip_db_run:
 * @self: a connection
 * @sql: any number of statements
 * @error: any
 *
 * Returns: %TRUE when all have run; stops at the first that fails
 */
gboolean
dip_db_run (DipDb *self, const char *sql, GError **error)
{
  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);

  while (*sql != '\0')
    {
      int code = run_next (self, &sql);

      if (code != SQLITE_OK)
        {
          dip_db_set_error (self, code, sqlite3_errmsg (self->handle), error);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
dip_db_query_int (DipDb *self, const char *sql, gint64 *out, GError **error)
{
  g_autoptr (DipStatement) statement = dip_db_prepare (self, sql);

  return dip_statement_int (statement, out, error);
}

gboolean
dip_db_begin (DipDb *self, gboolean write, GError **error)
{
  g_autoptr (DipStatement) begin = dip_db_prepare (self, write ? "BEGIN IMMEDIATE" : "BEGIN");
  gint64 version;

  if (!dip_statement_run (begin, error))
    return FALSE;
  if (write || dip_db_query_int (self, "SELECT count(*) FROM sqlite_schema", &version, error))
    return TRUE;
  dip_db_rollback (self);
  return FALSE;
}

gboolean
dip_db_commit (DipDb *self, GError **error)
{
  g_autoptr (DipStatement) commit = dip_db_prepare (self, "COMMIT");

  if (dip_statement_run (commit, error))
    return TRUE;
  dip_db_rollback (self);
  return FALSE;
}

/* Not behind a fault point: SQLite rolls back in memory, and again on opening when it could not. */
void
dip_db_rollback (DipDb *self)
{
  g_return_if_fail (self != NULL);

  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
dip_db_copy_into (DipDb *self, const char *path, GError **error)
{
  g_autoptr (DipStatement) vacuum = dip_db_prepare (self, "VACUUM INTO ?");
  g_autofree char *name = uri_of (path, WITHOUT_LOCKS);

  dip_statement_put_text (vacuum, name);
  return dip_statement_run (vacuum, error);
}

gboolean
dip_db_checkpoint (DipDb *self, int wait_milliseconds, GError **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  sqlite3_busy_timeout (self->handle, wait_milliseconds);
  code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (self->handle, BUSY_MILLISECONDS);
  if (code == SQLITE_OK)
    return TRUE;
  dip_db_set_error (self, code, sqlite3_errstr (code), error);
  return FALSE;
}

gint64
dip_db_last_id (DipDb *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_last_insert_rowid (self->handle);
}

guint
dip_db_changes (DipDb *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) sqlite3_changes (self->handle);
}

void
dip_db_set_erased (DipDb *self)
{
  g_return_if_fail (self != NULL);

  self->erased = TRUE;
}

gboolean
dip_db_take_erased (DipDb *self)
{
  gboolean erased;

  g_return_val_if_fail (self != NULL, FALSE);

  erased = self->erased;
  self->erased = FALSE;
  return erased;
}

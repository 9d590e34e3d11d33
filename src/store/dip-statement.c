#include "dip-db-private.h"

#include <glib/gi18n-lib.h>

#include "dip-words.h"

struct _DipStatement
{
  DipDb *db;            /* borrowed */
  sqlite3_stmt *handle; /* NULL when it could not be prepared */
  int code;             /* first failure of preparing and putting */
  char *reason;
  int parameter; /* last one put */
  int column;    /* next one to take */
};

static void
keep_failure (DipStatement *self, int code)
{
  if (code == SQLITE_OK || self->code != SQLITE_OK)
    return;
  self->code = code;
  self->reason = g_strdup (sqlite3_errmsg (self->db->handle));
}

/**
 * dip_db_prepare:
 * @self: a connection
 * @sql: one statement
 *
 * Returns: (transfer full): the statement; when @sql is wrong, running it says so
 */
DipStatement *
dip_db_prepare (DipDb *self, const char *sql)
{
  DipStatement *statement;

  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  statement = g_new0 (DipStatement, 1);
  statement->db = self;
  if (!g_hash_table_steal_extended (self->idle, sql, NULL, (gpointer *) &statement->handle))
    keep_failure (statement,
                  sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL));
  return statement;
}

/* Back among the idle ones, unless a twin is there already. */
static void
put_away (DipDb *db, sqlite3_stmt *handle)
{
  const char *sql = sqlite3_sql (handle);

  sqlite3_reset (handle);
  sqlite3_clear_bindings (handle);
  if (g_hash_table_contains (db->idle, sql))
    sqlite3_finalize (handle);
  else
    g_hash_table_insert (db->idle, (gpointer) sql, handle);
}

void
dip_statement_free (DipStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->handle != NULL)
    put_away (self->db, self->handle);
  g_free (self->reason);
  g_free (self);
}

static int
next_parameter (DipStatement *self)
{
  self->parameter++;
  return self->parameter;
}

static void
put_null (DipStatement *self)
{
  keep_failure (self, sqlite3_bind_null (self->handle, next_parameter (self)));
}

void
dip_statement_put_int (DipStatement *self, gint64 value)
{
  keep_failure (self, sqlite3_bind_int64 (self->handle, next_parameter (self), value));
}

void
dip_statement_put_id (DipStatement *self, gint64 id)
{
  if (id == 0)
    put_null (self);
  else
    dip_statement_put_int (self, id);
}

void
dip_statement_put_double (DipStatement *self, double value)
{
  keep_failure (self, sqlite3_bind_double (self->handle, next_parameter (self), value));
}

void
dip_statement_put_number (DipStatement *self, double value)
{
  if (value > 0 || value < 0)
    dip_statement_put_double (self, value);
  else
    put_null (self);
}

void
dip_statement_put_text (DipStatement *self, const char *text)
{
  keep_failure (self, sqlite3_bind_text (self->handle, next_parameter (self), text, -1, SQLITE_TRANSIENT));
}

void
dip_statement_put_sealed (DipStatement *self, DipKey key, const char *table, const char *column, gint64 row,
                          guint version, const char *text)
{
  const DipKeyring *keyring = self->db->keyring;
  g_autofree char *belongs = NULL;
  g_autofree char *sealed = NULL;

  if (keyring == NULL || text == NULL)
    {
      dip_statement_put_text (self, text);
      return;
    }
  belongs = dip_keyring_place (table, row, column, version);
  sealed = dip_keyring_seal_text (keyring, key, belongs, text);
  dip_statement_put_text (self, sealed);
  if (sealed == NULL && self->code == SQLITE_OK)
    {
      self->code = SQLITE_AUTH;
      self->reason = g_strdup ("no key");
    }
}

void
dip_statement_put_date (DipStatement *self, DipDate date)
{
  g_autofree char *text = dip_date_to_iso (date);

  dip_statement_put_text (self, text);
}

void
dip_statement_put_token (DipStatement *self, const DipToken *table, int value)
{
  dip_statement_put_text (self, dip_token_name (table, value));
}

void
dip_statement_put_flags (DipStatement *self, const DipToken *table, guint flags)
{
  g_autofree char *text = dip_flags_to_text (table, flags);

  dip_statement_put_text (self, *text == '\0' ? NULL : text);
}

void
dip_statement_put_zeros (DipStatement *self, gsize length)
{
  keep_failure (self, sqlite3_bind_zeroblob64 (self->handle, next_parameter (self), length));
}

static gboolean
fail (DipStatement *self, int code, const char *reason, GError **error)
{
  dip_db_set_error (self->db, code, reason, error);
  return FALSE;
}

/**
 * dip_statement_step:
 * @self: a statement whose parameters have been put
 * @row: (out): whether there is a row
 * @error: any
 *
 * Returns: %TRUE when nothing failed
 */
gboolean
dip_statement_step (DipStatement *self, gboolean *row, GError **error)
{
  int code;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  if (self->code != SQLITE_OK)
    return fail (self, self->code, self->reason, error);
  self->column = 0;
  code = dip_db_step (self->handle);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return fail (self, code, sqlite3_errmsg (self->db->handle), error);
  *row = code == SQLITE_ROW;
  return TRUE;
}

static int
next_column (DipStatement *self)
{
  return self->column++;
}

gint64
dip_statement_take_int (DipStatement *self)
{
  return sqlite3_column_int64 (self->handle, next_column (self));
}

double
dip_statement_take_double (DipStatement *self)
{
  return sqlite3_column_double (self->handle, next_column (self));
}

static const char *
peek_text (DipStatement *self)
{
  return (const char *) sqlite3_column_text (self->handle, next_column (self));
}

char *
dip_statement_take_text (DipStatement *self)
{
  return g_strdup (peek_text (self));
}

char *
dip_statement_take_sealed (DipStatement *self, DipKey key, const char *table, const char *column, gint64 row,
                           guint version)
{
  const DipKeyring *keyring = self->db->keyring;
  const char *stored = peek_text (self);
  g_autofree char *belongs = dip_keyring_place (table, row, column, version);
  char *text = NULL;

  if (keyring == NULL || stored == NULL)
    return g_strdup (stored);
  switch (dip_keyring_open_text (keyring, key, belongs, stored, &text))
    {
    case DIP_OPENED:
      return text;
    case DIP_OPENED_NO_KEY:
      return g_strdup (C_ ("text", "(sealed)"));
    case DIP_OPENED_ALTERED:
    default:
      return g_strdup (C_ ("text", "(altered)"));
    }
}

DipDb *
dip_statement_get_db (DipStatement *self)
{
  return self->db;
}

DipDate
dip_statement_take_date (DipStatement *self)
{
  const char *text = peek_text (self);
  DipDate date = DIP_DATE_NONE;

  if (text == NULL || !dip_date_parse (text, "date", &date, NULL))
    return DIP_DATE_NONE;
  return date;
}

int
dip_statement_take_token (DipStatement *self, const DipToken *table, int fallback)
{
  const char *text = peek_text (self);

  for (const DipToken *row = table; text != NULL && row->token != NULL; row++)
    if (g_str_equal (row->token, text))
      return row->value;
  return fallback;
}

guint
dip_statement_take_flags (DipStatement *self, const DipToken *table)
{
  const char *text = peek_text (self);
  guint flags = 0;

  if (text == NULL || !dip_flags_parse (table, text, "flags", &flags, NULL))
    return 0;
  return flags;
}

gboolean
dip_statement_run (DipStatement *self, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!dip_statement_step (self, &row, error))
      return FALSE;
  return TRUE;
}

gboolean
dip_statement_int (DipStatement *self, gint64 *out, GError **error)
{
  gboolean row;

  if (!dip_statement_step (self, &row, error))
    return FALSE;
  *out = row ? dip_statement_take_int (self) : 0;
  return TRUE;
}

/**
 * dip_statement_one:
 * @self: a statement
 * @func: makes a struct from a row
 * @row: (out) (transfer full) (nullable): the first row; %NULL when there is none
 * @error: any
 *
 * Returns: %TRUE when nothing failed
 */
gboolean
dip_statement_one (DipStatement *self, DipRowFunc func, gpointer *row, GError **error)
{
  gboolean found;

  *row = NULL;
  if (!dip_statement_step (self, &found, error))
    return FALSE;
  if (found)
    *row = func (self);
  return TRUE;
}

/**
 * dip_statement_need:
 * @self: a statement
 * @func: makes a struct from a row
 * @error: %DIP_ERROR_NOT_FOUND, any
 * @missing: the message when there is no row
 * @...: its arguments
 *
 * Returns: (transfer full): the first row
 */
gpointer
dip_statement_need (DipStatement *self, DipRowFunc func, GError **error, const char *missing, ...)
{
  g_autofree char *message = NULL;
  gpointer row;
  va_list args;

  if (!dip_statement_one (self, func, &row, error) || row != NULL)
    return row;
  va_start (args, missing);
  message = g_strdup_vprintf (missing, args);
  va_end (args);
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, message);
  return NULL;
}

/**
 * dip_statement_list:
 * @self: a statement
 * @func: makes a struct from a row
 * @free_func: (nullable): frees it
 * @error: any
 *
 * Returns: (transfer full): all rows, or %NULL
 */
GPtrArray *
dip_statement_list (DipStatement *self, DipRowFunc func, GDestroyNotify free_func, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_func);
  gboolean row = TRUE;

  while (TRUE)
    {
      if (!dip_statement_step (self, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      g_ptr_array_add (list, func (self));
    }
}

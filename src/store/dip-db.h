/* A thin owned wrapper of an SQLite connection and its statements: every step of every statement goes through here, so that
 * errors read like the rest of the program's and tests can make any step fail.
 *
 * A statement is prepared once per connection and kept; values are put in and taken out in the order of the SQL text. What
 * goes wrong while preparing or putting is kept and comes out of the run, so that callers check once. A connection and its
 * statements belong to one thread at a time. */
#pragma once

#include "dip-date.h"
#include "dip-keyring.h"
#include "dip-library.h"
#include "dip-token.h"

G_BEGIN_DECLS

/* In the header of our files (SQLite's application_id): "Dipt" and "DipB". */
#define DIP_DB_LIBRARY_ID 0x44697074
#define DIP_DB_BACKUP_ID  0x44697042

typedef enum
{
  DIP_DB_CREATE,       /* a new file, or an empty one */
  DIP_DB_CREATE_ALONE, /* the same, which nobody else opens until it is whole: for file systems that know no locks, too */
  DIP_DB_WRITE,        /* an existing file */
  DIP_DB_READ,         /* an existing file; SQLite may make its shared-memory file beside it */
  DIP_DB_READ_IMMUTABLE, /* a file nobody is writing: nothing is made beside it */
} DipDbMode;

/* What the first 100 bytes of a database file say, read without SQLite: nothing on disk is touched. */
typedef struct
{
  guint32 application_id;
  guint32 version; /* user_version */
} DipDbHeader;
/* Errors: NOT_FOUND, DAMAGED (not a database), IO. @shown is what messages call it. */
gboolean dip_db_read_header (const char *path, const char *shown, DipDbHeader *out, GError **error);

DipDb *dip_db_open (const char *path, const char *shown, DipDbMode mode, GError **error);
void dip_db_close (DipDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDb, dip_db_close)

/* Steps stop with G_IO_ERROR_CANCELLED once @cancellable (nullable, borrowed) is cancelled. */
void dip_db_set_cancellable (DipDb *self, GCancellable *cancellable);
/* Runs all statements of @sql, without rows. */
gboolean dip_db_run (DipDb *self, const char *sql, GError **error);
/* One integer, such as a pragma or a count. */
gboolean dip_db_query_int (DipDb *self, const char *sql, gint64 *out, GError **error);
/* BEGIN IMMEDIATE, or BEGIN and a first look at the database so that the snapshot is taken now. */
gboolean dip_db_begin (DipDb *self, gboolean write, GError **error);
/* Commits, or rolls back when that fails. */
gboolean dip_db_commit (DipDb *self, GError **error);
void dip_db_rollback (DipDb *self);
/* A compact copy, without what deletions leave, in the existing empty file @path. Outside transactions. */
gboolean dip_db_copy_into (DipDb *self, const char *path, GError **error);
/* Copies the write-ahead log into the database and empties it; LOCKED when readers are in the way for longer than that. */
gboolean dip_db_checkpoint (DipDb *self, int wait_milliseconds, GError **error);
gint64 dip_db_last_id (DipDb *self);
guint dip_db_changes (DipDb *self);

/* The writer asks for a rewrite of what deletions leave (write-ahead log, back-ups of older versions) once it has
 * committed: something personal was erased. */
void dip_db_set_erased (DipDb *self);
gboolean dip_db_take_erased (DipDb *self);

/* Whose keys open and seal what passes (nullable), and whether tables show only what marketing may see: then the restricted
 * ones are shadowed by views, so that no query needs to know. Outside transactions. */
gboolean dip_db_work_for (DipDb *self, DipKeyring *keyring, GError **error);
/* (transfer none) (nullable) */
DipKeyring *dip_db_get_keyring (DipDb *self);

typedef struct _DipStatement DipStatement;

/* Never NULL. */
DipStatement *dip_db_prepare (DipDb *self, const char *sql);
void dip_statement_free (DipStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipStatement, dip_statement_free)

/* The next parameter. Text may be NULL; ids and numbers of 0, DIP_DATE_NONE and values not in the table become NULL. */
void dip_statement_put_int (DipStatement *self, gint64 value);
void dip_statement_put_id (DipStatement *self, gint64 id);
void dip_statement_put_double (DipStatement *self, double value);
void dip_statement_put_number (DipStatement *self, double value);
void dip_statement_put_text (DipStatement *self, const char *text);
void dip_statement_put_date (DipStatement *self, DipDate date);
void dip_statement_put_token (DipStatement *self, const DipToken *table, int value);
void dip_statement_put_flags (DipStatement *self, const DipToken *table, guint flags);
void dip_statement_put_zeros (DipStatement *self, gsize length);

/* The next parameter, sealed where the library is: @table, @column and @row say where it belongs, @version how often that was
 * written. */
void dip_statement_put_sealed (DipStatement *self, DipKey key, const char *table, const char *column, gint64 row,
                               guint version, const char *text);

/* TRUE with *@row saying whether there is one. */
gboolean dip_statement_step (DipStatement *self, gboolean *row, GError **error);

/* The next column of the row; NULL becomes 0, NULL, DIP_DATE_NONE, @fallback, no flags. */
gint64 dip_statement_take_int (DipStatement *self);
double dip_statement_take_double (DipStatement *self);
char *dip_statement_take_text (DipStatement *self);
DipDate dip_statement_take_date (DipStatement *self);
int dip_statement_take_token (DipStatement *self, const DipToken *table, int fallback);
guint dip_statement_take_flags (DipStatement *self, const DipToken *table);

/* The next column, opened; without the key, or when it was altered, a word that says so. */
char *dip_statement_take_sealed (DipStatement *self, DipKey key, const char *table, const char *column, gint64 row,
                                 guint version);
DipDb *dip_statement_get_db (DipStatement *self);

/* Whole runs; they may be done once per statement. */
typedef gpointer (*DipRowFunc) (DipStatement *row);
gboolean dip_statement_run (DipStatement *self, GError **error);
gboolean dip_statement_int (DipStatement *self, gint64 *out, GError **error); /* 0 when there is no row */
/* *@row (out) (transfer full) is NULL when there is none. */
gboolean dip_statement_one (DipStatement *self, DipRowFunc func, gpointer *row, GError **error);
/* NULL with DIP_ERROR_NOT_FOUND and this message when there is none. */
gpointer dip_statement_need (DipStatement *self, DipRowFunc func, GError **error, const char *missing, ...)
    G_GNUC_PRINTF (4, 5);
GPtrArray *dip_statement_list (DipStatement *self, DipRowFunc func, GDestroyNotify free_func, GError **error);

/* Blobs in pieces, for back-ups: memory stays bounded whatever their size. */
typedef struct _DipDbBlob DipDbBlob;
DipDbBlob *dip_db_blob_open (DipDb *self, const char *table, const char *column, gint64 row, gboolean write,
                             GError **error);
void dip_db_blob_close (DipDbBlob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDbBlob, dip_db_blob_close)
gsize dip_db_blob_get_size (DipDbBlob *self);
gboolean dip_db_blob_read (DipDbBlob *self, gpointer data, gsize length, gsize offset, GError **error);
gboolean dip_db_blob_write (DipDbBlob *self, gconstpointer data, gsize length, gsize offset, GError **error);

G_END_DECLS

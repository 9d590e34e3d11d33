#include "dip-library-private.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dip-migration.h"
#include "dip-safe-file.h"
#include "dip-stage.h"

#define READERS_KEPT             4
#define ERASED_WAIT_MILLISECONDS 500
#define FIRST_SEALED_VERSION     3 /* of the catalogue: has the table seal */

/* A call to the writer thread; @func NULL ends it. */
typedef struct
{
  DipLibraryFunc func;
  gpointer user_data;
  gboolean result;
  GError *error;
  gboolean done;
  GMutex mutex;
  GCond cond;
} Request;

char *
dip_library_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "diptych", "library", NULL);
}

char *
dip_library_catalogue_path (const char *folder)
{
  return g_build_filename (folder, "catalogue.db", NULL);
}

static gboolean
is_there (const char *catalogue, const char *shown, GError **error)
{
  if (g_file_test (catalogue, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
               _ ("There is no library in “%s”. Make one with “diptych-cli library create”, or choose another folder."),
               shown);
  return FALSE;
}

static gboolean
is_our_version (gint64 version, const char *shown, guint n_steps, GError **error)
{
  if (version <= n_steps)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NEWER_LIBRARY,
               _ ("The library “%s” was made by a newer version of Diptych; it has been left untouched. "
                  "Update Diptych to open it."),
               shown);
  return FALSE;
}

gboolean
dip_library_check_header (const char *catalogue, const char *shown, guint n_steps, GError **error)
{
  DipDbHeader header;

  if (!dip_db_read_header (catalogue, shown, &header, error))
    return FALSE;
  if (header.application_id != DIP_DB_LIBRARY_ID)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_FOREIGN_LIBRARY,
                   _ ("“%s” holds a database of another program; it has been left untouched. Choose another folder."),
                   shown);
      return FALSE;
    }
  return is_our_version (header.version, shown, n_steps, error);
}

/* Before a migration: a compact copy of the catalogue as it is. */
static gboolean
back_up_before (DipLibrary *self, gint64 version, GError **error)
{
  g_autofree char *catalogue = dip_library_catalogue_path (self->path);
  g_autofree char *path = g_strdup_printf ("%s.before-v%" PRId64, catalogue, version + 1);
  g_autofree char *staged = dip_stage_file (path, error);
  gboolean done;

  if (staged == NULL)
    return FALSE;
  done = dip_db_copy_into (self->writer, staged, error) && dip_stage_publish_file (staged, path, error);
  g_unlink (staged);
  return done;
}

/* They hold what has been erased since. */
static void
remove_old_back_ups (DipLibrary *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "catalogue.db.before-v"))
      {
        g_autofree char *path = g_build_filename (self->path, name, NULL);

        dip_safe_file_remove (path, NULL);
      }
}

static gboolean
bring_up_to_date (DipLibrary *self, GPtrArray *steps, GError **error)
{
  gint64 version;

  if (!dip_db_query_int (self->writer, "PRAGMA user_version", &version, error)
      || !is_our_version (version, self->shown, steps->len, error))
    return FALSE;
  if (version == steps->len)
    return TRUE;
  if (!back_up_before (self, version, error) || !dip_migration_run (self->writer, steps, error))
    return FALSE;
  /* So that the header, which other versions look at, says so at once; readers only delay that. */
  dip_db_checkpoint (self->writer, 0, NULL);
  return TRUE;
}

static void
settle (DipLibrary *self)
{
  dip_blobs_settle (self, self->writer);
  if (dip_db_take_erased (self->writer))
    {
      remove_old_back_ups (self);
      self->log_holds_erased = TRUE;
    }
  /* With a reader in the way, after the next commit; closing clears the log in any case. */
  if (self->log_holds_erased)
    self->log_holds_erased = !dip_db_checkpoint (self->writer, ERASED_WAIT_MILLISECONDS, NULL);
}

/* State and keys at once: a sealed library without a keyring would be locked. Who has signed out meanwhile stays out. */
static void
adopt_next (DipLibrary *self, const DipKeyring *used)
{
  g_autoptr (DipKeyring) next = g_steal_pointer (&self->next_keyring);
  DipKeyring *old = NULL;

  if (next == NULL)
    return;
  g_mutex_lock (&self->seal_mutex);
  if (self->keyring == used)
    {
      old = self->keyring;
      self->keyring = g_steal_pointer (&next);
    }
  self->seal_state = self->next_state;
  g_mutex_unlock (&self->seal_mutex);
  dip_keyring_unref (old);
}

static gboolean
write_now (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error)
{
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (self);

  if (!dip_db_work_for (self->writer, keyring, error) || !dip_db_begin (self->writer, TRUE, error))
    return FALSE;
  if (!func (self->writer, user_data, error))
    {
      dip_db_rollback (self->writer);
      dip_db_take_erased (self->writer);
      g_clear_pointer (&self->next_keyring, dip_keyring_unref);
      return FALSE;
    }
  if (!dip_db_commit (self->writer, error))
    {
      dip_db_take_erased (self->writer);
      dip_blobs_unsettle (self);
      g_clear_pointer (&self->next_keyring, dip_keyring_unref);
      return FALSE;
    }
  adopt_next (self, keyring);
  settle (self);
  return TRUE;
}

static void
answer (Request *request)
{
  g_mutex_lock (&request->mutex);
  request->done = TRUE;
  g_cond_signal (&request->cond);
  g_mutex_unlock (&request->mutex);
}

static gpointer
writer_main (gpointer data)
{
  DipLibrary *self = data;

  while (TRUE)
    {
      Request *request = g_async_queue_pop (self->queue);
      gboolean ends = request->func == NULL;

      if (!ends)
        request->result = write_now (self, request->func, request->user_data, &request->error);
      answer (request);
      if (ends)
        return NULL;
    }
}

static void
call_writer (DipLibrary *self, Request *request)
{
  g_mutex_init (&request->mutex);
  g_cond_init (&request->cond);
  g_async_queue_push (self->queue, request);
  g_mutex_lock (&request->mutex);
  while (!request->done)
    g_cond_wait (&request->cond, &request->mutex);
  g_mutex_unlock (&request->mutex);
  g_mutex_clear (&request->mutex);
  g_cond_clear (&request->cond);
}

static gboolean
open_for_writing (DipLibrary *self, const char *catalogue, GPtrArray *steps, GError **error)
{
  self->lock = dip_lock_take (self->path, self->shown, error);
  if (self->lock == NULL)
    return FALSE;
  self->writer = dip_db_open (catalogue, self->shown, DIP_DB_WRITE, error);
  if (self->writer == NULL || !dip_db_run (self->writer, "PRAGMA journal_mode = WAL", error)
      || !bring_up_to_date (self, steps, error))
    return FALSE;
  dip_blobs_sweep (self, 0);
  self->thread = g_thread_new ("dip-writer", writer_main, self);
  return TRUE;
}

static gboolean
is_up_to_date (DipDb *db, gpointer user_data, GError **error)
{
  DipLibrary *self = ((gpointer *) user_data)[0];
  const GPtrArray *steps = ((gpointer *) user_data)[1];
  gint64 version;

  if (!dip_db_query_int (db, "PRAGMA user_version", &version, error)
      || !is_our_version (version, self->shown, steps->len, error))
    return FALSE;
  if (version == steps->len)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_READ_ONLY,
      _ ("The library “%s” was made by an older version of Diptych. Open it once for writing, which brings it up "
         "to date."),
      self->shown);
  return FALSE;
}

/* How SQLite says that it cannot make its shared memory beside the catalogue. */
static gboolean
lacks_shared_memory (const GError *failure)
{
  return g_error_matches (failure, DIP_ERROR, DIP_ERROR_IO)
         || g_error_matches (failure, DIP_ERROR, DIP_ERROR_READ_ONLY);
}

/* What was committed last is in the log, and only there. */
static gboolean
was_left_open (const char *catalogue)
{
  g_autofree char *log = g_strconcat (catalogue, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

/* Where nothing can be written, nobody is writing the catalogue either, unless it is locked from where it can be. */
static gboolean
may_read_immutable (DipLibrary *self, const char *catalogue, GError *failure, GError **error)
{
  if (!lacks_shared_memory (failure) || dip_lock_is_held (self->path))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  if (!was_left_open (catalogue))
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_READ_ONLY,
      _ ("The library “%s” was not closed properly and is on a disk that can only be read. Copy it to one that can "
         "be written and open it there."),
      self->shown);
  return FALSE;
}

static gboolean
open_for_reading (DipLibrary *self, const char *catalogue, GPtrArray *steps, GError **error)
{
  gpointer data[] = { self, steps };
  GError *failure = NULL;

  if (dip_library_read (self, is_up_to_date, data, &failure))
    return TRUE;
  if (!may_read_immutable (self, catalogue, failure, error))
    return FALSE;
  g_ptr_array_set_size (self->readers, 0);
  self->reader_mode = DIP_DB_READ_IMMUTABLE;
  return dip_library_read (self, is_up_to_date, data, error);
}

static DipLibrary *
library_new (const char *path, DipLibraryMode mode)
{
  DipLibrary *self = g_new0 (DipLibrary, 1);

  g_atomic_ref_count_init (&self->references);
  self->path = g_canonicalize_filename (path, NULL);
  self->shown = g_filename_display_name (self->path);
  self->is_read_only = mode == DIP_LIBRARY_READ_ONLY;
  self->reader_mode = DIP_DB_READ;
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->readers_mutex);
  g_mutex_init (&self->blobs_mutex);
  g_mutex_init (&self->seal_mutex);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_db_close);
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static gboolean
look_at_seal (DipDb *db, gpointer user_data, GError **error)
{
  DipLibrary *self = user_data;
  gint64 state;

  if (!dip_db_query_int (db, "SELECT CASE state WHEN 'sealing' THEN 1 WHEN 'sealed' THEN 2 ELSE 3 END FROM seal",
                         &state, error))
    return FALSE;
  self->seal_state = (DipSealState) state;
  return TRUE;
}

DipLibrary *
dip_library_open_with (const char *path, DipLibraryMode mode, GPtrArray *steps, GError **error)
{
  g_autoptr (DipLibrary) self = library_new (path, mode);
  g_autofree char *catalogue = dip_library_catalogue_path (self->path);
  gboolean opened;

  if (!is_there (catalogue, self->shown, error)
      || !dip_library_check_header (catalogue, self->shown, steps->len, error))
    return NULL;
  opened = (self->is_read_only ? open_for_reading (self, catalogue, steps, error)
                               : open_for_writing (self, catalogue, steps, error))
           && (steps->len < FIRST_SEALED_VERSION || dip_library_read_locked (self, look_at_seal, self, error));
  return opened ? g_steal_pointer (&self) : NULL;
}

/**
 * dip_library_open:
 * @path: a library's folder
 * @mode: for reading, or also for writing
 * @error: see the header
 *
 * The header of the catalogue is looked at before anything is locked or made, so that what is not ours or too new for us
 * stays as it is to the byte.
 *
 * Returns: (transfer full): the library
 */
DipLibrary *
dip_library_open (const char *path, DipLibraryMode mode, GError **error)
{
  g_autoptr (GPtrArray) steps = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  steps = dip_migration_steps ();
  return dip_library_open_with (path, mode, steps, error);
}

DipLibrary *
dip_library_ref (DipLibrary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dip_library_unref (DipLibrary *self)
{
  Request end = { 0 };

  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_assert (g_thread_self () != self->thread);
  if (self->thread != NULL)
    {
      call_writer (self, &end);
      g_thread_join (self->thread);
    }
  g_ptr_array_unref (self->readers);
  g_clear_pointer (&self->writer, dip_db_close);
  g_clear_pointer (&self->lock, dip_lock_free);
  g_hash_table_unref (self->pending);
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->readers_mutex);
  g_mutex_clear (&self->blobs_mutex);
  g_mutex_clear (&self->seal_mutex);
  dip_keyring_unref (self->keyring);
  g_free (self->path);
  g_free (self->shown);
  g_free (self);
}

const char *
dip_library_get_path (DipLibrary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

gboolean
dip_library_is_read_only (DipLibrary *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->is_read_only;
}

gboolean
dip_library_may_write (DipLibrary *self, GError **error)
{
  if (!self->is_read_only)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY,
               _ ("The library “%s” was opened for reading only. Open it for writing to change it."), self->shown);
  return FALSE;
}

DipKeyring *
dip_library_get_seal (DipLibrary *self, DipSealState *state)
{
  DipKeyring *keyring;

  g_mutex_lock (&self->seal_mutex);
  *state = self->seal_state;
  keyring = self->keyring != NULL ? dip_keyring_ref (self->keyring) : NULL;
  g_mutex_unlock (&self->seal_mutex);
  return keyring;
}

DipKeyring *
dip_library_get_keyring (DipLibrary *self)
{
  DipSealState state;

  g_return_val_if_fail (self != NULL, NULL);

  return dip_library_get_seal (self, &state);
}

gboolean
dip_library_is_sealed (DipLibrary *self)
{
  DipSealState state;

  g_return_val_if_fail (self != NULL, FALSE);

  dip_keyring_unref (dip_library_get_seal (self, &state));
  return state != DIP_SEAL_NONE;
}

gboolean
dip_library_is_locked (DipLibrary *self)
{
  DipSealState state;
  g_autoptr (DipKeyring) keyring = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  keyring = dip_library_get_seal (self, &state);
  return state != DIP_SEAL_NONE && keyring == NULL;
}

gboolean
dip_seal_is_unfinished (DipLibrary *self)
{
  DipSealState state;

  g_return_val_if_fail (self != NULL, FALSE);

  dip_keyring_unref (dip_library_get_seal (self, &state));
  return state == DIP_SEAL_SEALING || state == DIP_SEAL_TURNING;
}

/* Takes @keyring (nullable). */
static void
hold_keyring (DipLibrary *self, DipKeyring *keyring)
{
  DipKeyring *old;

  g_mutex_lock (&self->seal_mutex);
  old = self->keyring;
  self->keyring = keyring;
  g_mutex_unlock (&self->seal_mutex);
  dip_keyring_unref (old);
}

void
dip_library_sign_in (DipLibrary *self, DipKeyring *keyring)
{
  hold_keyring (self, dip_keyring_ref (keyring));
}

void
dip_library_adopt (DipLibrary *self, DipKeyring *keyring, DipSealState state)
{
  g_assert (g_thread_self () == self->thread);

  dip_keyring_unref (self->next_keyring);
  self->next_keyring = dip_keyring_ref (keyring);
  self->next_state = state;
}

static gboolean
run_on_writer (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error)
{
  Request request = { .func = func, .user_data = user_data };

  call_writer (self, &request);
  if (request.error != NULL)
    g_propagate_error (error, request.error);
  return request.result;
}

/* Idle connections hold on to keys; the writer's own is changed by its own thread. */
static gboolean
forget_keys (DipDb *db, gpointer user_data, GError **error)
{
  return TRUE;
}

void
dip_library_lock (DipLibrary *self)
{
  g_return_if_fail (self != NULL);

  if (!dip_library_is_sealed (self))
    return;
  hold_keyring (self, NULL);
  g_mutex_lock (&self->readers_mutex);
  g_ptr_array_set_size (self->readers, 0);
  g_mutex_unlock (&self->readers_mutex);
  /* The writer's own reference goes with its next transaction: this one, once it has its turn. */
  if (self->thread != NULL)
    run_on_writer (self, forget_keys, NULL, NULL);
}

void
dip_library_set_locked_error (DipLibrary *self, GError **error)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_SEALED, _ ("The library “%s” is locked. Sign in to open it."), self->shown);
}

/* Sets DIP_ERROR_SEALED when nobody has signed in. */
static gboolean
may_look (DipLibrary *self, GError **error)
{
  if (!dip_library_is_locked (self))
    return TRUE;
  dip_library_set_locked_error (self, error);
  return FALSE;
}

/**
 * dip_library_write:
 * @self: a library
 * @func: the work; runs on the writer thread within a transaction
 * @user_data: for @func
 * @error: @func's, or why it could not be committed
 *
 * Blocks until the transaction is safely on disk, or undone. Any thread but the writer's own.
 *
 * Returns: %TRUE when committed
 */
gboolean
dip_library_write (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail (self != NULL && func != NULL, FALSE);
  g_return_val_if_fail (self->thread == NULL || g_thread_self () != self->thread, FALSE);

  return dip_library_may_write (self, error) && may_look (self, error) && run_on_writer (self, func, user_data, error);
}

DipDb *
dip_library_take_reader (DipLibrary *self, GError **error)
{
  g_autofree char *catalogue = dip_library_catalogue_path (self->path);
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (self);
  DipDb *db = NULL;

  g_mutex_lock (&self->readers_mutex);
  if (self->readers->len > 0)
    db = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->readers_mutex);
  if (db == NULL)
    db = dip_db_open (catalogue, self->shown, self->reader_mode, error);
  if (db == NULL || dip_db_work_for (db, keyring, error))
    return db;
  dip_db_close (db);
  return NULL;
}

void
dip_library_give_reader_back (DipLibrary *self, DipDb *db)
{
  gboolean keep;

  dip_db_rollback (db);
  g_mutex_lock (&self->readers_mutex);
  keep = self->readers->len < READERS_KEPT && dip_db_get_keyring (db) == self->keyring;
  if (keep)
    g_ptr_array_add (self->readers, db);
  g_mutex_unlock (&self->readers_mutex);
  if (!keep)
    dip_db_close (db);
}

/**
 * dip_library_read:
 * @self: a library
 * @func: the work; runs on this thread and sees one snapshot
 * @user_data: for @func
 * @error: @func's, or why the catalogue could not be read
 *
 * Returns: what @func returned
 */
gboolean
dip_library_read (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  return may_look (self, error) && dip_library_read_locked (self, func, user_data, error);
}

gboolean
dip_library_read_locked (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error)
{
  DipDb *db;
  gboolean result;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  db = dip_library_take_reader (self, error);
  if (db == NULL)
    return FALSE;
  result = dip_db_begin (db, FALSE, error) && func (db, user_data, error);
  dip_library_give_reader_back (self, db);
  return result;
}

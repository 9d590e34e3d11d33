#include "dip-blobs.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dip-digest.h"
#include "dip-library-private.h"
#include "dip-safe-file.h"

#define BLOB_MAX (G_GUINT64_CONSTANT (1) << 31)
#define SHARDS   256

static char *
shard_path (DipLibrary *self, const char *room, const char *digest)
{
  char shard[] = { digest[0], digest[1], '\0' };

  return g_build_filename (self->path, room, shard, NULL);
}

char *
dip_blobs_name (const char *digest)
{
  return g_strdup_printf ("blobs/%.2s/%s", digest, digest);
}

char *
dip_blobs_path (DipLibrary *self, const char *digest)
{
  g_autofree char *name = dip_blobs_name (digest);

  return g_build_filename (self->path, name, NULL);
}

static char *
derived_path (DipLibrary *self, const char *digest, const char *kind)
{
  g_autofree char *shard = shard_path (self, "derived", digest);
  g_autofree char *name = g_strdup_printf ("%s.%s", digest, kind);

  return g_build_filename (shard, name, NULL);
}

static void
count_pending (DipLibrary *self, const char *digest, int change)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->pending, digest)) + change;

  if (n > 0)
    g_hash_table_insert (self->pending, g_strdup (digest), GINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->pending, digest);
}

static void
set_altered_error (DipLibrary *self, const char *digest, GError **error)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
               _ ("A picture of the library “%s” was altered on disk (%s). Restore the last back-up."), self->shown,
               digest);
}

/* A digest that comes from outside must not lead out of the folder. */
static gboolean
is_digest (DipLibrary *self, const char *digest, GError **error)
{
  if (dip_digest_is_valid (digest))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” names no picture of the library “%s”."), digest,
               self->shown);
  return FALSE;
}

static GBytes *
read_blob (DipLibrary *self, const char *digest, GError **error)
{
  g_autofree char *path = dip_blobs_path (self, digest);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
                   _ ("A picture of the library “%s” is missing on disk (%s). Restore the last back-up."), self->shown,
                   digest);
      return NULL;
    }
  bytes = dip_safe_file_read (path, BLOB_MAX, NULL, error);
  if (bytes == NULL)
    return NULL;
  found = dip_digest_bytes (bytes);
  if (g_str_equal (found, digest))
    return g_steal_pointer (&bytes);
  set_altered_error (self, digest, error);
  return NULL;
}

static gboolean
write_blob (DipLibrary *self, const char *digest, GBytes *bytes, DipSafeFileCheck check, gpointer user_data,
            GError **error)
{
  g_autofree char *shard = shard_path (self, "blobs", digest);
  g_autofree char *path = dip_blobs_path (self, digest);

  return dip_safe_dir_create (shard, TRUE, error)
         && dip_safe_file_write (path, bytes, DIP_SAFE_FILE_PRIVATE, check, user_data, error);
}

static gboolean
put_counted (DipLibrary *self, const char *digest, GBytes *bytes, DipSafeFileCheck check, gpointer user_data,
             GError **error)
{
  g_autoptr (GBytes) present = read_blob (self, digest, NULL);

  if (present == NULL)
    return write_blob (self, digest, bytes, check, user_data, error);
  return check == NULL || check (present, user_data, error);
}

/**
 * dip_blobs_put:
 * @library: a library open for writing
 * @bytes: the content
 * @check: (nullable): proves the bytes as read back from disk
 * @user_data: for @check
 * @error: @check's, %DIP_ERROR_READ_ONLY, %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO
 *
 * A blob that is there already is read, compared and checked, and written anew only when it was altered. Until a committed
 * row names it, nobody else's clearing up removes it. Any thread.
 *
 * Returns: (transfer full): its digest
 */
char *
dip_blobs_put (DipLibrary *library, GBytes *bytes, gboolean (*check) (GBytes *, gpointer, GError **),
               gpointer user_data, GError **error)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (library != NULL && bytes != NULL, NULL);

  if (!dip_library_may_write (library, error))
    return NULL;
  digest = dip_digest_bytes (bytes);
  g_mutex_lock (&library->blobs_mutex);
  count_pending (library, digest, 1);
  g_mutex_unlock (&library->blobs_mutex);
  if (put_counted (library, digest, bytes, check, user_data, error))
    return g_steal_pointer (&digest);
  g_mutex_lock (&library->blobs_mutex);
  count_pending (library, digest, -1);
  g_mutex_unlock (&library->blobs_mutex);
  return NULL;
}

GBytes *
dip_blobs_get (DipLibrary *library, const char *digest, GError **error)
{
  g_return_val_if_fail (library != NULL && digest != NULL, NULL);

  return is_digest (library, digest, error) ? read_blob (library, digest, error) : NULL;
}

gboolean
dip_blobs_is_named (DipDb *db, const char *digest, gboolean *named, GError **error)
{
  g_autoptr (DipStatement) find
      = dip_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM photo WHERE blob = ?1) "
                            "OR EXISTS (SELECT 1 FROM consent c JOIN client p ON p.id = c.client_id "
                            "WHERE c.signature = ?1 AND p.erased_at IS NULL) "
                            "OR EXISTS (SELECT 1 FROM style WHERE logo = ?1)");
  gint64 found;

  dip_statement_put_text (find, digest);
  if (!dip_statement_int (find, &found, error))
    return FALSE;
  *named = found != 0;
  return TRUE;
}

void
dip_blobs_settle (DipLibrary *self, DipDb *db)
{
  GHashTableIter iter;
  gpointer digest;

  g_mutex_lock (&self->blobs_mutex);
  self->uncertain = FALSE;
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    {
      gboolean named;

      if (dip_blobs_is_named (db, digest, &named, NULL) && named)
        g_hash_table_iter_remove (&iter);
    }
  g_mutex_unlock (&self->blobs_mutex);
}

/* A commit that could not be synced is undone, but its frames stay in the write-ahead log until the next commit writes over
 * them: should the program die before that, SQLite finds them whole and the rows are there after all. Their blobs must be,
 * too; if not, they are orphans for the next check. */
void
dip_blobs_unsettle (DipLibrary *self)
{
  g_mutex_lock (&self->blobs_mutex);
  self->uncertain = TRUE;
  g_mutex_unlock (&self->blobs_mutex);
}

/* A question about one blob, and the answer. */
typedef struct
{
  const char *digest;
  gboolean named;
} Question;

static gboolean
ask (DipDb *db, gpointer user_data, GError **error)
{
  Question *question = user_data;

  return dip_blobs_is_named (db, question->digest, &question->named, error);
}

/* With the mutex held: what is not pending gets no new row while that is so, since a row comes after a put. */
static gboolean
drop_if_free (DipLibrary *self, const char *digest, gboolean *removed, GError **error)
{
  g_autofree char *path = dip_blobs_path (self, digest);
  Question question = { .digest = digest };

  if (self->uncertain || g_hash_table_contains (self->pending, digest))
    return TRUE;
  if (!dip_library_read (self, ask, &question, error))
    return FALSE;
  if (question.named)
    return TRUE;
  dip_derived_drop (self, digest);
  *removed = dip_safe_file_remove (path, error);
  return *removed;
}

gboolean
dip_blobs_drop_orphan (DipLibrary *self, const char *digest, gboolean *removed, GError **error)
{
  gboolean done;

  *removed = FALSE;
  g_mutex_lock (&self->blobs_mutex);
  done = drop_if_free (self, digest, removed, error);
  g_mutex_unlock (&self->blobs_mutex);
  return done;
}

/**
 * dip_blobs_drop_unused:
 * @library: a library open for writing
 * @digest: what dip_blobs_put() returned, or an erased client's
 * @error: %DIP_ERROR_READ_ONLY, %DIP_ERROR_IO
 *
 * Takes back one dip_blobs_put() whose row was not committed, and removes the blob with all derived from it when nothing
 * else needs it.
 *
 * Returns: %TRUE on success, removed or not
 */
gboolean
dip_blobs_drop_unused (DipLibrary *library, const char *digest, GError **error)
{
  gboolean removed;

  g_return_val_if_fail (library != NULL && digest != NULL, FALSE);

  if (!dip_library_may_write (library, error) || !is_digest (library, digest, error))
    return FALSE;
  g_mutex_lock (&library->blobs_mutex);
  count_pending (library, digest, -1);
  g_mutex_unlock (&library->blobs_mutex);
  return dip_blobs_drop_orphan (library, digest, &removed, error);
}

/**
 * dip_derived_get:
 * @library: a library
 * @digest: of the blob it was made from
 * @kind: a short token
 *
 * Returns: (transfer full) (nullable): the derived file; %NULL when it is not there or cannot be read
 */
GBytes *
dip_derived_get (DipLibrary *library, const char *digest, const char *kind)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (library != NULL && digest != NULL && kind != NULL, NULL);
  g_return_val_if_fail (strchr (kind, '/') == NULL, NULL);

  if (!is_digest (library, digest, NULL))
    return NULL;
  path = derived_path (library, digest, kind);
  return dip_safe_file_read (path, BLOB_MAX, NULL, NULL);
}

gboolean
dip_derived_put (DipLibrary *library, const char *digest, const char *kind, GBytes *bytes, GError **error)
{
  g_autofree char *shard = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (library != NULL && digest != NULL && kind != NULL && bytes != NULL, FALSE);
  g_return_val_if_fail (strchr (kind, '/') == NULL, FALSE);

  if (!dip_library_may_write (library, error) || !is_digest (library, digest, error))
    return FALSE;
  shard = shard_path (library, "derived", digest);
  path = derived_path (library, digest, kind);
  return dip_safe_dir_create (shard, TRUE, error)
         && dip_safe_file_write (path, bytes, DIP_SAFE_FILE_PRIVATE | DIP_SAFE_FILE_NO_SYNC, NULL, NULL, error);
}

void
dip_derived_drop (DipLibrary *library, const char *digest)
{
  g_autofree char *shard = NULL;
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_return_if_fail (library != NULL && digest != NULL);

  if (library->is_read_only || !is_digest (library, digest, NULL))
    return;
  shard = shard_path (library, "derived", digest);
  folder = g_dir_open (shard, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, digest))
      {
        g_autofree char *path = g_build_filename (shard, name, NULL);

        g_unlink (path);
      }
}

static void
list_shard (const char *path, const char *shard, GPtrArray *digests, GPtrArray *strangers)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (dip_digest_is_valid (name) && g_str_has_prefix (name, shard))
      g_ptr_array_add (digests, g_strdup (name));
    else if (!g_str_has_prefix (name, ".dip-"))
      g_ptr_array_add (strangers, g_build_filename (path, name, NULL));
}

GPtrArray *
dip_blobs_on_disk (DipLibrary *self, GPtrArray *strangers)
{
  GPtrArray *digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < SHARDS; i++)
    {
      g_autofree char *shard = g_strdup_printf ("%02x", i);
      g_autofree char *path = g_build_filename (self->path, "blobs", shard, NULL);

      list_shard (path, shard, digests, strangers);
    }
  return digests;
}

static void
sweep_shard (DipLibrary *self, const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *digest = g_strndup (name, DIP_DIGEST_LENGTH);
      g_autofree char *blob = dip_blobs_path (self, digest);
      g_autofree char *derived = g_build_filename (path, name, NULL);

      if (dip_digest_is_valid (digest) && !g_file_test (blob, G_FILE_TEST_EXISTS))
        g_unlink (derived);
    }
}

void
dip_derived_sweep (DipLibrary *self)
{
  for (guint i = 0; i < SHARDS; i++)
    {
      g_autofree char *shard = g_strdup_printf ("%02x", i);
      g_autofree char *path = g_build_filename (self->path, "derived", shard, NULL);

      sweep_shard (self, path);
    }
}

guint
dip_blobs_sweep (DipLibrary *self, guint min_age_seconds)
{
  static const char *const rooms[] = { "blobs", "derived" };
  guint removed = dip_safe_dir_sweep (self->path, min_age_seconds);

  for (guint i = 0; i < G_N_ELEMENTS (rooms) * SHARDS; i++)
    {
      g_autofree char *shard = g_strdup_printf ("%02x", i % SHARDS);
      g_autofree char *path = g_build_filename (self->path, rooms[i / SHARDS], shard, NULL);

      removed += dip_safe_dir_sweep (path, min_age_seconds);
    }
  return removed;
}

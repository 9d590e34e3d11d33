#include "dip-blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dip-digest.h"
#include "dip-library-private.h"
#include "dip-safe-file.h"
#include "dip-sealed-file.h"

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

/* What lies on disk, sealed or not. */
static GBytes *
read_raw (DipLibrary *self, const char *digest, GError **error)
{
  g_autofree char *path = dip_blobs_path (self, digest);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return dip_safe_file_read (path, BLOB_MAX, NULL, error);
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
               _ ("A picture of the library “%s” is missing on disk (%s). Restore the last back-up."), self->shown,
               digest);
  return NULL;
}

static DipSecret *
content_key_of (DipLibrary *self, const char *digest, GBytes *head, GError **error)
{
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (self);
  DipSecret *key = NULL;
  DipOpened opened;

  if (keyring == NULL)
    {
      dip_library_set_locked_error (self, error);
      return NULL;
    }
  opened = dip_sealed_file_content_key (keyring, digest, head, &key);
  if (opened == DIP_OPENED_NO_KEY)
    {
      key = dip_gallery_keys_find (self, keyring, digest);
      if (key == NULL)
        g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                             _ ("This picture is not for marketing: it is not approved, or its consent has ended."));
    }
  else if (key == NULL)
    set_altered_error (self, digest, error);
  return key;
}

static GBytes *
open_sealed (DipLibrary *self, const char *digest, GBytes *sealed, GError **error)
{
  g_autoptr (DipSecret) key = content_key_of (self, digest, sealed, error);
  GBytes *bytes = key != NULL ? dip_sealed_file_open (key, digest, sealed) : NULL;

  if (key != NULL && bytes == NULL)
    set_altered_error (self, digest, error);
  return bytes;
}

static gboolean
may_be_clear (DipLibrary *self)
{
  DipSealState state;

  dip_keyring_unref (dip_library_get_seal (self, &state));
  return state == DIP_SEAL_NONE || state == DIP_SEAL_SEALING;
}

/* The content, from what lies on disk. In a sealed library, a file in the clear was put there by somebody else. */
static GBytes *
open_raw (DipLibrary *self, const char *digest, GBytes *raw, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  if (dip_library_is_sealed (self) && dip_sealed_file_is (raw))
    bytes = open_sealed (self, digest, raw, error);
  else if (may_be_clear (self))
    bytes = g_bytes_ref (raw);
  else
    set_altered_error (self, digest, error);
  if (bytes == NULL)
    return NULL;
  found = dip_digest_bytes (bytes);
  if (g_str_equal (found, digest))
    return g_steal_pointer (&bytes);
  set_altered_error (self, digest, error);
  return NULL;
}

static GBytes *
read_blob (DipLibrary *self, const char *digest, GError **error)
{
  g_autoptr (GBytes) raw = read_raw (self, digest, error);

  return raw != NULL ? open_raw (self, digest, raw, error) : NULL;
}

/* A check of what was written: the caller's is of the content, not of the sealed file. */
typedef struct
{
  DipLibrary *library;
  const char *digest;
  DipSafeFileCheck check;
  gpointer user_data;
} Check;

static gboolean
check_opened (GBytes *read_back, gpointer user_data, GError **error)
{
  const Check *check = user_data;
  g_autoptr (GBytes) bytes = open_raw (check->library, check->digest, read_back, error);

  return bytes != NULL && (check->check == NULL || check->check (bytes, check->user_data, error));
}

/* @bytes as they are to lie on disk, for @keyring and @state. */
static GBytes *
sealed_for (const DipKeyring *keyring, DipSealState state, DipKey key, const char *digest, GBytes *bytes,
            GError **error)
{
  GBytes *sealed;

  if (state == DIP_SEAL_NONE)
    return g_bytes_ref (bytes);
  sealed = keyring != NULL ? dip_sealed_file_make (keyring, key, digest, bytes) : NULL;
  if (sealed == NULL)
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                         _ ("A marketing account cannot change this. Ask a curator or the owner to do it."));
  return sealed;
}

static gboolean
write_sealed (DipLibrary *self, const char *digest, GBytes *bytes, GBytes *stored, DipSafeFileCheck check,
              gpointer user_data, GError **error)
{
  g_autofree char *shard = shard_path (self, "blobs", digest);
  g_autofree char *path = dip_blobs_path (self, digest);
  Check opened = { self, digest, check, user_data };
  gboolean is_sealed = stored != bytes;

  return dip_safe_dir_create (shard, TRUE, error)
         && dip_safe_file_write (path, stored, DIP_SAFE_FILE_PRIVATE, is_sealed ? check_opened : check,
                                 is_sealed ? (gpointer) &opened : user_data, error);
}

/* Sealing may begin, and keys be turned, while a picture is being written. What seals the others may have passed by already, so
 * that it is written once more. */
static gboolean
write_blob (DipLibrary *self, DipKey key, const char *digest, GBytes *bytes, DipSafeFileCheck check, gpointer user_data,
            GError **error)
{
  gboolean done, turned;

  do
    {
      DipSealState state, state_now;
      g_autoptr (DipKeyring) keyring = dip_library_get_seal (self, &state);
      g_autoptr (DipKeyring) keyring_now = NULL;
      g_autoptr (GBytes) stored = sealed_for (keyring, state, key, digest, bytes, error);

      done = stored != NULL && write_sealed (self, digest, bytes, stored, check, user_data, error);
      keyring_now = dip_library_get_seal (self, &state_now);
      turned = done && keyring_now != NULL && (keyring_now != keyring || state_now != state);
    }
  while (turned);
  return done;
}

static gboolean
put_counted (DipLibrary *self, DipKey key, const char *digest, GBytes *bytes, DipSafeFileCheck check,
             gpointer user_data, GError **error)
{
  g_autoptr (GBytes) present = read_blob (self, digest, NULL);

  if (present == NULL)
    return write_blob (self, key, digest, bytes, check, user_data, error);
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
  return dip_blobs_put_for (library, DIP_KEY_PICTURE, bytes, check, user_data, error);
}

char *
dip_blobs_put_for (DipLibrary *library, DipKey key, GBytes *bytes, gboolean (*check) (GBytes *, gpointer, GError **),
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
  if (put_counted (library, key, digest, bytes, check, user_data, error))
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
      = dip_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM main.photo WHERE blob = ?1) "
                            "OR EXISTS (SELECT 1 FROM main.consent c JOIN main.client p ON p.id = c.client_id "
                            "WHERE c.signature = ?1 AND p.erased_at IS NULL) "
                            "OR EXISTS (SELECT 1 FROM main.style WHERE logo = ?1)");
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

static GBytes *
read_head (DipLibrary *self, const char *digest)
{
  g_autofree char *path = dip_blobs_path (self, digest);
  g_autofree guint8 *head = g_malloc (DIP_SEALED_FILE_HEAD);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t n = fd >= 0 ? pread (fd, head, DIP_SEALED_FILE_HEAD, 0) : -1;

  if (fd >= 0)
    close (fd);
  return n == DIP_SEALED_FILE_HEAD ? g_bytes_new_take (g_steal_pointer (&head), DIP_SEALED_FILE_HEAD) : NULL;
}

DipSecret *
dip_blobs_content_key (DipLibrary *self, const char *digest, GError **error)
{
  g_autoptr (GBytes) head = read_head (self, digest);

  if (head != NULL)
    return content_key_of (self, digest, head, error);
  set_altered_error (self, digest, error);
  return NULL;
}

/* What is derived from one picture alone is sealed with a key from its content key: who may see the one may see the other. What
 * shows more (a pair) needs the picture key as well. NULL: not for this account. */
static DipSecret *
derived_key (DipLibrary *self, const char *digest, const char *kind)
{
  g_autoptr (DipSecret) content_key = dip_blobs_content_key (self, digest, NULL);
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (self);
  const DipSecret *picture_key = keyring != NULL ? dip_keyring_current (keyring, DIP_KEY_PICTURE, NULL) : NULL;
  g_autofree char *purpose = NULL;

  if (content_key == NULL)
    return NULL;
  if (g_str_has_prefix (kind, "thumb"))
    return dip_secret_derive (content_key, kind);
  purpose = dip_secret_hash (content_key, kind);
  return picture_key != NULL ? dip_secret_derive (picture_key, purpose) : NULL;
}

/* Which key a picture that is there already is to be sealed with: { digest, (out) DipKey }. */
static gboolean
choose_key (DipDb *db, gpointer user_data, GError **error)
{
  gpointer *data = user_data;
  g_autoptr (DipStatement) find
      = dip_db_prepare (db, "SELECT CASE WHEN EXISTS (SELECT 1 FROM consent WHERE signature = ?1) THEN 1 "
                            "WHEN EXISTS (SELECT 1 FROM style WHERE logo = ?1) THEN 2 ELSE 0 END");
  gint64 found;

  dip_statement_put_text (find, data[0]);
  if (!dip_statement_int (find, &found, error))
    return FALSE;
  *(DipKey *) data[1] = found == 1 ? DIP_KEY_IDENTITY : found == 2 ? DIP_KEY_GALLERY : DIP_KEY_PICTURE;
  return TRUE;
}

/* Who compares the bytes read back with what was to be written. */
static gboolean
is_same (GBytes *read_back, gpointer user_data, GError **error)
{
  if (g_bytes_equal (read_back, user_data))
    return TRUE;
  g_set_error_literal (
      error, DIP_ERROR, DIP_ERROR_IO,
      _ ("The disk did not keep what was written to it. It may be failing: make a back-up on another."));
  return FALSE;
}

static gboolean
seal_with_mutex (DipLibrary *self, const DipKeyring *keyring, DipKey key, const char *digest, GError **error)
{
  g_autofree char *path = dip_blobs_path (self, digest);
  g_autoptr (GBytes) raw = read_raw (self, digest, NULL);
  g_autoptr (GBytes) sealed = NULL;

  if (raw == NULL || (dip_sealed_file_is (raw) && !dip_sealed_file_is_old (keyring, raw)))
    return TRUE;
  sealed = dip_sealed_file_is (raw) ? dip_sealed_file_turn (keyring, digest, raw)
                                    : dip_sealed_file_make (keyring, key, digest, raw);
  /* Altered: it stays as it is, and reading it says so. */
  return sealed == NULL || dip_safe_file_write (path, sealed, DIP_SAFE_FILE_PRIVATE, is_same, sealed, error);
}

gboolean
dip_blobs_seal_one (DipLibrary *self, const char *digest, GError **error)
{
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (self);
  DipKey key = DIP_KEY_PICTURE;
  gpointer data[] = { (gpointer) digest, &key };
  gboolean done;

  if (keyring == NULL)
    {
      dip_library_set_locked_error (self, error);
      return FALSE;
    }
  if (!dip_library_read (self, choose_key, data, error))
    return FALSE;
  g_mutex_lock (&self->blobs_mutex); /* so that an erased one does not come back */
  done = seal_with_mutex (self, keyring, key, digest, error);
  g_mutex_unlock (&self->blobs_mutex);
  return done;
}

gboolean
dip_derived_clear (DipLibrary *self, GError **error)
{
  for (guint i = 0; i < SHARDS; i++)
    {
      g_autofree char *shard = g_strdup_printf ("%02x", i);
      g_autofree char *path = g_build_filename (self->path, "derived", shard, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !dip_safe_dir_remove_tree (path, error))
        return FALSE;
    }
  return TRUE;
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
  g_autofree char *name = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (DipSecret) key = NULL;

  g_return_val_if_fail (library != NULL && digest != NULL && kind != NULL, NULL);
  g_return_val_if_fail (strchr (kind, '/') == NULL, NULL);

  if (!is_digest (library, digest, NULL))
    return NULL;
  path = derived_path (library, digest, kind);
  raw = dip_safe_file_read (path, BLOB_MAX, NULL, NULL);
  if (raw == NULL || !dip_library_is_sealed (library))
    return g_steal_pointer (&raw);
  key = derived_key (library, digest, kind);
  name = g_strdup_printf ("%s.%s", digest, kind);
  return key != NULL ? dip_sealed_file_open (key, name, raw) : NULL;
}

gboolean
dip_derived_put (DipLibrary *library, const char *digest, const char *kind, GBytes *bytes, GError **error)
{
  g_autofree char *shard = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) stored = NULL;

  g_return_val_if_fail (library != NULL && digest != NULL && kind != NULL && bytes != NULL, FALSE);
  g_return_val_if_fail (strchr (kind, '/') == NULL, FALSE);

  if (!dip_library_may_write (library, error) || !is_digest (library, digest, error))
    return FALSE;
  shard = shard_path (library, "derived", digest);
  path = derived_path (library, digest, kind);
  if (dip_library_is_sealed (library))
    {
      g_autoptr (DipSecret) key = derived_key (library, digest, kind);
      g_autofree char *name = g_strdup_printf ("%s.%s", digest, kind);

      /* Not kept by who may not seal it: it can be made again. */
      if (key == NULL)
        return TRUE;
      stored = dip_sealed_file_make_with (key, name, bytes);
    }
  else
    stored = g_bytes_ref (bytes);
  return dip_safe_dir_create (shard, TRUE, error)
         && dip_safe_file_write (path, stored, DIP_SAFE_FILE_PRIVATE | DIP_SAFE_FILE_NO_SYNC, NULL, NULL, error);
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

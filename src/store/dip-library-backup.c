#include "dip-library-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dip-archive.h"
#include "dip-safe-file.h"
#include "dip-stage.h"

#define TEMP_AGE_SECONDS (24 * 60 * 60)

/* One back-up. */
typedef struct
{
  DipLibrary *library;
  DipJob *job;
  const char *shown; /* the file, for messages */
  GPtrArray *blobs;  /* (element-type utf8) digests in the snapshot */
} BackUp;

static GCancellable *
cancellable_of (const BackUp *self)
{
  return self->job != NULL ? dip_job_get_cancellable (self->job) : NULL;
}

static gboolean
may_replace (const char *path, const char *shown, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || dip_archive_check_header (path, shown, NULL))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
               _ ("“%s” is there already and is no back-up; it has been left as it is. Choose another name."), shown);
  return FALSE;
}

/* Inside it would go with it, and look like a leftover meanwhile. */
static gboolean
is_outside (const DipLibrary *library, const char *path, GError **error)
{
  g_autofree char *within = g_strconcat (library->path, G_DIR_SEPARATOR_S, NULL);

  if (!g_str_has_prefix (path, within))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("A back-up does not belong inside the library “%s”. Choose another place, best on another disk."),
               library->shown);
  return FALSE;
}

/* Readers see one moment; so does what is copied from there. */
static gboolean
take_snapshot (BackUp *self, const char *path, GError **error)
{
  DipDb *db = dip_library_take_reader (self->library, error);
  gboolean done;

  if (db == NULL)
    return FALSE;
  dip_db_set_cancellable (db, cancellable_of (self));
  done = dip_db_copy_into (db, path, error);
  dip_db_set_cancellable (db, NULL);
  dip_library_give_reader_back (self->library, db);
  return done;
}

/* What is broken already is not worth keeping instead of a back-up that is whole. */
static gboolean
read_snapshot (BackUp *self, const char *path, GError **error)
{
  g_autoptr (DipDb) db = dip_db_open (path, self->library->shown, DIP_DB_READ_IMMUTABLE, error);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (db == NULL)
    return FALSE;
  dip_db_set_cancellable (db, cancellable_of (self));
  if (!dip_catalogue_check (db, problems, error))
    return FALSE;
  if (problems->len > 0)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_DAMAGED, g_ptr_array_index (problems, 0));
      return FALSE;
    }
  self->blobs = dip_catalogue_blobs (db, error);
  return self->blobs != NULL;
}

static gboolean
add_blob (BackUp *self, DipDb *archive, const char *digest, GError **error)
{
  g_autofree char *path = dip_blobs_path (self->library, digest);
  g_autofree char *name = dip_blobs_name (digest);
  gboolean done;

  dip_job_item_begin (self->job, NULL);
  /* Sealed ones go in as they are: what is in them was authenticated when it was sealed, and is again when it is opened. */
  done = dip_archive_add (archive, name, path, dip_library_is_sealed (self->library) ? NULL : digest, error);
  dip_job_item_end (self->job, NULL, done ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED, NULL);
  return done;
}

static gboolean
add_all (BackUp *self, DipDb *archive, const char *snapshot, GError **error)
{
  if (!dip_archive_add (archive, "catalogue.db", snapshot, NULL, error))
    return FALSE;
  for (guint i = 0; i < self->blobs->len; i++)
    if (dip_job_is_cancelled (self->job, error) || !add_blob (self, archive, g_ptr_array_index (self->blobs, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_archive (BackUp *self, const char *snapshot, const char *staged, GError **error)
{
  g_autoptr (DipDb) archive = dip_archive_create (staged, self->shown, error);

  if (archive == NULL || !dip_db_begin (archive, TRUE, error))
    return FALSE;
  if (add_all (self, archive, snapshot, error))
    return dip_db_commit (archive, error);
  dip_db_rollback (archive);
  return FALSE;
}

static gboolean
is_complete (BackUp *self, GPtrArray *entries, GError **error)
{
  if (entries->len == self->blobs->len + 1)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_DAMAGED,
      _ ("The back-up “%s” does not hold everything that was written to it; it has been deleted. The disk may be "
         "failing: try another."),
      self->shown);
  return FALSE;
}

static gboolean
read_archive_back (BackUp *self, const char *staged, GError **error)
{
  g_autoptr (DipDb) archive = dip_archive_open (staged, self->shown, error);
  g_autoptr (GPtrArray) entries = archive != NULL ? dip_archive_list (archive, error) : NULL;

  if (entries == NULL || !is_complete (self, entries, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      if (dip_job_is_cancelled (self->job, error)
          || !dip_archive_extract (archive, g_ptr_array_index (entries, i), NULL, error))
        return FALSE;
      if (i > 0)
        dip_job_item_end (self->job, NULL, DIP_JOB_ITEM_DONE, NULL);
    }
  return TRUE;
}

/* What was put in while pictures were sealed, or their keys turned, would be neither the one nor the other. */
static gboolean
is_settled (DipLibrary *library, GError **error)
{
  if (!dip_seal_is_unfinished (library))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_SEALED,
               _ ("The library “%s” is still being sealed, or its keys are being turned. Let that end first: sign in "
                  "to the window as an owner, or run “library seal”."),
               library->shown);
  return FALSE;
}

static gboolean
stayed_as_it_was (DipLibrary *library, DipSealState before, const DipKeyring *keyring, GError **error)
{
  DipSealState now;
  g_autoptr (DipKeyring) keyring_now = dip_library_get_seal (library, &now);

  if (now == before && (keyring_now == NULL || keyring_now == keyring))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_SEALED,
               _ ("The keys of the library “%s” changed while it was backed up. Make the back-up again."),
               library->shown);
  return FALSE;
}

static gboolean
make (BackUp *self, const char *path, const char *snapshot, GError **error)
{
  g_autofree char *staged = NULL;
  DipSealState state;
  g_autoptr (DipKeyring) keyring = dip_library_get_seal (self->library, &state);
  gboolean done;

  if (!take_snapshot (self, snapshot, error) || !read_snapshot (self, snapshot, error))
    return FALSE;
  staged = dip_stage_file (path, error);
  if (staged == NULL)
    return FALSE;
  dip_job_set_total (self->job, 2 * self->blobs->len);
  done = write_archive (self, snapshot, staged, error) && read_archive_back (self, staged, error)
         && stayed_as_it_was (self->library, state, keyring, error) && dip_stage_publish_file (staged, path, error);
  g_unlink (staged);
  return done;
}

/**
 * dip_library_backup:
 * @self: a library
 * @file: the back-up; one that is there is replaced once the new one is whole
 * @job: (nullable): items are the pictures, once written and once read back
 * @error: %DIP_ERROR_SEALED while it is being sealed, %DIP_ERROR_EXISTS when @file is something else, %DIP_ERROR_INVALID when it is inside the library, %DIP_ERROR_DAMAGED when the library is, %DIP_ERROR_DISK_FULL,
 *   cancelled
 *
 * The library may be read and written meanwhile.
 *
 * Returns: %TRUE when the back-up is whole and synced
 */
gboolean
dip_library_backup (DipLibrary *self, const char *file, DipJob *job, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *snapshot = NULL;
  BackUp back_up = { .library = self, .job = job };
  gboolean done;

  g_return_val_if_fail (self != NULL && file != NULL, FALSE);

  path = g_canonicalize_filename (file, NULL);
  folder = g_path_get_dirname (path);
  back_up.shown = shown = g_filename_display_name (path);
  if (!is_settled (self, error) || !is_outside (self, path, error) || !may_replace (path, shown, error))
    return FALSE;
  dip_safe_dir_sweep (folder, TEMP_AGE_SECONDS);
  snapshot = dip_stage_file (path, error);
  if (snapshot == NULL)
    return FALSE;
  done = make (&back_up, path, snapshot, error);
  g_unlink (snapshot);
  g_clear_pointer (&back_up.blobs, g_ptr_array_unref);
  return done;
}

#include "dip-library-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-archive.h"
#include "dip-digest.h"
#include "dip-migration.h"
#include "dip-safe-file.h"
#include "dip-stage.h"

/* One restoring. */
typedef struct
{
  DipJob *job;
  const char *shown;   /* the back-up, for messages */
  const char *staged;  /* the folder that is being filled */
  GHashTable *present; /* digests that have been written */
  gboolean any_sealed; /* one whose content is not by its name: only a sealed library has such */
} Restore;

static gboolean
fail (const Restore *self, GError **error)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED, _ ("The back-up “%s” is damaged. Use another one."), self->shown);
  return FALSE;
}

/* Names come from outside: only the two that a back-up has are followed. NULL: any other. */
static char *
target_of (Restore *self, const DipArchiveEntry *entry)
{
  const char *digest = strrchr (entry->name, '/');
  g_autofree char *name = NULL;

  if (g_str_equal (entry->name, "catalogue.db"))
    return dip_library_catalogue_path (self->staged);
  if (digest == NULL || !dip_digest_is_valid (digest + 1))
    return NULL;
  if (!g_str_equal (digest + 1, entry->sha256))
    self->any_sealed = TRUE;
  name = dip_blobs_name (digest + 1);
  if (!g_str_equal (name, entry->name))
    return NULL;
  g_hash_table_add (self->present, g_strdup (digest + 1));
  return g_build_filename (self->staged, name, NULL);
}

static gboolean
extract_one (Restore *self, DipDb *archive, const DipArchiveEntry *entry, GError **error)
{
  g_autofree char *path = target_of (self, entry);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;

  if (path == NULL)
    return fail (self, error);
  return dip_safe_dir_create (folder, TRUE, error) && dip_archive_extract (archive, entry, path, error);
}

static gboolean
extract_all (Restore *self, DipDb *archive, GError **error)
{
  g_autoptr (GPtrArray) entries = dip_archive_list (archive, error);

  if (entries == NULL)
    return FALSE;
  dip_job_set_total (self->job, entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      if (dip_job_is_cancelled (self->job, error)
          || !extract_one (self, archive, g_ptr_array_index (entries, i), error))
        return FALSE;
      dip_job_item_end (self->job, NULL, DIP_JOB_ITEM_DONE, NULL);
    }
  return TRUE;
}

static gboolean
is_sealed_if_needed (const Restore *self, DipDb *db, GError **error)
{
  gint64 n_sealed = 0;

  if (!self->any_sealed)
    return TRUE;
  return dip_db_query_int (db, "SELECT count(*) FROM seal", &n_sealed, NULL) && n_sealed > 0 ? TRUE
                                                                                             : fail (self, error);
}

static gboolean
has_all_blobs (const Restore *self, DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) blobs = dip_catalogue_blobs (db, error);

  for (guint i = 0; blobs != NULL && i < blobs->len; i++)
    if (!g_hash_table_contains (self->present, g_ptr_array_index (blobs, i)))
      return fail (self, error);
  return blobs != NULL;
}

/* As strict as the check of a library. */
static gboolean
is_whole (const Restore *self, GError **error)
{
  g_autofree char *catalogue = dip_library_catalogue_path (self->staged);
  g_autoptr (GPtrArray) steps = dip_migration_steps ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DipDb) db = NULL;

  if (!dip_library_check_header (catalogue, self->shown, steps->len, error))
    return FALSE;
  db = dip_db_open (catalogue, self->shown, DIP_DB_READ_IMMUTABLE, error);
  if (db == NULL || !dip_catalogue_check (db, problems, error))
    return FALSE;
  if (problems->len > 0)
    return fail (self, error);
  return is_sealed_if_needed (self, db, error) && has_all_blobs (self, db, error);
}

static gboolean
fill (Restore *self, const char *file, GError **error)
{
  g_autofree char *blobs = g_build_filename (self->staged, "blobs", NULL);
  g_autofree char *derived = g_build_filename (self->staged, "derived", NULL);
  g_autoptr (DipDb) archive = NULL;

  if (!dip_safe_dir_create (blobs, TRUE, error) || !dip_safe_dir_create (derived, TRUE, error))
    return FALSE;
  archive = dip_archive_open (file, self->shown, error);
  return archive != NULL && extract_all (self, archive, error) && is_whole (self, error);
}

static gboolean
make (Restore *self, const char *file, const char *path, GError **error)
{
  g_autoptr (DipStagedFolder) staged = dip_staged_folder_new (path, error);

  if (staged == NULL)
    return FALSE;
  self->staged = dip_staged_folder_get_path (staged);
  return fill (self, file, error) && dip_staged_folder_publish (staged, error);
}

/**
 * dip_library_restore:
 * @file: a back-up
 * @path: a folder that does not exist or is empty
 * @job: (nullable): items are files
 * @error: %DIP_ERROR_FOREIGN_LIBRARY when @file is no back-up, %DIP_ERROR_NEWER_LIBRARY, %DIP_ERROR_DAMAGED,
 *   %DIP_ERROR_EXISTS, %DIP_ERROR_DISK_FULL, cancelled
 *
 * The library is made aside, checked as a whole and then put in place in one step.
 *
 * Returns: %TRUE when it can be opened
 */
gboolean
dip_library_restore (const char *file, const char *path, DipJob *job, GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *target = NULL;
  g_autoptr (GHashTable) present = NULL;
  Restore restore = { .job = job };

  g_return_val_if_fail (file != NULL && path != NULL, FALSE);

  target = g_canonicalize_filename (path, NULL);
  restore.shown = shown = g_filename_display_name (file);
  restore.present = present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return dip_archive_check_header (file, shown, error) && make (&restore, file, target, error);
}

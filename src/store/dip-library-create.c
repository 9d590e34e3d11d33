#include "dip-library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <fcntl.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-migration.h"
#include "dip-safe-file.h"
#include "dip-stage.h"

/* What a new library starts with. */
typedef struct
{
  const DipClinic *clinic;
  const char *actor;
} Start;

static gboolean
is_sound (const DipClinic *clinic, GError **error)
{
  if (clinic->name == NULL || *clinic->name == '\0')
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                           _ ("A library needs the clinic's name: it is credited on every picture."));
      return FALSE;
    }
  if (clinic->healing_days != 0
      && (clinic->healing_days < DIP_HEALING_LEAST || clinic->healing_days > DIP_HEALING_GREATEST))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("A healing interval of %d days is not possible: choose one from %d to %d."), clinic->healing_days,
                   DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
      return FALSE;
    }
  return TRUE;
}

static gboolean
add_presets (DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();

  for (guint i = 0; i < presets->len; i++)
    if (!dip_catalogue_destination_insert (db, g_ptr_array_index (presets, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
fill (DipDb *db, const Start *start, GError **error)
{
  DipClinic clinic = *start->clinic;

  if (clinic.healing_days == 0)
    clinic.healing_days = DIP_HEALING_DEFAULT;
  return dip_catalogue_clinic_update (db, &clinic, error) && add_presets (db, error)
         && dip_audit_append (db, start->actor, "library-create", "library", NULL, error);
}

static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  g_autofree char *shown = g_filename_display_name (path);

  if (fd < 0)
    {
      dip_error_set_errno (error, errno, _ ("Could not make “%s”"), shown);
      return FALSE;
    }
  return g_close (fd, error);
}

static gboolean
fill_at_once (DipDb *db, const Start *start, GError **error)
{
  if (!dip_db_begin (db, TRUE, error))
    return FALSE;
  if (fill (db, start, error))
    return dip_db_commit (db, error);
  dip_db_rollback (db);
  return FALSE;
}

static gboolean
make_catalogue (const char *folder, const char *shown, const Start *start, GError **error)
{
  g_autofree char *path = dip_library_catalogue_path (folder);
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA journal_mode = WAL", DIP_DB_LIBRARY_ID);
  g_autoptr (GPtrArray) steps = dip_migration_steps ();
  g_autoptr (DipDb) db = NULL;

  if (!make_file (path, error))
    return FALSE;
  db = dip_db_open (path, shown, DIP_DB_CREATE, error);
  return db != NULL && dip_db_run (db, mark, error) && dip_migration_run (db, steps, error)
         && fill_at_once (db, start, error) && dip_db_checkpoint (db, 0, error);
}

static gboolean
make_folders (const char *folder, GError **error)
{
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL);
  g_autofree char *derived = g_build_filename (folder, "derived", NULL);

  return dip_safe_dir_create (blobs, TRUE, error) && dip_safe_dir_create (derived, TRUE, error);
}

static gboolean
make (const char *path, const char *shown, const Start *start, GError **error)
{
  g_autoptr (DipStagedFolder) staged = dip_staged_folder_new (path, error);
  const char *folder = staged != NULL ? dip_staged_folder_get_path (staged) : NULL;

  return folder != NULL && make_folders (folder, error) && make_catalogue (folder, shown, start, error)
         && dip_staged_folder_publish (staged, error);
}

/**
 * dip_library_create:
 * @path: a folder that does not exist or is empty
 * @clinic: its settings; 0 healing days are the default
 * @actor: who makes it, for the audit log
 * @error: %DIP_ERROR_EXISTS, %DIP_ERROR_INVALID, %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO
 *
 * Makes the library aside and puts it in place in one step.
 *
 * Returns: (transfer full): the library, open for writing
 */
DipLibrary *
dip_library_create (const char *path, const DipClinic *clinic, const char *actor, GError **error)
{
  Start start = { clinic, actor };
  g_autofree char *absolute = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL && clinic != NULL && actor != NULL, NULL);

  absolute = g_canonicalize_filename (path, NULL);
  shown = g_filename_display_name (absolute);
  if (!is_sound (clinic, error) || !make (absolute, shown, &start, error))
    return NULL;
  return dip_library_open (absolute, DIP_LIBRARY_READ_WRITE, error);
}

#include "dip-migration.h"

#include <inttypes.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "dip-schema.h"

#define STEP_PATH "/io/github/diptych/Diptych/schema/%03u.sql"

/**
 * dip_migration_steps:
 *
 * Returns: (transfer full) (element-type utf8): SQL text of every step
 */
GPtrArray *
dip_migration_steps (void)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_free);
  GResource *resource = dip_schema_get_resource ();

  while (TRUE)
    {
      g_autofree char *path = g_strdup_printf (STEP_PATH, steps->len + 1);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (bytes == NULL)
        return steps;
      g_ptr_array_add (steps, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
}

static gboolean
keys_hold (DipDb *db, GError **error)
{
  gint64 n_broken;

  if (!dip_db_query_int (db, "SELECT count(*) FROM pragma_foreign_key_check", &n_broken, error))
    return FALSE;
  if (n_broken == 0)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
               _ ("The library cannot be brought up to date: %" PRId64
                  " of its rows name others that are not there. Restore the last back-up."),
               n_broken);
  return FALSE;
}

static gboolean
apply_within (DipDb *db, const char *sql, guint version, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", version);

  return dip_db_run (db, sql, error) && keys_hold (db, error) && dip_db_run (db, mark, error);
}

static gboolean
apply (DipDb *db, const char *sql, guint version, GError **error)
{
  if (!dip_db_run (db, "BEGIN EXCLUSIVE", error))
    return FALSE;
  if (apply_within (db, sql, version, error))
    return dip_db_commit (db, error);
  dip_db_rollback (db);
  return FALSE;
}

static gboolean
apply_from (DipDb *db, GPtrArray *steps, guint version, GError **error)
{
  for (guint i = version; i < steps->len; i++)
    if (!apply (db, g_ptr_array_index (steps, i), i + 1, error))
      return FALSE;
  return TRUE;
}

/**
 * dip_migration_run:
 * @db: a connection for writing, outside any transaction
 * @steps: (element-type utf8): SQL text by version
 * @error: any
 *
 * Foreign keys are off while steps run and checked before each commits, as a step that rebuilds a table needs
 * (https://sqlite.org/lang_altertable.html, section 7).
 *
 * Returns: %TRUE when @db is of the last version
 */
gboolean
dip_migration_run (DipDb *db, GPtrArray *steps, GError **error)
{
  gint64 version;
  gboolean done;

  g_return_val_if_fail (db != NULL && steps != NULL, FALSE);

  if (!dip_db_query_int (db, "PRAGMA user_version", &version, error)
      || !dip_db_run (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  done = apply_from (db, steps, (guint) version, error);
  return dip_db_run (db, "PRAGMA foreign_keys = ON", done ? error : NULL) && done;
}

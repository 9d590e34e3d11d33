#include "dip-library-private.h"

#include <glib/gi18n-lib.h>

#include "dip-blobs.h"
#include "dip-digest.h"

#define TEMP_AGE_SECONDS 60

/* One check. */
typedef struct
{
  DipLibrary *library;
  DipJob *job;
  DipLibraryReport *report;
  GPtrArray *found; /* (element-type utf8) digests on disk before the catalogue was read */
  GPtrArray *named; /* (element-type utf8) digests that rows name */
  GMutex mutex;     /* guards the report while blobs are read */
} Check;

void
dip_library_report_free (DipLibraryReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->altered);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static DipLibraryReport *
report_new (void)
{
  DipLibraryReport *report = g_new0 (DipLibraryReport, 1);

  report->missing = g_ptr_array_new_with_free_func (g_free);
  report->altered = g_ptr_array_new_with_free_func (g_free);
  report->problems = g_ptr_array_new_with_free_func (g_free);
  return report;
}

static gboolean
look_at_rows (DipDb *db, gpointer user_data, GError **error)
{
  Check *check = user_data;

  const DipKeyring *keyring = dip_db_get_keyring (db);

  if (keyring != NULL && !dip_seal_check (db, check->report->problems, error))
    return FALSE;
  return dip_catalogue_check (db, check->report->problems, error)
         && (check->named = dip_catalogue_blobs (db, error)) != NULL;
}

static gboolean
look_at_catalogue (DipDb *db, gpointer user_data, GError **error)
{
  const Check *check = user_data;
  gboolean done;

  dip_db_set_cancellable (db, check->job != NULL ? dip_job_get_cancellable (check->job) : NULL);
  done = look_at_rows (db, user_data, error);
  dip_db_set_cancellable (db, NULL);
  return done;
}

/* A catalogue too broken to be read is a finding, not a failure. */
static gboolean
check_catalogue (Check *check, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (dip_library_read (check->library, look_at_catalogue, check, &failure))
    return TRUE;
  if (!g_error_matches (failure, DIP_ERROR, DIP_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_add (check->report->problems, g_strdup (failure->message));
  if (check->named == NULL)
    check->named = g_ptr_array_new_with_free_func (g_free);
  return TRUE;
}

static gboolean
is_named_now (DipDb *db, gpointer user_data, GError **error)
{
  gpointer *data = user_data;

  return dip_blobs_is_named (db, data[0], data[1], error);
}

/* Unless its client was erased since the catalogue was read. */
static gboolean
is_missed (Check *check, const char *digest)
{
  gboolean named = TRUE;
  gpointer data[] = { (gpointer) digest, &named };

  return !dip_library_read (check->library, is_named_now, data, NULL) || named;
}

static void
note (Check *check, GPtrArray *list, const char *digest)
{
  g_mutex_lock (&check->mutex);
  g_ptr_array_add (list, g_strdup (digest));
  g_mutex_unlock (&check->mutex);
}

/* What cannot be read is as good as altered; the reason is told too. */
static void
note_unreadable (Check *check, const char *digest, const GError *failure)
{
  if (!g_error_matches (failure, DIP_ERROR, DIP_ERROR_NOT_FOUND))
    {
      note (check, check->report->altered, digest);
      note (check, check->report->problems, failure->message);
    }
  else if (is_missed (check, digest))
    note (check, check->report->missing, digest);
}

/* Without a sealed one, in pieces; FALSE without @error: its content is another. */
static gboolean
is_sound (DipLibrary *library, const char *digest, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) failure = NULL;

  if (!dip_library_is_sealed (library))
    {
      path = dip_blobs_path (library, digest);
      content = dip_digest_file (path, error);
      return content != NULL && g_str_equal (content, digest);
    }
  bytes = dip_blobs_get (library, digest, &failure);
  if (bytes == NULL && !g_error_matches (failure, DIP_ERROR, DIP_ERROR_DAMAGED))
    g_propagate_error (error, g_steal_pointer (&failure));
  return bytes != NULL;
}

static void
check_blob (guint index, gpointer user_data)
{
  Check *check = user_data;
  const char *digest = g_ptr_array_index (check->named, index);
  g_autoptr (GError) failure = NULL;
  gboolean sound;

  dip_job_item_begin (check->job, NULL);
  sound = is_sound (check->library, digest, &failure);
  if (failure != NULL)
    note_unreadable (check, digest, failure);
  else if (!sound)
    note (check, check->report->altered, digest);
  dip_job_item_end (check->job, NULL, sound ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED, NULL);
}

static int
compare_digests (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
check_blobs (Check *check, GError **error)
{
  dip_job_set_total (check->job, check->named->len);
  dip_job_each (check->job, check->named->len, 0, check_blob, check);
  if (dip_job_is_cancelled (check->job, error))
    return FALSE;
  check->report->blobs_checked = check->named->len;
  g_ptr_array_sort (check->report->missing, compare_digests);
  g_ptr_array_sort (check->report->altered, compare_digests);
  return TRUE;
}

static gboolean
remove_orphan (Check *check, const char *digest, GError **error)
{
  gboolean removed = FALSE;

  if (dip_job_is_cancelled (check->job, error) || !dip_blobs_drop_orphan (check->library, digest, &removed, error))
    return FALSE;
  check->report->orphans_removed += removed ? 1 : 0;
  return TRUE;
}

static gboolean
remove_orphans (Check *check, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < check->named->len; i++)
    g_hash_table_add (named, g_ptr_array_index (check->named, i));
  for (guint i = 0; i < check->found->len; i++)
    {
      const char *digest = g_ptr_array_index (check->found, i);

      if (!g_hash_table_contains (named, digest) && !remove_orphan (check, digest, error))
        return FALSE;
    }
  return TRUE;
}

/* Only by a catalogue that holds together is it known what is an orphan. */
static gboolean
repair (Check *check, GError **error)
{
  if (check->library->is_read_only)
    return TRUE;
  check->report->temps_removed = dip_blobs_sweep (check->library, TEMP_AGE_SECONDS);
  if (check->report->problems->len == 0 && !remove_orphans (check, error))
    return FALSE;
  dip_derived_sweep (check->library);
  return TRUE;
}

static void
note_strangers (Check *check, GPtrArray *strangers)
{
  for (guint i = 0; i < strangers->len; i++)
    {
      g_autofree char *shown = g_filename_display_name (g_ptr_array_index (strangers, i));

      g_ptr_array_add (check->report->problems,
                       g_strdup_printf (_ ("“%s” does not belong to the library; move it elsewhere."), shown));
    }
}

/* Disk first: a blob that comes later is named by no row that was read, but is not on the list either. */
static gboolean
run (Check *check, GError **error)
{
  g_autoptr (GPtrArray) strangers = g_ptr_array_new_with_free_func (g_free);

  check->found = dip_blobs_on_disk (check->library, strangers);
  if (!check_catalogue (check, error) || !check_blobs (check, error) || !repair (check, error))
    return FALSE;
  note_strangers (check, strangers);
  return TRUE;
}

/**
 * dip_library_check:
 * @self: a library
 * @job: (nullable): items are the pictures read
 * @error: cancelled, or what kept the check from being made; what it finds is no error
 *
 * Reads the whole catalogue, every link of the audit log and every blob. Blobs that no row names and temporary files are
 * removed unless the library is read-only or its catalogue does not hold together.
 *
 * Returns: (transfer full): what was found
 */
DipLibraryReport *
dip_library_check (DipLibrary *self, DipJob *job, GError **error)
{
  Check check = { .library = self, .job = job };
  g_autoptr (DipLibraryReport) report = NULL;
  gboolean done;

  g_return_val_if_fail (self != NULL, NULL);

  report = check.report = report_new ();
  g_mutex_init (&check.mutex);
  done = run (&check, error);
  g_mutex_clear (&check.mutex);
  g_clear_pointer (&check.found, g_ptr_array_unref);
  g_clear_pointer (&check.named, g_ptr_array_unref);
  return done ? g_steal_pointer (&report) : NULL;
}

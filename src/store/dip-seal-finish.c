#include <glib/gi18n-lib.h>

#include "dip-library-private.h"
#include "dip-seal-private.h"

/* The long half of sealing and of turning keys: all pictures, in the order of their names. */
typedef struct
{
  DipLibrary *library;
  DipJob *job;
  GPtrArray *digests; /* (element-type utf8) */
  GMutex mutex;       /* guards the next */
  GError *failure;    /* the first */
} Finish;

static void
seal_one (guint index, gpointer user_data)
{
  Finish *self = user_data;
  g_autoptr (GError) failure = NULL;
  gboolean done;

  dip_job_item_begin (self->job, NULL);
  done = dip_blobs_seal_one (self->library, g_ptr_array_index (self->digests, index), &failure);
  dip_job_item_end (self->job, NULL, done ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED, done ? NULL : failure->message);
  g_mutex_lock (&self->mutex);
  if (!done && self->failure == NULL)
    self->failure = g_steal_pointer (&failure);
  g_mutex_unlock (&self->mutex);
}

static gboolean
seal_all (DipLibrary *library, DipJob *job, GError **error)
{
  g_autoptr (GPtrArray) strangers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) digests = dip_blobs_on_disk (library, strangers);
  Finish finish = { .library = library, .job = job, .digests = digests };

  g_mutex_init (&finish.mutex);
  dip_job_set_total (job, digests->len);
  dip_job_each (job, digests->len, 0, seal_one, &finish);
  g_mutex_clear (&finish.mutex);
  if (finish.failure == NULL)
    return !dip_job_is_cancelled (job, error);
  g_propagate_error (error, finish.failure);
  return FALSE;
}

static DipKeyring *
without_old (DipKeyring *old)
{
  DipKeyring *keyring
      = dip_keyring_new (dip_keyring_get_account_id (old), dip_keyring_get_account (old), dip_keyring_get_role (old));

  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    {
      guint generation = 0;
      DipSecret *key = dip_keyring_current (old, kind, &generation);

      if (key != NULL)
        dip_keyring_add (keyring, kind, generation, key);
    }
  return keyring;
}

/* Keys that seal nothing any more go for good. */
static gboolean
mark_finished (DipDb *db, gpointer user_data, GError **error)
{
  DipLibrary *library = user_data;
  g_autoptr (DipKeyring) slim = without_old (dip_db_get_keyring (db));

  dip_db_set_erased (db);
  dip_library_adopt (library, slim, DIP_SEAL_SEALED);
  return dip_db_run (db,
                     "DELETE FROM account_key WHERE generation < (SELECT max(generation) FROM account_key k "
                     "WHERE k.kind = account_key.kind);"
                     "UPDATE seal SET state = 'sealed'",
                     error);
}

/**
 * dip_seal_finish:
 * @self: a library that is being sealed, or whose keys are being turned, unlocked by who has all keys
 * @job: (nullable): items are pictures
 * @error: %DIP_ERROR_DISK_FULL, %DIP_ERROR_IO, cancelled; what is done stays done
 *
 * Returns: %TRUE when nothing is left to do
 */
gboolean
dip_seal_finish (DipLibrary *self, DipJob *job, GError **error)
{
  g_autoptr (DipKeyring) keyring = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  keyring = dip_library_get_keyring (self);
  if (!dip_seal_is_unfinished (self) || keyring == NULL || dip_keyring_get_role (keyring) == DIP_ROLE_MARKETING)
    return TRUE;
  return dip_library_may_write (self, error) && dip_derived_clear (self, error) && seal_all (self, job, error)
         && dip_library_write (self, mark_finished, self, error);
}

#include "dip-locking.h"

#include <errno.h>
#include <linux/close_range.h>
#include <unistd.h>

#include "dip-sealing.h"
#include "dip-settings.h"

#define FIRST_FD 3 /* after the standard ones */

/* One library on its way to being locked. */
typedef struct
{
  DipWorkspace *workspace;
  GWeakRef owner;
  DipLockedFunc locked;
} Locking;

static gboolean
lock_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  dip_sealing_lock (user_data);
  return TRUE;
}

static void
on_locked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Locking *locking = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&locking->owner);

  dip_job_finish (DIP_JOB (source), result, NULL);
  if (owner != NULL)
    locking->locked (owner);
  g_weak_ref_clear (&locking->owner);
  g_free (locking);
}

/* The keys go as soon as what is being written just now is on disk. */
static void
on_quiet (gpointer user_data)
{
  Locking *locking = user_data;
  g_autoptr (DipJob) job = dip_job_new ("lock");

  dip_job_start (job, lock_on_thread, dip_workspace_open_again (locking->workspace), (GDestroyNotify) dip_desk_free,
                 on_locked, locking);
  g_clear_object (&locking->workspace);
}

void
dip_locking_start (DipWorkspace *workspace, GObject *owner, DipLockedFunc locked)
{
  GSettings *settings;
  Locking *locking;

  g_return_if_fail (DIP_IS_WORKSPACE (workspace) && G_IS_OBJECT (owner) && locked != NULL);

  settings = dip_workspace_get_settings (workspace);
  locking = g_new0 (Locking, 1);
  locking->workspace = workspace;
  locking->locked = locked;
  g_weak_ref_init (&locking->owner, owner);
  if (!g_settings_get_boolean (settings, DIP_SETTING_LOCK_FINISHES))
    dip_workspace_stop (workspace);
  dip_workspace_when_quiet (workspace, on_quiet, locking);
}

void
dip_locking_start_afresh (const char *const *paths)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program == NULL)
    return;
  g_ptr_array_add (words, program);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_ptr_array_add (words, (gpointer) "--locked");
      g_ptr_array_add (words, (gpointer) paths[i]);
    }
  g_ptr_array_add (words, NULL);
  g_settings_sync ();
  /* Nothing that is open is handed on; the kernel takes the memory back, and this process' number stays. */
  if (close_range (FIRST_FD, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
    execv ("/proc/self/exe", (char *const *) words->pdata);
  g_debug ("starting afresh: %s", g_strerror (errno));
}

#include "dip-progress.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_MICROSECONDS (G_USEC_PER_SEC / 15)
#define LOG_MICROSECONDS  (G_USEC_PER_SEC * 2)

typedef struct
{
  GMutex lock;
  gboolean terminal;
  gint64 last;
} Progress;

static void
show (DipJob *job, gpointer user_data)
{
  Progress *progress = user_data;
  gint64 now = g_get_monotonic_time ();
  guint done = dip_job_get_done (job);
  guint total = dip_job_get_total (job);
  g_autofree char *current = NULL;

  g_mutex_lock (&progress->lock);
  if (total > 1 && now - progress->last >= (progress->terminal ? LINE_MICROSECONDS : LOG_MICROSECONDS))
    {
      progress->last = now;
      current = dip_job_dup_current (job);
      fprintf (stderr, progress->terminal ? "\r\033[K%u/%u %s" : "%u/%u %s\n", done, total,
               current != NULL ? current : "");
      fflush (stderr);
    }
  g_mutex_unlock (&progress->lock);
}

void
dip_progress_attach (DipJob *job)
{
  Progress *progress = g_new0 (Progress, 1);

  g_mutex_init (&progress->lock);
  progress->terminal = isatty (STDERR_FILENO);
  /* Short work shows nothing. */
  progress->last = g_get_monotonic_time ();
  g_object_set_data_full (G_OBJECT (job), "dip-progress", progress, g_free);
  dip_job_set_observer (job, show, progress);
}

void
dip_progress_end (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

static gpointer
wait_for_interrupts (gpointer user_data)
{
  DipJob *job = user_data;
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGHUP);
  if (sigwait (&signals, &number) == 0)
    {
      fprintf (stderr, "\n%s\n", _ ("Stopping after what is being done; once more stops at once."));
      dip_job_cancel (job);
    }
  if (sigwait (&signals, &number) == 0)
    _exit (128 + number);
  return NULL;
}

void
dip_progress_catch_interrupts (DipJob *job)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGHUP);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("interrupts", wait_for_interrupts, job));
}

#include "dip-error.h"
#include "dip-job.h"

#include <string.h>

#define N_ITEMS 300

/* What a front end saw of a job. */
typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  guint n_progress;
  guint done_at_last_progress;
  gboolean ok;
  GError *error;
  guint n_destroyed;
} Watch;

static void
watch_init (Watch *watch, GMainContext *context)
{
  memset (watch, 0, sizeof *watch);
  watch->context = context;
  watch->loop = g_main_loop_new (context, FALSE);
  watch->thread = g_thread_self ();
}

static void
watch_clear (Watch *watch)
{
  g_main_loop_unref (watch->loop);
  g_clear_error (&watch->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static void
on_progress (DipJob *job, gpointer data)
{
  Watch *watch = data;

  g_assert_true (g_thread_self () == watch->thread);
  watch->n_progress++;
  watch->done_at_last_progress = dip_job_get_done (job);
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;

  g_assert_true (g_thread_self () == watch->thread);
  watch->ok = dip_job_finish (DIP_JOB (object), result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static void
destroy_one (gpointer data)
{
  Watch *watch = data;

  g_assert_true (g_thread_self () == watch->thread);
  watch->n_destroyed++;
}

static gboolean
give_up (gpointer unused)
{
  g_error ("the job did not end within 30 seconds");
  return G_SOURCE_REMOVE;
}

static void
run_to_end (Watch *watch, DipJob *job, DipJobFunc func)
{
  g_autoptr (GSource) limit = g_timeout_source_new_seconds (30);

  g_source_set_callback (limit, give_up, NULL, NULL);
  g_source_attach (limit, watch->context);
  g_signal_connect (job, "progress", G_CALLBACK (on_progress), watch);
  dip_job_start (job, func, watch, destroy_one, on_ended, watch);
  g_main_loop_run (watch->loop);
  g_source_destroy (limit);
  g_signal_handlers_disconnect_by_data (job, watch);
}

static gboolean
work_through_items (DipJob *job, gpointer data, GError **error)
{
  Watch *watch = data;

  g_assert_true (g_thread_self () != watch->thread);
  dip_job_set_total (job, N_ITEMS);
  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *label = g_strdup_printf ("photo %u", i);

      if (dip_job_is_cancelled (job, error))
        return FALSE;
      dip_job_item_begin (job, label);
      g_usleep (500);
      dip_job_item_end (job, label, DIP_JOB_ITEM_DONE, NULL);
    }
  return TRUE;
}

/* Coalesced, but never so that the last state is missed. */
static void
test_progress (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Importing photos");
  g_auto (Watch) watch;
  gint64 began = g_get_monotonic_time ();
  double seconds;

  watch_init (&watch, NULL);
  run_to_end (&watch, job, work_through_items);
  seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  g_assert_true (watch.ok);
  g_assert_no_error (watch.error);
  g_assert_cmpuint (watch.n_progress, >=, 2);
  g_assert_cmpfloat (watch.n_progress, <=, 30 * seconds + 2);
  g_assert_cmpuint (watch.done_at_last_progress, ==, N_ITEMS);
  g_assert_cmpuint (dip_job_get_total (job), ==, N_ITEMS);
  g_assert_cmpuint (watch.n_destroyed, ==, 1);
}

static gboolean
succeed_at_once (DipJob *job, gpointer data, GError **error)
{
  dip_job_set_total (job, 1);
  dip_job_item_end (job, "only", DIP_JOB_ITEM_DONE, NULL);
  return TRUE;
}

static void
test_short (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Short");
  g_auto (Watch) watch;

  watch_init (&watch, NULL);
  run_to_end (&watch, job, succeed_at_once);
  g_assert_true (watch.ok);
  g_assert_cmpuint (watch.n_progress, >=, 1);
  g_assert_cmpuint (watch.done_at_last_progress, ==, 1);
}

static gpointer
start_on_other_thread (gpointer unused)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (DipJob) job = dip_job_new ("Elsewhere");
  g_auto (Watch) watch;

  g_main_context_push_thread_default (context);
  watch_init (&watch, context);
  run_to_end (&watch, job, work_through_items);
  g_main_context_pop_thread_default (context);
  g_assert_true (watch.ok);
  g_assert_cmpuint (watch.n_progress, >=, 2);
  g_assert_cmpuint (watch.done_at_last_progress, ==, N_ITEMS);
  return NULL;
}

/* Signal and callback come where the job was started, not where the main loop is. */
static void
test_context (void)
{
  g_thread_join (g_thread_new ("starter", start_on_other_thread, NULL));
}

static gboolean
fail (DipJob *job, gpointer data, GError **error)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_DISK_FULL, "full");
  return FALSE;
}

static void
test_failure (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Failing");
  g_auto (Watch) watch;

  watch_init (&watch, NULL);
  run_to_end (&watch, job, fail);
  g_assert_false (watch.ok);
  g_assert_error (watch.error, DIP_ERROR, DIP_ERROR_DISK_FULL);
}

static gboolean
wait_for_cancel (DipJob *job, gpointer data, GError **error)
{
  dip_job_item_begin (job, "endless");
  while (!dip_job_is_cancelled (job, error))
    g_usleep (1000);
  return FALSE;
}

static void
cancel_on_progress (DipJob *job, gpointer unused)
{
  dip_job_cancel (job);
}

static void
test_cancel (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Endless");
  g_auto (Watch) watch;

  watch_init (&watch, NULL);
  g_signal_connect (job, "progress", G_CALLBACK (cancel_on_progress), NULL);
  run_to_end (&watch, job, wait_for_cancel);
  g_assert_false (watch.ok);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (dip_error_token (watch.error), ==, "cancelled");
}

static gboolean
finish_all_the_same (DipJob *job, gpointer data, GError **error)
{
  dip_job_cancel (job);
  return TRUE;
}

/* What is done is done: cancelling too late must not be reported as nothing having happened. */
static void
test_cancel_too_late (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Done already");
  g_auto (Watch) watch;

  watch_init (&watch, NULL);
  run_to_end (&watch, job, finish_all_the_same);
  g_assert_true (watch.ok);
  g_assert_no_error (watch.error);
}

static void
test_without_callback (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Nobody waits");
  g_auto (Watch) watch;

  watch_init (&watch, NULL);
  g_signal_connect (job, "progress", G_CALLBACK (on_progress), &watch);
  dip_job_start (job, succeed_at_once, &watch, destroy_one, NULL, NULL);
  while (watch.n_destroyed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (watch.done_at_last_progress, ==, 1);
  g_signal_handlers_disconnect_by_data (job, &watch);
}

static void
test_snapshot (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Cleaning");
  g_autofree char *none = dip_job_dup_current (job);
  g_autofree char *current = NULL;

  g_assert_cmpstr (dip_job_get_title (job), ==, "Cleaning");
  g_assert_null (none);
  dip_job_set_total (job, 4);
  dip_job_item_begin (job, "a");
  dip_job_item_end (job, "a", DIP_JOB_ITEM_DONE, NULL);
  dip_job_item_end (job, "b", DIP_JOB_ITEM_SKIPPED, "b is here already.");
  dip_job_item_begin (job, "c");
  dip_job_item_end (job, "c", DIP_JOB_ITEM_FAILED, "c is damaged.");
  current = dip_job_dup_current (job);
  g_assert_cmpstr (current, ==, "c");
  g_assert_cmpuint (dip_job_get_done (job), ==, 3);
  g_assert_cmpuint (dip_job_get_failed (job), ==, 1);
  g_assert_cmpuint (dip_job_get_total (job), ==, 4);
}

static void
test_remarks (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Cleaning");
  g_autoptr (GPtrArray) remarks = NULL;
  const DipJobItem *first, *second;

  dip_job_item_end (job, "a", DIP_JOB_ITEM_DONE, NULL);
  dip_job_item_end (job, "b", DIP_JOB_ITEM_SKIPPED, "b is here already.");
  dip_job_item_end (job, "c", DIP_JOB_ITEM_FAILED, "c is damaged.");
  remarks = dip_job_dup_remarks (job);
  g_assert_cmpuint (remarks->len, ==, 2);
  first = g_ptr_array_index (remarks, 0);
  second = g_ptr_array_index (remarks, 1);
  g_assert_cmpstr (first->label, ==, "b");
  g_assert_cmpint (first->state, ==, DIP_JOB_ITEM_SKIPPED);
  g_assert_cmpstr (second->label, ==, "c");
  g_assert_cmpint (second->state, ==, DIP_JOB_ITEM_FAILED);
  g_assert_cmpstr (second->text, ==, "c is damaged.");
}

/* A caller who wants no progress passes no job. */
static void
test_no_job (void)
{
  g_autoptr (GPtrArray) remarks = dip_job_dup_remarks (NULL);
  g_autoptr (GError) error = NULL;

  dip_job_set_total (NULL, 3);
  dip_job_item_begin (NULL, "a");
  dip_job_item_end (NULL, "a", DIP_JOB_ITEM_DONE, "text");
  dip_job_cancel (NULL);
  dip_job_set_observer (NULL, on_progress, NULL);
  g_assert_false (dip_job_is_cancelled (NULL, &error));
  g_assert_no_error (error);
  g_assert_null (dip_job_get_cancellable (NULL));
  g_assert_null (dip_job_dup_current (NULL));
  g_assert_cmpstr (dip_job_get_title (NULL), ==, "");
  g_assert_cmpuint (dip_job_get_done (NULL) + dip_job_get_failed (NULL) + dip_job_get_total (NULL), ==, 0);
  g_assert_cmpuint (remarks->len, ==, 0);
}

/* What the indices of one dip_job_each() do. */
typedef struct
{
  DipJob *job;
  GMutex lock;
  guint seen[N_ITEMS];
  guint order[N_ITEMS];
  guint n_begun;
  guint running, most_running;
  guint cancel_at;
  guint n_observed, observers; /* without the lock: the observer is called by one at a time */
} Each;

static void
note_index (guint index, gpointer data)
{
  Each *each = data;

  g_mutex_lock (&each->lock);
  each->seen[index]++;
  each->order[each->n_begun++] = index;
  each->running++;
  each->most_running = MAX (each->most_running, each->running);
  g_mutex_unlock (&each->lock);
  if (index == each->cancel_at)
    dip_job_cancel (each->job);
  g_usleep (200);
  dip_job_item_end (each->job, NULL, DIP_JOB_ITEM_DONE, NULL);
  g_mutex_lock (&each->lock);
  each->running--;
  g_mutex_unlock (&each->lock);
}

static void
test_each (gconstpointer data)
{
  guint threads = GPOINTER_TO_UINT (data);
  g_autofree Each *each = g_new0 (Each, 1);

  each->cancel_at = G_MAXUINT;
  dip_job_each (NULL, N_ITEMS, threads, note_index, each);
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_cmpuint (each->seen[i], ==, 1);
  g_assert_cmpuint (each->running, ==, 0);
  g_assert_cmpuint (each->most_running, <=, threads == 0 ? g_get_num_processors () : threads);
  if (threads > 1)
    g_assert_cmpuint (each->most_running, >, 1);
}

static void
test_each_in_order (void)
{
  g_autofree Each *each = g_new0 (Each, 1);

  each->cancel_at = G_MAXUINT;
  dip_job_each (NULL, N_ITEMS, 1, note_index, each);
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_cmpuint (each->order[i], ==, i);
}

static void
test_each_nothing (void)
{
  dip_job_each (NULL, 0, 0, note_index, NULL);
}

static void
test_each_cancelled (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Stopped");
  g_autofree Each *each = g_new0 (Each, 1);

  each->job = job;
  each->cancel_at = 20;
  dip_job_each (job, N_ITEMS, 4, note_index, each);
  g_assert_cmpuint (each->seen[20], ==, 1);
  g_assert_cmpuint (each->n_begun, >=, 21 - 4);
  g_assert_cmpuint (each->n_begun, <=, 21 + 2 * 4);
  g_assert_cmpuint (each->running, ==, 0);
}

static void
observe (DipJob *job, gpointer data)
{
  Each *each = data;

  g_assert_cmpint (g_atomic_int_add (&each->observers, 1), ==, 0);
  each->n_observed++;
  g_assert_cmpuint (dip_job_get_done (job), <=, N_ITEMS);
  g_atomic_int_dec_and_test (&each->observers);
}

static void
test_observer (void)
{
  g_autoptr (DipJob) job = dip_job_new ("Watched");
  g_autofree Each *each = g_new0 (Each, 1);

  each->job = job;
  each->cancel_at = G_MAXUINT;
  dip_job_set_observer (job, observe, each);
  dip_job_each (job, N_ITEMS, 4, note_index, each);
  g_assert_cmpuint (each->n_observed, ==, N_ITEMS);
  g_assert_cmpuint (dip_job_get_done (job), ==, N_ITEMS);
  dip_job_set_observer (job, NULL, NULL);
  dip_job_item_begin (job, "unwatched");
  g_assert_cmpuint (each->n_observed, ==, N_ITEMS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/progress", test_progress);
  g_test_add_func ("/job/short", test_short);
  g_test_add_func ("/job/context", test_context);
  g_test_add_func ("/job/failure", test_failure);
  g_test_add_func ("/job/cancel", test_cancel);
  g_test_add_func ("/job/cancel/too-late", test_cancel_too_late);
  g_test_add_func ("/job/without-callback", test_without_callback);
  g_test_add_func ("/job/snapshot", test_snapshot);
  g_test_add_func ("/job/remarks", test_remarks);
  g_test_add_func ("/job/no-job", test_no_job);
  g_test_add_func ("/job/observer", test_observer);
  g_test_add_data_func ("/job/each/per-processor", GUINT_TO_POINTER (0), test_each);
  g_test_add_data_func ("/job/each/one", GUINT_TO_POINTER (1), test_each);
  g_test_add_data_func ("/job/each/four", GUINT_TO_POINTER (4), test_each);
  g_test_add_func ("/job/each/in-order", test_each_in_order);
  g_test_add_func ("/job/each/nothing", test_each_nothing);
  g_test_add_func ("/job/each/cancelled", test_each_cancelled);
  return g_test_run ();
}

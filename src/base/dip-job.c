#include "dip-job.h"

/* Often enough to look smooth, seldom enough to cost nothing. */
#define PROGRESS_INTERVAL_MS 34

struct _DipJob
{
  GObject parent_instance;

  char *title;
  GCancellable *cancellable;

  GMutex lock; /* guards all below */
  guint total;
  guint done;
  guint failed;
  char *current;
  GPtrArray *remarks; /* of DipJobItem */

  GMainContext *context; /* where "progress" is emitted; NULL when not started */
  GSource *pending;      /* the next emission; NULL when none is due */
  gint64 last_emitted;   /* monotonic, µs */

  GMutex observer_lock; /* one call of the observer at a time */
  DipJobProgressFunc observer;
  gpointer observer_data;
};

G_DEFINE_FINAL_TYPE (DipJob, dip_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
item_free (gpointer data)
{
  DipJobItem *item = data;

  g_free (item->label);
  g_free (item->text);
  g_free (item);
}

static DipJobItem *
item_new (const char *label, DipJobItemState state, const char *text)
{
  DipJobItem *item = g_new0 (DipJobItem, 1);

  item->label = g_strdup (label);
  item->state = state;
  item->text = g_strdup (text);
  return item;
}

static void
dip_job_finalize (GObject *object)
{
  DipJob *self = DIP_JOB (object);

  g_clear_pointer (&self->pending, g_source_unref);
  g_free (self->title);
  g_free (self->current);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->observer_lock);
  G_OBJECT_CLASS (dip_job_parent_class)->finalize (object);
}

static void
dip_job_class_init (DipJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_job_finalize;

  /**
   * DipJob::progress:
   *
   * Something about the job changed. Emitted on the main context that was the thread's default when the job was
   * started, at most 30 times a second, and once more just before its callback.
   */
  signals[SIGNAL_PROGRESS]
      = g_signal_new ("progress", DIP_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dip_job_init (DipJob *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->observer_lock);
  self->cancellable = g_cancellable_new ();
  self->remarks = g_ptr_array_new_with_free_func (item_free);
}

/**
 * dip_job_new:
 * @title: what it does, as a person reads it: “Importing photos”
 *
 * Returns: (transfer full): a job that has not begun
 */
DipJob *
dip_job_new (const char *title)
{
  DipJob *self = g_object_new (DIP_TYPE_JOB, NULL);

  self->title = g_strdup (title);
  return self;
}

/**
 * dip_job_get_title:
 * @self: (nullable): a job
 *
 * Returns: its title; “” for no job
 */
const char *
dip_job_get_title (DipJob *self)
{
  return self == NULL || self->title == NULL ? "" : self->title;
}

/**
 * dip_job_get_cancellable:
 * @self: (nullable): a job
 *
 * Returns: (transfer none) (nullable): what dip_job_cancel() cancels; %NULL for no job. Any thread.
 */
GCancellable *
dip_job_get_cancellable (DipJob *self)
{
  return self == NULL ? NULL : self->cancellable;
}

/**
 * dip_job_cancel:
 * @self: (nullable): a job
 *
 * Asks the work to stop after the item it is at. Any thread.
 */
void
dip_job_cancel (DipJob *self)
{
  if (self != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * dip_job_is_cancelled:
 * @self: (nullable): a job
 * @error: %G_IO_ERROR_CANCELLED when cancelled
 *
 * Returns: whether the work has to stop. Any thread.
 */
gboolean
dip_job_is_cancelled (DipJob *self, GError **error)
{
  return self != NULL && g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
emit_progress (gpointer data)
{
  DipJob *self = data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->pending, g_source_unref);
  self->last_emitted = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  return G_SOURCE_REMOVE;
}

/* With the lock held. An emission that is due already will show this change too. */
static void
schedule_progress (DipJob *self)
{
  gint64 since;

  if (self->context == NULL || self->pending != NULL)
    return;
  since = (g_get_monotonic_time () - self->last_emitted) / 1000;
  self->pending = g_timeout_source_new ((guint) CLAMP (PROGRESS_INTERVAL_MS - since, 0, PROGRESS_INTERVAL_MS));
  g_source_set_callback (self->pending, emit_progress, g_object_ref (self), g_object_unref);
  g_source_set_static_name (self->pending, "DipJob progress");
  g_source_attach (self->pending, self->context);
}

static void
tell_observer (DipJob *self)
{
  g_mutex_lock (&self->observer_lock);
  if (self->observer != NULL)
    self->observer (self, self->observer_data);
  g_mutex_unlock (&self->observer_lock);
}

/**
 * dip_job_set_total:
 * @self: (nullable): a job
 * @total: how many items there are in all; 0 when not known
 *
 * For the work, any thread.
 */
void
dip_job_set_total (DipJob *self, guint total)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->total = total;
  schedule_progress (self);
  g_mutex_unlock (&self->lock);
}

/**
 * dip_job_item_begin:
 * @self: (nullable): a job
 * @label: (nullable): what the item is called
 *
 * For the work, any thread.
 */
void
dip_job_item_begin (DipJob *self, const char *label)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  g_free (self->current);
  self->current = g_strdup (label);
  schedule_progress (self);
  g_mutex_unlock (&self->lock);
  tell_observer (self);
}

/**
 * dip_job_item_end:
 * @self: (nullable): a job
 * @label: (nullable): what the item is called
 * @state: how it ended
 * @text: (nullable): a sentence about it for a person; kept for dip_job_dup_remarks()
 *
 * For the work, any thread.
 */
void
dip_job_item_end (DipJob *self, const char *label, DipJobItemState state, const char *text)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->done++;
  if (state == DIP_JOB_ITEM_FAILED)
    self->failed++;
  if (text != NULL)
    g_ptr_array_add (self->remarks, item_new (label, state, text));
  schedule_progress (self);
  g_mutex_unlock (&self->lock);
  tell_observer (self);
}

static guint
read_count (DipJob *self, const guint *count)
{
  guint value;

  g_mutex_lock (&self->lock);
  value = *count;
  g_mutex_unlock (&self->lock);
  return value;
}

/**
 * dip_job_get_done:
 * @self: (nullable): a job
 *
 * Returns: how many items have ended, whichever way. Any thread.
 */
guint
dip_job_get_done (DipJob *self)
{
  return self == NULL ? 0 : read_count (self, &self->done);
}

/**
 * dip_job_get_failed:
 * @self: (nullable): a job
 *
 * Returns: how many of the ended items failed. Any thread.
 */
guint
dip_job_get_failed (DipJob *self)
{
  return self == NULL ? 0 : read_count (self, &self->failed);
}

/**
 * dip_job_get_total:
 * @self: (nullable): a job
 *
 * Returns: how many items there are in all; 0 while that is not known. Any thread.
 */
guint
dip_job_get_total (DipJob *self)
{
  return self == NULL ? 0 : read_count (self, &self->total);
}

/**
 * dip_job_dup_current:
 * @self: (nullable): a job
 *
 * Returns: (transfer full) (nullable): the label of the item begun last. Any thread.
 */
char *
dip_job_dup_current (DipJob *self)
{
  char *current;

  if (self == NULL)
    return NULL;
  g_mutex_lock (&self->lock);
  current = g_strdup (self->current);
  g_mutex_unlock (&self->lock);
  return current;
}

/**
 * dip_job_dup_remarks:
 * @self: (nullable): a job
 *
 * Returns: (transfer full) (element-type DipJobItem): the items that ended with something to say, in the order in which
 *   they ended. Any thread.
 */
GPtrArray *
dip_job_dup_remarks (DipJob *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (item_free);

  if (self == NULL)
    return copy;
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->remarks->len; i++)
    {
      const DipJobItem *item = g_ptr_array_index (self->remarks, i);

      g_ptr_array_add (copy, item_new (item->label, item->state, item->text));
    }
  g_mutex_unlock (&self->lock);
  return copy;
}

/**
 * dip_job_set_observer:
 * @self: (nullable): a job
 * @func: (nullable): called at once for each begin and end, on the thread that reports it, never twice at a time; it
 *   may read the job but not report to it
 * @user_data: for @func
 */
void
dip_job_set_observer (DipJob *self, DipJobProgressFunc func, gpointer user_data)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->observer_lock);
  self->observer = func;
  self->observer_data = user_data;
  g_mutex_unlock (&self->observer_lock);
}

/* One start of a job. */
typedef struct
{
  DipJobFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  GAsyncReadyCallback callback;
} Run;

static void
run_release (Run *run)
{
  GDestroyNotify destroy = g_steal_pointer (&run->destroy);

  if (destroy != NULL)
    destroy (run->user_data);
}

static void
run_free (gpointer data)
{
  run_release (data);
  g_free (data);
}

static void
run_on_pool (gpointer data, gpointer unused)
{
  g_autoptr (GTask) task = data;
  const Run *run = g_task_get_task_data (task);
  GError *error = NULL;

  if (run->func (g_task_get_source_object (task), run->user_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gpointer
create_pool (gpointer unused)
{
  return g_thread_pool_new (run_on_pool, NULL, (int) g_get_num_processors (), FALSE, NULL);
}

static GThreadPool *
get_pool (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, create_pool, NULL);
}

/* Whoever shows the job sees its last state before hearing that it has ended. */
static void
on_task_ended (GObject *object, GAsyncResult *result, gpointer callback_data)
{
  DipJob *self = DIP_JOB (object);
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GSource) pending = NULL;

  g_mutex_lock (&self->lock);
  pending = g_steal_pointer (&self->pending);
  g_mutex_unlock (&self->lock);
  if (pending != NULL)
    g_source_destroy (pending);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  if (run->callback != NULL)
    run->callback (object, result, callback_data);
  /* Here and not with the task, whose last reference may be the pool's: windows die on the thread they live on. */
  run_release (run);
}

/**
 * dip_job_start:
 * @self: a job that was not started before
 * @func: the work; runs on the engine's pool and returns %FALSE with an error set when it failed
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after @callback, on the same main context
 * @callback: (nullable): called on the caller's thread-default main context
 * @callback_data: for @callback
 *
 * Runs @func without blocking. Cancelling ends the job with %G_IO_ERROR_CANCELLED only if @func says so: what was done
 * completely is reported as done.
 */
void
dip_job_start (DipJob *self, DipJobFunc func, gpointer user_data, GDestroyNotify destroy, GAsyncReadyCallback callback,
               gpointer callback_data)
{
  GTask *task;
  Run *run;

  g_return_if_fail (DIP_IS_JOB (self) && func != NULL);
  g_return_if_fail (self->context == NULL);

  run = g_new0 (Run, 1);
  *run = (Run){ func, user_data, destroy, callback };
  self->context = g_main_context_ref_thread_default ();
  task = g_task_new (self, self->cancellable, on_task_ended, callback_data);
  g_task_set_source_tag (task, dip_job_start);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  g_thread_pool_push (get_pool (), task, NULL);
}

/**
 * dip_job_finish:
 * @self: a started job
 * @result: what the callback was given
 * @error: what the work set
 *
 * Returns: what the work returned
 */
gboolean
dip_job_finish (DipJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What the threads of one dip_job_each() share. */
typedef struct
{
  DipJob *job;
  guint count;
  guint next; /* atomic */
  DipJobEachFunc func;
  gpointer user_data;
} Each;

static gpointer
each_worker (gpointer data)
{
  Each *each = data;

  while (!dip_job_is_cancelled (each->job, NULL))
    {
      guint index = g_atomic_int_add (&each->next, 1);

      if (index >= each->count)
        break;
      each->func (index, each->user_data);
    }
  return NULL;
}

/**
 * dip_job_each:
 * @job: (nullable): stops the handing out when cancelled
 * @count: how many indices
 * @threads: how many threads at most, the caller's included; 0: one per processor
 * @func: called for 0..@count-1, each once, begun in that order
 * @user_data: for @func, which must make what it shares safe
 *
 * Returns when all that was begun has ended. A system that is out of threads makes it slower, not wrong.
 */
void
dip_job_each (DipJob *job, guint count, guint threads, DipJobEachFunc func, gpointer user_data)
{
  Each each = { .job = job, .count = count, .func = func, .user_data = user_data };
  g_autoptr (GPtrArray) helpers = g_ptr_array_new ();
  guint n_threads = MIN (threads == 0 ? g_get_num_processors () : threads, count);

  g_return_if_fail (func != NULL);

  for (guint i = 1; i < n_threads; i++)
    {
      GThread *helper = g_thread_try_new ("dip-each", each_worker, &each, NULL);

      if (helper != NULL)
        g_ptr_array_add (helpers, helper);
    }
  each_worker (&each);
  for (guint i = 0; i < helpers->len; i++)
    g_thread_join (g_ptr_array_index (helpers, i));
}

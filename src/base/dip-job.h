/* A job: anything that may take longer than a frame. It carries a title, progress as items done of items in all, a
 * cancellable, and a result or error per item. Workflow functions report to it from whatever thread they run on; a front
 * end binds a progress row or a progress line to it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DIP_TYPE_JOB (dip_job_get_type ())
G_DECLARE_FINAL_TYPE (DipJob, dip_job, DIP, JOB, GObject)

/* The work. Runs on a pool thread (dip_job_start), or called directly on the caller's. */
typedef gboolean (*DipJobFunc) (DipJob *job, gpointer user_data, GError **error);

/* How one item ended; the text is a sentence for a person. */
typedef enum
{
  DIP_JOB_ITEM_DONE,
  DIP_JOB_ITEM_SKIPPED,
  DIP_JOB_ITEM_FAILED,
} DipJobItemState;

/* Told about progress: see dip_job_set_observer. */
typedef void (*DipJobProgressFunc) (DipJob *job, gpointer user_data);

/* An item that ended with something to say. */
typedef struct
{
  char *label;
  DipJobItemState state;
  char *text;
} DipJobItem;

DipJob *dip_job_new (const char *title);

const char *dip_job_get_title (DipJob *self);
GCancellable *dip_job_get_cancellable (DipJob *self);
void dip_job_cancel (DipJob *self);

/* For the work, any thread. @self may be NULL everywhere here: a caller who wants no progress passes no job. */
void dip_job_set_total (DipJob *self, guint total);
void dip_job_item_begin (DipJob *self, const char *label);
void dip_job_item_end (DipJob *self, const char *label, DipJobItemState state, const char *text);
/* TRUE and sets G_IO_ERROR_CANCELLED when cancelled. */
gboolean dip_job_is_cancelled (DipJob *self, GError **error);

/* For front ends: a consistent snapshot. */
guint dip_job_get_done (DipJob *self);
guint dip_job_get_failed (DipJob *self);
guint dip_job_get_total (DipJob *self);
char *dip_job_dup_current (DipJob *self);
GPtrArray *dip_job_dup_remarks (DipJob *self); /* of DipJobItem, in the order in which they ended; free with unref */

/* Called from the reporting thread, at once, for each begin and end: for the command line. */
void dip_job_set_observer (DipJob *self, DipJobProgressFunc func, gpointer user_data);

/* Runs @func on the engine's pool; @callback comes on the thread-default main context of the caller, where "progress"
 * (signal, no arguments, at most 30 times a second) is emitted too. Finish with dip_job_finish. */
void dip_job_start (DipJob *self, DipJobFunc func, gpointer user_data, GDestroyNotify destroy,
                    GAsyncReadyCallback callback, gpointer callback_data);
gboolean dip_job_finish (DipJob *self, GAsyncResult *result, GError **error);

/* Runs @func (index, user_data) for 0..@count-1 on up to @threads threads (0: one per processor), in order of starting;
 * returns when all have ended. Stops handing out work when @job is cancelled. */
typedef void (*DipJobEachFunc) (guint index, gpointer user_data);
void dip_job_each (DipJob *job, guint count, guint threads, DipJobEachFunc func, gpointer user_data);

G_END_DECLS

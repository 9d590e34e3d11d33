#include "dip-workspace.h"

#include "dip-sealing.h"
#include "dip-settings.h"
#include "dip-textures.h"

#define REFRESH_MS 1500

struct _DipWorkspace
{
  GObject parent_instance;

  DipDesk *desk;
  GSettings *settings;
  char *path;
  DipTextures *textures;
  gboolean hide_names;
  guint change_id;         /* source; 0 when no "changed" is due */
  GPtrArray *running;      /* DipJob: works, the oldest first */
  DipQuietFunc when_quiet; /* or NULL */
  gpointer quiet_data;
  guint refresh_id; /* source; 0 when marketing has what it may see */
};

G_DEFINE_FINAL_TYPE (DipWorkspace, dip_workspace, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_HIDE_NAMES,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
close_library (DipJob *job, gpointer user_data, GError **error)
{
  dip_desk_free (user_data);
  return TRUE;
}

static void
on_library_closed (GObject *source, GAsyncResult *result, gpointer application)
{
  if (application != NULL)
    g_application_release (application);
}

/* Closing writes to disk, so it is a job too; the program stays until it is done. */
static void
dip_workspace_finalize (GObject *object)
{
  DipWorkspace *self = DIP_WORKSPACE (object);
  g_autoptr (DipJob) job = dip_job_new ("close");
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_hold (application);
  dip_job_start (job, close_library, g_steal_pointer (&self->desk), NULL, on_library_closed, application);
  g_clear_handle_id (&self->change_id, g_source_remove);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_ptr_array_unref (self->running);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->textures, dip_textures_free);
  g_free (self->path);
  G_OBJECT_CLASS (dip_workspace_parent_class)->finalize (object);
}

static void
dip_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipWorkspace *self = DIP_WORKSPACE (object);

  if (id == PROP_HIDE_NAMES)
    g_value_set_boolean (value, self->hide_names);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_workspace_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipWorkspace *self = DIP_WORKSPACE (object);

  if (id == PROP_HIDE_NAMES)
    self->hide_names = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_workspace_class_init (DipWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dip_workspace_finalize;
  object_class->get_property = dip_workspace_get_property;
  object_class->set_property = dip_workspace_set_property;
  props[PROP_HIDE_NAMES]
      = g_param_spec_boolean ("hide-names", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dip_workspace_init (DipWorkspace *self)
{
  self->textures = dip_textures_new ();
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
}

/* What marketing may see follows what was changed: a little later, once for many changes. What is taken back is taken back by
 * the change itself. */
static gboolean
refresh_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  const DipDesk *desk = DIP_WORKSPACE (user_data)->desk;

  if (dip_sealing_is_locked (desk))
    return TRUE;
  dip_sealing_remember (desk);
  return dip_sealing_refresh (desk, error);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  /* The next change, or signing in, does it again. */
  if (!dip_job_finish (DIP_JOB (source), result, &error))
    g_debug ("%s", error->message);
}

static gboolean
start_refresh (gpointer user_data)
{
  DipWorkspace *self = user_data;
  g_autoptr (DipJob) job = dip_job_new ("refresh");

  self->refresh_id = 0;
  dip_job_start (job, refresh_on_thread, g_object_ref (self), g_object_unref, on_refreshed, NULL);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (DipWorkspace *self)
{
  if (self->refresh_id == 0 && dip_sealing_is_sealed (self->desk))
    self->refresh_id = g_timeout_add (REFRESH_MS, start_refresh, self);
}

DipWorkspace *
dip_workspace_new (DipDesk *desk, GSettings *settings)
{
  DipWorkspace *self = g_object_new (DIP_TYPE_WORKSPACE, NULL);

  self->desk = desk;
  self->path = g_strdup (dip_desk_get_path (desk));
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, DIP_SETTING_HIDE_NAMES, self, "hide-names", G_SETTINGS_BIND_GET);
  refresh_soon (self); /* what ran out by its date since a curator was here */
  return self;
}

GSettings *
dip_workspace_get_settings (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  return self->settings;
}

const char *
dip_workspace_get_path (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  return self->path;
}

gboolean
dip_workspace_is_read_only (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), TRUE);

  return dip_desk_is_read_only (self->desk);
}

DipDate
dip_workspace_today (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), DIP_DATE_NONE);

  return dip_desk_today (self->desk);
}

DipRole
dip_workspace_get_role (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), DIP_ROLE_MARKETING);

  return dip_sealing_role (self->desk);
}

gboolean
dip_workspace_is_sealed (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), FALSE);

  return dip_sealing_is_sealed (self->desk);
}

const char *
dip_workspace_get_actor (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  return self->desk->actor;
}

DipDesk *
dip_workspace_open_again (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  return dip_desk_again (self->desk);
}

gboolean
dip_workspace_get_hide_names (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), TRUE);

  return self->hide_names;
}

static gboolean
emit_changed (gpointer user_data)
{
  DipWorkspace *self = user_data;

  self->change_id = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

void
dip_workspace_changed (DipWorkspace *self)
{
  g_return_if_fail (DIP_IS_WORKSPACE (self));

  if (self->change_id == 0)
    self->change_id = g_idle_add (emit_changed, self);
}

DipTextures *
dip_workspace_get_textures (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  return self->textures;
}

/* One piece of work on its way through a thread and back. */
typedef struct
{
  DipWorkspace *workspace;
  DipWork work;
  gpointer result;
  GWeakRef owner;
  DipWorkDoneFunc done;
} Run;

/* When the last work has ended, whoever waits for that is told. */
static void
be_quiet (DipWorkspace *self)
{
  DipQuietFunc func = self->when_quiet;

  if (func == NULL || self->running->len > 0)
    return;
  self->when_quiet = NULL;
  func (self->quiet_data);
}

static gboolean
run_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  Run *run = user_data;

  run->result = run->work.work (run->workspace->desk, run->work.args, job, error);
  return run->result != NULL;
}

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&run->owner);

  dip_job_finish (DIP_JOB (source), result, &error);
  g_ptr_array_remove (run->workspace->running, source);
  if (run->work.writes)
    {
      dip_workspace_changed (run->workspace);
      refresh_soon (run->workspace);
    }
  if (owner != NULL)
    run->done (owner, g_steal_pointer (&run->result), error);
  be_quiet (run->workspace);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run->result != NULL && run->work.free_result != NULL)
    run->work.free_result (run->result);
  if (run->work.free_args != NULL)
    run->work.free_args (run->work.args);
  g_weak_ref_clear (&run->owner);
  g_object_unref (run->workspace);
  g_free (run);
}

DipJob *
dip_workspace_get_running (DipWorkspace *self)
{
  g_return_val_if_fail (DIP_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < self->running->len; i++)
    {
      DipJob *job = g_ptr_array_index (self->running, i);

      if (*dip_job_get_title (job) != '\0')
        return job;
    }
  return NULL;
}

void
dip_workspace_stop (DipWorkspace *self)
{
  g_return_if_fail (DIP_IS_WORKSPACE (self));

  for (guint i = 0; i < self->running->len; i++)
    dip_job_cancel (g_ptr_array_index (self->running, i));
}

static gboolean
look_whether_quiet (gpointer self)
{
  be_quiet (self);
  return G_SOURCE_REMOVE;
}

void
dip_workspace_when_quiet (DipWorkspace *self, DipQuietFunc func, gpointer user_data)
{
  g_return_if_fail (DIP_IS_WORKSPACE (self) && func != NULL && self->when_quiet == NULL);

  self->when_quiet = func;
  self->quiet_data = user_data;
  g_idle_add_full (G_PRIORITY_DEFAULT, look_whether_quiet, g_object_ref (self), g_object_unref);
}

void
dip_workspace_run (DipWorkspace *self, const DipWork *work, DipJob *job, GObject *owner, DipWorkDoneFunc done)
{
  g_autoptr (DipJob) own_job = job != NULL ? g_object_ref (job) : dip_job_new ("");
  Run *run;

  g_return_if_fail (DIP_IS_WORKSPACE (self) && G_IS_OBJECT (owner) && done != NULL);

  run = g_new0 (Run, 1);
  run->workspace = g_object_ref (self);
  g_ptr_array_add (self->running, g_object_ref (own_job));
  run->work = *work;
  run->done = done;
  g_weak_ref_init (&run->owner, owner);
  dip_job_start (own_job, run_on_thread, run, run_free, on_run_done, run);
}

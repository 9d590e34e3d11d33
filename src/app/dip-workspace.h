/* An open library as the window works with it. Everything that touches the library runs on a thread through
 * dip_workspace_run(); widgets only ever get results. Lives on the main thread; the library is closed, on a thread, when
 * the last reference and the last running piece of work are gone. */
#pragma once

#include <gio/gio.h>

#include "dip-account.h"
#include "dip-desk.h"
#include "dip-job.h"

G_BEGIN_DECLS

#define DIP_TYPE_WORKSPACE (dip_workspace_get_type ())
G_DECLARE_FINAL_TYPE (DipWorkspace, dip_workspace, DIP, WORKSPACE, GObject)

/* Takes @desk. */
DipWorkspace *dip_workspace_new (DipDesk *desk, GSettings *settings);

GSettings *dip_workspace_get_settings (DipWorkspace *self);
const char *dip_workspace_get_path (DipWorkspace *self);
gboolean dip_workspace_is_read_only (DipWorkspace *self);
DipDate dip_workspace_today (DipWorkspace *self);

/* Of who has signed in to a sealed library; OWNER where nothing is sealed. */
DipRole dip_workspace_get_role (DipWorkspace *self);
gboolean dip_workspace_is_sealed (DipWorkspace *self);
/* Whom the log names. */
const char *dip_workspace_get_actor (DipWorkspace *self);
/* (transfer full): a desk of its own on the same library, for whoever signs in next. */
DipDesk *dip_workspace_open_again (DipWorkspace *self);

/* The thumbnails that are in memory. */
typedef struct _DipTextures DipTextures;
DipTextures *dip_workspace_get_textures (DipWorkspace *self);

/* Privacy mode, property "hide-names": the screen can be turned towards another client. */
gboolean dip_workspace_get_hide_names (DipWorkspace *self);

/* Tells everything that shows the library (signal "changed") to look again. */
void dip_workspace_changed (DipWorkspace *self);

/* On a thread. Returns the result, or NULL with @error set. */
typedef gpointer (*DipWorkFunc) (const DipDesk *desk, gpointer args, DipJob *job, GError **error);
/* On the main thread: the result of a DipWorkFunc, now the callee's, or the error. */
typedef void (*DipWorkDoneFunc) (gpointer owner, gpointer result, const GError *error);

typedef struct
{
  DipWorkFunc work;
  gpointer args;              /* taken */
  GDestroyNotify free_args;   /* or NULL */
  GDestroyNotify free_result; /* used when nobody is there any more to take it; or NULL */
  gboolean writes;            /* "changed" follows, however it ended */
} DipWork;

/* (transfer none) (nullable): what people know to be going on: the job with a title that has run the longest. */
DipJob *dip_workspace_get_running (DipWorkspace *self);
/* Cancels all that is going on. */
void dip_workspace_stop (DipWorkspace *self);
/* Calls @func, once, from the main loop, as soon as nothing is going on. */
typedef void (*DipQuietFunc) (gpointer user_data);
void dip_workspace_when_quiet (DipWorkspace *self, DipQuietFunc func, gpointer user_data);

/**
 * dip_workspace_run:
 * @job: (nullable): shows how far it is and can cancel it
 * @owner: whom it is for; when it is gone by the time the work is done, @done is not called
 */
void dip_workspace_run (DipWorkspace *self, const DipWork *work, DipJob *job, GObject *owner, DipWorkDoneFunc done);

/* For work whose only result is that it succeeded. */
#define DIP_WORK_DONE(success) ((success) ? GINT_TO_POINTER (TRUE) : NULL)

G_END_DECLS

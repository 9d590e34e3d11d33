#include "dip-idle-lock.h"

#include "dip-settings.h"
#include "dip-workspace.h"

#define LOOK_SECONDS 15

typedef struct
{
  DipWindow *window; /* owns this */
  GSettings *settings;
  gint64 touched_at;
  guint timer;
} IdleLock;

static void
idle_lock_free (gpointer data)
{
  IdleLock *self = data;

  g_source_remove (self->timer);
  g_object_unref (self->settings);
  g_free (self);
}

static IdleLock *
of (gpointer window)
{
  return g_object_get_data (window, "dip-idle-lock");
}

void
dip_idle_lock_touch (DipWindow *window)
{
  IdleLock *self = of (window);

  if (self != NULL)
    self->touched_at = g_get_monotonic_time ();
}

/* (nullable): whose form, or list of results, a window is. */
static DipWindow *
owner_of (GtkWindow *window)
{
  while (window != NULL && !DIP_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return (DipWindow *) window;
}

static gboolean
on_any_event (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer unused)
{
  DipWindow *window = owner_of (GTK_WINDOW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))));

  if (window != NULL)
    dip_idle_lock_touch (window);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_lock_key (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipWindow *window = owner_of (GTK_WINDOW (widget));

  if (window != NULL)
    dip_window_lock (window);
  return window != NULL;
}

/* The keys of the program's own windows do not reach those in front of them. */
static void
lock_by_key (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_l, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (on_lock_key, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}

static void
listen_to (GtkWidget *window)
{
  GtkEventController *any;

  if (g_object_get_data (G_OBJECT (window), "dip-idle-lock-listens") != NULL)
    return;
  g_object_set_data (G_OBJECT (window), "dip-idle-lock-listens", window);
  any = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (any, GTK_PHASE_CAPTURE);
  g_signal_connect (any, "event", G_CALLBACK (on_any_event), NULL);
  gtk_widget_add_controller (window, any);
  if (!DIP_IS_WINDOW (window))
    lock_by_key (window);
}

static void
on_windows_changed (GListModel *windows, guint position, guint removed, guint added, gpointer unused)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, position + i);

      listen_to (window);
    }
}

/* One watch for all windows of the program. */
static void
listen_to_all (void)
{
  static gsize once;
  GListModel *windows = gtk_window_get_toplevels ();

  if (!g_once_init_enter (&once))
    return;
  on_windows_changed (windows, 0, 0, g_list_model_get_n_items (windows), NULL);
  g_signal_connect (windows, "items-changed", G_CALLBACK (on_windows_changed), NULL);
  g_once_init_leave (&once, 1);
}

/* A screen of published pictures in the waiting room is meant to be left alone, by an account that sees nothing else. */
static gboolean
is_shown_on_purpose (DipWindow *window)
{
  return gtk_window_is_fullscreen (GTK_WINDOW (window))
         && dip_workspace_get_role (dip_window_get_workspace (window)) == DIP_ROLE_MARKETING;
}

static gboolean
look (gpointer data)
{
  IdleLock *self = data;
  DipWorkspace *workspace = dip_window_get_workspace (self->window);
  int minutes = g_settings_get_int (self->settings, DIP_SETTING_LOCK_MINUTES);

  if (minutes == 0 || workspace == NULL
      || g_get_monotonic_time () - self->touched_at <= minutes * 60 * G_TIME_SPAN_SECOND)
    return G_SOURCE_CONTINUE;
  if (!is_shown_on_purpose (self->window))
    dip_window_lock (self->window);
  return G_SOURCE_CONTINUE;
}

void
dip_idle_lock_watch (DipWindow *window, GSettings *settings)
{
  IdleLock *self;

  g_return_if_fail (DIP_IS_WINDOW (window) && G_IS_SETTINGS (settings));

  listen_to_all ();
  self = g_new0 (IdleLock, 1);
  self->window = window;
  self->settings = g_object_ref (settings);
  self->touched_at = g_get_monotonic_time ();
  self->timer = g_timeout_add_seconds (LOOK_SECONDS, look, self);
  g_object_set_data_full (G_OBJECT (window), "dip-idle-lock", self, idle_lock_free);
}

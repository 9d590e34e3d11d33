#include "dip-place.h"

#include "dip-focus.h"
#include "dip-window.h"

/* Pixels. A place never asks for more than LEAST in width, so that the window can become narrow enough for the place to
 * rearrange itself; below NARROW it does. */
#define LEAST  340
#define NARROW 600

typedef struct
{
  GtkWidget *child;
  DipWorkspace *workspace;
  gulong changed_id;
  gboolean folded;
  guint count;
  gboolean late;
  gboolean stale;
  gboolean loading;
  gboolean narrow;
  gboolean notified; /* the value of "narrow" others know */
  guint notify_id;
  int wide_least; /* pixels that it needs unless narrow, last time it was not, */
  int dpi;        /* with letters of that size */
} DipPlacePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DipPlace, dip_place, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_WORKSPACE,
  PROP_NARROW,
  PROP_FOLDED,
  PROP_COUNT,
  PROP_LATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static DipPlacePrivate *
get_private (DipPlace *self)
{
  return dip_place_get_instance_private (self);
}

static void
dip_place_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  DipPlacePrivate *priv = get_private (DIP_PLACE (widget));

  if (priv->child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    for_size = -1;
  gtk_widget_measure (priv->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && !priv->notified)
    *minimum = MIN (*minimum, LEAST);
}

static gboolean
notify_narrow (gpointer user_data)
{
  DipPlace *self = user_data;
  DipPlacePrivate *priv = get_private (self);

  priv->notify_id = 0;
  if (priv->notified != priv->narrow)
    {
      priv->notified = priv->narrow;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
      gtk_widget_queue_resize (GTK_WIDGET (self)); /* what it asks for is another thing now */
    }
  return G_SOURCE_REMOVE;
}

/* Also in longer languages and with larger letters nothing may be out of sight. */
static gboolean
is_too_narrow (DipPlace *self, int width)
{
  DipPlacePrivate *priv = get_private (self);
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  if (priv->dpi != dpi)
    priv->wide_least = 0;
  priv->dpi = dpi;
  if (priv->child != NULL && !priv->narrow && !priv->notified)
    gtk_widget_measure (priv->child, GTK_ORIENTATION_HORIZONTAL, -1, &priv->wide_least, NULL, NULL, NULL);
  return width < MAX (NARROW, priv->wide_least);
}

static void
dip_place_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipPlacePrivate *priv = get_private (DIP_PLACE (widget));
  GtkAllocation all = { 0, 0, width, height };

  priv->narrow = is_too_narrow (DIP_PLACE (widget), width);
  if (priv->narrow != priv->notified && priv->notify_id == 0)
    priv->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_narrow, widget, NULL);
  if (priv->child != NULL)
    gtk_widget_size_allocate (priv->child, &all, -1);
}

static void
load_if_stale (DipPlace *self)
{
  DipPlacePrivate *priv = get_private (self);

  if (!priv->stale || priv->loading || priv->workspace == NULL)
    return;
  priv->stale = FALSE;
  priv->loading = TRUE;
  DIP_PLACE_GET_CLASS (self)->load (self);
}

void
dip_place_reload (DipPlace *self)
{
  g_return_if_fail (DIP_IS_PLACE (self));

  get_private (self)->stale = TRUE;
  load_if_stale (self);
}

/* What had the focus may have gone with what was shown before. */
static void
keep_focus (DipPlace *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && (focus == NULL || !gtk_widget_get_mapped (focus)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
dip_place_loaded (DipPlace *self)
{
  g_return_if_fail (DIP_IS_PLACE (self));

  get_private (self)->loading = FALSE;
  keep_focus (self);
  load_if_stale (self);
}

static void
set_workspace (DipPlace *self, DipWorkspace *workspace)
{
  DipPlacePrivate *priv = get_private (self);
  DipPlaceClass *klass = DIP_PLACE_GET_CLASS (self);

  if (priv->workspace == workspace)
    return;
  if (priv->workspace != NULL)
    g_clear_signal_handler (&priv->changed_id, priv->workspace);
  g_set_object (&priv->workspace, workspace);
  if (workspace == NULL)
    return;
  priv->changed_id = g_signal_connect_swapped (workspace, "changed", G_CALLBACK (dip_place_reload), self);
  if (klass->opened != NULL)
    klass->opened (self);
  dip_place_reload (self);
}

static void
set_child (DipPlace *self, GtkWidget *child)
{
  DipPlacePrivate *priv = get_private (self);

  g_clear_pointer (&priv->child, gtk_widget_unparent);
  priv->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
dip_place_dispose (GObject *object)
{
  DipPlace *self = DIP_PLACE (object);
  DipPlacePrivate *priv = get_private (self);

  set_workspace (self, NULL);
  g_clear_handle_id (&priv->notify_id, g_source_remove);
  g_clear_pointer (&priv->child, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_place_parent_class)->dispose (object);
}

static void
dip_place_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipPlacePrivate *priv = get_private (DIP_PLACE (object));

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, priv->child);
      break;
    case PROP_WORKSPACE:
      g_value_set_object (value, priv->workspace);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, priv->notified);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, priv->folded);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, priv->count);
      break;
    case PROP_LATE:
      g_value_set_boolean (value, priv->late);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dip_place_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipPlace *self = DIP_PLACE (object);

  switch (id)
    {
    case PROP_CHILD:
      set_child (self, g_value_get_object (value));
      break;
    case PROP_WORKSPACE:
      set_workspace (self, g_value_get_object (value));
      break;
    case PROP_FOLDED:
      get_private (self)->folded = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* A place that knows no better gives the focus to the first that takes it. */
static gboolean
dip_place_grab_focus (GtkWidget *widget)
{
  DipPlacePrivate *priv = get_private (DIP_PLACE (widget));

  return priv->child != NULL && gtk_widget_child_focus (priv->child, GTK_DIR_TAB_FORWARD);
}

static void
dip_place_class_init (DipPlaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const GParamFlags only_read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dip_place_dispose;
  object_class->get_property = dip_place_get_property;
  object_class->set_property = dip_place_set_property;
  widget_class->grab_focus = dip_place_grab_focus;
  widget_class->focus = dip_focus_move;
  widget_class->measure = dip_place_measure;
  widget_class->size_allocate = dip_place_size_allocate;
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, both);
  props[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DIP_TYPE_WORKSPACE, both);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, only_read);
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, both);
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, only_read);
  props[PROP_LATE] = g_param_spec_boolean ("late", NULL, NULL, FALSE, only_read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
dip_place_init (DipPlace *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

DipWorkspace *
dip_place_get_workspace (DipPlace *self)
{
  g_return_val_if_fail (DIP_IS_PLACE (self), NULL);

  return get_private (self)->workspace;
}

void
dip_place_set_count (DipPlace *self, guint count)
{
  DipPlacePrivate *priv = get_private (self);

  if (priv->count == count)
    return;
  priv->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}

void
dip_place_set_late (DipPlace *self, gboolean late)
{
  DipPlacePrivate *priv = get_private (self);

  if (priv->late == late)
    return;
  priv->late = late;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LATE]);
}

void
dip_place_run (DipPlace *self, const DipWork *work, DipJob *job, DipWorkDoneFunc done)
{
  g_return_if_fail (DIP_IS_PLACE (self));

  dip_workspace_run (get_private (self)->workspace, work, job, G_OBJECT (self), done);
}

void
dip_place_say (DipPlace *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), text);
}

void
dip_place_say_error (DipPlace *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dip_place_say (self, error->message);
}

#include "dip-fold.h"

/* Pixels: the sidebar's width, and the least width at which it is there with letters of the usual size. */
#define SIDEBAR_WIDTH 230
#define FOLDS_BELOW   620

struct _DipFold
{
  GtkWidget parent_instance;

  GtkWidget *sidebar;
  GtkWidget *content;
  gboolean folded;
  gboolean notified; /* the value of "folded" others know */
  guint notify_id;
};

G_DEFINE_FINAL_TYPE (DipFold, dip_fold, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_FOLDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
dip_fold_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  DipFold *self = DIP_FOLD (widget);
  int content_min = 0, content_nat = 0, sidebar_min = 0, sidebar_nat = 0;

  if (self->content != NULL)
    gtk_widget_measure (self->content, orientation, -1, &content_min, &content_nat, NULL, NULL);
  if (self->sidebar != NULL)
    gtk_widget_measure (self->sidebar, orientation, -1, &sidebar_min, &sidebar_nat, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_VERTICAL && !self->folded ? MAX (content_min, sidebar_min) : content_min;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? MAX (content_nat, *minimum) : content_nat + SIDEBAR_WIDTH;
}

static gboolean
notify_folded (gpointer user_data)
{
  DipFold *self = user_data;

  self->notify_id = 0;
  if (self->notified != self->folded)
    {
      self->notified = self->folded;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
    }
  return G_SOURCE_REMOVE;
}

/* Others may resize themselves upon it, which they must not while sizes are being handed out. */
static void
set_folded (DipFold *self, gboolean folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_folded, self, NULL);
}

/* Dots per inch of letters of the usual size, in the unit of GtkSettings. */
#define USUAL_DPI (96 * 1024)

/* Larger letters need the room sooner. */
static int
fold_width (DipFold *self)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > USUAL_DPI ? (int) ((gint64) FOLDS_BELOW * dpi / USUAL_DPI) : FOLDS_BELOW;
}

static void
dip_fold_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipFold *self = DIP_FOLD (widget);
  gboolean folded = width < fold_width (self) || self->sidebar == NULL;
  int side = folded ? 0 : SIDEBAR_WIDTH;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { mirrored ? width - side : 0, 0, side, height };

  set_folded (self, folded);
  if (self->sidebar != NULL)
    {
      gtk_widget_set_child_visible (self->sidebar, !folded);
      if (!folded)
        gtk_widget_size_allocate (self->sidebar, &place, -1);
    }
  place = (GtkAllocation){ mirrored ? 0 : side, 0, width - side, height };
  if (self->content != NULL)
    gtk_widget_size_allocate (self->content, &place, -1);
}

static void
replace_child (DipFold *self, GtkWidget **slot, GtkWidget *child)
{
  if (*slot == child)
    return;
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
dip_fold_dispose (GObject *object)
{
  DipFold *self = DIP_FOLD (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_fold_parent_class)->dispose (object);
}

static void
dip_fold_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipFold *self = DIP_FOLD (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->notified);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dip_fold_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipFold *self = DIP_FOLD (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      replace_child (self, &self->sidebar, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      replace_child (self, &self->content, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The places of the sidebar are for the arrow keys: going through them by Tab, each would be opened on the way. */
static gboolean
dip_fold_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DipFold *self = DIP_FOLD (widget);

  if ((direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD) || self->sidebar == NULL
      || gtk_widget_get_focus_child (widget) != self->sidebar)
    return GTK_WIDGET_CLASS (dip_fold_parent_class)->focus (widget, direction);
  return direction == GTK_DIR_TAB_FORWARD && self->content != NULL && gtk_widget_child_focus (self->content, direction);
}

static void
dip_fold_class_init (DipFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dip_fold_dispose;
  object_class->get_property = dip_fold_get_property;
  object_class->set_property = dip_fold_set_property;
  widget_class->measure = dip_fold_measure;
  widget_class->size_allocate = dip_fold_size_allocate;
  widget_class->focus = dip_fold_focus;
  props[PROP_SIDEBAR]
      = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_CONTENT]
      = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "fold");
}

static void
dip_fold_init (DipFold *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

gboolean
dip_fold_get_folded (DipFold *self)
{
  g_return_val_if_fail (DIP_IS_FOLD (self), FALSE);

  return self->notified;
}

#include "dip-panes.h"

/* Pixels. */
#define SIDE_WIDTH   340
#define NARROW_BELOW 740
/* Of the height, when the panel is below. */
#define SIDE_SHARE 0.5

struct _DipPanes
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *side;
  gboolean show_side;
  gboolean narrow;
  gboolean notified; /* the value of "narrow" others know */
  guint notify_id;
};

G_DEFINE_FINAL_TYPE (DipPanes, dip_panes, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CONTENT,
  PROP_SIDE,
  PROP_SHOW_SIDE,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
dip_panes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  DipPanes *self = DIP_PANES (widget);
  int least[2] = { 0 }, wanted[2] = { 0 };
  GtkWidget *const children[] = { self->content, self->side };

  for (guint i = 0; i < 2; i++)
    if (children[i] != NULL)
      gtk_widget_measure (children[i], orientation, -1, &least[i], &wanted[i], NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (least[0], least[1]);
      *natural = MAX (*minimum, wanted[0] + SIDE_WIDTH);
    }
  else
    {
      *minimum = least[0] + (self->show_side ? least[1] : 0);
      *natural = MAX (*minimum, wanted[0]);
    }
}

static gboolean
notify_narrow (gpointer user_data)
{
  DipPanes *self = user_data;

  self->notify_id = 0;
  if (self->notified != self->narrow)
    {
      self->notified = self->narrow;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

/* Where the panel goes; the rest is the content's. */
static GtkAllocation
place_side (DipPanes *self, int width, int height)
{
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int least, size;

  if (!self->narrow)
    {
      /* Large letters need more. */
      gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      size = MIN (MAX (SIDE_WIDTH, least), width / 2);
      return (GtkAllocation){ mirrored ? 0 : width - size, 0, size, height };
    }
  gtk_widget_measure (self->side, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  size = MAX (least, (int) (height * SIDE_SHARE));
  return (GtkAllocation){ 0, height - size, width, size };
}

static void
dip_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipPanes *self = DIP_PANES (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation rest = { 0, 0, width, height };

  self->narrow = width < NARROW_BELOW;
  if (self->narrow != self->notified && self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_narrow, self, NULL);
  if (self->side != NULL)
    gtk_widget_set_child_visible (self->side, self->show_side);
  if (self->side != NULL && self->show_side)
    {
      GtkAllocation side = place_side (self, width, height);

      gtk_widget_size_allocate (self->side, &side, -1);
      if (self->narrow)
        rest.height -= side.height;
      else
        rest = (GtkAllocation){ mirrored ? side.width : 0, 0, width - side.width, height };
    }
  if (self->content != NULL)
    gtk_widget_size_allocate (self->content, &rest, -1);
}

static void
replace_child (DipPanes *self, GtkWidget **slot, GtkWidget *child)
{
  if (*slot == child)
    return;
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
set_show_side (DipPanes *self, gboolean show)
{
  if (self->show_side == show)
    return;
  self->show_side = show;
  if (self->side != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->side), GTK_ACCESSIBLE_STATE_HIDDEN, !show, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SIDE]);
}

static void
dip_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipPanes *self = DIP_PANES (object);

  switch (id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_SIDE:
      g_value_set_object (value, self->side);
      break;
    case PROP_SHOW_SIDE:
      g_value_set_boolean (value, self->show_side);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->notified);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dip_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipPanes *self = DIP_PANES (object);

  switch (id)
    {
    case PROP_CONTENT:
      replace_child (self, &self->content, g_value_get_object (value));
      break;
    case PROP_SIDE:
      replace_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_SHOW_SIDE:
      set_show_side (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dip_panes_dispose (GObject *object)
{
  DipPanes *self = DIP_PANES (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_panes_parent_class)->dispose (object);
}

static void
dip_panes_class_init (DipPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dip_panes_dispose;
  object_class->get_property = dip_panes_get_property;
  object_class->set_property = dip_panes_set_property;
  widget_class->measure = dip_panes_measure;
  widget_class->size_allocate = dip_panes_size_allocate;
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, both);
  props[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, both);
  props[PROP_SHOW_SIDE] = g_param_spec_boolean ("show-side", NULL, NULL, TRUE, both);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
dip_panes_init (DipPanes *self)
{
  self->show_side = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

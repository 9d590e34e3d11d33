#include "dip-picture-area.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STEP_KEY   1.25 /* a key or button */
#define STEP_WHEEL 1.2  /* a notch of the wheel */
#define PAN_KEY    0.1  /* of the area */

typedef struct
{
  DipLens lens;
  guint n_fields;
  GtkOrientation orientation;
  gboolean own_drag; /* the class has taken the drag */
  double start_x, start_y;
  double pan_x, pan_y; /* of the drag so far */
  double pinch_scale;  /* at its begin */
  double pointer_x, pointer_y;
  guint announce_id; /* source */
} DipPictureAreaPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DipPictureArea, dip_picture_area, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LENS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static DipPictureAreaPrivate *
get_private (DipPictureArea *self)
{
  return dip_picture_area_get_instance_private (self);
}

/* --- the lens --------------------------------------------------------------------------------------------------- */

static gboolean
announce (gpointer user_data)
{
  DipPictureArea *self = user_data;

  get_private (self)->announce_id = 0;
  g_signal_emit (self, signals[SIGNAL_LENS_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Others may resize themselves upon it, which they must not while sizes are being handed out. */
static void
changed (DipPictureArea *self)
{
  DipPictureAreaPrivate *priv = get_private (self);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (priv->announce_id == 0)
    priv->announce_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, announce, self, NULL);
}

const DipLens *
dip_picture_area_get_lens (DipPictureArea *self)
{
  g_return_val_if_fail (DIP_IS_PICTURE_AREA (self), NULL);

  return &get_private (self)->lens;
}

void
dip_picture_area_set_picture (DipPictureArea *self, double width, double height, gboolean enlarges)
{
  DipPictureAreaPrivate *priv = get_private (self);

  g_return_if_fail (DIP_IS_PICTURE_AREA (self));

  if (priv->lens.width == width && priv->lens.height == height && priv->lens.enlarges == enlarges)
    return;
  priv->lens.enlarges = enlarges;
  priv->lens.fits = TRUE;
  dip_lens_set_picture (&priv->lens, width, height);
  changed (self);
}

static void
fit_fields (DipPictureArea *self)
{
  DipPictureAreaPrivate *priv = get_private (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (priv->orientation == GTK_ORIENTATION_HORIZONTAL)
    width /= priv->n_fields;
  else
    height /= priv->n_fields;
  dip_lens_set_area (&priv->lens, width, height);
  changed (self);
}

void
dip_picture_area_set_fields (DipPictureArea *self, guint n, GtkOrientation orientation)
{
  DipPictureAreaPrivate *priv = get_private (self);

  g_return_if_fail (DIP_IS_PICTURE_AREA (self) && n > 0);

  if (priv->n_fields == n && priv->orientation == orientation)
    return;
  priv->n_fields = n;
  priv->orientation = orientation;
  fit_fields (self);
}

graphene_rect_t
dip_picture_area_get_field (DipPictureArea *self, guint n)
{
  DipPictureAreaPrivate *priv = get_private (self);
  const float width = (float) priv->lens.area_width, height = (float) priv->lens.area_height;
  const gboolean across = priv->orientation == GTK_ORIENTATION_HORIZONTAL;

  return GRAPHENE_RECT_INIT (across ? width * (float) n : 0, across ? 0 : height * (float) n, width, height);
}

guint
dip_picture_area_to_field (DipPictureArea *self, double *x, double *y)
{
  DipPictureAreaPrivate *priv = get_private (self);
  const gboolean across = priv->orientation == GTK_ORIENTATION_HORIZONTAL;
  double *along = across ? x : y;
  const double size = across ? priv->lens.area_width : priv->lens.area_height;
  int n = size > 0 ? (int) floor (*along / size) : 0;

  n = CLAMP (n, 0, (int) priv->n_fields - 1);
  *along -= n * size;
  return (guint) n;
}

static void
set_scale_at (DipPictureArea *self, double scale, double x, double y)
{
  DipPictureAreaPrivate *priv = get_private (self);

  dip_picture_area_to_field (self, &x, &y);
  dip_lens_set_scale (&priv->lens, scale, x, y);
  changed (self);
}

void
dip_picture_area_zoom (DipPictureArea *self, double factor)
{
  DipPictureAreaPrivate *priv = get_private (self);

  g_return_if_fail (DIP_IS_PICTURE_AREA (self));

  dip_lens_set_scale (&priv->lens, priv->lens.scale * factor, priv->lens.area_width / 2, priv->lens.area_height / 2);
  changed (self);
}

void
dip_picture_area_fit (DipPictureArea *self)
{
  g_return_if_fail (DIP_IS_PICTURE_AREA (self));

  dip_lens_fit (&get_private (self)->lens);
  changed (self);
}

static double
full_scale (DipPictureArea *self)
{
  return 1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

void
dip_picture_area_full_size (DipPictureArea *self)
{
  g_return_if_fail (DIP_IS_PICTURE_AREA (self));

  dip_picture_area_zoom (self, full_scale (self) / get_private (self)->lens.scale);
}

void
dip_picture_area_look_at (DipPictureArea *self, double x, double y, double scale)
{
  DipPictureAreaPrivate *priv = get_private (self);
  double area_x, area_y;

  g_return_if_fail (DIP_IS_PICTURE_AREA (self));

  dip_picture_area_zoom (self, scale / priv->lens.scale);
  dip_lens_to_area (&priv->lens, x, y, &area_x, &area_y);
  dip_lens_move (&priv->lens, priv->lens.area_width / 2 - area_x, priv->lens.area_height / 2 - area_y);
  changed (self);
}

char *
dip_picture_area_describe_zoom (DipPictureArea *self)
{
  g_return_val_if_fail (DIP_IS_PICTURE_AREA (self), NULL);

  /* Translators: how large a picture is shown, in hundredths of its full size. */
  return g_strdup_printf (_ ("%.0f %%"), get_private (self)->lens.scale / full_scale (self) * 100);
}

/* --- pointer and fingers ---------------------------------------------------------------------------------------- */

static void
on_drag_begin (DipPictureArea *self, double x, double y, GtkGesture *gesture)
{
  DipPictureAreaPrivate *priv = get_private (self);
  DipPictureAreaClass *klass = DIP_PICTURE_AREA_GET_CLASS (self);
  const gboolean primary = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) != GDK_BUTTON_MIDDLE;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  priv->start_x = x;
  priv->start_y = y;
  priv->pan_x = priv->pan_y = 0;
  priv->own_drag = primary && klass->drag_begin != NULL && klass->drag_begin (self, x, y);
  if (priv->own_drag)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (DipPictureArea *self, double dx, double dy, GtkGesture *gesture)
{
  DipPictureAreaPrivate *priv = get_private (self);

  if (priv->own_drag)
    {
      DIP_PICTURE_AREA_GET_CLASS (self)->drag_update (self, priv->start_x + dx, priv->start_y + dy);
      return;
    }
  if (dip_lens_move (&priv->lens, dx - priv->pan_x, dy - priv->pan_y))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
      changed (self);
    }
  priv->pan_x = dx;
  priv->pan_y = dy;
}

static void
on_drag_end (DipPictureArea *self, double dx, double dy)
{
  DipPictureAreaPrivate *priv = get_private (self);

  if (priv->own_drag)
    {
      if (DIP_PICTURE_AREA_GET_CLASS (self)->drag_end != NULL)
        DIP_PICTURE_AREA_GET_CLASS (self)->drag_end (self, priv->start_x + dx, priv->start_y + dy);
    }
  else
    gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  priv->own_drag = FALSE;
}

static void
on_pressed (DipPictureArea *self, int n_press, double x, double y)
{
  DipPictureAreaPrivate *priv = get_private (self);

  if (n_press != 2 || priv->own_drag)
    return;
  if (priv->lens.fits)
    set_scale_at (self, MAX (full_scale (self), 2 * priv->lens.scale), x, y);
  else
    dip_picture_area_fit (self);
}

static gboolean
on_scroll (DipPictureArea *self, double dx, double dy, GtkEventController *controller)
{
  DipPictureAreaPrivate *priv = get_private (self);
  const gboolean by_notches
      = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller)) == GDK_SCROLL_UNIT_WHEEL;
  const gboolean zooms
      = by_notches || (gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK) != 0;

  if (!zooms)
    {
      if (!dip_lens_move (&priv->lens, -dx, -dy))
        return GDK_EVENT_PROPAGATE;
      changed (self);
      return GDK_EVENT_STOP;
    }
  set_scale_at (self, priv->lens.scale * pow (STEP_WHEEL, by_notches ? -dy : -dy / 20), priv->pointer_x,
                priv->pointer_y);
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (DipPictureArea *self)
{
  DipPictureAreaPrivate *priv = get_private (self);

  priv->pinch_scale = priv->lens.scale;
}

static void
on_pinch (DipPictureArea *self, double scale, GtkGesture *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    set_scale_at (self, get_private (self)->pinch_scale * scale, x, y);
}

static void
on_motion (DipPictureArea *self, double x, double y)
{
  DipPictureAreaPrivate *priv = get_private (self);
  DipPictureAreaClass *klass = DIP_PICTURE_AREA_GET_CLASS (self);

  priv->pointer_x = x;
  priv->pointer_y = y;
  if (klass->hover != NULL)
    klass->hover (self, x, y, TRUE);
}

static void
on_leave (DipPictureArea *self)
{
  DipPictureAreaClass *klass = DIP_PICTURE_AREA_GET_CLASS (self);

  if (klass->hover != NULL)
    klass->hover (self, 0, 0, FALSE);
}

static void
add_controllers (DipPictureArea *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

static gboolean
on_key_zoom (GtkWidget *widget, GVariant *args, gpointer unused)
{
  dip_picture_area_zoom (DIP_PICTURE_AREA (widget), g_variant_get_double (args));
  return GDK_EVENT_STOP;
}

static gboolean
on_key_fit (GtkWidget *widget, GVariant *args, gpointer unused)
{
  dip_picture_area_fit (DIP_PICTURE_AREA (widget));
  return GDK_EVENT_STOP;
}

static gboolean
on_key_digit (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipPictureAreaClass *klass = DIP_PICTURE_AREA_GET_CLASS (widget);
  const int digit = g_variant_get_int32 (args);

  if (klass->digit != NULL && klass->digit (DIP_PICTURE_AREA (widget), digit))
    return GDK_EVENT_STOP;
  if (digit != 1)
    return GDK_EVENT_PROPAGATE;
  dip_picture_area_full_size (DIP_PICTURE_AREA (widget));
  return GDK_EVENT_STOP;
}

/* Where there is nothing to pan the key is somebody else's. */
static gboolean
on_key_arrow (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipPictureArea *self = DIP_PICTURE_AREA (widget);
  DipPictureAreaPrivate *priv = get_private (self);
  DipPictureAreaClass *klass = DIP_PICTURE_AREA_GET_CLASS (self);
  double dx, dy;
  int stride;

  g_variant_get (args, "(ddi)", &dx, &dy, &stride);
  if (klass->arrow != NULL && klass->arrow (self, dx, dy, stride))
    return GDK_EVENT_STOP;
  if (priv->lens.fits || stride != 1)
    return GDK_EVENT_PROPAGATE;
  if (dip_lens_move (&priv->lens, -dx * PAN_KEY * priv->lens.area_width, -dy * PAN_KEY * priv->lens.area_height))
    changed (self);
  return GDK_EVENT_STOP;
}

static void
add_arrows (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key, keypad;
    double dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  static const struct
  {
    GdkModifierType modifiers;
    int stride;
  } strides[] = { { 0, 1 }, { GDK_SHIFT_MASK, 10 }, { GDK_CONTROL_MASK, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (strides); j++)
      {
        gtk_widget_class_add_binding (klass, arrows[i].key, strides[j].modifiers, on_key_arrow, "(ddi)", arrows[i].dx,
                                      arrows[i].dy, strides[j].stride);
        gtk_widget_class_add_binding (klass, arrows[i].keypad, strides[j].modifiers, on_key_arrow, "(ddi)",
                                      arrows[i].dx, arrows[i].dy, strides[j].stride);
      }
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const guint larger[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint smaller[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };

  for (guint i = 0; i < G_N_ELEMENTS (larger); i++)
    for (guint control = 0; control < 2; control++)
      gtk_widget_class_add_binding (klass, larger[i], control ? GDK_CONTROL_MASK : 0, on_key_zoom, "d", STEP_KEY);
  for (guint i = 0; i < G_N_ELEMENTS (smaller); i++)
    for (guint control = 0; control < 2; control++)
      gtk_widget_class_add_binding (klass, smaller[i], control ? GDK_CONTROL_MASK : 0, on_key_zoom, "d", 1 / STEP_KEY);
  gtk_widget_class_add_binding (klass, GDK_KEY_0, 0, on_key_fit, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_0, 0, on_key_fit, NULL);
  for (guint digit = 1; digit <= 3; digit++)
    {
      gtk_widget_class_add_binding (klass, GDK_KEY_0 + digit, 0, on_key_digit, "i", digit);
      gtk_widget_class_add_binding (klass, GDK_KEY_KP_0 + digit, 0, on_key_digit, "i", digit);
    }
  add_arrows (klass);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
dip_picture_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  fit_fields (DIP_PICTURE_AREA (widget));
}

static void
dip_picture_area_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = 120;
  *natural = 400;
}

static void
draw_focus (GtkWidget *widget, GtkSnapshot *snapshot)
{
  gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, gtk_widget_get_width (widget),
                             gtk_widget_get_height (widget));
}

static void
dip_picture_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DipPictureArea *self = DIP_PICTURE_AREA (widget);

  DIP_PICTURE_AREA_GET_CLASS (self)->draw (self, snapshot);
  if (gtk_widget_has_visible_focus (widget))
    draw_focus (widget, snapshot);
}

static void
dip_picture_area_dispose (GObject *object)
{
  g_clear_handle_id (&get_private (DIP_PICTURE_AREA (object))->announce_id, g_source_remove);
  G_OBJECT_CLASS (dip_picture_area_parent_class)->dispose (object);
}

static void
dip_picture_area_class_init (DipPictureAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_picture_area_dispose;
  widget_class->measure = dip_picture_area_measure;
  widget_class->size_allocate = dip_picture_area_size_allocate;
  widget_class->snapshot = dip_picture_area_snapshot;
  signals[SIGNAL_LENS_CHANGED]
      = g_signal_new ("lens-changed", DIP_TYPE_PICTURE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "picture-area");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dip_picture_area_init (DipPictureArea *self)
{
  DipPictureAreaPrivate *priv = get_private (self);

  priv->n_fields = 1;
  priv->lens.fits = TRUE;
  priv->lens.scale = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  add_controllers (self);
}

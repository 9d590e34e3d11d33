#include "dip-wrap-box.h"

struct _DipWrapBox
{
  GtkWidget parent_instance;

  int spacing;
  int line_spacing; /* -1: as @spacing */
  gboolean at_end;
};

G_DEFINE_FINAL_TYPE (DipWrapBox, dip_wrap_box, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LINE_SPACING,
  PROP_AT_END,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
child_size (GtkWidget *child, int available, int *width, int *height)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  *width = available < 0 ? natural : MAX (minimum, MIN (natural, available));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *width, NULL, height, NULL, NULL);
}

static int
between_lines (DipWrapBox *self)
{
  return self->line_spacing >= 0 ? self->line_spacing : self->spacing;
}

/* The children from @first on that fit into one line of @available pixels. Returns the first that does not. */
static GtkWidget *
fill_line (DipWrapBox *self, GtkWidget *first, int available, int *width, int *height)
{
  GtkWidget *child = first;

  *width = *height = 0;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height, gap = *width > 0 ? self->spacing : 0;

      if (!gtk_widget_should_layout (child))
        continue;
      child_size (child, available, &child_width, &child_height);
      if (*width > 0 && available >= 0 && *width + gap + child_width > available)
        break;
      *width += gap + child_width;
      *height = MAX (*height, child_height);
    }
  return child;
}

static int
height_for_width (DipWrapBox *self, int available)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  int height = 0;

  while (child != NULL)
    {
      int line_width, line_height;

      child = fill_line (self, child, available, &line_width, &line_height);
      if (line_height > 0)
        height += line_height + (height > 0 ? between_lines (self) : 0);
    }
  return height;
}

static void
dip_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  DipWrapBox *self = DIP_WRAP_BOX (widget);
  int height;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = height_for_width (self, for_size);
      return;
    }
  fill_line (self, gtk_widget_get_first_child (widget), -1, natural, &height);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;

      if (gtk_widget_should_layout (child))
        gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
    }
}

static void
place_line (DipWrapBox *self, GtkWidget *first, GtkWidget *end, int x, int y, int line_height, int available)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = first; child != end; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { .y = y, .height = line_height };

      if (!gtk_widget_should_layout (child))
        continue;
      child_size (child, available, &place.width, &place.height);
      place.y += (line_height - place.height) / 2;
      place.x = mirrored ? available - x - place.width : x;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + self->spacing;
    }
}

static void
dip_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipWrapBox *self = DIP_WRAP_BOX (widget);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int y = 0;

  while (first != NULL)
    {
      int line_width, line_height;
      GtkWidget *end = fill_line (self, first, width, &line_width, &line_height);

      place_line (self, first, end, self->at_end ? MAX (0, width - line_width) : 0, y, line_height, width);
      if (line_height > 0)
        y += line_height + between_lines (self);
      first = end;
    }
}

static GtkSizeRequestMode
dip_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

void
dip_wrap_box_append (DipWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (DIP_IS_WRAP_BOX (self) && GTK_IS_WIDGET (child));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

void
dip_wrap_box_clear (DipWrapBox *self)
{
  GtkWidget *child;

  g_return_if_fail (DIP_IS_WRAP_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
dip_wrap_box_dispose (GObject *object)
{
  dip_wrap_box_clear (DIP_WRAP_BOX (object));
  G_OBJECT_CLASS (dip_wrap_box_parent_class)->dispose (object);
}

static void
dip_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipWrapBox *self = DIP_WRAP_BOX (object);

  if (id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else if (id == PROP_LINE_SPACING)
    g_value_set_int (value, self->line_spacing);
  else if (id == PROP_AT_END)
    g_value_set_boolean (value, self->at_end);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipWrapBox *self = DIP_WRAP_BOX (object);

  if (id == PROP_SPACING)
    self->spacing = g_value_get_int (value);
  else if (id == PROP_LINE_SPACING)
    self->line_spacing = g_value_get_int (value);
  else if (id == PROP_AT_END)
    self->at_end = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
dip_wrap_box_class_init (DipWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dip_wrap_box_dispose;
  object_class->get_property = dip_wrap_box_get_property;
  object_class->set_property = dip_wrap_box_set_property;
  widget_class->measure = dip_wrap_box_measure;
  widget_class->size_allocate = dip_wrap_box_size_allocate;
  widget_class->get_request_mode = dip_wrap_box_get_request_mode;
  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 6, both);
  props[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, NULL, -1, G_MAXINT, -1, both);
  props[PROP_AT_END] = g_param_spec_boolean ("at-end", NULL, NULL, FALSE, both);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
dip_wrap_box_init (DipWrapBox *self)
{
  self->spacing = 6;
  self->line_spacing = -1;
}

GtkWidget *
dip_wrap_box_new (int spacing)
{
  return g_object_new (DIP_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}

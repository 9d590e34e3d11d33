#include "dip-zoom-bar.h"

#include <glib/gi18n-lib.h>

#define STEP 1.5

struct _DipZoomBar
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkButton *size;
  GtkWidget *fit;
  DipPictureArea *area; /* not owned: both are parts of one page */
};

G_DEFINE_FINAL_TYPE (DipZoomBar, dip_zoom_bar, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_AREA,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
on_lens_changed (DipZoomBar *self)
{
  g_autofree char *text = dip_picture_area_describe_zoom (self->area);

  gtk_button_set_label (self->size, text);
  gtk_widget_set_sensitive (self->fit, !dip_picture_area_get_lens (self->area)->fits);
}

static void
on_smaller (DipZoomBar *self)
{
  dip_picture_area_zoom (self->area, 1 / STEP);
}

static void
on_larger (DipZoomBar *self)
{
  dip_picture_area_zoom (self->area, STEP);
}

static void
on_fit (DipZoomBar *self)
{
  dip_picture_area_fit (self->area);
}

static void
on_full_size (DipZoomBar *self)
{
  dip_picture_area_full_size (self->area);
}

static void
set_area (DipZoomBar *self, DipPictureArea *area)
{
  self->area = area;
  if (area != NULL)
    g_signal_connect_object (area, "lens-changed", G_CALLBACK (on_lens_changed), self, G_CONNECT_SWAPPED);
}

static void
dip_zoom_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AREA)
    set_area (DIP_ZOOM_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_zoom_bar_dispose (GObject *object)
{
  g_clear_pointer (&DIP_ZOOM_BAR (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_zoom_bar_parent_class)->dispose (object);
}

static void
dip_zoom_bar_class_init (DipZoomBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dip_zoom_bar_dispose;
  object_class->set_property = dip_zoom_bar_set_property;
  props[PROP_AREA]
      = g_param_spec_object ("area", NULL, NULL, DIP_TYPE_PICTURE_AREA, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-zoom-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DipZoomBar, content);
  gtk_widget_class_bind_template_child (widget_class, DipZoomBar, size);
  gtk_widget_class_bind_template_child (widget_class, DipZoomBar, fit);
  gtk_widget_class_bind_template_callback (widget_class, on_smaller);
  gtk_widget_class_bind_template_callback (widget_class, on_larger);
  gtk_widget_class_bind_template_callback (widget_class, on_fit);
  gtk_widget_class_bind_template_callback (widget_class, on_full_size);
}

static void
dip_zoom_bar_init (DipZoomBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

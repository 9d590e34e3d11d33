#include "dip-signature-pad.h"

#define PEN_WIDTH  2.2
#define SCALE      2    /* pixels of the picture for each of the field's */
#define LEAST_PATH 12.0 /* a mere tap is no signature */

struct _DipSignaturePad
{
  GtkWidget parent_instance;

  GPtrArray *strokes; /* (element-type GArray of graphene_point_t) */
};

G_DEFINE_FINAL_TYPE (DipSignaturePad, dip_signature_pad, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
note_change (DipSignaturePad *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_point (DipSignaturePad *self, double x, double y)
{
  GArray *stroke = g_ptr_array_index (self->strokes, self->strokes->len - 1);
  const graphene_point_t point = GRAPHENE_POINT_INIT ((float) CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self))),
                                                      (float) CLAMP (y, 0, gtk_widget_get_height (GTK_WIDGET (self))));

  g_array_append_val (stroke, point);
}

static void
on_begin (DipSignaturePad *self, double x, double y, GtkGesture *drag)
{
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED); /* else a finger would scroll */
  g_ptr_array_add (self->strokes, g_array_new (FALSE, FALSE, sizeof (graphene_point_t)));
  add_point (self, x, y);
}

static void
on_update (DipSignaturePad *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x = 0, y = 0;

  if (self->strokes->len == 0 || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  add_point (self, x + dx, y + dy);
  note_change (self);
}

static void
draw_strokes (DipSignaturePad *self, cairo_t *cr)
{
  cairo_set_line_width (cr, PEN_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->strokes->len; i++)
    {
      const GArray *stroke = g_ptr_array_index (self->strokes, i);
      for (guint p = 0; p < stroke->len; p++)
        {
          const graphene_point_t *point = &g_array_index (stroke, graphene_point_t, p);
          if (p == 0)
            cairo_move_to (cr, point->x, point->y);
          cairo_line_to (cr, point->x, point->y);
        }
      cairo_stroke (cr);
    }
}

static void
dip_signature_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_set_source_rgb (cr, 1, 1, 1); /* paper, in the dark style too */
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.7, 0.7, 0.7);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 16, height * 0.75);
  cairo_line_to (cr, width - 16, height * 0.75);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  draw_strokes (DIP_SIGNATURE_PAD (widget), cr);
  cairo_destroy (cr);
}

gboolean
dip_signature_pad_is_signed (DipSignaturePad *self)
{
  double path = 0;

  g_return_val_if_fail (DIP_IS_SIGNATURE_PAD (self), FALSE);

  for (guint i = 0; i < self->strokes->len; i++)
    {
      const GArray *stroke = g_ptr_array_index (self->strokes, i);
      for (guint p = 1; p < stroke->len; p++)
        path += graphene_point_distance (&g_array_index (stroke, graphene_point_t, p - 1),
                                         &g_array_index (stroke, graphene_point_t, p), NULL, NULL);
    }
  return path >= LEAST_PATH;
}

GBytes *
dip_signature_pad_get_picture (DipSignaturePad *self)
{
  g_return_val_if_fail (DIP_IS_SIGNATURE_PAD (self), NULL);

  if (!dip_signature_pad_is_signed (self))
    return NULL;
  const int width = gtk_widget_get_width (GTK_WIDGET (self)) * SCALE;
  const int height = gtk_widget_get_height (GTK_WIDGET (self)) * SCALE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_scale (cr, SCALE, SCALE);
  draw_strokes (self, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) pixels = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, pixels, (gsize) stride);
  cairo_surface_destroy (surface);
  return gdk_texture_save_to_png_bytes (texture);
}

void
dip_signature_pad_clear (DipSignaturePad *self)
{
  g_return_if_fail (DIP_IS_SIGNATURE_PAD (self));
  g_ptr_array_set_size (self->strokes, 0);
  note_change (self);
}

static void
dip_signature_pad_finalize (GObject *object)
{
  g_ptr_array_unref (DIP_SIGNATURE_PAD (object)->strokes);
  G_OBJECT_CLASS (dip_signature_pad_parent_class)->finalize (object);
}

static void
dip_signature_pad_class_init (DipSignaturePadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_signature_pad_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = dip_signature_pad_snapshot;
  signals[CHANGED]
      = g_signal_new ("changed", DIP_TYPE_SIGNATURE_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dip_signature_pad_init (DipSignaturePad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->strokes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

#include "dip-point-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-list-name.h"
#include "dip-tiles-draw.h"

/* Pixels of the screen. */
#define REACH       20
#define RING        9
#define MAGNIFIER   132
#define MARGIN      12
#define GREATER     3.0 /* than the photo is shown */
#define LEAST_SCALE 1.0

#define MAGNIFIED_MS 2500 /* after a key */

struct _DipPointView
{
  DipPictureArea parent_instance;

  DipTiles *tiles; /* or NULL */
  char *name;
  const DipLandmark *landmarks;
  DipPoints points;
  guint chosen;
  gboolean read_only;
  gboolean dragging;
  guint nudged_id;       /* source, as long as the magnifier stays after a key */
  double grip_x, grip_y; /* from the pointer to the point, screen pixels */
};

G_DEFINE_FINAL_TYPE (DipPointView, dip_point_view, DIP_TYPE_PICTURE_AREA)

enum
{
  SIGNAL_MOVING,
  SIGNAL_MOVED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
next_unset (DipPointView *self)
{
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    if (!self->points.set[n])
      return n;
  return DIP_LANDMARKS_MAX;
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

static void
draw_ring (GtkSnapshot *snapshot, float x, float y, float radius, float width, const GdkRGBA *colour)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_append_border (snapshot, &ring, widths, colours);
}

static void
draw_point (DipPointView *self, GtkSnapshot *snapshot, guint n)
{
  const GdkRGBA dark = { 0, 0, 0, 0.8f }, light = { 1, 1, 1, 1 }, chosen = { 1, 0.82f, 0.1f, 1 };
  const GdkRGBA *colour = n == self->chosen ? &chosen : &light;
  g_autofree char *number = g_strdup_printf ("%u", n + 1);
  double x, y;

  dip_lens_to_area (dip_picture_area_get_lens (DIP_PICTURE_AREA (self)), self->points.at[n].x, self->points.at[n].y, &x,
                    &y);
  draw_ring (snapshot, (float) x, (float) y, RING + 1, 4, &dark);
  draw_ring (snapshot, (float) x, (float) y, RING, 2, colour);
  gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT ((float) x - 1, (float) y - 1, 2, 2));
  dip_tiles_draw_chip (GTK_WIDGET (self), snapshot, number, x + RING + 3, y - RING - 14, 40, FALSE);
}

/* In the corner away from the point. */
static graphene_rect_t
place_magnifier (DipPointView *self, double x, double y)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  const int size = MIN (MAGNIFIER, MIN (width, height) / 2);

  return GRAPHENE_RECT_INIT ((float) (x < width / 2.0 ? width - size - MARGIN : MARGIN),
                             (float) (y < height / 2.0 ? height - size - MARGIN : MARGIN), (float) size, (float) size);
}

static void
draw_magnifier (DipPointView *self, GtkSnapshot *snapshot, DipPoint p)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const GdkRGBA light = { 1, 1, 1, 1 }, ink = { 1, 0.82f, 0.1f, 0.9f }, ground = { 0.5f, 0.5f, 0.5f, 1 };
  DipLens closer = *lens;
  double x, y;
  graphene_rect_t place;
  GskRoundedRect round;

  dip_lens_to_area (lens, p.x, p.y, &x, &y);
  place = place_magnifier (self, x, y);
  closer.area_width = place.size.width;
  closer.area_height = place.size.height;
  closer.scale = MAX (LEAST_SCALE, lens->scale * GREATER);
  closer.x = p.x;
  closer.y = p.y;
  gsk_rounded_rect_init_from_rect (&round, &place, place.size.width / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &ground, &place);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &place.origin);
  dip_tiles_draw (self->tiles, snapshot, &closer, NULL, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  gtk_snapshot_restore (snapshot);
  x = place.origin.x + place.size.width / 2;
  y = place.origin.y + place.size.height / 2;
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT ((float) x - 18, (float) y - 0.5f, 14, 1));
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT ((float) x + 4, (float) y - 0.5f, 14, 1));
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT ((float) x - 0.5f, (float) y - 18, 1, 14));
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT ((float) x - 0.5f, (float) y + 4, 1, 14));
  gtk_snapshot_pop (snapshot);
  draw_ring (snapshot, (float) x, (float) y, place.size.width / 2, 2, &light);
}

/* Which photo, and what to take next. */
static void
draw_heading (DipPointView *self, GtkSnapshot *snapshot)
{
  const guint n = next_unset (self);
  g_autofree char *text = NULL;

  if (n < DIP_LANDMARKS_MAX && !self->read_only)
    /* Translators: which photo, then the number and name of the point to be taken next. */
    text = g_strdup_printf (_ ("%s: %u %s?"), self->name, n + 1, dip_landmark_label (&self->landmarks[n]));
  dip_tiles_draw_chip (GTK_WIDGET (self), snapshot, text != NULL ? text : self->name, MARGIN, MARGIN,
                       gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, FALSE);
}

static void
dip_point_view_draw (DipPictureArea *area, GtkSnapshot *snapshot)
{
  DipPointView *self = DIP_POINT_VIEW (area);
  if (self->tiles == NULL)
    return;
  dip_tiles_draw (self->tiles, snapshot, dip_picture_area_get_lens (area), NULL,
                  gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    if (self->points.set[n])
      draw_point (self, snapshot, n);
  draw_heading (self, snapshot);
  if (self->points.set[self->chosen] && (self->dragging || self->nudged_id != 0))
    draw_magnifier (self, snapshot, self->points.at[self->chosen]);
}

/* --- points ----------------------------------------------------------------------------------------------------- */

/* Said by a screen reader with every step. */
static void
describe (DipPointView *self)
{
  const DipLandmark *landmark;
  g_autofree char *text = NULL;

  if (self->landmarks == NULL)
    return;
  landmark = &self->landmarks[self->chosen];
  if (self->points.set[self->chosen])
    text = g_strdup_printf (_ ("%s: point %u, %s, at %.0f, %.0f"), self->name, self->chosen + 1,
                            dip_landmark_label (landmark), self->points.at[self->chosen].x,
                            self->points.at[self->chosen].y);
  else
    text = g_strdup_printf (_ ("%s: point %u, %s, not set"), self->name, self->chosen + 1,
                            dip_landmark_label (landmark));
  dip_own_name (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
put (DipPointView *self, guint n, double x, double y)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));

  self->points.at[n] = (DipPoint){ CLAMP (x, 0, lens->width), CLAMP (y, 0, lens->height) };
  self->points.set[n] = TRUE;
  describe (self);
}

/* The set point under the pointer, or DIP_LANDMARKS_MAX. */
static guint
point_at (DipPointView *self, double x, double y)
{
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    {
      double at_x, at_y;

      if (!self->points.set[n])
        continue;
      dip_lens_to_area (dip_picture_area_get_lens (DIP_PICTURE_AREA (self)), self->points.at[n].x, self->points.at[n].y,
                        &at_x, &at_y);
      if (hypot (at_x - x, at_y - y) <= REACH)
        return n;
    }
  return DIP_LANDMARKS_MAX;
}

static void
drag_to (DipPointView *self, double x, double y)
{
  dip_lens_to_picture (dip_picture_area_get_lens (DIP_PICTURE_AREA (self)), x + self->grip_x, y + self->grip_y, &x, &y);
  put (self, self->chosen, x, y);
  g_signal_emit (self, signals[SIGNAL_MOVING], 0);
}

/* A set point is taken; else the next one is set, where the click was. */
static gboolean
dip_point_view_drag_begin (DipPictureArea *area, double x, double y)
{
  DipPointView *self = DIP_POINT_VIEW (area);
  const DipLens *lens = dip_picture_area_get_lens (area);
  guint n = point_at (self, x, y);
  double at_x = x, at_y = y, in_x, in_y;

  dip_lens_to_picture (lens, x, y, &in_x, &in_y);
  if (self->read_only || self->tiles == NULL
      || (n == DIP_LANDMARKS_MAX && (in_x < 0 || in_y < 0 || in_x > lens->width || in_y > lens->height)))
    return FALSE;
  if (n < DIP_LANDMARKS_MAX)
    dip_lens_to_area (lens, self->points.at[n].x, self->points.at[n].y, &at_x, &at_y);
  else if (!self->points.set[self->chosen])
    n = self->chosen;
  else
    n = next_unset (self);
  if (n == DIP_LANDMARKS_MAX)
    return FALSE;
  self->chosen = n;
  self->grip_x = at_x - x;
  self->grip_y = at_y - y;
  self->dragging = TRUE;
  drag_to (self, x, y);
  return TRUE;
}

static void
dip_point_view_drag_update (DipPictureArea *area, double x, double y)
{
  drag_to (DIP_POINT_VIEW (area), x, y);
}

static void
dip_point_view_drag_end (DipPictureArea *area, double x, double y)
{
  DipPointView *self = DIP_POINT_VIEW (area);

  self->dragging = FALSE;
  describe (self);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static gboolean
stop_magnifying (gpointer user_data)
{
  DipPointView *self = user_data;

  self->nudged_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* A key has put the chosen point somewhere. */
static void
nudged (DipPointView *self)
{
  g_clear_handle_id (&self->nudged_id, g_source_remove);
  self->nudged_id = g_timeout_add (MAGNIFIED_MS, stop_magnifying, self);
  g_signal_emit (self, signals[SIGNAL_MOVING], 0);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static gboolean
dip_point_view_arrow (DipPictureArea *area, double dx, double dy, int stride)
{
  DipPointView *self = DIP_POINT_VIEW (area);
  const DipPoint *at = &self->points.at[self->chosen];

  if (self->read_only || !self->points.set[self->chosen])
    return FALSE;
  put (self, self->chosen, at->x + dx * stride, at->y + dy * stride);
  nudged (self);
  return TRUE;
}

void
dip_point_view_choose (DipPointView *self, guint n)
{
  g_return_if_fail (DIP_IS_POINT_VIEW (self) && n < DIP_LANDMARKS_MAX);

  self->chosen = n;
  describe (self);
}

static gboolean
dip_point_view_digit (DipPictureArea *area, int digit)
{
  dip_point_view_choose (DIP_POINT_VIEW (area), (guint) digit - 1);
  return TRUE;
}

void
dip_point_view_place (DipPointView *self)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  DipPoint usual;

  g_return_if_fail (DIP_IS_POINT_VIEW (self));

  if (self->read_only || self->landmarks == NULL || lens->width <= 0)
    return;
  if (self->points.set[self->chosen] && next_unset (self) < DIP_LANDMARKS_MAX)
    self->chosen = next_unset (self);
  if (self->points.set[self->chosen])
    return;
  usual = self->landmarks[self->chosen].usual;
  put (self, self->chosen, round (usual.x * lens->width), round (usual.y * lens->height));
  nudged (self);
}

static gboolean
on_key_place (GtkWidget *widget, GVariant *args, gpointer unused)
{
  dip_point_view_place (DIP_POINT_VIEW (widget));
  return GDK_EVENT_STOP;
}

static gboolean
on_key_remove (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipPointView *self = DIP_POINT_VIEW (widget);

  if (self->read_only || !self->points.set[self->chosen])
    return GDK_EVENT_PROPAGATE;
  self->points.set[self->chosen] = FALSE;
  describe (self);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
  return GDK_EVENT_STOP;
}

const DipPoints *
dip_point_view_get_points (DipPointView *self)
{
  g_return_val_if_fail (DIP_IS_POINT_VIEW (self), NULL);

  return &self->points;
}

void
dip_point_view_set_points (DipPointView *self, const DipPoints *points)
{
  g_return_if_fail (DIP_IS_POINT_VIEW (self));

  self->points = *points;
  if (!self->dragging && next_unset (self) < DIP_LANDMARKS_MAX && self->points.set[self->chosen])
    self->chosen = next_unset (self);
  describe (self);
}

void
dip_point_view_set_read_only (DipPointView *self, gboolean read_only)
{
  g_return_if_fail (DIP_IS_POINT_VIEW (self));

  self->read_only = read_only;
}

/* --- the photo -------------------------------------------------------------------------------------------------- */

static void
on_opened (DipPointView *self)
{
  int width, height;

  if (dip_tiles_get_size (self->tiles, &width, &height))
    dip_picture_area_set_picture (DIP_PICTURE_AREA (self), width, height, TRUE);
}

static void
on_failed (DipPointView *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

void
dip_point_view_show (DipPointView *self, DipTiles *tiles, const char *name, const DipLandmark *landmarks)
{
  g_return_if_fail (DIP_IS_POINT_VIEW (self));

  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_set_object (&self->tiles, tiles);
  g_free (self->name);
  self->name = g_strdup (name);
  self->landmarks = landmarks;
  describe (self);
  if (tiles == NULL)
    return;
  g_signal_connect_swapped (tiles, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (tiles, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (tiles, "failed", G_CALLBACK (on_failed), self);
  on_opened (self);
  if (dip_tiles_get_problem (tiles) != NULL)
    on_failed (self, dip_tiles_get_problem (tiles));
}

static void
dip_point_view_dispose (GObject *object)
{
  DipPointView *self = DIP_POINT_VIEW (object);

  g_clear_handle_id (&self->nudged_id, g_source_remove);
  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_clear_object (&self->tiles);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (dip_point_view_parent_class)->dispose (object);
}

static void
dip_point_view_class_init (DipPointViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DipPictureAreaClass *area_class = DIP_PICTURE_AREA_CLASS (klass);
  const GType type = DIP_TYPE_POINT_VIEW;

  G_OBJECT_CLASS (klass)->dispose = dip_point_view_dispose;
  area_class->draw = dip_point_view_draw;
  area_class->drag_begin = dip_point_view_drag_begin;
  area_class->drag_update = dip_point_view_drag_update;
  area_class->drag_end = dip_point_view_drag_end;
  area_class->arrow = dip_point_view_arrow;
  area_class->digit = dip_point_view_digit;
  signals[SIGNAL_MOVING] = g_signal_new ("moving", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_key_place, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_key_place, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_key_place, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_key_remove, NULL);
}

static void
dip_point_view_init (DipPointView *self)
{
}

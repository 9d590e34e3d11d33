#include "dip-crop-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-list-name.h"
#include "dip-tiles-draw.h"

/* Pixels of the screen. */
#define REACH  18
#define HANDLE 12
#define MARGIN 12

#define LEAST_PART 20 /* of the frame's shorter side that a crop has to be */

/* What is being dragged. */
typedef enum
{
  GRIP_NONE = 0,
  GRIP_LEFT = 1 << 0,
  GRIP_RIGHT = 1 << 1,
  GRIP_TOP = 1 << 2,
  GRIP_BOTTOM = 1 << 3,
  GRIP_ALL = 1 << 4,
} Grip;

struct _DipCropView
{
  DipPictureArea parent_instance;

  DipTiles *photos[2]; /* before, after */
  int sizes[2][2];     /* width and height; 0 until known */
  DipSimilarity after_to_before;
  DipCropShape shape;
  DipRect crop;
  gboolean read_only;
  gboolean sees_after;
  Grip grip;
  DipRect held;   /* the crop when the drag began */
  DipPoint start; /* of the drag, pixels of the before */
};

G_DEFINE_FINAL_TYPE (DipCropView, dip_crop_view, DIP_TYPE_PICTURE_AREA)

enum
{
  SIGNAL_MOVING,
  SIGNAL_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The grips that there are, and where on the crop: 0 to 1 across and down. Edges only for the free shape. */
static const struct
{
  Grip grip;
  double x, y;
} grips[] = {
  { GRIP_LEFT | GRIP_TOP, 0, 0 },
  { GRIP_RIGHT | GRIP_TOP, 1, 0 },
  { GRIP_LEFT | GRIP_BOTTOM, 0, 1 },
  { GRIP_RIGHT | GRIP_BOTTOM, 1, 1 },
  { GRIP_TOP, 0.5, 0 },
  { GRIP_BOTTOM, 0.5, 1 },
  { GRIP_LEFT, 0, 0.5 },
  { GRIP_RIGHT, 1, 0.5 },
};

static guint
count_grips (DipCropView *self)
{
  return self->shape == DIP_CROP_FREE ? G_N_ELEMENTS (grips) : 4;
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

static graphene_rect_t
on_screen (DipCropView *self, const DipRect *rect)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  double left, top;

  dip_lens_to_area (lens, rect->x, rect->y, &left, &top);
  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (rect->width * lens->scale),
                             (float) (rect->height * lens->scale));
}

static void
draw_outline (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *colour, float width)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  GskRoundedRect edge;

  gsk_rounded_rect_init_from_rect (&edge, rect, 0);
  gtk_snapshot_append_border (snapshot, &edge, widths, colours);
}

/* How far the after reaches. */
static void
draw_reach (DipCropView *self, GtkSnapshot *snapshot)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const double scale = dip_similarity_scale (&self->after_to_before) * lens->scale;
  const GdkRGBA light = { 1, 1, 1, 0.6f };
  double x, y;

  dip_lens_to_area (lens, self->after_to_before.tx, self->after_to_before.ty, &x, &y);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, (float) (dip_similarity_angle (&self->after_to_before) * 180 / G_PI));
  draw_outline (snapshot,
                &GRAPHENE_RECT_INIT (0, 0, (float) (self->sizes[1][0] * scale), (float) (self->sizes[1][1] * scale)),
                &light, 1);
  gtk_snapshot_restore (snapshot);
}

/* What is cut off is dimmed, not hidden. */
static void
draw_dim (DipCropView *self, GtkSnapshot *snapshot, const graphene_rect_t *r)
{
  const GdkRGBA dim = { 0, 0, 0, 0.62f };
  const float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  const float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  const float left = CLAMP (r->origin.x, 0, width), right = CLAMP (r->origin.x + r->size.width, 0, width);
  const float top = CLAMP (r->origin.y, 0, height), bottom = CLAMP (r->origin.y + r->size.height, 0, height);

  gtk_snapshot_append_color (snapshot, &dim, &GRAPHENE_RECT_INIT (0, 0, width, top));
  gtk_snapshot_append_color (snapshot, &dim, &GRAPHENE_RECT_INIT (0, bottom, width, height - bottom));
  gtk_snapshot_append_color (snapshot, &dim, &GRAPHENE_RECT_INIT (0, top, left, bottom - top));
  gtk_snapshot_append_color (snapshot, &dim, &GRAPHENE_RECT_INIT (right, top, width - right, bottom - top));
}

static void
draw_thirds (GtkSnapshot *snapshot, const graphene_rect_t *r)
{
  const GdkRGBA faint = { 1, 1, 1, 0.35f };

  for (guint i = 1; i < 3; i++)
    {
      const float x = r->origin.x + r->size.width * (float) i / 3, y = r->origin.y + r->size.height * (float) i / 3;

      gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (floorf (x), r->origin.y, 1, r->size.height));
      gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (r->origin.x, floorf (y), r->size.width, 1));
    }
}

static void
draw_grips (DipCropView *self, GtkSnapshot *snapshot, const graphene_rect_t *r)
{
  const GdkRGBA light = { 1, 1, 1, 1 }, dark = { 0, 0, 0, 0.8f };

  for (guint i = 0; i < count_grips (self); i++)
    {
      const float x = r->origin.x + (float) grips[i].x * r->size.width;
      const float y = r->origin.y + (float) grips[i].y * r->size.height;

      gtk_snapshot_append_color (
          snapshot, &dark, &GRAPHENE_RECT_INIT (x - HANDLE / 2.0f - 1, y - HANDLE / 2.0f - 1, HANDLE + 2, HANDLE + 2));
      gtk_snapshot_append_color (snapshot, &light,
                                 &GRAPHENE_RECT_INIT (x - HANDLE / 2.0f, y - HANDLE / 2.0f, HANDLE, HANDLE));
    }
}

static void
dip_crop_view_draw (DipPictureArea *area, GtkSnapshot *snapshot)
{
  DipCropView *self = DIP_CROP_VIEW (area);
  const graphene_rect_t r = on_screen (self, &self->crop);
  const GdkRGBA edge = { 1, 0.82f, 0.1f, 1 };
  const gboolean after = self->sees_after;

  if (self->photos[after] == NULL)
    return;
  dip_tiles_draw (self->photos[after], snapshot, dip_picture_area_get_lens (area),
                  after ? &self->after_to_before : NULL, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  if (self->crop.width > 0)
    {
      draw_dim (self, snapshot, &r);
      draw_reach (self, snapshot);
      draw_thirds (snapshot, &r);
      draw_outline (snapshot, &r, &edge, 2);
      if (!self->read_only)
        draw_grips (self, snapshot, &r);
    }
  dip_tiles_draw_chip (GTK_WIDGET (self), snapshot, after ? _ ("After") : _ ("Before"), MARGIN, MARGIN,
                       gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, FALSE);
}

/* --- the crop --------------------------------------------------------------------------------------------------- */

/* Said by a screen reader with every step. */
static void
describe (DipCropView *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Crop: %.0f × %.0f pixels at %.0f, %.0f"), self->crop.width,
                                           self->crop.height, self->crop.x, self->crop.y);

  dip_own_name (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static double
least_side (DipCropView *self)
{
  return MAX (32.0, MIN (self->sizes[0][0], self->sizes[0][1]) / (double) LEAST_PART);
}

/* The edges that @grip holds moved by @dx and @dy; none past the one across from it. */
static DipRect
draw_edges (DipCropView *self, const DipRect *from, Grip grip, double dx, double dy)
{
  const double least = least_side (self);
  double left = from->x, top = from->y, right = left + from->width, bottom = top + from->height;

  if (grip & (GRIP_LEFT | GRIP_ALL))
    left += dx;
  if (grip & (GRIP_RIGHT | GRIP_ALL))
    right += dx;
  if (grip & (GRIP_TOP | GRIP_ALL))
    top += dy;
  if (grip & (GRIP_BOTTOM | GRIP_ALL))
    bottom += dy;
  if (grip & GRIP_LEFT)
    left = MIN (left, right - least);
  if (grip & GRIP_TOP)
    top = MIN (top, bottom - least);
  return (DipRect){ left, top, MAX (right - left, least), MAX (bottom - top, least) };
}

/* Of a fixed shape the corner across stays; the longer way of the hand counts. */
static DipRect
draw_corner (DipCropView *self, const DipRect *from, Grip grip, double dx, double dy)
{
  const double aspect = dip_crop_shape_aspect (self->shape);
  const double wider = grip & GRIP_LEFT ? -dx : dx, higher = grip & GRIP_TOP ? -dy : dy;
  const double by = fabs (wider) > fabs (higher * aspect) ? wider : higher * aspect;
  const double width = MAX (from->width + by, least_side (self) * MAX (1, aspect)), height = width / aspect;

  return (DipRect){ grip & GRIP_LEFT ? from->x + from->width - width : from->x,
                    grip & GRIP_TOP ? from->y + from->height - height : from->y, width, height };
}

static void
drag_to (DipCropView *self, const DipRect *from, Grip grip, double dx, double dy)
{
  const gboolean keeps = self->shape != DIP_CROP_FREE && grip != GRIP_ALL;
  const DipCropPicture pictures[] = {
    { self->sizes[0][0], self->sizes[0][1], dip_similarity_identity () },
    { self->sizes[1][0], self->sizes[1][1], self->after_to_before },
  };
  DipRect to = keeps ? draw_corner (self, from, grip, dx, dy) : draw_edges (self, from, grip, dx, dy);

  dip_crop_hold (pictures, G_N_ELEMENTS (pictures), from, &to, keeps);
  self->crop = to;
  describe (self);
}

static gboolean
can_drag (DipCropView *self)
{
  return !self->read_only && self->crop.width > 0 && self->sizes[0][0] > 0 && self->sizes[1][0] > 0;
}

static Grip
grip_at (DipCropView *self, double x, double y)
{
  const graphene_rect_t r = on_screen (self, &self->crop);

  for (guint i = 0; i < count_grips (self); i++)
    if (hypot (r.origin.x + grips[i].x * r.size.width - x, r.origin.y + grips[i].y * r.size.height - y) < REACH)
      return grips[i].grip;
  return graphene_rect_contains_point (&r, &GRAPHENE_POINT_INIT ((float) x, (float) y)) ? GRIP_ALL : GRIP_NONE;
}

static gboolean
dip_crop_view_drag_begin (DipPictureArea *area, double x, double y)
{
  DipCropView *self = DIP_CROP_VIEW (area);

  self->grip = can_drag (self) ? grip_at (self, x, y) : GRIP_NONE;
  if (self->grip == GRIP_NONE)
    return FALSE;
  self->held = self->crop;
  dip_lens_to_picture (dip_picture_area_get_lens (area), x, y, &self->start.x, &self->start.y);
  return TRUE;
}

static void
dip_crop_view_drag_update (DipPictureArea *area, double x, double y)
{
  DipCropView *self = DIP_CROP_VIEW (area);
  DipPoint p;

  dip_lens_to_picture (dip_picture_area_get_lens (area), x, y, &p.x, &p.y);
  drag_to (self, &self->held, self->grip, p.x - self->start.x, p.y - self->start.y);
  g_signal_emit (self, signals[SIGNAL_MOVING], 0);
}

static gboolean
is_same (const DipRect *a, const DipRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

static void
dip_crop_view_drag_end (DipPictureArea *area, double x, double y)
{
  DipCropView *self = DIP_CROP_VIEW (area);

  self->grip = GRIP_NONE;
  if (!is_same (&self->held, &self->crop))
    g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static const char *
cursor_of (Grip grip)
{
  switch ((int) grip)
    {
    case GRIP_ALL:
      return "move";
    case GRIP_LEFT:
    case GRIP_RIGHT:
      return "ew-resize";
    case GRIP_TOP:
    case GRIP_BOTTOM:
      return "ns-resize";
    case GRIP_LEFT | GRIP_TOP:
    case GRIP_RIGHT | GRIP_BOTTOM:
      return "nwse-resize";
    case GRIP_LEFT | GRIP_BOTTOM:
    case GRIP_RIGHT | GRIP_TOP:
      return "nesw-resize";
    default:
      return NULL;
    }
}

static void
dip_crop_view_hover (DipPictureArea *area, double x, double y, gboolean inside)
{
  DipCropView *self = DIP_CROP_VIEW (area);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   inside && can_drag (self) ? cursor_of (grip_at (self, x, y)) : NULL);
}

/* Alone and with Control it moves, near and far; with Shift the lower right corner moves. */
static gboolean
dip_crop_view_arrow (DipPictureArea *area, double dx, double dy, int stride)
{
  DipCropView *self = DIP_CROP_VIEW (area);
  const double step = MAX (1, MAX (self->sizes[0][0], self->sizes[0][1]) / 200) * (stride > 10 ? 10 : 1);
  const DipRect from = self->crop;

  if (!can_drag (self))
    return FALSE;
  drag_to (self, &from, stride == 10 ? GRIP_RIGHT | GRIP_BOTTOM : GRIP_ALL, dx * step, dy * step);
  if (!is_same (&from, &self->crop))
    g_signal_emit (self, signals[SIGNAL_MOVED], 0);
  return TRUE;
}

const DipRect *
dip_crop_view_get (DipCropView *self)
{
  g_return_val_if_fail (DIP_IS_CROP_VIEW (self), NULL);

  return &self->crop;
}

void
dip_crop_view_align (DipCropView *self, const DipSimilarity *after_to_before, DipCropShape shape, const DipRect *crop)
{
  g_return_if_fail (DIP_IS_CROP_VIEW (self));

  self->after_to_before = *after_to_before;
  self->shape = shape;
  /* A hand that is drawing it is not interrupted. */
  if (self->grip == GRIP_NONE)
    self->crop = *crop;
  describe (self);
}

void
dip_crop_view_see_after (DipCropView *self, gboolean after)
{
  g_return_if_fail (DIP_IS_CROP_VIEW (self));

  self->sees_after = after;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the photos ------------------------------------------------------------------------------------------------- */

static void
on_opened (DipCropView *self)
{
  for (guint half = 0; half < 2; half++)
    if (self->photos[half] != NULL
        && !dip_tiles_get_size (self->photos[half], &self->sizes[half][0], &self->sizes[half][1]))
      return;
  dip_picture_area_set_picture (DIP_PICTURE_AREA (self), self->sizes[0][0], self->sizes[0][1], TRUE);
}

static void
drop_photos (DipCropView *self)
{
  for (guint half = 0; half < 2; half++)
    if (self->photos[half] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->photos[half], self);
        g_clear_object (&self->photos[half]);
      }
}

void
dip_crop_view_show (DipCropView *self, DipTiles *before, DipTiles *after, gboolean read_only)
{
  g_return_if_fail (DIP_IS_CROP_VIEW (self));

  drop_photos (self);
  self->photos[0] = g_object_ref (before);
  self->photos[1] = g_object_ref (after);
  self->read_only = read_only;
  for (guint half = 0; half < 2; half++)
    {
      g_signal_connect_swapped (self->photos[half], "opened", G_CALLBACK (on_opened), self);
      g_signal_connect_swapped (self->photos[half], "changed", G_CALLBACK (gtk_widget_queue_draw), self);
    }
  on_opened (self);
}

static void
dip_crop_view_dispose (GObject *object)
{
  drop_photos (DIP_CROP_VIEW (object));
  G_OBJECT_CLASS (dip_crop_view_parent_class)->dispose (object);
}

static void
dip_crop_view_class_init (DipCropViewClass *klass)
{
  DipPictureAreaClass *area_class = DIP_PICTURE_AREA_CLASS (klass);
  const GType type = DIP_TYPE_CROP_VIEW;

  G_OBJECT_CLASS (klass)->dispose = dip_crop_view_dispose;
  area_class->draw = dip_crop_view_draw;
  area_class->drag_begin = dip_crop_view_drag_begin;
  area_class->drag_update = dip_crop_view_drag_update;
  area_class->drag_end = dip_crop_view_drag_end;
  area_class->hover = dip_crop_view_hover;
  area_class->arrow = dip_crop_view_arrow;
  signals[SIGNAL_MOVING] = g_signal_new ("moving", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dip_crop_view_init (DipCropView *self)
{
  self->after_to_before = dip_similarity_identity ();
}

#include "dip-cover-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-list-name.h"
#include "dip-tiles-draw.h"

/* Pixels of the screen. */
#define MARGIN 12
/* A drag shorter than this chooses and sets nothing. */
#define LEAST_DRAG 8

struct _DipCoverView
{
  DipPictureArea parent_instance;

  DipTiles *tiles; /* or NULL */
  char *name;
  gboolean read_only;
  DipCoverKind kind;
  DipCovers covers;
  guint chosen;     /* covers.n: none */
  DipCovers before; /* the drag */
  DipPoint start;   /* of the drag, picture */
  double start_x, start_y;
  gboolean moving; /* the chosen one, rather than drawing a new one */
};

G_DEFINE_FINAL_TYPE (DipCoverView, dip_cover_view, DIP_TYPE_PICTURE_AREA)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
dip_covers_same (const DipCovers *a, const DipCovers *b)
{
  if (a->n != b->n)
    return FALSE;
  for (guint i = 0; i < a->n; i++)
    if (a->covers[i].kind != b->covers[i].kind || a->covers[i].a.x != b->covers[i].a.x
        || a->covers[i].a.y != b->covers[i].a.y || a->covers[i].b.x != b->covers[i].b.x
        || a->covers[i].b.y != b->covers[i].b.y)
      return FALSE;
  return TRUE;
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

/* As it will be burnt in; a turned bar is drawn about its middle. */
static void
draw_cover (DipCoverView *self, GtkSnapshot *snapshot, guint n)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const GdkRGBA black = { 0, 0, 0, 1 }, edge = { 1, 0.82f, 0.1f, 1 };
  DipPoint corners[4];
  double x[4], y[4];
  float width, height;

  dip_cover_corners (&self->covers.covers[n], corners);
  for (guint i = 0; i < 4; i++)
    dip_lens_to_area (lens, corners[i].x, corners[i].y, &x[i], &y[i]);
  width = (float) hypot (x[1] - x[0], y[1] - y[0]);
  height = (float) hypot (x[2] - x[1], y[2] - y[1]);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) ((x[0] + x[2]) / 2), (float) ((y[0] + y[2]) / 2)));
  gtk_snapshot_rotate (snapshot, (float) (atan2 (y[1] - y[0], x[1] - x[0]) * 180 / G_PI));
  if (n == self->chosen)
    gtk_snapshot_append_color (snapshot, &edge,
                               &GRAPHENE_RECT_INIT (-width / 2 - 2, -height / 2 - 2, width + 4, height + 4));
  gtk_snapshot_append_color (snapshot, &black, &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  gtk_snapshot_restore (snapshot);
}

static void
dip_cover_view_draw (DipPictureArea *area, GtkSnapshot *snapshot)
{
  DipCoverView *self = DIP_COVER_VIEW (area);

  if (self->tiles == NULL)
    return;
  dip_tiles_draw (self->tiles, snapshot, dip_picture_area_get_lens (area), NULL,
                  gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  for (guint n = 0; n < self->covers.n; n++)
    draw_cover (self, snapshot, n);
  dip_tiles_draw_chip (GTK_WIDGET (self), snapshot, self->name, MARGIN, MARGIN,
                       gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, FALSE);
}

/* --- covers ----------------------------------------------------------------------------------------------------- */

static void
describe (DipCoverView *self)
{
  g_autofree char *text
      = g_strdup_printf (ngettext ("%s: %u cover", "%s: %u covers", self->covers.n), self->name, self->covers.n);

  dip_own_name (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
changed (DipCoverView *self)
{
  describe (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Whether the point lies in the cover: on the inner side of each of its edges. */
static gboolean
covers_point (const DipCover *cover, DipPoint p)
{
  DipPoint corners[4];
  int left = 0, right = 0;

  dip_cover_corners (cover, corners);
  for (guint i = 0; i < 4; i++)
    {
      const DipPoint a = corners[i], b = corners[(i + 1) % 4];
      const double side = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

      left += side >= 0;
      right += side <= 0;
    }
  return left == 4 || right == 4;
}

static void
shift (DipCover *cover, double dx, double dy)
{
  cover->a.x += dx;
  cover->a.y += dy;
  cover->b.x += dx;
  cover->b.y += dy;
}

static DipPoint
clamp_point (DipCoverView *self, double x, double y)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));

  return (DipPoint){ CLAMP (x, 0, lens->width), CLAMP (y, 0, lens->height) };
}

static gboolean
dip_cover_view_drag_begin (DipPictureArea *area, double x, double y)
{
  DipCoverView *self = DIP_COVER_VIEW (area);
  DipPoint p;

  if (self->read_only || self->tiles == NULL)
    return FALSE;
  dip_lens_to_picture (dip_picture_area_get_lens (area), x, y, &p.x, &p.y);
  self->before = self->covers;
  self->start = clamp_point (self, p.x, p.y);
  self->start_x = x;
  self->start_y = y;
  self->chosen = self->covers.n;
  for (guint n = 0; n < self->covers.n; n++)
    if (covers_point (&self->covers.covers[n], p))
      self->chosen = n;
  self->moving = self->chosen < self->covers.n;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return self->moving || self->covers.n < DIP_COVERS_MAX;
}

static void
dip_cover_view_drag_update (DipPictureArea *area, double x, double y)
{
  DipCoverView *self = DIP_COVER_VIEW (area);
  DipPoint p;

  if (hypot (x - self->start_x, y - self->start_y) < LEAST_DRAG)
    return;
  dip_lens_to_picture (dip_picture_area_get_lens (area), x, y, &p.x, &p.y);
  self->covers = self->before;
  if (self->moving)
    shift (&self->covers.covers[self->chosen], p.x - self->start.x, p.y - self->start.y);
  else
    {
      self->chosen = self->covers.n++;
      self->covers.covers[self->chosen] = (DipCover){ self->kind, self->start, clamp_point (self, p.x, p.y) };
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
dip_cover_view_drag_end (DipPictureArea *area, double x, double y)
{
  DipCoverView *self = DIP_COVER_VIEW (area);

  if (!dip_covers_same (&self->before, &self->covers))
    changed (self);
}

static gboolean
dip_cover_view_arrow (DipPictureArea *area, double dx, double dy, int stride)
{
  DipCoverView *self = DIP_COVER_VIEW (area);
  const DipLens *lens = dip_picture_area_get_lens (area);
  const double step = MAX (1, MAX (lens->width, lens->height) / 200);

  if (self->read_only || self->chosen >= self->covers.n)
    return FALSE;
  /* With Shift the second corner or eye moves: larger, smaller, turned. */
  if (stride == 10)
    {
      DipPoint *b = &self->covers.covers[self->chosen].b;

      *b = clamp_point (self, b->x + dx * step, b->y + dy * step);
    }
  else
    shift (&self->covers.covers[self->chosen], dx * step * (stride > 1 ? 10 : 1), dy * step * (stride > 1 ? 10 : 1));
  changed (self);
  return TRUE;
}

static gboolean
on_key_add (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipCoverView *self = DIP_COVER_VIEW (widget);
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const double reach = MIN (lens->width, lens->height) / 8;

  if (self->read_only || self->covers.n == DIP_COVERS_MAX || lens->width <= 0)
    return GDK_EVENT_PROPAGATE;
  self->chosen = self->covers.n++;
  self->covers.covers[self->chosen]
      = (DipCover){ self->kind,
                    { lens->x - reach, lens->y - (self->kind == DIP_COVER_BOX ? reach : 0) },
                    { lens->x + reach, lens->y + (self->kind == DIP_COVER_BOX ? reach : 0) } };
  changed (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_remove (GtkWidget *widget, GVariant *args, gpointer unused)
{
  DipCoverView *self = DIP_COVER_VIEW (widget);

  if (self->read_only || self->chosen >= self->covers.n)
    return GDK_EVENT_PROPAGATE;
  for (guint n = self->chosen; n + 1 < self->covers.n; n++)
    self->covers.covers[n] = self->covers.covers[n + 1];
  self->covers.n--;
  self->chosen = self->covers.n > 0 ? self->covers.n - 1 : 0;
  changed (self);
  return GDK_EVENT_STOP;
}

const DipCovers *
dip_cover_view_get (DipCoverView *self)
{
  g_return_val_if_fail (DIP_IS_COVER_VIEW (self), NULL);

  return &self->covers;
}

void
dip_cover_view_set (DipCoverView *self, const DipCovers *covers)
{
  g_return_if_fail (DIP_IS_COVER_VIEW (self));

  self->covers = *covers;
  self->chosen = MIN (self->chosen, covers->n);
  describe (self);
}

void
dip_cover_view_set_kind (DipCoverView *self, DipCoverKind kind)
{
  g_return_if_fail (DIP_IS_COVER_VIEW (self));

  self->kind = kind;
}

/* --- the photo -------------------------------------------------------------------------------------------------- */

static void
on_opened (DipCoverView *self)
{
  int width, height;

  if (dip_tiles_get_size (self->tiles, &width, &height))
    dip_picture_area_set_picture (DIP_PICTURE_AREA (self), width, height, TRUE);
}

void
dip_cover_view_show (DipCoverView *self, DipTiles *tiles, const char *name, gboolean read_only)
{
  g_return_if_fail (DIP_IS_COVER_VIEW (self));

  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_set_object (&self->tiles, tiles);
  g_free (self->name);
  self->name = g_strdup (name);
  self->read_only = read_only;
  describe (self);
  if (tiles == NULL)
    return;
  g_signal_connect_swapped (tiles, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (tiles, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  on_opened (self);
}

static void
dip_cover_view_dispose (GObject *object)
{
  DipCoverView *self = DIP_COVER_VIEW (object);

  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_clear_object (&self->tiles);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (dip_cover_view_parent_class)->dispose (object);
}

static void
dip_cover_view_class_init (DipCoverViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DipPictureAreaClass *area_class = DIP_PICTURE_AREA_CLASS (klass);
  static const guint adding[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_space };
  static const guint removing[] = { GDK_KEY_Delete, GDK_KEY_KP_Delete, GDK_KEY_BackSpace };

  G_OBJECT_CLASS (klass)->dispose = dip_cover_view_dispose;
  area_class->draw = dip_cover_view_draw;
  area_class->drag_begin = dip_cover_view_drag_begin;
  area_class->drag_update = dip_cover_view_drag_update;
  area_class->drag_end = dip_cover_view_drag_end;
  area_class->arrow = dip_cover_view_arrow;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_COVER_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (adding); i++)
    gtk_widget_class_add_binding (widget_class, adding[i], 0, on_key_add, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (removing); i++)
    gtk_widget_class_add_binding (widget_class, removing[i], 0, on_key_remove, NULL);
}

static void
dip_cover_view_init (DipCoverView *self)
{
  self->name = g_strdup ("");
}

#include "dip-compare-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-layers.h"
#include "dip-tiles-draw.h"

/* Milliseconds that each photo is seen when blinking: slower than any flashing that could harm (WCAG 2.2, 2.3.1). */
#define BLINK_MS 700
/* Of what moves, without a graphics card: less than half the pixels each way, so that it follows the pointer within a frame. */
#define MOVING_SCALE 0.35
/* Milliseconds without movement after which all is drawn as sharp as it is. */
#define SETTLE_MS 120
/* Pixels. */
#define HANDLE_REACH 24
#define GRID_FIELDS  8
/* Of what differs. */
#define GREATEST_GAIN 8

struct _DipCompareView
{
  DipPictureArea parent_instance;

  DipTiles *photos[2]; /* before, after */
  DipSimilarity after_to_before;
  DipRect crop;
  DipCompareMode mode;
  double mix;
  gboolean grid;
  gboolean level;
  gboolean pointer_inside;
  double pointer_y;
  guint blink_id;

  DipLayers *layers; /* NULL with a graphics card */
  DipLens drawn[2];  /* what of each photo the layers show; no width: drawn anew */
  guint settle_id;   /* source; 0: nothing moves */
};

G_DEFINE_FINAL_TYPE (DipCompareView, dip_compare_view, DIP_TYPE_PICTURE_AREA)

enum
{
  SIGNAL_FAILED,
  SIGNAL_MIX_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- drawing ---------------------------------------------------------------------------------------------------- */

/* The crop on the screen, in the lens's area. */
static graphene_rect_t
picture_rect (DipCompareView *self)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  double left, top;

  dip_lens_to_area (lens, 0, 0, &left, &top);
  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (lens->width * lens->scale),
                             (float) (lens->height * lens->scale));
}

static void
draw_photo (DipCompareView *self, GtkSnapshot *snapshot, guint which, double density)
{
  DipSimilarity to_crop = which == 0 ? dip_similarity_identity () : self->after_to_before;
  const graphene_rect_t bounds = picture_rect (self);

  if (self->photos[which] == NULL)
    return;
  to_crop.tx -= self->crop.x;
  to_crop.ty -= self->crop.y;
  gtk_snapshot_push_clip (snapshot, &bounds);
  dip_tiles_draw (self->photos[which], snapshot, dip_picture_area_get_lens (DIP_PICTURE_AREA (self)), &to_crop,
                  density);
  gtk_snapshot_pop (snapshot);
}

/* A graphics card blends faster than anything is uploaded to it. */
static gboolean
has_card (DipCompareView *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return native == NULL || !GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

static gboolean
same_lens (const DipLens *a, const DipLens *b)
{
  return a->width == b->width && a->height == b->height && a->area_width == b->area_width
         && a->area_height == b->area_height && a->x == b->x && a->y == b->y && a->scale == b->scale;
}

static void
forget_layers (DipCompareView *self)
{
  self->drawn[0].width = self->drawn[1].width = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
settle (gpointer user_data)
{
  DipCompareView *self = user_data;

  self->settle_id = 0;
  forget_layers (self);
  return G_SOURCE_REMOVE;
}

/* What moves is drawn in fewer pixels, so that it can follow the pointer. */
static double
layer_scale (DipCompareView *self, guint which, const DipLens *lens)
{
  const gboolean moved = self->drawn[which].width != 0 && !same_lens (&self->drawn[which], lens);

  if (moved)
    {
      g_clear_handle_id (&self->settle_id, g_source_remove);
      self->settle_id = g_timeout_add (SETTLE_MS, settle, self);
    }
  return gtk_widget_get_scale_factor (GTK_WIDGET (self)) * (self->settle_id != 0 ? MOVING_SCALE : 1);
}

/* Sees to it that the layer shows what the lens does. */
static void
update_layer (DipCompareView *self, guint which)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const double scale = layer_scale (self, which, lens);
  g_autoptr (GtkSnapshot) snapshot = NULL;
  GskRenderNode *node;

  if (self->layers == NULL || !dip_layers_has_size (self->layers, width, height, scale))
    {
      g_clear_pointer (&self->layers, dip_layers_free);
      self->layers = dip_layers_new (width, height, scale);
      self->drawn[0].width = self->drawn[1].width = 0;
    }
  if (same_lens (&self->drawn[which], lens))
    return;
  snapshot = gtk_snapshot_new ();
  draw_photo (self, snapshot, which, scale);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  dip_layers_set (self->layers, which, node);
  g_clear_pointer (&node, gsk_render_node_unref);
  self->drawn[which] = *lens;
}

/* The photo at the whole of the widget, @alpha opaque. */
static void
draw_whole (DipCompareView *self, GtkSnapshot *snapshot, guint which, double alpha)
{
  const graphene_rect_t picture = picture_rect (self);
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                  (float) gtk_widget_get_height (GTK_WIDGET (self)));
  graphene_rect_t seen;

  if (has_card (self))
    {
      gtk_snapshot_push_opacity (snapshot, alpha);
      draw_photo (self, snapshot, which, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      gtk_snapshot_pop (snapshot);
      return;
    }
  if (self->photos[which] == NULL || !graphene_rect_intersection (&picture, &all, &seen))
    return;
  update_layer (self, which);
  dip_layers_append (self->layers, snapshot, which, &seen, alpha);
}

static void
draw_line (GtkSnapshot *snapshot, float x, float y, float width, float height)
{
  const GdkRGBA dark = { 0, 0, 0, 0.55f }, light = { 1, 1, 1, 0.85f };
  const gboolean upright = width < height;

  gtk_snapshot_append_color (snapshot, &light, &GRAPHENE_RECT_INIT (x, y, width, height));
  gtk_snapshot_append_color (
      snapshot, &dark, &GRAPHENE_RECT_INIT (x + (upright ? width : 0), y + (upright ? 0 : height), width, height));
}

static void
draw_grid (DipCompareView *self, GtkSnapshot *snapshot)
{
  const graphene_rect_t r = picture_rect (self);
  const float step = MAX (r.size.width, r.size.height) / GRID_FIELDS;

  for (int i = 1; (float) i * step < r.size.width - 1; i++)
    draw_line (snapshot, floorf (r.origin.x + (float) i * step), r.origin.y, 1, r.size.height);
  for (int i = 1; (float) i * step < r.size.height - 1; i++)
    draw_line (snapshot, r.origin.x, floorf (r.origin.y + (float) i * step), r.size.width, 1);
}

/* A line across that shows whether both sides of a head are at one height: where the pointer is, else in the middle. */
static void
draw_level (DipCompareView *self, GtkSnapshot *snapshot)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (self));
  const double y = self->pointer_inside ? self->pointer_y : lens->area_height / 2;

  draw_line (snapshot, 0, (float) floor (y), (float) lens->area_width, 1);
}

static void
draw_guides (DipCompareView *self, GtkSnapshot *snapshot)
{
  if (self->grid)
    draw_grid (self, snapshot);
  if (self->level)
    draw_level (self, snapshot);
}

/* @at_end: at the right of @field. */
static void
draw_name (DipCompareView *self, GtkSnapshot *snapshot, const char *text, const graphene_rect_t *field, gboolean at_end)
{
  dip_tiles_draw_chip (GTK_WIDGET (self), snapshot, text, field->origin.x + (at_end ? field->size.width - 10 : 10),
                       field->origin.y + 10, field->size.width - 20, at_end);
}

/* Between the first field and the second, @field. */
static void
draw_border (GtkSnapshot *snapshot, const graphene_rect_t *field)
{
  if (field->origin.x > 0)
    draw_line (snapshot, field->origin.x - 1, 0, 1, field->size.height);
  else
    draw_line (snapshot, 0, field->origin.y - 1, field->size.width, 1);
}

static void
draw_side_by_side (DipCompareView *self, GtkSnapshot *snapshot)
{
  for (guint which = 0; which < 2; which++)
    {
      const graphene_rect_t field = dip_picture_area_get_field (DIP_PICTURE_AREA (self), which);

      gtk_snapshot_push_clip (snapshot, &field);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &field.origin);
      draw_whole (self, snapshot, which, 1);
      draw_guides (self, snapshot);
      gtk_snapshot_restore (snapshot);
      gtk_snapshot_pop (snapshot);
      if (which == 1)
        draw_border (snapshot, &field);
      draw_name (self, snapshot, which == 0 ? _ ("Before") : _ ("After"), &field, FALSE);
    }
}

static double
split_x (DipCompareView *self)
{
  const graphene_rect_t r = picture_rect (self);
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double left = MAX (0, r.origin.x), right = MIN (width, r.origin.x + r.size.width);

  return left + (right - left) * self->mix;
}

static void
draw_split (DipCompareView *self, GtkSnapshot *snapshot, const graphene_rect_t *all)
{
  const float x = (float) round (split_x (self));
  const graphene_rect_t left = GRAPHENE_RECT_INIT (0, 0, x, all->size.height);
  const graphene_rect_t right = GRAPHENE_RECT_INIT (x, 0, all->size.width - x, all->size.height);
  const GdkRGBA white = { 1, 1, 1, 1 };
  GskRoundedRect knob;

  gtk_snapshot_push_clip (snapshot, &left);
  draw_whole (self, snapshot, 0, 1);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_clip (snapshot, &right);
  draw_whole (self, snapshot, 1, 1);
  gtk_snapshot_pop (snapshot);
  draw_line (snapshot, x - 1, 0, 2, all->size.height);
  gsk_rounded_rect_init_from_rect (&knob, &GRAPHENE_RECT_INIT (x - 7, all->size.height / 2 - 20, 14, 40), 7);
  gtk_snapshot_push_rounded_clip (snapshot, &knob);
  gtk_snapshot_append_color (snapshot, &white, &knob.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_onion (DipCompareView *self, GtkSnapshot *snapshot)
{
  if (self->mix < 1)
    draw_whole (self, snapshot, 0, 1);
  if (self->mix > 0)
    draw_whole (self, snapshot, 1, self->mix);
}

static void
blend_difference (DipCompareView *self, GtkSnapshot *snapshot, float gain)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  const graphene_rect_t all = picture_rect (self);
  graphene_matrix_t matrix;
  graphene_vec4_t nothing;

  if (self->mix > 0)
    {
      graphene_matrix_init_scale (&matrix, gain, gain, gain);
      gtk_snapshot_push_color_matrix (snapshot, &matrix, graphene_vec4_init (&nothing, 0, 0, 0, 0));
    }
  /* GTK does not bear a blend of nothing with nothing: as long as the photos are on their way there is black. */
  gtk_snapshot_push_blend (snapshot, GSK_BLEND_MODE_DIFFERENCE);
  gtk_snapshot_append_color (snapshot, &black, &all);
  draw_photo (self, snapshot, 0, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_color (snapshot, &black, &all);
  draw_photo (self, snapshot, 1, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  gtk_snapshot_pop (snapshot);
  if (self->mix > 0)
    gtk_snapshot_pop (snapshot);
}

/* Brightened by the mix: photos that lie well on each other differ by little. */
static void
draw_difference (DipCompareView *self, GtkSnapshot *snapshot, const graphene_rect_t *all)
{
  const float gain = (float) (1 + (GREATEST_GAIN - 1) * self->mix);
  const graphene_rect_t picture = picture_rect (self);
  graphene_rect_t seen;

  if (has_card (self))
    blend_difference (self, snapshot, gain);
  else if (graphene_rect_intersection (&picture, all, &seen))
    {
      update_layer (self, 0);
      update_layer (self, 1);
      dip_layers_append_difference (self->layers, snapshot, &seen, gain);
    }
}

static void
draw_names (DipCompareView *self, GtkSnapshot *snapshot, const graphene_rect_t *all)
{
  if (self->mode == DIP_COMPARE_BLINK)
    draw_name (self, snapshot, self->mix < 0.5 ? _ ("Before") : _ ("After"), all, FALSE);
  else if (self->mode != DIP_COMPARE_DIFFERENCE)
    {
      draw_name (self, snapshot, _ ("Before"), all, FALSE);
      draw_name (self, snapshot, _ ("After"), all, TRUE);
    }
}

static void
dip_compare_view_draw (DipPictureArea *area, GtkSnapshot *snapshot)
{
  DipCompareView *self = DIP_COMPARE_VIEW (area);
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                  (float) gtk_widget_get_height (GTK_WIDGET (self)));

  switch (self->mode)
    {
    case DIP_COMPARE_SIDE_BY_SIDE:
      draw_side_by_side (self, snapshot);
      return;
    case DIP_COMPARE_SPLIT:
      draw_split (self, snapshot, &all);
      break;
    case DIP_COMPARE_ONION:
      draw_onion (self, snapshot);
      break;
    case DIP_COMPARE_BLINK:
      draw_whole (self, snapshot, self->mix < 0.5 ? 0 : 1, 1);
      break;
    case DIP_COMPARE_DIFFERENCE:
      draw_difference (self, snapshot, &all);
      break;
    case N_DIP_COMPARE_MODES:
    default:
      g_assert_not_reached ();
    }
  draw_guides (self, snapshot);
  draw_names (self, snapshot, &all);
}

/* --- mode and mix ----------------------------------------------------------------------------------------------- */

static gboolean
may_move (DipCompareView *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations, NULL);
  return animations;
}

static gboolean
blink (gpointer user_data)
{
  DipCompareView *self = user_data;

  dip_compare_view_set_mix (self, self->mix < 0.5 ? 1 : 0);
  return G_SOURCE_CONTINUE;
}

/* People who want no movement turn the photos over themselves. */
static void
update_blinking (DipCompareView *self)
{
  const gboolean blinks
      = self->mode == DIP_COMPARE_BLINK && gtk_widget_get_mapped (GTK_WIDGET (self)) && may_move (self);

  if (blinks && self->blink_id == 0)
    self->blink_id = g_timeout_add (BLINK_MS, blink, self);
  else if (!blinks)
    g_clear_handle_id (&self->blink_id, g_source_remove);
}

static void
divide (DipCompareView *self, int width, int height)
{
  if (self->mode == DIP_COMPARE_SIDE_BY_SIDE)
    dip_picture_area_set_fields (DIP_PICTURE_AREA (self), 2,
                                 width >= height ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  else
    dip_picture_area_set_fields (DIP_PICTURE_AREA (self), 1, GTK_ORIENTATION_HORIZONTAL);
}

void
dip_compare_view_set_mode (DipCompareView *self, DipCompareMode mode)
{
  g_return_if_fail (DIP_IS_COMPARE_VIEW (self) && mode < N_DIP_COMPARE_MODES);

  self->mode = mode;
  divide (self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  update_blinking (self);
  dip_compare_view_set_mix (self, mode == DIP_COMPARE_SPLIT || mode == DIP_COMPARE_ONION ? 0.5 : 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

DipCompareMode
dip_compare_view_get_mode (DipCompareView *self)
{
  g_return_val_if_fail (DIP_IS_COMPARE_VIEW (self), DIP_COMPARE_SIDE_BY_SIDE);

  return self->mode;
}

void
dip_compare_view_set_mix (DipCompareView *self, double mix)
{
  g_return_if_fail (DIP_IS_COMPARE_VIEW (self));

  mix = CLAMP (mix, 0, 1);
  if (self->mix == mix)
    return;
  self->mix = mix;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MIX_CHANGED], 0);
}

double
dip_compare_view_get_mix (DipCompareView *self)
{
  g_return_val_if_fail (DIP_IS_COMPARE_VIEW (self), 0);

  return self->mix;
}

void
dip_compare_view_set_guides (DipCompareView *self, gboolean grid, gboolean level)
{
  g_return_if_fail (DIP_IS_COMPARE_VIEW (self));

  self->grid = grid;
  self->level = level;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
dip_compare_view_is_sharp (DipCompareView *self)
{
  g_return_val_if_fail (DIP_IS_COMPARE_VIEW (self), FALSE);

  for (guint which = 0; which < 2; which++)
    if (self->photos[which] == NULL || !dip_tiles_is_sharp (self->photos[which]))
      return FALSE;
  return TRUE;
}

/* --- what is compared ------------------------------------------------------------------------------------------- */

static void
on_failed (DipCompareView *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

void
dip_compare_view_show (DipCompareView *self, DipTiles *before, DipTiles *after)
{
  DipTiles *const photos[] = { before, after };

  g_return_if_fail (DIP_IS_COMPARE_VIEW (self));

  for (guint which = 0; which < 2; which++)
    {
      if (self->photos[which] != NULL)
        g_signal_handlers_disconnect_by_data (self->photos[which], self);
      g_set_object (&self->photos[which], photos[which]);
      if (photos[which] == NULL)
        continue;
      g_signal_connect_swapped (photos[which], "changed", G_CALLBACK (forget_layers), self);
      g_signal_connect_swapped (photos[which], "failed", G_CALLBACK (on_failed), self);
      if (dip_tiles_get_problem (photos[which]) != NULL)
        on_failed (self, dip_tiles_get_problem (photos[which]));
    }
  forget_layers (self);
}

void
dip_compare_view_align (DipCompareView *self, const DipSimilarity *after_to_before, const DipRect *crop)
{
  g_return_if_fail (DIP_IS_COMPARE_VIEW (self));

  self->after_to_before = *after_to_before;
  self->crop = *crop;
  dip_picture_area_set_picture (DIP_PICTURE_AREA (self), crop->width, crop->height, TRUE);
  forget_layers (self);
}

/* --- pointer ---------------------------------------------------------------------------------------------------- */

static void
move_split (DipCompareView *self, double x)
{
  const graphene_rect_t r = picture_rect (self);
  const double left = MAX (0, r.origin.x);
  const double right = MIN (gtk_widget_get_width (GTK_WIDGET (self)), r.origin.x + r.size.width);

  if (right > left)
    dip_compare_view_set_mix (self, (x - left) / (right - left));
}

/* The split is taken by its line; where the picture can't be panned, anywhere. */
static gboolean
dip_compare_view_drag_begin (DipPictureArea *area, double x, double y)
{
  DipCompareView *self = DIP_COMPARE_VIEW (area);

  if (self->mode != DIP_COMPARE_SPLIT
      || (!dip_picture_area_get_lens (area)->fits && fabs (x - split_x (self)) > HANDLE_REACH))
    return FALSE;
  move_split (self, x);
  return TRUE;
}

static void
dip_compare_view_drag_update (DipPictureArea *area, double x, double y)
{
  move_split (DIP_COMPARE_VIEW (area), x);
}

static void
dip_compare_view_hover (DipPictureArea *area, double x, double y, gboolean inside)
{
  DipCompareView *self = DIP_COMPARE_VIEW (area);

  dip_picture_area_to_field (area, &x, &y);
  self->pointer_inside = inside;
  self->pointer_y = y;
  if (self->level)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->mode == DIP_COMPARE_SPLIT)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                     inside && fabs (x - split_x (self)) <= HANDLE_REACH ? "ew-resize" : NULL);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
dip_compare_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  divide (DIP_COMPARE_VIEW (widget), width, height);
  GTK_WIDGET_CLASS (dip_compare_view_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
dip_compare_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dip_compare_view_parent_class)->map (widget);
  update_blinking (DIP_COMPARE_VIEW (widget));
}

static void
dip_compare_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dip_compare_view_parent_class)->unmap (widget);
  update_blinking (DIP_COMPARE_VIEW (widget));
  g_clear_pointer (&DIP_COMPARE_VIEW (widget)->layers, dip_layers_free);
}

static void
dip_compare_view_dispose (GObject *object)
{
  DipCompareView *self = DIP_COMPARE_VIEW (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->blink_id, g_source_remove);
  dip_compare_view_show (self, NULL, NULL);
  g_clear_pointer (&self->layers, dip_layers_free);
  G_OBJECT_CLASS (dip_compare_view_parent_class)->dispose (object);
}

static void
dip_compare_view_class_init (DipCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DipPictureAreaClass *area_class = DIP_PICTURE_AREA_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_compare_view_dispose;
  widget_class->size_allocate = dip_compare_view_size_allocate;
  widget_class->map = dip_compare_view_map;
  widget_class->unmap = dip_compare_view_unmap;
  area_class->draw = dip_compare_view_draw;
  area_class->drag_begin = dip_compare_view_drag_begin;
  area_class->drag_update = dip_compare_view_drag_update;
  area_class->hover = dip_compare_view_hover;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DIP_TYPE_COMPARE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MIX_CHANGED]
      = g_signal_new ("mix-changed", DIP_TYPE_COMPARE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dip_compare_view_init (DipCompareView *self)
{
  self->after_to_before = dip_similarity_identity ();
  self->mix = 0.5;
}

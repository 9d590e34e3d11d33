#include "dip-picture-view.h"

#include "dip-tiles-draw.h"

struct _DipPictureView
{
  DipPictureArea parent_instance;

  DipTiles *tiles; /* or NULL */
};

G_DEFINE_FINAL_TYPE (DipPictureView, dip_picture_view, DIP_TYPE_PICTURE_AREA)

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
dip_picture_view_draw (DipPictureArea *area, GtkSnapshot *snapshot)
{
  DipPictureView *self = DIP_PICTURE_VIEW (area);

  if (self->tiles != NULL)
    dip_tiles_draw (self->tiles, snapshot, dip_picture_area_get_lens (area), NULL,
                    gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

static void
on_opened (DipPictureView *self)
{
  int width, height;

  if (dip_tiles_get_size (self->tiles, &width, &height))
    dip_picture_area_set_picture (DIP_PICTURE_AREA (self), width, height, FALSE);
}

static void
on_failed (DipPictureView *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

void
dip_picture_view_show (DipPictureView *self, DipTiles *tiles)
{
  g_return_if_fail (DIP_IS_PICTURE_VIEW (self));

  if (self->tiles == tiles)
    return;
  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_set_object (&self->tiles, tiles);
  dip_picture_area_set_picture (DIP_PICTURE_AREA (self), 0, 0, FALSE);
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
dip_picture_view_dispose (GObject *object)
{
  DipPictureView *self = DIP_PICTURE_VIEW (object);

  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_clear_object (&self->tiles);
  G_OBJECT_CLASS (dip_picture_view_parent_class)->dispose (object);
}

static void
dip_picture_view_class_init (DipPictureViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_picture_view_dispose;
  DIP_PICTURE_AREA_CLASS (klass)->draw = dip_picture_view_draw;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DIP_TYPE_PICTURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dip_picture_view_init (DipPictureView *self)
{
}

GtkWidget *
dip_picture_view_new (void)
{
  return g_object_new (DIP_TYPE_PICTURE_VIEW, NULL);
}

#include "dip-tile.h"

#include <inttypes.h>

#include "dip-list-name.h"

struct _DipTile
{
  GtkWidget parent_instance;

  GtkWidget *picture;
  GtkWidget *missing; /* a sign in place of a picture that is withheld, or can't be read */
  DipWorkspace *workspace;
  DipTextureKind kind;
  gint64 id;
  gint64 stamp;
  int width, height; /* of the texture shown or on its way, in pixels of the screen; 0: none */
  DipJob *job;       /* or NULL */
  double ratio;
  guint later; /* the source that starts loading, or 0 */
};

G_DEFINE_FINAL_TYPE (DipTile, dip_tile, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_RATIO,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* Pixels, for when nobody gives a width. */
#define NATURAL_WIDTH 190
#define LEAST_WIDTH   48
/* No screen's: the toolkit asks for it to learn the least height, and does not bear that a tile becomes higher with its width. */
#define ANY_WIDTH 65536
/* A texture is made anew for a place larger than it by this, or smaller by half. */
#define STRETCH 1.1

static void
dip_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  DipTile *self = DIP_TILE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = for_size > 0 ? MAX (LEAST_WIDTH, (int) (for_size * self->ratio)) : NATURAL_WIDTH;
    }
  else
    *minimum = *natural = (int) ((for_size > 0 && for_size < ANY_WIDTH ? for_size : NATURAL_WIDTH) / self->ratio);
}

static GtkSizeRequestMode
dip_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stop_loading (DipTile *self)
{
  if (self->job != NULL)
    dip_job_cancel (self->job);
  g_clear_object (&self->job);
}

static void
show_texture (DipTile *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), texture != NULL ? GDK_PAINTABLE (texture) : NULL);
}

static char *
key_of (DipTile *self)
{
  return g_strdup_printf ("%d:%" PRId64 ":%" PRId64 ":%dx%d", (int) self->kind, self->id, self->stamp, self->width,
                          self->height);
}

static void
take_loaded (DipTile *self, DipLoadedTexture *loaded)
{
  /* A load that could not be stopped in time, of what the tile showed before. */
  if (loaded->id != self->id || loaded->kind != self->kind || loaded->width != self->width || self->workspace == NULL)
    return;
  g_autofree char *key = key_of (self);
  g_clear_object (&self->job);
  dip_textures_keep (dip_workspace_get_textures (self->workspace), key, loaded->texture);
  show_texture (self, loaded->texture);
}

static void
set_missing (DipTile *self, gboolean missing)
{
  gtk_widget_set_child_visible (self->missing, missing);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  if (result != NULL)
    take_loaded (owner, result);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_missing (owner, TRUE);
  dip_loaded_texture_free (result);
}

/* Does nothing as long as nobody knows how large it will be seen. What is shown already stays until there is better. */
static void
start_loading (DipTile *self)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const DipLoadedTexture wanted = { self->kind, self->id, gtk_widget_get_width (GTK_WIDGET (self)) * scale,
                                    gtk_widget_get_height (GTK_WIDGET (self)) * scale, NULL };
  g_autofree char *key = NULL;
  GdkTexture *texture;

  if (self->workspace == NULL || self->id == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)) || wanted.width == 0
      || wanted.height == 0
      || (wanted.width <= self->width * STRETCH && wanted.height <= self->height * STRETCH
          && 2 * wanted.width >= self->width))
    return;
  stop_loading (self);
  self->width = wanted.width;
  self->height = wanted.height;
  key = key_of (self);
  texture = dip_textures_peek (dip_workspace_get_textures (self->workspace), key);
  if (texture != NULL)
    {
      show_texture (self, texture);
      return;
    }
  self->job = dip_job_new ("");
  dip_textures_load (self->workspace, &wanted, self->job, G_OBJECT (self), on_loaded);
}

static void
forget_texture (DipTile *self)
{
  stop_loading (self);
  show_texture (self, NULL);
  self->width = self->height = 0;
}

static gboolean
load_later (gpointer data)
{
  DipTile *self = data;

  self->later = 0;
  start_loading (self);
  return G_SOURCE_REMOVE;
}

/* Another picture asks for room of its own, which nothing may do while room is given out: it has to wait for that. */
static void
dip_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipTile *self = DIP_TILE (widget);
  GtkAllocation all = { 0, 0, width, height };

  gtk_widget_size_allocate (self->picture, &all, -1);
  gtk_widget_size_allocate (self->missing, &all, -1);
  if (self->later == 0)
    self->later = g_idle_add_full (G_PRIORITY_HIGH_IDLE, load_later, self, NULL);
}

void
dip_tile_show (DipTile *self, DipWorkspace *workspace, DipTextureKind kind, gint64 id, gint64 stamp, const char *label)
{
  g_return_if_fail (DIP_IS_TILE (self));

  g_set_object (&self->workspace, workspace);
  self->kind = kind;
  self->id = id;
  self->stamp = stamp;
  set_missing (self, FALSE);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), label);
  dip_own_name (GTK_WIDGET (self->picture), label != NULL ? label : "");
  forget_texture (self);
  start_loading (self);
}

static void
dip_tile_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dip_tile_parent_class)->map (widget);
  start_loading (DIP_TILE (widget));
}

static void
dip_tile_unmap (GtkWidget *widget)
{
  DipTile *self = DIP_TILE (widget);

  forget_texture (self);
  GTK_WIDGET_CLASS (dip_tile_parent_class)->unmap (widget);
}

static void
dip_tile_dispose (GObject *object)
{
  DipTile *self = DIP_TILE (object);

  stop_loading (self);
  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->picture, gtk_widget_unparent);
  g_clear_pointer (&self->missing, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_tile_parent_class)->dispose (object);
}

static void
dip_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RATIO)
    g_value_set_double (value, DIP_TILE (object)->ratio);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RATIO)
    DIP_TILE (object)->ratio = g_value_get_double (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_tile_class_init (DipTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dip_tile_dispose;
  object_class->get_property = dip_tile_get_property;
  object_class->set_property = dip_tile_set_property;
  widget_class->measure = dip_tile_measure;
  widget_class->size_allocate = dip_tile_size_allocate;
  widget_class->get_request_mode = dip_tile_get_request_mode;
  widget_class->map = dip_tile_map;
  widget_class->unmap = dip_tile_unmap;
  props[PROP_RATIO] = g_param_spec_double ("ratio", NULL, NULL, 0.1, 10, 4.0 / 3.0,
                                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "tile");
}

static void
dip_tile_init (DipTile *self)
{
  self->picture = gtk_picture_new ();
  gtk_picture_set_content_fit (GTK_PICTURE (self->picture), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
  self->missing = gtk_image_new_from_icon_name ("view-conceal-symbolic");
  gtk_image_set_icon_size (GTK_IMAGE (self->missing), GTK_ICON_SIZE_LARGE);
  gtk_widget_add_css_class (self->missing, "dim-label");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->missing), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->missing, GTK_WIDGET (self));
  set_missing (self, FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
dip_tile_new (double ratio)
{
  return g_object_new (DIP_TYPE_TILE, "ratio", ratio, NULL);
}

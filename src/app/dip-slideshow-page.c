#include "dip-slideshow-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-gallery.h"
#include "dip-list-name.h"

/* How long each is shown, seconds. */
#define SECONDS_EACH 8
#define LEAST_HEIGHT 720

struct _DipSlideshowPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkPicture *picture;
  GtkLabel *caption;
  GtkLabel *nothing;
  GtkToggleButton *pause_button;

  DipWorkspace *workspace;
  GArray *pairs; /* gint64; NULL until they are known */
  guint at;
  DipJob *loading; /* of the slide that comes next */
  guint timer;
  gboolean was_fullscreen;
};

G_DEFINE_FINAL_TYPE (DipSlideshowPage, dip_slideshow_page, GTK_TYPE_WIDGET)

/* A slide on its way from a thread. */
typedef struct
{
  gint64 pair_id;
  int height;
} Wish;

typedef struct
{
  GdkTexture *texture;
  char *caption;
} Slide;

static void
slide_free (gpointer data)
{
  Slide *slide = data;

  g_clear_object (&slide->texture);
  g_free (slide->caption);
  g_free (slide);
}

static gpointer
load_pairs (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_gallery_slides (desk, error);
}

static gpointer
load_slide (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Wish *wish = args;
  g_autofree char *caption = NULL;
  g_autoptr (GBytes) jpeg
      = dip_gallery_slide (desk, wish->pair_id, wish->height, &caption, dip_job_get_cancellable (job), error);
  g_autoptr (GdkTexture) texture = jpeg != NULL ? gdk_texture_new_from_bytes (jpeg, error) : NULL;
  Slide *slide;

  if (texture == NULL)
    return NULL;
  slide = g_new0 (Slide, 1);
  slide->texture = g_steal_pointer (&texture);
  slide->caption = g_steal_pointer (&caption);
  return slide;
}

static void show_slide (DipSlideshowPage *self);

static void
show_nothing (DipSlideshowPage *self, gboolean nothing)
{
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), nothing);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), !nothing);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !nothing);
}

static void
on_slide (gpointer owner, gpointer result, const GError *error)
{
  DipSlideshowPage *self = owner;
  Slide *slide = result;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What may not be shown any more goes at once, and is left out from now on. */
  if (slide == NULL)
    {
      gtk_picture_set_paintable (self->picture, NULL);
      gtk_label_set_label (self->caption, "");
      if (self->pairs->len > 0)
        g_array_remove_index (self->pairs, self->at);
      self->at = self->pairs->len > 0 ? self->at % self->pairs->len : 0;
      show_slide (self);
      return;
    }
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (slide->texture));
  gtk_label_set_label (self->caption, slide->caption);
  dip_own_name (GTK_WIDGET (self->picture), slide->caption);
  slide_free (slide);
}

static void
show_slide (DipSlideshowPage *self)
{
  Wish *wish;
  DipWork work = { load_slide, NULL, g_free, slide_free, FALSE };

  if (self->loading != NULL)
    dip_job_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->pairs == NULL || self->pairs->len == 0)
    {
      gtk_picture_set_paintable (self->picture, NULL);
      show_nothing (self, TRUE);
      return;
    }
  show_nothing (self, FALSE);
  wish = g_new0 (Wish, 1);
  wish->pair_id = g_array_index (self->pairs, gint64, self->at);
  wish->height
      = MAX (LEAST_HEIGHT, gtk_widget_get_height (GTK_WIDGET (self))) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  work.args = wish;
  self->loading = dip_job_new ("slide");
  dip_workspace_run (self->workspace, &work, self->loading, G_OBJECT (self), on_slide);
}

static void
step (DipSlideshowPage *self, int by)
{
  if (self->pairs == NULL || self->pairs->len == 0)
    return;
  self->at = (self->at + self->pairs->len + (guint) by) % self->pairs->len;
  show_slide (self);
}

/* One that stands still is asked about again as well: a consent may run out at midnight. */
static gboolean
on_time (gpointer data)
{
  DipSlideshowPage *self = data;

  step (self, gtk_toggle_button_get_active (self->pause_button) ? 0 : 1);
  return G_SOURCE_CONTINUE;
}

static void
run_timer (DipSlideshowPage *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timer = g_timeout_add_seconds (SECONDS_EACH, on_time, self);
}

static void
on_pause (DipSlideshowPage *self)
{
  run_timer (self);
}

static void
on_next (DipSlideshowPage *self)
{
  run_timer (self);
  step (self, 1);
}

static void
on_previous (DipSlideshowPage *self)
{
  run_timer (self);
  step (self, -1);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, DipSlideshowPage *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (keyval)
    {
    case GDK_KEY_Right:
    case GDK_KEY_Left:
      if ((keyval == GDK_KEY_Right) != mirrored)
        on_next (self);
      else
        on_previous (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      on_next (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      on_previous (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.page-back", NULL);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gint64
pair_at (DipSlideshowPage *self)
{
  return self->pairs != NULL && self->at < self->pairs->len ? g_array_index (self->pairs, gint64, self->at) : 0;
}

static void
on_pairs (gpointer owner, gpointer result, const GError *error)
{
  DipSlideshowPage *self = owner;
  gint64 shown = pair_at (self);
  guint n;

  g_clear_pointer (&self->pairs, g_array_unref);
  self->pairs = result;
  if (error != NULL)
    gtk_label_set_label (self->nothing, error->message);
  n = self->pairs != NULL ? self->pairs->len : 0;
  /* In the order of ids: the one that was shown, or the next. */
  for (self->at = 0; self->at < n && pair_at (self) < shown; self->at++)
    continue;
  if (self->at == n)
    self->at = 0;
  show_slide (self);
}

static void
load_all (DipSlideshowPage *self)
{
  const DipWork work = { load_pairs, NULL, NULL, (GDestroyNotify) g_array_unref, FALSE };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_pairs);
}

static void
dip_slideshow_page_map (GtkWidget *widget)
{
  DipSlideshowPage *self = DIP_SLIDESHOW_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  GTK_WIDGET_CLASS (dip_slideshow_page_parent_class)->map (widget);
  self->was_fullscreen = GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root));
  if (GTK_IS_WINDOW (root))
    gtk_window_fullscreen (GTK_WINDOW (root));
  if (self->pairs == NULL)
    load_all (self);
  run_timer (self);
}

static void
dip_slideshow_page_unmap (GtkWidget *widget)
{
  DipSlideshowPage *self = DIP_SLIDESHOW_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (GTK_IS_WINDOW (root) && !self->was_fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (root));
  GTK_WIDGET_CLASS (dip_slideshow_page_parent_class)->unmap (widget);
}

static void
dip_slideshow_page_dispose (GObject *object)
{
  DipSlideshowPage *self = DIP_SLIDESHOW_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->loading != NULL)
    dip_job_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->pairs, g_array_unref);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_slideshow_page_parent_class)->dispose (object);
}

static void
dip_slideshow_page_class_init (DipSlideshowPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_slideshow_page_dispose;
  widget_class->map = dip_slideshow_page_map;
  widget_class->unmap = dip_slideshow_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-slideshow-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipSlideshowPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipSlideshowPage, picture);
  gtk_widget_class_bind_template_child (widget_class, DipSlideshowPage, caption);
  gtk_widget_class_bind_template_child (widget_class, DipSlideshowPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, DipSlideshowPage, pause_button);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
}

static void
dip_slideshow_page_init (DipSlideshowPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
dip_slideshow_page_new (DipWorkspace *workspace)
{
  DipSlideshowPage *self = g_object_new (DIP_TYPE_SLIDESHOW_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (load_all), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

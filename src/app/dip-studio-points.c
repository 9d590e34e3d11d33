#include "dip-studio-points.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-panes.h"
#include "dip-studio-versions.h"

struct _DipStudioPoints
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipStudioVersions *versions;
  DipPointView *before;
  DipPointView *after;
  GtkListBox *list;
  GtkLabel *fit;
  GtkWidget *clear_button;
  GtkWidget *suggest_button;
  AdwActionRow *rows[DIP_LANDMARKS_MAX];

  const DipLandmark *landmarks;
  gboolean read_only;
};

G_DEFINE_FINAL_TYPE (DipStudioPoints, dip_studio_points, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_MOVING,
  SIGNAL_MOVED,
  SIGNAL_SUGGEST,
  SIGNAL_FAILED,
  SIGNAL_TAKE_VERSION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
place_text (const DipPoints *points, guint n)
{
  return points->set[n] ? g_strdup_printf ("%.0f, %.0f", points->at[n].x, points->at[n].y) : g_strdup (_ ("not set"));
}

static void
show_rows (DipStudioPoints *self)
{
  gboolean any = FALSE;

  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    {
      const DipPoints *before = dip_point_view_get_points (self->before);
      const DipPoints *after = dip_point_view_get_points (self->after);
      g_autofree char *first = place_text (before, n);
      g_autofree char *second = place_text (after, n);
      /* Translators: where a point lies in the before and in the after photo. */
      g_autofree char *text = g_strdup_printf (_ ("Before: %s · After: %s"), first, second);

      adw_action_row_set_subtitle (self->rows[n], text);
      any = any || before->set[n] || after->set[n];
    }
  gtk_widget_set_visible (self->clear_button, any && !self->read_only);
}

static void
on_moving (DipStudioPoints *self)
{
  show_rows (self);
  g_signal_emit (self, signals[SIGNAL_MOVING], 0);
}

static void
on_moved (DipStudioPoints *self)
{
  show_rows (self);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static void
on_failed (DipStudioPoints *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

/* Chooses the point on both photos and goes to the one where it has no place yet. */
static void
on_row_activated (DipStudioPoints *self, GtkListBoxRow *row)
{
  guint n = (guint) gtk_list_box_row_get_index (row);
  DipPointView *wanted = dip_point_view_get_points (self->before)->set[n] ? self->after : self->before;

  dip_point_view_choose (self->before, n);
  dip_point_view_choose (self->after, n);
  gtk_widget_grab_focus (GTK_WIDGET (wanted));
}

static void
on_clear (DipStudioPoints *self)
{
  const DipPoints none[2] = { 0 };

  dip_studio_points_set (self, none);
  dip_point_view_choose (self->before, 0);
  dip_point_view_choose (self->after, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->before)); /* the button goes */
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static void
on_suggest (DipStudioPoints *self)
{
  g_signal_emit (self, signals[SIGNAL_SUGGEST], 0);
}

static void
make_rows (DipStudioPoints *self)
{
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *number = g_strdup_printf ("%u", n + 1);

      self->rows[n] = ADW_ACTION_ROW (row);
      adw_action_row_add_prefix (self->rows[n], gtk_label_new (number));
      adw_action_row_set_title_lines (self->rows[n], 0);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (self->list, row);
    }
}

void
dip_studio_points_show (DipStudioPoints *self, DipTiles *before, DipTiles *after, DipView view, gboolean read_only)
{
  g_return_if_fail (DIP_IS_STUDIO_POINTS (self));

  self->landmarks = dip_landmarks_of_view (view, NULL);
  self->read_only = read_only;
  gtk_widget_set_visible (self->suggest_button, !read_only);
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    {
      g_autofree char *optional
          = g_strdup_printf (_ ("%s (shows how well it fits)"), dip_landmark_label (&self->landmarks[n]));

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[n]),
                                     n < DIP_LANDMARKS_MIN ? dip_landmark_label (&self->landmarks[n]) : optional);
    }
  dip_point_view_show (self->before, before, _ ("Before photo"), self->landmarks);
  dip_point_view_show (self->after, after, _ ("After photo"), self->landmarks);
  dip_point_view_set_read_only (self->before, read_only);
  dip_point_view_set_read_only (self->after, read_only);
}

void
dip_studio_points_get (DipStudioPoints *self, DipPoints points[2])
{
  g_return_if_fail (DIP_IS_STUDIO_POINTS (self));

  points[0] = *dip_point_view_get_points (self->before);
  points[1] = *dip_point_view_get_points (self->after);
}

void
dip_studio_points_set (DipStudioPoints *self, const DipPoints points[2])
{
  g_return_if_fail (DIP_IS_STUDIO_POINTS (self));

  dip_point_view_set_points (self->before, &points[0]);
  dip_point_view_set_points (self->after, &points[1]);
  show_rows (self);
}

void
dip_studio_points_say (DipStudioPoints *self, const char *text, gboolean is_problem)
{
  g_return_if_fail (DIP_IS_STUDIO_POINTS (self));

  gtk_label_set_label (self->fit, text);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->fit), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->fit), "error");
}

static void
on_version (DipStudioPoints *self, const DipAlignment *version)
{
  g_signal_emit (self, signals[SIGNAL_TAKE_VERSION], 0, version);
}

void
dip_studio_points_open (DipStudioPoints *self, DipWorkspace *workspace, gint64 pair_id)
{
  g_return_if_fail (DIP_IS_STUDIO_POINTS (self));

  dip_studio_versions_open (self->versions, workspace, pair_id);
}

static gboolean
dip_studio_points_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DIP_STUDIO_POINTS (widget)->before));
}

static void
dip_studio_points_dispose (GObject *object)
{
  g_clear_pointer (&DIP_STUDIO_POINTS (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_studio_points_parent_class)->dispose (object);
}

static void
dip_studio_points_class_init (DipStudioPointsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = DIP_TYPE_STUDIO_POINTS;

  G_OBJECT_CLASS (klass)->dispose = dip_studio_points_dispose;
  widget_class->grab_focus = dip_studio_points_grab_focus;
  g_type_ensure (DIP_TYPE_PANES);
  g_type_ensure (DIP_TYPE_STUDIO_VERSIONS);
  g_type_ensure (DIP_TYPE_POINT_VIEW);
  signals[SIGNAL_MOVING] = g_signal_new ("moving", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUGGEST] = g_signal_new ("suggest", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TAKE_VERSION] = g_signal_new ("take-version", DIP_TYPE_STUDIO_POINTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-points.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, content);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, versions);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, before);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, after);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, list);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, fit);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_moving);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPoints, suggest_button);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_version);
  gtk_widget_class_bind_template_callback (widget_class, on_suggest);
}

static void
dip_studio_points_init (DipStudioPoints *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_rows (self);
}

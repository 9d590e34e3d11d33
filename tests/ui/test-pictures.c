#include <math.h>

#include "dip-compare-view.h"
#include "dip-layers.h"
#include "dip-cover-view.h"
#include "dip-panes.h"
#include "dip-picture-view.h"
#include "dip-point-view.h"
#include "dip-lens.h"
#include "ui-fixture.h"

static DipLens
lens_of (double width, double height, double area_width, double area_height)
{
  DipLens lens = { .fits = TRUE, .scale = 1 };

  dip_lens_set_area (&lens, area_width, area_height);
  dip_lens_set_picture (&lens, width, height);
  return lens;
}

static void
test_fit (void)
{
  static const struct
  {
    double width, height, area_width, area_height;
    gboolean enlarges;
    double scale;
  } table[] = {
    { 8660, 5774, 1000, 800, FALSE, 1000.0 / 8660 },
    { 5774, 8660, 1000, 866, FALSE, 0.1 },
    { 100, 50, 1000, 800, FALSE, 1 },
    { 100, 50, 1000, 800, TRUE, 10 },
    { 1, 1, 360, 200, TRUE, 200 },
    { 0, 0, 360, 200, FALSE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      DipLens lens = { .fits = TRUE, .scale = 1, .enlarges = table[i].enlarges };

      dip_lens_set_area (&lens, table[i].area_width, table[i].area_height);
      dip_lens_set_picture (&lens, table[i].width, table[i].height);
      g_test_message ("%u", i);
      g_assert_cmpfloat_with_epsilon (lens.scale, table[i].scale, 1e-9);
      g_assert_cmpfloat_with_epsilon (lens.x, table[i].width / 2, 1e-9);
      g_assert_cmpfloat_with_epsilon (lens.y, table[i].height / 2, 1e-9);
    }
}

static void
test_zoom_keeps_the_point (void)
{
  DipLens lens = lens_of (6000, 4000, 1200, 800);
  double x, y, area_x, area_y;

  dip_lens_to_picture (&lens, 300, 600, &x, &y);
  for (int step = 0; step < 8; step++)
    {
      const double scale = 0.3 * pow (1.7, step);

      dip_lens_set_scale (&lens, scale, 300, 600);
      g_assert_cmpfloat_with_epsilon (lens.scale, scale, 1e-9);
      dip_lens_to_area (&lens, x, y, &area_x, &area_y);
      g_assert_cmpfloat_with_epsilon (area_x, 300, 1e-6);
      g_assert_cmpfloat_with_epsilon (area_y, 600, 1e-6);
    }
  g_assert_false (lens.fits);
}

static void
test_zoom_has_ends (void)
{
  DipLens lens = lens_of (6000, 4000, 1200, 800);

  dip_lens_set_scale (&lens, 1000, 0, 0);
  g_assert_cmpfloat (lens.scale, ==, DIP_LENS_GREATEST);
  g_assert_cmpfloat_with_epsilon (lens.x, 1200 / DIP_LENS_GREATEST / 2, 1e-9); /* the corner, and no further */
  dip_lens_set_scale (&lens, 0.001, 0, 0);
  g_assert_cmpfloat_with_epsilon (lens.scale, 0.2, 1e-9);
  g_assert_true (lens.fits);
  g_assert_cmpfloat_with_epsilon (lens.x, 3000, 1e-9);
}

static void
test_pan_stays_inside (void)
{
  DipLens lens = lens_of (6000, 4000, 1200, 800);

  g_assert_false (dip_lens_move (&lens, 50, 50)); /* nothing to pan when all is there */
  dip_lens_set_scale (&lens, 1, 600, 400);
  g_assert_true (dip_lens_move (&lens, 100, -50));
  g_assert_cmpfloat_with_epsilon (lens.x, 2900, 1e-6);
  g_assert_cmpfloat_with_epsilon (lens.y, 2050, 1e-6);
  g_assert_true (dip_lens_move (&lens, 1e6, -1e6));
  g_assert_cmpfloat_with_epsilon (lens.x, 600, 1e-6);
  g_assert_cmpfloat_with_epsilon (lens.y, 3600, 1e-6);
  g_assert_false (dip_lens_move (&lens, 1, -1));
}

static void
test_fitting_goes_on (void)
{
  DipLens lens = lens_of (6000, 4000, 1200, 800);

  dip_lens_set_area (&lens, 600, 600);
  g_assert_cmpfloat_with_epsilon (lens.scale, 0.1, 1e-9);
  dip_lens_set_scale (&lens, 0.5, 300, 300);
  dip_lens_set_area (&lens, 1200, 1200);
  g_assert_cmpfloat_with_epsilon (lens.scale, 0.5, 1e-9);
  dip_lens_set_area (&lens, 4000, 4000); /* half size would no longer fill it */
  g_assert_true (lens.fits);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static GtkWidget *
present (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
is_laid_out (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

/* What a key does, as the toolkit finds it: the shortcuts of the widget's class. */
static gboolean
press_key_with (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers
              && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                               gtk_shortcut_get_arguments (shortcut)))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
press_key (GtkWidget *widget, guint key)
{
  return press_key_with (widget, key, 0);
}

static void
test_keys (void)
{
  GtkWidget *window = present (dip_picture_view_new (), 500, 400);
  DipPictureArea *area = DIP_PICTURE_AREA (gtk_window_get_child (GTK_WINDOW (window)));
  const DipLens *lens = dip_picture_area_get_lens (area);
  double fit, x;
  g_autofree char *zoom = NULL;

  wait_for (is_laid_out, area);
  dip_picture_area_set_picture (area, 5000, 4000, FALSE);
  fit = lens->scale;
  g_assert_false (press_key (GTK_WIDGET (area), GDK_KEY_Right)); /* the next photo's */
  g_assert_true (press_key (GTK_WIDGET (area), GDK_KEY_plus));
  g_assert_cmpfloat (lens->scale, >, fit);
  x = lens->x;
  g_assert_true (press_key (GTK_WIDGET (area), GDK_KEY_Right));
  g_assert_cmpfloat (lens->x, >, x);
  g_assert_true (press_key (GTK_WIDGET (area), GDK_KEY_1));
  g_assert_cmpfloat_with_epsilon (lens->scale, 1, 1e-9);
  zoom = dip_picture_area_describe_zoom (area);
  g_assert_cmpstr (zoom, ==, "100 %");
  g_assert_true (press_key (GTK_WIDGET (area), GDK_KEY_minus));
  g_assert_cmpfloat (lens->scale, <, 1);
  g_assert_true (press_key (GTK_WIDGET (area), GDK_KEY_0));
  g_assert_cmpfloat_with_epsilon (lens->scale, fit, 1e-9);
  g_assert_true (lens->fits);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_fields (void)
{
  GtkWidget *window = present (dip_picture_view_new (), 600, 400);
  DipPictureArea *area = DIP_PICTURE_AREA (gtk_window_get_child (GTK_WINDOW (window)));
  double width, x = 0, y = 10;
  graphene_rect_t second;

  wait_for (is_laid_out, area);
  dip_picture_area_set_fields (area, 2, GTK_ORIENTATION_HORIZONTAL);
  width = gtk_widget_get_width (GTK_WIDGET (area));
  second = dip_picture_area_get_field (area, 1);
  g_assert_cmpfloat_with_epsilon (second.origin.x, width / 2, 0.01);
  x = width / 2 + 20;
  g_assert_cmpuint (dip_picture_area_to_field (area, &x, &y), ==, 1);
  g_assert_cmpfloat_with_epsilon (x, 20, 0.01);
  dip_picture_area_set_picture (area, 1000, 1000, FALSE);
  g_assert_cmpfloat (dip_picture_area_get_lens (area)->scale, <=, width / 2 / 1000 + 1e-9);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count (GtkWidget *widget, guint *n)
{
  (*n)++;
}

/* Landmarks without a pointer: set where they mostly lie, nudged by one, ten and a hundred, kept inside, taken away. */
static void
test_points_by_keys (void)
{
  GtkWidget *view = g_object_new (DIP_TYPE_POINT_VIEW, NULL);
  GtkWidget *window = present (view, 400, 300);
  const DipLandmark *landmarks = dip_landmarks_of_view (DIP_VIEW_CROWN, NULL);
  const DipPoints *points = dip_point_view_get_points (DIP_POINT_VIEW (view));
  guint n_moved = 0;

  wait_for (is_laid_out, view);
  g_signal_connect (view, "moved", G_CALLBACK (count), &n_moved);
  dip_point_view_show (DIP_POINT_VIEW (view), NULL, "Before photo", landmarks);
  dip_picture_area_set_picture (DIP_PICTURE_AREA (view), 1000, 800, TRUE);
  g_assert_true (press_key (view, GDK_KEY_Return));
  g_assert_true (points->set[0]);
  g_assert_cmpfloat_with_epsilon (points->at[0].x, 1000 * landmarks[0].usual.x, 0.6);
  g_assert_cmpfloat_with_epsilon (points->at[0].y, 800 * landmarks[0].usual.y, 0.6);
  dip_point_view_set_points (DIP_POINT_VIEW (view),
                             &(DipPoints){ .at = { { 500, 400 } }, .set = { TRUE, FALSE, FALSE } });
  g_assert_true (press_key (view, GDK_KEY_1));
  g_assert_true (press_key (view, GDK_KEY_Left));
  g_assert_true (press_key_with (view, GDK_KEY_Down, GDK_SHIFT_MASK));
  g_assert_true (press_key_with (view, GDK_KEY_Right, GDK_CONTROL_MASK));
  g_assert_cmpfloat_with_epsilon (points->at[0].x, 599, 1e-9);
  g_assert_cmpfloat_with_epsilon (points->at[0].y, 410, 1e-9);
  for (int i = 0; i < 10; i++)
    press_key_with (view, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpfloat_with_epsilon (points->at[0].x, 1000, 1e-9);
  g_assert_true (press_key (view, GDK_KEY_Delete));
  g_assert_false (points->set[0]);
  g_assert_cmpuint (n_moved, ==, 1 + 3 + 10 + 1);
  dip_point_view_set_read_only (DIP_POINT_VIEW (view), TRUE);
  press_key (view, GDK_KEY_Return);
  g_assert_false (points->set[0]);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_covers_by_keys (void)
{
  GtkWidget *view = g_object_new (DIP_TYPE_COVER_VIEW, NULL);
  GtkWidget *window = present (view, 400, 300);
  const DipCovers *covers = dip_cover_view_get (DIP_COVER_VIEW (view));
  DipCovers first;

  wait_for (is_laid_out, view);
  dip_picture_area_set_picture (DIP_PICTURE_AREA (view), 1000, 800, TRUE);
  g_assert_true (press_key (view, GDK_KEY_Return));
  g_assert_cmpuint (covers->n, ==, 1);
  first = *covers;
  g_assert_cmpfloat (covers->covers[0].b.x, >, covers->covers[0].a.x);
  g_assert_true (press_key (view, GDK_KEY_Right));
  g_assert_false (dip_covers_same (&first, covers));
  g_assert_cmpfloat_with_epsilon (covers->covers[0].b.x - covers->covers[0].a.x,
                                  first.covers[0].b.x - first.covers[0].a.x, 1e-9);
  g_assert_true (press_key_with (view, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpfloat (covers->covers[0].b.x - covers->covers[0].a.x, >, first.covers[0].b.x - first.covers[0].a.x);
  dip_cover_view_set_kind (DIP_COVER_VIEW (view), DIP_COVER_EYES);
  g_assert_true (press_key (view, GDK_KEY_Return));
  g_assert_cmpint (covers->covers[1].kind, ==, DIP_COVER_EYES);
  g_assert_cmpfloat (covers->covers[1].a.y, ==, covers->covers[1].b.y);
  g_assert_true (press_key (view, GDK_KEY_Delete));
  g_assert_true (press_key (view, GDK_KEY_Delete));
  g_assert_cmpuint (covers->n, ==, 0);
  g_assert_false (press_key (view, GDK_KEY_Delete));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The photos are beside each other or one above the other, whichever makes them larger; else they lie on each other. */
static void
test_compare_modes (void)
{
  static const struct
  {
    int width, height;
    DipCompareMode mode;
    double field_width, field_height; /* parts of the widget's */
  } table[] = {
    { 600, 300, DIP_COMPARE_SIDE_BY_SIDE, 0.5, 1 },
    { 300, 600, DIP_COMPARE_SIDE_BY_SIDE, 1, 0.5 },
    { 600, 300, DIP_COMPARE_SPLIT, 1, 1 },
    { 600, 300, DIP_COMPARE_DIFFERENCE, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GtkWidget *view = g_object_new (DIP_TYPE_COMPARE_VIEW, NULL);
      GtkWidget *window = present (view, table[i].width, table[i].height);
      graphene_rect_t field;

      wait_for (is_laid_out, view);
      dip_compare_view_set_mode (DIP_COMPARE_VIEW (view), table[i].mode);
      field = dip_picture_area_get_field (DIP_PICTURE_AREA (view), 0);
      g_assert_cmpfloat_with_epsilon (field.size.width, gtk_widget_get_width (view) * table[i].field_width, 0.01);
      g_assert_cmpfloat_with_epsilon (field.size.height, gtk_widget_get_height (view) * table[i].field_height, 0.01);
      dip_compare_view_set_mix (DIP_COMPARE_VIEW (view), 7);
      g_assert_cmpfloat (dip_compare_view_get_mix (DIP_COMPARE_VIEW (view)), ==, 1);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
set_colour (DipLayers *layers, guint which, guint grey)
{
  const GdkRGBA colour = { (float) grey / 255, (float) grey / 255, (float) grey / 255, 1 };
  GskRenderNode *node = gsk_color_node_new (&colour, &GRAPHENE_RECT_INIT (0, 0, 37, 5));

  dip_layers_set (layers, which, node);
  gsk_render_node_unref (node);
}

/* Of the last pixel, which lies beyond the last whole run of bytes. */
static guint
last_grey (GtkSnapshot *snapshot)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 37, 5);
  cairo_t *cr = cairo_create (surface);
  guint grey;

  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  grey = cairo_image_surface_get_data (surface)[4 * cairo_image_surface_get_stride (surface) + 4 * 36];
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gsk_render_node_unref (node);
  return grey;
}

static void
test_layers_are_laid_over_each_other (void)
{
  static const struct
  {
    guint first, second;
    double gain;
    guint difference;
  } table[] = { { 100, 100, 8, 0 }, { 100, 110, 1, 10 }, { 110, 100, 4, 40 }, { 0, 255, 8, 255 }, { 20, 21, 1.5, 1 } };
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, 37, 5);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (DipLayers) layers = dip_layers_new (37, 5, 1);
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      int mixed;

      set_colour (layers, 0, table[i].first);
      set_colour (layers, 1, table[i].second);
      dip_layers_append_difference (layers, snapshot, &all, table[i].gain);
      g_assert_cmpuint (last_grey (snapshot), ==, table[i].difference);
      snapshot = gtk_snapshot_new ();
      dip_layers_append (layers, snapshot, 0, &all, 1);
      dip_layers_append (layers, snapshot, 1, &all, 0.5);
      mixed = (int) last_grey (snapshot);
      g_assert_cmpint (ABS (mixed - (int) (table[i].first + table[i].second) / 2), <=, 1);
    }
}

static void
on_painted (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

static gboolean
is_painted (gpointer n)
{
  return *(guint *) n >= 2;
}

/* In every mode, before a photo has come and when it is of no size. */
static void
test_nothing_to_compare (void)
{
  const DipSimilarity same = dip_similarity_identity ();
  const DipRect crops[] = { { 0, 0, 100, 80 }, { 0, 0, 0, 0 } };

  for (guint mode = 0; mode < N_DIP_COMPARE_MODES; mode++)
    for (guint i = 0; i < G_N_ELEMENTS (crops); i++)
      {
        GtkWidget *view = g_object_new (DIP_TYPE_COMPARE_VIEW, NULL);
        GtkWidget *window = present (view, 300, 300);
        guint n_painted = 0;

        dip_compare_view_align (DIP_COMPARE_VIEW (view), &same, &crops[i]);
        dip_compare_view_set_mode (DIP_COMPARE_VIEW (view), (DipCompareMode) mode);
        dip_compare_view_set_mix (DIP_COMPARE_VIEW (view), 0.7);
        dip_compare_view_set_guides (DIP_COMPARE_VIEW (view), TRUE, TRUE);
        g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted), &n_painted);
        while (!is_painted (&n_painted))
          {
            gtk_widget_queue_draw (view);
            g_main_context_iteration (NULL, TRUE);
          }
        gtk_window_destroy (GTK_WINDOW (window));
      }
}

static gboolean
is_turned_over (gpointer view)
{
  return dip_compare_view_get_mix (view) == 1;
}

/* Who wants no movement gets none. */
static void
test_blinking (void)
{
  GtkWidget *view = g_object_new (DIP_TYPE_COMPARE_VIEW, NULL);
  GtkWidget *window = present (view, 300, 300);
  gint64 end;

  wait_for (is_laid_out, view);
  dip_compare_view_set_mode (DIP_COMPARE_VIEW (view), DIP_COMPARE_BLINK);
  wait_for (is_turned_over, view);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  dip_compare_view_set_mode (DIP_COMPARE_VIEW (view), DIP_COMPARE_BLINK);
  end = g_get_monotonic_time () + 900 * 1000;
  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_false (is_turned_over (view));
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-enable-animations");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_narrow (gpointer panes)
{
  gboolean narrow;

  g_object_get (panes, "narrow", &narrow, NULL);
  return narrow;
}

static void
test_panes_fold (void)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *content = dip_picture_view_new ();
  GtkWidget *panes = g_object_new (DIP_TYPE_PANES, "content", content, "side", side, NULL);
  GtkWidget *window = present (panes, 360, 600);

  wait_for (is_narrow, panes);
  g_assert_cmpint (gtk_widget_get_width (side), ==, gtk_widget_get_width (content));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/lens/fit", test_fit);
  g_test_add_func ("/ui/lens/point", test_zoom_keeps_the_point);
  g_test_add_func ("/ui/lens/ends", test_zoom_has_ends);
  g_test_add_func ("/ui/lens/pan", test_pan_stays_inside);
  g_test_add_func ("/ui/lens/goes-on", test_fitting_goes_on);
  g_test_add_func ("/ui/picture-area/keys", test_keys);
  g_test_add_func ("/ui/picture-area/fields", test_fields);
  g_test_add_func ("/ui/point-view/keys", test_points_by_keys);
  g_test_add_func ("/ui/cover-view/keys", test_covers_by_keys);
  g_test_add_func ("/ui/compare-view/modes", test_compare_modes);
  g_test_add_func ("/ui/compare-view/layers", test_layers_are_laid_over_each_other);
  g_test_add_func ("/ui/compare-view/nothing", test_nothing_to_compare);
  g_test_add_func ("/ui/compare-view/blinking", test_blinking);
  g_test_add_func ("/ui/panes", test_panes_fold);
  return g_test_run ();
}

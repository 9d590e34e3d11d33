#include "dip-picture-view.h"
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
  for (double scale = 0.3; scale < 15; scale *= 1.7)
    {
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
present_view (int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), dip_picture_view_new ());
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
press_key (GtkWidget *widget, guint key)
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
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0
              && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                               gtk_shortcut_get_arguments (shortcut)))
            return TRUE;
        }
    }
  return FALSE;
}

static void
test_keys (void)
{
  GtkWidget *window = present_view (500, 400);
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
  GtkWidget *window = present_view (600, 400);
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
  return g_test_run ();
}

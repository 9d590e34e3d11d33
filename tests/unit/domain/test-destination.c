#include "dip-destination.h"
#include "dip-error.h"

static const DipDestination *
find (GPtrArray *presets, const char *name)
{
  for (guint i = 0; i < presets->len; i++)
    {
      const DipDestination *place = g_ptr_array_index (presets, i);
      if (g_str_equal (place->name, name))
        return place;
    }
  g_assert_not_reached ();
}

static void
test_presets (void)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();
  const DipDestination *site = find (presets, "website");
  const int ladder[] = { 400, 800, 1200, 1600, 0 };

  g_assert_cmpuint (presets->len, ==, 12);
  g_assert_cmpint (site->scope, ==, DIP_SCOPE_WEBSITE);
  g_assert_cmpuint (site->formats, ==, DIP_EXPORT_AVIF | DIP_EXPORT_WEBP | DIP_EXPORT_JPEG);
  g_assert_cmpmem (site->widths, sizeof ladder, ladder, sizeof ladder);
  g_assert_cmpint (find (presets, "social-media")->scope, ==, DIP_SCOPE_SOCIAL_MEDIA);
  g_assert_cmpint (find (presets, "print")->scope, ==, DIP_SCOPE_PRINT);
  g_assert_cmpint (find (presets, "in-clinic")->scope, ==, DIP_SCOPE_IN_CLINIC);
  g_assert_cmpint (find (presets, "training")->scope, ==, DIP_SCOPE_TRAINING);
  g_assert_cmpint (find (presets, "listing")->scope, ==, DIP_SCOPE_LISTING_SITES);
  g_assert_false (find (presets, "listing")->labels);
  g_assert_true (site->labels);
}

/* Every ladder rises, ends, and says where it leads. */
static void
test_ladders (void)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();

  for (guint i = 0; i < presets->len; i++)
    {
      const DipDestination *place = g_ptr_array_index (presets, i);

      g_assert_cmpstr (place->label, !=, "");
      g_assert_cmpuint (place->formats, !=, 0);
      g_assert_cmpint (place->widths[0], >, 0);
      g_assert_cmpint (place->widths[DIP_LADDER_MAX - 1], ==, 0);
      for (int step = 1; place->widths[step]; step++)
        g_assert_cmpint (place->widths[step], >, place->widths[step - 1]);
      g_assert_cmpint (place->max_identifiability, ==, DIP_IDENTIFIABILITY_FULL_FACE);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    gboolean is_shape, are_widths;
  } rows[] = {
    { "4:5", TRUE, FALSE },
    { "1:1", TRUE, FALSE },
    { "", TRUE, FALSE },
    { "4x5", FALSE, FALSE },
    { "0:1", FALSE, FALSE },
    { "1:1;", FALSE, FALSE },
    { "400", FALSE, TRUE },
    { "400,800", FALSE, TRUE },
    { "800,400", FALSE, FALSE },
    { "400,400", FALSE, FALSE },
    { "99", FALSE, FALSE },
    { "20000", FALSE, FALSE },
    { "100,200,300,400,500,600,700,800", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DipDestination) place = g_new0 (DipDestination, 1);

      g_assert_cmpint (dip_destination_set_shape (place, rows[i].text, NULL), ==, rows[i].is_shape);
      g_assert_cmpint (dip_destination_set_widths (place, rows[i].text, NULL), ==, rows[i].are_widths);
    }
}

/* Each preset is good; each of these changes makes it bad. */
static void
test_check (void)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();
  DipDestination *place = g_ptr_array_index (presets, 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < presets->len; i++)
    g_assert_true (dip_destination_check (g_ptr_array_index (presets, i), NULL));
  place->max_kib = 1;
  g_assert_false (dip_destination_check (place, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
  place->max_kib = 0;
  place->formats = 0;
  g_assert_false (dip_destination_check (place, NULL));
  place->formats = DIP_EXPORT_JPEG;
  place->layout = DIP_LAYOUT_SLIDE;
  g_assert_false (dip_destination_check (place, NULL));
  place->layout = DIP_LAYOUT_STACKED;
  g_assert_true (dip_destination_check (place, NULL));
  place->name[0] = 'W';
  g_assert_false (dip_destination_check (place, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/destination/presets", test_presets);
  g_test_add_func ("/destination/ladders", test_ladders);
  g_test_add_func ("/destination/words", test_words);
  g_test_add_func ("/destination/check", test_check);
  return g_test_run ();
}

#include "dip-destination.h"

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

  g_assert_cmpuint (presets->len, ==, 6);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/destination/presets", test_presets);
  g_test_add_func ("/destination/ladders", test_ladders);
  return g_test_run ();
}

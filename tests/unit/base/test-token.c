#include "dip-error.h"
#include "dip-token.h"

#include <string.h>

enum
{
  VIEW_TOP = 3,
  VIEW_HAIRLINE = 7,
  VIEW_BACK = 9,
};

static const DipToken views[] = {
  { VIEW_HAIRLINE, "front-hairline", "hairline frontal_hair-line", "view", "Front hairline" },
  { VIEW_TOP, "top", NULL, "view", "Top" },
  { VIEW_BACK, "back", " donor  occipital ", "view", "Back" },
  { 0, NULL, NULL, NULL, NULL },
};

static void
test_names (void)
{
  g_assert_cmpstr (dip_token_name (views, VIEW_TOP), ==, "top");
  g_assert_cmpstr (dip_token_name (views, VIEW_HAIRLINE), ==, "front-hairline");
  g_assert_null (dip_token_name (views, 0));
  g_assert_cmpstr (dip_token_label (views, VIEW_HAIRLINE), ==, "Front hairline");
  g_assert_cmpstr (dip_token_label (views, 4711), ==, "");
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    int value;
  } rows[] = {
    { "front-hairline", VIEW_HAIRLINE },
    { "Front Hairline", VIEW_HAIRLINE },
    { "FRONT_HAIRLINE", VIEW_HAIRLINE },
    { "fronthairline", VIEW_HAIRLINE },
    { "hairline", VIEW_HAIRLINE },
    { "frontal hairline", VIEW_HAIRLINE },
    { " top\n", VIEW_TOP },
    { "t-o-p", VIEW_TOP },
    { "Donor", VIEW_BACK },
    { "occipital", VIEW_BACK },
    { "back", VIEW_BACK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      int value = -1;

      g_assert_true (dip_token_parse (views, rows[i].text, "view", &value, &error));
      g_assert_no_error (error);
      g_assert_cmpint (value, ==, rows[i].value);
    }
}

static void
test_parse_refuses (void)
{
  static const char *const rows[]
      = { "", " ", "-", "to", "topp", "front", "hairline donor", "donor occipital", "t\xf6p" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      int value = -1;

      g_assert_false (dip_token_parse (views, rows[i], "view", &value, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, "is not a known view"));
      g_assert_nonnull (strstr (error->message, "front-hairline, top, back"));
      g_assert_cmpint (value, ==, -1);
    }
}

static void
test_list (void)
{
  g_autofree char *list = dip_token_list (views);
  g_autofree char *nothing = dip_token_list (&views[G_N_ELEMENTS (views) - 1]);

  g_assert_cmpstr (list, ==, "front-hairline, top, back");
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/names", test_names);
  g_test_add_func ("/token/parse", test_parse);
  g_test_add_func ("/token/parse/refuses", test_parse_refuses);
  g_test_add_func ("/token/list", test_list);
  return g_test_run ();
}

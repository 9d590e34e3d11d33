#include "dip-random.h"

#include <string.h>

#define ALPHABET "23456789ABCDEFGHJKMNPQRSTVWXYZ"

static void
test_code (void)
{
  for (guint length = 1; length <= 32; length++)
    {
      g_autofree char *code = dip_random_code (length);

      g_assert_cmpuint (strlen (code), ==, length);
      g_assert_cmpuint (strspn (code, ALPHABET), ==, length);
    }
}

static void
test_slug (void)
{
  g_autofree char *slug = dip_random_slug (32);
  g_autofree char *upper = g_ascii_strup (slug, -1);

  g_assert_cmpuint (strspn (slug, "23456789abcdefghjkmnpqrstvwxyz"), ==, 32);
  g_assert_cmpuint (strspn (upper, ALPHABET), ==, 32);
}

static void
test_no_repeats (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    g_assert_true (g_hash_table_add (seen, dip_random_code (12)));
}

/* 10 000 expected of each, standard deviation 98: five of them either way. Taking a byte modulo 30 would give the first
 * sixteen letters one eighth more than the others. */
static void
test_no_bias (void)
{
  guint counts[256] = { 0 };

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *code = dip_random_code (30);

      for (const char *p = code; *p != '\0'; p++)
        counts[(guint8) *p]++;
    }
  for (const char *p = ALPHABET; *p != '\0'; p++)
    {
      g_assert_cmpuint (counts[(guint8) *p], >, 9500);
      g_assert_cmpuint (counts[(guint8) *p], <, 10500);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/code", test_code);
  g_test_add_func ("/random/slug", test_slug);
  g_test_add_func ("/random/no-repeats", test_no_repeats);
  g_test_add_func ("/random/no-bias", test_no_bias);
  return g_test_run ();
}

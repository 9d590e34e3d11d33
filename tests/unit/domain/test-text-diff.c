/* Differences between two texts: all of both is there, and no more is called changed than has to be. */
#include "dip-text-diff.h"

static const struct
{
  const char *old_text, *new_text, *parts;
} cases[] = {
  { "", "", "" },
  { "a\n\nb", "a\nb\n", " a b" },
  { "", "a", "+a" },
  { "a", "", "-a" },
  { "a\nb\nc", "a\nx\nc", " a-b+x c" },
  { "a\nb", "b\na", "-a b+a" },
  { "a\na\nb", "a\nb\nb", " a-a b+b" },
  { "موافقة\n同意", "موافقة\n🙂", " موافقة-同意+🙂" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) parts = dip_text_diff (cases[i].old_text, cases[i].new_text);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint p = 0; p < parts->len; p++)
        {
          const DipDiffPart *part = parts->pdata[p];
          g_string_append_printf (text, "%c%s", " -+"[part->kind], part -> text);
        }
      g_assert_cmpstr (text->str, ==, cases[i].parts);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-diff/cases", test_cases);
  return g_test_run ();
}

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

static const struct
{
  const char *old_text, *new_text, *rows;
} tables[] = {
  { "same", "same", "same|same;" },
  { "kept for six years by us", "kept for two years by us",
    "kept for six years by us|kept for two years by us[kept for -six +two years by us];" },
  { "one two three", "nothing alike here", "one two three|;|nothing alike here;" },
  { "a b c\nx", "new\na b d\nx", "a b c|;|new;|a b d;x|x;" },
  { "同意公开照片", "同意公开图片", "同意公开照片|同意公开图片[同意公开-照+图片];" },
  { "أوافق على النشر", "أوافق على الطباعة", "أوافق على النشر|أوافق على الطباعة[أوافق على -النشر+الطباعة];" },
};

static void
write_row (GString *text, const DipDiffRow *row)
{
  g_string_append_printf (text, "%s|%s", row->old_text != NULL ? row->old_text : "",
                          row->new_text != NULL ? row->new_text : "");
  for (guint i = 0; row->words != NULL && i < row->words->len; i++)
    {
      static const char *const marks[] = { "", "-", "+" };
      const DipDiffPart *part = row->words->pdata[i];
      g_string_append_printf (text, "%s%s%s", i == 0 ? "[" : "", marks[part->kind], part->text);
    }
  g_string_append (text, row->words != NULL ? "];" : ";");
}

static void
test_side_by_side (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GPtrArray) rows = dip_text_diff_side_by_side (tables[i].old_text, tables[i].new_text);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint r = 0; r < rows->len; r++)
        write_row (text, rows->pdata[r]);
      g_assert_cmpstr (text->str, ==, tables[i].rows);
    }
}

/* Ten thousand letters without a space, and as many words, come to an end. */
static void
test_long (void)
{
  g_autofree char *letters = g_strnfill (10000, 'x');
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (words, "%u ", i);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) other = g_string_new (i == 0 ? letters : words->str);
      g_autoptr (GPtrArray) rows = NULL;
      g_string_append (other, " end");
      rows = dip_text_diff_side_by_side (i == 0 ? letters : words->str, other->str);
      g_assert_cmpuint (rows->len, >=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-diff/cases", test_cases);
  g_test_add_func ("/text-diff/side-by-side", test_side_by_side);
  g_test_add_func ("/text-diff/long", test_long);
  return g_test_run ();
}

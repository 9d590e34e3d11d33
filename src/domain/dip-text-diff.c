#include "dip-text-diff.h"

#include <string.h>

#define MOST_LINES 2000

void
dip_diff_part_free (DipDiffPart *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

static GPtrArray *
lines_of (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);

  for (char **part = parts; *part != NULL && lines->len < MOST_LINES; part++)
    if (*g_strstrip (*part) != '\0')
      g_ptr_array_add (lines, g_strdup (*part));
  return lines;
}

/* Lengths of the longest common subsequences of what follows: (old->len + 1) x (new->len + 1), row by row. */
static guint16 *
measure (GPtrArray *old_lines, GPtrArray *new_lines)
{
  const gsize width = new_lines->len + 1;
  guint16 *table = g_new0 (guint16, (old_lines->len + 1) * width);

  for (guint i = old_lines->len; i-- > 0;)
    for (guint j = new_lines->len; j-- > 0;)
      {
        const guint16 below = table[(i + 1) * width + j], beside = table[i * width + j + 1];
        table[i * width + j] = strcmp (old_lines->pdata[i], new_lines->pdata[j]) == 0
                                   ? (guint16) (table[(i + 1) * width + j + 1] + 1)
                                   : MAX (below, beside);
      }
  return table;
}

static void
add_part (GPtrArray *parts, DipDiffKind kind, const char *text)
{
  DipDiffPart *part = g_new0 (DipDiffPart, 1);

  part->kind = kind;
  part->text = g_strdup (text);
  g_ptr_array_add (parts, part);
}

/* (element-type DipDiffPart): of two lists of texts. */
static GPtrArray *
compare (GPtrArray *old_lines, GPtrArray *new_lines)
{
  g_autofree guint16 *table = measure (old_lines, new_lines);
  const gsize width = new_lines->len + 1;
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_diff_part_free);
  guint i = 0, j = 0;

  while (i < old_lines->len || j < new_lines->len)
    {
      const gboolean both = i < old_lines->len && j < new_lines->len;
      if (both && strcmp (old_lines->pdata[i], new_lines->pdata[j]) == 0)
        {
          add_part (parts, DIP_DIFF_SAME, old_lines->pdata[i]);
          i++;
          j++;
        }
      else if (j == new_lines->len || (both && table[(i + 1) * width + j] >= table[i * width + j + 1]))
        add_part (parts, DIP_DIFF_REMOVED, old_lines->pdata[i++]);
      else
        add_part (parts, DIP_DIFF_ADDED, new_lines->pdata[j++]);
    }
  return parts;
}

GPtrArray *
dip_text_diff (const char *old_text, const char *new_text)
{
  g_return_val_if_fail (old_text != NULL && new_text != NULL, NULL);

  g_autoptr (GPtrArray) old_lines = lines_of (old_text);
  g_autoptr (GPtrArray) new_lines = lines_of (new_text);

  return compare (old_lines, new_lines);
}

void
dip_diff_row_free (DipDiffRow *self)
{
  if (self == NULL)
    return;
  g_free (self->old_text);
  g_free (self->new_text);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_free (self);
}

/* A word with the space after it; where scripts write none, each letter. The last one holds what is beyond the first 2,000. */
static GPtrArray *
words_of (const char *line)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *start = line;

  for (const char *at = line; *at != '\0' && words->len + 1 < MOST_LINES;)
    {
      const char *next = g_utf8_next_char (at);
      const gboolean ends = g_unichar_isspace (g_utf8_get_char (at)) || g_unichar_iswide (g_utf8_get_char (at));
      if (ends && !g_unichar_isspace (g_utf8_get_char (next)))
        {
          g_ptr_array_add (words, g_strndup (start, (gsize) (next - start)));
          start = next;
        }
      at = next;
    }
  if (*start != '\0')
    g_ptr_array_add (words, g_strdup (start));
  return words;
}

/* The words of both, or NULL when these are no two versions of one line. */
static GPtrArray *
compare_words (const char *old_line, const char *new_line)
{
  g_autoptr (GPtrArray) old_words = words_of (old_line);
  g_autoptr (GPtrArray) new_words = words_of (new_line);
  g_autoptr (GPtrArray) parts = compare (old_words, new_words);
  guint n_same = 0;

  for (guint i = 0; i < parts->len; i++)
    n_same += ((const DipDiffPart *) parts->pdata[i])->kind == DIP_DIFF_SAME;
  return 3 * n_same >= MAX (old_words->len, new_words->len) ? g_steal_pointer (&parts) : NULL;
}

static void
add_row (GPtrArray *rows, const DipDiffPart *removed, const DipDiffPart *added, gboolean same, GPtrArray *words)
{
  DipDiffRow *row = g_new0 (DipDiffRow, 1);

  row->old_text = removed != NULL ? g_strdup (removed->text) : NULL;
  row->new_text = added != NULL ? g_strdup (added->text) : NULL;
  row->same = same;
  row->words = words;
  g_ptr_array_add (rows, row);
}

/* Removed lines, then added ones: in pairs as long as they are alike. */
static void
add_changes (GPtrArray *rows, GPtrArray *removed, GPtrArray *added)
{
  guint j = 0;

  for (guint i = 0; i < removed->len; i++)
    {
      const DipDiffPart *other = j < added->len ? added->pdata[j] : NULL;
      const DipDiffPart *one = removed->pdata[i];
      GPtrArray *words = other != NULL ? compare_words (one->text, other->text) : NULL;
      add_row (rows, one, words != NULL ? other : NULL, FALSE, words);
      j += words != NULL;
    }
  for (; j < added->len; j++)
    add_row (rows, NULL, added->pdata[j], FALSE, NULL);
  g_ptr_array_set_size (removed, 0);
  g_ptr_array_set_size (added, 0);
}

GPtrArray *
dip_text_diff_side_by_side (const char *old_text, const char *new_text)
{
  g_return_val_if_fail (old_text != NULL && new_text != NULL, NULL);

  g_autoptr (GPtrArray) parts = dip_text_diff (old_text, new_text);
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_diff_row_free);

  for (guint i = 0; i < parts->len; i++)
    {
      DipDiffPart *part = parts->pdata[i];
      if (part->kind != DIP_DIFF_SAME)
        {
          g_ptr_array_add (part->kind == DIP_DIFF_REMOVED ? removed : added, part);
          continue;
        }
      add_changes (rows, removed, added);
      add_row (rows, part, part, TRUE, NULL);
    }
  add_changes (rows, removed, added);
  return rows;
}

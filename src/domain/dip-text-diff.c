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

GPtrArray *
dip_text_diff (const char *old_text, const char *new_text)
{
  g_return_val_if_fail (old_text != NULL && new_text != NULL, NULL);

  g_autoptr (GPtrArray) old_lines = lines_of (old_text);
  g_autoptr (GPtrArray) new_lines = lines_of (new_text);
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

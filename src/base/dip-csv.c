#include "dip-csv.h"

#include <string.h>

/* Quotes where RFC 4180, 2.6 asks for them. A cell that a spreadsheet would take for a formula gets a blank before it. */
void
dip_csv_add_row (GString *csv, const char *const *cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_autoptr (GString) cell = g_string_new (cells[i]);

      if (cell->len > 0 && strchr ("=+@", cell->str[0]) != NULL)
        g_string_prepend_c (cell, ' ');
      if (strpbrk (cell->str, ",\"\r\n") != NULL)
        {
          g_string_replace (cell, "\"", "\"\"", 0);
          g_string_prepend_c (cell, '"');
          g_string_append_c (cell, '"');
        }
      g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", cell->str);
    }
  g_string_append (csv, "\r\n");
}

static char
separator_of (const char *text)
{
  const gsize line = strcspn (text, "\r\n");

  if (memchr (text, ',', line) != NULL)
    return ',';
  if (memchr (text, ';', line) != NULL)
    return ';';
  return memchr (text, '\t', line) != NULL ? '\t' : ',';
}

/* From @at to behind the cell. */
static const char *
read_cell (const char *at, char separator, GString *cell)
{
  gboolean quoted = *at == '"';

  at += quoted;
  for (; *at != '\0'; at++)
    {
      if (quoted && at[0] == '"' && at[1] == '"')
        at++;
      else if (quoted && *at == '"')
        {
          quoted = FALSE;
          continue;
        }
      else if (!quoted && (*at == separator || *at == '\n' || *at == '\r'))
        break;
      g_string_append_c (cell, *at);
    }
  return at;
}

static gboolean
is_empty (GPtrArray *row)
{
  for (guint i = 0; i < row->len; i++)
    if (*(const char *) g_ptr_array_index (row, i) != '\0')
      return FALSE;
  return TRUE;
}

static void
end_row (GPtrArray *rows, GPtrArray *row)
{
  if (is_empty (row))
    {
      g_ptr_array_set_size (row, 0);
      return;
    }
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (rows, g_ptr_array_steal (row, NULL));
}

GPtrArray *
dip_csv_parse (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);
  char separator;

  g_return_val_if_fail (text != NULL, rows);

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  separator = separator_of (text);
  while (*text != '\0')
    {
      g_autoptr (GString) cell = g_string_new (NULL);

      text = read_cell (text, separator, cell);
      g_ptr_array_add (row, g_strdup (g_strstrip (cell->str)));
      if (*text == separator)
        {
          text++;
          continue;
        }
      text += *text == '\r';
      text += *text == '\n';
      end_row (rows, row);
    }
  end_row (rows, row);
  return rows;
}

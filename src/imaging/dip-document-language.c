#include "dip-document-private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The last @word in @pdf, and what follows it; a PDF written by cairo ends in text. */
static const char *
find_last (GByteArray *pdf, const char *word)
{
  const gsize length = strlen (word);

  for (gsize at = pdf->len; at >= length; at--)
    if (memcmp (pdf->data + at - length, word, length) == 0)
      return (const char *) pdf->data + at;
  return NULL;
}

static gboolean
read_number (const char *text, const char *key, guint64 *number)
{
  const char *found = g_strstr_len (text, -1, key);
  char *end = NULL;

  if (found == NULL)
    return FALSE;
  *number = g_ascii_strtoull (found + strlen (key), &end, 10);
  return end != found + strlen (key);
}

/* Where the object @id begins: the table is one block from object 0 on, each row 20 bytes. */
static const char *
find_object (GByteArray *pdf, guint64 table, guint64 id)
{
  const char *start = (const char *) pdf->data + table;
  const char *row = NULL;
  char *rows = NULL;
  guint64 count = 0, offset = 0;

  if (table + 16 > pdf->len || !g_str_has_prefix (start, "xref\n0 "))
    return NULL;
  count = g_ascii_strtoull (start + 7, &rows, 10);
  row = rows + 1 + id * 20;
  if (id >= count || row + 20 > (const char *) pdf->data + pdf->len)
    return NULL;
  offset = g_ascii_strtoull (row, NULL, 10);
  return offset < pdf->len ? (const char *) pdf->data + offset : NULL;
}

GByteArray *
dip_document_with_language (GByteArray *pdf, const char *language)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new (pdf->len + 1024);
  g_autoptr (GString) more = g_string_new (NULL);
  guint64 table = 0, root = 0, size = 0;
  const char *object = NULL, *body = NULL, *end = NULL, *number = NULL, *trailer = NULL;

  g_byte_array_append (pdf, (const guint8 *) "", 1); /* the searches below end at a zero */
  g_byte_array_set_size (pdf, pdf->len - 1);
  number = find_last (pdf, "startxref\n");
  trailer = find_last (pdf, "trailer\n");
  if (number == NULL || trailer == NULL || !read_number (trailer, "/Root ", &root)
      || !read_number (trailer, "/Size ", &size))
    return NULL;
  table = g_ascii_strtoull (number, NULL, 10);
  object = find_object (pdf, table, root);
  body = object != NULL ? strstr (object, "<<") : NULL;
  end = body != NULL ? strstr (body, "endobj") : NULL;
  if (end == NULL)
    return NULL;
  g_byte_array_append (out, pdf->data, pdf->len);
  if (out->data[out->len - 1] != '\n')
    g_byte_array_append (out, (const guint8 *) "\n", 1);
  g_string_append_printf (more, "%" PRIu64 " 0 obj\n<< /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>\n",
                          root, language);
  if (g_strstr_len (body, end - body, "/MarkInfo") == NULL)
    g_string_append (more, "/MarkInfo << /Marked true >>\n");
  g_string_append_len (more, body + 2, end - body - 2);
  g_string_append (more, "endobj\n");
  const gsize new_table = out->len + more->len;
  g_string_append_printf (more, "xref\n%" PRIu64 " 1\n%010" PRIu64 " 00000 n \n", root, (guint64) out->len);
  g_string_append_printf (more, "trailer\n<< /Size %" PRIu64 " /Root %" PRIu64 " 0 R /Prev %" PRIu64, size, root,
                          table);
  guint64 info = 0;
  if (read_number (trailer, "/Info ", &info))
    g_string_append_printf (more, " /Info %" PRIu64 " 0 R", info);
  g_string_append_printf (more, " >>\nstartxref\n%zu\n%%%%EOF\n", new_table);
  g_byte_array_append (out, (const guint8 *) more->str, (guint) more->len);
  return g_steal_pointer (&out);
}

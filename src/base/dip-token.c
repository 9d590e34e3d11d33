#include "dip-token.h"
#include "dip-error.h"

#include <glib/gi18n-lib.h>

static const DipToken *
find_value (const DipToken *table, int value)
{
  for (const DipToken *row = table; row->token != NULL; row++)
    if (row->value == value)
      return row;
  return NULL;
}

/**
 * dip_token_name:
 * @table: ends with a row whose token is %NULL
 * @value: a value
 *
 * Returns: (nullable): the stable token of @value; %NULL when it is not in @table
 */
const char *
dip_token_name (const DipToken *table, int value)
{
  const DipToken *row;

  g_return_val_if_fail (table != NULL, NULL);

  row = find_value (table, value);
  return row == NULL ? NULL : row->token;
}

/**
 * dip_token_label:
 * @table: ends with a row whose token is %NULL
 * @value: a value
 *
 * Returns: the label of @value in the reader's language; “” when it is not in @table
 */
const char *
dip_token_label (const DipToken *table, int value)
{
  const DipToken *row;

  g_return_val_if_fail (table != NULL, "");

  row = find_value (table, value);
  if (row == NULL)
    return "";
  return g_dpgettext2 (GETTEXT_PACKAGE, row->context, row->label);
}

/* Leaves out what does not matter: case, blanks, '_' and '-'. */
static char *
normalize (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p) && *p != '_' && *p != '-')
      g_string_append_c (out, g_ascii_tolower (*p));
  return g_string_free (out, FALSE);
}

static gboolean
is_same_word (const char *word, const char *wanted)
{
  g_autofree char *normal = normalize (word);

  return *normal != '\0' && g_str_equal (normal, wanted);
}

static gboolean
row_matches (const DipToken *row, const char *wanted)
{
  g_auto (GStrv) aliases = NULL;

  if (is_same_word (row->token, wanted))
    return TRUE;
  if (row->aliases == NULL)
    return FALSE;
  aliases = g_strsplit (row->aliases, " ", -1);
  for (guint i = 0; aliases[i] != NULL; i++)
    if (is_same_word (aliases[i], wanted))
      return TRUE;
  return FALSE;
}

static void
set_unknown (GError **error, const DipToken *table, const char *text, const char *what)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);
  g_autofree char *known = dip_token_list (table);

  /* Translators: “wing” is not a known view. Known are: front-hairline, top, … */
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” is not a known %s. Known are: %s."), shown, what, known);
}

/**
 * dip_token_parse:
 * @table: ends with a row whose token is %NULL
 * @text: what was typed or read: a token or one of its aliases; case, blanks, '_' and '-' do not matter
 * @what: what the message calls it: “view”
 * @out: (out): its value
 * @error: %DIP_ERROR_INVALID when @text is not in @table; the message lists what is
 *
 * Returns: %TRUE when @out was set
 */
gboolean
dip_token_parse (const DipToken *table, const char *text, const char *what, int *out, GError **error)
{
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (table != NULL && text != NULL && what != NULL && out != NULL, FALSE);

  wanted = normalize (text);
  for (const DipToken *row = table; row->token != NULL; row++)
    if (row_matches (row, wanted))
      {
        *out = row->value;
        return TRUE;
      }
  set_unknown (error, table, text, what);
  return FALSE;
}

/**
 * dip_token_list:
 * @table: ends with a row whose token is %NULL
 *
 * Returns: (transfer full): its tokens in order, separated by commas
 */
char *
dip_token_list (const DipToken *table)
{
  GString *list;

  g_return_val_if_fail (table != NULL, NULL);

  list = g_string_new (NULL);
  for (const DipToken *row = table; row->token != NULL; row++)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", row->token);
  return g_string_free (list, FALSE);
}

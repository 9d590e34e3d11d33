#include "dip-identity-store.h"

#include <string.h>

#include "dip-db.h"

#define COLUMNS "client_id, name, born, contact"

static gpointer
take_identity (DipStatement *row)
{
  DipIdentity *identity = g_new0 (DipIdentity, 1);

  identity->client_id = dip_statement_take_int (row);
  identity->name = dip_statement_take_text (row);
  identity->born = dip_statement_take_date (row);
  identity->contact = dip_statement_take_text (row);
  return identity;
}

/**
 * dip_identity_put:
 * @db: the connection of a write
 * @identity: whose @client_id names the client
 * @error: any
 *
 * Notes or replaces who a client is.
 *
 * Returns: %TRUE on success
 */
gboolean
dip_identity_put (DipDb *db, const DipIdentity *identity, GError **error)
{
  g_autoptr (DipStatement) put = NULL;

  g_return_val_if_fail (db != NULL && identity != NULL, FALSE);

  put = dip_db_prepare (db, "INSERT INTO identity (" COLUMNS ") VALUES (?, ?, ?, ?) ON CONFLICT (client_id) DO UPDATE "
                            "SET name = excluded.name, born = excluded.born, contact = excluded.contact");
  dip_statement_put_int (put, identity->client_id);
  dip_statement_put_text (put, identity->name);
  dip_statement_put_date (put, identity->born);
  dip_statement_put_text (put, identity->contact);
  return dip_statement_run (put, error);
}

DipIdentity *
dip_identity_get (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer identity;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT " COLUMNS " FROM identity WHERE client_id = ?");
  dip_statement_put_int (get, client_id);
  dip_statement_one (get, take_identity, &identity, error);
  return identity;
}

/* Letters that do not decompose have their plain form too (ł, ø, đ); those of other scripts stay as they are. */
static void
append_plain (GString *text, gunichar letter)
{
  char utf8[7] = "";
  g_autofree char *plain = NULL;

  g_unichar_to_utf8 (letter, utf8);
  plain = letter < 0x80 ? NULL : g_str_to_ascii (utf8, "C");
  g_string_append (text, plain != NULL && !g_str_equal (plain, "?") ? plain : utf8);
}

/* Without case and accents: decomposed, marks left out, folded. */
static char *
fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) bare = g_string_new (NULL);

  for (const char *p = decomposed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      append_plain (bare, g_utf8_get_char (p));
  return g_utf8_casefold (bare->str, -1);
}

static gboolean
contains (const char *text, const char *folded)
{
  g_autofree char *own = text != NULL ? fold (text) : NULL;

  return own != NULL && strstr (own, folded) != NULL;
}

static void
drop_others (GPtrArray *all, const char *text)
{
  g_autofree char *folded = fold (text);

  for (guint i = all->len; i > 0; i--)
    {
      const DipIdentity *identity = g_ptr_array_index (all, i - 1);

      if (!contains (identity->name, folded) && !contains (identity->contact, folded))
        g_ptr_array_remove_index (all, i - 1);
    }
}

/**
 * dip_identity_search:
 * @db: the connection of a read or write
 * @text: (nullable): what to look for in names and contacts; %NULL for all
 * @error: any
 *
 * Returns: (transfer full) (element-type DipIdentity): by client, oldest first
 */
GPtrArray *
dip_identity_search (DipDb *db, const char *text, GError **error)
{
  g_autoptr (DipStatement) list = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, "SELECT " COLUMNS " FROM identity ORDER BY client_id");
  all = dip_statement_list (list, take_identity, (GDestroyNotify) dip_identity_free, error);
  if (all != NULL && text != NULL)
    drop_others (all, text);
  return g_steal_pointer (&all);
}

gboolean
dip_identity_delete (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) statement = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  statement = dip_db_prepare (db, "DELETE FROM identity WHERE client_id = ?");
  dip_statement_put_int (statement, client_id);
  dip_db_set_erased (db);
  return dip_statement_run (statement, error);
}

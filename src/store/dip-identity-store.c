#include "dip-identity-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-db.h"
#include "dip-sealed-record.h"

#define SELECT                                                                                                         \
  "SELECT i.client_id, i.name, i.born, i.contact, r.version, i.sealed FROM identity i "                                \
  "LEFT JOIN sealed_record r ON r.kind = '" DIP_SEALED_IDENTITY "' AND r.row = i.client_id "
#define SEALED_NAME "-"       /* what stands in the clear column then */
#define SEALED_TYPE "(smsms)" /* name, birth date, contact */

/* Fields from what was sealed; FALSE leaves them as they are. */
static gboolean
unfold (DipIdentity *identity, const char *text)
{
  g_autoptr (GVariant) fields = g_variant_parse (G_VARIANT_TYPE (SEALED_TYPE), text, NULL, NULL, NULL);
  const char *name, *born, *contact;

  if (fields == NULL)
    return FALSE;
  g_variant_get (fields, "(&sm&sm&s)", &name, &born, &contact);
  g_free (identity->name);
  identity->name = g_strdup (name);
  if (born != NULL && !dip_date_parse (born, "date", &identity->born, NULL))
    identity->born = DIP_DATE_NONE;
  identity->contact = g_strdup (contact);
  return TRUE;
}

static char *
fold_up (const DipIdentity *identity)
{
  g_autofree char *born = identity->born != DIP_DATE_NONE ? dip_date_to_iso (identity->born) : NULL;
  g_autoptr (GVariant) fields
      = g_variant_ref_sink (g_variant_new (SEALED_TYPE, identity->name, born, identity->contact));

  return g_variant_print (fields, TRUE);
}

static gpointer
take_identity (DipStatement *row)
{
  DipIdentity *identity = g_new0 (DipIdentity, 1);
  g_autofree char *sealed = NULL;
  guint version;

  identity->client_id = dip_statement_take_int (row);
  identity->name = dip_statement_take_text (row);
  identity->born = dip_statement_take_date (row);
  identity->contact = dip_statement_take_text (row);
  version = (guint) dip_statement_take_int (row);
  sealed = dip_statement_take_sealed (row, DIP_KEY_IDENTITY, DIP_SEALED_IDENTITY, "all", identity->client_id, version);
  /* In a sealed library nothing else says who a client is: what stands in the clear was put there by somebody. */
  if (dip_db_get_keyring (dip_statement_get_db (row)) == NULL || (sealed != NULL && unfold (identity, sealed)))
    return identity;
  g_free (identity->name);
  identity->name = g_strdup (sealed != NULL ? sealed : C_ ("text", "(altered)"));
  g_clear_pointer (&identity->contact, g_free);
  identity->born = DIP_DATE_NONE;
  identity->altered = TRUE;
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
  g_autofree char *all = NULL;
  guint version;

  g_return_val_if_fail (db != NULL && identity != NULL, FALSE);

  if (!dip_sealed_record_count (db, DIP_SEALED_IDENTITY, identity->client_id, &version, error))
    return FALSE;
  put = dip_db_prepare (db, "INSERT INTO identity (client_id, name, born, contact, sealed) VALUES (?, ?, ?, ?, ?) "
                            "ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, born = excluded.born, "
                            "contact = excluded.contact, sealed = excluded.sealed");
  dip_statement_put_int (put, identity->client_id);
  dip_statement_put_text (put, version > 0 ? SEALED_NAME : identity->name);
  dip_statement_put_date (put, version > 0 ? DIP_DATE_NONE : identity->born);
  dip_statement_put_text (put, version > 0 ? NULL : identity->contact);
  if (version > 0)
    all = fold_up (identity);
  dip_statement_put_sealed (put, DIP_KEY_IDENTITY, DIP_SEALED_IDENTITY, "all", identity->client_id, version, all);
  dip_secret_wipe_text (all);
  return dip_statement_run (put, error);
}

DipIdentity *
dip_identity_get (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer identity;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT "WHERE i.client_id = ?");
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

  list = dip_db_prepare (db, SELECT "ORDER BY i.client_id");
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
  return dip_statement_run (statement, error) && dip_sealed_record_drop (db, DIP_SEALED_IDENTITY, client_id, error);
}

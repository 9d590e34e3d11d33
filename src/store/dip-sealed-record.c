#include "dip-sealed-record.h"

#include <glib/gi18n-lib.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* The row of the table seal. */
typedef struct
{
  gint64 changes;
  char *sum;
  char *root;
} Sum;

static void
sum_clear (Sum *self)
{
  g_free (self->sum);
  g_free (self->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sum, sum_clear)

static DipSecret *
summing_key (DipDb *db)
{
  const DipKeyring *keyring = dip_db_get_keyring (db);
  const DipSecret *key = keyring != NULL ? dip_keyring_current (keyring, DIP_KEY_IDENTITY, NULL) : NULL;

  return key != NULL ? dip_secret_derive (key, "sum of sealed records") : NULL;
}

static char *
hash_of (const DipSecret *key, const char *kind, gint64 row, guint version)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %u", kind, row, version);

  return dip_secret_hash (key, text);
}

static char *
root_of (const DipSecret *key, const Sum *sum)
{
  g_autofree char *text = g_strdup_printf ("root %" G_GINT64_FORMAT " %s", sum->changes, sum->sum);

  return dip_secret_hash (key, text);
}

static gboolean
load (DipDb *db, Sum *sum, GError **error)
{
  g_autoptr (DipStatement) get = dip_db_prepare (db, "SELECT changes, sum, root FROM seal");
  gboolean row;

  if (!dip_statement_step (get, &row, error))
    return FALSE;
  sum->changes = row ? dip_statement_take_int (get) : 0;
  sum->sum = row ? dip_statement_take_text (get) : g_strdup (ZEROS);
  sum->root = row ? dip_statement_take_text (get) : NULL;
  return TRUE;
}

static gboolean
save (DipDb *db, const DipSecret *key, const Sum *sum, GError **error)
{
  g_autoptr (DipStatement) put = dip_db_prepare (db, "UPDATE seal SET changes = ?, sum = ?, root = ?");
  g_autofree char *root = root_of (key, sum);

  dip_statement_put_int (put, sum->changes);
  dip_statement_put_text (put, sum->sum);
  dip_statement_put_text (put, root);
  return dip_statement_run (put, error);
}

static gboolean
replace (DipDb *db, const char *kind, gint64 row, guint before, guint after, GError **error)
{
  g_autoptr (DipSecret) key = summing_key (db);
  g_auto (Sum) sum = { 0 };
  g_autofree char *minus = before > 0 && key != NULL ? hash_of (key, kind, row, before) : NULL;
  g_autofree char *plus = after > 0 && key != NULL ? hash_of (key, kind, row, after) : NULL;
  char *total;

  if (key == NULL)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           _ ("A marketing account cannot change this. Ask a curator or the owner to do it."));
      return FALSE;
    }
  if (!load (db, &sum, error))
    return FALSE;
  total = dip_secret_sum (sum.sum, plus, minus);
  g_free (sum.sum);
  sum.sum = total != NULL ? total : g_strdup (ZEROS);
  sum.changes++;
  return save (db, key, &sum, error);
}

gboolean
dip_sealed_record_version (DipDb *db, const char *kind, gint64 row, guint *version, GError **error)
{
  g_autoptr (DipStatement) get = dip_db_prepare (db, "SELECT version FROM sealed_record WHERE kind = ? AND row = ?");
  gint64 found;

  dip_statement_put_text (get, kind);
  dip_statement_put_int (get, row);
  if (!dip_statement_int (get, &found, error))
    return FALSE;
  *version = (guint) found;
  return TRUE;
}

gboolean
dip_sealed_record_count (DipDb *db, const char *kind, gint64 row, guint *version, GError **error)
{
  g_autoptr (DipStatement) put = NULL;
  guint before = 0;

  *version = 0;
  if (dip_db_get_keyring (db) == NULL)
    return TRUE;
  if (!dip_sealed_record_version (db, kind, row, &before, error))
    return FALSE;
  put = dip_db_prepare (db, "INSERT INTO sealed_record (kind, row, version) VALUES (?, ?, ?) "
                            "ON CONFLICT (kind, row) DO UPDATE SET version = excluded.version");
  dip_statement_put_text (put, kind);
  dip_statement_put_int (put, row);
  dip_statement_put_int (put, before + 1);
  *version = before + 1;
  return dip_statement_run (put, error) && replace (db, kind, row, before, before + 1, error);
}

gboolean
dip_sealed_record_drop (DipDb *db, const char *kind, gint64 row, GError **error)
{
  g_autoptr (DipStatement) drop = NULL;
  guint before = 0;

  if (dip_db_get_keyring (db) == NULL)
    return TRUE;
  if (!dip_sealed_record_version (db, kind, row, &before, error))
    return FALSE;
  if (before == 0)
    return TRUE;
  drop = dip_db_prepare (db, "DELETE FROM sealed_record WHERE kind = ? AND row = ?");
  dip_statement_put_text (drop, kind);
  dip_statement_put_int (drop, row);
  return dip_statement_run (drop, error) && replace (db, kind, row, before, 0, error);
}

static char *
total_of (DipDb *db, const DipSecret *key, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, "SELECT kind, row, version FROM sealed_record");
  g_autofree char *sum = g_strdup (ZEROS);
  gboolean row;

  while (TRUE)
    {
      g_autofree char *kind = NULL;
      g_autofree char *hash = NULL;
      char *next;
      gint64 id;

      if (!dip_statement_step (list, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&sum);
      kind = dip_statement_take_text (list);
      id = dip_statement_take_int (list);
      hash = hash_of (key, kind, id, (guint) dip_statement_take_int (list));
      next = dip_secret_sum (sum, hash, NULL);
      g_free (sum);
      sum = next;
    }
}

gboolean
dip_sealed_record_sum_up (DipDb *db, GError **error)
{
  g_autoptr (DipSecret) key = summing_key (db);
  g_auto (Sum) sum = { 0 };

  g_return_val_if_fail (key != NULL, FALSE);

  if (!load (db, &sum, error))
    return FALSE;
  g_free (sum.sum);
  sum.sum = total_of (db, key, error);
  return sum.sum != NULL && save (db, key, &sum, error);
}

/* What is sealed and counted nowhere was put there, or back there, by somebody else. */
static gboolean
count_strays (DipDb *db, gint64 *n, GError **error)
{
  return dip_db_query_int (
      db,
      "SELECT (SELECT count(*) FROM identity WHERE client_id NOT IN (SELECT row FROM sealed_record WHERE kind = "
      "'" DIP_SEALED_IDENTITY "')) + (SELECT count(*) FROM consent WHERE signed_by IS NOT NULL AND id NOT IN "
      "(SELECT row FROM sealed_record WHERE kind = '" DIP_SEALED_CONSENT "')) + (SELECT count(*) FROM consent_event "
      "WHERE by IS NOT NULL AND id NOT IN (SELECT row FROM sealed_record WHERE kind = '" DIP_SEALED_CONSENT_EVENT "'))",
      n, error);
}

gboolean
dip_sealed_record_check (DipDb *db, GPtrArray *problems, GError **error)
{
  g_autoptr (DipSecret) key = summing_key (db);
  g_auto (Sum) sum = { 0 };
  g_autofree char *total = NULL;
  g_autofree char *root = NULL;
  gint64 n_strays;

  g_return_val_if_fail (key != NULL, FALSE);

  if (!count_strays (db, &n_strays, error) || !load (db, &sum, error) || (total = total_of (db, key, error)) == NULL)
    return FALSE;
  root = root_of (key, &sum);
  if (n_strays > 0 || g_strcmp0 (total, sum.sum) != 0 || g_strcmp0 (root, sum.root) != 0)
    g_ptr_array_add (problems, g_strdup (_ ("A sealed record was taken away or put back to an older state behind the "
                                            "program’s back. Compare with the last back-up.")));
  return TRUE;
}

#include "dip-audit.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-db.h"
#include "dip-digest.h"

#define COLUMNS "sequence, at, actor, action, subject, detail, previous, hash"

static gpointer
take_entry (DipStatement *row)
{
  DipAuditEntry *entry = g_new0 (DipAuditEntry, 1);

  entry->sequence = dip_statement_take_int (row);
  entry->at = dip_statement_take_text (row);
  entry->actor = dip_statement_take_text (row);
  entry->action = dip_statement_take_text (row);
  entry->subject = dip_statement_take_text (row);
  entry->detail = dip_statement_take_text (row);
  entry->previous = dip_statement_take_text (row);
  entry->hash = dip_statement_take_text (row);
  return entry;
}

static char *
first_previous (void)
{
  return g_strnfill (DIP_DIGEST_LENGTH, '0');
}

static void
add_field (GString *text, const char *field)
{
  if (field == NULL)
    g_string_append (text, "-,");
  else
    g_string_append_printf (text, "%zu:%s,", strlen (field), field);
}

/* See the header. */
static char *
hash_of (const DipAuditEntry *entry)
{
  g_autofree char *sequence = g_strdup_printf ("%" PRId64, entry->sequence);
  const char *fields[]
      = { entry->previous, sequence, entry->at, entry->actor, entry->action, entry->subject, entry->detail };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add_field (text, fields[i]);
  return dip_digest_text (text->str);
}

/* *@entry is NULL when the log is empty. */
static gboolean
last_entry (DipDb *db, gpointer *entry, GError **error)
{
  g_autoptr (DipStatement) last = dip_db_prepare (db, "SELECT " COLUMNS " FROM audit ORDER BY sequence DESC LIMIT 1");

  return dip_statement_one (last, take_entry, entry, error);
}

static gboolean
insert (DipDb *db, const DipAuditEntry *entry, GError **error)
{
  g_autoptr (DipStatement) statement
      = dip_db_prepare (db, "INSERT INTO audit (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  dip_statement_put_int (statement, entry->sequence);
  dip_statement_put_text (statement, entry->at);
  dip_statement_put_text (statement, entry->actor);
  dip_statement_put_text (statement, entry->action);
  dip_statement_put_text (statement, entry->subject);
  dip_statement_put_text (statement, entry->detail);
  dip_statement_put_text (statement, entry->previous);
  dip_statement_put_text (statement, entry->hash);
  return dip_statement_run (statement, error);
}

/**
 * dip_audit_append:
 * @db: the connection of a write
 * @actor: member of staff or program
 * @action: what was done, a fixed word
 * @subject: code or id of what it was done to
 * @detail: (nullable): JSON object
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_audit_append (DipDb *db, const char *actor, const char *action, const char *subject, const char *detail,
                  GError **error)
{
  g_autoptr (DipAuditEntry) last = NULL;
  g_autoptr (DipAuditEntry) entry = g_new0 (DipAuditEntry, 1);

  g_return_val_if_fail (db != NULL && actor != NULL && action != NULL && subject != NULL, FALSE);

  if (!last_entry (db, (gpointer *) &last, error))
    return FALSE;
  entry->sequence = last != NULL ? last->sequence + 1 : 1;
  entry->at = dip_time_now_utc ();
  entry->actor = g_strdup (actor);
  entry->action = g_strdup (action);
  entry->subject = g_strdup (subject);
  entry->detail = g_strdup (detail);
  entry->previous = last != NULL ? g_strdup (last->hash) : first_previous ();
  entry->hash = hash_of (entry);
  return insert (db, entry, error);
}

GPtrArray *
dip_audit_list (DipDb *db, guint limit, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, "SELECT " COLUMNS " FROM (SELECT " COLUMNS
                             " FROM audit ORDER BY sequence DESC LIMIT ?) ORDER BY sequence");
  dip_statement_put_int (list, limit == 0 ? -1 : (gint64) limit);
  return dip_statement_list (list, take_entry, (GDestroyNotify) dip_audit_entry_free, error);
}

static gboolean
holds (const DipAuditEntry *entry, gint64 sequence, const char *previous, GError **error)
{
  g_autofree char *hash = hash_of (entry);

  if (entry->sequence == sequence && g_str_equal (entry->previous, previous) && g_str_equal (entry->hash, hash))
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_DAMAGED,
      _ ("The audit log does not hold at entry %" PRId64
         ": it, or one before it, was changed or taken out. Keep the library as it is and compare with a back-up."),
      sequence);
  return FALSE;
}

/**
 * dip_audit_verify:
 * @db: the connection of a read or write
 * @count: (out) (optional): entries that hold
 * @error: %DIP_ERROR_DAMAGED naming the first entry that does not hold, any
 *
 * Walks the chain with one entry in memory. Entries cut off the end cannot be missed by the log itself: compare
 * dip_audit_head() with one written down elsewhere.
 *
 * Returns: %TRUE when all hold
 */
gboolean
dip_audit_verify (DipDb *db, gint64 *count, GError **error)
{
  g_autoptr (DipStatement) walk = NULL;
  g_autofree char *previous = first_previous ();
  gboolean row = TRUE;

  g_return_val_if_fail (db != NULL, FALSE);

  walk = dip_db_prepare (db, "SELECT " COLUMNS " FROM audit ORDER BY sequence");
  for (gint64 sequence = 1; row; sequence++)
    {
      g_autoptr (DipAuditEntry) entry = NULL;

      if (count != NULL)
        *count = sequence - 1;
      if (!dip_statement_step (walk, &row, error))
        return FALSE;
      entry = row ? take_entry (walk) : NULL;
      if (entry != NULL && !holds (entry, sequence, previous, error))
        return FALSE;
      if (entry != NULL)
        {
          g_free (previous);
          previous = g_strdup (entry->hash);
        }
    }
  return TRUE;
}

char *
dip_audit_head (DipDb *db, GError **error)
{
  g_autoptr (DipAuditEntry) last = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  if (!last_entry (db, (gpointer *) &last, error))
    return NULL;
  return last != NULL ? g_strdup (last->hash) : first_previous ();
}

gboolean
dip_audit_holds_head (DipDb *db, const char *head, GError **error)
{
  g_autoptr (DipStatement) find = NULL;
  g_autofree char *first = first_previous ();
  gint64 sequence = 0;

  g_return_val_if_fail (db != NULL && head != NULL, FALSE);

  if (g_ascii_strcasecmp (head, first) == 0) /* written down before the first entry */
    return TRUE;
  find = dip_db_prepare (db, "SELECT sequence FROM audit WHERE hash = lower(?)");
  dip_statement_put_text (find, head);
  if (!dip_statement_int (find, &sequence, error))
    return FALSE;
  if (sequence > 0)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_DAMAGED,
      _ ("The audit log does not hold the entry whose hash was noted down: entries were cut off its end, or it is "
         "another library's. Keep the library as it is and compare with a back-up."));
  return FALSE;
}

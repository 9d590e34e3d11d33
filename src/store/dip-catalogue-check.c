#include "dip-library-private.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"

#define DAMAGE_SHOWN 20

static gpointer
take_text (DipStatement *row)
{
  return dip_statement_take_text (row);
}

/* Each row of @sql is a fault that SQLite found; @sentence says so. */
static gboolean
add_faults (DipDb *db, const char *sql, char *(*sentence) (const char *fault), GPtrArray *problems, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, sql);
  g_autoptr (GPtrArray) faults = NULL;

  dip_statement_put_int (list, DAMAGE_SHOWN);
  faults = dip_statement_list (list, take_text, g_free, error);
  if (faults == NULL)
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    g_ptr_array_add (problems, sentence (g_ptr_array_index (faults, i)));
  return TRUE;
}

static char *
damage_sentence (const char *fault)
{
  return g_strdup_printf (_ ("The catalogue is damaged: %s. Restore the last back-up."), fault);
}

static char *
key_sentence (const char *fault)
{
  return g_strdup_printf (_ ("Rows of the catalogue name others that are not there: %s. Restore the last back-up."),
                          fault);
}

static gboolean
add_broken_chain (DipDb *db, GPtrArray *problems, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (dip_audit_verify (db, NULL, &failure))
    return TRUE;
  if (!g_error_matches (failure, DIP_ERROR, DIP_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_add (problems, g_strdup (failure->message));
  return TRUE;
}

gboolean
dip_catalogue_check (DipDb *db, GPtrArray *problems, GError **error)
{
  return add_faults (db, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT ?",
                     damage_sentence, problems, error)
         && add_faults (db, "SELECT DISTINCT \"table\" || ' → ' || parent FROM pragma_foreign_key_check LIMIT ?",
                        key_sentence, problems, error)
         && add_broken_chain (db, problems, error);
}

GPtrArray *
dip_catalogue_blobs (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) list
      = dip_db_prepare (db, "SELECT blob FROM main.photo UNION SELECT c.signature FROM main.consent c JOIN main.client "
                            "p ON p.id = c.client_id "
                            "WHERE c.signature IS NOT NULL AND p.erased_at IS NULL "
                            "UNION SELECT logo FROM main.style WHERE logo IS NOT NULL ORDER BY 1");

  return dip_statement_list (list, take_text, g_free, error);
}

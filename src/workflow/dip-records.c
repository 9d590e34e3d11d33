#include "dip-records.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-library.h"
#include "dip-sealing.h"

void
dip_check_report_free (DipCheckReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

static void
add_each (GPtrArray *problems, GPtrArray *digests, const char *format)
{
  for (guint i = 0; i < digests->len; i++)
    {
      const char *digest = g_ptr_array_index (digests, i);
      g_autofree char *short_name = g_strndup (digest, 12);
      GString *sentence = g_string_new (format);

      g_string_replace (sentence, "{digest}", short_name, 0);
      g_ptr_array_add (problems, g_string_free (sentence, FALSE));
    }
}

DipCheckReport *
dip_records_check (const DipDesk *desk, DipJob *job, GError **error)
{
  g_autoptr (DipLibraryReport) found
      = dip_sealing_require_curator (desk, error) ? dip_library_check (desk->library, job, error) : NULL;
  DipCheckReport *report;

  if (found == NULL)
    return NULL;
  report = g_new0 (DipCheckReport, 1);
  report->n_blobs = found->blobs_checked;
  report->n_orphans = found->orphans_removed;
  report->n_temps = found->temps_removed;
  report->problems = g_ptr_array_new_with_free_func (g_free);
  add_each (report->problems, found->missing,
            _ ("The picture {digest}… is missing; restore it from a back-up or import the photo again."));
  add_each (report->problems, found->altered,
            _ ("The picture {digest}… was altered on disk; restore it from a back-up or import the photo again."));
  for (guint i = 0; i < found->problems->len; i++)
    g_ptr_array_add (report->problems, g_strdup (g_ptr_array_index (found->problems, i)));
  return report;
}

gboolean
dip_records_backup (const DipDesk *desk, const char *file, DipJob *job, GError **error)
{
  return dip_library_backup (desk->library, file, job, error);
}

gboolean
dip_records_restore (const char *file, const char *path, DipJob *job, GError **error)
{
  g_autofree char *folder = path != NULL ? g_strdup (path) : dip_library_default_path ();

  return dip_library_restore (file, folder, job, error);
}

typedef struct
{
  guint limit;
  GPtrArray *found;
  gint64 count;
  char *head;
  DipClinic *clinic;
} Op;

static gboolean
audit_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_audit_list (db, op->limit, error);
  return op->found != NULL;
}

GPtrArray *
dip_records_audit (const DipDesk *desk, guint limit, GError **error)
{
  Op op = { .limit = limit };

  return dip_sealing_require_curator (desk, error) && dip_library_read (desk->library, audit_txn, &op, error) ? op.found
                                                                                                              : NULL;
}

static gboolean
verify_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  if (!dip_audit_verify (db, &op->count, error))
    return FALSE;
  op->head = dip_audit_head (db, error);
  return op->head != NULL;
}

gboolean
dip_records_audit_verify (const DipDesk *desk, gint64 *count, char **head, GError **error)
{
  Op op = { 0 };

  if (!dip_sealing_require_curator (desk, error) || !dip_library_read (desk->library, verify_txn, &op, error))
    return FALSE;
  *count = op.count;
  *head = op.head;
  return TRUE;
}

static gboolean
clinic_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->clinic = dip_catalogue_clinic (db, error);
  return op->clinic != NULL;
}

DipClinic *
dip_records_clinic (const DipDesk *desk, GError **error)
{
  Op op = { 0 };

  return dip_library_read (desk->library, clinic_txn, &op, error) ? op.clinic : NULL;
}

static gboolean
holds_txn (DipDb *db, gpointer user_data, GError **error)
{
  return dip_audit_holds_head (db, user_data, error);
}

gboolean
dip_records_audit_holds (const DipDesk *desk, const char *head, GError **error)
{
  return dip_library_read (desk->library, holds_txn, (gpointer) head, error);
}

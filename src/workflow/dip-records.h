/* Looking after the library itself: checking, backing up, restoring, and showing its log. */
#pragma once

#include "dip-audit-entry.h"
#include "dip-desk.h"
#include "dip-job.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_blobs;
  guint n_orphans;     /* a crash's leftovers, removed */
  guint n_temps;       /* half-written files, removed */
  GPtrArray *problems; /* (element-type utf8) sentences: what could not be mended */
} DipCheckReport;

void dip_check_report_free (DipCheckReport *self);

DipCheckReport *dip_records_check (const DipDesk *desk, DipJob *job, GError **error);
gboolean dip_records_backup (const DipDesk *desk, const char *file, DipJob *job, GError **error);
gboolean dip_records_restore (const char *file, const char *path, DipJob *job, GError **error);

/* (element-type DipAuditEntry), oldest first; the last @limit, 0 for all. */
GPtrArray *dip_records_audit (const DipDesk *desk, guint limit, GError **error);
/* DAMAGED naming the first entry that does not hold. @head (out) (transfer full): the last hash. */
gboolean dip_records_audit_verify (const DipDesk *desk, gint64 *count, char **head, GError **error);
/* Whether a head noted down earlier is still in the log; DAMAGED when not: entries were cut off. */
gboolean dip_records_audit_holds (const DipDesk *desk, const char *head, GError **error);

DipClinic *dip_records_clinic (const DipDesk *desk, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipCheckReport, dip_check_report_free)

G_END_DECLS

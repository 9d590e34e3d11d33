/* One entry of the audit log as a reader sees it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 sequence;
  char *at; /* UTC */
  char *actor;
  char *action;  /* "import", "consent-withdraw", … */
  char *subject; /* "client K7QX3M", "pair 12": codes and ids, never a name */
  char *detail;  /* JSON object or NULL; never a name */
  char *previous;
  char *hash;
} DipAuditEntry;

void dip_audit_entry_free (DipAuditEntry *self);
/* What to show of the log; NULL members leave all. */
typedef struct
{
  const char *actor;
  const char *action;
  const char *subject;       /* the whole of it, or its code or id alone */
  const char *since, *until; /* days, ISO, both included */
} DipAuditFilter;

gboolean dip_audit_entry_matches (const DipAuditEntry *self, const DipAuditFilter *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAuditEntry, dip_audit_entry_free)

G_END_DECLS

#include "dip-audit-entry.h"

#include <string.h>

void
dip_audit_entry_free (DipAuditEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->at);
  g_free (self->actor);
  g_free (self->action);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self->previous);
  g_free (self->hash);
  g_free (self);
}

static gboolean
is_subject (const char *subject, const char *wanted)
{
  const char *space = strrchr (subject, ' ');

  return g_ascii_strcasecmp (subject, wanted) == 0 || (space != NULL && g_ascii_strcasecmp (space + 1, wanted) == 0);
}

gboolean
dip_audit_entry_matches (const DipAuditEntry *self, const DipAuditFilter *filter)
{
  g_return_val_if_fail (self != NULL && filter != NULL, FALSE);

  return (filter->actor == NULL || g_strcmp0 (self->actor, filter->actor) == 0)
         && (filter->action == NULL || g_strcmp0 (self->action, filter->action) == 0)
         && (filter->subject == NULL || is_subject (self->subject, filter->subject))
         && (filter->since == NULL || strncmp (self->at, filter->since, 10) >= 0)
         && (filter->until == NULL || strncmp (self->at, filter->until, 10) <= 0);
}

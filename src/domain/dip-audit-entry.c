#include "dip-audit-entry.h"

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

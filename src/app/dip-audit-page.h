/* The audit log to read: who did what to which client when; whether the chain still holds; its last hash to take along. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_AUDIT_PAGE (dip_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (DipAuditPage, dip_audit_page, DIP, AUDIT_PAGE, GtkWidget)

GtkWidget *dip_audit_page_new (DipWorkspace *workspace);

G_END_DECLS

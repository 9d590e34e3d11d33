/* The ledger: every file that ever left, to be looked through, saved as a table, and matched with web addresses. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_LEDGER_VIEW (dip_ledger_view_get_type ())
G_DECLARE_FINAL_TYPE (DipLedgerView, dip_ledger_view, DIP, LEDGER_VIEW, GtkWidget)

/* @workspace: (nullable): empties it. */
void dip_ledger_view_set_workspace (DipLedgerView *self, DipWorkspace *workspace);
/* Looks again, a little later when a look is under way. */
void dip_ledger_view_reload (DipLedgerView *self);

G_END_DECLS

/* One exported file: what it shows, its facts, and where it is on the web. */
#pragma once

#include <gtk/gtk.h>

#include "dip-ledger.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_LEDGER_ROW (dip_ledger_row_get_type ())
G_DECLARE_FINAL_TYPE (DipLedgerRow, dip_ledger_row, DIP, LEDGER_ROW, GtkWidget)

/* Its button activates "ledger.address" with the item's id. */
GtkWidget *dip_ledger_row_new (void);
void dip_ledger_row_show (DipLedgerRow *self, DipWorkspace *workspace, const DipLedgerEntry *entry);

G_END_DECLS

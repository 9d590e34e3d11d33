/* Looking through the ledger: every file that ever left, with whose it is, where it went and where it is on the web. */
#pragma once

#include <gio/gio.h>

#include "dip-desk.h"
#include "dip-publication.h"

G_BEGIN_DECLS

#define DIP_LEDGER_ANY_STATE (-1)

/* What is asked for; all of it has to hold. */
typedef struct
{
  const char *destination; /* its name; NULL: any */
  const char *code;        /* a client's; NULL: any */
  DipDate since, until;    /* days of export, both included; DIP_DATE_NONE: open */
  int state;               /* DipExportState, or DIP_LEDGER_ANY_STATE */
} DipLedgerFilter;

#define DIP_LEDGER_ALL                                                                                                 \
  ((DipLedgerFilter){ .since = DIP_DATE_NONE, .until = DIP_DATE_NONE, .state = DIP_LEDGER_ANY_STATE })

typedef struct
{
  DipExportItem *item;
  char *code;              /* of the client */
  char *destination;       /* its name */
  char *destination_label; /* as shown */
  GPtrArray *addresses;    /* (element-type utf8): where it is on the web */
} DipLedgerEntry;

void dip_ledger_entry_free (DipLedgerEntry *self);

/* (element-type DipLedgerEntry), oldest first. NOT_FOUND for a destination or client that is not there. */
GPtrArray *dip_ledger_find (const DipDesk *desk, const DipLedgerFilter *filter, GError **error);

/* (transfer full): @entries as a table by RFC 4180, with a heading. */
char *dip_ledger_csv (GPtrArray *entries);

/**
 * dip_ledger_thumbnail:
 * @size: pixels of the longer side at most
 *
 * What an exported file shows, as a JPEG: from the file where it was put, while it is there and as it left. NOT_FOUND when it
 * is not. Blocks; any thread. Returns: (transfer full)
 */
GBytes *dip_ledger_thumbnail (const DipDesk *desk, gint64 item_id, int size, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipLedgerEntry, dip_ledger_entry_free)

G_END_DECLS

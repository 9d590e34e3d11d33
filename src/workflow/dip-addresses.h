/* Web addresses that came back: where each exported file was put, so that a take-down can ask for it by name. */
#pragma once

#include "dip-desk.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* (element-type DipAddress), oldest first; @item_id 0: of all files. */
GPtrArray *dip_addresses_list (const DipDesk *desk, gint64 item_id, GError **error);

/* INVALID when @url is no http or https address, NOT_FOUND when there is no such exported file. */
gboolean dip_addresses_add (const DipDesk *desk, gint64 item_id, const char *url, GError **error);
gboolean dip_addresses_remove (const DipDesk *desk, gint64 id, GError **error);

typedef struct
{
  guint n_added;
  guint n_known;       /* were noted before */
  GPtrArray *problems; /* (element-type utf8): a sentence per row that says nothing */
} DipAddressImport;

void dip_address_import_free (DipAddressImport *self);

/**
 * dip_addresses_import:
 * @csv: rows of file and address, as pasted or read from a file; a heading may stand first. The file is a name in the ledger,
 *   a path that ends in one, or an item's number; of several exports of one name the newest is meant
 *
 * All rows that say something are noted in one step. (transfer full)
 */
DipAddressImport *dip_addresses_import (const DipDesk *desk, const char *csv, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAddressImport, dip_address_import_free)

G_END_DECLS

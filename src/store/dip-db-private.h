/* What the files of the SQLite wrapper share. */
#pragma once

#include "dip-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _DipDb
{
  sqlite3 *handle;
  char *shown;      /* what messages call it */
  GHashTable *idle; /* SQL text (owned by the statement) -> sqlite3_stmt not in use */
  gboolean erased;
  DipKeyring *keyring; /* of whom it works for; NULL: nothing is sealed */
  gboolean restricted; /* shows what marketing may see */
};

/* sqlite3_step() behind the fault point. */
int dip_db_step (sqlite3_stmt *statement);
/* Sets @error from a result code of SQLite; @reason is SQLite's own text. */
void dip_db_set_error (DipDb *self, int code, const char *reason, GError **error);

#ifdef DIP_WITH_FAULTS
/* Name of the virtual file system whose writes and syncs pass fault points; registered on first use. */
const char *dip_db_fault_vfs (void);
#else
#define dip_db_fault_vfs() NULL
#endif

G_END_DECLS

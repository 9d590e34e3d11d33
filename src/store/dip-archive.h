/* The file of a back-up: an SQLite archive (https://sqlite.org/sqlar.html, nothing compressed), so that years from now
 * "sqlite3 FILE -A --extract" gets everything out without this program. It holds "catalogue.db" and "blobs/ab/abcdef…";
 * the table "manifest" adds the SHA-256 of each. Files pass through in pieces: memory stays bounded. */
#pragma once

#include "dip-db.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 row;
  char *name;
  char *sha256;
} DipArchiveEntry;
void dip_archive_entry_free (DipArchiveEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipArchiveEntry, dip_archive_entry_free)

/* FOREIGN_LIBRARY when @path is no back-up, NEWER_LIBRARY, DAMAGED, NOT_FOUND. */
gboolean dip_archive_check_header (const char *path, const char *shown, GError **error);

/* In the empty file @path; outside any transaction. */
DipDb *dip_archive_create (const char *path, const char *shown, GError **error);
DipDb *dip_archive_open (const char *path, const char *shown, GError **error);

/* Takes the file @path in as @name. DAMAGED when @sha256 (nullable) is not its digest. */
gboolean dip_archive_add (DipDb *archive, const char *name, const char *path, const char *sha256, GError **error);
/* (element-type DipArchiveEntry) in order of adding. */
GPtrArray *dip_archive_list (DipDb *archive, GError **error);
/* Reads an entry and compares it with its digest; writes it to the new private file @path (nullable). */
gboolean dip_archive_extract (DipDb *archive, const DipArchiveEntry *entry, const char *path, GError **error);

G_END_DECLS

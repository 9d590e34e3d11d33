/* The library on disk: opening and creating it, who holds it, and running reads and writes on its catalogue.
 *
 * One writer connection lives on its own thread; dip_library_write() hands it a function and waits for the transaction to
 * commit or roll back. Reads run on the caller's thread on a pooled read-only connection and see one WAL snapshot. The
 * main loop of a window calls neither directly: it starts a job that does. */
#pragma once

#include <gio/gio.h>

#include "dip-clinic.h"
#include "dip-error.h"
#include "dip-job.h"

G_BEGIN_DECLS

typedef struct _DipLibrary DipLibrary; /* reference-counted, any thread */
typedef struct _DipDb DipDb;           /* dip-db.h: a connection within a read or write */

typedef enum
{
  DIP_LIBRARY_READ_WRITE,
  DIP_LIBRARY_READ_ONLY, /* also while another program holds it */
} DipLibraryMode;

/* $XDG_DATA_HOME/diptych/library. */
char *dip_library_default_path (void);

/* Makes the folder (or uses an empty one) all or nothing: catalogue, blobs, derived, destinations' presets, first audit entry. */
DipLibrary *dip_library_create (const char *path, const DipClinic *clinic, const char *actor, GError **error);

/* Migrates when older (after a back-up beside the catalogue), sweeps temporary files a crash left.
 * Errors: NOT_FOUND (no library there), LOCKED (message says which program and process on which host), NEWER_LIBRARY, FOREIGN_LIBRARY,
 * DAMAGED, READ_ONLY (an older library opened read-only). A newer or foreign one is left untouched to the byte. */
DipLibrary *dip_library_open (const char *path, DipLibraryMode mode, GError **error);
DipLibrary *dip_library_ref (DipLibrary *self);
void dip_library_unref (DipLibrary *self); /* the last one checkpoints, closes and unlocks */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipLibrary, dip_library_unref)

const char *dip_library_get_path (DipLibrary *self);
gboolean dip_library_is_read_only (DipLibrary *self);

typedef gboolean (*DipLibraryFunc) (DipDb *db, gpointer user_data, GError **error);

/* BEGIN IMMEDIATE … COMMIT on the writer thread; FALSE from @func or a failing commit rolls all of it back. May be called
 * from any thread but not from within itself. */
gboolean dip_library_write (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error);
/* A read transaction. */
gboolean dip_library_read (DipLibrary *self, DipLibraryFunc func, gpointer user_data, GError **error);

/* What `library check` found. */
typedef struct
{
  guint blobs_checked;
  guint orphans_removed; /* blobs no row names: a crash's leftovers */
  guint temps_removed;
  GPtrArray *missing;  /* (element-type utf8) digests that rows name and disk lacks */
  GPtrArray *altered;  /* (element-type utf8) digests whose content is not theirs */
  GPtrArray *problems; /* (element-type utf8) sentences: database integrity, foreign keys, broken audit chain */
} DipLibraryReport;
void dip_library_report_free (DipLibraryReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipLibraryReport, dip_library_report_free)

/* Read-only libraries are checked but not repaired. */

DipLibraryReport *dip_library_check (DipLibrary *self, DipJob *job, GError **error);

/* One file: an SQLite database holding a snapshot of the catalogue and every blob; then read back and compared, blob by
 * blob, before it takes its name. Refuses to replace a file that is no back-up. */
gboolean dip_library_backup (DipLibrary *self, const char *file, DipJob *job, GError **error);
/* Into a folder that does not exist or is empty; all or nothing; every blob checked against its digest. */
gboolean dip_library_restore (const char *file, const char *path, DipJob *job, GError **error);

G_END_DECLS

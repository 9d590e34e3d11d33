/* What the files of the store share about a library. */
#pragma once

#include "dip-db.h"
#include "dip-library.h"
#include "dip-lock.h"
#include "dip-seal-private.h"

G_BEGIN_DECLS

struct _DipLibrary
{
  gatomicrefcount references;
  char *path;
  char *shown; /* what messages call it */
  gboolean is_read_only;
  DipDbMode reader_mode;
  DipLock *lock;             /* of read-write libraries */
  DipDb *writer;             /* the writer thread's */
  gboolean log_holds_erased; /* the writer thread's: the write-ahead log still has what was erased */
  GThread *thread;
  GAsyncQueue *queue; /* of requests to the writer thread */
  GMutex readers_mutex;
  GPtrArray *readers;  /* (element-type DipDb) idle ones */
  GMutex blobs_mutex;  /* guards the next, and the removal of blobs */
  GHashTable *pending; /* digest -> number of times it was put while no committed row names it */
  GMutex seal_mutex;   /* guards the next two */
  DipSealState seal_state;
  DipKeyring *keyring;      /* of who has signed in; NULL: nobody, or nothing is sealed */
  DipKeyring *next_keyring; /* the writer thread's: to be taken with the commit of this transaction; or NULL */
  DipSealState next_state;  /* with it */
  gboolean uncertain;       /* the last commit failed; until one succeeds, a crash may bring it back from the log */
};

/* As dip_library_open(), with other @steps than the program's own. */
DipLibrary *dip_library_open_with (const char *path, DipLibraryMode mode, GPtrArray *steps, GError **error);

char *dip_library_catalogue_path (const char *folder);
/* FOREIGN_LIBRARY, NEWER_LIBRARY, DAMAGED by the header alone; touches nothing. */
gboolean dip_library_check_header (const char *catalogue, const char *shown, guint n_steps, GError **error);
/* Sets DIP_ERROR_READ_ONLY when it is. */
gboolean dip_library_may_write (DipLibrary *self, GError **error);

/* A reading connection outside any transaction, and back. */
DipDb *dip_library_take_reader (DipLibrary *self, GError **error);
void dip_library_give_reader_back (DipLibrary *self, DipDb *db);

/* Adds a sentence to @problems (element-type utf8) for everything in the catalogue that does not hold together. */
gboolean dip_catalogue_check (DipDb *db, GPtrArray *problems, GError **error);
/* (element-type utf8) digests that rows name, each once, sorted. */
GPtrArray *dip_catalogue_blobs (DipDb *db, GError **error);

/* Whether a row names the blob. */
gboolean dip_blobs_is_named (DipDb *db, const char *digest, gboolean *named, GError **error);
/* After a commit: blobs that rows name now are pending no longer. After one that failed: none is removed for now. */
void dip_blobs_settle (DipLibrary *self, DipDb *db);
void dip_blobs_unsettle (DipLibrary *self);
/* Removes the blob, unless a row names it or it is pending. @removed (out). */
gboolean dip_blobs_drop_orphan (DipLibrary *self, const char *digest, gboolean *removed, GError **error);
/* (element-type utf8) digests of the blobs on disk; what else lies there is added to @strangers. */
GPtrArray *dip_blobs_on_disk (DipLibrary *self, GPtrArray *strangers);
/* "blobs/ab/abcdef…", within a library. */
char *dip_blobs_name (const char *digest);
char *dip_blobs_path (DipLibrary *self, const char *digest);
/* Removes derived files whose blob is gone: a thumbnail made while its client was being erased. */
void dip_derived_sweep (DipLibrary *self);
/* Removes temporary files in the folder, blobs and derived files. */
guint dip_blobs_sweep (DipLibrary *self, guint min_age_seconds);

G_END_DECLS

/* An export folder as it lies on disk: which files in it are ours and as we left them, which were changed, which are gone,
 * and which are somebody else's. What was read once is not read again while size, times and file number stay. */
#pragma once

#include "dip-desk.h"
#include "dip-publication.h"

G_BEGIN_DECLS

#define DIP_FOLDER_MANIFEST "manifest.json"

typedef enum
{
  DIP_FOLDER_CHANGED, /* one of ours, with other content: is made again */
  DIP_FOLDER_MISSING, /* one of ours that is gone: is made again */
  DIP_FOLDER_FOREIGN, /* not of our making: is left alone */
} DipFolderChange;

extern const DipToken dip_folder_change_tokens[];

typedef struct
{
  DipFolderChange change;
  char *name;
} DipFolderFinding;

void dip_folder_finding_free (DipFolderFinding *self);

typedef struct _DipFolder DipFolder;

/* @path: canonical; need not be there yet. Never fails: what can't be read is not known. Not shared between threads. */
DipFolder *dip_folder_open (const DipDesk *desk, const char *path);
void dip_folder_free (DipFolder *self);

/* Is the file @name there, with this content? */
gboolean dip_folder_holds (DipFolder *self, const char *name, const char *sha256);

/* The SHA-256 with which we left the page @name, as the folder's manifest says; NULL: it is no page of ours. */
const char *dip_folder_page (const DipFolder *self, const char *name);
/* (element-type utf8): the pages the manifest names. */
GHashTable *dip_folder_pages (const DipFolder *self);
/* Is there a file of this name that we did not make? @items: as dip_folder_findings() */
gboolean dip_folder_is_foreign (DipFolder *self, const char *name);

/* (element-type DipFolderFinding), by name. @items: (element-type DipExportItem): what the ledger says lies there. */
GPtrArray *dip_folder_findings (DipFolder *self, GPtrArray *items);

/* Keeps what was read for the next time, in the library's derived data. */
void dip_folder_save (DipFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipFolder, dip_folder_free)

G_END_DECLS

/* Things made aside and then put in place in one step: a file or a whole folder gets its name only when it is complete and
 * synced. Temporary names are ".dip-XXXXXX.tmp" beside the final one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An empty private file beside @path; its name, to be removed by whoever does not publish it. */
char *dip_stage_file (const char *path, GError **error);
/* Syncs @staged, gives it the name @path (replacing a file there) and syncs the folder. */
gboolean dip_stage_publish_file (const char *staged, const char *path, GError **error);

/* A private folder beside its final name. It is locked as a library is, so that what a crash leaves of one can be told from
 * what another program is just filling. */
typedef struct _DipStagedFolder DipStagedFolder;

/* For @path, which must not exist or be an empty folder (DIP_ERROR_EXISTS). Removes what crashes have left beside it. */
DipStagedFolder *dip_staged_folder_new (const char *path, GError **error);
/* Removes the folder unless it was published. */
void dip_staged_folder_free (DipStagedFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipStagedFolder, dip_staged_folder_free)

const char *dip_staged_folder_get_path (DipStagedFolder *self);
/* Syncs everything in it and gives it its name, unless something has come to be there meanwhile. */
gboolean dip_staged_folder_publish (DipStagedFolder *self, GError **error);

G_END_DECLS

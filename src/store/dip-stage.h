/* Things made aside and then put in place in one step: a file or a whole folder gets its name only when it is complete and
 * synced. Temporary names are ".dip-XXXXXX.tmp" beside the final one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An empty private file beside @path; its name, to be removed by whoever does not publish it. */
char *dip_stage_file (const char *path, GError **error);
/* Syncs @staged, gives it the name @path (replacing a file there) and syncs the folder. */
gboolean dip_stage_publish_file (const char *staged, const char *path, GError **error);

/* A new private folder beside @path, which must not exist or be an empty folder (DIP_ERROR_EXISTS). */
char *dip_stage_folder (const char *path, GError **error);
/* Syncs @staged and gives it the name @path, unless something has come to be there meanwhile. */
gboolean dip_stage_publish_folder (const char *staged, const char *path, GError **error);

G_END_DECLS

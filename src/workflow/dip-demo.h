/* A library that looks like a real clinic's, of people who do not exist: clients at every stage of the story, with drawn
 * photos that come in laden with metadata. */
#pragma once

#include "dip-desk.h"
#include "dip-job.h"

G_BEGIN_DECLS

/* Makes the library in @folder and exports what may be published to the folder "website" in it. Refuses a folder that
 * holds anything. @export_folder (out) (transfer full). */
gboolean dip_demo_create (const char *folder, DipJob *job, char **export_folder, GError **error);

G_END_DECLS

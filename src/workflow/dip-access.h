/* Everything that is held about one client, in one archive that can be read without the program (GDPR article 15). */
#pragma once

#include "dip-desk.h"

G_BEGIN_DECLS

/* ZIP: an overview as PDF, all consents as JSON with their texts, signatures, all photos as they are held. */
gboolean dip_access_export (const DipDesk *desk, const char *code, const char *file, GError **error);

G_END_DECLS

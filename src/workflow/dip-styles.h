/* Saved looks of composites. */
#pragma once

#include "dip-desk.h"
#include "dip-style.h"

G_BEGIN_DECLS

/* (element-type DipStyle) by name. */
GPtrArray *dip_styles_list (const DipDesk *desk, GError **error);
/* NOT_FOUND, in words, when there is none of that name. */
DipStyle *dip_styles_get (const DipDesk *desk, const char *name, GError **error);
/* How composites look at a destination; the plain style when none was given to it. */
DipStyle *dip_styles_of_destination (const DipDesk *desk, const char *destination, GError **error);

/**
 * dip_styles_save:
 * @logo_file: (nullable): a picture for the clinic mark, which comes in clean as any photo does; NULL: as @style says
 *
 * New, or in place of the one of that name; what is published with it is made anew by the next export. INVALID as
 * dip_style_check().
 */
gboolean dip_styles_save (const DipDesk *desk, const DipStyle *style, const char *logo_file, GError **error);
/* Destinations that used it become plain. */
gboolean dip_styles_remove (const DipDesk *desk, const char *name, GError **error);
/* @name NULL: plain again. */
gboolean dip_styles_use (const DipDesk *desk, const char *name, const char *destination, GError **error);

G_END_DECLS

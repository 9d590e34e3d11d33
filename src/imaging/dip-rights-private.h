/* Writing the rights notice. Private to imaging/; what reads it back (dip-inspect-rights.c) shares nothing with this. */
#pragma once

#include "dip-imaging.h"
#include "dip-rights.h"

G_BEGIN_DECLS

/* (transfer full): the XMP packet (ISO 16684-1) as UTF-8. */
char *dip_rights_xmp (const DipRights *self);
/* (transfer full): a Photoshop image resource block that holds the IPTC datasets (IIM 4.2), for JPEG's APP13. */
GByteArray *dip_rights_iptc (const DipRights *self);

/* (transfer full): the same picture with the notice (nullable) and, in JPEG, its resolution in dots per inch (0: none). */
GBytes *dip_rights_into_jpeg (GBytes *jpeg, const DipRights *self, int dpi);
GBytes *dip_rights_into_webp (GBytes *webp, const DipRights *self);

G_END_DECLS

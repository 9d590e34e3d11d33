/* Web pages for an export folder: an index, one page per result, an image sitemap, and the style and script they share.
 * Nothing in them is fetched from anywhere but the folder. */
#pragma once

#include "dip-case.h"
#include "dip-style.h"

G_BEGIN_DECLS

/**
 * dip_pages_write:
 * @style: (nullable): how the composites there look
 *
 * Brings the pages of @folder in line with the files that are live in it: those that are right are not touched, those of
 * results that are gone are removed, files of others are left alone. A page that would carry a client's name is not written:
 * REFUSED. Blocks.
 */
gboolean dip_pages_write (const DipDesk *desk, const DipDestination *destination, const DipStyle *style,
                          const char *folder, GError **error);

G_END_DECLS

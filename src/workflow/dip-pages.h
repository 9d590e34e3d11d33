/* Everything in an export folder that is not a picture: the web pages (an index, one per result, image sitemap, style and
 * script), the lists for WordPress, and manifest.json. Nothing in them is fetched from anywhere but the folder. */
#pragma once

#include "dip-case.h"
#include "dip-folder.h"
#include "dip-style.h"

G_BEGIN_DECLS

typedef struct
{
  const DipDesk *desk;
  const DipDestination *destination;
  const DipStyle *style; /* how composites look there, or NULL */
  const char *folder;    /* canonical */
  DipFolder *disk;
} DipPagesPlace;

/**
 * dip_pages_write:
 * @used: (out) (optional) (transfer full) (element-type utf8): names of the pictures that the folder shows now
 *
 * Brings the texts of the folder in line with the pictures that lie in it: those that are right are not touched, those of results
 * that are gone are removed, files of others are left alone. All are written aside before the first takes its name. REFUSED when
 * one would tell a client's name or contact, EXISTS when a file of somebody else's stands in the place of one. Blocks.
 */
gboolean dip_pages_write (const DipPagesPlace *place, GHashTable **used, GError **error);

G_END_DECLS

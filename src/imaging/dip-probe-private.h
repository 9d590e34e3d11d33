/* What the parts of the probe tell each other. Private to dip-probe*.c. */
#pragma once

#include "dip-probe.h"
#include "dip-reader.h"

G_BEGIN_DECLS

/* --- Where a format keeps its metadata (dip-probe-find.c) ------------------------------------------------------------ */

typedef struct
{
  DipReader exif; /* a TIFF structure; offsets count from its start */
  DipReader xmp;
  gboolean has_exif, has_xmp;
} DipProbeBlocks;

/* The first of each; bounded work whatever the file claims. */
void dip_probe_find (GBytes *bytes, DipFormat format, DipProbeBlocks *blocks);

/* --- EXIF (dip-probe-exif.c) ----------------------------------------------------------------------------------------- */

/* A small, well-formed EXIF block with just the fields that the probe wants, read from a TIFF structure of any quality
 * and size: all that libexif gets to see. Counts and presences go into @probe on the way. NULL when there are none. */
GBytes *dip_probe_repack (DipReader tiff, DipProbe *probe);

/* --- XMP (dip-probe-xmp.c) ------------------------------------------------------------------------------------------- */

/* Capture time, if @probe has none yet, and what the packet holds. */
void dip_probe_read_xmp (DipReader packet, DipProbe *probe);

/* --- Times (dip-probe-time.c) ---------------------------------------------------------------------------------------- */

/* "2026:03:14 10:11:12" or ISO 8601, whole or only the date, with what is known of fraction and offset (each may be NULL).
 * FALSE for a date that can't be one. @at is NULL when only the date is good. */
gboolean dip_probe_parse_time (const char *text, const char *fraction, const char *offset, char **at, char **on);

G_END_DECLS

/* What a camera wrote, read before it is removed: capture time, orientation, camera facts. By libexif, on a bounded copy
 * of the EXIF block only. */
#pragma once

#include "dip-imaging.h"

G_BEGIN_DECLS

typedef struct
{
  char *taken_at; /* "2026-03-14T10:11:12.340+01:00" with what is known of fraction and offset; NULL */
  char *taken_on; /* "2026-03-14", the camera's own calendar day; NULL */
  const char *
      taken_from; /* static token of the field used: "exif-original", "exif-digitized", "gps", "exif-modified", "xmp"; NULL */
  int orientation; /* 1..8; anything else a file claims counts as 1 */
  char *camera;    /* "Apple iPhone 13 Pro": make not said twice; NULL */
  char *lens;
  double focal_length; /* mm; 0 not known, as below */
  double exposure;     /* seconds */
  double f_number;
  int iso;
  const char *white_balance;                              /* static "auto", "manual"; NULL */
  guint fields;                                           /* how many metadata fields of any kind were found */
  gboolean has_gps, has_serial, has_maker_note, has_name; /* has_name: artist, owner, copyright, caption */
  guint thumbnails;
} DipProbe;

/**
 * dip_probe:
 * Order for the capture time: DateTimeOriginal (+SubSec, +Offset), DateTimeDigitized, XMP photoshop:DateCreated or
 * xmp:CreateDate, then none: DateTime (last change) is no capture time and a GPS time stamp is UTC, so neither is used.
 * Impossible dates ("0000:00:00", 31 February, before 1990) count as none. Finds the EXIF block in JPEG, PNG (eXIf), WebP,
 * HEIF/AVIF items and TIFF. Never fails: a damaged block is no block. Orientation of HEIF comes from irot/imir, which the
 * decoder applies itself: reported as 1.
 */
DipProbe *dip_probe (GBytes *bytes, DipFormat format);
void dip_probe_free (DipProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipProbe, dip_probe_free)

G_END_DECLS

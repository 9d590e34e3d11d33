/* A file taken apart: every segment, chunk or box, what it is, whether it may stay. Own code, shared with no writer: it
 * is what `inspect` shows and what the verifier judges. Hostile input is expected: bounded work, no recursion deeper
 * than 16, no allocation by a length the file claims. */
#pragma once

#include "dip-imaging.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_PART_ALLOWED, /* pixels and what is needed to decode them */
  DIP_PART_PROFILE, /* a colour profile: may stay in stored masters */
  DIP_PART_RIGHTS,  /* the fixed rights block: may stay in exports */
  DIP_PART_FOREIGN, /* anything else: must go */
  DIP_PART_BROKEN,  /* wrong length, order, or missing */
} DipPartVerdict;

/* What a part gives away; bits, for the summary of what was removed. */
typedef enum
{
  DIP_LEAK_NONE = 0,
  DIP_LEAK_EXIF = 1 << 0,
  DIP_LEAK_XMP = 1 << 1,
  DIP_LEAK_IPTC = 1 << 2,
  DIP_LEAK_COMMENT = 1 << 3,
  DIP_LEAK_THUMBNAIL = 1 << 4,    /* an embedded smaller picture */
  DIP_LEAK_SECOND_IMAGE = 1 << 5, /* MPF, gain map, burst, auxiliary item */
  DIP_LEAK_VIDEO = 1 << 6,        /* a motion photo's film */
  DIP_LEAK_TRAILER = 1 << 7,      /* bytes after the picture */
  DIP_LEAK_TIME = 1 << 8,
  DIP_LEAK_OTHER = 1 << 9,
} DipLeak;

typedef struct
{
  char *name; /* "APP1 Exif", "tEXt", "meta/iinf" */
  guint64 offset;
  guint64 size; /* bytes, header included */
  DipPartVerdict verdict;
  guint leaks;  /* DipLeak bits */
  char *text;   /* one translated sentence: what it is */
  char *rights; /* of a RIGHTS part that holds them: one `field: "value"` a line; else NULL */
} DipPart;

void dip_part_free (DipPart *self);

/* (transfer full) (element-type DipPart): in file order, covering every byte. Runs of like parts (entropy-coded data,
 * IDAT) may be one row. Never NULL for a known format: broken files end in a BROKEN part. At most 10,000 rows, then one
 * that says so (BROKEN). Fails with UNSUPPORTED for a format that is not known. */
GPtrArray *dip_inspect (GBytes *bytes, DipFormat *format, GError **error);

const char *dip_part_verdict_token (DipPartVerdict verdict); /* "allowed", "profile", "rights", "foreign", "broken" */

G_END_DECLS

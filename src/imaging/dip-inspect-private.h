/* Between dip-inspect.c and the walkers, one per format. A walker adds a row for every byte of the file; whether the
 * file is clean follows from the rows alone, so whatever a walker does not know for certain is FOREIGN or BROKEN. */
#pragma once

#include "dip-inspect.h"
#include "dip-reader.h"

G_BEGIN_DECLS

#define DIP_PARTS_MAX 10000

typedef struct
{
  GPtrArray *rows; /* (element-type DipPart) */
  gsize size;      /* of the file */
  gboolean full;   /* the last row says that there are too many */
} DipParts;

void dip_parts_add (DipParts *self, gsize offset, gsize size, DipPartVerdict verdict, guint leaks, const char *name,
                    const char *text);
/* From @offset to the end of the file, which may be nothing: the walk ends here. */
void dip_parts_broken_from (DipParts *self, gsize offset, const char *name, const char *text);
/* What shows only later about a row, counted from 0. */
void dip_parts_judge (DipParts *self, guint row, DipPartVerdict verdict, guint leaks, const char *text);

void dip_inspect_jpeg (DipParts *parts, DipReader file);
void dip_inspect_png (DipParts *parts, DipReader file);
void dip_inspect_webp (DipParts *parts, DipReader file);
void dip_inspect_heif (DipParts *parts, DipReader file);
void dip_inspect_tiff (DipParts *parts, DipReader file);

/* What stands between the end of a picture and the end of its file. */
void dip_inspect_trailer (DipParts *parts, DipReader rest);

/* What an EXIF block (a small TIFF file) gives away: a sentence and the bits. */
char *dip_exif_describe (DipReader tiff, guint *leaks);

/* PROFILE when the profile is whole and holds nothing but colours and text of the known harmless kind; @text says what
 * it is or what is wrong with it. */
DipPartVerdict dip_icc_judge (const guint8 *data, gsize size, char **text);
#define DIP_ICC_MAX (4u << 20)

/* What the notice says, one `field: "value"` a line; NULL when there is anything in it that is not on the allow-list, or that
 * is in another form than ours. (transfer full) */
char *dip_rights_read_xmp (DipReader packet);
/* The same of an APP13 segment with one resource; @is_xmp (out): which. */
char *dip_rights_read_photoshop (DipReader block, gboolean *is_xmp);
/* Low bytes of the numbers 1028 and 1060 of Photoshop's image resources. */
#define DIP_RIGHTS_RESOURCE_IPTC 0x04
#define DIP_RIGHTS_RESOURCE_XMP  0x24
/* Notes on the last row what its notice says. */
void dip_parts_set_rights (DipParts *self, const char *rights);

/* The name and meaning of a JPEG application segment that may not stay. */
void dip_inspect_jpeg_app (DipParts *parts, guint marker, gsize offset, gsize size, DipReader body);

G_END_DECLS

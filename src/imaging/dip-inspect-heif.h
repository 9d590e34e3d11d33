/* What the boxes of a HEIF or AVIF file say about its pictures (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12). Private to the
 * dip-inspect-heif files. */
#pragma once

#include "dip-inspect-private.h"

G_BEGIN_DECLS

#define DIP_HEIF_ITEMS_MAX 10000

typedef struct
{
  guint32 id, type;
  gboolean is_xmp;               /* a "mime" item of that content type */
  gboolean is_bare;              /* a "mime" item without content encoding */
  char *rights;                  /* what the notice in it says, when it is nothing else; owned */
  gboolean allowed;              /* part of the one picture: it, its tiles, its transparency */
  guint leaks;                   /* when it isn't */
  const char *text;              /* what it is, static, translated */
  guint first_extent, n_extents; /* in DipHeif.extents */
  GArray *properties;            /* (element-type guint16) numbers into DipHeif.properties, from 1 */
} DipHeifItem;

typedef struct
{
  guint32 item;
  gboolean in_idat;
  guint64 offset, size; /* in the file; when in_idat, in that box's body */
} DipHeifExtent;

typedef struct
{
  guint32 type, from, to;
} DipHeifReference;

typedef struct
{
  DipBox box;
  gboolean used; /* by an allowed item */
} DipHeifProperty;

typedef struct
{
  guint32 primary;
  GPtrArray *items; /* (element-type DipHeifItem) */
  GHashTable *by_id;
  GArray *extents, *references, *properties;
} DipHeif;

void dip_heif_init (DipHeif *self);
void dip_heif_clear (DipHeif *self);
DipHeifItem *dip_heif_find (const DipHeif *self, guint32 id);
/* The first property of @type that @item has; NULL when it has none. */
const DipHeifProperty *dip_heif_property (const DipHeif *self, const DipHeifItem *item, guint32 type);
/* Width and height of an item (ispe). */
gboolean dip_heif_size (const DipHeif *self, const DipHeifItem *item, guint *width, guint *height);

/* Each reads one box, and returns whether it is whole, of a known form and without a byte to spare. */
gboolean dip_heif_read_primary (DipHeif *self, DipReader body);
gboolean dip_heif_read_items (DipHeif *self, DipReader body);
gboolean dip_heif_read_locations (DipHeif *self, DipReader body);
gboolean dip_heif_read_references (DipHeif *self, DipReader body);
gboolean dip_heif_read_properties (DipHeif *self, DipReader body);
gboolean dip_heif_read_associations (DipHeif *self, DipReader body);

/* Marks what belongs to the primary picture, and says of every other item what it is. */
void dip_heif_judge_items (DipHeif *self);

/* The row of one property. */
void dip_heif_add_property (const DipHeifProperty *property, DipParts *parts);

/* Is @data the coded picture of @item and nothing else? Else FALSE, and @text says what more there is. */
gboolean dip_heif_check_data (const DipHeif *self, const DipHeifItem *item, DipReader data, const char **text);
/* An hvcC or av1C box: parameter sets, nothing else. */
gboolean dip_heif_check_hevc_configuration (DipReader body);
gboolean dip_heif_check_av1_configuration (DipReader body);

G_END_DECLS

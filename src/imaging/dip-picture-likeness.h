/* Judging whole pictures: whether there is anything on one, and how alike two are. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE in @marks when the picture is one even surface, such as an unsigned field: its lightest and darkest pixels, shrunk to
 * 512, lie within 24 of 255. Errors: DAMAGED. */
gboolean dip_picture_has_marks (GBytes *picture, gboolean *marks, GError **error);

/**
 * dip_picture_dhash:
 * The difference hash (Krawetz 2013): the picture in grey, shrunk to 17 x 16; a bit for each pixel that is darker than its
 * right neighbour, row by row. Survives recompressing and resizing, not cropping.
 * @hash: (out caller-allocates): 256 bits. Errors: DAMAGED.
 */
gboolean dip_picture_dhash (GBytes *picture, guint8 hash[32], GError **error);

/* Bits that differ: of unrelated pictures about 128, of a recompressed or resized one below about 30 (bench-likeness). */
guint dip_picture_hash_distance (const guint8 one[32], const guint8 other[32]);

G_END_DECLS

/* The judge of rule 2: claimed clean is proven clean. Takes bytes as read back from disk and an allow-list; anything that
 * is not on it, in its right place, of its right length, fails. */
#pragma once

#include "dip-inspect.h"
#include "dip-rights.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_VERIFY_PIXELS = 0,
  DIP_VERIFY_PROFILE = 1 << 0, /* one colour profile may stay, when its text is of the known harmless kind */
  DIP_VERIFY_RIGHTS = 1 << 1,  /* the fixed rights block may stay */
} DipVerifyFlags;

/**
 * dip_verify:
 * @bytes: the whole file: JPEG, PNG, WebP, AVIF or HEIC (TIFF is never stored, so never clean)
 * @expected: the format it has to be
 * @parts: (out) (optional) (transfer full) (element-type DipPart): the proof
 *
 * Fails with DIP_ERROR_NOT_CLEAN, naming the first part that may not stay. Looks into what containers hide: unused bytes
 * in HEIF item data, HEVC SEI and AV1 metadata and padding units, PNG data after the zlib stream's end, bytes
 * between JPEG segments, JFIF thumbnails, Adobe and JFIF segments longer than their definition.
 */
gboolean dip_verify (GBytes *bytes, DipFormat expected, DipVerifyFlags flags, GPtrArray **parts, GError **error);

/**
 * dip_verify_exported:
 * @rights: (nullable): the notice it has to carry: every field with its exact value, as XMP and in JPEG as IPTC too; NULL: none
 *
 * As dip_verify() of a file with nothing but pixels and that notice.
 */
gboolean dip_verify_exported (GBytes *bytes, DipFormat expected, const DipRights *rights, GPtrArray **parts,
                              GError **error);

G_END_DECLS

/* From a camera's file to a clean one: same pixels, same colours, nothing else. */
#pragma once

#include "dip-imaging.h"
#include "dip-probe.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_SCRUB_FOR_CATALOGUE = 0, /* a turn that would lose pixels is left to the catalogue: see @orientation */
  DIP_SCRUB_UPRIGHT = 1 << 0,  /* always upright; where a JPEG can't be turned without loss it becomes a PNG or WebP */
  DIP_SCRUB_TRUSTING = 1 << 1, /* see @trusted */
} DipScrubMode;

typedef struct
{
  GBytes *bytes;     /* the clean file; not yet verified */
  DipFormat format;  /* JPEG, PNG or WebP */
  int width, height; /* upright, pixels */
  gboolean trusted; /* the picture data was copied unread: when dip_verify() refuses it, scrub again without TRUSTING */
  int orientation;  /* EXIF 1..8 still to apply when showing @bytes; always 1 for UPRIGHT */
  const char *method; /* static token: "copied" (segments), "transcoded" (coefficients), "re-encoded" (lossless) */
  DipProbe *probe;
  /* (element-type utf8) sorted tokens with counts: "gps", "serial-number", "thumbnail:3", "fields:41", … */
  GPtrArray *removed;
} DipScrubbed;

/**
 * dip_scrub:
 * @source: the file as it came; @name: what messages call it
 *
 * JPEG (not CMYK): allowed segments are copied, after a full entropy decode without one warning has proven the picture
 * data whole with nothing between the last block and the end marker; where that can't be shown, or a turn is possible
 * without loss, libjpeg transcodes the coefficients. TRUSTING saves the writer's reading, for dip_verify() reads every code
 * as well, and most photos are whole. The colour profile stays when it is valid. CMYK and YCCK become sRGB
 * PNG. HEIC, AVIF, WebP, PNG, TIFF are decoded (first page, limits before decoding, fail on any error) and written as PNG
 * of 8 or 16 bits, upright, alpha kept, palette expanded. A PNG carries no profile: where one changes the colours, a picture
 * of 8 bits becomes a lossless WebP with it, any other is converted to sRGB in its own depth.
 * Any thread. Errors: UNSUPPORTED, DAMAGED, TOO_LARGE, cancelled.
 */
DipScrubbed *dip_scrub (GBytes *source, const char *name, DipScrubMode mode, const DipLimits *limits,
                        GCancellable *cancellable, GError **error);
void dip_scrubbed_free (DipScrubbed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipScrubbed, dip_scrubbed_free)

/* "GPS position, camera serial number, 3 thumbnails, 41 other fields" from @removed, translated; "nothing" when empty. */
char *dip_scrub_removed_to_text (GPtrArray *removed);

/**
 * dip_scrub_pixel_digest:
 * SHA-256 (hex) over width, height, bands, depth, orientation and the decoded pixels in row order: the same picture has the same
 * digest whatever metadata or lossless coding it came with. Streams: memory is bounded by a few rows.
 */
char *dip_scrub_pixel_digest (GBytes *clean, int orientation, GCancellable *cancellable, GError **error);

G_END_DECLS

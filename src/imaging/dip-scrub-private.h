/* What the parts of the scrubber tell each other. Private to dip-scrub*.c. */
#pragma once

#include "dip-scrub.h"

G_BEGIN_DECLS

/* --- JPEG headers (dip-scrub-head.c) -------------------------------------------------------------------------------- */

typedef enum
{
  DIP_JPEG_GREY,
  DIP_JPEG_YCC,
  DIP_JPEG_RGB,
  DIP_JPEG_CMYK,
  DIP_JPEG_YCCK,
  DIP_JPEG_OTHER,
} DipJpegColour;

typedef struct
{
  guint8 id;
  guint8 h, v;                      /* sampling factors, 1..4 */
  guint8 quant, dc_table, ac_table; /* table slots, 0..3 */
} DipJpegComponent;

typedef struct
{
  const guint8 *counts; /* 16: how many codes of each length; NULL: not defined */
  const guint8 *values;
  guint n_values;
} DipJpegHuffman;

/* Everything before the first scan. Points into the source: valid as long as that is. */
typedef struct
{
  guint8 process; /* of the SOFn marker: 0 baseline, 1 extended, 2 progressive, …; 0xFF: none seen */
  guint8 precision;
  int width, height;
  guint n_components;
  DipJpegComponent components[4];
  DipJpegColour colour;
  const guint8 *quant[4]; /* 64 bytes, or 128 where quant_wide; NULL: not defined */
  gboolean quant_wide[4];
  DipJpegHuffman dc[4], ac[4];
  guint restart_interval; /* MCUs; 0: none */
  gboolean has_jfif, has_adobe;
  guint8 adobe_transform;
  GArray *profile_parts; /* of DipJpegProfilePart, as found */
  gboolean one_scan;     /* the first scan holds every component, in the frame's order */
  gsize scan_offset;     /* of the first byte of entropy-coded data; 0: none */
} DipJpegHead;

typedef struct
{
  const guint8 *data;
  gsize size;
  guint8 number, total;
} DipJpegProfilePart;

/* FALSE when the headers are too broken to be judged here; what was found stays in @head. */
gboolean dip_jpeg_head_read (DipJpegHead *head, const guint8 *data, gsize size);
void dip_jpeg_head_clear (DipJpegHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DipJpegHead, dip_jpeg_head_clear)
/* The embedded colour profile, put together; NULL when there is none or its parts don't make a whole. */
GBytes *dip_jpeg_head_join_profile (const DipJpegHead *head);
/* Start of image to start of scan, in canonical form: nothing but what decoding needs, and @profile. */
void dip_jpeg_head_write (const DipJpegHead *head, GBytes *profile, GByteArray *out);
/* @clean, as libjpeg writes it, with @profile after its first segment, which says the colour space. */
GBytes *dip_jpeg_insert_profile (GBytes *clean, GBytes *profile);

typedef enum
{
  DIP_JPEG_DONE,
  DIP_JPEG_UNPROVEN,
  DIP_JPEG_DAMAGED,
  DIP_JPEG_UNSUPPORTED,
  DIP_JPEG_TOO_LARGE,
  DIP_JPEG_CANCELLED,
} DipJpegOutcome;

/* --- The proof (dip-scrub-entropy.c) -------------------------------------------------------------------------------- */

/* A clean copy of a sequential JPEG with one scan: canonical headers, @profile, and the entropy-coded data, every code of
 * which is decoded on the way. What follows the last code of an interval is left out, and its padding bits become ones.
 * UNPROVEN when the data can't be shown to be whole; DAMAGED when it holds more codes than the picture has room for. */
DipJpegOutcome dip_jpeg_copy (const DipJpegHead *head, const guint8 *data, gsize size, GBytes *profile, GBytes **clean);

/* --- Without it (dip-scrub-trusting.c) ------------------------------------------------------------------------------ */

/* The same copy with entropy-coded data that nobody has read, up to the end marker. UNPROVEN when even markers stand where they
 * should not. */
DipJpegOutcome dip_jpeg_copy_trusting (const DipJpegHead *head, const guint8 *data, gsize size, GBytes *profile,
                                       GBytes **clean);

/* --- Coefficients (dip-scrub-transcode.c) --------------------------------------------------------------------------- */

/* Any JPEG's coefficients in a new file without a profile; @clean is set when DONE. */
DipJpegOutcome dip_jpeg_transcode (GBytes *source, GBytes **clean, GCancellable *cancellable);
/* Can a picture of EXIF @orientation 2 to 8 be turned upright without changing a coefficient? */
gboolean dip_jpeg_can_turn (const DipJpegHead *head, int orientation);
/* Turns a clean file for which that is so, leaving its profile behind; NULL when TurboJPEG can't after all (rare
 * samplings). */
GBytes *dip_jpeg_turn (GBytes *clean, gboolean progressive, int orientation);

/* --- Pixels (dip-scrub-decode.c, dip-scrub-png.c) -------------------------------------------------------------------- */

typedef struct
{
  void (*start) (gpointer data, int width, int height, int bands); /* 1: grey, 3: RGB; 8 bits each */
  void (*add) (gpointer data, const guint8 *rows, guint n);
} DipRowSink;

/* Decodes a clean JPEG, which must not be one of inks; FALSE at any warning, or when cancelled. */
gboolean dip_jpeg_decode (GBytes *clean, const DipRowSink *sink, gpointer data, GCancellable *cancellable);
/* A clean JPEG of EXIF @orientation as an upright PNG, without its profile; @png is set when DONE. */
DipJpegOutcome dip_jpeg_to_png (GBytes *clean, int orientation, GBytes **png, GCancellable *cancellable);

/* --- Colour profiles (dip-scrub-profile.c) -------------------------------------------------------------------------- */

/* @embedded (may be NULL) without what isn't colour, or NULL when it is no profile for pixels of @space ("RGB ", "GRAY",
 * "CMYK"): without one, colours are sRGB. */
GBytes *dip_profile_clean (GBytes *embedded, const char *space);
/* TRUE when the colours of an RGB profile are plainly not those of sRGB; FALSE when that takes a closer look. */
gboolean dip_profile_has_other_primaries (GBytes *clean);

/* --- The ways through (dip-scrub-jpeg.c, dip-scrub-vips.c) ---------------------------------------------------------- */

typedef struct
{
  GBytes *source;
  const char *name;
  DipFormat format; /* of @source */
  DipScrubMode mode;
  int orientation;        /* as the camera meant it; 1 for HEIF, where decoders turn */
  gboolean profile_shows; /* that the profile changes the colours is known already: finding out takes milliseconds */
  GCancellable *cancellable;
} DipScrubTask;

/* Both fill in what @out says of the file. */
gboolean dip_scrub_jpeg (const DipScrubTask *task, DipScrubbed *out, GError **error);
/* Decodes @bytes of @format (the task's own source, or a clean JPEG of inks made from it), turns it and writes a PNG. */
gboolean dip_scrub_pixels (const DipScrubTask *task, GBytes *bytes, DipFormat format, DipScrubbed *out, GError **error);

/* @source without the metadata that loaders would parse, for decoding only: not clean. NULL when it is visibly damaged. */
GBytes *dip_scrub_plain (GBytes *source, DipFormat format);

/* A sentence for each way a picture can be refused. Both return FALSE. */
gboolean dip_scrub_refuse_damaged (const DipScrubTask *task, GError **error);
gboolean dip_scrub_refuse_too_large (const DipScrubTask *task, GError **error);
gboolean dip_scrub_refuse_unsupported (const DipScrubTask *task, GError **error);

/* What went, as tokens (dip-scrub-removed.c). */
GPtrArray *dip_scrub_list_removed (GBytes *source, DipFormat format, const DipProbe *probe);

G_END_DECLS

/* Starting libvips, the limits on what is let in, and the formats that are known. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Judged by content, never by name. */
typedef enum
{
  DIP_FORMAT_UNKNOWN,
  DIP_FORMAT_JPEG,
  DIP_FORMAT_PNG,
  DIP_FORMAT_WEBP,
  DIP_FORMAT_TIFF,
  DIP_FORMAT_HEIC,
  DIP_FORMAT_AVIF,
} DipFormat;

/* From the header, before any decoding. */
typedef struct
{
  guint64 max_bytes;
  guint64 max_pixels;
  int max_side;
} DipLimits;

#define DIP_LIMITS_DEFAULT ((DipLimits){ .max_bytes = 256u << 20, .max_pixels = 200000000, .max_side = 30000 })

/* Starts libvips on first need (thread-safe, cheap when done): untrusted loaders blocked, operation cache off. The JPEG
 * scrub and all verifying do without it. */
gboolean dip_imaging_init (GError **error);
/* Before the process ends; for leak checkers. */
void dip_imaging_shutdown (void);

DipFormat dip_format_sniff (GBytes *bytes);
const char *dip_format_token (DipFormat format);     /* "jpeg" */
const char *dip_format_extension (DipFormat format); /* "jpg" */
/* For a file that is no known picture: what it seems to be ("a PDF document", "a web page", "a video", "an empty file"),
 * translated; NULL when nothing is recognised. */
const char *dip_format_guess_foreign (GBytes *bytes);

/**
 * dip_format_read_size:
 * Width, height and bits per sample from the header alone, by own bounded parsers; stored size, not turned.
 * Fails with UNSUPPORTED, DAMAGED or TOO_LARGE (against @limits).
 */
gboolean dip_format_read_size (GBytes *bytes, DipFormat format, const DipLimits *limits, int *width, int *height,
                               int *bits, GError **error);

G_END_DECLS

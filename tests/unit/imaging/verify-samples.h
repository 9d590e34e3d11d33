/* Small clean pictures of each format, and scissors: what the tests of inspect and verify cut and paste with. */
#pragma once

#include "dip-error.h"
#include "dip-verify.h"

#include <string.h>

#define LITERAL(text) (text), sizeof (text) - 1

/* A grained picture of 52 × 36 pixels, saved by libvips without metadata: @suffix as ".jpg[Q=80,strip]". A JPEG has its
 * JFIF header at bytes 2 to 19. (transfer full); NULL when libvips can't write it. */
GByteArray *sample_saved (const char *suffix, guint bands);
/* One picture chunk in a RIFF header, as small as WebP gets. */
GByteArray *sample_webp (gboolean lossless);

typedef struct
{
  const char *item_type;       /* "av01" */
  const char *configuration;   /* "av1C" */
  GByteArray *settings, *data; /* content of the configuration box; coded picture */
  guint width, height;
  /* Leaks; NULL or 0 for none. */
  const char *handler_name, *item_name, *brand;
  const char *second_type; /* a second item of this type, with @second_data */
  const char *second_data;
  const char *second_reference;           /* from the second item to the first: "thmb" */
  const char *in_meta, *in_ipco, *at_top; /* the type of an additional box */
  const char *unused_media;               /* bytes in mdat that are no item's */
  guint longer_by;                        /* the item reaches beyond mdat */
  gboolean two_extents, profile_is_text, wrong_size, spare_in_ispe, spare_in_iloc, unused_property;
} HeifPlan;

/* The parts of a picture that libvips saved as @suffix, to be put together by sample_heif(). FALSE when it can't. */
gboolean heif_plan_init (HeifPlan *plan, const char *suffix);
void heif_plan_clear (HeifPlan *plan);
GByteArray *sample_heif (const HeifPlan *plan);

void cut_in (GByteArray *file, gsize at, const void *bytes, gsize n);
/* The @nth row (from 0) named @name. Fails the test when there is none. */
DipPart find_part (GByteArray *file, const char *name, guint nth);

/* A PNG chunk with its checksum; a JPEG segment with its length; a WebP chunk with its padding. (transfer full) */
GByteArray *png_chunk (const char *type, const void *data, gsize n);
GByteArray *jpeg_segment (guint8 marker, const void *data, gsize n);
GByteArray *webp_chunk (const char *type, const void *data, gsize n);
void webp_fix_size (GByteArray *file);
/* An ICC profile of three curves and a description. */
GByteArray *sample_profile (const char *description);

/* The rows tile the file. */
void assert_every_byte_has_a_row (GPtrArray *parts, gsize size);

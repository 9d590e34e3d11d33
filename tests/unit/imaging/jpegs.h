/* JPEGs made for tests in every way that cameras, scanners and editors make them, and decoded by libjpeg alone. */
#pragma once

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>

typedef struct
{
  const char *name;
  int width, height;
  J_COLOR_SPACE stored; /* JCS_YCbCr, JCS_RGB, JCS_GRAYSCALE, JCS_CMYK, JCS_YCCK */
  int h, v;             /* sampling of the first component; the others have 1 x 1 */
  int restart;          /* MCUs between restart markers; 0: none */
  gboolean progressive, arithmetic, optimised;
  gboolean no_jfif, no_adobe;
  const char *ids; /* one letter a component instead of 1, 2, 3; NULL */
  gboolean scans;  /* one sequential scan a component */
} JpegKind;

/* Texture in which every turn, shift and change of a level shows. */
static inline void
draw_row (guint8 *row, int y, int width, int bands)
{
  for (int x = 0; x < width; x++)
    for (int b = 0; b < bands; b++)
      row[x * bands + b] = (guint8) (128 + 50 * ((x * (b + 1) / 7 + y / 5) % 3 - 1) + (x * 3 + y * (5 + b)) % 29
                                     + (x > width / 2 ? 20 : 0) - (y > width / 3 ? 30 : 0));
}

static inline void
set_up (j_compress_ptr jpeg, const JpegKind *kind)
{
  jpeg->image_width = (JDIMENSION) kind->width;
  jpeg->image_height = (JDIMENSION) kind->height;
  jpeg->in_color_space = kind->stored == JCS_GRAYSCALE                          ? JCS_GRAYSCALE
                         : kind->stored == JCS_CMYK || kind->stored == JCS_YCCK ? JCS_CMYK
                                                                                : JCS_RGB;
  jpeg->input_components = jpeg->in_color_space == JCS_GRAYSCALE ? 1 : jpeg->in_color_space == JCS_CMYK ? 4 : 3;
  jpeg_set_defaults (jpeg);
  jpeg_set_colorspace (jpeg, kind->stored);
  jpeg_set_quality (jpeg, 92, TRUE);
  jpeg->comp_info[0].h_samp_factor = kind->h;
  jpeg->comp_info[0].v_samp_factor = kind->v;
  for (int i = 1; i < jpeg->num_components; i++)
    jpeg->comp_info[i].h_samp_factor = jpeg->comp_info[i].v_samp_factor = 1;
  for (int i = 0; kind->ids != NULL && i < jpeg->num_components; i++)
    jpeg->comp_info[i].component_id = (guint8) kind->ids[i];
  jpeg->restart_interval = (unsigned) kind->restart;
  jpeg->optimize_coding = kind->optimised;
  jpeg->arith_code = kind->arithmetic;
  jpeg->write_JFIF_header = jpeg->write_JFIF_header && !kind->no_jfif;
  jpeg->write_Adobe_marker = jpeg->write_Adobe_marker && !kind->no_adobe;
}

static inline GBytes *
make_jpeg (const JpegKind *kind)
{
  static const jpeg_scan_info one_each[]
      = { { 1, { 0 }, 0, 63, 0, 0 }, { 1, { 1 }, 0, 63, 0, 0 }, { 1, { 2 }, 0, 63, 0, 0 } };
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *out = NULL;
  unsigned long size = 0;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &out, &size);
  set_up (&jpeg, kind);
  if (kind->progressive)
    jpeg_simple_progression (&jpeg);
  if (kind->scans)
    {
      jpeg.scan_info = one_each;
      jpeg.num_scans = G_N_ELEMENTS (one_each);
    }
  jpeg_start_compress (&jpeg, TRUE);
  g_autofree guint8 *row = g_malloc ((gsize) kind->width * 4);
  for (int y = 0; y < kind->height; y++)
    {
      draw_row (row, y, kind->width, jpeg.input_components);
      jpeg_write_scanlines (&jpeg, &row, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  GBytes *bytes = g_bytes_new (out, size);
  free (out);
  return bytes;
}

typedef struct
{
  int width, height, bands;
  long warnings;
  guint8 *pixels;
} Decoded;

static inline void
decoded_clear (Decoded *self)
{
  g_clear_pointer (&self->pixels, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decoded, decoded_clear)

static inline void
keep_quiet (j_common_ptr info)
{
}

/* As every viewer does it: RGB, grey, or inks as they stand in the file. */
static inline Decoded
decode_jpeg (GBytes *bytes)
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  Decoded out = { 0 };

  jpeg.err = jpeg_std_error (&errors);
  errors.output_message = keep_quiet;
  jpeg_create_decompress (&jpeg);
  jpeg_mem_src (&jpeg, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  jpeg_read_header (&jpeg, TRUE);
  jpeg_start_decompress (&jpeg);
  out.width = (int) jpeg.output_width;
  out.height = (int) jpeg.output_height;
  out.bands = jpeg.output_components;
  gsize stride = (gsize) out.width * (gsize) out.bands;
  out.pixels = g_malloc0 (stride * (gsize) out.height);
  while (jpeg.output_scanline < jpeg.output_height)
    {
      JSAMPROW row = out.pixels + stride * jpeg.output_scanline;
      jpeg_read_scanlines (&jpeg, &row, 1);
    }
  jpeg_finish_decompress (&jpeg);
  out.warnings = errors.num_warnings;
  jpeg_destroy_decompress (&jpeg);
  return out;
}

/* What undoes EXIF @orientation, by its definition: where the pixel comes from that belongs at (x, y). */
static inline Decoded
turn_pixels (const Decoded *from, int orientation)
{
  gboolean across = orientation >= 5;
  Decoded out = { across ? from->height : from->width, across ? from->width : from->height, from->bands, 0, NULL };

  out.pixels = g_malloc0 ((gsize) out.width * (gsize) out.height * (gsize) out.bands);
  for (int y = 0; y < out.height; y++)
    for (int x = 0; x < out.width; x++)
      {
        int right = from->width - 1, bottom = from->height - 1;
        const int places[9][2]
            = { [1] = { x, y }, [2] = { right - x, y },  [3] = { right - x, bottom - y }, [4] = { x, bottom - y },
                [5] = { y, x }, [6] = { y, bottom - x }, [7] = { right - y, bottom - x }, [8] = { right - y, x } };
        const int *place = places[orientation];
        memcpy (out.pixels + ((gsize) y * (gsize) out.width + (gsize) x) * (gsize) out.bands,
                from->pixels + ((gsize) place[1] * (gsize) from->width + (gsize) place[0]) * (gsize) from->bands,
                (gsize) out.bands);
      }
  return out;
}

/* The largest difference of any sample; -1 for pictures of different shapes. */
static inline int
compare_pixels (const Decoded *a, const Decoded *b)
{
  int most = 0;

  g_assert_true (a->pixels != NULL && b->pixels != NULL);
  if (a->width != b->width || a->height != b->height || a->bands != b->bands)
    return -1;
  for (gsize i = 0; i < (gsize) a->width * (gsize) a->height * (gsize) a->bands; i++)
    most = MAX (most, ABS (a->pixels[i] - b->pixels[i]));
  return most;
}

/* --- What cameras add ------------------------------------------------------------------------------------------------ */

#define NEEDLE "Jane Roe 1 Main Street"

static inline void
append_text (GByteArray *out, const char *data, gsize size)
{
  g_byte_array_append (out, (const guint8 *) data, (guint) size);
}

static inline void
append_segment (GByteArray *out, guint8 marker, const char *intro, gsize intro_size, const guint8 *data, gsize size)
{
  const guint8 head[4] = { 0xFF, marker, (guint8) ((intro_size + size + 2) >> 8), (guint8) (intro_size + size + 2) };

  g_byte_array_append (out, head, sizeof head);
  append_text (out, intro, intro_size);
  g_byte_array_append (out, data, (guint) size);
}

/* Orientation, artist, and a thumbnail directory. */
static inline GBytes *
make_exif (int orientation)
{
  static const guint8 block[] = "MM\0*\0\0\0\x08"
                                "\0\2"
                                "\x01\x12\0\3\0\0\0\1\0\0\0\0"
                                "\x01\x3b\0\2\0\0\0\x17\0\0\0\x26"
                                "\0\0\0\x3e" NEEDLE "\0\0"
                                "\0\2"
                                "\2\1\0\4\0\0\0\1\0\0\0\x60"
                                "\2\2\0\4\0\0\0\1\0\0\0\4"
                                "\0\0\0\0"
                                "\0\0\0\0"
                                "\xff\xd8\xff\xd9";
  guint8 *copy = g_memdup2 (block, sizeof block);

  copy[19] = (guint8) orientation;
  return g_bytes_new_take (copy, sizeof block);
}

/* @clean with @exif (may be NULL) after its start of image. */
static inline GBytes *
add_exif (GBytes *clean, int orientation)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) exif = make_exif (orientation);
  const guint8 *data = g_bytes_get_data (clean, NULL);

  g_byte_array_append (out, data, 2);
  append_segment (out, 0xE1, "Exif\0", 6, g_bytes_get_data (exif, NULL), g_bytes_get_size (exif));
  g_byte_array_append (out, data + 2, (guint) g_bytes_get_size (clean) - 2);
  return g_byte_array_free_to_bytes (out);
}

/* All that is known to leak, and the same picture. */
static inline GBytes *
add_dirt (GBytes *clean)
{
  static const guint8 needle[] = NEEDLE, second[] = "\xff\xd8\xff\xe0 " NEEDLE "\xff\xd9";
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) exif = make_exif (1);
  const guint8 *data = g_bytes_get_data (clean, NULL);

  g_byte_array_append (out, data, 2);
  append_segment (out, 0xE1, "Exif\0", 6, g_bytes_get_data (exif, NULL), g_bytes_get_size (exif));
  append_segment (out, 0xE1, "http://ns.adobe.com/xap/1.0/\0", 29, needle, sizeof needle);
  append_segment (out, 0xED, "Photoshop 3.0\0", 14, needle, sizeof needle);
  append_segment (out, 0xE2, "MPF\0", 4, needle, sizeof needle);
  append_segment (out, 0xFE, "", 0, needle, sizeof needle);
  append_segment (out, 0xE0, "JFXX\0", 5, needle, sizeof needle);
  append_segment (out, 0xEB, "JP", 2, needle, sizeof needle);
  g_byte_array_append (out, data + 2, (guint) g_bytes_get_size (clean) - 2);
  g_byte_array_append (out, second, sizeof second);
  append_text (out,
               "\0\0\0\x18"
               "ftypmp42" NEEDLE,
               12 + sizeof NEEDLE);
  return g_byte_array_free_to_bytes (out);
}

/* @bytes with @size bytes of @data put in at @at. */
static inline GBytes *
insert (GBytes *bytes, gsize at, const void *data, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  const guint8 *all = g_bytes_get_data (bytes, NULL);

  g_byte_array_append (out, all, (guint) at);
  g_byte_array_append (out, data, (guint) size);
  g_byte_array_append (out, all + at, (guint) (g_bytes_get_size (bytes) - at));
  return g_byte_array_free_to_bytes (out);
}

static inline gboolean
contains (GBytes *bytes, const char *needle, gsize size)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), needle, size) != NULL;
}

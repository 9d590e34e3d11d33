/* JPEGs that can't be turned without loss, as PNGs of their turned pixels: without libvips, whose start alone takes longer
 * than most of these pictures. */
#include "dip-scrub-private.h"

#include <string.h>
#include <zlib.h>

#define STRIP     32 /* rows turned at a time */
#define FILTER_UP 2

/* Filtered photos hold few repeats worth the search for them: run lengths alone come within a twentieth of the size in
 * half of the time. */
#define STRATEGY Z_RLE

typedef struct
{
  int width, height, bands;
  gsize stride;
  guint8 *pixels, *end;
} Stored;

static void
stored_start (gpointer data, int width, int height, int bands)
{
  Stored *self = data;

  self->width = width;
  self->height = height;
  self->bands = bands;
  self->stride = (gsize) width * (gsize) bands;
  self->pixels = self->end = g_try_malloc_n ((gsize) height, self->stride);
}

static void
stored_add (gpointer data, const guint8 *rows, guint n)
{
  Stored *self = data;

  if (self->pixels == NULL)
    return;
  memcpy (self->end, rows, n * self->stride);
  self->end += n * self->stride;
}

/* By EXIF orientation: where the first upright pixel is stored, and in which direction the next of its row and the next
 * row lie. */
static const struct
{
  gboolean right, bottom; /* the corner */
  int across_x, across_y, down_x, down_y;
} places[9] = {
  [1] = { FALSE, FALSE, 1, 0, 0, 1 }, [2] = { TRUE, FALSE, -1, 0, 0, 1 }, [3] = { TRUE, TRUE, -1, 0, 0, -1 },
  [4] = { FALSE, TRUE, 1, 0, 0, -1 }, [5] = { FALSE, FALSE, 0, 1, 1, 0 }, [6] = { FALSE, TRUE, 0, -1, 1, 0 },
  [7] = { TRUE, TRUE, 0, -1, -1, 0 }, [8] = { TRUE, FALSE, 0, 1, -1, 0 },
};

/* @n upright rows from @top on. Columns go outside, so that each stored row is met for a whole strip at once. */
static void
turn_rows (const Stored *from, int orientation, int top, int n, guint8 *to, gsize to_stride)
{
  const gssize bands = from->bands, stride = (gssize) from->stride;
  const gssize across = places[orientation].across_x * bands + places[orientation].across_y * stride;
  const gssize down = places[orientation].down_x * bands + places[orientation].down_y * stride;
  const guint8 *corner = from->pixels + (places[orientation].right ? stride - bands : 0)
                         + (places[orientation].bottom ? stride * (from->height - 1) : 0) + down * top;

  for (gssize x = 0; x < (gssize) to_stride / bands; x++)
    for (gssize y = 0; y < n; y++)
      for (gssize b = 0; b < bands; b++)
        to[y * (gssize) to_stride + x * bands + b] = corner[x * across + y * down + b];
}

static void
put32 (guint8 *at, guint32 value)
{
  guint32 number = GUINT32_TO_BE (value);

  memcpy (at, &number, sizeof number);
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *data, gsize size)
{
  guint8 head[8], crc[4];

  put32 (head, (guint32) size);
  memcpy (head + 4, type, 4);
  put32 (crc, (guint32) crc32_z (crc32_z (0, head + 4, 4), data, size));
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, data, (guint) size);
  g_byte_array_append (out, crc, sizeof crc);
}

static void
append_header (GByteArray *out, int width, int height, int bands)
{
  guint8 header[13] = { [8] = 8, [9] = bands == 1 ? 0 : 2 };

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  put32 (header, (guint32) width);
  put32 (header + 4, (guint32) height);
  append_chunk (out, "IHDR", header, sizeof header);
}

/* Compresses what is at hand into chunks of at most a megabyte. */
static void
deflate_into (GByteArray *out, z_stream *stream, GByteArray *chunk, int flush)
{
  int result;

  do
    {
      if (stream->avail_out == 0)
        {
          append_chunk (out, "IDAT", chunk->data, chunk->len);
          stream->next_out = chunk->data;
          stream->avail_out = chunk->len;
        }
      result = deflate (stream, flush);
    }
  while (stream->avail_in > 0 || (flush == Z_FINISH && result != Z_STREAM_END));
}

static void
filter_row (const guint8 *row, const guint8 *above, gsize size, guint8 *to)
{
  *to++ = FILTER_UP;
  for (gsize i = 0; i < size; i++)
    to[i] = (guint8) (row[i] - above[i]);
}

/* Rows, each less the one above it; the first as it is. */
static gboolean
append_pixels (GByteArray *out, const Stored *from, int orientation, int width, int height, GCancellable *cancellable)
{
  gsize stride = (gsize) width * (gsize) from->bands;
  g_autofree guint8 *rows = g_malloc0_n (STRIP + 1, stride); /* the first: the last of the strip before */
  g_autofree guint8 *filtered = g_malloc_n (STRIP, stride + 1);
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  z_stream stream = { 0 };
  int top = 0;

  g_byte_array_set_size (chunk, 1 << 20);
  deflateInit2 (&stream, 1, Z_DEFLATED, MAX_WBITS, 9, STRATEGY);
  stream.next_out = chunk->data;
  stream.avail_out = chunk->len;
  for (; top < height && !g_cancellable_is_cancelled (cancellable); top += STRIP)
    {
      int n = MIN (STRIP, height - top);
      turn_rows (from, orientation, top, n, rows + stride, stride);
      for (int y = 0; y < n; y++)
        filter_row (rows + ((gsize) y + 1) * stride, rows + (gsize) y * stride, stride,
                    filtered + (gsize) y * (stride + 1));
      memcpy (rows, rows + (gsize) n * stride, stride);
      stream.next_in = filtered;
      stream.avail_in = (uInt) ((gsize) n * (stride + 1));
      deflate_into (out, &stream, chunk, top + n == height ? Z_FINISH : Z_NO_FLUSH);
    }
  append_chunk (out, "IDAT", chunk->data, chunk->len - stream.avail_out);
  deflateEnd (&stream);
  return top >= height;
}

DipJpegOutcome
dip_jpeg_to_png (GBytes *clean, int orientation, GBytes **png, GCancellable *cancellable)
{
  static const DipRowSink sink = { stored_start, stored_add };
  Stored stored = { 0 };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gboolean decoded = dip_jpeg_decode (clean, &sink, &stored, cancellable);
  g_autofree guint8 *pixels = stored.pixels;
  int width = orientation >= 5 ? stored.height : stored.width, height = orientation >= 5 ? stored.width : stored.height;

  if (decoded && pixels == NULL)
    return DIP_JPEG_TOO_LARGE;
  if (decoded)
    {
      append_header (out, width, height, stored.bands);
      decoded = append_pixels (out, &stored, orientation, width, height, cancellable);
      append_chunk (out, "IEND", (const guint8 *) "", 0);
    }
  if (g_cancellable_is_cancelled (cancellable))
    return DIP_JPEG_CANCELLED;
  if (!decoded)
    return DIP_JPEG_DAMAGED;
  *png = g_byte_array_free_to_bytes (g_steal_pointer (&out));
  return DIP_JPEG_DONE;
}

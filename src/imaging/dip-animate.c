#include "dip-animate.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-encode-private.h"
#include "dip-error.h"
#include "dip-reader.h"

#define STEPS    14   /* frames of the way, each way */
#define STAY     1400 /* milliseconds of each picture */
#define WAY      50   /* milliseconds of a frame in between */
#define N_FRAMES (2 + 2 * STEPS)
#define LINE     0.004 /* of the width: the line between both */

#define WEBP_QUALITY 80
#define MOST_HEIGHT  16383 /* of a WebP frame */

/* @part of the width shows @second, then a white line, then @first. */
static VipsImage *
make_frame (VipsImage *first, VipsImage *second, double part)
{
  const int width = MIN (first->Xsize, second->Xsize), height = MIN (first->Ysize, second->Ysize);
  const int line = MAX (1, (int) (LINE * width)), at = (int) lround (part * width);
  g_autoptr (VipsImage) left = NULL;
  VipsImage *under = part >= 1 ? second : first, *frame = NULL;
  double white[] = { 255, 255, 255 };
  g_autoptr (VipsImage) cut = NULL;

  if (vips_extract_area (under, &cut, 0, 0, width, height, NULL) != 0)
    return NULL;
  frame = vips_image_copy_memory (cut);
  if (frame == NULL || at <= 0 || part >= 1)
    return frame;
  if (vips_extract_area (second, &left, 0, 0, at, height, NULL) != 0 || vips_draw_image (frame, left, 0, 0, NULL) != 0
      || vips_draw_rect (frame, white, 3, MAX (0, at - line / 2), 0, line, height, "fill", TRUE, NULL) != 0)
    g_clear_object (&frame);
  return frame;
}

DipPicture *
dip_animate_middle (DipPicture *first, DipPicture *second, GError **error)
{
  g_autoptr (VipsImage) frame = make_frame (dip_picture_get_image (first), dip_picture_get_image (second), 0.5);
  VipsImage *pixels = frame != NULL ? dip_vips_to_pixels (frame, 1, NULL, error) : NULL;

  if (frame == NULL)
    dip_vips_fail_read (error, NULL);
  return pixels != NULL ? dip_picture_new (pixels) : NULL;
}

/* Slow, fast, slow: a curtain that is drawn by hand. */
static double
ease (double t)
{
  return t * t * (3 - 2 * t);
}

static VipsImage *
join_frames (VipsImage *first, VipsImage *second)
{
  VipsImage *frames[N_FRAMES] = { NULL }, *joined = NULL;
  int delays[N_FRAMES];
  gboolean whole = TRUE;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      const guint back = i > STEPS ? N_FRAMES - i : i;

      delays[i] = i == 0 || i == STEPS + 1 ? STAY : WAY;
      frames[i] = make_frame (first, second, back == STEPS + 1 ? 1 : ease ((double) back / (STEPS + 1)));
      whole = whole && frames[i] != NULL;
    }
  if (whole && vips_arrayjoin (frames, &joined, N_FRAMES, "across", 1, NULL) == 0)
    {
      vips_image_set_int (joined, VIPS_META_PAGE_HEIGHT, frames[0]->Ysize);
      vips_image_set_array_int (joined, "delay", delays, N_FRAMES);
      vips_image_set_int (joined, "loop", 0);
    }
  for (guint i = 0; i < N_FRAMES; i++)
    g_clear_object (&frames[i]);
  return joined;
}

static void
append_le32 (GByteArray *to, gsize value)
{
  const guint32 little = GUINT32_TO_LE ((guint32) value);

  g_byte_array_append (to, (const guint8 *) &little, sizeof little);
}

/* libvips 8.14 adds an EXIF chunk of its own making (libvips#3340): only what makes pixels move is kept. */
static GBytes *
keep_frames (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) webp = g_bytes_new_static (data, size);
  DipReader reader = dip_reader_over (webp);
  GByteArray *out = g_byte_array_sized_new ((guint) size);
  guint32 riff;

  g_byte_array_append (out, (const guint8 *) "RIFF\0\0\0\0WEBP", 12);
  dip_reader_skip (&reader, 12);
  while (!reader.failed && dip_reader_left (&reader) >= 8)
    {
      const gboolean header = dip_reader_at (&reader, "VP8X", 4);
      const gboolean stays = header || dip_reader_at (&reader, "ANIM", 4) || dip_reader_at (&reader, "ANMF", 4);
      const guint8 *name = dip_reader_take (&reader, 4);
      const gsize length = dip_reader_le32 (&reader);
      const guint8 *body = dip_reader_take (&reader, length);

      dip_reader_skip (&reader, length & 1);
      if (!stays || body == NULL)
        continue;
      g_byte_array_append (out, name, 4);
      append_le32 (out, length);
      g_byte_array_append (out, body, (guint) length);
      if (header)
        out->data[out->len - length] &= 0x12; /* animation, transparency */
      g_byte_array_append (out, (const guint8 *) "", length & 1);
    }
  riff = GUINT32_TO_LE (out->len - 8);
  memcpy (out->data + 4, &riff, sizeof riff);
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
save (VipsImage *joined, DipAnimationKind kind)
{
  g_autofree char *options = g_strdup_printf (
      kind == DIP_ANIMATION_GIF ? ".gif[effort=5,dither=0.6%s" : ".webp[effort=3,Q=" G_STRINGIFY (WEBP_QUALITY) "%s",
      vips_version (0) > 8 || vips_version (1) >= 15 ? ",keep=none]" : ",strip]");
  void *data = NULL;
  gsize size = 0;
  GBytes *bytes;

  if (vips_image_write_to_buffer (joined, options, &data, &size, NULL) != 0)
    return NULL;
  if (kind == DIP_ANIMATION_GIF)
    return g_bytes_new_take (data, size);
  bytes = keep_frames (data, size);
  g_free (data);
  return bytes;
}

GBytes *
dip_animate_slide (DipPicture *first, DipPicture *second, DipAnimationKind kind, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (VipsImage) joined = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (first != NULL && second != NULL, NULL);

  if (MAX (dip_picture_get_height (first), dip_picture_get_width (first)) > MOST_HEIGHT)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                   _ ("An animation holds at most %d pixels a side; choose a smaller height."), MOST_HEIGHT);
      return NULL;
    }
  joined = join_frames (dip_picture_get_image (first), dip_picture_get_image (second));
  if (joined != NULL)
    {
      dip_vips_watch (joined, cancellable);
      bytes = save (joined, kind);
    }
  if (bytes == NULL)
    dip_vips_fail (error, cancellable, DIP_ERROR_IO,
                   _ ("The animation could not be written; memory may have run out. Choose a smaller height."));
  return bytes;
}

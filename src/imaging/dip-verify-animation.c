#include <glib/gi18n-lib.h>

#include "dip-animate.h"
#include "dip-error.h"
#include "dip-reader.h"

#define MOST_FRAMES 500

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN, _ ("The animation holds something that may not stay: %s."), what);
  return FALSE;
}

/* RFC 9649, 2.7.1.1: sixteen bytes, then one picture, its transparency before it. */
static gboolean
check_webp_frame (DipReader body)
{
  if (!dip_reader_skip (&body, 16))
    return FALSE;
  while (dip_reader_left (&body) > 0)
    {
      const gboolean alpha = dip_reader_at (&body, "ALPH", 4);
      const gboolean picture = dip_reader_at (&body, "VP8 ", 4) || dip_reader_at (&body, "VP8L", 4);
      gsize size;

      if (!alpha && !picture)
        return FALSE;
      dip_reader_skip (&body, 4);
      size = dip_reader_le32 (&body);
      if (!dip_reader_skip (&body, size) || !dip_reader_skip (&body, size & 1))
        return FALSE;
      if (picture)
        return dip_reader_left (&body) == 0;
    }
  return FALSE;
}

static gboolean
check_webp (DipReader file, GError **error)
{
  guint frames = 0;
  gsize size;

  dip_reader_skip (&file, 4);
  size = dip_reader_le32 (&file);
  if (size != file.end - 8 || !dip_reader_at (&file, "WEBPVP8X", 8))
    return refuse (error, _ ("a header of the wrong length"));
  dip_reader_skip (&file, 8);
  if (dip_reader_le32 (&file) != 10 || (dip_reader_u8 (&file) & ~0x10u) != 0x02 || !dip_reader_skip (&file, 9))
    return refuse (error, _ ("a header that announces more than an animation"));
  if (!dip_reader_at (&file, "ANIM", 4) || !dip_reader_skip (&file, 4) || dip_reader_le32 (&file) != 6
      || !dip_reader_skip (&file, 6))
    return refuse (error, _ ("something in the place of its timing"));
  for (; dip_reader_left (&file) > 0; frames++)
    {
      const gboolean frame = dip_reader_at (&file, "ANMF", 4);
      DipReader body;

      dip_reader_skip (&file, 4);
      size = dip_reader_le32 (&file);
      body = dip_reader_sub (&file, size);
      if (!frame || body.failed || frames >= MOST_FRAMES || !check_webp_frame (body)
          || !dip_reader_skip (&file, size & 1))
        return refuse (error, _ ("a chunk that is no frame"));
    }
  return frames > 1 || refuse (error, _ ("too few frames"));
}

/* GIF89a, 15: blocks of at most 255 bytes up to an empty one. */
static gboolean
skip_blocks (DipReader *file)
{
  guint size;

  do
    size = dip_reader_u8 (file);
  while (size > 0 && dip_reader_skip (file, size));
  return !file->failed;
}

/* 23 and the loop count of Netscape 2.0, the one application that may speak. */
static gboolean
check_gif_extension (DipReader *file)
{
  const guint label = dip_reader_u8 (file);

  if (label == 0xf9)
    return dip_reader_u8 (file) == 4 && dip_reader_skip (file, 4) && dip_reader_u8 (file) == 0;
  if (label != 0xff || dip_reader_u8 (file) != 11 || !dip_reader_at (file, "NETSCAPE2.0", 11))
    return FALSE;
  dip_reader_skip (file, 11);
  return dip_reader_at (file, "\3\1", 2) && dip_reader_skip (file, 4) && dip_reader_u8 (file) == 0;
}

/* 20 to 22: place and size, colours, pixels. */
static gboolean
check_gif_frame (DipReader *file)
{
  guint packed;

  if (!dip_reader_skip (file, 8))
    return FALSE;
  packed = dip_reader_u8 (file);
  if ((packed & 0x80) != 0 && !dip_reader_skip (file, 3u << ((packed & 7) + 1)))
    return FALSE;
  return dip_reader_u8 (file) <= 8 && skip_blocks (file);
}

static gboolean
check_gif (DipReader file, GError **error)
{
  guint frames = 0, packed;

  dip_reader_skip (&file, 10);
  packed = dip_reader_u8 (&file);
  dip_reader_skip (&file, 2);
  if ((packed & 0x80) != 0)
    dip_reader_skip (&file, 3u << ((packed & 7) + 1));
  while (!file.failed)
    {
      const guint kind = dip_reader_u8 (&file);

      if (kind == 0x3b)
        return dip_reader_left (&file) == 0 && frames > 1
                   ? TRUE
                   : refuse (error, _ ("bytes after its end, or too few frames"));
      if (kind == 0x21 && !check_gif_extension (&file))
        return refuse (error, _ ("a note, or an application's data"));
      if (kind != 0x21 && (kind != 0x2c || ++frames > MOST_FRAMES || !check_gif_frame (&file)))
        return refuse (error, _ ("a block that is no frame"));
    }
  return refuse (error, _ ("a part that breaks off"));
}

gboolean
dip_verify_animation (GBytes *bytes, GError **error)
{
  DipReader file;

  g_return_val_if_fail (bytes != NULL, FALSE);

  file = dip_reader_over (bytes);
  if (dip_reader_at (&file, "RIFF", 4))
    return check_webp (file, error);
  if (dip_reader_at (&file, "GIF89a", 6))
    return check_gif (file, error);
  return refuse (error, _ ("it is neither a WebP nor a GIF"));
}

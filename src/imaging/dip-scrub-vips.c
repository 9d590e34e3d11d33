/* Pictures that can only be cleaned by decoding them: everything but JPEG, and JPEGs that a screen can't show as they are
 * (CMYK) or that can't be turned without loss. What comes out is a PNG or a lossless WebP of the very pixels. */
#include "dip-scrub-private.h"

#include <string.h>

#include "dip-encode-private.h"
#include "dip-scrub-vips.h"
#include "dip-scrub-webp.h"

/* Nearly as small as the slower settings on photos, and several times as fast. */
#define PNG_OPTIONS ".png[compression=1,filter=up,%s]"

#define PIXELS_PER_MM 1.0 /* a PNG states a resolution: the same for all */

/* What the operation made of @image takes its place; FALSE when it failed. */
static gboolean
take (VipsImage **image, int failed, VipsImage **made)
{
  if (failed)
    return FALSE;
  g_object_unref (*image);
  *image = g_steal_pointer (made);
  return TRUE;
}

static VipsImage *
load (GBytes *bytes, DipFormat format)
{
  static const char *const loaders[] = {
    [DIP_FORMAT_JPEG] = "jpegload_buffer", [DIP_FORMAT_PNG] = "pngload_buffer",   [DIP_FORMAT_WEBP] = "webpload_buffer",
    [DIP_FORMAT_TIFF] = "tiffload_buffer", [DIP_FORMAT_HEIC] = "heifload_buffer", [DIP_FORMAT_AVIF] = "heifload_buffer",
  };
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  VipsBlob *blob = vips_blob_new (NULL, data, size);
  VipsImage *image = NULL;
  int failed = vips_call (loaders[format], blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                          VIPS_FAIL_ON_WARNING, NULL);

  vips_area_unref (VIPS_AREA (blob));
  return failed ? NULL : image;
}

static const char *
space_of (const VipsImage *image)
{
  if (image->Type == VIPS_INTERPRETATION_CMYK)
    return "CMYK";
  return image->Bands < 3 ? "GRAY" : "RGB ";
}

/* The picture's own profile if it is a good one. */
static GBytes *
read_profile (VipsImage *image)
{
  gconstpointer data = NULL;
  gsize size = 0;
  g_autoptr (GBytes) embedded = NULL;

  if (vips_image_get_typeof (image, VIPS_META_ICC_NAME) == 0
      || vips_image_get_blob (image, VIPS_META_ICC_NAME, &data, &size) != 0)
    return NULL;
  embedded = g_bytes_new_static (data, size);
  g_autoptr (GBytes) clean = dip_profile_clean (embedded, space_of (image));
  if (clean == NULL)
    return NULL;
  return g_bytes_new (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
}

static gpointer
collect_name (VipsImage *image, const char *name, GValue *value, gpointer names)
{
  g_ptr_array_add (names, g_strdup (name));
  return NULL;
}

/* Pixels alone. */
static gboolean
strip (VipsImage **image)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean deep = (*image)->BandFmt == VIPS_FORMAT_USHORT, grey = (*image)->Bands < 3;
  VipsInterpretation type = grey ? (deep ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W)
                                 : (deep ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB);
  VipsImage *bare = NULL;

  if (!take (image,
             vips_copy (*image, &bare, "interpretation", type, "xres", PIXELS_PER_MM, "yres", PIXELS_PER_MM, "xoffset",
                        0, "yoffset", 0, NULL),
             &bare))
    return FALSE;
  vips_image_map (*image, collect_name, names);
  for (guint i = 0; i < names->len; i++)
    vips_image_remove (*image, g_ptr_array_index (names, i));
  return TRUE;
}

/* Inks and laboratory colours to sRGB, as a colour-managed viewer would. A profile that is no good is as none. */
static gboolean
to_screen_colours (VipsImage **image, GBytes **profile)
{
  VipsImage *next = NULL;

  switch ((*image)->Type)
    {
    case VIPS_INTERPRETATION_CMYK:
      if (*profile == NULL)
        vips_image_remove (*image, VIPS_META_ICC_NAME);
      g_clear_pointer (profile, g_bytes_unref);
      return take (
          image,
          vips_icc_transform (*image, &next, "srgb", "embedded", TRUE, "input_profile", "cmyk", "depth", 8, NULL),
          &next);
    case VIPS_INTERPRETATION_LAB:
    case VIPS_INTERPRETATION_LABS:
    case VIPS_INTERPRETATION_LABQ:
    case VIPS_INTERPRETATION_XYZ:
      g_clear_pointer (profile, g_bytes_unref);
      return take (image, vips_colourspace (*image, &next, VIPS_INTERPRETATION_sRGB, NULL), &next);
    default:
      return TRUE;
    }
}

static gboolean
is_plain (const VipsImage *image)
{
  return image->Bands >= 1 && image->Bands <= 4 && image->Coding == VIPS_CODING_NONE
         && (image->BandFmt == VIPS_FORMAT_UCHAR || image->BandFmt == VIPS_FORMAT_USHORT);
}

/* What undoes an EXIF orientation: a turn, then a mirroring left to right. */
static const struct
{
  VipsAngle angle;
  gboolean mirror;
} turns[9] = {
  [2] = { VIPS_ANGLE_D0, TRUE },    [3] = { VIPS_ANGLE_D180, FALSE }, [4] = { VIPS_ANGLE_D180, TRUE },
  [5] = { VIPS_ANGLE_D90, TRUE },   [6] = { VIPS_ANGLE_D90, FALSE },  [7] = { VIPS_ANGLE_D270, TRUE },
  [8] = { VIPS_ANGLE_D270, FALSE },
};

static gboolean
turn (VipsImage **image, int orientation)
{
  VipsImage *next = NULL;

  if (orientation == 1)
    return TRUE;
  next = vips_image_copy_memory (*image); /* loaders give rows in order only */
  if (!take (image, next == NULL, &next))
    return FALSE;
  if (turns[orientation].angle != VIPS_ANGLE_D0
      && !take (image, vips_rot (*image, &next, turns[orientation].angle, NULL), &next))
    return FALSE;
  return !turns[orientation].mirror || take (image, vips_flip (*image, &next, VIPS_DIRECTION_HORIZONTAL, NULL), &next);
}

static void
stop_if_cancelled (VipsImage *image, VipsProgress *progress, GCancellable *cancellable)
{
  if (g_cancellable_is_cancelled (cancellable))
    vips_image_set_kill (image, TRUE);
}

static GBytes *
save (VipsImage *image, GCancellable *cancellable)
{
  g_autofree char *options = g_strdup_printf (PNG_OPTIONS, dip_vips_keep_nothing ());
  void *data = NULL;
  gsize size = 0;

  vips_image_set_progress (image, TRUE);
  if (cancellable != NULL)
    g_signal_connect (image, "eval", G_CALLBACK (stop_if_cancelled), cancellable);
  if (vips_image_write_to_buffer (image, options, &data, &size, NULL) != 0)
    return NULL;
  return g_bytes_new_with_free_func (data, size, g_free, data);
}

/* A PNG gives its profile a name, which is a text; so a PNG goes without one, and a picture whose colours need it becomes a
 * lossless WebP. What WebP can't hold (16 bits, grey, huge) is converted to sRGB in its own depth. */
static gboolean
settle_profile (const DipScrubTask *task, VipsImage **image, GBytes **profile)
{
  VipsImage *next = NULL;
  int depth = (*image)->BandFmt == VIPS_FORMAT_USHORT ? 16 : 8;

  if (*profile == NULL)
    return TRUE;
  if (!task->profile_shows && !dip_profile_shows (*profile, (*image)->Bands < 3 ? 1 : 3))
    g_clear_pointer (profile, g_bytes_unref);
  if (*profile == NULL || dip_webp_can_hold (*image))
    return TRUE;
  vips_image_set_blob_copy (*image, VIPS_META_ICC_NAME, g_bytes_get_data (*profile, NULL), g_bytes_get_size (*profile));
  g_clear_pointer (profile, g_bytes_unref);
  return take (image,
               vips_icc_transform (*image, &next, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, "depth",
                                   depth, NULL),
               &next);
}

/* libvips' messages are for programmers, and its buffer is shared by all threads: no more is taken from it than this. */
static gboolean
fail (const DipScrubTask *task, GError **error)
{
  g_autofree char *reason = vips_error_buffer_copy ();
  gboolean unsupported = strstr (reason, "not supported") != NULL || strstr (reason, "unsupported") != NULL;

  if (g_cancellable_set_error_if_cancelled (task->cancellable, error))
    return FALSE;
  return unsupported ? dip_scrub_refuse_unsupported (task, error) : dip_scrub_refuse_damaged (task, error);
}

gboolean
dip_scrub_pixels (const DipScrubTask *task, GBytes *bytes, DipFormat format, DipScrubbed *out, GError **error)
{
  g_autoptr (GBytes) plain = dip_scrub_plain (bytes, format), profile = NULL;
  g_autoptr (VipsImage) image = NULL;

  if (plain == NULL)
    return dip_scrub_refuse_damaged (task, error);
  if (!dip_imaging_init (error))
    return FALSE;
  image = load (plain, format);
  if (image == NULL)
    return fail (task, error);
  profile = read_profile (image);
  if (!to_screen_colours (&image, &profile))
    return fail (task, error);
  if (!is_plain (image))
    return dip_scrub_refuse_unsupported (task, error);
  if (!turn (&image, task->orientation) || !settle_profile (task, &image, &profile) || !strip (&image))
    return fail (task, error);
  out->bytes = profile != NULL ? dip_webp_save (image, profile) : save (image, task->cancellable);
  if (out->bytes == NULL)
    return fail (task, error);
  out->format = profile != NULL ? DIP_FORMAT_WEBP : DIP_FORMAT_PNG;
  out->width = image->Xsize;
  out->height = image->Ysize;
  out->orientation = 1;
  out->method = "re-encoded";
  return TRUE;
}

#include "dip-compose-private.h"

/* A cube of colours (or a ramp of greys) that shows what a profile does. */
#define STEPS 9

/* sRGB profiles of different makers differ by this much in 8 bits. */
#define SAME_WITHIN 2

static VipsImage *
draw_probe (int bands)
{
  const int count = bands == 1 ? 256 : STEPS * STEPS * STEPS;
  g_autofree guint8 *pixels = g_malloc0 ((gsize) count * bands);
  g_autoptr (VipsImage) image = NULL;
  VipsImage *probe = NULL;

  for (int i = 0; i < count; i++)
    if (bands == 1)
      pixels[i] = (guint8) i;
    else
      for (int band = 0, rest = i; band < 3; band++, rest /= STEPS)
        pixels[3 * i + band] = (guint8) (rest % STEPS * 255 / (STEPS - 1));
  image = vips_image_new_from_memory_copy (pixels, (gsize) count * bands, count, 1, bands, VIPS_FORMAT_UCHAR);
  if (image != NULL)
    vips_copy (image, &probe, "interpretation", bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL);
  return probe;
}

static int
transform (VipsImage *in, VipsImage **out)
{
  return vips_icc_transform (in, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, "depth", 8, NULL);
}

/* The largest change of any band between two 8-bit pictures; the first may be grey. */
static int
largest_change (const guint8 *before, int bands, const guint8 *after, int count)
{
  int largest = 0;

  for (int i = 0; i < count; i++)
    for (int band = 0; band < 3; band++)
      largest = MAX (largest, ABS (before[i * bands + (bands == 1 ? 0 : band)] - after[i * 3 + band]));
  return largest;
}

/* Does the profile that @in carries show in the colours? One that can't be used does not: it then counts as sRGB. Asking
 * the colours spares most photos, whose profile is one of the many sRGB ones, the costliest step. */
gboolean
dip_colour_profile_shows (VipsImage *in)
{
  const int bands = in->Bands == 1 ? 1 : 3;
  g_autoptr (VipsImage) probe = NULL;
  g_autoptr (VipsImage) shown = NULL;
  g_autofree guint8 *before = NULL, *after = NULL;
  const void *profile;
  gsize size;

  if (vips_image_get_typeof (in, VIPS_META_ICC_NAME) == 0
      || vips_image_get_blob (in, VIPS_META_ICC_NAME, &profile, &size) != 0)
    return FALSE;
  if (in->Type == VIPS_INTERPRETATION_CMYK)
    return TRUE;
  probe = draw_probe (bands);
  if (probe != NULL)
    {
      vips_image_set_blob_copy (probe, VIPS_META_ICC_NAME, profile, size);
      before = vips_image_write_to_memory (probe, &size);
    }
  if (before != NULL && transform (probe, &shown) == 0 && shown->Bands == 3)
    after = vips_image_write_to_memory (shown, &size);
  vips_error_clear ();
  return after != NULL && largest_change (before, bands, after, probe->Xsize) > SAME_WITHIN;
}

int
dip_colour_to_srgb (VipsImage *in, VipsImage **out)
{
  g_autoptr (VipsImage) shown = NULL;
  g_autoptr (VipsImage) narrow = NULL;

  if (dip_colour_profile_shows (in) ? transform (in, &shown)
                                    : vips_colourspace (in, &shown, VIPS_INTERPRETATION_sRGB, NULL))
    return -1;
  if (vips_cast_uchar (shown, &narrow, NULL) != 0)
    return -1;
  return vips_extract_band (narrow, out, 0, "n", 3, NULL);
}

#include "dip-compose-private.h"

#include <math.h>

struct _DipPicture
{
  VipsImage *image; /* pixels in memory, or pictures in memory joined */
};

DipPicture *
dip_picture_new (VipsImage *image)
{
  DipPicture *self = g_atomic_rc_box_new (DipPicture);

  self->image = image;
  return self;
}

static void
picture_clear (gpointer data)
{
  g_object_unref (((DipPicture *) data)->image);
}

VipsImage *
dip_picture_get_image (DipPicture *self)
{
  return self->image;
}

/**
 * dip_picture_get_width:
 * Returns: the width in pixels.
 */
int
dip_picture_get_width (const DipPicture *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->image->Xsize;
}

/**
 * dip_picture_get_height:
 * Returns: the height in pixels.
 */
int
dip_picture_get_height (const DipPicture *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->image->Ysize;
}

GBytes *
dip_picture_get_pixels (DipPicture *self, GError **error)
{
  g_autoptr (VipsImage) own = NULL;
  void *pixels = NULL;
  gsize size = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (vips_copy (self->image, &own, NULL) == 0)
    pixels = vips_image_write_to_memory (own, &size);
  if (pixels != NULL)
    return g_bytes_new_take (pixels, size);
  dip_vips_fail_read (error, NULL);
  return NULL;
}

DipPicture *
dip_picture_halve (DipPicture *self, GError **error)
{
  const int x = self->image->Xsize > 1 ? 2 : 1, y = self->image->Ysize > 1 ? 2 : 1;
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) small = NULL;
  VipsImage *pixels = NULL;

  if (vips_copy (self->image, &own, NULL) != 0 || vips_shrink (own, &small, x, y, NULL) != 0)
    dip_vips_fail_read (error, NULL);
  else
    pixels = dip_vips_to_pixels (small, 1, NULL, error);
  return pixels != NULL ? dip_picture_new (pixels) : NULL;
}

DipPicture *
dip_picture_ref (DipPicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

void
dip_picture_unref (DipPicture *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, picture_clear);
}

VipsImage *
dip_source_render (const DipSource *self, int width, int height, GCancellable *cancellable, GError **error)
{
  const double scale = MIN ((double) width / self->width, (double) height / self->height);
  int shrink = dip_source_choose_shrink (self, 1 / scale);
  DipCrop crop = { 0, 0, self->width, self->height };

  dip_source_snap (self, shrink, &crop);
  DipMap shift = dip_map_shift (-crop.x, -crop.y);
  DipMap grow = dip_map_scale (width / crop.width, height / crop.height);
  DipMap to_output = dip_map_then (&shift, &grow);
  const DipPanelSpec spec = { .width = width, .height = height, .at_once = 1, .cancellable = cancellable };
  return dip_panel_render (self, shrink, &to_output, &spec, error);
}

/**
 * dip_picture_load:
 * @clean: a clean file
 * @orientation: EXIF 1..8, to be applied
 * @max_width: pixels, of the upright picture
 * @max_height: the same
 *
 * One pipeline: shrink on load, one Lanczos3 reduction, then sRGB by the picture's own profile. A picture that is small
 * enough keeps its size. Any thread.
 *
 * Returns: (transfer full): the picture; fails with UNSUPPORTED, DAMAGED, TOO_LARGE or cancelled.
 */
DipPicture *
dip_picture_load (GBytes *clean, int orientation, int max_width, int max_height, GCancellable *cancellable,
                  GError **error)
{
  DipSource source;
  VipsImage *image;

  g_return_val_if_fail (clean != NULL && max_width > 0 && max_height > 0, NULL);

  if (!dip_imaging_init (error) || !dip_source_init (&source, clean, orientation, error))
    return NULL;
  double scale = MIN (1, MIN ((double) max_width / source.width, (double) max_height / source.height));
  int width = CLAMP ((int) lround (source.width * scale), 1, max_width);
  int height = CLAMP ((int) lround (source.height * scale), 1, max_height);
  image = dip_source_render (&source, width, height, cancellable, error);
  return image != NULL ? dip_picture_new (image) : NULL;
}

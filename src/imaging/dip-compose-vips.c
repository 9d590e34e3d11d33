#include "dip-compose-private.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"

/* 72 per inch, the neutral answer to a question that pixels don't have. */
#define PIXELS_PER_MM (72 / 25.4)

void
dip_vips_fail (GError **error, GCancellable *cancellable, int code, const char *message)
{
  g_autofree char *detail = vips_error_buffer_copy ();

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return;
  g_debug ("libvips: %s", g_strchomp (detail));
  g_set_error_literal (error, DIP_ERROR, code, message);
}

void
dip_vips_fail_read (GError **error, GCancellable *cancellable)
{
  dip_vips_fail (
      error, cancellable, DIP_ERROR_DAMAGED,
      _ ("The picture cannot be read to its end: it is damaged. Take it in again from the camera or phone."));
}

static void
on_eval (VipsImage *image, VipsProgress *progress, GCancellable *cancellable)
{
  if (g_cancellable_is_cancelled (cancellable))
    vips_image_set_kill (image, TRUE);
}

void
dip_vips_watch (VipsImage *image, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  vips_image_set_progress (image, TRUE);
  g_signal_connect_data (image, "eval", G_CALLBACK (on_eval), g_object_ref (cancellable),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}

void
dip_vips_share (VipsImage *image, guint at_once)
{
  vips_image_set_int (image, VIPS_META_CONCURRENCY, MAX (1, vips_concurrency_get () / (int) MAX (1, at_once)));
}

/* A picture around @pixels, which it then owns. */
static VipsImage *
wrap_pixels (void *pixels, gsize size, int width, int height)
{
  VipsImage *image = vips_image_new_from_memory (pixels, size, width, height, 3, VIPS_FORMAT_UCHAR);

  if (image == NULL)
    {
      g_free (pixels);
      return NULL;
    }
  g_object_set_data_full (G_OBJECT (image), "dip-pixels", pixels, g_free);
  vips_image_init_fields (image, width, height, 3, VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, VIPS_INTERPRETATION_sRGB,
                          PIXELS_PER_MM, PIXELS_PER_MM);
  return image;
}

VipsImage *
dip_vips_to_pixels (VipsImage *in, guint at_once, GCancellable *cancellable, GError **error)
{
  g_autoptr (VipsImage) own = NULL;
  VipsImage *image = NULL;
  void *pixels = NULL;
  gsize size = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (vips_copy (in, &own, NULL) == 0)
    {
      dip_vips_watch (own, cancellable);
      dip_vips_share (own, at_once);
      pixels = vips_image_write_to_memory (own, &size);
    }
  if (pixels != NULL)
    image = wrap_pixels (pixels, size, in->Xsize, in->Ysize);
  if (image == NULL)
    dip_vips_fail_read (error, cancellable);
  vips_error_clear (); /* loaders complain of what they then put up with */
  return image;
}

int
dip_flatten_on_white (VipsImage *image, VipsImage **flat)
{
  VipsArrayDouble *white = vips_array_double_newv (1, 255.0);
  const int status = vips_flatten (image, flat, "background", white, NULL);

  vips_area_unref (VIPS_AREA (white));
  return status;
}

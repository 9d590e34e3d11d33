#include "dip-similarity-index.h"

#define SIGMA 1.5
#define C1    (0.01 * 255 * 0.01 * 255)
#define C2    (0.03 * 255 * 0.03 * 255)

static VipsImage *
lightness (VipsImage *image)
{
  g_autoptr (VipsImage) grey = NULL;
  g_autoptr (VipsImage) band = NULL;
  VipsImage *out = NULL;

  if (vips_colourspace (image, &grey, VIPS_INTERPRETATION_B_W, NULL) != 0
      || vips_extract_band (grey, &band, 0, NULL) != 0 || vips_cast (band, &out, VIPS_FORMAT_FLOAT, NULL) != 0)
    return NULL;
  return out;
}

/* The mean under the window; of the product, when there is a second one. */
static VipsImage *
mean (VipsImage *a, VipsImage *b)
{
  g_autoptr (VipsImage) product = NULL;
  VipsImage *out = NULL;

  if ((b != NULL && vips_multiply (a, b, &product, NULL) != 0)
      || vips_gaussblur (b != NULL ? product : a, &out, SIGMA, "precision", VIPS_PRECISION_FLOAT, NULL) != 0)
    return NULL;
  return out;
}

/* Of one pixel's means: @mx, @my, of x², y² and xy. */
static double
index_of (const float *mx, const float *my, const float *mxx, const float *myy, const float *mxy, gsize i)
{
  const double x = mx[i], y = my[i], xx = mxx[i] - x * x, yy = myy[i] - y * y, xy = mxy[i] - x * y;

  return (2 * x * y + C1) * (2 * xy + C2) / ((x * x + y * y + C1) * (xx + yy + C2));
}

double
dip_ssim (VipsImage *a, VipsImage *b)
{
  g_autoptr (VipsImage) x = lightness (a);
  g_autoptr (VipsImage) y = lightness (b);
  VipsImage *means[5] = { NULL };
  float *pixels[5] = { NULL };
  double sum = 0;
  gsize n = 0;
  gboolean done = x != NULL && y != NULL && a->Xsize == b->Xsize && a->Ysize == b->Ysize;
  VipsImage *const pairs[5][2] = { { x, NULL }, { y, NULL }, { x, x }, { y, y }, { x, y } };

  for (guint i = 0; i < G_N_ELEMENTS (means) && done; i++)
    {
      size_t size = 0;

      means[i] = mean (pairs[i][0], pairs[i][1]);
      pixels[i] = means[i] != NULL ? vips_image_write_to_memory (means[i], &size) : NULL;
      done = pixels[i] != NULL;
      n = size / sizeof (float);
    }
  for (gsize i = 0; i < n && done; i++)
    sum += index_of (pixels[0], pixels[1], pixels[2], pixels[3], pixels[4], i);
  for (guint i = 0; i < G_N_ELEMENTS (means); i++)
    {
      g_clear_object (&means[i]);
      g_free (pixels[i]);
    }
  return done && n > 0 ? sum / (double) n : -1;
}

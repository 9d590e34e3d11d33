#include "dip-measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dip-compose-private.h"
#include "dip-error.h"

#define HEIGHT 480  /* pixels the halves are looked at with */
#define RIM    0.08 /* of the sides: where the background is */

#define DARKEST 0.002 /* linear: below, a ratio says nothing */
#define FINE    0.8   /* standard deviations of blur, pixels */
#define COARSE  3.2

/* One half, a float per pixel each. */
typedef struct
{
  float *red, *green, *blue; /* linear */
  float *luminance;
  float *lightness; /* 0 to 100 */
} Half;

typedef struct
{
  int width, height;
  gsize n;
  Half halves[2];
  float *room;
} Halves;

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
cube (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static void
fill_half (Half *half, const guint8 *pixels, gsize stride, int left, int width, int height)
{
  double table[256];

  for (guint i = 0; i < 256; i++)
    table[i] = to_linear (i / 255.0);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *pixel = pixels + (gsize) y * stride + (gsize) (left + x) * 3;
        const gsize i = (gsize) y * width + x;
        const double light = 0.2126 * table[pixel[0]] + 0.7152 * table[pixel[1]] + 0.0722 * table[pixel[2]];

        half->red[i] = (float) table[pixel[0]];
        half->green[i] = (float) table[pixel[1]];
        half->blue[i] = (float) table[pixel[2]];
        half->luminance[i] = (float) light;
        half->lightness[i] = (float) (116 * cube (light) - 16);
      }
}

static void
halves_make (Halves *self, const guint8 *pixels, int width, int height)
{
  self->width = width / 2;
  self->height = height;
  self->n = (gsize) self->width * height;
  self->room = g_new (float, self->n * 10);
  for (guint i = 0; i < 2; i++)
    {
      float *at = self->room + self->n * 5 * i;

      self->halves[i] = (Half){ at, at + self->n, at + 2 * self->n, at + 3 * self->n, at + 4 * self->n };
      fill_half (&self->halves[i], pixels, (gsize) width * 3, (int) i * self->width, self->width, height);
    }
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  const float first = *(const float *) a, second = *(const float *) b;

  return first < second ? -1 : first > second;
}

/* @part: 0.5 is the median; 0 for none. Sorts @values. */
static double
percentile (float *values, gsize n, double part)
{
  if (n == 0)
    return 0;
  qsort (values, n, sizeof *values, compare_floats);
  return values[(gsize) (part * (double) (n - 1))];
}

/* The median over pixels of log2 (after / before), of what @of gives for a half's pixel; 0 leaves a pixel out. */
typedef double (*ValueFunc) (const Half *half, gsize i);

static double
median_ratio (const Halves *self, ValueFunc of)
{
  g_autofree float *values = g_new (float, self->n);
  gsize n = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const double before = of (&self->halves[0], i), after = of (&self->halves[1], i);

      if (before > 0 && after > 0)
        values[n++] = (float) log2 (after / before);
    }
  return percentile (values, n, 0.5);
}

/* Neither black nor burnt out. */
static gboolean
is_exposed (const Half *half, gsize i)
{
  const float least = MIN (half->red[i], MIN (half->green[i], half->blue[i]));
  const float most = MAX (half->red[i], MAX (half->green[i], half->blue[i]));

  return least > DARKEST && most < 0.98f;
}

static double
luminance_at (const Half *half, gsize i)
{
  return is_exposed (half, i) ? half->luminance[i] : 0;
}

static double
warmth_at (const Half *half, gsize i)
{
  return is_exposed (half, i) ? half->red[i] / half->blue[i] : 0;
}

static double
tint_at (const Half *half, gsize i)
{
  return is_exposed (half, i) ? half->green[i] / sqrt ((double) half->red[i] * half->blue[i]) : 0;
}

static double
spread_of (const Halves *self, guint half)
{
  g_autofree float *values = g_memdup2 (self->halves[half].lightness, self->n * sizeof (float));
  const double high = percentile (values, self->n, 0.9);

  return high - values[(gsize) (0.1 * (double) (self->n - 1))];
}

static double
ratio_of (double after, double before)
{
  return before > 1e-9 && after > 1e-9 ? after / before : 1;
}

/* CIE 1976 L*a*b*, D65. */
static void
to_lab (const double *rgb, double *lab)
{
  const double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505;
  const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  const double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.0890;

  lab[0] = 116 * cube (y) - 16;
  lab[1] = 500 * (cube (x) - cube (y));
  lab[2] = 200 * (cube (y) - cube (z));
}

static double
difference_at (const Halves *self, gsize i, double gain)
{
  double labs[2][3];

  for (guint k = 0; k < 2; k++)
    {
      const Half *half = &self->halves[k];
      const double by = k == 1 ? 1 / gain : 1;
      const double rgb[] = { half->red[i] * by, half->green[i] * by, half->blue[i] * by };

      to_lab (rgb, labs[k]);
    }
  return sqrt (pow (labs[0][0] - labs[1][0], 2) + pow (labs[0][1] - labs[1][1], 2) + pow (labs[0][2] - labs[1][2], 2));
}

static double
background_of (const Halves *self, double brightness)
{
  g_autofree float *values = g_new (float, self->n);
  const int across = (int) (RIM * self->width), down = (int) (RIM * self->height);
  gsize n = 0;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      if (x < across || x >= self->width - across || y < down)
        values[n++] = (float) difference_at (self, (gsize) y * self->width + x, brightness);
  return percentile (values, n, 0.5);
}

/* The root mean square of what a blur of @least takes away, or of what lies between two blurs. */
static double
detail_of (VipsImage *lightness, double least, double most)
{
  g_autoptr (VipsImage) fine = NULL;
  g_autoptr (VipsImage) coarse = NULL;
  g_autoptr (VipsImage) between = NULL;
  double deviation = 0;

  if ((least > 0 ? vips_gaussblur (lightness, &fine, least, "precision", VIPS_PRECISION_FLOAT, NULL)
                 : vips_copy (lightness, &fine, NULL))
      || vips_gaussblur (lightness, &coarse, most, "precision", VIPS_PRECISION_FLOAT, NULL)
      || vips_subtract (fine, coarse, &between, NULL) || vips_deviate (between, &deviation, NULL))
    vips_error_clear ();
  return deviation;
}

static double
sharpness_of (const Halves *self, guint half)
{
  g_autoptr (VipsImage) lightness = vips_image_new_from_memory (self->halves[half].lightness, self->n * sizeof (float),
                                                                self->width, self->height, 1, VIPS_FORMAT_FLOAT);

  return lightness != NULL ? ratio_of (detail_of (lightness, 0, FINE), detail_of (lightness, FINE, COARSE)) : 1;
}

static void
measure_light (const Halves *self, DipMeasures *out)
{
  out->brightness = exp2 (median_ratio (self, luminance_at));
  out->warmth = median_ratio (self, warmth_at);
  out->tint = median_ratio (self, tint_at);
  out->contrast = ratio_of (spread_of (self, 1), spread_of (self, 0));
  out->sharpness = ratio_of (sharpness_of (self, 1), sharpness_of (self, 0));
  out->background = background_of (self, out->brightness);
}

/* One half on its own. */
static DipPicture *
half_of (DipPicture *both, guint half, GError **error)
{
  VipsImage *image = dip_picture_get_image (both);
  g_autoptr (VipsImage) own = NULL;
  g_autoptr (VipsImage) cut = NULL;
  VipsImage *pixels = NULL;

  if (vips_copy (image, &own, NULL) == 0
      && vips_extract_area (own, &cut, (int) half * (image->Xsize / 2), 0, image->Xsize / 2, image->Ysize, NULL) == 0)
    pixels = dip_vips_to_pixels (cut, 1, NULL, error);
  else
    dip_vips_fail_read (error, NULL);
  return pixels != NULL ? dip_picture_new (pixels) : NULL;
}

static DipPicture *
lay_side_by_side (const DipComposition *what, GCancellable *cancellable, GError **error)
{
  DipPanel panels[2];
  DipComposition bare = { .panels = panels, .n_panels = 2, .crop = what->crop, .panel_height = HEIGHT };

  for (guint i = 0; i < 2; i++)
    {
      panels[i] = what->panels[i];
      panels[i].label = NULL;
      panels[i].n_patches = 0;
    }
  return dip_compose (&bare, cancellable, error);
}

gboolean
dip_measure (const DipComposition *what, GCancellable *cancellable, DipMeasures *out, GError **error)
{
  g_autoptr (DipPicture) both = NULL;
  g_autoptr (DipPicture) before = NULL;
  g_autoptr (DipPicture) after = NULL;
  g_autoptr (GBytes) pixels = NULL;
  Halves halves;

  g_return_val_if_fail (what != NULL && what->n_panels == 2 && out != NULL, FALSE);

  both = lay_side_by_side (what, cancellable, error);
  pixels = both != NULL ? dip_picture_get_pixels (both, error) : NULL;
  before = pixels != NULL ? half_of (both, 0, error) : NULL;
  after = before != NULL ? half_of (both, 1, error) : NULL;
  if (after == NULL)
    return FALSE;
  halves_make (&halves, g_bytes_get_data (pixels, NULL), dip_picture_get_width (both), dip_picture_get_height (both));
  measure_light (&halves, out);
  g_free (halves.room);
  out->stretch = dip_register_stretch (before, after, cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

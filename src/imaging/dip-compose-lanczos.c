#include "dip-compose-private.h"

#include <math.h>

/* The places between two pixels for which weights are made: the error is below a tenth of an 8-bit step. */
#define PHASES   256
#define MAX_TAPS 32
#define BANDS    3

typedef struct
{
  VipsInterpolate parent_instance;
  int taps;
  float weights[PHASES + 1][MAX_TAPS];
} DipLanczos;

typedef VipsInterpolateClass DipLanczosClass;

static GType dip_lanczos_get_type (void);

G_DEFINE_TYPE (DipLanczos, dip_lanczos, VIPS_TYPE_INTERPOLATE)

/* C. E. Duchon, "Lanczos filtering in one and two dimensions" (1979), with three lobes. */
static double
lanczos3 (double x)
{
  if (fabs (x) < 1e-9)
    return 1;
  if (fabs (x) >= 3)
    return 0;
  return 3 * sin (G_PI * x) * sin (G_PI * x / 3) / (G_PI * G_PI * x * x);
}

static int
get_window_size (VipsInterpolate *interpolate)
{
  return ((DipLanczos *) interpolate)->taps;
}

static int
get_window_offset (VipsInterpolate *interpolate)
{
  return ((DipLanczos *) interpolate)->taps / 2 - 1;
}

/* Down the columns of the window, all bands of a row at once: the loop that costs, written so that it is vectorised. */
static inline __attribute__ ((always_inline)) void
sum_rows (const VipsPel *restrict row, int lskip, const float *restrict weights, int taps, float *restrict sums)
{
  for (int i = 0; i < taps * BANDS; i++)
    sums[i] = 0;
  for (int y = 0; y < taps; y++, row += lskip)
    for (int i = 0; i < taps * BANDS; i++)
      sums[i] += weights[y] * row[i];
}

static void
interpolate_pixel (VipsInterpolate *interpolate, void *out, VipsRegion *in, double x, double y)
{
  const DipLanczos *self = (const DipLanczos *) interpolate;
  const int ix = (int) floor (x), iy = (int) floor (y), offset = self->taps / 2 - 1;
  const float *across = self->weights[(int) ((x - ix) * PHASES + 0.5)];
  const float *down = self->weights[(int) ((y - iy) * PHASES + 0.5)];
  const VipsPel *window = VIPS_REGION_ADDR (in, ix - offset, iy - offset);
  const int lskip = (int) VIPS_REGION_LSKIP (in);
  float sums[MAX_TAPS * BANDS];
  VipsPel *pixel = out;

  switch (self->taps)
    {
    case 6:
      sum_rows (window, lskip, down, 6, sums);
      break;
    case 8:
      sum_rows (window, lskip, down, 8, sums);
      break;
    default:
      sum_rows (window, lskip, down, self->taps, sums);
    }
  for (int band = 0; band < BANDS; band++)
    {
      float sum = 0.5f;

      for (int i = 0; i < self->taps; i++)
        sum += across[i] * sums[i * BANDS + band];
      pixel[band] = (VipsPel) CLAMP (sum, 0, 255);
    }
}

static void
dip_lanczos_class_init (DipLanczosClass *class)
{
  VipsObjectClass *object_class = VIPS_OBJECT_CLASS (class);

  object_class->nickname = "dip-lanczos";
  object_class->description = "Lanczos3 widened for reducing";
  class->interpolate = interpolate_pixel;
  class->get_window_size = get_window_size;
  class->get_window_offset = get_window_offset;
}

static void
dip_lanczos_init (DipLanczos *self)
{
}

static void
fill_weights (float *weights, int taps, double phase, double ratio)
{
  double sum = 0;

  for (int i = 0; i < taps; i++)
    sum += lanczos3 ((i - (taps / 2 - 1) - phase) / ratio);
  for (int i = 0; i < taps; i++)
    weights[i] = (float) (lanczos3 ((i - (taps / 2 - 1) - phase) / ratio) / sum);
}

VipsInterpolate *
dip_lanczos_new (double ratio)
{
  DipLanczos *self = g_object_new (dip_lanczos_get_type (), NULL);
  const double wide = CLAMP (ratio, 1, MAX_TAPS / 6.0);

  self->taps = 2 * (int) ceil (3 * wide - 1e-9);
  for (int phase = 0; phase <= PHASES; phase++)
    fill_weights (self->weights[phase], self->taps, (double) phase / PHASES, wide);
  if (vips_object_build (VIPS_OBJECT (self)) != 0)
    g_clear_object (&self);
  return (VipsInterpolate *) self;
}

#include "dip-compose-private.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The places between two pixels for which weights are made, and the unit of the weights. All sums
 * are of whole numbers, so that the pixels don't depend on the machine. */
#define PHASES      128
#define WEIGHT_BITS 12
#define SPARE_BITS  6 /* of the sums of columns: 255 << 6, and a third more for overshoot, fit 16 bits */
#define MAX_TAPS    16
#define BANDS       3

typedef struct
{
  VipsInterpolate parent_instance;
  int window; /* 8 or 16: rows come in whole vectors */
  int rows;   /* of the window that count, in its middle; even */
  gint16 down[PHASES + 1][MAX_TAPS];
  gint16 across[PHASES + 1][MAX_TAPS * BANDS]; /* the same, once for each band */
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
  return ((DipLanczos *) interpolate)->window;
}

static int
get_window_offset (VipsInterpolate *interpolate)
{
  return ((DipLanczos *) interpolate)->window / 2 - 1;
}

/* Down the columns of the window, all bands at once, then across. This is where a turned panel's time goes: hence the
 * vectors, which every x86-64 has. */
#ifdef __SSE2__

/* Eight columns of bytes from @row on: 16-bit sums. */
static inline __m128i
sum_columns (const VipsPel *row, int lskip, const gint16 *down, int rows)
{
  const __m128i zero = _mm_setzero_si128 ();
  __m128i low = _mm_set1_epi32 (1 << (WEIGHT_BITS - SPARE_BITS - 1)), high = low;

  for (int y = 0; y < rows; y += 2, row += 2 * lskip)
    {
      __m128i first = _mm_loadl_epi64 ((const __m128i *) row);
      __m128i second = _mm_loadl_epi64 ((const __m128i *) (row + lskip));
      __m128i pixels = _mm_unpacklo_epi8 (first, second), weights;
      int pair;

      memcpy (&pair, down + y, sizeof pair);
      weights = _mm_set1_epi32 (pair);
      low = _mm_add_epi32 (low, _mm_madd_epi16 (_mm_unpacklo_epi8 (pixels, zero), weights));
      high = _mm_add_epi32 (high, _mm_madd_epi16 (_mm_unpackhi_epi8 (pixels, zero), weights));
    }
  return _mm_packs_epi32 (_mm_srai_epi32 (low, WEIGHT_BITS - SPARE_BITS),
                          _mm_srai_epi32 (high, WEIGHT_BITS - SPARE_BITS));
}

/* Adds eight columns, weighted, to two accumulators of four. */
static inline void
add_columns (__m128i columns, const gint16 *across, __m128i *first, __m128i *second)
{
  __m128i weights = _mm_loadu_si128 ((const __m128i *) across);
  __m128i low = _mm_mullo_epi16 (columns, weights), high = _mm_mulhi_epi16 (columns, weights);

  *first = _mm_add_epi32 (*first, _mm_unpacklo_epi16 (low, high));
  *second = _mm_add_epi32 (*second, _mm_unpackhi_epi16 (low, high));
}

/* The twelve lanes of three accumulators hold four taps of three bands. */
static inline void
sum_window (const VipsPel *row, int lskip, const gint16 *down, int rows, const gint16 *across, int columns,
            int totals[BANDS])
{
  __m128i sums[BANDS] = { _mm_setzero_si128 (), _mm_setzero_si128 (), _mm_setzero_si128 () };
  int lanes[4 * BANDS];

  for (int i = 0; i < columns; i += 24)
    {
      add_columns (sum_columns (row + i, lskip, down, rows), across + i, &sums[0], &sums[1]);
      add_columns (sum_columns (row + i + 8, lskip, down, rows), across + i + 8, &sums[2], &sums[0]);
      add_columns (sum_columns (row + i + 16, lskip, down, rows), across + i + 16, &sums[1], &sums[2]);
    }
  memcpy (lanes, sums, sizeof lanes);
  for (int band = 0; band < BANDS; band++)
    totals[band] = lanes[band] + lanes[band + 3] + lanes[band + 6] + lanes[band + 9];
}

#else

static inline void
sum_window (const VipsPel *row, int lskip, const gint16 *down, int rows, const gint16 *across, int columns,
            int totals[BANDS])
{
  int sums[MAX_TAPS * BANDS] = { 0 };

  for (int y = 0; y < rows; y++, row += lskip)
    for (int i = 0; i < columns; i++)
      sums[i] += down[y] * row[i];
  for (int band = 0; band < BANDS; band++)
    totals[band] = 0;
  for (int i = 0; i < columns; i++)
    totals[i % BANDS] += across[i] * ((sums[i] + (1 << (WEIGHT_BITS - SPARE_BITS - 1))) >> (WEIGHT_BITS - SPARE_BITS));
}

#endif

static void
interpolate_pixel (VipsInterpolate *interpolate, void *out, VipsRegion *in, double x, double y)
{
  const DipLanczos *self = (const DipLanczos *) interpolate;
  const int ix = (int) x, iy = (int) y; /* floors: vips_affine() counts from the rim it puts around the picture */
  const int left = ix - self->window / 2 + 1, top = iy - self->rows / 2 + 1;
  const int across = (int) ((x - ix) * PHASES + 0.5), down = (int) ((y - iy) * PHASES + 0.5);
  VipsPel *pixel = out;
  int totals[BANDS];

  sum_window (VIPS_REGION_ADDR (in, left, top), (int) VIPS_REGION_LSKIP (in), self->down[down], self->rows,
              self->across[across], self->window * BANDS, totals);
  for (int band = 0; band < BANDS; band++)
    {
      int value = (totals[band] + (1 << (WEIGHT_BITS + SPARE_BITS - 1))) >> (WEIGHT_BITS + SPARE_BITS);
      pixel[band] = (VipsPel) CLAMP (value, 0, 255);
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

/* What rounding leaves over goes to the middle, so that an even area keeps its value. */
static void
fill_weights (gint16 *weights, int taps, double phase, double ratio)
{
  const int middle = taps / 2 - 1;
  double sum = 0;
  int left = 1 << WEIGHT_BITS;

  for (int i = 0; i < taps; i++)
    sum += lanczos3 ((i - middle - phase) / ratio);
  for (int i = 0; i < taps; i++)
    {
      weights[i] = (gint16) lround (lanczos3 ((i - middle - phase) / ratio) / sum * (1 << WEIGHT_BITS));
      left -= weights[i];
    }
  weights[phase < 0.5 ? middle : middle + 1] += (gint16) left;
}

VipsInterpolate *
dip_lanczos_new (double ratio)
{
  DipLanczos *self = g_object_new (dip_lanczos_get_type (), NULL);
  const double wide = CLAMP (ratio, 1, MAX_TAPS / 6.0);

  self->rows = 2 * (int) ceil (3 * wide - 1e-9);
  self->window = self->rows <= 8 ? 8 : 16;
  for (int phase = 0; phase <= PHASES; phase++)
    {
      gint16 weights[MAX_TAPS];

      fill_weights (self->down[phase], self->rows, (double) phase / PHASES, wide);
      fill_weights (weights, self->window, (double) phase / PHASES, wide);
      for (int i = 0; i < self->window * BANDS; i++)
        self->across[phase][i] = weights[i / BANDS];
    }
  if (vips_object_build (VIPS_OBJECT (self)) != 0)
    g_clear_object (&self);
  return (VipsInterpolate *) self;
}

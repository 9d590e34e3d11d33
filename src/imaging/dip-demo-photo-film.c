/* From light to the bytes a phone's camera would hand on: hair over skin, lens shading, exposure, tone curve, grain. */
#include "dip-demo-photo-private.h"

#define CURVE_STEPS 4096
#define CURVE_TOP   2.0f

typedef struct
{
  float steps[CURVE_STEPS + 1];
} Curve;

/* Linear up to the shoulder, which bends highlights to white. */
static float
shouldered (float x)
{
  const float bend = 0.52f;

  return x <= bend ? x : bend + (1.0f - bend) * (1.0f - expf ((bend - x) / (1.0f - bend)));
}

/* IEC 61966-2-1. */
static float
srgb (float linear)
{
  return linear <= 0.0031308f ? 12.92f * linear : 1.055f * powf (linear, 1.0f / 2.4f) - 0.055f;
}

static void
curve_fill (Curve *curve)
{
  for (int i = 0; i <= CURVE_STEPS; i++)
    {
      float code = srgb (shouldered (CURVE_TOP * (float) i / CURVE_STEPS));

      /* A phone's mild contrast. */
      curve->steps[i] = 255.0f * mixf (code, code * code * (3.0f - 2.0f * code), 0.22f);
    }
}

static float
toned (const Curve *curve, float x)
{
  return curve->steps[(int) (unitf (x / CURVE_TOP) * CURVE_STEPS)];
}

static Vec
with_hair (const DipDemoScene *scene, const DipDemoFilm *film, gsize i)
{
  const float *at = film->colour + 3 * i;
  Vec colour = vec (at[0], at[1], at[2]);
  float light = film->light[i];

  if (film->marks[i] > 0.0f)
    colour = vec_mix (colour, vec_scale (scene->look.pigment, light), 1.0f - expf (-film->marks[i]));
  if (film->hair[i] > 0.0f)
    colour = vec_mix (colour, vec_scale (scene->look.hair, light), 1.0f - expf (-film->hair[i]));
  return colour;
}

/* Two bytes of chance make one triangle, -1..1. */
static float
triangle (guint32 bits)
{
  return ((float) (bits & 255u) + (float) ((bits >> 8) & 255u)) * (1.0f / 255.0f) - 1.0f;
}

static guint8
byte (float x)
{
  return x <= 0.0f ? 0 : x >= 255.0f ? 255 : (guint8) lroundf (x);
}

/* Grain is strongest in the shadows; colour noise comes in coarser grains than brightness. */
static void
develop_pixel (const DipDemoScene *scene, const Curve *curve, Vec colour, guint32 fine, guint32 coarse, guint8 *out)
{
  float r = toned (curve, colour.x), g = toned (curve, colour.y), b = toned (curve, colour.z);
  float strength = scene->look.grain * (1.6f - 0.0038f * g);
  float grain = 1.9f * strength * triangle (fine);

  out[0] = byte (r + grain + 0.9f * strength * triangle (coarse));
  out[1] = byte (g + grain);
  out[2] = byte (b + grain + 1.1f * strength * triangle (coarse >> 16));
}

static void
develop_row (const DipDemoScene *scene, const DipDemoFilm *film, const Curve *curve, int y, guint8 *out)
{
  const DipDemoLook *look = &scene->look;
  guint32 salt = dip_demo_hash (scene->what->seed ^ (scene->what->take << 8) ^ ((guint32) scene->what->view << 24));
  float v = 2.0f * (float) y / (float) film->height - 1.0f;

  for (int x = 0; x < film->width; x++)
    {
      gsize i = (gsize) y * (gsize) film->width + (gsize) x;
      float u = 2.0f * (float) x / (float) film->width - 1.0f;
      float shade = look->exposure * (1.0f - look->vignette * 0.5f * (u * u + v * v));
      Vec colour = vec_scale (vec_times (with_hair (scene, film, i), look->balance), shade);
      guint32 fine = dip_demo_hash (salt + (guint32) i);
      guint32 coarse = dip_demo_hash (~salt + (guint32) ((y / 2) * film->width + x / 2));

      develop_pixel (scene, curve, colour, fine, coarse, out + 3 * x);
    }
}

guint8 *
dip_demo_film_develop (const DipDemoScene *scene, const DipDemoFilm *film)
{
  g_autofree Curve *curve = g_new (Curve, 1);
  guint8 *pixels = g_malloc ((gsize) film->width * (gsize) film->height * 3);

  curve_fill (curve);
  for (int y = 0; y < film->height; y++)
    develop_row (scene, film, curve, y, pixels + (gsize) y * (gsize) film->width * 3);
  return pixels;
}

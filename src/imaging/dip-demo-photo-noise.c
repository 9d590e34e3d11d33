/* Chance for the demo photos, the same on every machine: dice for traits, a lattice of noise for skin. */
#include "dip-demo-photo-private.h"

#define SIDE DIP_DEMO_NOISE_SIDE

DipDemoDice
dip_demo_dice (guint32 seed, guint32 stream)
{
  return ((guint64) dip_demo_hash (seed ^ 0x5eed0000u) << 32) | dip_demo_hash (stream + 0x9e3779b9u);
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static guint64
roll (DipDemoDice *dice)
{
  guint64 z = (*dice += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

float
dip_demo_dice_between (DipDemoDice *dice, float low, float high)
{
  return low + (high - low) * (float) (roll (dice) >> 40) * (1.0f / 16777216.0f);
}

void
dip_demo_noise_fill (DipDemoNoise *noise, guint32 seed)
{
  guint32 base = dip_demo_hash (seed ^ 0x0a15eu);

  for (guint32 i = 0; i < G_N_ELEMENTS (noise->lattice); i++)
    noise->lattice[i] = 2.0f * dip_demo_hash_unit (base + i) - 1.0f;
}

static float
row (const float *lattice, int x, float t)
{
  return mixf (lattice[x & (SIDE - 1)], lattice[(x + 1) & (SIDE - 1)], t);
}

static float
plane (const float *lattice, int x, int y, float tx, float ty)
{
  float near = row (lattice + SIDE * (y & (SIDE - 1)), x, tx);
  float far = row (lattice + SIDE * ((y + 1) & (SIDE - 1)), x, tx);

  return mixf (near, far, ty);
}

static float
ease (float t)
{
  return t * t * (3.0f - 2.0f * t);
}

float
dip_demo_noise (const DipDemoNoise *noise, Vec p)
{
  /* Far enough from zero that truncation rounds down. */
  Vec q = vec_add (p, vec (4096, 4096, 4096));
  int x = (int) q.x, y = (int) q.y, z = (int) q.z;
  float tx = ease (q.x - (float) x), ty = ease (q.y - (float) y), tz = ease (q.z - (float) z);
  float near = plane (noise->lattice + SIDE * SIDE * (z & (SIDE - 1)), x, y, tx, ty);
  float far = plane (noise->lattice + SIDE * SIDE * ((z + 1) & (SIDE - 1)), x, y, tx, ty);

  return mixf (near, far, tz);
}

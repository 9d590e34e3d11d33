/* Where hair grows, where it thins and where a practitioner puts pigment: curves around the head, in the azimuth from the
 * forehead (0) over the ear (about 100) to the nape (180 degrees). */
#include "dip-demo-photo-private.h"

#define DEGREES (180.0f / (float) G_PI)

typedef struct
{
  float azimuth; /* degrees */
  float height;  /* cm above the brow */
} Knot;

/* The edge of the hair of a full head: forehead, corner, temple peak, sideburn, over and behind the ear, nape. */
static const Knot edge_of_hair[] = {
  { 0, 6.15f },  { 22, 6.45f },  { 36, 6.5f },   { 46, 5.3f },   { 55, 3.7f },   { 63, 2.9f },
  { 71, 1.7f },  { 77, -0.6f },  { 81, -3.2f },  { 94, -3.4f },  { 98, 0.4f },   { 106, 1.4f },
  { 116, 0.4f }, { 124, -2.6f }, { 136, -5.2f }, { 160, -7.2f }, { 181, -7.4f },
};

/* The crest of the horseshoe that stays when the top goes bare. */
static const Knot edge_of_thinning[] = {
  { 0, 3.0f }, { 45, 4.4f }, { 70, 5.6f }, { 95, 5.9f }, { 125, 5.0f }, { 150, 3.3f }, { 181, 2.4f },
};

/* The height of the curve at @azimuth and (out) its slope in cm per degree. */
static float
curve (const Knot *knots, float azimuth, float *slope)
{
  float t, rise, run;
  int i = 0;

  while (knots[i + 1].azimuth < azimuth)
    i++;
  run = knots[i + 1].azimuth - knots[i].azimuth;
  rise = knots[i + 1].height - knots[i].height;
  t = (azimuth - knots[i].azimuth) / run;
  *slope = 6.0f * t * (1.0f - t) * rise / run;
  return knots[i].height + rise * t * t * (3.0f - 2.0f * t);
}

/* About how far @p is inside the curve, cm. */
static float
inside (const Knot *knots, float azimuth, float height)
{
  float slope, edge = curve (knots, azimuth, &slope);
  /* 0.14 cm of arc per degree, at a radius of 8 cm. */
  float steep = slope / 0.14f;

  return (height - edge) / sqrtf (1.0f + steep * steep);
}

static float
corner (float azimuth)
{
  return smoothf (10.0f, 30.0f, azimuth) * smoothf (52.0f, 38.0f, azimuth);
}

DipDemoCover
dip_demo_cover (const DipDemoPhoto *what, const DipDemoHead *head, const DipDemoNoise *noise, Vec p)
{
  Vec q = vec (p.x / head->stretch.x, p.y / head->stretch.y, p.z / head->stretch.z);
  float azimuth = atan2f (fabsf (q.x), q.z + 0.8f) * DEGREES;
  float thinning = (float) what->thinning;
  float wobble = dip_demo_noise (noise, vec_scale (p, 0.9f)), ragged = dip_demo_noise (noise, vec_scale (p, 2.6f));
  float low = q.y - smoothf (90.0f, 40.0f, azimuth) * head->hairline + smoothf (120.0f, 160.0f, azimuth) * head->nape;
  float drawn = inside (edge_of_hair, azimuth, low) + 0.10f * ragged;
  float grown
      = drawn - thinning * (0.5f + (1.2f + 1.6f * head->recession) * corner (azimuth)) * smoothf (60.0f, 50.0f, azimuth)
        + 0.35f * wobble + 0.15f * ragged;
  float top = inside (edge_of_thinning, azimuth, q.y + 1.6f * (thinning - 1.0f)) + 0.5f * wobble;
  float bare
      = smoothf (-1.3f, 1.5f, top) * unitf (thinning * 1.08f + 0.18f * wobble * thinning + 0.1f * ragged * thinning);
  /* The practitioner softens the front by thinning out the first millimetres. */
  float mapped = smoothf (-0.05f, 0.55f, drawn) * (0.55f + 0.45f * smoothf (0.2f, 1.4f, drawn));
  DipDemoCover cover;

  cover.natural = smoothf (-0.25f, 1.1f, grown) * (1.0f - bare);
  cover.treated = mapped * smoothf (-3.0f, -0.6f, top);
  cover.pigment = (float) what->density * cover.treated;
  return cover;
}

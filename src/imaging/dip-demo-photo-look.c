/* Colours and light: whose skin, which lamp, which wall. What belongs to the sitter comes from the seed alone; the room
 * and the lamps change with the sitting. */
#include "dip-demo-photo-private.h"

/* Linear sRGB of skin from light to dark, after the six Fitzpatrick types. */
static const Vec skins[] = {
  { 0.78f, 0.53f, 0.42f },   { 0.68f, 0.42f, 0.31f },   { 0.54f, 0.31f, 0.205f },
  { 0.38f, 0.195f, 0.120f }, { 0.23f, 0.108f, 0.064f }, { 0.125f, 0.058f, 0.037f },
};

static const Vec hairs[] = {
  { 0.020f, 0.016f, 0.014f }, { 0.032f, 0.022f, 0.016f }, { 0.055f, 0.036f, 0.024f },
  { 0.090f, 0.060f, 0.038f }, { 0.150f, 0.140f, 0.130f },
};

static const Vec walls[] = {
  { 0.62f, 0.63f, 0.64f }, { 0.58f, 0.61f, 0.63f }, { 0.66f, 0.63f, 0.58f },
  { 0.47f, 0.53f, 0.54f }, { 0.55f, 0.56f, 0.52f }, { 0.36f, 0.40f, 0.44f },
};

static const Vec cloths[] = {
  { 0.014f, 0.015f, 0.017f }, { 0.045f, 0.055f, 0.075f }, { 0.16f, 0.165f, 0.17f },
  { 0.02f, 0.035f, 0.06f },   { 0.50f, 0.50f, 0.49f },    { 0.06f, 0.085f, 0.075f },
};

static Vec
pick (DipDemoDice *dice, const Vec *from, gsize n)
{
  gsize i = (gsize) dip_demo_dice_between (dice, 0.0f, (float) n);

  return from[MIN (i, n - 1)];
}

static Vec
skin_colour (float tone)
{
  const gsize last = G_N_ELEMENTS (skins) - 1;
  float at = unitf (tone) * (float) last;
  gsize i = MIN ((gsize) at, last - 1);

  return vec_mix (skins[i], skins[i + 1], at - (float) i);
}

/* The daylight locus in small: -1 cool .. 1 warm. */
static Vec
warmth (float t)
{
  return vec (1.0f + 0.10f * t, 1.0f + 0.01f * t, 1.0f - 0.14f * t);
}

static Vec
towards (const DipDemoCamera *camera, float right, float up, float back)
{
  Vec to = vec_scale (camera->right, right);

  to = vec_along (to, camera->down, -up);
  return vec_unit (vec_along (to, camera->forward, -back));
}

/* One large lamp above the camera and to a side, a weaker one opposite, and what the room gives back. */
static void
set_lamps (DipDemoLook *look, DipDemoDice *sitter, DipDemoDice *sitting, const DipDemoCamera *camera)
{
  float side = dip_demo_dice_between (sitter, -1.0f, 1.0f) < 0.0f ? -1.0f : 1.0f;
  float aside = dip_demo_dice_between (sitter, 0.35f, 0.8f) + dip_demo_dice_between (sitting, -0.12f, 0.12f);
  float above = dip_demo_dice_between (sitter, 0.45f, 0.8f) + dip_demo_dice_between (sitting, -0.1f, 0.1f);
  float hard = dip_demo_dice_between (sitter, 0.0f, 1.0f);
  float warm = dip_demo_dice_between (sitter, -0.6f, 0.8f) + dip_demo_dice_between (sitting, -0.2f, 0.2f);

  look->key_to = towards (camera, side * aside, above, 0.75f);
  look->fill_to = towards (camera, -side * 0.8f, 0.15f, 0.6f);
  look->key = vec_scale (warmth (warm), mixf (0.62f, 0.82f, hard));
  look->fill = vec_scale (warmth (-0.3f * warm), mixf (0.26f, 0.15f, hard));
  look->sky = vec_scale (warmth (-0.2f), mixf (0.40f, 0.30f, hard));
  look->ground = vec_scale (warmth (0.5f), mixf (0.20f, 0.14f, hard));
}

void
dip_demo_look_init (DipDemoLook *look, const DipDemoPhoto *what, const DipDemoCamera *camera)
{
  DipDemoDice sitter = dip_demo_dice (what->seed, 2);
  DipDemoDice sitting = dip_demo_dice (what->seed, 2000 + what->take * 16 + what->view);
  float skin = (float) what->skin;

  look->skin = skin_colour (skin + dip_demo_dice_between (&sitter, -0.03f, 0.03f));
  look->hair = pick (&sitter, hairs, skin > 0.55f ? 2 : G_N_ELEMENTS (hairs));
  /* Needled pigment is matched to the hair and reads a little cooler through skin. */
  look->pigment = vec_add (vec_scale (look->hair, 0.75f), vec (0.010f, 0.013f, 0.017f));
  look->wall = vec_scale (pick (&sitter, walls, G_N_ELEMENTS (walls)), dip_demo_dice_between (&sitter, 0.85f, 1.05f));
  look->cloth = pick (&sitter, cloths, G_N_ELEMENTS (cloths));
  look->floor = vec_scale (vec (0.34f, 0.33f, 0.31f), dip_demo_dice_between (&sitter, 0.6f, 1.2f));
  set_lamps (look, &sitter, &sitting, camera);
  look->oil = dip_demo_dice_between (&sitter, 0.55f, 1.15f);
  /* A phone lifts dark skin and holds back light skin. */
  look->exposure = mixf (0.94f, 1.42f, unitf (skin)) * (1.0f + dip_demo_dice_between (&sitting, -0.06f, 0.06f));
  look->vignette = dip_demo_dice_between (&sitter, 0.10f, 0.26f);
  look->grain = dip_demo_dice_between (&sitter, 0.8f, 1.5f);
  look->balance = warmth (dip_demo_dice_between (&sitting, -0.12f, 0.12f));
}

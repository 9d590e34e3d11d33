/* What a lens would see of the bare head, the clothes and the room: rays marched through the distance field on a coarse
 * grid, refined where the grid's corners disagree, and skin drawn over the points found. */
#include "dip-demo-photo-private.h"

#define CELL 8 /* pixels between rays where the surface is smooth */
#define FAR  1e6f

/* What one ray found; everything in it may be interpolated between neighbours of one material. */
typedef struct
{
  DipDemoMaterial material;
  float depth; /* cm along the axis */
  Vec p, normal;
  Vec light;     /* what falls on it */
  float gloss;   /* what is mirrored to the camera */
  float natural; /* cover, see DipDemoCover */
  float pigment;
  float flush; /* blood near the surface, 0..1 */
} Surfel;

typedef struct
{
  const DipDemoScene *scene;
  DipDemoFilm *film;
  float footprint; /* cm a pixel covers at the sitter */
} Brush;

static float
march (const DipDemoScene *scene, Vec ray, float hit, float limit)
{
  float t = limit - 58.0f;

  for (int i = 0; i < 64 && t < limit; i++)
    {
      float d = dip_demo_head_distance (&scene->head, vec_along (scene->camera.eye, ray, t));

      if (d < hit)
        return t + d;
      t += 0.93f * d;
    }
  /* A ray that grazes the surface runs out of steps close to it. */
  return t < limit ? t : FAR;
}

/* 0 in full shade .. 1; the nearer a miss, the darker. */
static float
lamp_seen (const DipDemoScene *scene, Vec p, Vec to)
{
  float seen = 1.0f, t = 0.35f;

  for (int i = 0; i < 9 && t < 9.0f && seen > 0.02f; i++)
    {
      float d = dip_demo_head_distance (&scene->head, vec_along (p, to, t));

      seen = fminf (seen, unitf (0.5f + 2.6f * d / t));
      t += fmaxf (0.3f, 0.9f * d);
    }
  return seen * seen * (3.0f - 2.0f * seen);
}

/* How open the place is, from distances a little way out (Evans 2006). */
static float
openness (const DipDemoScene *scene, Vec p, Vec normal)
{
  static const float reach[] = { 0.18f, 0.55f, 1.2f, 2.6f };
  static const float weight[] = { 0.55f, 0.32f, 0.19f, 0.09f };
  float closed = 0.0f;

  for (gsize i = 0; i < G_N_ELEMENTS (reach); i++)
    {
      float d = dip_demo_head_distance (&scene->head, vec_along (p, normal, reach[i]));

      closed += weight[i] * fmaxf (0.0f, 1.0f - d / reach[i]);
    }
  return unitf (1.0f - 1.05f * closed);
}

/* Light wraps further round in the colours that go deeper into skin: red most. */
static Vec
wrapped (float cosine, Vec wrap)
{
  float r = fmaxf (0.0f, (cosine + wrap.x) / (1.0f + wrap.x)), g = fmaxf (0.0f, (cosine + wrap.y) / (1.0f + wrap.y));
  float b = fmaxf (0.0f, (cosine + wrap.z) / (1.0f + wrap.z));

  return vec (r, g, b);
}

static float
mirrored (Vec normal, Vec to_eye, Vec to_lamp)
{
  Vec half = vec_unit (vec_add (to_eye, to_lamp));
  float nh = fmaxf (0.0f, vec_dot (normal, half)), eh = fmaxf (0.0f, vec_dot (to_eye, half));
  float p2 = nh * nh, p4 = p2 * p2, p8 = p4 * p4, p16 = p8 * p8, p32 = p16 * p16;
  float fresnel = 0.04f + 0.96f * powf (1.0f - eh, 5.0f);

  return fresnel * (2.0f * p8 + 4.5f * p32 * p8);
}

static void
light_up (const DipDemoScene *scene, Surfel *at, Vec ray)
{
  const DipDemoLook *look = &scene->look;
  Vec wrap = at->material == DIP_DEMO_SKIN ? vec (0.34f, 0.20f, 0.15f) : vec (0.1f, 0.1f, 0.1f);
  Vec to_eye = vec_scale (ray, -1.0f);
  float key = vec_dot (at->normal, look->key_to);
  float seen = key > -0.4f ? lamp_seen (scene, vec_along (at->p, at->normal, 0.06f), look->key_to) : 0.0f;
  float open = openness (scene, at->p, at->normal);
  float up = 0.5f + 0.5f * at->normal.y;
  Vec shade = vec (sqrtf (seen), seen, seen);
  Vec ambient = vec_scale (vec_mix (look->ground, look->sky, up), open);

  at->light = vec_times (vec_times (look->key, wrapped (key, wrap)), shade);
  at->light
      = vec_add (at->light, vec_scale (vec_times (look->fill, wrapped (vec_dot (at->normal, look->fill_to), wrap)),
                                       0.3f + 0.7f * open));
  at->light = vec_add (at->light, ambient);
  at->gloss = seen * mirrored (at->normal, to_eye, look->key_to) * look->key.y;
  at->gloss += open * (mirrored (at->normal, to_eye, look->fill_to) * look->fill.y);
  at->gloss += open * 0.16f * powf (1.0f - fmaxf (0.0f, vec_dot (at->normal, to_eye)), 4.0f) * look->sky.y;
}

/* Ears, nose, cheeks and lips are redder than the rest, a scalp fresh from the needle reddest. */
static float
flush_at (const DipDemoScene *scene, Vec p, float treated)
{
  float blotch = dip_demo_noise (&scene->noise, vec_scale (p, 1.1f));
  float ear = 0.42f * dip_demo_head_earness (&scene->head, p);
  float face = smoothf (3.0f, -2.5f, p.y) * smoothf (5.0f, 9.0f, p.z);
  float lips
      = smoothf (0.75f, 0.3f, fabsf (p.y + 7.25f)) * smoothf (2.5f, 1.8f, fabsf (p.x)) * smoothf (8.2f, 8.8f, p.z);
  float fresh = (float) scene->what->redness * treated * (0.62f + 0.28f * blotch);

  return unitf (0.06f + 0.05f * blotch + fmaxf (ear, 0.28f * face + 0.5f * lips) + fresh);
}

static void
see_body (const DipDemoScene *scene, Surfel *at, Vec ray)
{
  DipDemoCover cover = { 0 };

  at->material = dip_demo_head_material (&scene->head, at->p);
  at->normal = dip_demo_head_normal (&scene->head, at->p, 0.035f);
  light_up (scene, at, ray);
  at->flush = 0.0f;
  if (at->material == DIP_DEMO_SKIN)
    {
      float on_scalp = smoothf (0.35f, 0.1f, dip_demo_head_scalp (&scene->head, at->p));

      if (on_scalp > 0.0f || at->p.y < 0.0f)
        cover = dip_demo_cover (scene->what, &scene->head, &scene->noise, at->p);
      on_scalp = fmaxf (on_scalp, smoothf (-4.0f, -5.0f, at->p.z) * smoothf (-3.0f, -4.0f, at->p.y));
      cover.natural *= on_scalp;
      cover.pigment *= on_scalp;
      at->flush = flush_at (scene, at->p, cover.treated * on_scalp);
    }
  at->natural = cover.natural;
  at->pigment = cover.pigment;
}

static Surfel
look_along (const Brush *brush, float x, float y)
{
  const DipDemoScene *scene = brush->scene;
  Vec ray = dip_demo_camera_ray (&scene->camera, x, y);
  float t = march (scene, ray, 0.35f * brush->footprint, 126.0f);
  Surfel at = { .material = DIP_DEMO_WALL, .depth = FAR };

  if (t >= FAR)
    return at;
  at.p = vec_along (scene->camera.eye, ray, t);
  at.depth = t * vec_dot (ray, scene->camera.forward);
  see_body (scene, &at, ray);
  return at;
}

static Surfel
between (const Surfel *a, const Surfel *b, float t)
{
  return (Surfel){
    .material = a->material,
    .depth = mixf (a->depth, b->depth, t),
    .p = vec_mix (a->p, b->p, t),
    .normal = vec_mix (a->normal, b->normal, t),
    .light = vec_mix (a->light, b->light, t),
    .gloss = mixf (a->gloss, b->gloss, t),
    .natural = mixf (a->natural, b->natural, t),
    .pigment = mixf (a->pigment, b->pigment, t),
    .flush = mixf (a->flush, b->flush, t),
  };
}

static Vec
skin_colour (const DipDemoScene *scene, const Surfel *at)
{
  const DipDemoLook *look = &scene->look;
  const DipDemoNoise *noise = &scene->noise;
  float patch = dip_demo_noise (noise, vec_scale (at->p, 0.8f)),
        mottle = dip_demo_noise (noise, vec_scale (at->p, 3.1f));
  float grain = dip_demo_noise (noise, vec_scale (at->p, 9.0f)),
        pores = dip_demo_noise (noise, vec_scale (at->p, 21.0f));
  float tone = 1.0f + 0.035f * patch + 0.04f * mottle + 0.03f * grain + 0.03f * pores;
  float mole = smoothf (0.80f, 0.93f, dip_demo_noise (noise, vec_add (vec_scale (at->p, 1.9f), vec (7, 13, 5))));
  float blood = at->flush * mixf (1.0f, 0.55f, (float) scene->what->skin);
  Vec skin = vec_scale (look->skin, tone * (1.0f - 0.35f * mole));
  float stubble = 0.34f * at->natural, ink = 0.30f * at->pigment;

  skin = vec_times (skin, vec (1.0f - 0.02f * patch, 1.0f - 0.36f * blood, 1.0f - 0.34f * blood));
  skin = vec_mix (skin, look->hair, stubble);
  skin = vec_mix (skin, look->pigment, ink);
  float shine
      = look->oil * (0.75f + 0.5f * pores + 0.35f * grain) * (1.0f - 0.75f * fmaxf (at->natural, 0.6f * at->pigment));
  return vec_add (vec_times (skin, at->light), vec_scale (vec (1, 1, 1), fmaxf (0.0f, shine) * at->gloss));
}

static Vec
cloth_colour (const DipDemoScene *scene, const Surfel *at)
{
  float weave = dip_demo_noise (&scene->noise, vec (at->p.x * 11.0f, at->p.y * 11.0f, at->p.z * 11.0f));
  float fold = dip_demo_noise (&scene->noise, vec_scale (at->p, 0.45f));

  return vec_times (vec_scale (scene->look.cloth, 1.0f + 0.10f * weave + 0.08f * fold), at->light);
}

/* A painted wall, or from above the floor, out of focus; the sitter shades it a little. */
static Vec
room_colour (const Brush *brush, float x, float y)
{
  const DipDemoScene *scene = brush->scene;
  const DipDemoLook *look = &scene->look;
  float u = x / (float) brush->film->width - 0.5f, v = y / (float) brush->film->height - 0.5f;
  float side = vec_dot (look->key_to, scene->camera.right);
  float below = smoothf (0.2f, 0.9f, -scene->camera.forward.y);
  Vec base = vec_mix (look->wall, look->floor, below);
  float cast_u = u + 0.16f * side, cast_v = v - 0.10f;
  float cast = expf (-(cast_u * cast_u * 9.0f + cast_v * cast_v * 7.0f));
  float sheen = 0.80f + 0.22f * side * u - 0.12f * v - 0.14f * cast;
  float cloud = dip_demo_noise (&scene->noise, vec (u * 2.3f, v * 2.3f, 3.5f));

  return vec_times (vec_scale (base, sheen + 0.025f * cloud), vec_add (vec_scale (look->key, 0.85f), look->sky));
}

static Vec
colour_of (const Brush *brush, const Surfel *at, float x, float y)
{
  switch (at->material)
    {
    case DIP_DEMO_SKIN:
      return skin_colour (brush->scene, at);
    case DIP_DEMO_CLOTH:
      return cloth_colour (brush->scene, at);
    case DIP_DEMO_WALL:
      break;
    }
  return room_colour (brush, x, y);
}

static void
expose (const Brush *brush, int x, int y, Vec colour, const Surfel *at)
{
  const DipDemoFilm *film = brush->film;
  gsize i = (gsize) y * (gsize) film->width + (gsize) x;

  film->colour[3 * i] = colour.x;
  film->colour[3 * i + 1] = colour.y;
  film->colour[3 * i + 2] = colour.z;
  film->depth[i] = at->depth;
  film->light[i] = at->material == DIP_DEMO_WALL ? 0.6f : at->light.y + 0.6f * at->gloss;
}

/* Does one smooth surface run through the four corners? */
static gboolean
agree (const Brush *brush, const Surfel corners[4], float size)
{
  for (int i = 1; i < 4; i++)
    {
      if (corners[i].material != corners[0].material)
        return FALSE;
      if (corners[0].material == DIP_DEMO_WALL)
        continue;
      if (fabsf (corners[i].depth - corners[0].depth) > 5.0f * size * brush->footprint
          || vec_dot (corners[i].normal, corners[0].normal) < 0.93f)
        return FALSE;
    }
  return TRUE;
}

/* Corners are in reading order. */
static void
fill_smooth (const Brush *brush, int x, int y, int size, const Surfel corners[4])
{
  int right = MIN (x + size, brush->film->width), bottom = MIN (y + size, brush->film->height);
  float step = 1.0f / (float) size;

  for (int j = y; j < bottom; j++)
    {
      float v = ((float) (j - y) + 0.5f) * step;
      Surfel left = between (&corners[0], &corners[2], v), end = between (&corners[1], &corners[3], v);

      for (int i = x; i < right; i++)
        {
          Surfel at = between (&left, &end, ((float) (i - x) + 0.5f) * step);

          expose (brush, i, j, colour_of (brush, &at, (float) i + 0.5f, (float) j + 0.5f), &at);
        }
    }
}

/* A pixel that an outline runs through: the mean of its corners. */
static void
fill_edge (const Brush *brush, int x, int y, const Surfel corners[4])
{
  Vec sum = { 0, 0, 0 };
  const Surfel *nearest = &corners[0];

  if (x >= brush->film->width || y >= brush->film->height)
    return;
  for (int i = 0; i < 4; i++)
    {
      sum = vec_add (sum, colour_of (brush, &corners[i], (float) (x + (i & 1)), (float) (y + (i >> 1))));
      if (corners[i].depth < nearest->depth)
        nearest = &corners[i];
    }
  expose (brush, x, y, vec_scale (sum, 0.25f), nearest);
}

static void
fill (const Brush *brush, int x, int y, int size, const Surfel corners[4])
{
  if (agree (brush, corners, (float) size))
    fill_smooth (brush, x, y, size, corners);
  else if (size == 1)
    fill_edge (brush, x, y, corners);
  else
    {
      int half = size / 2;
      float fx = (float) x, fy = (float) y, fh = (float) half, fs = (float) size;
      Surfel top = look_along (brush, fx + fh, fy), left = look_along (brush, fx, fy + fh);
      Surfel middle = look_along (brush, fx + fh, fy + fh);
      Surfel right = look_along (brush, fx + fs, fy + fh), bottom = look_along (brush, fx + fh, fy + fs);

      fill (brush, x, y, half, (Surfel[4]){ corners[0], top, left, middle });
      fill (brush, x + half, y, half, (Surfel[4]){ top, corners[1], middle, right });
      fill (brush, x, y + half, half, (Surfel[4]){ left, middle, corners[2], bottom });
      fill (brush, x + half, y + half, half, (Surfel[4]){ middle, right, bottom, corners[3] });
    }
}

static void
look_along_row (const Brush *brush, int y, int cells, Surfel *row)
{
  for (int i = 0; i <= cells; i++)
    row[i] = look_along (brush, (float) (i * CELL), (float) y);
}

void
dip_demo_surface_draw (const DipDemoScene *scene, DipDemoFilm *film)
{
  Brush brush = { scene, film, 95.0f / scene->camera.focal };
  int cells = (film->width + CELL - 1) / CELL;
  g_autofree Surfel *above = g_new (Surfel, cells + 1);
  g_autofree Surfel *below = g_new (Surfel, cells + 1);

  look_along_row (&brush, 0, cells, above);
  for (int y = 0; y < film->height; y += CELL)
    {
      Surfel *swap = above;

      look_along_row (&brush, y + CELL, cells, below);
      for (int i = 0; i < cells; i++)
        fill (&brush, i * CELL, y, CELL, (Surfel[4]){ above[i], above[i + 1], below[i], below[i + 1] });
      above = below;
      below = swap;
    }
}

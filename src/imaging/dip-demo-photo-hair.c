/* Every hair and every needle mark, one by one: spread evenly over the scalp, the same for every take of a sitter, cut
 * short, combed away from the whorl. */
#include "dip-demo-photo-private.h"

/* About 110 follicles per square centimetre of scalp, on a sphere that a third of is hairy and in view. */
#define FOLLICLES 112000
/* The head as the follicles see it. */
static const Vec head_middle = { 0, 0.8f, -0.8f };

typedef struct
{
  const DipDemoScene *scene;
  DipDemoFilm *film;
  float length, thick; /* of this sitter's hair, cm */
} Barber;

/* Adds @amount of optical thickness around the line from @a to @b, fading over @radius pixels. */
static void
stroke (const DipDemoFilm *film, float *plane, Vec a, Vec b, float radius, float amount)
{
  float dx = b.x - a.x, dy = b.y - a.y, square = fmaxf (dx * dx + dy * dy, 1e-6f), reach = 1.0f / (radius * radius);
  int left = MAX (0, (int) floorf (fminf (a.x, b.x) - radius)), top = MAX (0, (int) floorf (fminf (a.y, b.y) - radius));
  int right = MIN (film->width - 1, (int) (fmaxf (a.x, b.x) + radius));
  int bottom = MIN (film->height - 1, (int) (fmaxf (a.y, b.y) + radius));

  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++)
      {
        float px = (float) x + 0.5f - a.x, py = (float) y + 0.5f - a.y;
        float t = unitf ((px * dx + py * dy) / square);
        float ex = px - t * dx, ey = py - t * dy;
        float near = 1.0f - (ex * ex + ey * ey) * reach;

        if (near > 0.0f)
          plane[(gsize) y * (gsize) film->width + (gsize) x] += amount * near * near;
      }
}

/* Is the skin at @seen the nearest thing there, and in the picture? */
static gboolean
in_view (const DipDemoFilm *film, Vec seen)
{
  int x = (int) floorf (seen.x), y = (int) floorf (seen.y);

  if (x < 0 || y < 0 || x >= film->width || y >= film->height)
    return FALSE;
  return seen.z < film->depth[(gsize) y * (gsize) film->width + (gsize) x] + 0.3f;
}

/* @radius in cm; what is thinner than a pixel is drawn as wide as one and fainter by as much. */
static void
plant (const Barber *barber, float *plane, Vec root, Vec tip, float radius, float amount)
{
  const DipDemoCamera *camera = &barber->scene->camera;
  Vec a = dip_demo_camera_project (camera, root), b;
  float wide, drawn;

  if (!in_view (barber->film, a))
    return;
  b = dip_demo_camera_project (camera, tip);
  wide = 1.7f * radius * camera->focal / a.z;
  drawn = fmaxf (wide, 1.05f);
  stroke (barber->film, plane, a, b, drawn, amount * wide / drawn);
}

/* Which way hair is combed at @p: away from the whorl, turning close to it, down at the sides. */
static Vec
combed (const DipDemoHead *head, Vec p, Vec normal)
{
  Vec away = vec_sub (p, vec (head->whorl, 8.0f, -6.4f));
  float far = vec_length (away), angle = head->swirl * (0.2f + 1.1f * expf (-far * 0.4f));
  Vec along;

  away = vec_along (away, normal, -vec_dot (away, normal));
  along = vec_unit (vec_add (vec_unit (away), vec (0, -0.9f * smoothf (6.0f, 1.0f, p.y), 0)));
  return vec_add (vec_scale (along, cosf (angle)), vec_scale (vec_cross (normal, along), sinf (angle)));
}

static void
grow (const Barber *barber, guint32 who, Vec root, Vec normal)
{
  Vec way = combed (&barber->scene->head, root, normal);
  float stray = 0.9f * (dip_demo_hash_unit (who + 3) - 0.5f);
  float length = barber->length * (0.6f + 0.7f * dip_demo_hash_unit (who + 4));
  Vec tip;

  way = vec_along (vec_scale (normal, 0.45f), vec_along (way, vec_cross (normal, way), stray), 1.0f);
  tip = vec_along (root, vec_unit (way), length);
  plant (barber, barber->film->hair, root, tip, barber->thick, 0.55f + 0.35f * dip_demo_hash_unit (who + 5));
}

static void
mark (const Barber *barber, guint32 who, Vec root)
{
  float fresh = (float) barber->scene->what->redness;
  float radius = mixf (0.019f, 0.022f, fresh) * (0.75f + 0.5f * dip_demo_hash_unit (who + 6));
  float amount = mixf (0.62f, 0.95f, fresh) * (0.5f + 0.7f * dip_demo_hash_unit (who + 7));

  plant (barber, barber->film->marks, root, root, radius, amount);
}

/* An even spread over a sphere (Fibonacci lattice), each point moved a little. */
static Vec
spread (guint32 i, guint32 who)
{
  float y = 1.0f - 2.0f * ((float) i + 0.5f + 1.6f * (dip_demo_hash_unit (who) - 0.5f)) / FOLLICLES;
  float turn = (float) fmod ((double) i * 0.61803398874989485, 1.0) + 0.0035f * (dip_demo_hash_unit (who + 1) - 0.5f);
  float around = 2.0f * (float) G_PI * turn, radius = sqrtf (fmaxf (0.0f, 1.0f - y * y));

  return vec (radius * cosf (around), y, radius * sinf (around));
}

static void
follicle (const Barber *barber, guint32 i)
{
  const DipDemoScene *scene = barber->scene;
  guint32 who = dip_demo_hash (scene->what->seed * 2654435761u + i);
  Vec direction = spread (i, who), root;
  DipDemoCover cover;
  float chance = dip_demo_hash_unit (who + 2);

  if (direction.y < -0.75f || vec_dot (direction, scene->camera.forward) > 0.2f)
    return;
  root = dip_demo_head_project (&scene->head, head_middle, direction);
  cover = dip_demo_cover (scene->what, &scene->head, &scene->noise, root);
  if (chance < cover.natural)
    grow (barber, who, root, direction);
  else if (dip_demo_hash_unit (who + 8) < cover.pigment)
    mark (barber, who, root);
}

/* The skin of the face below @above, looking back from the front. */
static Vec
onto_face (const DipDemoHead *head, Vec above)
{
  for (int i = 0; i < 12; i++)
    above.z -= 0.8f * dip_demo_head_distance (head, above);
  return above;
}

/* An arched band of hairs that lie outwards, growing upwards near the nose. */
static void
eyebrow (const Barber *barber, float side)
{
  const DipDemoHead *head = &barber->scene->head;

  for (guint32 i = 0; i < 420; i++)
    {
      guint32 who = dip_demo_hash (barber->scene->what->seed + i * 16 + (side > 0.0f ? 7u : 1u));
      float along = dip_demo_hash_unit (who), across = dip_demo_hash_unit (who + 1) - 0.5f;
      float arch = 0.35f + 0.75f * sinf (2.3f * along), wide = 0.75f * (1.0f - 0.65f * along * along);
      Vec root = vec (side * (1.15f + 3.75f * along), arch - 0.45f * along * along + across * wide, 12.0f);
      Vec way = vec (side * (0.35f + along), 0.75f - 1.25f * along - across, 0.15f - 0.5f * along);

      root = onto_face (head, vec_times (root, head->stretch));
      plant (barber, barber->film->hair, root,
             vec_along (root, vec_unit (way), 0.35f + 0.3f * dip_demo_hash_unit (who + 2)), 0.008f, 0.9f);
    }
}

/* The eyes are closed: lashes along the lower edge of the lid. */
static void
lashes (const Barber *barber, float side)
{
  const DipDemoHead *head = &barber->scene->head;

  for (guint32 i = 0; i < 90; i++)
    {
      guint32 who = dip_demo_hash (barber->scene->what->seed + i * 16 + (side > 0.0f ? 11u : 5u));
      float along = 2.0f * dip_demo_hash_unit (who) - 1.0f;
      Vec root = vec (side * (3.15f + 1.25f * along), -2.42f + 0.3f * along * along, 12.0f);
      Vec way = vec (side * 0.5f * along, -0.6f, 0.7f);

      root = onto_face (head, vec_times (root, head->stretch));
      plant (barber, barber->film->hair, root, vec_along (root, way, 0.25f + 0.25f * dip_demo_hash_unit (who + 1)),
             0.010f, 0.9f);
    }
}

void
dip_demo_hair_draw (const DipDemoScene *scene, DipDemoFilm *film)
{
  DipDemoDice dice = dip_demo_dice (scene->what->seed, 3);
  Barber barber = { scene, film, 0, 0 };

  barber.length = dip_demo_dice_between (&dice, 0.10f, 0.26f);
  barber.thick = dip_demo_dice_between (&dice, 0.0055f, 0.0075f);
  for (guint32 i = 0; i < FOLLICLES; i++)
    follicle (&barber, i);
  for (int side = -1; side <= 1; side += 2)
    {
      eyebrow (&barber, (float) side);
      lashes (&barber, (float) side);
    }
}

/* The sitter's head and shoulders as a signed distance field: blended ellipsoids, capsules and rings. The measures are
 * those of an average adult (head breadth 15.5 cm, length 19.5 cm), stretched a little per sitter. */
#include "dip-demo-photo-private.h"

/* Past this distance from a part only the distance to its bounding ball is known; more than the shading ever looks. */
#define PART_MARGIN 1.6f

static float
ball (Vec p, Vec centre, float radius)
{
  return vec_length (vec_sub (p, centre)) - radius;
}

/* The usual first-order distance to an ellipsoid: exact on it, close to it elsewhere. */
static float
ellipsoid (Vec p, Vec centre, Vec radii)
{
  Vec q = vec_sub (p, centre);
  Vec a = vec (q.x / radii.x, q.y / radii.y, q.z / radii.z);
  Vec b = vec (a.x / radii.x, a.y / radii.y, a.z / radii.z);
  float length = vec_length (a);

  return length * (length - 1.0f) / fmaxf (vec_length (b), 1e-6f);
}

/* A capsule whose radius goes from @from to @to. */
static float
limb (Vec p, Vec a, Vec b, float from, float to)
{
  Vec ab = vec_sub (b, a), ap = vec_sub (p, a);
  float t = unitf (vec_dot (ap, ab) / vec_dot (ab, ab));

  return vec_length (vec_along (ap, ab, -t)) - mixf (from, to, t);
}

/* A union whose seam is rounded over @width. */
static float
blend (float a, float b, float width)
{
  float h = fmaxf (width - fabsf (a - b), 0.0f) / width;

  return fminf (a, b) - h * h * width * 0.25f;
}

/* @a without @b, the edge rounded. */
static float
carve (float a, float b, float width)
{
  return -blend (-a, b, width);
}

void
dip_demo_head_init (DipDemoHead *head, guint32 seed)
{
  DipDemoDice dice = dip_demo_dice (seed, 1);

  head->stretch.x = dip_demo_dice_between (&dice, 0.96f, 1.05f);
  head->stretch.y = dip_demo_dice_between (&dice, 0.97f, 1.05f);
  head->stretch.z = dip_demo_dice_between (&dice, 0.96f, 1.04f);
  head->ear_size = dip_demo_dice_between (&dice, 0.92f, 1.08f);
  head->ear_flare = dip_demo_dice_between (&dice, 0.34f, 0.62f);
  head->brow_ridge = dip_demo_dice_between (&dice, 0.0f, 0.35f);
  head->nape = dip_demo_dice_between (&dice, -0.6f, 0.6f);
  head->hairline = dip_demo_dice_between (&dice, -0.4f, 0.5f);
  head->recession = dip_demo_dice_between (&dice, 0.0f, 1.0f);
  head->whorl = dip_demo_dice_between (&dice, -1.6f, 1.6f);
  head->swirl = dip_demo_dice_between (&dice, -1.0f, 1.0f) < 0.0f ? -1.0f : 1.0f;
}

static Vec
relaxed (const DipDemoHead *head, Vec p)
{
  return vec (p.x / head->stretch.x, p.y / head->stretch.y, p.z / head->stretch.z);
}

static float
tightest (const DipDemoHead *head)
{
  return fminf (head->stretch.x, fminf (head->stretch.y, head->stretch.z));
}

/* Seen from above an egg, narrow in front. */
static float
skull (Vec p)
{
  float frontal = ellipsoid (p, vec (0, 1.3f, 1.3f), vec (6.5f, 7.4f, 7.7f));
  float parietal = ellipsoid (p, vec (0, 1.3f, -2.5f), vec (7.35f, 7.7f, 7.1f));
  float occipital = ellipsoid (p, vec (0, -2.2f, -3.5f), vec (6.0f, 6.0f, 5.9f));

  return blend (blend (frontal, parietal, 2.5f), occipital, 2.5f);
}

/* Distance to a tube along the ellipse of @radii in the plane of an ear, @thick at angle 0. */
static float
rim (Vec p, float u, float v, float ru, float rv, float height, float thick)
{
  float a = (p.x - u) / ru, b = (p.y - v) / rv;
  float length = sqrtf (a * a + b * b);
  float steep = sqrtf (a * a / (ru * ru) + b * b / (rv * rv));
  float across = length * (length - 1.0f) / fmaxf (steep, 1e-4f);
  float along = p.z - height;
  /* An ear's rim thins out towards the lobe and starts inside the shell, in front. */
  float open = smoothf (-0.2f, -1.0f, b) + smoothf (-0.45f, -0.95f, a) * smoothf (0.35f, -0.2f, b);

  return sqrtf (across * across + along * along) - thick * (1.0f - 0.65f * unitf (open));
}

/* In the ear's own frame: x to the back, y up, z outwards. */
static float
auricle (Vec p)
{
  float shell = ellipsoid (p, vec (0.95f, 0.35f, 0.0f), vec (1.75f, 2.75f, 0.42f));
  float lobe = ellipsoid (p, vec (0.35f, -2.55f, 0.0f), vec (0.85f, 0.95f, 0.36f));
  float root = ellipsoid (p, vec (0.1f, -0.3f, -0.55f), vec (1.15f, 2.1f, 0.9f));
  float helix = rim (p, 0.95f, 0.55f, 1.62f, 2.5f, 0.26f, 0.33f);
  float fold = rim (p, 0.75f, 0.1f, 1.0f, 1.65f, 0.2f, 0.26f);
  float bowl = ellipsoid (p, vec (0.55f, -0.45f, 0.55f), vec (0.85f, 1.35f, 0.75f));
  float groove = ellipsoid (p, vec (1.0f, 0.9f, 0.62f), vec (1.35f, 2.0f, 0.4f));
  float tragus = ellipsoid (p, vec (-0.45f, -0.55f, 0.25f), vec (0.4f, 0.65f, 0.4f));
  float d = blend (blend (shell, lobe, 0.7f), root, 0.8f);

  d = carve (d, groove, 0.25f);
  d = blend (d, fold, 0.35f);
  d = carve (d, bowl, 0.3f);
  d = blend (d, helix, 0.22f);
  return blend (d, tragus, 0.35f);
}

static const Vec ear_root = { 6.75f, -2.3f, -1.0f };

/* @p mirrored to the left side. */
static Vec
ear_frame (const DipDemoHead *head, Vec p)
{
  float c = cosf (head->ear_flare), s = sinf (head->ear_flare);
  Vec q = vec_scale (vec_sub (p, ear_root), 1.0f / head->ear_size);
  /* Leaning back by a tenth, as ears do. */
  float back = -q.z + 0.16f * q.y, up = q.y + 0.16f * q.z;

  return vec (back * c + q.x * s, up, q.x * c - back * s);
}

static float
with_ears (const DipDemoHead *head, Vec p, float d)
{
  float bound = ball (p, vec (7.6f, -2.2f, -2.0f), 3.9f);

  if (bound > PART_MARGIN)
    return fminf (d, bound);
  return blend (d, auricle (ear_frame (head, p)) * head->ear_size, 0.5f);
}

static float
eyes (Vec p, float d)
{
  float socket = ellipsoid (p, vec (3.15f, -1.7f, 9.6f), vec (2.1f, 1.25f, 1.9f));
  float lid = ball (p, vec (3.15f, -1.75f, 7.0f), 1.42f);

  return blend (carve (d, socket, 1.3f), lid, 0.25f);
}

static float
nose (Vec p, float d)
{
  float bridge = limb (p, vec (0, -0.8f, 8.35f), vec (0, -4.4f, 10.35f), 0.62f, 0.85f);
  float tip = ball (p, vec (0, -4.6f, 10.45f), 0.95f);
  float wing = ellipsoid (p, vec (1.25f, -4.9f, 9.35f), vec (0.7f, 0.75f, 0.95f));
  float all = blend (blend (bridge, tip, 0.7f), wing, 0.6f);

  return blend (d, all, 0.9f);
}

static float
mouth (Vec p, float d)
{
  float muzzle = ellipsoid (p, vec (0, -7.2f, 6.6f), vec (3.3f, 2.4f, 2.5f));
  float upper = ellipsoid (p, vec (0, -6.85f, 8.75f), vec (2.3f, 0.42f, 0.65f));
  float lower = ellipsoid (p, vec (0, -7.65f, 8.6f), vec (2.0f, 0.5f, 0.7f));

  d = blend (d, muzzle, 1.6f);
  return blend (blend (d, upper, 0.25f), lower, 0.3f);
}

/* The face, of which most views show the brow only. */
static float
with_face (const DipDemoHead *head, Vec p, float d)
{
  float bound = ball (p, vec (0, -4.5f, 5.0f), 9.0f);
  float ridge, cheek, jaw, chin;

  if (bound > PART_MARGIN)
    return fminf (d, bound);
  jaw = ellipsoid (p, vec (0, -4.8f, 2.6f), vec (5.9f, 7.4f, 5.6f));
  chin = ellipsoid (p, vec (0, -10.2f, 6.0f), vec (2.3f, 1.8f, 2.1f));
  cheek = ellipsoid (p, vec (4.3f, -3.4f, 5.3f), vec (2.1f, 1.7f, 2.4f));
  ridge = ellipsoid (p, vec (2.7f, -0.05f, 7.55f + head->brow_ridge), vec (3.0f, 0.85f, 1.15f));
  d = blend (blend (d, jaw, 2.5f), chin, 2.2f);
  d = blend (blend (d, cheek, 2.0f), ridge, 1.3f);
  d = eyes (p, d);
  d = nose (p, d);
  return mouth (p, d);
}

static float
neck (Vec p)
{
  float column = limb (p, vec (0, -6.0f, -2.9f), vec (0, -18.0f, -4.6f), 5.3f, 6.0f);
  /* The two muscles that make the hollow of the nape. */
  float muscle = limb (p, vec (1.9f, -5.0f, -6.6f), vec (2.6f, -16.0f, -8.4f), 1.6f, 2.2f);

  return blend (column, muscle, 2.2f);
}

/* A round collar on sloping shoulders, gently creased. */
static float
clothes (Vec p)
{
  float shoulder = limb (p, vec (3.5f, -16.8f, -5.4f), vec (17.5f, -20.5f, -5.0f), 4.8f, 5.2f);
  float trunk = ellipsoid (p, vec (0, -30.0f, -4.6f), vec (18.5f, 13.5f, 11.0f));
  float tilt = p.y + 13.6f - 0.10f * (p.z + 4.6f);
  float ring = sqrtf (p.x * p.x + (p.z + 4.9f) * (p.z + 4.9f)) - 6.9f;
  float collar = sqrtf (ring * ring + tilt * tilt * 0.45f) - 0.75f;
  float crease = 0.14f * sinf (p.x * 0.9f + p.y * 0.5f) * sinf (p.z * 0.6f + p.x * 0.3f);

  return blend (blend (shoulder, trunk, 4.0f), collar, 0.9f) - crease;
}

static float
with_body (Vec p, float d, float *cloth)
{
  /* Nothing of the body reaches above this level. */
  float bound = p.y + 3.0f;

  *cloth = G_MAXFLOAT;
  if (bound > PART_MARGIN)
    return fminf (d, bound);
  d = blend (d, neck (p), 2.6f);
  *cloth = p.y + 11.0f;
  if (*cloth < PART_MARGIN)
    *cloth = 0.8f * clothes (p);
  return d;
}

static float
skin_distance (const DipDemoHead *head, Vec p, float *cloth)
{
  float d;

  p = relaxed (head, p);
  p.x = fabsf (p.x);
  d = skull (p);
  d = with_face (head, p, d);
  d = with_body (p, d, cloth);
  return with_ears (head, p, d);
}

float
dip_demo_head_distance (const DipDemoHead *head, Vec p)
{
  float cloth, d = skin_distance (head, p, &cloth);

  return fminf (d, cloth) * tightest (head);
}

float
dip_demo_head_scalp (const DipDemoHead *head, Vec p)
{
  return skull (relaxed (head, p)) * tightest (head);
}

DipDemoMaterial
dip_demo_head_material (const DipDemoHead *head, Vec p)
{
  float cloth, d = skin_distance (head, p, &cloth);

  return cloth < d ? DIP_DEMO_CLOTH : DIP_DEMO_SKIN;
}

/* From the four corners of a tetrahedron. */
Vec
dip_demo_head_normal (const DipDemoHead *head, Vec p, float step)
{
  static const Vec corners[4] = { { 1, -1, -1 }, { -1, -1, 1 }, { -1, 1, -1 }, { 1, 1, 1 } };
  Vec normal = { 0, 0, 0 };

  for (int i = 0; i < 4; i++)
    normal = vec_along (normal, corners[i], dip_demo_head_distance (head, vec_along (p, corners[i], step)));
  return vec_unit (normal);
}

Vec
dip_demo_head_project (const DipDemoHead *head, Vec inside, Vec direction)
{
  float t = 12.0f;

  for (int i = 0; i < 5; i++)
    t -= dip_demo_head_scalp (head, vec_along (inside, direction, t));
  /* At the nape the neck covers the skull. */
  for (int i = 0; i < 3 && inside.z + direction.z * t < -4.5f && direction.y < -0.2f; i++)
    t -= dip_demo_head_distance (head, vec_along (inside, direction, t));
  return vec_along (inside, direction, t);
}

float
dip_demo_head_earness (const DipDemoHead *head, Vec p)
{
  Vec q = relaxed (head, p);

  q.x = fabsf (q.x);
  if (ball (q, vec (7.6f, -2.2f, -2.0f), 4.2f) > 0.0f)
    return 0.0f;
  return smoothf (0.5f, 0.1f, auricle (ear_frame (head, q)));
}

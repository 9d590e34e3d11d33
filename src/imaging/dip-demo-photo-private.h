/* What the parts of the demo photographer share: small vectors, noise, the sitter, the camera, the light and the film.
 *
 * Space is the sitter's own: centimetres, x to the sitter's left, y up, z out of the face; y = 0 is level with the brow.
 * Colours are linear sRGB. Everything is made from a seed once per photo and then only read. */
#pragma once

#include "dip-demo-photo.h"

#include <math.h>

G_BEGIN_DECLS

typedef struct
{
  float x, y, z;
} Vec;

static inline Vec
vec (float x, float y, float z)
{
  return (Vec){ x, y, z };
}

static inline Vec
vec_add (Vec a, Vec b)
{
  return vec (a.x + b.x, a.y + b.y, a.z + b.z);
}

static inline Vec
vec_sub (Vec a, Vec b)
{
  return vec (a.x - b.x, a.y - b.y, a.z - b.z);
}

static inline Vec
vec_scale (Vec a, float by)
{
  return vec (a.x * by, a.y * by, a.z * by);
}

static inline Vec
vec_times (Vec a, Vec b)
{
  return vec (a.x * b.x, a.y * b.y, a.z * b.z);
}

/* a + b * by */
static inline Vec
vec_along (Vec a, Vec b, float by)
{
  return vec (a.x + b.x * by, a.y + b.y * by, a.z + b.z * by);
}

static inline Vec
vec_mix (Vec a, Vec b, float t)
{
  return vec (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t);
}

static inline float
vec_dot (Vec a, Vec b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline Vec
vec_cross (Vec a, Vec b)
{
  return vec (a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

static inline float
vec_length (Vec a)
{
  return sqrtf (vec_dot (a, a));
}

static inline Vec
vec_unit (Vec a)
{
  return vec_scale (a, 1.0f / fmaxf (vec_length (a), 1e-9f));
}

static inline float
mixf (float a, float b, float t)
{
  return a + (b - a) * t;
}

static inline float
unitf (float x)
{
  return x < 0.0f ? 0.0f : x > 1.0f ? 1.0f : x;
}

static inline float
smoothf (float from, float to, float x)
{
  float t = unitf ((x - from) / (to - from));

  return t * t * (3.0f - 2.0f * t);
}

/* An integer hash (lowbias32): the only source of chance per pixel and per hair. */
static inline guint32
dip_demo_hash (guint32 x)
{
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ (x >> 16);
}

static inline float
dip_demo_hash_unit (guint32 x)
{
  return (float) (dip_demo_hash (x) >> 8) * (1.0f / 16777216.0f);
}

/* splitmix64: draws the traits of a sitter or a take, in order. */
typedef guint64 DipDemoDice;

DipDemoDice dip_demo_dice (guint32 seed, guint32 stream);
float dip_demo_dice_between (DipDemoDice *dice, float low, float high);

/* Smooth noise in space, -1..1, about one feature per unit; repeats every 32 units. */
#define DIP_DEMO_NOISE_SIDE 32

typedef struct
{
  float lattice[DIP_DEMO_NOISE_SIDE * DIP_DEMO_NOISE_SIDE * DIP_DEMO_NOISE_SIDE];
} DipDemoNoise;

void dip_demo_noise_fill (DipDemoNoise *noise, guint32 seed);
float dip_demo_noise (const DipDemoNoise *noise, Vec p);

/* The sitter's build: constant over all views and takes. */
typedef struct
{
  Vec stretch;      /* of the head along each axis, about 1 */
  float ear_size;   /* about 1 */
  float ear_flare;  /* radians away from the head */
  float brow_ridge; /* cm */
  float nape;       /* cm the nape's hairline is lower */
  float hairline;   /* cm the forehead's hairline is higher */
  float recession;  /* cm the corners of the natural hairline go back */
  float whorl;      /* x of the crown's whorl, cm */
  float swirl;      /* which way it turns, -1 or 1 */
} DipDemoHead;

typedef enum
{
  DIP_DEMO_WALL,
  DIP_DEMO_SKIN,
  DIP_DEMO_CLOTH,
} DipDemoMaterial;

void dip_demo_head_init (DipDemoHead *head, guint32 seed);
/* Signed distances, never over-estimated by much; the scalp alone is the skull without ears, face and neck. */
float dip_demo_head_distance (const DipDemoHead *head, Vec p);
float dip_demo_head_scalp (const DipDemoHead *head, Vec p);
DipDemoMaterial dip_demo_head_material (const DipDemoHead *head, Vec p);
Vec dip_demo_head_normal (const DipDemoHead *head, Vec p, float step);
/* The point of the surface that is seen from @inside in @direction. */
Vec dip_demo_head_project (const DipDemoHead *head, Vec inside, Vec direction);
/* Where the ear is fixed, for its colour; 0 off the ear .. 1 on it. */
float dip_demo_head_earness (const DipDemoHead *head, Vec p);

typedef struct
{
  Vec eye, forward, right, down; /* @right and @down already rolled */
  float focal;                   /* pixels per unit of slope */
  float x, y;                    /* where the axis meets the picture, pixels */
} DipDemoCamera;

void dip_demo_camera_init (DipDemoCamera *camera, const DipDemoPhoto *what);
/* Upright pixels and the depth along the axis, cm. */
Vec dip_demo_camera_project (const DipDemoCamera *camera, Vec p);
/* Of length one. */
Vec dip_demo_camera_ray (const DipDemoCamera *camera, float x, float y);
/* (out) @landmarks as in dip_demo_photo_draw(). */
void dip_demo_camera_landmarks (const DipDemoCamera *camera, const DipDemoHead *head, DipDemoView view,
                                double landmarks[4]);

/* Where hair grows and pigment went, 0..1 each. */
typedef struct
{
  float natural; /* hairs that are left */
  float pigment; /* needle marks */
  float treated; /* the area of the sitting, whether marks show or not */
} DipDemoCover;

DipDemoCover dip_demo_cover (const DipDemoPhoto *what, const DipDemoHead *head, const DipDemoNoise *noise, Vec p);

/* Colours and light of one photo. */
typedef struct
{
  Vec skin, hair, pigment, cloth, wall, floor;
  Vec key_to, fill_to;        /* unit vectors towards the lamps */
  Vec key, fill, sky, ground; /* their light */
  float oil;                  /* how much the skin shines */
  float exposure, vignette, grain;
  Vec balance; /* the camera's white balance error */
} DipDemoLook;

void dip_demo_look_init (DipDemoLook *look, const DipDemoPhoto *what, const DipDemoCamera *camera);

typedef struct
{
  const DipDemoPhoto *what;
  DipDemoHead head;
  DipDemoCamera camera;
  DipDemoLook look;
  DipDemoNoise noise;
} DipDemoScene;

/* The picture while it is being made; upright. */
typedef struct
{
  int width, height;
  float *colour; /* width * height * 3 */
  float *light;  /* width * height: how bright a hair would be there */
  float *depth;  /* width * height, cm; the wall is very far */
  float *hair;   /* width * height: optical thickness of hair */
  float *marks;  /* the same of pigment */
} DipDemoFilm;

void dip_demo_surface_draw (const DipDemoScene *scene, DipDemoFilm *film);
void dip_demo_hair_draw (const DipDemoScene *scene, DipDemoFilm *film);
/* (transfer full): 3 * width * height bytes of sRGB. */
guint8 *dip_demo_film_develop (const DipDemoScene *scene, const DipDemoFilm *film);

/* Puts everything a phone would write around the picture data of @jpeg. @thumbnail is a small JPEG of the same picture. */
GBytes *dip_demo_exif_dress (const DipDemoPhoto *what, GBytes *jpeg, GBytes *thumbnail, GError **error);

G_END_DECLS

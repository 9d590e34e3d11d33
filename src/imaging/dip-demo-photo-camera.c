/* Where the camera stands for each standard view, and how a hand holds it a little differently at every sitting: closer,
 * turned, shifted. All of that is a similarity of the picture plane, so that two takes can be registered exactly. */
#include "dip-demo-photo-private.h"

/* Metres away on purpose: a clinic steps back and zooms, so that views compare. */
#define CAMERA_DISTANCE 95.0f
#define DEGREES         ((float) (G_PI / 180.0))

typedef struct
{
  float yaw, pitch;    /* degrees around and above the head; yaw 0 faces the sitter, 90 their left ear */
  Vec target;          /* what the picture's middle shows */
  float width, height; /* cm that must be in the picture */
  Vec marks[2];        /* places on the head that this view shows, to be projected onto the skin */
} Stand;

static const Stand stands[] = {
  [DIP_DEMO_FRONT] = { 0, 27, { 0, 5.2f, 5.0f }, 19.0f, 16.0f, { { 4.6f, 1.1f, 7.4f }, { -4.6f, 1.1f, 7.4f } } },
  [DIP_DEMO_TOP] = { 0, 74, { 0, 6.0f, 0.6f }, 21.0f, 23.0f, { { 4.6f, 1.1f, 7.4f }, { 0, 7.5f, -6.5f } } },
  [DIP_DEMO_CROWN] = { 180, 47, { 0, 3.6f, -5.5f }, 21.0f, 19.0f, { { 8.2f, 0.3f, -2.0f }, { -8.2f, 0.3f, -2.0f } } },
  [DIP_DEMO_LEFT_TEMPLE]
  = { 68, 9, { 3.0f, 3.6f, 1.2f }, 19.5f, 16.5f, { { 4.6f, 1.1f, 7.4f }, { 8.2f, 0.3f, -2.0f } } },
  [DIP_DEMO_RIGHT_TEMPLE]
  = { -68, 9, { -3.0f, 3.6f, 1.2f }, 19.5f, 16.5f, { { -4.6f, 1.1f, 7.4f }, { -8.2f, 0.3f, -2.0f } } },
  [DIP_DEMO_BACK] = { 180, 6, { 0, 0.2f, -6.0f }, 22.0f, 22.0f, { { 8.2f, 0.3f, -2.0f }, { -8.2f, 0.3f, -2.0f } } },
};

static void
stand_at (DipDemoCamera *camera, const Stand *stand)
{
  float cy = cosf (stand->yaw * DEGREES), sy = sinf (stand->yaw * DEGREES);
  float cp = cosf (stand->pitch * DEGREES), sp = sinf (stand->pitch * DEGREES);
  Vec out = vec (sy * cp, sp, cy * cp);

  camera->eye = vec_along (stand->target, out, CAMERA_DISTANCE);
  camera->forward = vec_scale (out, -1.0f);
  camera->down = vec (sy * sp, -cp, cy * sp);
  camera->right = vec_cross (camera->down, camera->forward);
}

/* Within the limits that the demo's photos are promised to keep: 6 % of scale, 4 degrees, 4 % of shift. */
static void
hold (DipDemoCamera *camera, const DipDemoPhoto *what)
{
  DipDemoDice dice = dip_demo_dice (what->seed, 1000 + what->take * 16 + what->view);
  float roll = dip_demo_dice_between (&dice, -4.0f, 4.0f) * DEGREES;
  float c = cosf (roll), s = sinf (roll);
  Vec right = camera->right, down = camera->down;

  camera->focal *= 1.0f + dip_demo_dice_between (&dice, -0.06f, 0.06f);
  camera->x += dip_demo_dice_between (&dice, -0.04f, 0.04f) * (float) what->width;
  camera->y += dip_demo_dice_between (&dice, -0.04f, 0.04f) * (float) what->height;
  camera->right = vec_along (vec_scale (right, c), down, s);
  camera->down = vec_along (vec_scale (down, c), right, -s);
}

void
dip_demo_camera_init (DipDemoCamera *camera, const DipDemoPhoto *what)
{
  const Stand *stand = &stands[what->view];

  stand_at (camera, stand);
  camera->focal = CAMERA_DISTANCE * fminf ((float) what->width / stand->width, (float) what->height / stand->height);
  camera->x = 0.5f * (float) what->width;
  camera->y = 0.5f * (float) what->height;
  hold (camera, what);
}

Vec
dip_demo_camera_project (const DipDemoCamera *camera, Vec p)
{
  Vec to = vec_sub (p, camera->eye);
  float depth = vec_dot (to, camera->forward);
  float scale = camera->focal / depth;

  return vec (camera->x + vec_dot (to, camera->right) * scale, camera->y + vec_dot (to, camera->down) * scale, depth);
}

Vec
dip_demo_camera_ray (const DipDemoCamera *camera, float x, float y)
{
  Vec to = vec_along (camera->forward, camera->right, (x - camera->x) / camera->focal);

  return vec_unit (vec_along (to, camera->down, (y - camera->y) / camera->focal));
}

/* The nearest skin: down the slope of the distance. */
static Vec
settle (const DipDemoHead *head, Vec p)
{
  for (int i = 0; i < 6; i++)
    p = vec_along (p, dip_demo_head_normal (head, p, 0.05f), -dip_demo_head_distance (head, p));
  return p;
}

void
dip_demo_camera_landmarks (const DipDemoCamera *camera, const DipDemoHead *head, DipDemoView view, double landmarks[4])
{
  for (int i = 0; i < 2; i++)
    {
      Vec place = settle (head, vec_times (stands[view].marks[i], head->stretch));
      Vec seen = dip_demo_camera_project (camera, place);

      landmarks[2 * i] = (double) seen.x;
      landmarks[2 * i + 1] = (double) seen.y;
    }
}

/* Built for speed always: see meson.build. */
#include "dip-register-private.h"

#include <math.h>
#include <string.h>

#define CENTRE_REACH 0.45 /* of the longer side: edges further from the middle count less; the head is there */
#define LEAST_LENGTH 0.45 /* of a clear edge */
#define LEAST_INSIDE 0.4  /* of the edges has to fall into the after */
#define MOST_POINTS  9000
#define SQUARES      6 /* of the chequerboard along the longer side */

#define MOST_TURN  28 /* degrees */
#define TURN_STEP  4
#define LEAST_SIZE 0.58
#define SIZE_STEP  1.11
#define N_SIZES    11
#define MOST_SHIFT 0.3  /* of the longer side */
#define SHIFT_STEP 2    /* pixels */
#define APART      0.07 /* parts of the side: places nearer than this are one */

static float
centre_weight (double x, double y, double side)
{
  const double reach = CENTRE_REACH * side;

  return (float) exp (-(x * x + y * y) / (2 * reach * reach));
}

void
dip_edge_points_clear (DipEdgePoints *self)
{
  g_clear_pointer (&self->x, g_free);
  self->n = 0;
}

static gboolean
is_in (DipEdges edges, int x, int y, int side)
{
  const int square = MAX (1, side / SQUARES);

  return edges == DIP_EDGES_ALL || ((x / square + y / square) % 2 == 0) == (edges == DIP_EDGES_EVEN);
}

void
dip_edge_points_make (DipEdgePoints *self, const DipField *field, DipEdges edges)
{
  const int side = MAX (field->width, field->height);
  const gsize room = (gsize) field->width * field->height;
  guint n = 0, step;
  float least = LEAST_LENGTH;

  for (gsize i = 0; i < room; i++)
    n += field->x[i] * field->x[i] + field->y[i] * field->y[i] >= least * least;
  step = MAX (1, n / MOST_POINTS);
  self->x = g_new (float, room * 5);
  self->y = self->x + room;
  self->dx = self->y + room;
  self->dy = self->dx + room;
  self->weight = self->dy + room;
  self->n = 0;
  self->all = 0;
  n = 0;
  for (int y = 0; y < field->height; y++)
    for (int x = 0; x < field->width; x++)
      {
        const gsize i = (gsize) y * field->width + x;
        const float square = field->x[i] * field->x[i] + field->y[i] * field->y[i];

        if (square < least * least || n++ % step != 0 || !is_in (edges, x, y, side))
          continue;
        self->x[self->n] = x + 0.5f - field->width / 2.0f;
        self->y[self->n] = y + 0.5f - field->height / 2.0f;
        self->dx[self->n] = field->x[i];
        self->dy[self->n] = field->y[i];
        self->weight[self->n] = centre_weight (self->x[self->n], self->y[self->n], side);
        self->all += self->weight[self->n] * square;
        self->n++;
      }
}

double
dip_edge_points_score (const DipEdgePoints *self, const DipField *before, const DipField *after, const DipMove *move)
{
  const double side = MAX (before->width, before->height), after_side = MAX (after->width, after->height);
  const double scale = exp (-move->size) * after_side / side;
  const float c = (float) cos (move->turn), s = (float) sin (move->turn);
  const float ic = (float) (scale * c), is = (float) (scale * s);
  const float shift_x = (float) (move->x * side), shift_y = (float) (move->y * side);
  const float middle_x = after->width / 2.0f - 0.5f, middle_y = after->height / 2.0f - 0.5f;
  const int stride = after->width;
  float dot = 0, own = 0, other = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const float px = self->x[i] - shift_x, py = self->y[i] - shift_y;
      const float u = ic * px + is * py + middle_x, v = -is * px + ic * py + middle_y;
      const int x = (int) u, y = (int) v;

      if (!(u >= 0 && v >= 0 && x < after->width - 1 && y < after->height - 1))
        continue;
      const float fx = u - x, fy = v - y;
      const float w00 = (1 - fx) * (1 - fy), w10 = fx * (1 - fy), w01 = (1 - fx) * fy, w11 = fx * fy;
      const gsize at = (gsize) y * stride + x;
      const float ax
          = w00 * after->x[at] + w10 * after->x[at + 1] + w01 * after->x[at + stride] + w11 * after->x[at + stride + 1];
      const float ay
          = w00 * after->y[at] + w10 * after->y[at + 1] + w01 * after->y[at + stride] + w11 * after->y[at + stride + 1];
      const float weight = self->weight[i];

      dot += weight * (self->dx[i] * (c * ax - s * ay) + self->dy[i] * (s * ax + c * ay));
      own += weight * (self->dx[i] * self->dx[i] + self->dy[i] * self->dy[i]);
      other += weight * (ax * ax + ay * ay);
    }
  if (own < LEAST_INSIDE * self->all || other <= 0)
    return -1;
  return dot / sqrt ((double) own * other) * MIN (1, 0.75 + 0.25 * own / self->all);
}

/* The after turned and scaled about its middle, on a canvas that the before can be shifted over. */
typedef struct
{
  int width, height, margin;
  float *x, *y, *square, *inside;
} Canvas;

static void
canvas_fill (Canvas *self, const DipField *before, const DipField *after, double turn, double scale)
{
  const double side = MAX (before->width, before->height), after_side = MAX (after->width, after->height);
  const double by = after_side / side / scale, c = cos (turn), s = sin (turn);

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        const double px = x + 0.5 - self->width / 2.0, py = y + 0.5 - self->height / 2.0;
        const double u = by * (c * px + s * py) + after->width / 2.0, v = by * (-s * px + c * py) + after->height / 2.0;
        const gsize i = (gsize) y * self->width + x;
        gsize at;

        self->x[i] = self->y[i] = self->square[i] = self->inside[i] = 0;
        if (!(u >= 0 && v >= 0 && u < after->width && v < after->height))
          continue;
        at = (gsize) (int) v * after->width + (gsize) (int) u;
        self->x[i] = (float) (c * after->x[at] - s * after->y[at]);
        self->y[i] = (float) (s * after->x[at] + c * after->y[at]);
        self->square[i] = self->x[i] * self->x[i] + self->y[i] * self->y[i];
        self->inside[i] = 1;
      }
}

/* The before's field with its weights put in. */
typedef struct
{
  float *x, *y, *weight, *square;
  double all;
} Weighted;

static double
score_at (const Canvas *canvas, const Weighted *before, int width, int height, int shift_x, int shift_y)
{
  float dot = 0, own = 0, other = 0;

  for (int y = 0; y < height; y++)
    {
      const gsize from = (gsize) (y + canvas->margin - shift_y) * canvas->width + (gsize) (canvas->margin - shift_x);
      const gsize row = (gsize) y * width;

      for (int x = 0; x < width; x++)
        {
          dot += before->x[row + x] * canvas->x[from + x] + before->y[row + x] * canvas->y[from + x];
          own += before->square[row + x] * canvas->inside[from + x];
          other += before->weight[row + x] * canvas->square[from + x];
        }
    }
  if (own < LEAST_INSIDE * before->all || other <= 0)
    return -1;
  return dot / sqrt ((double) own * other) * MIN (1, 0.75 + 0.25 * own / before->all);
}

static double
move_distance (const DipMove *a, const DipMove *b)
{
  return fabs (a->turn - b->turn) * 0.35 + fabs (a->size - b->size) * 0.35 + hypot (a->x - b->x, a->y - b->y);
}

/* Keeps the list sorted, and of places near each other only the better. */
static guint
keep (DipPlace *places, guint n, guint most, const DipPlace *place)
{
  guint at;

  for (guint i = 0; i < n; i++)
    if (move_distance (&places[i].move, &place->move) < APART)
      {
        if (places[i].score >= place->score)
          return n;
        memmove (&places[i], &places[i + 1], (n - i - 1) * sizeof *places);
        n--;
        i--;
      }
  for (at = n; at > 0 && places[at - 1].score < place->score; at--)
    ;
  if (at == most)
    return n;
  if (n == most)
    n--;
  memmove (&places[at + 1], &places[at], (n - at) * sizeof *places);
  places[at] = *place;
  return n + 1;
}

static Weighted
weigh (const DipField *field)
{
  const gsize n = (gsize) field->width * field->height;
  const double side = MAX (field->width, field->height);
  Weighted weighted = { .x = g_new (float, n * 4) };

  weighted.y = weighted.x + n;
  weighted.weight = weighted.y + n;
  weighted.square = weighted.weight + n;
  for (gsize i = 0; i < n; i++)
    {
      const double x = (double) (i % field->width) + 0.5 - field->width / 2.0;
      const double y = (double) (i / field->width) + 0.5 - field->height / 2.0;
      const float weight = centre_weight (x, y, side);

      weighted.weight[i] = weight;
      weighted.x[i] = weight * field->x[i];
      weighted.y[i] = weight * field->y[i];
      weighted.square[i] = weight * (field->x[i] * field->x[i] + field->y[i] * field->y[i]);
      weighted.all += weighted.square[i];
    }
  return weighted;
}

guint
dip_field_search (const DipField *before, const DipField *after, DipPlace *places, guint n_places)
{
  const int side = MAX (before->width, before->height), margin = (int) ceil (MOST_SHIFT * side);
  const int reach = margin / SHIFT_STEP;
  Canvas canvas = { before->width + 2 * margin, before->height + 2 * margin, margin, NULL, NULL, NULL, NULL };
  const gsize area = (gsize) canvas.width * canvas.height;
  g_autofree float *room = g_new (float, area * 4);
  Weighted weighted = weigh (before);
  guint n = 0;

  canvas.x = room;
  canvas.y = room + area;
  canvas.square = room + 2 * area;
  canvas.inside = room + 3 * area;
  for (int degrees = -MOST_TURN; degrees <= MOST_TURN; degrees += TURN_STEP)
    for (int k = 0; k < N_SIZES; k++)
      {
        const double turn = degrees * G_PI / 180, scale = LEAST_SIZE * pow (SIZE_STEP, k);

        canvas_fill (&canvas, before, after, turn, scale);
        for (int y = -reach; y <= reach; y++)
          for (int x = -reach; x <= reach; x++)
            {
              const DipPlace place
                  = { { turn, log (scale), (double) x * SHIFT_STEP / side, (double) y * SHIFT_STEP / side },
                      score_at (&canvas, &weighted, before->width, before->height, x * SHIFT_STEP, y * SHIFT_STEP) };

              if (place.score > 0 && (n < n_places || place.score > places[n - 1].score))
                n = keep (places, n, n_places, &place);
            }
      }
  g_free (weighted.x);
  return n;
}

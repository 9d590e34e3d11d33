#include "dip-compose-private.h"

#include <math.h>
#include <string.h>

#include "dip-error.h"

#define ROOM    3.0 /* pixels around a patch: the reach of Lanczos3 */
#define CORNERS 4

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
from_linear (double value)
{
  return value <= 0.0031308 ? value * 12.92 : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

/* IEC 61966-2-1; what becomes brighter than white is white. */
void
dip_burn_gains (VipsImage *panel, const double *gains)
{
  guint8 table[3][256];
  guint8 *pixel = VIPS_IMAGE_ADDR (panel, 0, 0);
  const gsize n = (gsize) panel->Xsize * panel->Ysize;

  for (guint band = 0; band < 3; band++)
    for (guint i = 0; i < 256; i++)
      table[band][i] = (guint8) lround (255 * from_linear (CLAMP (to_linear (i / 255.0) * gains[band], 0, 1)));
  for (gsize i = 0; i < n; i++, pixel += 3)
    {
      pixel[0] = table[0][pixel[0]];
      pixel[1] = table[1][pixel[1]];
      pixel[2] = table[2][pixel[2]];
    }
}

/* The corners in the panel, in the sense in which the inside is on the right of each edge, or left when @reversed. */
static void
map_corners (const DipPatch *patch, const DipMap *map, double *x, double *y)
{
  double area = 0;

  for (guint i = 0; i < CORNERS; i++)
    {
      x[i] = map->a * patch->x[i] + map->b * patch->y[i] + map->tx;
      y[i] = map->c * patch->x[i] + map->d * patch->y[i] + map->ty;
    }
  for (guint i = 0; i < CORNERS; i++)
    area += x[i] * y[(i + 1) % CORNERS] - x[(i + 1) % CORNERS] * y[i];
  if (area < 0)
    {
      double swap = x[1];
      x[1] = x[3];
      x[3] = swap;
      swap = y[1];
      y[1] = y[3];
      y[3] = swap;
    }
}

/* The part of the line at @at that lies inside all edges moved out by the room. */
static gboolean
span_of (const double *x, const double *y, double at, double *left, double *right)
{
  *left = -INFINITY;
  *right = INFINITY;
  for (guint i = 0; i < CORNERS; i++)
    {
      const double dx = x[(i + 1) % CORNERS] - x[i], dy = y[(i + 1) % CORNERS] - y[i];
      /* dx (at - y) - dy (px - x) >= -room |d| */
      const double rest = dx * (at - y[i]) + dy * x[i] + ROOM * hypot (dx, dy);

      if (dy > 0)
        *right = MIN (*right, rest / dy);
      else if (dy < 0)
        *left = MAX (*left, rest / dy);
      else if (rest < 0)
        return FALSE;
    }
  return *left <= *right;
}

gboolean
dip_burn_patch (VipsImage *panel, const DipPatch *patch, const DipMap *to_output, GError **error)
{
  double x[CORNERS], y[CORNERS];

  map_corners (patch, to_output, x, y);
  for (guint i = 0; i < CORNERS; i++)
    if (!isfinite (x[i]) || !isfinite (y[i]))
      {
        dip_vips_fail (error, NULL, DIP_ERROR_INVALID, "A cover has no place in the picture.");
        return FALSE;
      }
  for (int row = 0; row < panel->Ysize; row++)
    {
      double left, right;
      int first, end;

      if (!span_of (x, y, row + 0.5, &left, &right))
        continue;
      first = (int) CLAMP (floor (left), 0, panel->Xsize);
      end = (int) CLAMP (ceil (right), 0, panel->Xsize);
      if (end > first)
        memset (VIPS_IMAGE_ADDR (panel, first, row), 0, (gsize) (end - first) * 3);
    }
  return TRUE;
}

#include "dip-lens.h"

#include <math.h>

/* Scales that differ by less are the same. */
#define SAME 1e-6

static gboolean
is_empty (const DipLens *self)
{
  return self->width <= 0 || self->height <= 0 || self->area_width <= 0 || self->area_height <= 0;
}

double
dip_lens_fit_scale (const DipLens *self)
{
  double scale;

  if (is_empty (self))
    return 1;
  scale = MIN (self->area_width / self->width, self->area_height / self->height);
  return self->enlarges ? scale : MIN (scale, 1);
}

/* Where the picture is larger than the area it covers it, where it is smaller it is in its middle. */
static double
keep_inside (double middle, double size, double shown)
{
  return shown >= size ? size / 2 : CLAMP (middle, shown / 2, size - shown / 2);
}

static void
settle (DipLens *self)
{
  const double least = dip_lens_fit_scale (self);

  if (is_empty (self))
    return;
  if (self->fits || self->scale < least + SAME)
    {
      self->scale = least;
      self->fits = TRUE;
    }
  self->scale = MIN (self->scale, MAX (DIP_LENS_GREATEST, least));
  self->x = keep_inside (self->x, self->width, self->area_width / self->scale);
  self->y = keep_inside (self->y, self->height, self->area_height / self->scale);
}

void
dip_lens_set_picture (DipLens *self, double width, double height)
{
  self->width = width;
  self->height = height;
  settle (self);
}

void
dip_lens_set_area (DipLens *self, double width, double height)
{
  self->area_width = width;
  self->area_height = height;
  settle (self);
}

void
dip_lens_fit (DipLens *self)
{
  self->fits = TRUE;
  settle (self);
}

void
dip_lens_set_scale (DipLens *self, double scale, double x, double y)
{
  double picture_x, picture_y;

  if (is_empty (self))
    return;
  dip_lens_to_picture (self, x, y, &picture_x, &picture_y);
  self->fits = FALSE;
  self->scale = MIN (scale, MAX (DIP_LENS_GREATEST, dip_lens_fit_scale (self)));
  self->scale = MAX (self->scale, dip_lens_fit_scale (self));
  self->x = picture_x - (x - self->area_width / 2) / self->scale;
  self->y = picture_y - (y - self->area_height / 2) / self->scale;
  settle (self);
}

gboolean
dip_lens_move (DipLens *self, double dx, double dy)
{
  const double x = self->x, y = self->y;

  if (is_empty (self))
    return FALSE;
  self->x -= dx / self->scale;
  self->y -= dy / self->scale;
  settle (self);
  return fabs (self->x - x) > SAME || fabs (self->y - y) > SAME;
}

void
dip_lens_to_area (const DipLens *self, double x, double y, double *area_x, double *area_y)
{
  *area_x = (x - self->x) * self->scale + self->area_width / 2;
  *area_y = (y - self->y) * self->scale + self->area_height / 2;
}

void
dip_lens_to_picture (const DipLens *self, double area_x, double area_y, double *x, double *y)
{
  *x = self->x + (area_x - self->area_width / 2) / self->scale;
  *y = self->y + (area_y - self->area_height / 2) / self->scale;
}

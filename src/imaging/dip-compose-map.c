#include "dip-compose-private.h"

#include <math.h>

DipMap
dip_map_scale (double sx, double sy)
{
  return (DipMap){ .a = sx, .d = sy };
}

DipMap
dip_map_shift (double tx, double ty)
{
  return (DipMap){ .a = 1, .tx = tx, .d = 1, .ty = ty };
}

/* TIFF 6.0, tag 274. */
DipMap
dip_map_orient (int orientation, int width, int height)
{
  const double w = width, h = height;

  switch (orientation)
    {
    case 2:
      return (DipMap){ -1, 0, w, 0, 1, 0 };
    case 3:
      return (DipMap){ -1, 0, w, 0, -1, h };
    case 4:
      return (DipMap){ 1, 0, 0, 0, -1, h };
    case 5:
      return (DipMap){ 0, 1, 0, 1, 0, 0 };
    case 6:
      return (DipMap){ 0, -1, h, 1, 0, 0 };
    case 7:
      return (DipMap){ 0, -1, h, -1, 0, w };
    case 8:
      return (DipMap){ 0, 1, 0, -1, 0, w };
    default:
      return (DipMap){ 1, 0, 0, 0, 1, 0 };
    }
}

DipMap
dip_map_then (const DipMap *first, const DipMap *second)
{
  return (DipMap){
    .a = second->a * first->a + second->b * first->c,
    .b = second->a * first->b + second->b * first->d,
    .tx = second->a * first->tx + second->b * first->ty + second->tx,
    .c = second->c * first->a + second->d * first->c,
    .d = second->c * first->b + second->d * first->d,
    .ty = second->c * first->tx + second->d * first->ty + second->ty,
  };
}

DipMap
dip_map_invert (const DipMap *self)
{
  const double det = self->a * self->d - self->b * self->c;
  DipMap inverse = { .a = self->d / det, .b = -self->b / det, .c = -self->c / det, .d = self->a / det };

  inverse.tx = -(inverse.a * self->tx + inverse.b * self->ty);
  inverse.ty = -(inverse.c * self->tx + inverse.d * self->ty);
  return inverse;
}

DipCrop
dip_map_rect (const DipMap *self, const DipCrop *rect)
{
  const double cx = rect->x + rect->width / 2, cy = rect->y + rect->height / 2;
  const double width = fabs (self->a) * rect->width + fabs (self->b) * rect->height;
  const double height = fabs (self->c) * rect->width + fabs (self->d) * rect->height;

  return (DipCrop){
    .x = self->a * cx + self->b * cy + self->tx - width / 2,
    .y = self->c * cx + self->d * cy + self->ty - height / 2,
    .width = width,
    .height = height,
  };
}

#include "dip-compose-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-error.h"

#define NEAR 1e-3 /* pixels that don't count */

/* One panel on its way: the picture opened small, and where its pixels go. */
typedef struct
{
  VipsImage *opened;
  DipMap to_output; /* from the pixels of @opened */
  int orientation;
  gboolean ready; /* @opened is pixels in memory already, sRGB: a proxy */
  const DipPanelSpec *spec;
} Render;

static gboolean
is_whole (double value)
{
  return fabs (value - round (value)) < NEAR;
}

static VipsImage *
to_pixels (const Render *render, VipsImage *image, GError **error)
{
  return dip_vips_to_pixels (image, render->spec->at_once, render->spec->cancellable, error);
}

/* libvips has no orientation operation without EXIF; this is what vips_autorot() does. */
static int
turn_upright (VipsImage *in, int orientation, VipsImage **out)
{
  static const struct
  {
    VipsAngle angle;
    gboolean flip;
  } turns[] = {
    { VIPS_ANGLE_D0, FALSE }, { VIPS_ANGLE_D0, TRUE },   { VIPS_ANGLE_D180, FALSE }, { VIPS_ANGLE_D180, TRUE },
    { VIPS_ANGLE_D90, TRUE }, { VIPS_ANGLE_D90, FALSE }, { VIPS_ANGLE_D270, TRUE },  { VIPS_ANGLE_D270, FALSE },
  };
  const int i = orientation >= 1 && orientation <= 8 ? orientation - 1 : 0;
  g_autoptr (VipsImage) turned = NULL;

  if (vips_rot (in, &turned, turns[i].angle, NULL) != 0)
    return -1;
  if (turns[i].flip)
    return vips_flip (turned, out, VIPS_DIRECTION_HORIZONTAL, NULL);
  return vips_copy (turned, out, NULL);
}

/* The usual case: whole pixels of the opened picture, to be made smaller and nothing else. Then libvips' own reduction
 * streams, on vector instructions. */
static gboolean
is_plain_reduction (const Render *render, const DipCrop *area, gboolean turned)
{
  const double out_width = turned ? render->spec->height : render->spec->width,
               out_height = turned ? render->spec->width : render->spec->height;

  return is_whole (area->x) && is_whole (area->y) && is_whole (area->width) && is_whole (area->height)
         && area->x > -NEAR && area->y > -NEAR && area->x + area->width < render->opened->Xsize + NEAR
         && area->y + area->height < render->opened->Ysize + NEAR && area->width > out_width - NEAR
         && area->height > out_height - NEAR;
}

static VipsImage *
reduce (const Render *render, const DipCrop *area, gboolean turned, GError **error)
{
  const int width = turned ? render->spec->height : render->spec->width,
            height = turned ? render->spec->width : render->spec->height;
  g_autoptr (VipsImage) cut = NULL;
  g_autoptr (VipsImage) small = NULL;
  g_autoptr (VipsImage) coloured = NULL;
  g_autoptr (VipsImage) pixels = NULL;
  g_autoptr (VipsImage) upright = NULL;

  if (vips_extract_area (render->opened, &cut, (int) round (area->x), (int) round (area->y), (int) round (area->width),
                         (int) round (area->height), NULL)
          != 0
      || vips_reduce (cut, &small, (double) cut->Xsize / width, (double) cut->Ysize / height, NULL) != 0
      || dip_colour_to_srgb (small, &coloured) != 0)
    {
      dip_vips_fail_read (error, render->spec->cancellable);
      return NULL;
    }
  pixels = to_pixels (render, coloured, error);
  if (pixels == NULL || render->orientation <= 1 || render->orientation > 8)
    return g_steal_pointer (&pixels);
  if (turn_upright (pixels, render->orientation, &upright) != 0)
    {
      dip_vips_fail_read (error, render->spec->cancellable);
      return NULL;
    }
  return to_pixels (render, upright, error);
}

/* The part of the opened picture that the panel needs, with room for the kernel, as pixels; @map then starts from it. */
static VipsImage *
fetch_area (const Render *render, const DipCrop *area, double ratio, DipMap *map, GError **error)
{
  const double room = ceil (3 * ratio) + 2;
  const int left = (int) CLAMP (floor (area->x - room), 0, render->opened->Xsize - 1);
  const int top = (int) CLAMP (floor (area->y - room), 0, render->opened->Ysize - 1);
  const int right = (int) CLAMP (ceil (area->x + area->width + room), left + 1, render->opened->Xsize);
  const int bottom = (int) CLAMP (ceil (area->y + area->height + room), top + 1, render->opened->Ysize);
  DipMap shift = dip_map_shift (left, top);
  g_autoptr (VipsImage) cut = NULL;
  g_autoptr (VipsImage) coloured = NULL;

  *map = dip_map_then (&shift, &render->to_output);
  if (render->ready && vips_extract_area (render->opened, &cut, left, top, right - left, bottom - top, NULL) == 0)
    return g_steal_pointer (&cut);
  if (vips_extract_area (render->opened, &cut, left, top, right - left, bottom - top, NULL) != 0
      || dip_colour_to_srgb (cut, &coloured) != 0)
    {
      dip_vips_fail_read (error, render->spec->cancellable);
      return NULL;
    }
  return to_pixels (render, coloured, error);
}

/* libvips places samples at whole numbers, here they stand in the middle of their pixels: hence the halves. It also
 * gives up half a pixel at the left and the top: hence the rim of one pixel. */
static int
apply_affine (const Render *render, VipsImage *in, const DipMap *map, double ratio, VipsImage **out)
{
  VipsInterpolate *kernel = render->spec->quick ? vips_interpolate_new ("bilinear") : dip_lanczos_new (ratio);
  g_autoptr (VipsImage) rimmed = NULL;
  VipsArrayInt *area = vips_array_int_newv (4, 0, 0, render->spec->width, render->spec->height);
  VipsArrayDouble *background = vips_array_double_new (render->spec->background, 3);
  int status = -1;

  if (kernel != NULL
      && vips_embed (in, &rimmed, 1, 1, in->Xsize + 2, in->Ysize + 2, "extend", VIPS_EXTEND_COPY, NULL) == 0)
    status = vips_affine (rimmed, out, map->a, map->b, map->c, map->d, "interpolate", kernel, "oarea", area, "odx",
                          map->tx - 0.5, "ody", map->ty - 0.5, "idx", -0.5, "idy", -0.5, "background", background,
                          "extend", VIPS_EXTEND_COPY, NULL);
  g_clear_object (&kernel);
  vips_area_unref (VIPS_AREA (area));
  vips_area_unref (VIPS_AREA (background));
  return status;
}

static VipsImage *
resample (const Render *render, const DipCrop *area, GError **error)
{
  const DipMap *map = &render->to_output;
  const double ratio = 1 / sqrt (fabs (map->a * map->d - map->b * map->c));
  g_autoptr (VipsImage) pixels = NULL;
  g_autoptr (VipsImage) moved = NULL;
  DipMap from_pixels;

  pixels = fetch_area (render, area, ratio, &from_pixels, error);
  if (pixels == NULL)
    return NULL;
  if (apply_affine (render, pixels, &from_pixels, ratio, &moved) != 0)
    {
      dip_vips_fail (error, render->spec->cancellable, DIP_ERROR_INVALID,
                     _ ("The two pictures cannot be lined up this way. Set the landmarks again."));
      return NULL;
    }
  /* All processors: the panels that are only reduced are done by now. */
  return dip_vips_to_pixels (moved, 1, render->spec->cancellable, error);
}

VipsImage *
dip_panel_render (const DipSource *source, int shrink, const DipMap *to_output, const DipPanelSpec *spec,
                  GError **error)
{
  g_autoptr (VipsImage) opened = dip_source_open (source, shrink, error);
  const DipMap upright = dip_source_map (source, shrink), map = dip_map_then (&upright, to_output);
  const DipMap back = dip_map_invert (&map);
  const DipCrop whole = { 0, 0, spec->width, spec->height };
  const DipCrop area = dip_map_rect (&back, &whole);
  const gboolean turned = source->orientation >= 5 && source->orientation <= 8;
  const Render render = {
    .opened = opened, .to_output = map, .orientation = source->orientation, .ready = source->proxy != NULL, .spec = spec
  };

  if (opened == NULL)
    return NULL;
  if (to_output->b == 0 && to_output->c == 0 && to_output->a > 0 && to_output->d > 0
      && is_plain_reduction (&render, &area, turned))
    return reduce (&render, &area, turned, error);
  return resample (&render, &area, error);
}

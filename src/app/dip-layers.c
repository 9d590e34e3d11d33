#include "dip-layers.h"

#include <math.h>
#include <string.h>

/* Bytes that are worked on at once: a compiler turns loops of a fixed length into vector instructions. */
#define RUN 64

struct _DipLayers
{
  int width, height;
  double scale;
  cairo_surface_t *pictures[DIP_LAYERS];
  cairo_surface_t *difference; /* NULL when it has to be computed anew */
  double gain;                 /* of it */
};

static cairo_surface_t *
new_surface (DipLayers *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (self->width * self->scale),
                                                         (int) ceil (self->height * self->scale));

  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  return surface;
}

DipLayers *
dip_layers_new (int width, int height, double scale)
{
  DipLayers *self = g_new0 (DipLayers, 1);

  self->width = width;
  self->height = height;
  self->scale = scale;
  for (guint which = 0; which < DIP_LAYERS; which++)
    self->pictures[which] = new_surface (self);
  return self;
}

void
dip_layers_free (DipLayers *self)
{
  if (self == NULL)
    return;
  for (guint which = 0; which < DIP_LAYERS; which++)
    cairo_surface_destroy (self->pictures[which]);
  g_clear_pointer (&self->difference, cairo_surface_destroy);
  g_free (self);
}

gboolean
dip_layers_has_size (const DipLayers *self, int width, int height, double scale)
{
  return self->width == width && self->height == height && self->scale == scale;
}

void
dip_layers_set (DipLayers *self, guint which, GskRenderNode *node)
{
  cairo_t *cr;

  g_return_if_fail (which < DIP_LAYERS);

  /* What is on the screen may still be drawn from the old one. */
  cairo_surface_destroy (self->pictures[which]);
  self->pictures[which] = new_surface (self);
  g_clear_pointer (&self->difference, cairo_surface_destroy);
  if (node == NULL)
    return;
  cr = cairo_create (self->pictures[which]);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
}

static void
append (GtkSnapshot *snapshot, cairo_surface_t *surface, const graphene_rect_t *bounds, double alpha)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_FAST);
  if (alpha < 1)
    cairo_paint_with_alpha (cr, alpha);
  else
    cairo_paint (cr);
  cairo_destroy (cr);
}

void
dip_layers_append (DipLayers *self, GtkSnapshot *snapshot, guint which, const graphene_rect_t *bounds, double alpha)
{
  g_return_if_fail (which < DIP_LAYERS);

  append (snapshot, self->pictures[which], bounds, alpha);
}

/* @gain: in sixteenths. */
static void
differ_run (const guint8 *restrict a, const guint8 *restrict b, guint8 *restrict out, guint16 gain)
{
  for (guint i = 0; i < RUN; i++)
    {
      const guint16 difference = (guint16) (a[i] > b[i] ? a[i] - b[i] : b[i] - a[i]);
      const guint16 brighter = (guint16) (difference * gain) >> 4;

      out[i] = (guint8) (brighter > 255 ? 255 : brighter);
    }
}

static void
differ (const guint8 *a, const guint8 *b, guint8 *out, gsize size, guint16 gain)
{
  guint8 rest[3][RUN] = { { 0 } };
  const gsize whole = size - size % RUN;

  for (gsize at = 0; at < whole; at += RUN)
    differ_run (a + at, b + at, out + at, gain);
  memcpy (rest[0], a + whole, size - whole);
  memcpy (rest[1], b + whole, size - whole);
  differ_run (rest[0], rest[1], rest[2], gain);
  memcpy (out + whole, rest[2], size - whole);
}

void
dip_layers_append_difference (DipLayers *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds, double gain)
{
  g_return_if_fail (gain >= 1 && gain < 16); /* more would overflow */

  if (self->difference == NULL || self->gain != gain)
    {
      g_clear_pointer (&self->difference, cairo_surface_destroy);
      self->difference = new_surface (self);
      self->gain = gain;
      for (guint which = 0; which < DIP_LAYERS; which++)
        cairo_surface_flush (self->pictures[which]);
      cairo_surface_flush (self->difference);
      differ (cairo_image_surface_get_data (self->pictures[0]), cairo_image_surface_get_data (self->pictures[1]),
              cairo_image_surface_get_data (self->difference),
              (gsize) cairo_image_surface_get_stride (self->difference)
                  * (gsize) cairo_image_surface_get_height (self->difference),
              (guint16) lround (gain * 16));
      cairo_surface_mark_dirty (self->difference);
    }
  append (snapshot, self->difference, bounds, 1);
}

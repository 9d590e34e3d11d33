#include "dip-tiles-draw.h"

#include <math.h>

/* What of the photo the area can show: the box around the area's corners in the photo's pixels. */
static graphene_rect_t
visible_part (const DipLens *lens, const DipSimilarity *from_frame)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (int corner = 0; corner < 4; corner++)
    {
      DipPoint p;

      dip_lens_to_picture (lens, corner % 2 * lens->area_width, corner / 2 * lens->area_height, &p.x, &p.y);
      p = dip_similarity_apply (from_frame, p);
      left = MIN (left, p.x);
      right = MAX (right, p.x);
      top = MIN (top, p.y);
      bottom = MAX (bottom, p.y);
    }
  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left), (float) (bottom - top));
}

void
dip_tiles_draw (DipTiles *tiles, GtkSnapshot *snapshot, const DipLens *lens, const DipSimilarity *to_frame,
                double density)
{
  const DipSimilarity similarity = to_frame != NULL ? *to_frame : dip_similarity_identity ();
  const DipSimilarity back = dip_similarity_invert (&similarity);
  const double scale = dip_similarity_scale (&similarity);
  const graphene_rect_t visible = visible_part (lens, &back);
  int width, height;
  double x, y;

  if (!dip_tiles_get_size (tiles, &width, &height) || visible.origin.x > width || visible.origin.y > height
      || visible.origin.x + visible.size.width < 0 || visible.origin.y + visible.size.height < 0)
    return;
  dip_lens_to_area (lens, similarity.tx, similarity.ty, &x, &y);
  /* On whole pixels of the screen a picture at full size is as sharp as it is. */
  if (similarity.b == 0)
    {
      x = round (x * MAX (1, density)) / MAX (1, density);
      y = round (y * MAX (1, density)) / MAX (1, density);
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, (float) (atan2 (similarity.b, similarity.a) * 180 / G_PI));
  gtk_snapshot_scale (snapshot, (float) (lens->scale * scale), (float) (lens->scale * scale));
  dip_tiles_snapshot (tiles, snapshot, &visible, lens->scale * scale * density);
  gtk_snapshot_restore (snapshot);
}

void
dip_tiles_draw_chip (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double x, double y, double most,
                     gboolean at_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  const GdkRGBA chip = { 0, 0, 0, 0.65f }, ink = { 1, 1, 1, 1 };
  GskRoundedRect shape;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > most - 16)
    {
      pango_layout_set_width (layout, (int) MAX (0, most - 16) * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_get_pixel_size (layout, &width, &height);
    }
  x = round (at_end ? x - width - 16 : x);
  gsk_rounded_rect_init_from_rect (
      &shape, &GRAPHENE_RECT_INIT ((float) x, (float) round (y), (float) width + 16, (float) height + 6), 8);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &chip, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x + 8, (float) round (y) + 3));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

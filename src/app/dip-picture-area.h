/* An area of the screen that shows a picture through a lens: zoom by wheel, pinch, double click and keys; pan by dragging,
 * touchpad and arrows. What is drawn is up to the class built on it. */
#pragma once

#include <gtk/gtk.h>

#include "dip-lens.h"

G_BEGIN_DECLS

#define DIP_TYPE_PICTURE_AREA (dip_picture_area_get_type ())
G_DECLARE_DERIVABLE_TYPE (DipPictureArea, dip_picture_area, DIP, PICTURE_AREA, GtkWidget)

struct _DipPictureAreaClass
{
  GtkWidgetClass parent_class;

  /* Draws all of the widget. */
  void (*draw) (DipPictureArea *self, GtkSnapshot *snapshot);
  /* A button or finger went down at a point of the widget. TRUE: the drag is the class's own, and no panning. Optional, as
   * are those below. */
  gboolean (*drag_begin) (DipPictureArea *self, double x, double y);
  void (*drag_update) (DipPictureArea *self, double x, double y);
  void (*drag_end) (DipPictureArea *self, double x, double y);
  /* The pointer is over the widget, or left it (@inside FALSE). */
  void (*hover) (DipPictureArea *self, double x, double y, gboolean inside);
  /* An arrow key to (@dx, @dy), each -1, 0 or 1, alone or with Shift (@stride 10) or Control (100). TRUE: taken. */
  gboolean (*arrow) (DipPictureArea *self, double dx, double dy, int stride);
  /* A digit from 1 to 3. TRUE: taken. */
  gboolean (*digit) (DipPictureArea *self, int digit);
};

/* Signal "lens-changed": another part or size is shown. */

const DipLens *dip_picture_area_get_lens (DipPictureArea *self);

/* What there is to look at, in its pixels. A new size fits it in; a small one is enlarged for that when @enlarges. */
void dip_picture_area_set_picture (DipPictureArea *self, double width, double height, gboolean enlarges);

/* Into how many equal fields, beside each other or one above the other, the widget is divided, each showing the same part:
 * 1 unless said. */
void dip_picture_area_set_fields (DipPictureArea *self, guint n, GtkOrientation orientation);
/* From a point of the widget to one within its field. Returns: which one. */
guint dip_picture_area_to_field (DipPictureArea *self, double *x, double *y);
/* Where field @n lies in the widget. */
graphene_rect_t dip_picture_area_get_field (DipPictureArea *self, guint n);

void dip_picture_area_zoom (DipPictureArea *self, double factor); /* about the middle */
void dip_picture_area_fit (DipPictureArea *self);
void dip_picture_area_full_size (DipPictureArea *self); /* one pixel of the picture for one of the screen */
void dip_picture_area_look_at (DipPictureArea *self, double x, double y, double scale);

/* "87 %": of full size. */
char *dip_picture_area_describe_zoom (DipPictureArea *self);

G_END_DECLS

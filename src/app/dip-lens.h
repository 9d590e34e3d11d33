/* Which part of a picture an area of the screen shows, and how large: the arithmetic of zooming and panning. Plain
 * numbers; "area" is in the widget's pixels, "picture" in those of what is looked at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DIP_LENS_GREATEST 16.0 /* area pixels for one picture pixel */

typedef struct
{
  double width, height;           /* of the picture; 0: nothing to look at yet */
  double area_width, area_height; /* of the area */
  double x, y;                    /* the picture's point in the middle of the area */
  double scale;                   /* area pixels for one picture pixel */
  gboolean fits;                  /* all of the picture is in the area, and stays so when the area changes */
  gboolean enlarges;              /* a small picture is made larger to fit */
} DipLens;

/* Keep the middle where it is, or go on fitting. */
void dip_lens_set_picture (DipLens *self, double width, double height);
void dip_lens_set_area (DipLens *self, double width, double height);

void dip_lens_fit (DipLens *self);
/* The point of the picture that is at (@x, @y) of the area stays there. */
void dip_lens_set_scale (DipLens *self, double scale, double x, double y);
/* By pixels of the area; the picture never leaves it. TRUE when anything moved. */
gboolean dip_lens_move (DipLens *self, double dx, double dy);

double dip_lens_fit_scale (const DipLens *self);
void dip_lens_to_area (const DipLens *self, double x, double y, double *area_x, double *area_y);
void dip_lens_to_picture (const DipLens *self, double area_x, double area_y, double *x, double *y);

G_END_DECLS

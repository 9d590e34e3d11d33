/* Fields of edge directions and how well two of them lie on each other. Private to registration. */
#pragma once

#include "dip-register.h"

G_BEGIN_DECLS

/* Edge directions of a picture at one size: at each pixel a vector, as long as 1 on a clear edge and 0 on smooth skin. */
typedef struct
{
  int width, height;
  float *x, *y; /* @width x @height each */
} DipField;

void dip_field_clear (DipField *self);
/* @side: pixels of the longer side. */
gboolean dip_field_make (DipField *self, DipPicture *picture, int side, GCancellable *cancellable, GError **error);

/* A move of the after over the before, about the middles of both and in parts of the before's longer side, so that it means
 * the same at every size. */
typedef struct
{
  double turn; /* radians */
  double size; /* natural logarithm of the scale, after sides as parts of before sides */
  double x, y;
} DipMove;

typedef enum
{
  DIP_EDGES_ALL,
  DIP_EDGES_EVEN, /* the dark squares of a chequerboard */
  DIP_EDGES_ODD,
} DipEdges;

/* The before's clear edges, to be looked up in the after. */
typedef struct
{
  guint n;
  float *x, *y;   /* from the middle, pixels */
  float *dx, *dy; /* direction */
  float *weight;
  double all; /* sum of weight x length^2 */
} DipEdgePoints;

void dip_edge_points_clear (DipEdgePoints *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DipEdgePoints, dip_edge_points_clear)
void dip_edge_points_make (DipEdgePoints *self, const DipField *field, DipEdges edges);

/* -1 to 1. */
double dip_edge_points_score (const DipEdgePoints *self, const DipField *before, const DipField *after,
                              const DipMove *move);

typedef struct
{
  DipMove move;
  double score;
} DipPlace;

/* Every turn, scale and shift on a grid; the best @n_places that differ, best first. Returns how many. */
guint dip_field_search (const DipField *before, const DipField *after, DipPlace *places, guint n_places);

G_END_DECLS

/* Drawn photos for the demo library: a shaded head in a standard view, thinning or treated, as a JPEG laden with the
 * metadata a real phone writes. Nobody is in them. */
#pragma once

#include "dip-imaging.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_DEMO_FRONT,
  DIP_DEMO_TOP,
  DIP_DEMO_CROWN,
  DIP_DEMO_LEFT_TEMPLE,
  DIP_DEMO_RIGHT_TEMPLE,
  DIP_DEMO_BACK,
} DipDemoView;

typedef struct
{
  guint32 seed; /* same seed, same head; framing varies with @take */
  guint take;   /* 0 before, 1.. later sittings: other distance, turn and light */
  DipDemoView view;
  double thinning;    /* 0 full hair .. 1 bare */
  double density;     /* 0 no treatment .. 1 a full follicle pattern with a hairline */
  double redness;     /* 0 healed .. 1 just after the sitting */
  double skin;        /* 0 light .. 1 dark */
  int width, height;  /* pixels of the upright picture */
  int orientation;    /* EXIF 1..8: the pixels are stored so that this turns them upright */
  const char *taken;  /* "2026:03:14 10:11:12" */
  const char *offset; /* "+01:00" */
  const char *owner;  /* a made-up name that must never be seen again */
  double latitude, longitude;
} DipDemoPhoto;

/* (out) @landmarks: two points of the head, upright pixels x0 y0 x1 y1, the same places in every take of a view, for the
 * demo's alignment; may be NULL. */
GBytes *dip_demo_photo_draw (const DipDemoPhoto *what, double landmarks[4], GError **error);

G_END_DECLS

/* From clean photos to pictures that leave: thumbnails, composites, and the ladder of sizes and formats. Each is one
 * libvips pipeline: shrink on load, one resample by a similarity transform, sRGB, nothing else (rule 8). */
#pragma once

#include "dip-rights.h"
#include "dip-imaging.h"

G_BEGIN_DECLS

/* An opaque picture in memory, sRGB, 8 bits, 3 bands, ready to be encoded at several sizes. Immutable; any thread. */
typedef struct _DipPicture DipPicture;

/* Four corners, in order around it, in pixels of the upright picture: what is inside is painted over. */
typedef struct
{
  double x[4], y[4];
} DipPatch;

typedef struct
{
  GBytes *bytes;     /* a clean file */
  DipPicture *proxy; /* or NULL; the same photo, upright and smaller: looked at instead of @bytes, for previews */
  int orientation;   /* EXIF 1..8 to apply first */
  int width, height; /* upright; coordinates below are in these pixels */
  /* Output = crop of the frame; frame point p shows this picture's point inverse(matrix) p. The identity for the before. */
  double a, b, tx, ty;     /* picture -> frame: (a x - b y + tx, b x + a y + ty) */
  const char *label;       /* UTF-8 shown in a corner of the panel, or NULL */
  const DipPatch *patches; /* burnt in, black, whatever else is done */
  guint n_patches;
} DipPanel;

/* Places are numbered row by row: 0 upper left, 4 the middle, 8 lower right. Colours are 0xrrggbb. */
typedef struct
{
  const char *font; /* family; NULL: sans */
  int anchor;
  guint32 colour;
  guint32 background; /* of the chip behind the words */
  double opacity;     /* of the chip: 0 to 1 */
} DipLabelLook;

#define DIP_LABEL_LOOK_PLAIN ((DipLabelLook){ .anchor = 6, .colour = 0xffffff, .opacity = 0.58 })

/* The clinic's mark, laid over the whole picture. */
typedef struct
{
  const char *text; /* or NULL */
  GBytes *logo;     /* a clean picture, mostly PNG with transparency, or NULL: stands before the words */
  const char *font;
  int anchor;
  double size;    /* its height as a part of a panel's */
  double opacity; /* 0 to 1 */
  guint32 colour;
} DipMark;

typedef struct
{
  double x, y, width, height; /* the common crop in frame pixels */
} DipCrop;

typedef struct
{
  const DipPanel *panels;
  guint n_panels;
  DipCrop crop;
  int panel_height;     /* pixels; lowered so that no panel is enlarged beyond its own pixels, never below 64 */
  gboolean stacked;     /* one above the other instead of side by side */
  int gutter;           /* pixels between panels; -1: a hundredth of the panel's height, at least 2 */
  double background[3]; /* sRGB 0..255 of the gutter and of what a picture does not reach */
  int picture_width; /* 0; or pixels: the whole picture becomes exactly that wide, gutters included, when that neither
                      * enlarges nor makes it higher than @panel_height: what is encoded at that width is resampled once */
  double gains[3];   /* one correction for all panels: red, green and blue in linear light; all 0: none */
  gboolean quick;    /* for a glance while something moves: turned pictures are resampled linearly */
  const DipLabelLook *look; /* NULL: plain */
  const DipMark *mark;      /* NULL: none */
} DipComposition;

DipPicture *dip_compose (const DipComposition *what, GCancellable *cancellable, GError **error);
/* One photo, upright, sRGB, cropped to nothing, at most @max_width x @max_height (shrink on load), never enlarged. */
DipPicture *dip_picture_load (GBytes *clean, int orientation, int max_width, int max_height, GCancellable *cancellable,
                              GError **error);
/* Rows of @width x 3 bytes, top to bottom. (transfer full) */
GBytes *dip_picture_get_pixels (DipPicture *self, GError **error);
/* Half as wide and high, each pixel the mean of four; a picture of one pixel stays. (transfer full) */
DipPicture *dip_picture_halve (DipPicture *self, GError **error);
int dip_picture_get_width (const DipPicture *self);
int dip_picture_get_height (const DipPicture *self);
DipPicture *dip_picture_ref (DipPicture *self);
void dip_picture_unref (DipPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPicture, dip_picture_unref)

typedef struct
{
  DipFormat format; /* JPEG, WEBP, AVIF or PNG */
  int width; /* pixels; the rung is left out when it would enlarge, but for the smallest, which then has the picture's own width */
  int quality; /* 1..100; 0: what the eye needs, found for the picture by structural similarity near the format's usual one
                * (JPEG 82, WebP 80, AVIF 60) */
  gsize
      max_bytes; /* 0; or the most the file may weigh: the best quality up to @quality that fits is searched for, down to
                    * 30; TOO_LARGE when none does */
  const DipRights *rights; /* the notice the file carries, or NULL; its bytes count towards @max_bytes. Not for PNG */
  int dpi;                 /* dots per inch, noted in JPEG files; 0: none */
} DipRung;

typedef struct
{
  GBytes *bytes; /* nothing but pixels and the notice: passes dip_verify_exported() */
  DipFormat format;
  int width, height;
} DipEncoded;

void dip_encoded_free (DipEncoded *self);

/**
 * dip_picture_encode:
 * @rungs: @n_rungs wanted files
 * Resizes once per width and encodes all, on all processors. Returns: (element-type DipEncoded) in the order of @rungs,
 * less those left out.
 */
GPtrArray *dip_picture_encode (DipPicture *self, const DipRung *rungs, guint n_rungs, GCancellable *cancellable,
                               GError **error);

/* A thumbnail as JPEG bytes, upright, sRGB, longest side at most @size. */
GBytes *dip_thumbnail (GBytes *clean, int orientation, int size, GCancellable *cancellable, GError **error);

/**
 * dip_thumbnail_pixels:
 * @width: pixels of the place to fill, as @height
 * Decodes a small picture just large enough to cover a place and cuts off what would stick out; never enlarges. Any thread.
 * Returns: (transfer full): rows of @out_width x 3 bytes: red, green, blue in sRGB; errors as dip_picture_load().
 */
GBytes *dip_thumbnail_pixels (GBytes *thumbnail, int width, int height, int *out_width, int *out_height,
                              GError **error);

G_END_DECLS

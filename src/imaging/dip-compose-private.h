/* How a clean photo becomes a panel: opened at reduced size, resampled once, turned into sRGB. Private to imaging/.
 * Coordinates are continuous: pixel i covers i to i + 1, so that shrinking is a plain division. */
#pragma once

#include "dip-compose.h"
#include "dip-vips-auto.h"

G_BEGIN_DECLS

/* --- dip-compose-map.c: places --------------------------------------------------------------------------------- */

/* (x, y) -> (a x + b y + tx, c x + d y + ty) */
typedef struct
{
  double a, b, tx, c, d, ty;
} DipMap;

DipMap dip_map_scale (double sx, double sy);
DipMap dip_map_shift (double tx, double ty);
/* From the stored pixels of a @width x @height picture to the upright ones. */
DipMap dip_map_orient (int orientation, int width, int height);
/* @first, and what comes out of it through @second. */
DipMap dip_map_then (const DipMap *first, const DipMap *second);
DipMap dip_map_invert (const DipMap *self);
/* The upright rectangle around what @rect becomes. */
DipCrop dip_map_rect (const DipMap *self, const DipCrop *rect);

/* --- dip-compose-source.c: a clean file ------------------------------------------------------------------------ */

typedef struct
{
  GBytes *bytes;     /* borrowed */
  DipPicture *proxy; /* borrowed; looked at instead when not NULL */
  DipFormat format;
  int stored_width, stored_height;
  int orientation;
  int width, height; /* upright */
} DipSource;

/* From pixels in memory that stand for an upright photo of @width x @height. */
void dip_source_init_proxy (DipSource *self, DipPicture *proxy, int width, int height);
/* Reads the header. */
gboolean dip_source_init (DipSource *self, GBytes *bytes, int orientation, GError **error);
/* How much smaller to open the picture when it ends @ratio times smaller: 1, 2, 4 or 8. */
int dip_source_choose_shrink (const DipSource *self, double ratio);
/* From the pixels of the picture opened at @shrink to upright ones. */
DipMap dip_source_map (const DipSource *self, int shrink);
/* Moves the edges of @crop (upright pixels) inwards to whole pixels of the picture opened at @shrink, so that it can be
 * cut there without a second resample. FALSE, and nothing changed, when it reaches outside the picture. */
gboolean dip_source_snap (const DipSource *self, int shrink, DipCrop *crop);
/* (transfer full): a pipeline to be read once from top to bottom; no alpha. */
VipsImage *dip_source_open (const DipSource *self, int shrink, GError **error);

/* --- dip-compose-colour.c -------------------------------------------------------------------------------------- */

/* Appends the conversion to sRGB, 8 bits, 3 bands, by the picture's own profile. libvips convention: 0 or -1. */
int dip_colour_to_srgb (VipsImage *in, VipsImage **out);
/* Does the profile that @in carries change its colours? Not when it is one of the many sRGB ones, or of no use. */
gboolean dip_colour_profile_shows (VipsImage *in);

/* --- dip-compose-lanczos.c ------------------------------------------------------------------------------------- */

/* Lanczos3 for vips_affine(), widened for making a picture @ratio (1 or more) times smaller: what vips_reduce() does, at
 * any angle. 8-bit pictures of 3 bands only. */
VipsInterpolate *dip_lanczos_new (double ratio);

/* --- dip-compose-panel.c --------------------------------------------------------------------------------------- */

/* Where and how the pixels of a panel are made. */
typedef struct
{
  int width, height;
  double background[3];      /* of what the picture does not reach */
  gboolean quick;            /* resample linearly */
  guint at_once;             /* how many panels are being rendered beside each other */
  GCancellable *cancellable; /* (nullable) */
} DipPanelSpec;

/* Renders @source, opened at @shrink: @to_output maps its upright pixels to the panel's. (transfer full): in memory, sRGB,
 * nothing but pixels. */
VipsImage *dip_panel_render (const DipSource *source, int shrink, const DipMap *to_output, const DipPanelSpec *spec,
                             GError **error);

/* --- dip-compose-label.c --------------------------------------------------------------------------------------- */

/* Draws @label into @panel, which is in memory and nobody else's. */
gboolean dip_label_draw (VipsImage *panel, const char *label, const DipLabelLook *look, GError **error);

/* Words in @colour with transparency around them. libvips convention: 0 or -1. */
int dip_text_render (const char *text, const char *font, double font_size, guint32 colour, int wrap_width,
                     VipsImage **out);

/* --- dip-compose-mark.c ---------------------------------------------------------------------------------------- */

/* Lays the mark over @picture (transfer full), whose panels are @panel_height high. (transfer full) */
VipsImage *dip_mark_draw (VipsImage *picture, const DipMark *mark, int panel_height, GError **error);

/* --- dip-compose-burn.c: what is done to the pixels of a panel ------------------------------------------------- */

/* Multiplies the colours of @panel, in linear light, with @gains; pixels in memory and nobody else's. */
void dip_burn_gains (VipsImage *panel, const double *gains);
/* Paints @patch black, @to_output mapping its corners to pixels of @panel; and three pixels around it, which a resample may
 * have touched with what is under it. */
gboolean dip_burn_patch (VipsImage *panel, const DipPatch *patch, const DipMap *to_output, GError **error);

/* --- dip-compose-picture.c ------------------------------------------------------------------------------------- */

/* All of @self, upright, exactly @width x @height, which is no larger than it: in memory, sRGB, nothing but pixels. */
VipsImage *dip_source_render (const DipSource *self, int width, int height, GCancellable *cancellable, GError **error);
DipPicture *dip_picture_new (VipsImage *image);      /* (transfer full) */
VipsImage *dip_picture_get_image (DipPicture *self); /* to be used through a vips_copy() of one's own */

/* --- dip-compose-vips.c: libvips' own ways --------------------------------------------------------------------- */

/* Sets @message as the error, or that it was cancelled; takes libvips' own words out of its global buffer into the debug
 * log. */
void dip_vips_fail (GError **error, GCancellable *cancellable, int code, const char *message);
/* The same for a picture whose pixels can't be had: it is damaged. */
void dip_vips_fail_read (GError **error, GCancellable *cancellable);
/* Alpha becomes white. libvips convention: 0 or -1. */
int dip_flatten_on_white (VipsImage *image, VipsImage **flat);
/* Lets @cancellable stop the evaluation of @image, which must not be shared; NULL does nothing. */
void dip_vips_watch (VipsImage *image, GCancellable *cancellable);
/* Gives the evaluation of @image its share of the processors when @at_once such run beside each other. */
void dip_vips_share (VipsImage *image, guint at_once);
/* Evaluates into a new picture in memory that has 8-bit sRGB pixels and no field else: metadata can't come along. @at_once:
 * as above. (transfer full) */
VipsImage *dip_vips_to_pixels (VipsImage *in, guint at_once, GCancellable *cancellable, GError **error);

G_END_DECLS

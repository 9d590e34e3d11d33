/* A pair on the table: its two photos as small pictures in memory, and everything a person tries out with them before it is
 * saved: landmarks, crop, correction, covers, a style. What is drawn here comes out of the same code as what is exported. */
#pragma once

#include <gio/gio.h>

#include "dip-case.h"
#include "dip-style.h"

G_BEGIN_DECLS

typedef struct _DipStudio DipStudio;

typedef enum
{
  DIP_HALF_BEFORE,
  DIP_HALF_AFTER,
} DipHalf;

/* Pixels to be drawn: RGB, 8 bits each, rows of @width x 3 bytes from the top. */
typedef struct
{
  GBytes *pixels;
  int width, height;
} DipRaster;

void dip_raster_free (DipRaster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipRaster, dip_raster_free)

/**
 * dip_studio_open:
 * @side: pixels of the proxies' longer side; 1600 serves a window
 *
 * Decodes both photos at reduced size, side by side. Takes tenths of a second: for a job. REFUSED when the client has said no
 * or taken back every yes. Once open it is immutable; any thread.
 */
DipStudio *dip_studio_open (const DipDesk *desk, gint64 pair_id, int side, GCancellable *cancellable, GError **error);
DipStudio *dip_studio_ref (DipStudio *self);
void dip_studio_unref (DipStudio *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipStudio, dip_studio_unref)

/* The pair as the catalogue had it when it was opened. */
const DipCase *dip_studio_get_case (DipStudio *self);

/* A half's proxy: upright, sRGB, nothing done to it. To get from its pixels to the photo's, which all points are in, multiply
 * by photo->width / raster width. (transfer full) */
DipRaster *dip_studio_get_proxy (DipStudio *self, DipHalf half, GError **error);

/* What is being tried out. */
typedef struct
{
  DipAlignment alignment;
  guint n_covers[2]; /* by DipHalf */
  DipCover covers[2][DIP_COVERS_MAX];
} DipStudioDraft;

/* What is saved now. */
void dip_studio_init_draft (DipStudio *self, DipStudioDraft *out);

/**
 * dip_studio_solve:
 *
 * Works out the draft's similarity, residual and @crop (out, pixels of the before) from its landmarks: microseconds, for every
 * move of the pointer. INVALID in words; the draft's similarity then stays as it was.
 */
gboolean dip_studio_solve (DipStudio *self, DipStudioDraft *draft, DipRect *crop, GError **error);

/**
 * dip_studio_compose:
 * @draft: as solved
 * @style: (nullable): NULL: plain
 * @max_width, @max_height: pixels the picture has to fit in
 *
 * The composite from the proxies, as it will be exported: covers, correction, labels, gutter, mark. The animated slide shows
 * its middle frame. Some ten milliseconds at the size of a window's preview. Returns: (transfer full)
 */
DipRaster *dip_studio_compose (DipStudio *self, const DipStudioDraft *draft, const DipStyle *style, int max_width,
                               int max_height, GCancellable *cancellable, GError **error);

/**
 * dip_studio_compose_series:
 * @others: @n (1 to 3) pairs of the same before, see dip_pairing_siblings()
 *
 * The same of this pair and @others in one picture, each as it is saved; from the photos themselves, so some tenths of a
 * second. REFUSED as dip_recipe_new().
 */
DipRaster *dip_studio_compose_series (DipStudio *self, const gint64 *others, guint n, const DipStyle *style,
                                      int max_width, int max_height, GCancellable *cancellable, GError **error);

G_END_DECLS

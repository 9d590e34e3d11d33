#include "dip-compose-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"
#include "dip-job.h"

#define LEAST_HEIGHT 64
#define MOST_SIDE    65500 /* what the file formats can hold */

/* One picture of the composition. */
typedef struct
{
  DipSource source;
  DipMap to_frame; /* from its upright pixels */
  double scale;    /* frame pixels per pixel */
  int shrink;
  VipsImage *image; /* the finished panel */
  GError *error;
} Panel;

typedef struct
{
  const DipComposition *what;
  Panel *panels;
  DipCrop crop;
  DipPanelSpec spec; /* of each panel */
  int gutter;
} Composer;

static gboolean
invalid (GError **error, const char *message)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, message);
  return FALSE;
}

/* “the picture “Before””, or its place, so that staff know which of the two it is. */
static void
name_panel (const DipComposition *what, guint index, GError **error)
{
  const char *label = what->panels[index].label;

  if (error == NULL || *error == NULL || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (label != NULL && *label != '\0')
    g_prefix_error (error, _ ("Picture %u (%s): "), index + 1, label);
  else
    g_prefix_error (error, _ ("Picture %u: "), index + 1);
}

static gboolean
open_panel (const DipPanel *from, Panel *panel, GError **error)
{
  panel->scale = hypot (from->a, from->b);
  panel->to_frame = (DipMap){ from->a, -from->b, from->tx, from->b, from->a, from->ty };
  if (!isfinite (panel->scale) || panel->scale < 1e-3 || panel->scale > 1e3 || !isfinite (from->tx)
      || !isfinite (from->ty))
    return invalid (error, _ ("This alignment makes no sense. Set the landmarks again."));
  if (from->proxy != NULL)
    dip_source_init_proxy (&panel->source, from->proxy, from->width, from->height);
  else if (!dip_source_init (&panel->source, from->bytes, from->orientation, error))
    return FALSE;
  if (panel->source.width == from->width && panel->source.height == from->height)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
               _ ("The picture is %d × %d pixels, but the catalogue says %d × %d. Run “library check”."),
               panel->source.width, panel->source.height, from->width, from->height);
  return FALSE;
}

/* The greatest height that is wished for and enlarges none of the pictures. */
static int
choose_height (const Composer *self)
{
  double height = self->what->panel_height;

  for (guint i = 0; i < self->what->n_panels; i++)
    height = MIN (height, floor (self->crop.height / self->panels[i].scale + 1e-6));
  return (int) MAX (height, LEAST_HEIGHT);
}

static int
choose_gutter (const DipComposition *what, int height)
{
  return what->gutter >= 0 ? MIN (what->gutter, height) : MAX (2, (int) lround (height / 100.0));
}

/* Panels and gutters that add up to the width wished for; FALSE, and nothing changed, when that would need more than
 * @most_height. What doesn't divide evenly goes to the gutters. */
static gboolean
fit_width (Composer *self, int most_height)
{
  const DipComposition *what = self->what;
  const int total = what->picture_width, gaps = what->stacked ? 0 : (int) what->n_panels - 1;
  const double aspect = self->crop.width / self->crop.height;
  int gutter = choose_gutter (what, (int) (total / aspect / (gaps + 1))), width = total, height;

  if (gaps > 0)
    {
      width = (total - gaps * gutter) / (gaps + 1);
      while (width > 0 && (total - (gaps + 1) * width) % gaps != 0)
        width--;
      gutter = (total - (gaps + 1) * width) / gaps;
    }
  height = (int) lround (width / aspect);
  if (width < 1 || height < LEAST_HEIGHT || height > most_height)
    return FALSE;
  self->spec.width = width;
  self->spec.height = height;
  self->gutter = what->stacked ? choose_gutter (what, height) : gutter;
  return TRUE;
}

static void
choose_size (Composer *self)
{
  const int height = choose_height (self);

  if (self->what->picture_width > 0 && fit_width (self, height))
    return;
  self->spec.height = height;
  self->spec.width = (int) CLAMP (lround (self->crop.width * height / self->crop.height), 1, G_MAXINT / 2);
  self->gutter = choose_gutter (self->what, height);
}

static gboolean
is_identity (const DipPanel *panel)
{
  return panel->a == 1 && panel->b == 0 && panel->tx == 0 && panel->ty == 0;
}

/* The first picture that is the frame itself lends the crop its pixel grid: it can then be cut and reduced without being
 * moved by a part of a pixel. The others follow exactly. */
static void
snap_crop (Composer *self)
{
  for (guint i = 0; i < self->what->n_panels; i++)
    if (is_identity (&self->what->panels[i]))
      {
        dip_source_snap (&self->panels[i].source, self->panels[i].shrink, &self->crop);
        return;
      }
}

static gboolean
plan (Composer *self, GError **error)
{
  gint64 longest;

  choose_size (self);
  for (guint i = 0; i < self->what->n_panels; i++)
    {
      Panel *panel = &self->panels[i];
      panel->shrink = dip_source_choose_shrink (&panel->source, self->crop.height / (self->spec.height * panel->scale));
    }
  snap_crop (self);
  choose_size (self);
  longest = (gint64) (MAX (self->spec.width, self->spec.height) + self->gutter) * self->what->n_panels;
  return longest <= MOST_SIDE
         || invalid (error, _ ("The crop is too long and narrow for a picture. Choose another crop."));
}

/* Correction first, so that it does not tint what is painted over; the label last, so that nothing hides it. */
static gboolean
finish_panel (const Composer *self, const DipPanel *from, Panel *panel, const DipMap *to_output)
{
  static const DipLabelLook plain = DIP_LABEL_LOOK_PLAIN;

  if (self->what->gains[0] > 0)
    dip_burn_gains (panel->image, self->what->gains);
  for (guint i = 0; i < from->n_patches; i++)
    if (!dip_burn_patch (panel->image, &from->patches[i], to_output, &panel->error))
      return FALSE;
  return from->label == NULL || *from->label == '\0'
         || dip_label_draw (panel->image, from->label, self->what->look != NULL ? self->what->look : &plain,
                            &panel->error);
}

static void
render_panel (guint index, gpointer user_data)
{
  Composer *self = user_data;
  Panel *panel = &self->panels[index];
  DipMap shift = dip_map_shift (-self->crop.x, -self->crop.y);
  DipMap grow = dip_map_scale (self->spec.width / self->crop.width, self->spec.height / self->crop.height);
  DipMap to_crop = dip_map_then (&panel->to_frame, &shift);
  DipMap to_output = dip_map_then (&to_crop, &grow);

  panel->image = dip_panel_render (&panel->source, panel->shrink, &to_output, &self->spec, &panel->error);
  if (panel->image != NULL && !finish_panel (self, &self->what->panels[index], panel, &to_output))
    g_clear_object (&panel->image);
}

static DipPicture *
join_panels (Composer *self, GError **error)
{
  const guint n = self->what->n_panels;
  g_autofree VipsImage **images = g_new (VipsImage *, n);
  VipsArrayDouble *background = vips_array_double_new (self->what->background, 3);
  VipsImage *joined = NULL;
  int status;

  for (guint i = 0; i < n; i++)
    images[i] = self->panels[i].image;
  status = vips_arrayjoin (images, &joined, (int) n, "across", self->what->stacked ? 1 : (int) n, "shim", self->gutter,
                           "background", background, NULL);
  vips_area_unref (VIPS_AREA (background));
  if (status == 0 && self->what->mark != NULL)
    joined = dip_mark_draw (joined, self->what->mark, self->spec.height, error);
  if (status == 0)
    return joined != NULL ? dip_picture_new (joined) : NULL;
  dip_vips_fail_read (error, self->spec.cancellable);
  return NULL;
}

/* The pictures are decoded and resampled side by side, one thread each: a JPEG decoder uses no more than one. */
static DipPicture *
render_all (Composer *self, GError **error)
{
  const guint n = self->what->n_panels;

  for (guint i = 0; i < n; i++)
    if (!open_panel (&self->what->panels[i], &self->panels[i], error))
      {
        name_panel (self->what, i, error);
        return NULL;
      }
  if (!plan (self, error))
    return NULL;
  dip_job_each (NULL, n, 0, render_panel, self);
  for (guint i = 0; i < n; i++)
    if (self->panels[i].image == NULL)
      {
        g_propagate_error (error, g_steal_pointer (&self->panels[i].error));
        name_panel (self->what, i, error);
        return NULL;
      }
  return join_panels (self, error);
}

static gboolean
is_sane (const DipComposition *what)
{
  const DipCrop *crop = &what->crop;

  return what->n_panels > 0 && what->panel_height > 0 && isfinite (crop->x) && isfinite (crop->y)
         && isfinite (crop->width) && isfinite (crop->height) && crop->width >= 1 && crop->height >= 1;
}

/**
 * dip_compose:
 * @what: the recipe; nothing of it is kept
 * @cancellable: (nullable): heeded while decoding and resampling
 *
 * Each panel is one pipeline: shrink on load, one Lanczos3 resample by the similarity transform (orientation, alignment,
 * crop and size in one), sRGB by the picture's own profile, and the label in letters of their final size. The crop's edges may move
 * inwards by less than one pixel of the opened picture, the same for all panels. What a picture does not reach is
 * filled with the background. Any thread; decodes the panels in parallel.
 *
 * Returns: (transfer full): sRGB, 8 bits, 3 bands. Errors: UNSUPPORTED, DAMAGED, TOO_LARGE, INVALID, cancelled; the message
 * says which picture.
 */
DipPicture *
dip_compose (const DipComposition *what, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (what != NULL && (what->panels != NULL || what->n_panels == 0), NULL);

  if (!dip_imaging_init (error))
    return NULL;
  if (!is_sane (what))
    {
      invalid (error, _ ("This composition has no picture or an empty crop. Choose the pair and the crop again."));
      return NULL;
    }
  g_autofree Panel *panels = g_new0 (Panel, what->n_panels);
  Composer self = { .what = what, .panels = panels, .crop = what->crop };
  self.spec = (DipPanelSpec){ .quick = what->quick, .at_once = what->n_panels, .cancellable = cancellable };
  memcpy (self.spec.background, what->background, sizeof self.spec.background);
  DipPicture *picture = render_all (&self, error);
  for (guint i = 0; i < what->n_panels; i++)
    {
      g_clear_object (&panels[i].image);
      g_clear_error (&panels[i].error);
    }
  return picture;
}

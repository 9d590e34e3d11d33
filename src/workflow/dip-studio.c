#include "dip-studio-private.h"

#include <math.h>
#include <string.h>

#include "dip-animate.h"
#include "dip-blobs.h"
#include "dip-job.h"
#include "dip-pairing.h"
#include "dip-recipe.h"
#include "dip-rendering.h"

#define N_SMALLER 2

struct _DipStudio
{
  DipDesk *desk;
  DipCase *one;
  DipPicture *proxies[2];            /* by DipHalf */
  DipPicture *smaller[2][N_SMALLER]; /* each half as large as the one before: for quick previews */
};

void
dip_raster_free (DipRaster *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->pixels);
  g_free (self);
}

static DipRaster *
raster_of (DipPicture *picture, GError **error)
{
  GBytes *pixels = dip_picture_get_pixels (picture, error);
  DipRaster *raster = NULL;

  if (pixels != NULL)
    {
      raster = g_new0 (DipRaster, 1);
      *raster = (DipRaster){ pixels, dip_picture_get_width (picture), dip_picture_get_height (picture) };
    }
  return raster;
}

static const DipPhoto *
photo_of (const DipStudio *self, guint half)
{
  return half == DIP_HALF_BEFORE ? self->one->before : self->one->after;
}

typedef struct
{
  DipStudio *studio;
  int side;
  GCancellable *cancellable;
  GError *errors[2];
} Load;

static void
load_half (guint half, gpointer user_data)
{
  Load *load = user_data;
  DipPicture *larger;
  const DipPhoto *photo = photo_of (load->studio, half);
  g_autoptr (GBytes) clean = dip_blobs_get (load->studio->desk->library, photo->blob, &load->errors[half]);

  if (clean != NULL)
    load->studio->proxies[half]
        = dip_picture_load (clean, photo->orientation, load->side, load->side, load->cancellable, &load->errors[half]);
  larger = load->studio->proxies[half];
  for (guint i = 0; i < N_SMALLER && larger != NULL; i++)
    larger = load->studio->smaller[half][i] = dip_picture_halve (larger, &load->errors[half]);
}

static gboolean
load_proxies (DipStudio *self, int side, GCancellable *cancellable, GError **error)
{
  Load load = { .studio = self, .side = side, .cancellable = cancellable };

  dip_job_each (NULL, G_N_ELEMENTS (self->proxies), 0, load_half, &load);
  for (guint i = 0; i < G_N_ELEMENTS (load.errors); i++)
    if (load.errors[i] != NULL)
      {
        if (error != NULL && *error == NULL)
          g_propagate_error (error, g_steal_pointer (&load.errors[i]));
        g_clear_error (&load.errors[i]);
      }
  return self->smaller[DIP_HALF_BEFORE][N_SMALLER - 1] != NULL && self->smaller[DIP_HALF_AFTER][N_SMALLER - 1] != NULL;
}

DipStudio *
dip_studio_open (const DipDesk *desk, gint64 pair_id, int side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipStudio) self = g_atomic_rc_box_new0 (DipStudio);

  g_return_val_if_fail (desk != NULL && side > 0, NULL);

  self->desk = dip_desk_new (desk->library, desk->actor);
  self->desk->fixed_today = desk->fixed_today;
  self->one = dip_pairing_show (desk, pair_id, error);
  if (self->one == NULL || !dip_composing_may_be_looked_at (self->one, dip_desk_today (desk), error)
      || !load_proxies (self, side, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
studio_clear (gpointer data)
{
  DipStudio *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->proxies); i++)
    {
      g_clear_pointer (&self->proxies[i], dip_picture_unref);
      for (guint k = 0; k < N_SMALLER; k++)
        g_clear_pointer (&self->smaller[i][k], dip_picture_unref);
    }
  g_clear_pointer (&self->one, dip_case_free);
  g_clear_pointer (&self->desk, dip_desk_free);
}

DipStudio *
dip_studio_ref (DipStudio *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
dip_studio_unref (DipStudio *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, studio_clear);
}

const DipCase *
dip_studio_get_case (DipStudio *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->one;
}

DipPicture *
dip_studio_get_picture (DipStudio *self, DipHalf half)
{
  return self->proxies[half];
}

DipRaster *
dip_studio_get_proxy (DipStudio *self, DipHalf half, GError **error)
{
  g_return_val_if_fail (self != NULL && half <= DIP_HALF_AFTER, NULL);

  return raster_of (self->proxies[half], error);
}

void
dip_studio_init_draft (DipStudio *self, DipStudioDraft *out)
{
  const DipRedaction *redactions[] = { self->one->before_redaction, self->one->after_redaction };

  g_return_if_fail (self != NULL && out != NULL);

  memset (out, 0, sizeof *out);
  out->alignment = self->one->alignment != NULL
                       ? *self->one->alignment
                       : dip_alignment_none (self->one->pair->id, self->one->before, self->one->after);
  out->alignment.created_at = NULL;
  for (guint half = 0; half < G_N_ELEMENTS (redactions); half++)
    if (redactions[half] != NULL)
      {
        out->n_covers[half] = redactions[half]->n_covers;
        memcpy (out->covers[half], redactions[half]->covers, sizeof out->covers[half]);
      }
}

gboolean
dip_studio_solve (DipStudio *self, DipStudioDraft *draft, DipRect *crop, GError **error)
{
  DipAlignment solved;

  g_return_val_if_fail (self != NULL && draft != NULL && crop != NULL, FALSE);

  solved = draft->alignment;
  if (!dip_alignment_solve (&solved, self->one->before, self->one->after, crop, error))
    return FALSE;
  draft->alignment = solved;
  return TRUE;
}

/* The panel height at which all of the picture fits in. */
static int
height_to_fit (const DipRect *crop, const DipStyle *style, guint n_panels, int max_width, int max_height)
{
  const gboolean stacked = style->layout == DIP_LAYOUT_STACKED;
  const double across = stacked ? 1 : n_panels, down = stacked ? n_panels : 1, aspect = crop->width / crop->height;
  const double wide = across * aspect + (across - 1) * style->gutter;
  const double high = down + (down - 1) * style->gutter;

  return (int) MAX (1, floor (MIN ((max_width - 2) / wide, (max_height - 2) / high)));
}

/* The smallest proxy that has a pixel for each pixel of a panel. */
static DipPicture *
proxy_for (const DipStudio *self, const DipRecipe *recipe, guint half)
{
  const DipRecipePanel *panel = &recipe->panels[half];
  const double shown
      = recipe->panel_height / (recipe->crop.height / dip_similarity_scale (&panel->to_frame)) * panel->height;
  DipPicture *proxy = self->proxies[half];

  for (guint k = 0; k < N_SMALLER && dip_picture_get_height (self->smaller[half][k]) >= shown; k++)
    proxy = self->smaller[half][k];
  return proxy;
}

static DipPicture *
render (const DipStudio *self, const DipRecipe *recipe, GCancellable *cancellable, GError **error)
{
  DipPicture *const proxies[] = { proxy_for (self, recipe, DIP_HALF_BEFORE), proxy_for (self, recipe, DIP_HALF_AFTER) };
  g_autoptr (DipPicture) before = NULL;
  g_autoptr (DipPicture) after = NULL;

  if (recipe->style->layout != DIP_LAYOUT_SLIDE)
    return dip_recipe_render (self->desk, recipe, proxies, cancellable, error);
  before = dip_recipe_render_panel (self->desk, recipe, 0, proxies, cancellable, error);
  if (before != NULL)
    after = dip_recipe_render_panel (self->desk, recipe, 1, proxies, cancellable, error);
  return after != NULL ? dip_animate_middle (before, after, error) : NULL;
}

DipRaster *
dip_studio_compose (DipStudio *self, const DipStudioDraft *draft, const DipStyle *style, int max_width, int max_height,
                    GCancellable *cancellable, GError **error)
{
  const DipCase *one = self->one;
  g_autoptr (DipStyle) plain = style == NULL ? dip_style_new ("") : NULL;
  DipComposeOptions options = { .labels = TRUE, .style = style != NULL ? style : plain };
  g_autoptr (DipRecipe) recipe = NULL;
  g_autoptr (DipPicture) picture = NULL;
  DipAlignment solved = draft->alignment;
  DipRect crop;

  options.layout = options.style->layout;
  if (!dip_alignment_solve (&solved, one->before, one->after, &crop, error))
    return NULL;
  options.panel_height
      = height_to_fit (&crop, options.style, options.layout == DIP_LAYOUT_SLIDE ? 1 : 2, max_width, max_height);
  recipe = dip_recipe_new (&one, 1, &options, error);
  if (recipe == NULL)
    return NULL;
  dip_recipe_try (recipe, &solved, &crop);
  for (guint half = 0; half < 2; half++)
    {
      recipe->panels[half].n_covers = draft->n_covers[half];
      memcpy (recipe->panels[half].covers, draft->covers[half], sizeof draft->covers[half]);
    }
  picture = render (self, recipe, cancellable, error);
  return picture != NULL ? raster_of (picture, error) : NULL;
}

/* The pairs themselves; those of a client who has said no are not shown. */
static GPtrArray *
load_series (DipStudio *self, const gint64 *others, guint n, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);

  for (guint i = 0; i <= n; i++)
    {
      DipCase *one = dip_pairing_show (self->desk, i == 0 ? self->one->pair->id : others[i - 1], error);

      if (one == NULL)
        return NULL;
      g_ptr_array_add (cases, one);
      if (!dip_composing_may_be_looked_at (one, dip_desk_today (self->desk), error))
        return NULL;
    }
  return g_steal_pointer (&cases);
}

DipRaster *
dip_studio_compose_series (DipStudio *self, const gint64 *others, guint n, const DipStyle *style, int max_width,
                           int max_height, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (DipRecipe) recipe = NULL;
  g_autoptr (DipPicture) picture = NULL;
  DipComposeOptions options = { .labels = TRUE, .style = style };

  g_return_val_if_fail (self != NULL && style != NULL, NULL);

  options.layout = style->layout == DIP_LAYOUT_SLIDE ? DIP_LAYOUT_SIDE_BY_SIDE : style->layout;
  cases = load_series (self, others, n, error);
  if (cases == NULL)
    return NULL;
  recipe = dip_recipe_new ((const DipCase *const *) cases->pdata, cases->len, &options, error);
  if (recipe == NULL)
    return NULL;
  recipe->panel_height = height_to_fit (&recipe->crop, recipe->style, recipe->n_panels, max_width, max_height);
  picture = dip_recipe_render (self->desk, recipe, NULL, cancellable, error);
  return picture != NULL ? raster_of (picture, error) : NULL;
}

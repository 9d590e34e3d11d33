/* Everything that makes a composite, and nothing else: two recipes alike make pictures alike, bit for bit. As JSON it is kept
 * with what was published and in evidence; from it the picture is made again. */
#pragma once

#include "dip-case.h"
#include "dip-compose.h"
#include "dip-composing.h"
#include "dip-studio.h"
#include "dip-style.h"

G_BEGIN_DECLS

#define DIP_RECIPE_PANELS_MAX 5

typedef struct
{
  char *blob; /* digest of the photo's clean file */
  int orientation;
  int width, height;      /* upright */
  DipSimilarity to_frame; /* to the first panel's upright pixels */
  char *label;            /* as it is drawn, or NULL */
  guint n_covers;
  DipCover covers[DIP_COVERS_MAX];
} DipRecipePanel;

typedef struct
{
  guint n_panels;
  DipRecipePanel panels[DIP_RECIPE_PANELS_MAX];
  DipRect crop; /* pixels of the first panel's photo */
  DipCorrection correction;
  int panel_height; /* pixels; as high as the crop when that is less */
  DipStyle *style;  /* layout, looks and mark; its templates are of no further use */
} DipRecipe;

/**
 * dip_recipe_new:
 * @cases: @n_cases (1 to 4) pairs of one before: the first panel is that, the others their healed photos by date
 *
 * REFUSED when the pairs do not share their before. Returns: (transfer full)
 */
DipRecipe *dip_recipe_new (const DipCase *const *cases, guint n_cases, const DipComposeOptions *options,
                           GError **error);
void dip_recipe_free (DipRecipe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipRecipe, dip_recipe_free)

/* Width to height of each of @n_panels in a picture of options->aspect (above 0). */
double dip_recipe_panel_aspect (const DipComposeOptions *options, guint n_panels);

/* Instead of what is saved: for trying out. Of two panels. */
void dip_recipe_try (DipRecipe *self, const DipAlignment *alignment, const DipRect *crop);

/* (transfer full): canonical JSON: the same recipe, the same text. */
char *dip_recipe_to_json (const DipRecipe *self);
/* INVALID, saying what, when @text is no recipe. */
DipRecipe *dip_recipe_from_json (const char *text, GError **error);

/* @proxies (nullable): a small picture per panel, to be looked at instead of the photos. */
DipPicture *dip_recipe_render (const DipDesk *desk, const DipRecipe *self, DipPicture *const *proxies,
                               GCancellable *cancellable, GError **error);

/* One panel on its own, as large as in the whole. */
DipPicture *dip_recipe_render_panel (const DipDesk *desk, const DipRecipe *self, guint panel,
                                     DipPicture *const *proxies, GCancellable *cancellable, GError **error);

G_END_DECLS

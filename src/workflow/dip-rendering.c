#include "dip-rendering.h"

#include <math.h>

#include "dip-digest.h"
#include "dip-recipe.h"

char *
dip_composing_recipe (const DipCase *one, const DipComposeOptions *options, const char *encoding_note, GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_new (&one, 1, options, error);
  g_autofree char *json = recipe != NULL ? dip_recipe_to_json (recipe) : NULL;
  g_autofree char *text = json != NULL ? g_strdup_printf ("%s\n%s", json, encoding_note) : NULL;

  return text != NULL ? dip_digest_text (text) : NULL;
}

int
dip_composing_height_for_width (const DipCase *one, const DipComposeOptions *options, int width)
{
  DipAlignment alignment;
  DipRect crop;
  double aspect;

  if (!dip_case_framing (one, &alignment, &crop, NULL))
    return 0;
  aspect = options->aspect > 0 ? dip_recipe_panel_aspect (options, 2) : crop.width / crop.height;
  if (options->layout == DIP_LAYOUT_SIDE_BY_SIDE && !options->after_only)
    aspect *= 2;
  return (int) ceil (width / aspect) + 1;
}

DipPicture *
dip_composing_render (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_new (&one, 1, options, error);

  if (recipe == NULL)
    return NULL;
  return options->after_only ? dip_recipe_render_panel (desk, recipe, recipe->n_panels - 1, NULL, cancellable, error)
                             : dip_recipe_render (desk, recipe, NULL, cancellable, error);
}

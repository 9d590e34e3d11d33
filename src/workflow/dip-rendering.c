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
dip_composing_height_for_width (const DipCase *one, DipLayout layout, int width)
{
  DipAlignment alignment;
  DipRect crop;
  double aspect;

  if (!dip_case_framing (one, &alignment, &crop, NULL))
    return 0;
  aspect = crop.width / crop.height;
  if (layout == DIP_LAYOUT_SIDE_BY_SIDE)
    aspect *= 2;
  return (int) ceil (width / aspect) + 1;
}

DipPicture *
dip_composing_render (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_new (&one, 1, options, error);

  return recipe != NULL ? dip_recipe_render (desk, recipe, NULL, cancellable, error) : NULL;
}

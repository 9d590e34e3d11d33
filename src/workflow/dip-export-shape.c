#include "dip-export-shape.h"

#include <glib/gi18n-lib.h>

#include "dip-animate.h"
#include "dip-digest.h"
#include "dip-error.h"
#include "dip-recipe.h"
#include "dip-site-words.h"

DipExportFormat
dip_export_format_of (DipFormat format)
{
  switch (format)
    {
    case DIP_FORMAT_AVIF:
      return DIP_EXPORT_AVIF;
    case DIP_FORMAT_WEBP:
      return DIP_EXPORT_WEBP;
    case DIP_FORMAT_JPEG:
    case DIP_FORMAT_PNG:
    case DIP_FORMAT_TIFF:
    case DIP_FORMAT_HEIC:
    case DIP_FORMAT_UNKNOWN:
    default:
      return DIP_EXPORT_JPEG;
    }
}

DipFormat
dip_export_picture_format (DipExportFormat format)
{
  if (format == DIP_EXPORT_AVIF)
    return DIP_FORMAT_AVIF;
  return format == DIP_EXPORT_WEBP ? DIP_FORMAT_WEBP : DIP_FORMAT_JPEG;
}

static const char *
either (const char *said, const char *otherwise)
{
  return said != NULL ? said : otherwise;
}

DipRights *
dip_export_rights (const DipDestination *destination, const DipClinic *clinic)
{
  if (!destination->rights)
    return NULL;
  return dip_rights_new (either (clinic->creator, clinic->name), either (clinic->credit, clinic->name),
                         either (clinic->copyright, clinic->name), clinic->licence);
}

GArray *
dip_export_rungs (const DipDestination *destination, const DipRights *rights)
{
  static const DipExportFormat order[] = { DIP_EXPORT_AVIF, DIP_EXPORT_WEBP, DIP_EXPORT_JPEG };
  GArray *rungs = g_array_new (FALSE, TRUE, sizeof (DipRung));

  for (guint i = 0; destination->widths[i] != 0; i++)
    for (guint f = 0; f < G_N_ELEMENTS (order); f++)
      if (destination->formats & order[f])
        {
          DipRung rung = { .format = dip_export_picture_format (order[f]),
                           .width = destination->widths[i],
                           .max_bytes = (gsize) destination->max_kib * 1024,
                           .rights = rights,
                           .dpi = destination->dpi };

          g_array_append_val (rungs, rung);
        }
  return rungs;
}

static int
greatest_width (const DipDestination *destination)
{
  int width = 0;

  for (guint i = 0; destination->widths[i] != 0; i++)
    width = MAX (width, destination->widths[i]);
  return width;
}

gboolean
dip_export_group (const DipDestination *destination, GPtrArray *cases, guint index, DipExportGroup *group)
{
  const DipCase *first = g_ptr_array_index (cases, index);

  *group = (DipExportGroup){ .cases = { first }, .n = 1 };
  if (!destination->series)
    return TRUE;
  for (guint i = 0; i < cases->len; i++)
    {
      const DipCase *other = g_ptr_array_index (cases, i);

      if (i == index || other->before->id != first->before->id || other->pair->view != first->pair->view)
        continue;
      if (i < index)
        return FALSE;
      if (group->n < DIP_EXPORT_GROUP_MAX)
        group->cases[group->n++] = other;
    }
  return TRUE;
}

/* In the words of the site's visitors, where the style leaves the words to us. */
static DipStyle *
style_in_language (const DipDestination *destination, const DipStyle *style, const DipCase *one)
{
  DipStyle *own;

  if (destination->language == NULL)
    return NULL;
  own = style != NULL ? dip_style_copy (style) : dip_style_new ("site");
  if (style == NULL)
    own->layout = destination->layout;
  if (own->templates.before == NULL)
    own->templates.before = g_strdup (dip_site_word (destination->language, DIP_SITE_BEFORE));
  if (own->templates.after == NULL)
    own->templates.after = dip_site_after_label (destination->language, &one->after_facts);
  return own;
}

void
dip_export_look_init (DipExportLook *self, const DipDestination *destination, const DipStyle *style,
                      const DipExportGroup *group)
{
  const DipCase *one = group->cases[0];
  const gboolean still = style != NULL && style->layout != DIP_LAYOUT_SLIDE && destination->layout != DIP_LAYOUT_SLIDE;
  DipComposeOptions *options = &self->options;

  /* Every healed photo of a series has its own time. */
  self->own = group->n == 1 ? style_in_language (destination, style, one) : NULL;
  *options = (DipComposeOptions){
    .layout = still ? style->layout : destination->layout,
    .labels = destination->labels && !destination->after_only && !one->clinic->no_labels,
    .style = self->own != NULL ? self->own : style,
    .no_mark = !destination->mark || destination->after_only,
    .after_only = destination->after_only,
    .aspect = destination->shape_width > 0 ? (double) destination->shape_width / destination->shape_height : 0,
  };
  options->panel_height = dip_composing_height_for_width (one, options, greatest_width (destination));
  if (group->n > 1 && options->layout == DIP_LAYOUT_SIDE_BY_SIDE)
    options->panel_height = options->panel_height * 2 / ((int) group->n + 1) + 1;
}

void
dip_export_look_clear (DipExportLook *self)
{
  g_clear_pointer (&self->own, dip_style_free);
}

static char *
encoding_note (const DipDestination *destination, const DipClinic *clinic)
{
  g_autoptr (DipRights) rights = dip_export_rights (destination, clinic);
  g_autofree char *words = rights != NULL ? dip_rights_note (rights) : g_strdup ("no");
  GString *note = g_string_new (NULL);

  for (guint i = 0; destination->widths[i] != 0; i++)
    g_string_append_printf (note, "%d ", destination->widths[i]);
  if (destination->names != NULL)
    g_string_append_printf (note, "names %s ", destination->names);
  g_string_append_printf (note, "formats %u after-only %d budget %d dpi %d rights %s", destination->formats,
                          destination->after_only, destination->max_kib, destination->dpi, words);
  return g_string_free (note, FALSE);
}

char *
dip_export_recipe (const DipDestination *destination, const DipExportLook *look, const DipExportGroup *group,
                   GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_new (group->cases, group->n, &look->options, error);
  g_autofree char *note = encoding_note (destination, group->cases[0]->clinic);
  g_autofree char *json = recipe != NULL ? dip_recipe_to_json (recipe) : NULL;
  g_autofree char *text = json != NULL ? g_strdup_printf ("%s\n%s", json, note) : NULL;

  return text != NULL ? dip_digest_text (text) : NULL;
}

static GPtrArray *
encode_slide (const DipDesk *desk, const DipRecipe *recipe, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipPicture) before = dip_recipe_render_panel (desk, recipe, 0, NULL, cancellable, error);
  g_autoptr (DipPicture) after
      = before != NULL ? dip_recipe_render_panel (desk, recipe, recipe->n_panels - 1, NULL, cancellable, error) : NULL;
  GBytes *bytes = after != NULL ? dip_animate_slide (before, after, DIP_ANIMATION_WEBP, cancellable, error) : NULL;
  GPtrArray *files;
  DipEncoded *encoded;

  if (bytes == NULL)
    return NULL;
  if (max_bytes > 0 && g_bytes_get_size (bytes) > max_bytes)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                   _ ("The animation does not fit into %u KiB. Allow more bytes, or choose a smaller width."),
                   (guint) (max_bytes / 1024));
      g_bytes_unref (bytes);
      return NULL;
    }
  encoded = g_new (DipEncoded, 1);
  *encoded = (DipEncoded){ bytes, DIP_FORMAT_WEBP, MIN (dip_picture_get_width (before), dip_picture_get_width (after)),
                           MIN (dip_picture_get_height (before), dip_picture_get_height (after)) };
  files = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_encoded_free);
  g_ptr_array_add (files, encoded);
  return files;
}

GPtrArray *
dip_export_encode (const DipDesk *desk, const DipDestination *destination, const DipExportLook *look,
                   const DipExportGroup *group, const DipRights *rights, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_new (group->cases, group->n, &look->options, error);
  g_autoptr (GArray) rungs = dip_export_rungs (destination, rights);
  g_autoptr (DipPicture) picture = NULL;

  if (recipe == NULL)
    return NULL;
  if (look->options.layout == DIP_LAYOUT_SLIDE)
    return encode_slide (desk, recipe, (gsize) destination->max_kib * 1024, cancellable, error);
  picture = look->options.after_only
                ? dip_recipe_render_panel (desk, recipe, recipe->n_panels - 1, NULL, cancellable, error)
                : dip_recipe_render (desk, recipe, NULL, cancellable, error);
  return picture != NULL
             ? dip_picture_encode (picture, (const DipRung *) (gpointer) rungs->data, rungs->len, cancellable, error)
             : NULL;
}

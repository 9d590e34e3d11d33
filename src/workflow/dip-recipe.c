#include "dip-recipe.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-blobs.h"
#include "dip-crop.h"
#include "dip-error.h"
#include "dip-publication.h"

void
dip_recipe_free (DipRecipe *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_panels; i++)
    {
      g_free (self->panels[i].blob);
      g_free (self->panels[i].label);
    }
  g_clear_pointer (&self->style, dip_style_free);
  g_free (self);
}

static guint
sessions_before (const DipCase *one, DipDate day)
{
  guint n = 0;

  for (guint i = 0; i < one->sessions->len; i++)
    n += ((const DipSession *) g_ptr_array_index (one->sessions, i))->date <= day;
  return n;
}

static char *
label_of (const DipCase *one, DipHalf half, const DipStyle *style)
{
  const char *pattern = half == DIP_HALF_BEFORE ? style->templates.before : style->templates.after;
  const DipPhoto *photo = half == DIP_HALF_BEFORE ? one->before : one->after;
  const DipLabelFacts facts = {
    .facts = half == DIP_HALF_BEFORE ? &one->before_facts : &one->after_facts,
    .n_sessions = sessions_before (one, photo->taken_on),
    .stage = one->treatment->stage,
    .view = one->pair->view,
  };

  if (pattern != NULL)
    return dip_label_fill (pattern, &facts);
  return half == DIP_HALF_BEFORE ? dip_publication_before_label () : dip_publication_after_label (facts.facts);
}

static void
add_panel (DipRecipe *self, const DipCase *one, DipHalf half, const DipSimilarity *to_frame)
{
  DipRecipePanel *panel = &self->panels[self->n_panels++];
  const DipPhoto *photo = half == DIP_HALF_BEFORE ? one->before : one->after;
  const DipRedaction *redaction = half == DIP_HALF_BEFORE ? one->before_redaction : one->after_redaction;

  panel->blob = g_strdup (photo->blob);
  panel->orientation = photo->orientation;
  panel->width = photo->width;
  panel->height = photo->height;
  panel->to_frame = *to_frame;
  panel->label = self->style->labels ? label_of (one, half, self->style) : NULL;
  if (redaction != NULL)
    {
      panel->n_covers = redaction->n_covers;
      memcpy (panel->covers, redaction->covers, sizeof panel->covers);
    }
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const DipCase *first = *(const DipCase *const *) a, *second = *(const DipCase *const *) b;

  return first->after->taken_on < second->after->taken_on ? -1 : first->after->taken_on > second->after->taken_on;
}

static gboolean
share_before (const DipCase *const *cases, guint n_cases, GError **error)
{
  for (guint i = 1; i < n_cases; i++)
    if (cases[i]->before->id != cases[0]->before->id || cases[i]->after->id == cases[0]->after->id)
      {
        g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                     _ ("A series is one before and several healed photos; pairs %" PRId64 " and %" PRId64
                        " do not share their before photo."),
                     cases[0]->pair->id, cases[i]->pair->id);
        return FALSE;
      }
  if (n_cases < DIP_RECIPE_PANELS_MAX)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A series shows at most %d pictures."), DIP_RECIPE_PANELS_MAX);
  return FALSE;
}

static DipStyle *
style_for (const DipComposeOptions *options)
{
  DipStyle *style = options->style != NULL ? dip_style_copy (options->style) : dip_style_new ("");

  style->layout = options->layout;
  style->labels = style->labels && options->labels;
  if (options->no_mark)
    {
      g_clear_pointer (&style->mark.text, g_free);
      g_clear_pointer (&style->mark.logo, g_free);
    }
  return style;
}

static gboolean
fit_crop (DipRecipe *self, const DipAlignment *alignment, GError **error)
{
  DipCropPicture pictures[DIP_RECIPE_PANELS_MAX];

  for (guint i = 0; i < self->n_panels; i++)
    pictures[i] = (DipCropPicture){ self->panels[i].width, self->panels[i].height, self->panels[i].to_frame };
  return dip_crop_fit_all (pictures, self->n_panels, alignment->crop_shape, &alignment->crop, &self->crop, error);
}

double
dip_recipe_panel_aspect (const DipComposeOptions *options, guint n_panels)
{
  const guint n = options->after_only ? 1 : n_panels;
  const double gutter = (n - 1) * (options->style != NULL ? options->style->gutter : 0.01);

  if (options->layout == DIP_LAYOUT_STACKED)
    return options->aspect * (n + gutter);
  return MAX (0.1, (options->aspect - gutter) / n);
}

/* The largest part about the middle that has the shape asked for. */
static void
narrow_crop (DipRect *crop, double aspect)
{
  const double width = MIN (crop->width, crop->height * aspect);
  const double height = MIN (crop->height, crop->width / aspect);

  crop->x += (crop->width - width) / 2;
  crop->y += (crop->height - height) / 2;
  crop->width = width;
  crop->height = height;
}

DipRecipe *
dip_recipe_new (const DipCase *const *cases, guint n_cases, const DipComposeOptions *options, GError **error)
{
  g_autoptr (DipRecipe) self = g_new0 (DipRecipe, 1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  const DipSimilarity identity = dip_similarity_identity ();
  DipAlignment first, alignment;
  DipRect crop;

  if (!share_before (cases, n_cases, error) || !dip_case_framing (cases[0], &first, &crop, error))
    return NULL;
  self->style = style_for (options);
  add_panel (self, cases[0], DIP_HALF_BEFORE, &identity);
  for (guint i = 0; i < n_cases; i++)
    g_ptr_array_add (sorted, (gpointer) cases[i]);
  g_ptr_array_sort (sorted, compare_days);
  for (guint i = 0; i < n_cases; i++)
    {
      const DipCase *one = g_ptr_array_index (sorted, i);

      if (one == cases[0])
        alignment = first;
      else if (!dip_case_framing (one, &alignment, &crop, error))
        return NULL;
      add_panel (self, one, DIP_HALF_AFTER, &alignment.after_to_before);
    }
  if (!fit_crop (self, &first, error))
    return NULL;
  if (options->aspect > 0)
    narrow_crop (&self->crop, dip_recipe_panel_aspect (options, self->n_panels));
  self->correction = first.correction;
  self->panel_height = options->panel_height > 0 ? options->panel_height : (int) MAX (1, self->crop.height);
  return g_steal_pointer (&self);
}

void
dip_recipe_try (DipRecipe *self, const DipAlignment *alignment, const DipRect *crop)
{
  g_return_if_fail (self->n_panels == 2);

  self->panels[1].to_frame = alignment->after_to_before;
  self->correction = alignment->correction;
  self->crop = *crop;
}

/* A photo on its way into the composition. */
typedef struct
{
  DipPanel panels[DIP_RECIPE_PANELS_MAX];
  DipPatch patches[DIP_RECIPE_PANELS_MAX][DIP_COVERS_MAX];
  DipLabelLook look;
  DipMark mark;
} Kitchen;

/* A photo that is read and proved on a thread of its own: its hash takes as long as a good part of decoding it. */
typedef struct
{
  DipLibrary *library;
  const char *blob;
  GBytes *bytes;
  GError *error;
} Fetch;

static gpointer
fetch (gpointer data)
{
  Fetch *self = data;

  self->bytes = dip_blobs_get (self->library, self->blob, &self->error);
  return NULL;
}

static gboolean
fetch_all (const DipDesk *desk, const DipRecipe *recipe, DipPanel *panels, GError **error)
{
  Fetch fetches[DIP_RECIPE_PANELS_MAX] = { 0 };
  GThread *threads[DIP_RECIPE_PANELS_MAX] = { NULL };
  gboolean all = TRUE;

  for (guint i = 0; i < recipe->n_panels; i++)
    {
      fetches[i] = (Fetch){ .library = desk->library, .blob = recipe->panels[i].blob };
      if (i + 1 < recipe->n_panels)
        threads[i] = g_thread_new ("photo", fetch, &fetches[i]);
      else
        fetch (&fetches[i]);
    }
  for (guint i = 0; i < recipe->n_panels; i++)
    {
      if (threads[i] != NULL)
        g_thread_join (threads[i]);
      panels[i].bytes = fetches[i].bytes;
      if (fetches[i].error == NULL)
        continue;
      if (all)
        g_propagate_error (error, fetches[i].error);
      else
        g_error_free (fetches[i].error);
      all = FALSE;
    }
  return all;
}

static void
lay_out_panel (const DipRecipePanel *from, DipPicture *proxy, DipPatch *patches, DipPanel *panel)
{
  panel->proxy = proxy;
  panel->orientation = from->orientation;
  panel->width = from->width;
  panel->height = from->height;
  panel->a = from->to_frame.a;
  panel->b = from->to_frame.b;
  panel->tx = from->to_frame.tx;
  panel->ty = from->to_frame.ty;
  panel->label = from->label;
  panel->patches = patches;
  panel->n_patches = from->n_covers;
  for (guint i = 0; i < from->n_covers; i++)
    {
      DipPoint corners[4];

      dip_cover_corners (&from->covers[i], corners);
      for (guint c = 0; c < G_N_ELEMENTS (corners); c++)
        {
          patches[i].x[c] = corners[c].x;
          patches[i].y[c] = corners[c].y;
        }
    }
}

static gboolean
lay_out_looks (const DipDesk *desk, const DipStyle *style, Kitchen *kitchen, GError **error)
{
  kitchen->look = (DipLabelLook){ .font = style->font,
                                  .anchor = (int) style->label_anchor,
                                  .colour = style->label_colour,
                                  .background = style->label_background,
                                  .opacity = style->label_opacity };
  kitchen->mark = (DipMark){ .text = style->mark.text,
                             .font = style->font,
                             .anchor = (int) style->mark.anchor,
                             .size = style->mark.size,
                             .opacity = style->mark.opacity,
                             .colour = style->mark.colour };
  if (style->mark.logo == NULL)
    return TRUE;
  kitchen->mark.logo = dip_blobs_get (desk->library, style->mark.logo, error);
  return kitchen->mark.logo != NULL;
}

/* Panels differ by a pixel in height from what is asked for at most, so the gutter is theirs too. */
static int
gutter_of (const DipRecipe *self)
{
  const double height = MIN (self->panel_height, self->crop.height);

  return self->style->gutter > 0 ? MAX (2, (int) lround (self->style->gutter * height)) : 0;
}

static DipPicture *
cook (const DipRecipe *self, const Kitchen *kitchen, GCancellable *cancellable, GError **error)
{
  const guint32 background = self->style->background;
  const gboolean has_mark = self->style->mark.text != NULL || kitchen->mark.logo != NULL;
  DipComposition what = {
    .panels = kitchen->panels,
    .n_panels = self->n_panels,
    .crop = { self->crop.x, self->crop.y, self->crop.width, self->crop.height },
    .panel_height = self->panel_height,
    .stacked = self->style->layout == DIP_LAYOUT_STACKED,
    .gutter = self->style->gutter == 0.01 ? -1 : gutter_of (self),
    .background = { background >> 16 & 0xff, background >> 8 & 0xff, background & 0xff },
    .quick = kitchen->panels[0].proxy != NULL,
    .look = &kitchen->look,
    .mark = has_mark ? &kitchen->mark : NULL,
  };

  if (!dip_correction_is_none (&self->correction))
    dip_correction_gains (&self->correction, what.gains);
  return dip_compose (&what, cancellable, error);
}

DipPicture *
dip_recipe_render (const DipDesk *desk, const DipRecipe *self, DipPicture *const *proxies, GCancellable *cancellable,
                   GError **error)
{
  g_autofree Kitchen *kitchen = g_new0 (Kitchen, 1);
  DipPicture *picture = NULL;
  gboolean ready = lay_out_looks (desk, self->style, kitchen, error)
                   && (proxies != NULL || fetch_all (desk, self, kitchen->panels, error));

  for (guint i = 0; ready && i < self->n_panels; i++)
    lay_out_panel (&self->panels[i], proxies != NULL ? proxies[i] : NULL, kitchen->patches[i], &kitchen->panels[i]);
  if (ready)
    picture = cook (self, kitchen, cancellable, error);
  for (guint i = 0; i < self->n_panels; i++)
    g_clear_pointer (&kitchen->panels[i].bytes, g_bytes_unref);
  g_clear_pointer (&kitchen->mark.logo, g_bytes_unref);
  return picture;
}

DipPicture *
dip_recipe_render_panel (const DipDesk *desk, const DipRecipe *self, guint panel, DipPicture *const *proxies,
                         GCancellable *cancellable, GError **error)
{
  DipRecipe only = *self;

  g_return_val_if_fail (panel < self->n_panels, NULL);

  only.n_panels = 1;
  only.panels[0] = self->panels[panel];
  return dip_recipe_render (desk, &only, proxies != NULL ? &proxies[panel] : NULL, cancellable, error);
}

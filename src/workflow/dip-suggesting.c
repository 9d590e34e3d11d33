#include "dip-suggesting.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-register.h"
#include "dip-studio-private.h"

#define PROXY_SIDE 512 /* pixels */

void
dip_suggestion_free (DipSuggestion *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

/* From pixels of the proxies to pixels of the photos. */
static DipSimilarity
enlarge (const DipRegistered *found, const DipCase *one, DipPicture *before, DipPicture *after)
{
  const double up = (double) one->before->width / dip_picture_get_width (before);
  const double down = (double) dip_picture_get_width (after) / one->after->width;

  return (DipSimilarity){ found->a * up * down, found->b * up * down, found->tx * up, found->ty * up };
}

/* A triangle well inside what both photos show. */
static gboolean
set_landmarks (DipAlignment *draft, const DipCase *one, const DipSimilarity *similarity)
{
  static const DipPoint parts[DIP_LANDMARKS_MAX] = { { 0.25, 0.3 }, { 0.75, 0.3 }, { 0.5, 0.8 } };
  const DipSimilarity back = dip_similarity_invert (similarity);
  DipRect crop;

  if (!dip_geometry_common_crop (one->before->width, one->before->height, one->after->width, one->after->height,
                                 similarity, &crop, NULL))
    return FALSE;
  draft->n_landmarks = DIP_LANDMARKS_MAX;
  for (guint i = 0; i < DIP_LANDMARKS_MAX; i++)
    {
      draft->before[i] = (DipPoint){ crop.x + parts[i].x * crop.width, crop.y + parts[i].y * crop.height };
      draft->after[i] = dip_similarity_apply (&back, draft->before[i]);
    }
  return TRUE;
}

static char *
text_of (const DipSuggestion *self)
{
  const DipSimilarity *s = &self->draft.after_to_before;

  if (!self->confident)
    return g_strdup_printf (
        _ ("The photos could not be lined up with confidence (%.0f %%). Set two or three points on each."),
        100 * self->confidence);
  return g_strdup_printf (
      _ ("Found with %.0f %% confidence: the after is turned by %.1f° and scaled by %.2f. Look closely "
         "before you accept it."),
      100 * self->confidence, dip_similarity_angle (s) * 180 / G_PI, dip_similarity_scale (s));
}

DipSuggestion *
dip_studio_suggest (DipStudio *studio, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipSuggestion) self = NULL;
  const DipCase *one = dip_studio_get_case (studio);
  DipPicture *before = dip_studio_get_picture (studio, DIP_HALF_BEFORE);
  DipPicture *after = dip_studio_get_picture (studio, DIP_HALF_AFTER);
  DipRegistered found;
  DipStudioDraft saved;
  DipSimilarity similarity;
  DipRect crop;

  if (!dip_register (before, after, cancellable, &found, error))
    return NULL;
  dip_studio_init_draft (studio, &saved);
  self = g_new0 (DipSuggestion, 1);
  self->draft = saved.alignment;
  self->draft.method = DIP_ALIGNMENT_SUGGESTED;
  self->draft.n_landmarks = 0;
  self->confidence = found.confidence;
  similarity = enlarge (&found, one, before, after);
  self->confident = found.confident && set_landmarks (&self->draft, one, &similarity)
                    && dip_alignment_solve (&self->draft, one->before, one->after, &crop, NULL);
  if (self->confident)
    self->draft.confidence = found.confidence;
  else
    self->draft.n_landmarks = 0;
  self->text = text_of (self);
  return g_steal_pointer (&self);
}

DipSuggestion *
dip_suggesting_find (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipStudio) studio = dip_studio_open (desk, pair_id, PROXY_SIDE, cancellable, error);

  return studio != NULL ? dip_studio_suggest (studio, cancellable, error) : NULL;
}

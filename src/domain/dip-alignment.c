#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-crop.h"
#include "dip-error.h"
#include "dip-pair.h"

#define MOST_EXPOSURE 2.0 /* stops */
#define MOST_BALANCE  1.0

static gboolean
points_lie_inside (const DipPoint *points, guint n, const DipPhoto *photo, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!(points[i].x >= 0 && points[i].y >= 0 && points[i].x <= photo->width && points[i].y <= photo->height))
      {
        g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                     _ ("Point %.0f,%.0f lies outside photo %" PRId64 ", which is %d × %d pixels."), points[i].x,
                     points[i].y, photo->id, photo->width, photo->height);
        return FALSE;
      }
  return TRUE;
}

static gboolean
correction_is_in_range (const DipCorrection *self, GError **error)
{
  if (fabs (self->exposure) <= MOST_EXPOSURE && fabs (self->warmth) <= MOST_BALANCE
      && fabs (self->tint) <= MOST_BALANCE)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("Exposure can be corrected by up to %.0f stops, warmth and tint by up to %.0f; more would no longer be "
         "what the camera saw."),
      MOST_EXPOSURE, MOST_BALANCE);
  return FALSE;
}

gboolean
dip_correction_is_none (const DipCorrection *self)
{
  return self->exposure == 0 && self->warmth == 0 && self->tint == 0;
}

void
dip_correction_gains (const DipCorrection *self, double *gains)
{
  gains[0] = exp2 (self->exposure + self->warmth / 2 - self->tint / 3);
  gains[1] = exp2 (self->exposure + self->tint * 2 / 3);
  gains[2] = exp2 (self->exposure - self->warmth / 2 - self->tint / 3);
}

DipAlignment
dip_alignment_none (gint64 pair_id, const DipPhoto *before, const DipPhoto *after)
{
  return (DipAlignment){ .pair_id = pair_id,
                         .method = DIP_ALIGNMENT_FIT,
                         .after_to_before
                         = dip_geometry_fit (before->width, before->height, after->width, after->height) };
}

/* None is as good as points: the photos may have come from a tripod. */
static gboolean
solve_landmarks (DipAlignment *self, const DipPhoto *before, const DipPhoto *after, GError **error)
{
  if (self->n_landmarks == 0)
    {
      self->method = DIP_ALIGNMENT_FIT;
      self->confidence = self->residual = 0;
      self->after_to_before = dip_geometry_fit (before->width, before->height, after->width, after->height);
      return TRUE;
    }
  if (self->method != DIP_ALIGNMENT_SUGGESTED)
    {
      self->method = DIP_ALIGNMENT_POINTS;
      self->confidence = 0;
    }
  return points_lie_inside (self->before, MIN (self->n_landmarks, DIP_LANDMARKS_MAX), before, error)
         && points_lie_inside (self->after, MIN (self->n_landmarks, DIP_LANDMARKS_MAX), after, error)
         && dip_similarity_solve (self->after, self->before, self->n_landmarks, &self->after_to_before, &self->residual,
                                  error);
}

gboolean
dip_alignment_solve (DipAlignment *self, const DipPhoto *before, const DipPhoto *after, DipRect *crop, GError **error)
{
  g_return_val_if_fail (self != NULL && before != NULL && after != NULL && crop != NULL, FALSE);

  return correction_is_in_range (&self->correction, error) && solve_landmarks (self, before, after, error)
         && dip_crop_fit (before->width, before->height, after->width, after->height, &self->after_to_before,
                          self->crop_shape, self->crop.width > 0 ? &self->crop : NULL, crop, error);
}

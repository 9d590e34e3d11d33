#include "dip-studio-state.h"

#include <string.h>

void
dip_studio_state_take_landmarks (DipStudioState *self, const DipAlignment *alignment)
{
  memset (self->points, 0, sizeof self->points);
  for (guint n = 0; n < alignment->n_landmarks; n++)
    {
      self->points[0].at[n] = alignment->before[n];
      self->points[1].at[n] = alignment->after[n];
      self->points[0].set[n] = self->points[1].set[n] = TRUE;
    }
}

void
dip_studio_state_take_alignment (DipStudioState *self, const DipAlignment *alignment)
{
  dip_studio_state_take_landmarks (self, alignment);
  self->shape = alignment->crop_shape;
  self->crop = alignment->crop;
  self->correction = alignment->correction;
}

DipStudioState
dip_studio_state_of (const DipStudioDraft *draft)
{
  DipStudioState state = { 0 };

  dip_studio_state_take_alignment (&state, &draft->alignment);
  for (guint half = 0; half < 2; half++)
    {
      state.covers[half].n = draft->n_covers[half];
      memcpy (state.covers[half].covers, draft->covers[half], sizeof draft->covers[half]);
    }
  return state;
}

static gboolean
is_same_points (const DipPoints *a, const DipPoints *b)
{
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    if (a->set[n] != b->set[n] || (a->set[n] && (a->at[n].x != b->at[n].x || a->at[n].y != b->at[n].y)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_rect (const DipRect *a, const DipRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

gboolean
dip_studio_state_same (const DipStudioState *a, const DipStudioState *b)
{
  return is_same_points (&a->points[0], &b->points[0]) && is_same_points (&a->points[1], &b->points[1])
         && a->shape == b->shape && is_same_rect (&a->crop, &b->crop)
         && a->correction.exposure == b->correction.exposure && a->correction.warmth == b->correction.warmth
         && a->correction.tint == b->correction.tint && dip_covers_same (&a->covers[0], &b->covers[0])
         && dip_covers_same (&a->covers[1], &b->covers[1]);
}

gboolean
dip_studio_state_has_points (const DipStudioState *self)
{
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    if (self->points[0].set[n] || self->points[1].set[n])
      return TRUE;
  return FALSE;
}

/* The points that have a place on both photos. */
static void
fill_landmarks (const DipStudioState *self, DipAlignment *alignment)
{
  alignment->n_landmarks = 0;
  for (guint n = 0; n < DIP_LANDMARKS_MAX; n++)
    if (self->points[0].set[n] && self->points[1].set[n])
      {
        alignment->before[alignment->n_landmarks] = self->points[0].at[n];
        alignment->after[alignment->n_landmarks] = self->points[1].at[n];
        alignment->n_landmarks++;
      }
  if (alignment->n_landmarks < DIP_LANDMARKS_MIN)
    alignment->n_landmarks = 0;
}

void
dip_studio_state_fill (const DipStudioState *self, DipStudioDraft *draft)
{
  fill_landmarks (self, &draft->alignment);
  draft->alignment.crop_shape = self->shape;
  draft->alignment.crop = self->crop;
  draft->alignment.correction = self->correction;
  for (guint half = 0; half < 2; half++)
    {
      draft->n_covers[half] = self->covers[half].n;
      memcpy (draft->covers[half], self->covers[half].covers, sizeof draft->covers[half]);
    }
}

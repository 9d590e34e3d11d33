#include "dip-photo.h"

/**
 * dip_photo_new:
 *
 * An empty photo: not dated, no view, upright, and taken to show a full face until somebody says otherwise.
 */
DipPhoto *
dip_photo_new (void)
{
  DipPhoto *self = g_new0 (DipPhoto, 1);

  self->orientation = 1;
  self->taken_on = DIP_DATE_NONE;
  self->shows = DIP_IDENTIFIABILITY_FULL_FACE;
  return self;
}

void
dip_photo_free (DipPhoto *self)
{
  if (!self)
    return;
  g_free (self->blob);
  g_free (self->format);
  g_free (self->taken_at);
  g_free (self->taken_by);
  g_free (self->pixel_digest);
  g_free (self->source_digest);
  g_free (self->camera);
  g_free (self->lens);
  g_free (self->white_balance);
  g_free (self->removed);
  g_free (self->certificate);
  g_free (self->imported_at);
  g_free (self);
}

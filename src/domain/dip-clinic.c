#include "dip-clinic.h"

DipClinic *
dip_clinic_copy (const DipClinic *self)
{
  DipClinic *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->site = g_strdup (self->site);
  copy->destination = g_strdup (self->destination);
  copy->creator = g_strdup (self->creator);
  copy->credit = g_strdup (self->credit);
  copy->copyright = g_strdup (self->copyright);
  copy->licence = g_strdup (self->licence);
  return copy;
}

void
dip_clinic_free (DipClinic *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->site);
  g_free (self->destination);
  g_free (self->creator);
  g_free (self->credit);
  g_free (self->copyright);
  g_free (self->licence);
  g_free (self);
}

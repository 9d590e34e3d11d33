#include "dip-clinic.h"

void
dip_clinic_free (DipClinic *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->site);
  g_free (self);
}

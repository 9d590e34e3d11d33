/* The clinic's own settings. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *site; /* URL or NULL */
  int healing_days;
} DipClinic;

void dip_clinic_free (DipClinic *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipClinic, dip_clinic_free)

G_END_DECLS

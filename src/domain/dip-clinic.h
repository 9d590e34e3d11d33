/* The clinic's own settings. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *site; /* URL or NULL */
  int healing_days;
  gboolean no_labels; /* composites carry no words, wherever they go */
  char *destination;  /* name of the one to start with; NULL: the first */
  /* The rights notice, each or NULL. */
  char *creator;
  char *credit;
  char *copyright;
  char *licence; /* URL of the page with the terms */
} DipClinic;

DipClinic *dip_clinic_copy (const DipClinic *self);
void dip_clinic_free (DipClinic *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipClinic, dip_clinic_free)

G_END_DECLS

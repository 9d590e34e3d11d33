/* The clinic's settings and the places exports can go to, loaded together for forms that start from them. */
#pragma once

#include "dip-clinic.h"
#include "dip-destination.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  DipClinic *clinic;
  GPtrArray *destinations; /* (element-type DipDestination), never empty */
} DipSetup;

/* A DipWorkFunc; its result is a DipSetup. */
gpointer dip_setup_load (const DipDesk *desk, gpointer unused, DipJob *job, GError **error);
void dip_setup_free (DipSetup *self);

/* The position of the destination called @name; of the one to start with when that is NULL or unknown. */
guint dip_setup_find (const DipSetup *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSetup, dip_setup_free)

G_END_DECLS

/* A client's photos by view and phase: what is there, and what is still missing. */
#pragma once

#include <gtk/gtk.h>

#include "dip-dossier.h"

G_BEGIN_DECLS

#define DIP_TYPE_COVERAGE_GRID (dip_coverage_grid_get_type ())
G_DECLARE_FINAL_TYPE (DipCoverageGrid, dip_coverage_grid, DIP, COVERAGE_GRID, GtkWidget)

/* Signal: "photo-activated" (id). */

GtkWidget *dip_coverage_grid_new (void);
void dip_coverage_grid_show (DipCoverageGrid *self, DipWorkspace *workspace, const DipDossier *dossier);

G_END_DECLS

/* A row of the take-down page: a place that files went to, or one of its files with what it takes to find it there. */
#pragma once

#include <gtk/gtk.h>

#include "dip-publication.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

/* A place when @takedown is NULL, else a file. */
typedef struct
{
  DipTakedown *takedown;
  char *place; /* as shown */
  guint n_files, n_open;
} DipTakedownLine;

void dip_takedown_line_free (DipTakedownLine *self);

#define DIP_TYPE_TAKEDOWN_ROW (dip_takedown_row_get_type ())
G_DECLARE_FINAL_TYPE (DipTakedownRow, dip_takedown_row, DIP, TAKEDOWN_ROW, GtkWidget)

/* Its buttons activate "takedown.down" (item) and "takedown.place-down" (place) of what they are in. */
GtkWidget *dip_takedown_row_new (void);
void dip_takedown_row_show (DipTakedownRow *self, DipWorkspace *workspace, const DipTakedownLine *line);

/* Why a file has to come down, in words. */
const char *dip_takedown_reason_label (const char *reason);

G_END_DECLS

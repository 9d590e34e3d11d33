/* Photos on their way in, whichever way they come: chosen, dropped or pasted. Knows whose they will be and what they show,
 * and opens the window that brings them in. */
#pragma once

#include <gtk/gtk.h>

#include "dip-words.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_INTAKE (dip_intake_get_type ())
G_DECLARE_FINAL_TYPE (DipIntake, dip_intake, DIP, INTAKE, GObject)

/**
 * dip_intake_new:
 * @opener: where messages and the import's window appear; outlives the intake, or it comes to nothing
 * @code: whose they are; NULL: nobody's yet
 * @view: what they show, or DIP_VIEW_NONE
 * @treatment_id: 0: the client's newest
 *
 * Each function below may drop the last reference: what it has begun goes on.
 */
DipIntake *dip_intake_new (GtkWidget *opener, DipWorkspace *workspace, const char *code, DipView view,
                           gint64 treatment_id);

void dip_intake_choose_files (DipIntake *self);
void dip_intake_choose_folder (DipIntake *self);
void dip_intake_paste (DipIntake *self);
/* A dropped GdkFileList. Returns: whether it was one. */
gboolean dip_intake_drop (DipIntake *self, const GValue *value);

/* (element-type GFile) */
void dip_intake_take (DipIntake *self, GListModel *files);

/* What a widget that takes photos in shall accept: files, and a DipParcel where @parcels. */
GtkDropTarget *dip_intake_drop_target (gboolean parcels);

G_END_DECLS

/* Saying what photos show and when they were taken, several at once, with a way back. */
#pragma once

#include <gtk/gtk.h>

#include "dip-photos.h"
#include "dip-workspace.h"

G_BEGIN_DECLS

/* Work for dip_workspace_run() or a form: its result is what dip_photo_edit_offer_undo() takes. @ids (element-type gint64) is
 * taken. */
DipWork dip_photo_edit_work (GArray *ids, const DipPhotoChange *change);

/* A toast above the window @near is in, or was opened from: @before as the work gave it, taken. */
void dip_photo_edit_offer_undo (GPtrArray *before, GtkWidget *near, DipWorkspace *workspace);

G_END_DECLS

/* A job that fills the window while it runs: opening a library, making the demo. */
#pragma once

#include <gtk/gtk.h>

#include "dip-job.h"

G_BEGIN_DECLS

#define DIP_TYPE_PROGRESS_PAGE (dip_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (DipProgressPage, dip_progress_page, DIP, PROGRESS_PAGE, GtkWidget)

void dip_progress_page_show (DipProgressPage *self, DipJob *job, gboolean can_cancel);

/* While a library is being locked: only how far @running (nullable) is, and a way to stop it. */
void dip_progress_page_show_locking (DipProgressPage *self, DipJob *running);

G_END_DECLS

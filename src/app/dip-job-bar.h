/* How far a job is: a bar, how many of how many, what it is at, and a button to cancel it. */
#pragma once

#include <gtk/gtk.h>

#include "dip-job.h"

G_BEGIN_DECLS

#define DIP_TYPE_JOB_BAR (dip_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (DipJobBar, dip_job_bar, DIP, JOB_BAR, GtkWidget)

/* @job NULL: shows none. */
void dip_job_bar_show (DipJobBar *self, DipJob *job, gboolean can_cancel);

/* Privacy mode: items are file names, which carry people's names. */
void dip_job_bar_hide_items (DipJobBar *self, gboolean hide);

G_END_DECLS

/* Progress on standard error, and Ctrl-C. */
#pragma once

#include "dip-job.h"

G_BEGIN_DECLS

/* A line that is rewritten on a terminal; elsewhere a line now and then. */
void dip_progress_attach (DipJob *job);
/* Ends the line that is being rewritten. */
void dip_progress_end (void);

/* From now on the first interrupt cancels @job, so that what is being done ends cleanly; a second ends the program. Call
 * before any other thread is started. */
void dip_progress_catch_interrupts (DipJob *job);

G_END_DECLS

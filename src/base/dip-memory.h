/* How the program asks the system for memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dip_memory_init:
 *
 * To be called first, before any thread is started. Pictures come and go by the megabyte. With an arena for each thread, as
 * the GNU C library has it, they leave so many holes that a thousand photos take a quarter more memory than ten. One arena
 * costs no time: few threads, large pieces.
 */
void dip_memory_init (void);

G_END_DECLS

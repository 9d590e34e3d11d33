/* How a sealed library is left: what was begun ends or stops, what is being written reaches the disk, the keys go, and with them,
 * where no other library is open, the memory of the whole program: it starts afresh in its own place. */
#pragma once

#include "dip-workspace.h"

G_BEGIN_DECLS

/* On the main thread, once the keys are gone. */
typedef void (*DipLockedFunc) (gpointer owner);

/* Takes @workspace, whose views are gone already. @locked is not called when @owner is gone by then. */
void dip_locking_start (DipWorkspace *workspace, GObject *owner, DipLockedFunc locked);

/* Replaces the program by itself, with a window for each of @paths, locked. Returns only where that can't be done. */
void dip_locking_start_afresh (const char *const *paths);

G_END_DECLS

/* Locks a sealed library when nobody has touched a window for a while. */
#pragma once

#include "dip-window.h"

G_BEGIN_DECLS

/* For as long as @window lives. Forms and other windows in front of it count as it does. */
void dip_idle_lock_watch (DipWindow *window, GSettings *settings);
/* Somebody is there. */
void dip_idle_lock_touch (DipWindow *window);

G_END_DECLS

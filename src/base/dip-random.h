/* Names that tell nothing: client codes and public ids from the system's random source. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @length characters of 23456789ABCDEFGHJKMNPQRSTVWXYZ (none that look alike), @length <= 32. */
char *dip_random_code (guint length);
/* The same in lower case, for file names. */
char *dip_random_slug (guint length);

G_END_DECLS

/* The files a user means by the files and folders picked. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (element-type utf8): files as given, folders walked depth-first in name order without following links or entering hidden
 * folders; at most 100,000. A path that is not there is kept: reading it gives the message. */
GPtrArray *dip_file_walk (const char *const *paths);

G_END_DECLS

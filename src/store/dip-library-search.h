/* Looking for words in the very bytes of a library's files: proof that what was erased is gone. */
#pragma once

#include "dip-library.h"

G_BEGIN_DECLS

/* (element-type utf8) files, as paths within the library, that hold one of @needles (array zero-terminated=1, UTF-8) as it
 * is written, anywhere. */
GPtrArray *dip_library_search_bytes (DipLibrary *self, const char *const *needles);

G_END_DECLS

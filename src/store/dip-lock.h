/* Who holds a library for writing: the file "lock" in its folder, locked for as long as the handle lives and saying which
 * program, process and host it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DipLock DipLock;

/* DIP_ERROR_LOCKED with a message that names the holder. @shown is what messages call the library. */
DipLock *dip_lock_take (const char *folder, const char *shown, GError **error);
void dip_lock_free (DipLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipLock, dip_lock_free)

/* Whether someone (this process too) holds it now. */
gboolean dip_lock_is_held (const char *folder);

G_END_DECLS

/* A ZIP archive of whole files, stored as they are (pictures don't shrink), for handing a person all that is held about them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DipZip DipZip;

DipZip *dip_zip_new (void);
void dip_zip_free (DipZip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipZip, dip_zip_free)

/* @name: path within, UTF-8, parts with '/'. TOO_LARGE once the archive would pass 2 GiB. */
gboolean dip_zip_add (DipZip *self, const char *name, GBytes *content, GError **error);
/* (transfer full): the archive; the same content is the same file: all of it bears the date 1 January 1980. */
GBytes *dip_zip_finish (DipZip *self);

G_END_DECLS

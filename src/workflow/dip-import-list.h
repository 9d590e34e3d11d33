/* Lists for WordPress: what its media library is to know of each picture. */
#pragma once

#include "dip-page-text.h"

G_BEGIN_DECLS

/* (transfer full): a table of file, title, alternative text, caption and description (RFC 4180). */
char *dip_import_list_csv (const DipPageResult *const *results, guint n);

/* (transfer full) (nullable): a WordPress eXtended RSS file of attachments, with alternative text and caption, for Tools, Import;
 * NULL when the clinic has no site, as addresses have to be whole. The pictures have to lie at the site's address first. */
char *dip_import_list_xml (const DipClinic *clinic, const DipPageResult *const *results, guint n);

G_END_DECLS

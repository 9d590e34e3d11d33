/* All there is about one client: treatments on a time line, photos by view and phase, pairs, consents, history. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLIENT_PAGE (dip_client_page_get_type ())
G_DECLARE_FINAL_TYPE (DipClientPage, dip_client_page, DIP, CLIENT_PAGE, DipPlace)

/* @code NULL: nobody. */
void dip_client_page_show (DipClientPage *self, const char *code);
const char *dip_client_page_get_code (DipClientPage *self);

G_END_DECLS

/* Where one exported file is on the web. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_ADDRESS_FORM (dip_address_form_get_type ())
G_DECLARE_FINAL_TYPE (DipAddressForm, dip_address_form, DIP, ADDRESS_FORM, DipForm)

DipAddressForm *dip_address_form_new (DipWorkspace *workspace, gint64 item_id);

G_END_DECLS

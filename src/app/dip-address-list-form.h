/* Web addresses of many files at once, from a list that is pasted or read from a file. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_ADDRESS_LIST_FORM (dip_address_list_form_get_type ())
G_DECLARE_FINAL_TYPE (DipAddressListForm, dip_address_list_form, DIP, ADDRESS_LIST_FORM, DipForm)

DipAddressListForm *dip_address_list_form_new (void);

G_END_DECLS

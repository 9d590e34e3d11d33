/* Erasing a client: what goes, what stays and why, and the code typed to make sure. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_ERASE_FORM (dip_erase_form_get_type ())
G_DECLARE_FINAL_TYPE (DipEraseForm, dip_erase_form, DIP, ERASE_FORM, DipForm)

DipEraseForm *dip_erase_form_new (const char *code);

G_END_DECLS

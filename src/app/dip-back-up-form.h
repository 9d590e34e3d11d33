/* The whole library to one file: where to, how far it is, and that it was read back. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_BACK_UP_FORM (dip_back_up_form_get_type ())
G_DECLARE_FINAL_TYPE (DipBackUpForm, dip_back_up_form, DIP, BACK_UP_FORM, DipForm)

DipBackUpForm *dip_back_up_form_new (DipWorkspace *workspace);

G_END_DECLS

/* Sealing the library: the first owner, the recovery sheet, and the proof that it can be read. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_SEAL_FORM (dip_seal_form_get_type ())
G_DECLARE_FINAL_TYPE (DipSealForm, dip_seal_form, DIP, SEAL_FORM, DipForm)

DipSealForm *dip_seal_form_new (void);

G_END_DECLS

/* The clinic's settings: its name, its website, how long results heal. */
#pragma once

#include "dip-form.h"
#include "dip-setup.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLINIC_FORM (dip_clinic_form_get_type ())
G_DECLARE_FINAL_TYPE (DipClinicForm, dip_clinic_form, DIP, CLINIC_FORM, DipForm)

DipClinicForm *dip_clinic_form_new (const DipSetup *setup, DipWorkspace *workspace);

G_END_DECLS

/* A new treatment of a client: its areas and stage. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_TREATMENT_FORM (dip_treatment_form_get_type ())
G_DECLARE_FINAL_TYPE (DipTreatmentForm, dip_treatment_form, DIP, TREATMENT_FORM, DipForm)

DipTreatmentForm *dip_treatment_form_new (const char *code);

G_END_DECLS

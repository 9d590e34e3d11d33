/* Recording a consent that a client has signed. */
#pragma once

#include "dip-dossier.h"
#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_CONSENT_FORM (dip_consent_form_get_type ())
G_DECLARE_FINAL_TYPE (DipConsentForm, dip_consent_form, DIP, CONSENT_FORM, DipForm)

DipConsentForm *dip_consent_form_new (const DipDossier *dossier, gboolean hide_names, DipDate today);

G_END_DECLS

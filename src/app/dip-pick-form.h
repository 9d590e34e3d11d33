/* Any two photos of a client, to be compared and perhaps made a pair. */
#pragma once

#include "dip-dossier.h"
#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_PICK_FORM (dip_pick_form_get_type ())
G_DECLARE_FINAL_TYPE (DipPickForm, dip_pick_form, DIP, PICK_FORM, DipForm)

DipPickForm *dip_pick_form_new (const DipDossier *dossier);

G_END_DECLS

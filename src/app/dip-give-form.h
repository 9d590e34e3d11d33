/* Whose photos these are: one client, found by name or code. */
#pragma once

#include "dip-form.h"
#include "dip-parcel.h"

G_BEGIN_DECLS

#define DIP_TYPE_GIVE_FORM (dip_give_form_get_type ())
G_DECLARE_FINAL_TYPE (DipGiveForm, dip_give_form, DIP, GIVE_FORM, DipForm)

/* Loads the clients at once. */
DipGiveForm *dip_give_form_new (DipWorkspace *workspace, DipParcel *parcel);

G_END_DECLS

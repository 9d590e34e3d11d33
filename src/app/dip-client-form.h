/* A new client, in few keystrokes: name, date of birth or that an adult was seen, how to reach them. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLIENT_FORM (dip_client_form_get_type ())
G_DECLARE_FINAL_TYPE (DipClientForm, dip_client_form, DIP, CLIENT_FORM, DipForm)

DipClientForm *dip_client_form_new (void);

G_END_DECLS

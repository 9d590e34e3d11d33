/* The rules of a place that exports go to. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_DESTINATION_FORM (dip_destination_form_get_type ())
G_DECLARE_FINAL_TYPE (DipDestinationForm, dip_destination_form, DIP, DESTINATION_FORM, DipForm)

/* @name: of one that is there; NULL: a new one. */
DipDestinationForm *dip_destination_form_new (DipWorkspace *workspace, const char *name);

G_END_DECLS

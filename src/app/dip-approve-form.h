/* A pair's sign-off: what has to be looked for in both photos, one by one, before it may go to marketing. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_APPROVE_FORM (dip_approve_form_get_type ())
G_DECLARE_FINAL_TYPE (DipApproveForm, dip_approve_form, DIP, APPROVE_FORM, DipForm)

DipApproveForm *dip_approve_form_new (gint64 pair_id);

G_END_DECLS

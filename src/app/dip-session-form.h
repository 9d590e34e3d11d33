/* A session of a treatment: its day and kind. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_SESSION_FORM (dip_session_form_get_type ())
G_DECLARE_FINAL_TYPE (DipSessionForm, dip_session_form, DIP, SESSION_FORM, DipForm)

/* @first: whether it will be the treatment's first. */
DipSessionForm *dip_session_form_new (const char *code, gint64 treatment_id, gboolean first, DipDate today);

G_END_DECLS

/* Releasing a consent form although something is missing that its rules ask for: only with a reason, which the log keeps. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_RELEASE_FORM (dip_release_form_get_type ())
G_DECLARE_FINAL_TYPE (DipReleaseForm, dip_release_form, DIP, RELEASE_FORM, DipForm)

/* @missing: what is, in words. */
DipReleaseForm *dip_release_form_new (gint64 notice_id, const char *missing);

G_END_DECLS

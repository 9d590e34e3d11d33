/* The day photos were taken, for those whose camera did not say. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_DAY_FORM (dip_day_form_get_type ())
G_DECLARE_FINAL_TYPE (DipDayForm, dip_day_form, DIP, DAY_FORM, DipForm)

/* @ids: (element-type gint64): taken. */
DipDayForm *dip_day_form_new (GArray *ids);

G_END_DECLS

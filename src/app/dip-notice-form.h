/* Starting a consent form of the clinic's own from a ready-made text. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_NOTICE_FORM (dip_notice_form_get_type ())
G_DECLARE_FINAL_TYPE (DipNoticeForm, dip_notice_form, DIP, NOTICE_FORM, DipForm)

DipNoticeForm *dip_notice_form_new (void);

G_END_DECLS

/* One photo: what it shows, when it was taken, and what was removed from it when it came in. */
#pragma once

#include "dip-form.h"
#include "dip-photos.h"

G_BEGIN_DECLS

#define DIP_TYPE_PHOTO_FORM (dip_photo_form_get_type ())
G_DECLARE_FINAL_TYPE (DipPhotoForm, dip_photo_form, DIP, PHOTO_FORM, DipForm)

DipPhotoForm *dip_photo_form_new (DipWorkspace *workspace, const DipPhotoView *view);

G_END_DECLS

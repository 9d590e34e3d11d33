/* Taking consent back: as easy as giving it, and plain about what follows. */
#pragma once

#include "dip-dossier.h"
#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_WITHDRAW_FORM (dip_withdraw_form_get_type ())
G_DECLARE_FINAL_TYPE (DipWithdrawForm, dip_withdraw_form, DIP, WITHDRAW_FORM, DipForm)

DipWithdrawForm *dip_withdraw_form_new (DipWorkspace *workspace, const DipDossier *dossier);

G_END_DECLS

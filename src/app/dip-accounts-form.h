/* Who may sign in to a sealed library: the list, a new account, one's own passphrase, new keys. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_ACCOUNTS_FORM (dip_accounts_form_get_type ())
G_DECLARE_FINAL_TYPE (DipAccountsForm, dip_accounts_form, DIP, ACCOUNTS_FORM, DipForm)

DipAccountsForm *dip_accounts_form_new (void);

G_END_DECLS

/* What the files about sealing share. */
#pragma once

#include "dip-sealing.h"

G_BEGIN_DECLS

#define DIP_RECOVERY_ACCOUNT "recovery"

/* INVALID with what is wrong. */
gboolean dip_sealing_judge (const char *passphrase, const char *account, GError **error);
gboolean dip_sealing_clean_name (const char *name, char **clean, GError **error);

G_END_DECLS

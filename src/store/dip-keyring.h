/* The keys that one signed-in account holds. Immutable once made, shared by threads, wiped with the last reference.
 *
 * The picture key seals the content keys of pictures, the identity key everything that says who a client is, the gallery key
 * the content keys of what marketing may see, and what is said in public. A key has generations: a turn of the keys adds one,
 * and the older stay until nothing is sealed with them any more. */
#pragma once

#include "dip-account.h"
#include "dip-secret.h"

G_BEGIN_DECLS

typedef struct _DipKeyring DipKeyring;

DipKeyring *dip_keyring_new (gint64 account_id, const char *account, DipRole role);
DipKeyring *dip_keyring_ref (DipKeyring *self);
void dip_keyring_unref (DipKeyring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipKeyring, dip_keyring_unref)

/* While it is being made. The greatest generation is the current one. */
void dip_keyring_add (DipKeyring *self, DipKey kind, guint generation, DipSecret *key);

gint64 dip_keyring_get_account_id (const DipKeyring *self);
const char *dip_keyring_get_account (const DipKeyring *self);
DipRole dip_keyring_get_role (const DipKeyring *self);
/* (transfer none) (nullable): the account does not have it. */
DipSecret *dip_keyring_get (const DipKeyring *self, DipKey kind, guint generation);
/* (transfer none) (nullable); @generation (out). */
DipSecret *dip_keyring_current (const DipKeyring *self, DipKey kind, guint *generation);

/* Where a sealed text belongs: opened anywhere else, it counts as altered. */
char *dip_keyring_place (const char *table, gint64 row, const char *column, guint version);
/* "~GENERATION.BASE64"; NULL when the account has no such key. */
char *dip_keyring_seal_text (const DipKeyring *self, DipKey kind, const char *belongs, const char *text);

typedef enum
{
  DIP_OPENED,
  DIP_OPENED_NO_KEY,  /* not for this account */
  DIP_OPENED_ALTERED, /* not what was sealed for this place */
} DipOpened;

/* @text (out) (transfer full): set when %DIP_OPENED. */
DipOpened dip_keyring_open_text (const DipKeyring *self, DipKey kind, const char *belongs, const char *sealed,
                                 char **text);

G_END_DECLS

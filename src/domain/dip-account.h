/* Who may sign in to a sealed library, and what each may know. */
#pragma once

#include <glib.h>

#include "dip-token.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_ROLE_OWNER,     /* everything, accounts and keys */
  DIP_ROLE_CURATOR,   /* clients and pictures */
  DIP_ROLE_MARKETING, /* approved and consented cases, by code */
  DIP_ROLE_RECOVERY,  /* the recovery sheet: holds all keys, does nothing but make an owner */
} DipRole;
extern const DipToken dip_role_tokens[];

typedef enum
{
  DIP_KEY_PICTURE,
  DIP_KEY_IDENTITY,
  DIP_KEY_GALLERY,
  DIP_N_KEYS
} DipKey;
extern const DipToken dip_key_tokens[];

/* Whether an account of that role is given that key. */
gboolean dip_role_has_key (DipRole role, DipKey key);

typedef struct
{
  gint64 id;
  char *name;
  DipRole role;
  char *created_at; /* UTC */
} DipAccount;
void dip_account_free (DipAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAccount, dip_account_free)

/* How good a new passphrase has to be: long rather than odd (NIST SP 800-63B, 5.1.1: length, no rules of composition; UK NCSC:
 * three random words). NULL when good enough, else a sentence that says what is wrong. */
#define DIP_PASSPHRASE_LEAST 10 /* characters */
const char *dip_passphrase_weakness (const char *passphrase, const char *account);

G_END_DECLS

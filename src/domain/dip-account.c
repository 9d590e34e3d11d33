#include "dip-account.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const DipToken dip_role_tokens[] = {
  { DIP_ROLE_OWNER, "owner", NULL, "role", NC_ ("role", "Owner") },
  { DIP_ROLE_CURATOR, "curator", "staff", "role", NC_ ("role", "Curator") },
  { DIP_ROLE_MARKETING, "marketing", NULL, "role", NC_ ("role", "Marketing") },
  { DIP_ROLE_RECOVERY, "recovery", NULL, "role", NC_ ("role", "Recovery sheet") },
  { 0 },
};

const DipToken dip_key_tokens[] = {
  { DIP_KEY_PICTURE, "picture", NULL, "key", NC_ ("key", "Picture key") },
  { DIP_KEY_IDENTITY, "identity", NULL, "key", NC_ ("key", "Identity key") },
  { DIP_KEY_GALLERY, "gallery", NULL, "key", NC_ ("key", "Gallery key") },
  { 0 },
};

gboolean
dip_role_has_key (DipRole role, DipKey key)
{
  return role != DIP_ROLE_MARKETING || key == DIP_KEY_GALLERY;
}

void
dip_account_free (DipAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->created_at);
  g_free (self);
}

static gboolean
is_one_letter (const char *text)
{
  gunichar first = g_utf8_get_char (text);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) != first)
      return FALSE;
  return TRUE;
}

/**
 * dip_passphrase_weakness:
 * @passphrase: as typed
 * @account: whose it is to be
 *
 * Returns: (nullable): what is wrong with it, translated
 */
const char *
dip_passphrase_weakness (const char *passphrase, const char *account)
{
  g_autofree char *folded = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (passphrase != NULL && account != NULL, NULL);

  if (!g_utf8_validate (passphrase, -1, NULL))
    return _ ("The passphrase has letters that could not be read.");
  if (g_utf8_strlen (passphrase, -1) < DIP_PASSPHRASE_LEAST)
    return _ ("The passphrase is too short: take ten letters or more, best three or four words.");
  if (is_one_letter (passphrase))
    return _ ("The passphrase is one letter over and over: take three or four words.");
  folded = g_utf8_casefold (passphrase, -1);
  name = g_utf8_casefold (account, -1);
  if (*name != '\0' && strlen (folded) < 2 * strlen (name) && strstr (folded, name) != NULL)
    return _ ("The passphrase is little more than the account’s name: take three or four words.");
  return NULL;
}

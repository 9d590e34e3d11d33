#include "dip-sealing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-seal.h"
#include "dip-sealing-private.h"

gboolean
dip_sealing_is_sealed (const DipDesk *desk)
{
  return dip_library_is_sealed (desk->library);
}

gboolean
dip_sealing_is_locked (const DipDesk *desk)
{
  return dip_library_is_locked (desk->library);
}

gboolean
dip_sealing_is_unfinished (const DipDesk *desk)
{
  return dip_seal_is_unfinished (desk->library);
}

DipRole
dip_sealing_role (const DipDesk *desk)
{
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (desk->library);

  if (keyring != NULL)
    return dip_keyring_get_role (keyring);
  return dip_library_is_sealed (desk->library) ? DIP_ROLE_MARKETING : DIP_ROLE_OWNER;
}

gboolean
dip_sealing_require_curator (const DipDesk *desk, GError **error)
{
  if (dip_sealing_role (desk) != DIP_ROLE_MARKETING)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                       _ ("This is for curators and owners. Marketing sees what is approved and consented to."));
  return FALSE;
}

static gboolean
require_owner (const DipDesk *desk, GError **error)
{
  if (!dip_library_is_sealed (desk->library))
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           _ ("The library is not sealed: there are no accounts. Seal it first."));
      return FALSE;
    }
  if (dip_sealing_role (desk) == DIP_ROLE_OWNER)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("Only an owner may do this."));
  return FALSE;
}

static void
act_as (DipDesk *desk)
{
  g_autoptr (DipKeyring) keyring = dip_library_get_keyring (desk->library);

  if (keyring == NULL)
    return;
  g_free (desk->actor);
  desk->actor = g_strdup (dip_keyring_get_account (keyring));
}

/* Where this computer remembers the head of a library's log: outside the library, so that both would have to be put back. */
static char *
memory_of (const DipDesk *desk)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, dip_library_get_path (desk->library), -1);

  return g_build_filename (g_get_user_state_dir (), "diptych", "heads", name, NULL);
}

static gboolean
get_head (DipDb *db, gpointer user_data, GError **error)
{
  char **head = user_data;

  *head = dip_audit_head (db, error);
  return *head != NULL;
}

void
dip_sealing_remember (const DipDesk *desk)
{
  g_autofree char *path = memory_of (desk);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *head = NULL;

  if (!dip_library_is_sealed (desk->library) || !dip_library_read (desk->library, get_head, &head, NULL)
      || g_mkdir_with_parents (folder, 0700) != 0)
    return;
  g_file_set_contents_full (path, head, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

/* { head, (out) holds } */
static gboolean
look_for_head (DipDb *db, gpointer user_data, GError **error)
{
  gpointer *data = user_data;

  *(gboolean *) data[1] = dip_audit_holds_head (db, data[0], NULL);
  return TRUE;
}

static char *
warning_of (const DipDesk *desk)
{
  g_autofree char *path = memory_of (desk);
  g_autofree char *head = NULL;
  gboolean holds = TRUE;
  gpointer data[2];

  if (!g_file_get_contents (path, &head, NULL, NULL))
    return NULL;
  data[0] = g_strstrip (head);
  data[1] = &holds;
  if (!dip_library_read (desk->library, look_for_head, data, NULL) || holds)
    return NULL;
  return g_strdup (
      _ ("The library was put back to an older state: what was done here last is not in its log any more. If "
         "nobody restored a back-up, find out who had access to it."));
}

gboolean
dip_sealing_unlock (DipDesk *desk, const char *account, const char *passphrase, char **warning, GError **error)
{
  g_return_val_if_fail (desk != NULL && account != NULL && passphrase != NULL, FALSE);

  if (warning != NULL)
    *warning = NULL;
  if (!dip_library_unlock (desk->library, account, passphrase, error))
    return FALSE;
  if (dip_sealing_role (desk) == DIP_ROLE_RECOVERY)
    {
      dip_library_lock (desk->library);
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED, _ ("The name or the passphrase is not right."));
      return FALSE;
    }
  act_as (desk);
  if (warning != NULL)
    *warning = warning_of (desk);
  return TRUE;
}

void
dip_sealing_lock (const DipDesk *desk)
{
  dip_library_lock (desk->library);
}

/* One change of accounts. */
typedef struct
{
  const DipDesk *desk;
  const char *action;
  const char *subject;
  const DipAccountDraft *draft;
  gint64 id;
  DipRole role;
  gboolean renews;
  gboolean removes;
  gboolean turns;
} Change;

static gboolean
note (DipDb *db, gpointer user_data, GError **error)
{
  const Change *change = user_data;

  return dip_audit_append (db, change->desk->actor, change->action, change->subject, NULL, error);
}

static gboolean
change_within (DipDb *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  if (change->removes && !dip_seal_account_delete (db, change->id, error))
    return FALSE;
  if (change->draft != NULL
      && !(change->renews ? dip_seal_account_renew (db, change->id, change->draft, error)
                          : dip_seal_account_insert (db, change->draft, error)))
    return FALSE;
  if (change->turns && !dip_seal_turn (change->desk->library, db, change->role, error))
    return FALSE;
  return note (db, change, error);
}

static gboolean
commit (Change *change, DipJob *job, GError **error)
{
  DipLibrary *library = change->desk->library;
  if (!dip_library_write (library, change_within, change, error))
    return FALSE;
  dip_sealing_remember (change->desk);
  return dip_seal_finish (library, job, error);
}

gboolean
dip_sealing_judge (const char *passphrase, const char *account, GError **error)
{
  const char *weakness = dip_passphrase_weakness (passphrase, account);

  if (weakness == NULL)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, weakness);
  return FALSE;
}

gboolean
dip_sealing_clean_name (const char *name, char **clean, GError **error)
{
  *clean = g_strstrip (g_strdup (name));
  if (g_utf8_validate (*clean, -1, NULL) && **clean != '\0' && g_utf8_strlen (*clean, -1) <= 100
      && g_ascii_strcasecmp (*clean, DIP_RECOVERY_ACCOUNT) != 0)
    return TRUE;
  g_clear_pointer (clean, g_free);
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” can't be the name of an account."), name);
  return FALSE;
}

gboolean
dip_sealing_seal (DipDesk *desk, const char *owner, const char *passphrase, const char *const *words, DipJob *job,
                  GError **error)
{
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;
  g_autoptr (DipAccountDraft) first = NULL;
  g_autoptr (DipAccountDraft) recovery = NULL;
  Change change = { .desk = desk, .action = "library-seal", .subject = "library" };
  gboolean done;

  g_return_val_if_fail (desk != NULL && owner != NULL && passphrase != NULL && words != NULL, FALSE);

  if (!dip_sealing_clean_name (owner, &name, error) || !dip_sealing_judge (passphrase, name, error))
    return FALSE;
  line = g_strjoinv (" ", (char **) words);
  first = dip_account_draft_new (name, DIP_ROLE_OWNER, passphrase, error);
  recovery = first != NULL ? dip_account_draft_new (DIP_RECOVERY_ACCOUNT, DIP_ROLE_RECOVERY, line, error) : NULL;
  dip_secret_wipe_text (line);
  if (recovery == NULL)
    return FALSE;
  g_free (desk->actor);
  desk->actor = g_steal_pointer (&name);
  done = dip_seal_start (desk->library, first, recovery, note, &change, error);
  if (!done)
    return FALSE;
  dip_sealing_remember (desk);
  return dip_seal_finish (desk->library, job, error) && dip_sealing_refresh (desk, error);
}

gboolean
dip_sealing_finish (const DipDesk *desk, DipJob *job, GError **error)
{
  return dip_seal_finish (desk->library, job, error) && dip_sealing_refresh (desk, error);
}

GPtrArray *
dip_sealing_accounts (const DipDesk *desk, GError **error)
{
  GPtrArray *accounts = dip_seal_accounts (desk->library, error);

  for (guint i = accounts != NULL ? accounts->len : 0; i > 0; i--)
    if (((DipAccount *) g_ptr_array_index (accounts, i - 1))->role == DIP_ROLE_RECOVERY)
      g_ptr_array_remove_index (accounts, i - 1);
  return accounts;
}

/* (nullable): NOT_FOUND. @n_owners (out) (optional). */
static DipAccount *
find (const DipDesk *desk, const char *name, guint *n_owners, GError **error)
{
  g_autoptr (GPtrArray) accounts = dip_sealing_accounts (desk, error);
  g_autofree char *wanted = g_utf8_casefold (name, -1);
  DipAccount *found = NULL;

  if (accounts == NULL)
    return NULL;
  if (n_owners != NULL)
    *n_owners = 0;
  for (guint i = accounts->len; i > 0; i--)
    {
      const DipAccount *account = g_ptr_array_index (accounts, i - 1);
      g_autofree char *own = g_utf8_casefold (account->name, -1);

      if (n_owners != NULL && account->role == DIP_ROLE_OWNER)
        (*n_owners)++;
      if (found == NULL && g_str_equal (own, wanted))
        found = g_ptr_array_steal_index (accounts, i - 1);
    }
  if (found == NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("There is no account “%s”."), name);
  return found;
}

gboolean
dip_sealing_add_account (const DipDesk *desk, const char *name, DipRole role, const char *passphrase, GError **error)
{
  g_autofree char *clean = NULL;
  g_autoptr (DipAccountDraft) draft = NULL;
  g_autoptr (DipAccount) there = NULL;
  Change change = { .desk = desk, .action = "account-add" };

  g_return_val_if_fail (desk != NULL && name != NULL && passphrase != NULL, FALSE);

  if (!require_owner (desk, error) || !dip_sealing_clean_name (name, &clean, error)
      || !dip_sealing_judge (passphrase, clean, error))
    return FALSE;
  there = find (desk, clean, NULL, NULL);
  if (there != NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("There is an account “%s” already."), there->name);
      return FALSE;
    }
  change.draft = draft = dip_account_draft_new (clean, role, passphrase, error);
  change.subject = clean;
  return draft != NULL && commit (&change, NULL, error);
}

gboolean
dip_sealing_remove_account (const DipDesk *desk, const char *name, DipJob *job, GError **error)
{
  g_autoptr (DipAccount) account = NULL;
  guint n_owners = 0;
  Change change = { .desk = desk, .action = "account-remove", .removes = TRUE, .turns = TRUE };

  g_return_val_if_fail (desk != NULL && name != NULL, FALSE);

  if (!require_owner (desk, error) || (account = find (desk, name, &n_owners, error)) == NULL)
    return FALSE;
  if (account->role == DIP_ROLE_OWNER && n_owners == 1)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("“%s” is the only owner left. Add another owner first."),
                   account->name);
      return FALSE;
    }
  if (g_strcmp0 (account->name, desk->actor) == 0)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           _ ("You can't remove the account you work with. Sign in as another owner."));
      return FALSE;
    }
  change.id = account->id;
  change.role = account->role;
  change.subject = account->name;
  return commit (&change, job, error);
}

gboolean
dip_sealing_set_passphrase (const DipDesk *desk, const char *name, const char *old, const char *passphrase,
                            GError **error)
{
  g_autoptr (DipAccount) account = NULL;
  g_autoptr (DipAccountDraft) draft = NULL;
  Change change = { .desk = desk, .action = "account-passphrase", .renews = TRUE };

  g_return_val_if_fail (desk != NULL && name != NULL && passphrase != NULL, FALSE);

  account = find (desk, name, NULL, error);
  if (account == NULL || (g_strcmp0 (account->name, desk->actor) != 0 && !require_owner (desk, error))
      || !dip_sealing_judge (passphrase, account->name, error)
      || (old != NULL && !dip_seal_is_passphrase (desk->library, desk->actor, old, error)))
    return FALSE;
  change.draft = draft = dip_account_draft_new (account->name, account->role, passphrase, error);
  change.id = account->id;
  change.subject = account->name;
  return draft != NULL && commit (&change, NULL, error);
}

gboolean
dip_sealing_turn_keys (const DipDesk *desk, DipRole role, DipJob *job, GError **error)
{
  Change change = { .desk = desk,
                    .action = "keys-turn",
                    .subject = dip_token_name (dip_role_tokens, (int) role),
                    .role = role,
                    .turns = TRUE };

  return require_owner (desk, error) && commit (&change, job, error);
}

/* Signed in as the recovery sheet, which has all keys. */
static gboolean
make_owner (const DipDesk *desk, const char *name, const char *passphrase, GError **error)
{
  g_autoptr (DipAccount) account = find (desk, name, NULL, NULL);
  g_autoptr (DipAccountDraft) draft = dip_account_draft_new (name, DIP_ROLE_OWNER, passphrase, error);
  Change change = { .desk = desk, .action = "library-recover", .subject = name, .draft = draft };

  if (draft == NULL)
    return FALSE;
  if (account != NULL && account->role != DIP_ROLE_OWNER)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
                   _ ("“%s” is an account that is no owner’s. Choose another name."), account->name);
      return FALSE;
    }
  change.renews = account != NULL;
  change.id = account != NULL ? account->id : 0;
  return commit (&change, NULL, error);
}

gboolean
dip_sealing_recover (DipDesk *desk, const char *typed_words, const char *name, const char *passphrase, GError **error)
{
  g_autofree char *line = NULL;
  g_autofree char *clean = NULL;
  gboolean done;

  g_return_val_if_fail (desk != NULL && typed_words != NULL && name != NULL && passphrase != NULL, FALSE);

  if (!dip_sealing_clean_name (name, &clean, error) || !dip_sealing_judge (passphrase, clean, error))
    return FALSE;
  line = dip_sealing_read_words (typed_words, error);
  done = line != NULL && dip_library_unlock (desk->library, DIP_RECOVERY_ACCOUNT, line, error);
  dip_secret_wipe_text (line);
  if (!done)
    return FALSE;
  act_as (desk);
  done = make_owner (desk, clean, passphrase, error);
  dip_library_lock (desk->library);
  return done && dip_sealing_unlock (desk, clean, passphrase, NULL, error);
}

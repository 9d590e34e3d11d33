#include "dip-seal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-date.h"
#include "dip-library-private.h"
#include "dip-seal-private.h"
#include "dip-sealed-record.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

struct _DipAccountDraft
{
  char *name;
  DipRole role;
  char *salt;
  DipSecretCost cost;
  DipSecret *passphrase_key;
  DipSecret *box;
  char *public_half;
};

/* An account as it lies in the catalogue. */
typedef struct
{
  gint64 id;
  char *name;
  DipRole role;
  char *salt;
  DipSecretCost cost;
  char *secret;
  GPtrArray *boxes; /* (element-type Box) */
} Account;

typedef struct
{
  DipKey kind;
  guint generation;
  char *box;
} Box;

static void
box_free (gpointer data)
{
  Box *box = data;

  g_free (box->box);
  g_free (box);
}

static void
account_free (Account *self)
{
  g_free (self->name);
  g_free (self->salt);
  g_free (self->secret);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Account, account_free)

/* What an account's secret half is bound to. */
static char *
place_of_secret (gint64 id, DipRole role)
{
  return g_strdup_printf ("account %" G_GINT64_FORMAT " %s", id, dip_token_name (dip_role_tokens, (int) role));
}

/* What follows a key in its box. */
static char *
place_of_key (gint64 account_id, DipKey kind, guint generation)
{
  return g_strdup_printf ("%s %u %" G_GINT64_FORMAT, dip_token_name (dip_key_tokens, (int) kind), generation,
                          account_id);
}

/**
 * dip_account_draft_new:
 * @name: not empty
 * @role: what it is for
 * @passphrase: judged by the caller
 * @error: %DIP_ERROR_IO
 *
 * Returns: (transfer full): the account, its passphrase turned into a key
 */
DipAccountDraft *
dip_account_draft_new (const char *name, DipRole role, const char *passphrase, GError **error)
{
  g_autoptr (DipAccountDraft) self = NULL;

  g_return_val_if_fail (name != NULL && passphrase != NULL, NULL);

  self = g_new0 (DipAccountDraft, 1);
  self->name = g_strdup (name);
  self->role = role;
  self->salt = dip_secret_salt ();
  self->cost = dip_secret_cost ();
  self->box = dip_secret_box_new (&self->public_half);
  self->passphrase_key = dip_secret_from_passphrase (passphrase, self->salt, &self->cost, error);
  return self->passphrase_key != NULL ? g_steal_pointer (&self) : NULL;
}

void
dip_account_draft_free (DipAccountDraft *self)
{
  if (self == NULL)
    return;
  dip_secret_unref (self->passphrase_key);
  dip_secret_unref (self->box);
  g_free (self->public_half);
  g_free (self->salt);
  g_free (self->name);
  g_free (self);
}

static char *
sealed_secret (const DipAccountDraft *draft, gint64 id, DipRole role)
{
  g_autofree char *place = place_of_secret (id, role);

  return dip_secret_seal (draft->passphrase_key, place, dip_secret_peek (draft->box), DIP_SECRET_SIZE);
}

static char *
boxed_key (const char *public_half, gint64 account_id, DipKey kind, guint generation, const DipSecret *key)
{
  g_autofree char *place = place_of_key (account_id, kind, generation);
  gsize length = DIP_SECRET_SIZE + strlen (place);
  g_autofree guint8 *payload = g_malloc (length);
  char *box;

  memcpy (payload, dip_secret_peek (key), DIP_SECRET_SIZE);
  memcpy (payload + DIP_SECRET_SIZE, place, strlen (place));
  box = dip_secret_box_put (public_half, payload, length);
  dip_secret_wipe (payload, length);
  return box;
}

static gboolean
give_key (DipDb *db, gint64 account_id, const char *public_half, DipKey kind, guint generation, const DipSecret *key,
          GError **error)
{
  g_autoptr (DipStatement) put
      = dip_db_prepare (db, "INSERT INTO account_key (account_id, kind, generation, box) VALUES (?, ?, ?, ?)");
  g_autofree char *box = boxed_key (public_half, account_id, kind, generation, key);

  dip_statement_put_int (put, account_id);
  dip_statement_put_token (put, dip_key_tokens, (int) kind);
  dip_statement_put_int (put, generation);
  dip_statement_put_text (put, box);
  return dip_statement_run (put, error);
}

/* Everything of @keyring that @role is to have. */
static gboolean
give_keys (DipDb *db, const DipKeyring *keyring, gint64 account_id, const char *public_half, DipRole role,
           GError **error)
{
  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    {
      guint newest = 0;
      gboolean has = dip_keyring_current (keyring, kind, &newest) != NULL;

      if (!dip_role_has_key (role, kind))
        continue;
      if (!has)
        {
          g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                               _ ("Only an owner may do this: your account does not have the keys."));
          return FALSE;
        }
      for (guint i = 0; i <= newest; i++)
        {
          const DipSecret *key = dip_keyring_get (keyring, kind, i);

          if (key != NULL && !give_key (db, account_id, public_half, kind, i, key, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
insert_row (DipDb *db, const DipAccountDraft *draft, gint64 *id, GError **error)
{
  g_autoptr (DipStatement) put = dip_db_prepare (
      db, "INSERT INTO account (id, name, role, salt, operations, memory, public, secret, created_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  g_autofree char *secret = NULL;
  g_autofree char *now = dip_time_now_utc ();

  /* AUTOINCREMENT, so that an id in a box never comes to mean another account. */
  if (!dip_db_query_int (db,
                         "SELECT max (coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'account'), 0), "
                         "coalesce((SELECT max(id) FROM account), 0)) + 1",
                         id, error))
    return FALSE;
  secret = sealed_secret (draft, *id, draft->role);
  dip_statement_put_int (put, *id);
  dip_statement_put_text (put, draft->name);
  dip_statement_put_token (put, dip_role_tokens, (int) draft->role);
  dip_statement_put_text (put, draft->salt);
  dip_statement_put_int (put, (gint64) draft->cost.operations);
  dip_statement_put_int (put, (gint64) draft->cost.memory);
  dip_statement_put_text (put, draft->public_half);
  dip_statement_put_text (put, secret);
  dip_statement_put_text (put, now);
  return dip_statement_run (put, error);
}

static gboolean
insert_with (DipDb *db, const DipKeyring *keyring, const DipAccountDraft *draft, gint64 *id, GError **error)
{
  return insert_row (db, draft, id, error) && give_keys (db, keyring, *id, draft->public_half, draft->role, error);
}

gboolean
dip_seal_account_insert (DipDb *db, const DipAccountDraft *draft, GError **error)
{
  gint64 id;

  g_return_val_if_fail (dip_db_get_keyring (db) != NULL, FALSE);

  return insert_with (db, dip_db_get_keyring (db), draft, &id, error);
}

gboolean
dip_seal_account_renew (DipDb *db, gint64 id, const DipAccountDraft *draft, GError **error)
{
  g_autoptr (DipStatement) put = dip_db_prepare (
      db, "UPDATE account SET salt = ?, operations = ?, memory = ?, public = ?, secret = ? WHERE id = ?");
  g_autoptr (DipStatement) clear = dip_db_prepare (db, "DELETE FROM account_key WHERE account_id = ?");
  g_autofree char *secret = sealed_secret (draft, id, draft->role);

  dip_statement_put_text (put, draft->salt);
  dip_statement_put_int (put, (gint64) draft->cost.operations);
  dip_statement_put_int (put, (gint64) draft->cost.memory);
  dip_statement_put_text (put, draft->public_half);
  dip_statement_put_text (put, secret);
  dip_statement_put_int (put, id);
  dip_statement_put_int (clear, id);
  return dip_statement_run (put, error) && dip_statement_run (clear, error)
         && give_keys (db, dip_db_get_keyring (db), id, draft->public_half, draft->role, error);
}

gboolean
dip_seal_account_delete (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) remove = dip_db_prepare (db, "DELETE FROM account WHERE id = ?");

  dip_statement_put_int (remove, id);
  return dip_statement_run (remove, error);
}

static gpointer
take_account (DipStatement *row)
{
  DipAccount *account = g_new0 (DipAccount, 1);

  account->id = dip_statement_take_int (row);
  account->name = dip_statement_take_text (row);
  account->role = (DipRole) dip_statement_take_token (row, dip_role_tokens, DIP_ROLE_MARKETING);
  account->created_at = dip_statement_take_text (row);
  return account;
}

static gboolean
list_accounts (DipDb *db, gpointer user_data, GError **error)
{
  GPtrArray **accounts = user_data;
  g_autoptr (DipStatement) list
      = dip_db_prepare (db, "SELECT id, name, role, created_at FROM account ORDER BY name COLLATE NOCASE");

  *accounts = dip_statement_list (list, take_account, (GDestroyNotify) dip_account_free, error);
  return *accounts != NULL;
}

GPtrArray *
dip_seal_accounts (DipLibrary *self, GError **error)
{
  GPtrArray *accounts = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  return dip_library_read_locked (self, list_accounts, &accounts, error) ? accounts : NULL;
}

static gpointer
take_box (DipStatement *row)
{
  Box *box = g_new0 (Box, 1);

  box->kind = (DipKey) dip_statement_take_token (row, dip_key_tokens, DIP_KEY_GALLERY);
  box->generation = (guint) dip_statement_take_int (row);
  box->box = dip_statement_take_text (row);
  return box;
}

static gpointer
take_secrets (DipStatement *row)
{
  Account *account = g_new0 (Account, 1);

  account->id = dip_statement_take_int (row);
  account->name = dip_statement_take_text (row);
  account->role = (DipRole) dip_statement_take_token (row, dip_role_tokens, DIP_ROLE_MARKETING);
  account->salt = dip_statement_take_text (row);
  account->cost.operations = (guint64) dip_statement_take_int (row);
  account->cost.memory = (guint64) dip_statement_take_int (row);
  account->secret = dip_statement_take_text (row);
  return account;
}

/* { name, (out) Account } */
static gboolean
find_account (DipDb *db, gpointer user_data, GError **error)
{
  gpointer *data = user_data;
  g_autoptr (DipStatement) get
      = dip_db_prepare (db, "SELECT id, name, role, salt, operations, memory, secret FROM account WHERE name = ?");
  g_autoptr (DipStatement) boxes
      = dip_db_prepare (db, "SELECT kind, generation, box FROM account_key WHERE account_id = ?");
  Account *account;

  dip_statement_put_text (get, data[0]);
  if (!dip_statement_one (get, take_secrets, &data[1], error))
    return FALSE;
  account = data[1];
  if (account == NULL)
    return TRUE;
  dip_statement_put_int (boxes, account->id);
  account->boxes = dip_statement_list (boxes, take_box, box_free, error);
  return account->boxes != NULL;
}

/* FALSE: that is no key for this account. */
static gboolean
open_box (DipKeyring *keyring, const DipSecret *secret_half, const Account *account, const Box *box)
{
  g_autoptr (GBytes) payload = dip_secret_box_open (secret_half, box->box);
  g_autofree char *place = place_of_key (account->id, box->kind, box->generation);
  g_autoptr (DipSecret) key = NULL;
  guint8 bytes[DIP_SECRET_SIZE];
  gsize length = 0;
  const guint8 *data = payload != NULL ? g_bytes_get_data (payload, &length) : NULL;

  if (data == NULL || length != DIP_SECRET_SIZE + strlen (place)
      || memcmp (data + DIP_SECRET_SIZE, place, strlen (place)) != 0)
    return FALSE;
  memcpy (bytes, data, sizeof bytes);
  key = dip_secret_take (bytes);
  dip_keyring_add (keyring, box->kind, box->generation, key);
  return TRUE;
}

static DipSecret *
open_secret_half (const Account *account, const DipSecret *passphrase_key)
{
  g_autofree char *place = place_of_secret (account->id, account->role);
  g_autoptr (GBytes) opened = dip_secret_open (passphrase_key, place, account->secret);
  guint8 bytes[DIP_SECRET_SIZE];

  if (opened == NULL || g_bytes_get_size (opened) != DIP_SECRET_SIZE)
    return NULL;
  memcpy (bytes, g_bytes_get_data (opened, NULL), sizeof bytes);
  return dip_secret_take (bytes);
}

static DipKeyring *
open_account (const Account *account, const DipSecret *passphrase_key, GError **error)
{
  g_autoptr (DipSecret) secret_half = open_secret_half (account, passphrase_key);
  g_autoptr (DipKeyring) keyring = NULL;

  if (secret_half == NULL)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED, _ ("The name or the passphrase is not right."));
      return NULL;
    }
  keyring = dip_keyring_new (account->id, account->name, account->role);
  for (guint i = 0; i < account->boxes->len; i++)
    if (!open_box (keyring, secret_half, account, g_ptr_array_index (account->boxes, i)))
      {
        g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
                     _ ("The keys of “%s” were altered. Restore the last back-up, or sign in as somebody else."),
                     account->name);
        return NULL;
      }
  return g_steal_pointer (&keyring);
}

/* What the accounts' passphrases cost at most. */
static gboolean
find_cost (DipDb *db, gpointer user_data, GError **error)
{
  DipSecretCost *cost = user_data;
  gint64 operations, memory;

  if (!dip_db_query_int (db, "SELECT max(operations) FROM account", &operations, error)
      || !dip_db_query_int (db, "SELECT max(memory) FROM account", &memory, error))
    return FALSE;
  *cost = (DipSecretCost){ (guint64) operations, (guint64) memory };
  return TRUE;
}

/* As long as with an account that is there. */
static void
waste_time (DipLibrary *self, const char *passphrase)
{
  g_autofree char *salt = dip_secret_salt ();
  DipSecretCost cost;

  if (dip_library_read_locked (self, find_cost, &cost, NULL))
    dip_secret_unref (dip_secret_from_passphrase (passphrase, salt, &cost, NULL));
}

/* The keys of @account; NULL with the same words whatever is wrong. */
static DipKeyring *
keys_of (DipLibrary *self, const char *account, const char *passphrase, GError **error)
{
  gpointer data[2] = { (gpointer) account, NULL };
  g_autoptr (Account) found = NULL;
  g_autoptr (DipSecret) key = NULL;

  if (!dip_library_read_locked (self, find_account, data, error))
    return NULL;
  found = data[1];
  if (found == NULL)
    {
      waste_time (self, passphrase);
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED, _ ("The name or the passphrase is not right."));
      return NULL;
    }
  key = dip_secret_from_passphrase (passphrase, found->salt, &found->cost, error);
  return key != NULL ? open_account (found, key, error) : NULL;
}

gboolean
dip_library_unlock (DipLibrary *self, const char *account, const char *passphrase, GError **error)
{
  g_autoptr (DipKeyring) keyring = NULL;

  g_return_val_if_fail (self != NULL && account != NULL && passphrase != NULL, FALSE);

  keyring = keys_of (self, account, passphrase, error);
  if (keyring == NULL)
    return FALSE;
  dip_library_sign_in (self, keyring);
  return TRUE;
}

gboolean
dip_seal_is_passphrase (DipLibrary *self, const char *account, const char *passphrase, GError **error)
{
  g_autoptr (DipKeyring) keyring = NULL;

  g_return_val_if_fail (self != NULL && account != NULL && passphrase != NULL, FALSE);

  keyring = keys_of (self, account, passphrase, error);
  return keyring != NULL;
}

/* One start of sealing. */
typedef struct
{
  const DipAccountDraft *owner;
  const DipAccountDraft *recovery;
  DipLibrary *library;
  DipLibraryFunc audit;
  gpointer user_data;
  DipKeyring *keyring;
} Start;

static gboolean
insert_seal (DipDb *db, GError **error)
{
  g_autoptr (DipStatement) put = dip_db_prepare (
      db,
      "INSERT INTO seal (id, state, since, changes, sum, root) VALUES (1, 'sealing', ?, 0, '" ZEROS "', '" ZEROS "')");
  g_autofree char *now = dip_time_now_utc ();

  dip_statement_put_text (put, now);
  return dip_statement_run (put, error);
}

/* The owner's keyring knows its id only once its row is there. */
static gboolean
insert_first_accounts (DipDb *db, Start *start, GError **error)
{
  g_autoptr (DipKeyring) keys = dip_keyring_new (0, start->owner->name, DIP_ROLE_OWNER);
  gint64 owner_id, recovery_id;

  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    {
      g_autoptr (DipSecret) key = dip_secret_random ();

      dip_keyring_add (keys, kind, 0, key);
    }
  if (!insert_with (db, keys, start->owner, &owner_id, error)
      || !insert_with (db, keys, start->recovery, &recovery_id, error))
    return FALSE;
  start->keyring = dip_keyring_new (owner_id, start->owner->name, DIP_ROLE_OWNER);
  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    dip_keyring_add (start->keyring, kind, 0, dip_keyring_get (keys, kind, 0));
  return TRUE;
}

static gboolean
start_within (DipDb *db, gpointer user_data, GError **error)
{
  Start *start = user_data;

  if (!insert_seal (db, error) || !insert_first_accounts (db, start, error)
      || !dip_seal_text (db, NULL, start->keyring, error)
      || (start->audit != NULL && !start->audit (db, start->user_data, error)))
    return FALSE;
  dip_db_set_erased (db);
  dip_library_adopt (start->library, start->keyring, DIP_SEAL_SEALING);
  return TRUE;
}

gboolean
dip_seal_start (DipLibrary *self, const DipAccountDraft *owner, const DipAccountDraft *recovery, DipLibraryFunc audit,
                gpointer user_data, GError **error)
{
  Start start = { .library = self, .owner = owner, .recovery = recovery, .audit = audit, .user_data = user_data };
  gboolean done;

  g_return_val_if_fail (self != NULL && owner != NULL && recovery != NULL, FALSE);

  if (dip_library_is_sealed (self))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("The library “%s” is sealed already."), self->shown);
      return FALSE;
    }
  done = dip_library_write (self, start_within, &start, error);
  dip_keyring_unref (start.keyring);
  return done;
}

/* One account of all those that get a new key. */
typedef struct
{
  gint64 id;
  DipRole role;
  char *public_half;
} Holder;

static void
holder_free (gpointer data)
{
  Holder *holder = data;

  g_free (holder->public_half);
  g_free (holder);
}

static gpointer
take_holder (DipStatement *row)
{
  Holder *holder = g_new0 (Holder, 1);

  holder->id = dip_statement_take_int (row);
  holder->role = (DipRole) dip_statement_take_token (row, dip_role_tokens, DIP_ROLE_MARKETING);
  holder->public_half = dip_statement_take_text (row);
  return holder;
}

static gboolean
give_new_key (DipDb *db, const GPtrArray *holders, DipKey kind, guint generation, const DipSecret *key, GError **error)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const Holder *holder = g_ptr_array_index (holders, i);

      if (dip_role_has_key (holder->role, kind)
          && !give_key (db, holder->id, holder->public_half, kind, generation, key, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_generations (DipDb *db, DipRole role, DipKeyring *turned, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, "SELECT id, role, public FROM account");
  g_autoptr (GPtrArray) holders = dip_statement_list (list, take_holder, holder_free, error);
  const DipKeyring *old = dip_db_get_keyring (db);

  for (guint kind = 0; holders != NULL && kind < DIP_N_KEYS; kind++)
    {
      guint newest = 0;
      g_autoptr (DipSecret) key = NULL;

      dip_keyring_current (old, kind, &newest); /* an owner has them all */
      for (guint i = 0; i <= newest; i++)
        if (dip_keyring_get (old, kind, i) != NULL)
          dip_keyring_add (turned, kind, i, dip_keyring_get (old, kind, i));
      if (!dip_role_has_key (role, kind))
        continue;
      key = dip_secret_random ();
      dip_keyring_add (turned, kind, newest + 1, key);
      if (!give_new_key (db, holders, kind, newest + 1, key, error))
        return FALSE;
    }
  return holders != NULL;
}

gboolean
dip_seal_turn (DipLibrary *self, DipDb *db, DipRole role, GError **error)
{
  DipKeyring *old = dip_db_get_keyring (db);
  g_autoptr (DipKeyring) keyring = NULL;

  g_return_val_if_fail (self != NULL && old != NULL, FALSE);

  if (dip_keyring_get_role (old) != DIP_ROLE_OWNER)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("Only an owner may turn the keys."));
      return FALSE;
    }
  keyring = dip_keyring_new (dip_keyring_get_account_id (old), dip_keyring_get_account (old), DIP_ROLE_OWNER);
  if (!dip_db_run (db, "UPDATE seal SET state = 'turning'", error) || !add_generations (db, role, keyring, error)
      || !dip_seal_text (db, old, keyring, error))
    return FALSE;
  dip_library_adopt (self, keyring, DIP_SEAL_TURNING);
  return TRUE;
}

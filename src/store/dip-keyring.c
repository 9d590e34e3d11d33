#include "dip-keyring.h"

#include <string.h>

struct _DipKeyring
{
  gatomicrefcount references;
  gint64 account_id;
  char *account;
  DipRole role;
  GPtrArray *keys[DIP_N_KEYS]; /* (element-type DipSecret) by generation; gaps are NULL */
};

static void
secret_clear (gpointer secret)
{
  dip_secret_unref (secret);
}

DipKeyring *
dip_keyring_new (gint64 account_id, const char *account, DipRole role)
{
  DipKeyring *self = g_new0 (DipKeyring, 1);

  g_atomic_ref_count_init (&self->references);
  self->account_id = account_id;
  self->account = g_strdup (account);
  self->role = role;
  for (guint i = 0; i < DIP_N_KEYS; i++)
    self->keys[i] = g_ptr_array_new_with_free_func (secret_clear);
  return self;
}

DipKeyring *
dip_keyring_ref (DipKeyring *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dip_keyring_unref (DipKeyring *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < DIP_N_KEYS; i++)
    g_ptr_array_unref (self->keys[i]);
  g_free (self->account);
  g_free (self);
}

void
dip_keyring_add (DipKeyring *self, DipKey kind, guint generation, DipSecret *key)
{
  GPtrArray *keys = self->keys[kind];

  if (keys->len <= generation)
    g_ptr_array_set_size (keys, (int) generation + 1);
  dip_secret_unref (keys->pdata[generation]);
  keys->pdata[generation] = dip_secret_ref (key);
}

gint64
dip_keyring_get_account_id (const DipKeyring *self)
{
  return self->account_id;
}

const char *
dip_keyring_get_account (const DipKeyring *self)
{
  return self->account;
}

DipRole
dip_keyring_get_role (const DipKeyring *self)
{
  return self->role;
}

DipSecret *
dip_keyring_get (const DipKeyring *self, DipKey kind, guint generation)
{
  const GPtrArray *keys = self->keys[kind];

  return generation < keys->len ? keys->pdata[generation] : NULL;
}

DipSecret *
dip_keyring_current (const DipKeyring *self, DipKey kind, guint *generation)
{
  const GPtrArray *keys = self->keys[kind];

  if (keys->len == 0)
    return NULL;
  if (generation != NULL)
    *generation = keys->len - 1;
  return keys->pdata[keys->len - 1];
}

char *
dip_keyring_place (const char *table, gint64 row, const char *column, guint version)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %u", table, row, column, version);
}

char *
dip_keyring_seal_text (const DipKeyring *self, DipKey kind, const char *belongs, const char *text)
{
  guint generation = 0;
  const DipSecret *key = dip_keyring_current (self, kind, &generation);
  g_autofree char *sealed = NULL;

  if (key == NULL)
    return NULL;
  sealed = dip_secret_seal (key, belongs, text, strlen (text));
  return g_strdup_printf ("~%u.%s", generation, sealed);
}

static gboolean
split (const char *sealed, guint *generation, const char **rest)
{
  char *end = NULL;
  guint64 number;

  if (sealed[0] != '~' || !g_ascii_isdigit (sealed[1]))
    return FALSE;
  number = g_ascii_strtoull (sealed + 1, &end, 10);
  if (*end != '.' || number > G_MAXUINT16)
    return FALSE;
  *generation = (guint) number;
  *rest = end + 1;
  return TRUE;
}

DipOpened
dip_keyring_open_text (const DipKeyring *self, DipKey kind, const char *belongs, const char *sealed, char **text)
{
  guint generation;
  const char *rest;
  const DipSecret *key;
  g_autoptr (GBytes) opened = NULL;

  if (!split (sealed, &generation, &rest))
    return DIP_OPENED_ALTERED;
  if (self->keys[kind]->len == 0)
    return DIP_OPENED_NO_KEY;
  key = dip_keyring_get (self, kind, generation);
  opened = key != NULL ? dip_secret_open (key, belongs, rest) : NULL;
  if (opened == NULL)
    return DIP_OPENED_ALTERED;
  *text = g_strndup (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened));
  return DIP_OPENED;
}

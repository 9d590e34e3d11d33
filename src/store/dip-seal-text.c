#include "dip-seal-private.h"

#include <string.h>

#include "dip-identity-store.h"
#include "dip-sealed-record.h"

/* A row with columns to be sealed: up to three texts, and what tells the row. */
typedef struct
{
  gint64 row;
  char *key; /* rest of the row's key, or NULL */
  guint version;
  char *texts[3];
} Sealable;

static void
sealable_free (gpointer data)
{
  Sealable *self = data;

  g_free (self->key);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    {
      dip_secret_wipe_text (self->texts[i]);
      g_free (self->texts[i]);
    }
  g_free (self);
}

static gpointer
take_sealable (DipStatement *row)
{
  Sealable *self = g_new0 (Sealable, 1);

  self->row = dip_statement_take_int (row);
  self->key = dip_statement_take_text (row);
  self->version = (guint) dip_statement_take_int (row);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    self->texts[i] = dip_statement_take_text (row);
  return self;
}

/* One kind of row. Parameters of @update: the three texts, the row, the rest of its key. */
typedef struct
{
  DipKey key;
  const char *table;
  const char *columns[3]; /* "%s" stands for the rest of the key */
  const char *select;
  const char *update;
  gboolean counted;     /* among the sealed records */
  gboolean never_clear; /* what is there was sealed from the start */
} Kind;

static const Kind kinds[] = {
  { DIP_KEY_IDENTITY,
    DIP_SEALED_CONSENT,
    { "signed_by", "authority", "witness" },
    "SELECT id, NULL, 1, signed_by, authority, witness FROM consent",
    "UPDATE consent SET signed_by = ?, authority = ?, witness = ? WHERE id = ?",
    TRUE },
  { DIP_KEY_IDENTITY,
    DIP_SEALED_CONSENT_EVENT,
    { "by" },
    "SELECT id, NULL, 1, by, NULL, NULL FROM consent_event",
    "UPDATE consent_event SET by = coalesce (?1, ?2, ?3) WHERE id = ?4",
    TRUE },
  { DIP_KEY_GALLERY,
    "pair-text",
    { "title %s", "alt %s", "caption %s" },
    "SELECT pair_id, language, 0, title, alt, caption FROM pair_text",
    "UPDATE pair_text SET title = ?, alt = ?, caption = ? WHERE pair_id = ? AND language = ?",
    FALSE },
  { DIP_KEY_GALLERY,
    "gallery-key",
    { "%s" },
    "SELECT pair_id, blob, 0, sealed, NULL, NULL FROM gallery_key",
    "UPDATE gallery_key SET sealed = coalesce (?1, ?2, ?3) WHERE pair_id = ?4 AND blob = ?5",
    FALSE,
    TRUE },
  { DIP_KEY_IDENTITY,
    DIP_SEALED_IDENTITY,
    { "all" },
    "SELECT i.client_id, NULL, r.version, i.sealed, NULL, NULL FROM identity i JOIN sealed_record r "
    "ON r.kind = 'identity' AND r.row = i.client_id WHERE i.sealed IS NOT NULL",
    "UPDATE identity SET sealed = coalesce (?1, ?2, ?3) WHERE client_id = ?4",
    FALSE,
    TRUE },
};

static char *
place_in (const Kind *kind, const Sealable *row, guint column)
{
  g_autoptr (GString) name = g_string_new (kind->columns[column]);

  if (row->key != NULL)
    g_string_replace (name, "%s", row->key, 1);
  return dip_keyring_place (kind->table, row->row, name->str, row->version);
}

/* From @old's seal (NULL: from the clear) to @keyring's; FALSE: was altered and has to stay as it is, to be found. */
static gboolean
reseal (const Kind *kind, Sealable *row, guint column, DipKeyring *old, DipKeyring *keyring)
{
  g_autofree char *place = NULL;
  char *clear = NULL;

  if (row->texts[column] == NULL)
    return TRUE;
  place = place_in (kind, row, column);
  if (old == NULL)
    clear = g_strdup (row->texts[column]);
  else if (dip_keyring_open_text (old, kind->key, place, row->texts[column], &clear) != DIP_OPENED)
    return FALSE;
  dip_secret_wipe_text (row->texts[column]);
  g_free (row->texts[column]);
  row->texts[column] = dip_keyring_seal_text (keyring, kind->key, place, clear);
  dip_secret_wipe_text (clear);
  g_free (clear);
  return row->texts[column] != NULL;
}

static gboolean
reseal_row (DipDb *db, const Kind *kind, Sealable *row, DipKeyring *old, DipKeyring *keyring, GError **error)
{
  g_autoptr (DipStatement) update = NULL;
  guint version;

  for (guint i = 0; i < G_N_ELEMENTS (row->texts); i++)
    if (!reseal (kind, row, i, old, keyring))
      return TRUE;
  update = dip_db_prepare (db, kind->update);
  for (guint i = 0; i < G_N_ELEMENTS (row->texts); i++)
    dip_statement_put_text (update, row->texts[i]);
  dip_statement_put_int (update, row->row);
  if (row->key != NULL)
    dip_statement_put_text (update, row->key);
  if (!dip_statement_run (update, error))
    return FALSE;
  return old != NULL || !kind->counted || dip_sealed_record_count (db, kind->table, row->row, &version, error);
}

static gboolean
reseal_kind (DipDb *db, const Kind *kind, DipKeyring *old, DipKeyring *keyring, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, kind->select);
  g_autoptr (GPtrArray) rows = dip_statement_list (list, take_sealable, sealable_free, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!reseal_row (db, kind, g_ptr_array_index (rows, i), old, keyring, error))
      return FALSE;
  return rows != NULL;
}

/* What stood in the clear moves into the sealed column. */
static gboolean
seal_identities (DipDb *db, const GPtrArray *identities, GError **error)
{
  for (guint i = 0; i < identities->len; i++)
    if (!dip_identity_put (db, g_ptr_array_index (identities, i), error))
      return FALSE;
  return TRUE;
}

gboolean
dip_seal_text (DipDb *db, DipKeyring *old, DipKeyring *keyring, GError **error)
{
  g_autoptr (GPtrArray) identities = old == NULL ? dip_identity_search (db, NULL, error) : NULL;

  if ((old == NULL && identities == NULL) || !dip_db_work_for (db, keyring, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((old != NULL || !kinds[i].never_clear) && !reseal_kind (db, &kinds[i], old, keyring, error))
      return FALSE;
  if (identities != NULL && !seal_identities (db, identities, error))
    return FALSE;
  return dip_sealed_record_sum_up (db, error);
}

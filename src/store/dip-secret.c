#include "dip-secret.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "dip-error.h"

#define COST_WANTED_MICROSECONDS (300 * 1000)
#define COST_MOST_OPERATIONS     12
#define BASE64                   sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define NONCE                    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG                      crypto_aead_xchacha20poly1305_ietf_ABYTES

G_STATIC_ASSERT (DIP_SECRET_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (DIP_SECRET_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES);
G_STATIC_ASSERT (DIP_SECRET_SIZE == crypto_box_SECRETKEYBYTES);

struct _DipSecret
{
  gatomicrefcount references;
  guint8 *bytes; /* of sodium_malloc() */
};

/* Without it nothing can be sealed, and going on would be worse than stopping. */
static void
ensure_sodium (void)
{
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return;
  if (sodium_init () < 0)
    g_error ("libsodium could not be started: there is no source of random numbers.");
  g_once_init_leave (&ready, 1);
}

static DipSecret *
secret_new (void)
{
  DipSecret *self = g_new0 (DipSecret, 1);

  ensure_sodium ();
  g_atomic_ref_count_init (&self->references);
  self->bytes = sodium_malloc (DIP_SECRET_SIZE);
  if (self->bytes == NULL)
    g_error ("No guarded memory is left for a key.");
  return self;
}

static DipSecret *
finish (DipSecret *self)
{
  sodium_mprotect_readonly (self->bytes);
  return self;
}

DipSecret *
dip_secret_random (void)
{
  DipSecret *self = secret_new ();

  randombytes_buf (self->bytes, DIP_SECRET_SIZE);
  return finish (self);
}

DipSecret *
dip_secret_take (guint8 bytes[DIP_SECRET_SIZE])
{
  DipSecret *self = secret_new ();

  memcpy (self->bytes, bytes, DIP_SECRET_SIZE);
  sodium_memzero (bytes, DIP_SECRET_SIZE);
  return finish (self);
}

DipSecret *
dip_secret_ref (DipSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dip_secret_unref (DipSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  sodium_free (self->bytes); /* wipes */
  g_free (self);
}

const guint8 *
dip_secret_peek (const DipSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

DipSecret *
dip_secret_derive (const DipSecret *self, const char *purpose)
{
  DipSecret *derived;

  g_return_val_if_fail (self != NULL && purpose != NULL, NULL);

  derived = secret_new ();
  crypto_generichash (derived->bytes, DIP_SECRET_SIZE, (const guint8 *) purpose, strlen (purpose), self->bytes,
                      DIP_SECRET_SIZE);
  return finish (derived);
}

char *
dip_secret_hash (const DipSecret *self, const char *text)
{
  guint8 hash[crypto_generichash_BYTES];
  char *hex = g_malloc (2 * sizeof hash + 1);

  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), self->bytes, DIP_SECRET_SIZE);
  return sodium_bin2hex (hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static gboolean
from_hex (const char *hex, guint8 *bytes)
{
  gsize length = 0;

  return sodium_hex2bin (bytes, DIP_SECRET_SIZE, hex, strlen (hex), NULL, &length, NULL) == 0
         && length == DIP_SECRET_SIZE;
}

char *
dip_secret_sum (const char *sum, const char *plus, const char *minus)
{
  guint8 total[DIP_SECRET_SIZE], part[DIP_SECRET_SIZE];
  char *hex;

  g_return_val_if_fail (sum != NULL, NULL);

  if (!from_hex (sum, total) || (plus != NULL && !from_hex (plus, part)))
    return NULL;
  if (plus != NULL)
    sodium_add (total, part, sizeof total);
  if (minus != NULL && !from_hex (minus, part))
    return NULL;
  if (minus != NULL)
    sodium_sub (total, part, sizeof total);
  hex = g_malloc (2 * sizeof total + 1);
  return sodium_bin2hex (hex, 2 * sizeof total + 1, total, sizeof total);
}

static char *
to_base64 (gconstpointer data, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, BASE64);

  return sodium_bin2base64 (g_malloc (size), size, data, length, BASE64);
}

static guint8 *
from_base64 (const char *text, gsize *length)
{
  gsize size = strlen (text);
  guint8 *data = g_malloc (size + 1);

  if (sodium_base642bin (data, size + 1, text, size, NULL, length, NULL, BASE64) == 0)
    return data;
  g_free (data);
  return NULL;
}

/* Opened bytes, overwritten when they go. */
typedef struct
{
  guint8 *data;
  gsize length;
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  sodium_memzero (opened->data, opened->length);
  g_free (opened->data);
  g_free (opened);
}

static GBytes *
opened_bytes (guint8 *data, gsize length)
{
  Opened *opened = g_new (Opened, 1);

  opened->data = data;
  opened->length = length;
  return g_bytes_new_with_free_func (data, length, opened_free, opened);
}

static gboolean
derive_from_passphrase (guint8 *key, const char *passphrase, const guint8 *salt, const DipSecretCost *cost)
{
  return crypto_pwhash (key, DIP_SECRET_SIZE, passphrase, strlen (passphrase), salt, cost->operations,
                        (gsize) cost->memory, crypto_pwhash_ALG_ARGON2ID13)
         == 0;
}

/**
 * dip_secret_cost:
 *
 * Measures this computer once: one derivation, as many passes as a third of a second takes.
 *
 * Returns: what a new passphrase shall cost
 */
DipSecretCost
dip_secret_cost (void)
{
  DipSecretCost cost = { crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE };
  const guint8 salt[crypto_pwhash_SALTBYTES] = { 0 };
  guint8 key[DIP_SECRET_SIZE];
  gint64 started, taken;

  ensure_sodium ();
  started = g_get_monotonic_time ();
  if (!derive_from_passphrase (key, "", salt, &cost))
    return cost;
  taken = MAX (1, g_get_monotonic_time () - started);
  while ((gint64) cost.operations * taken < crypto_pwhash_OPSLIMIT_MODERATE * (gint64) COST_WANTED_MICROSECONDS
         && cost.operations < COST_MOST_OPERATIONS)
    cost.operations++;
  return cost;
}

char *
dip_secret_salt (void)
{
  guint8 salt[crypto_pwhash_SALTBYTES];

  ensure_sodium ();
  randombytes_buf (salt, sizeof salt);
  return to_base64 (salt, sizeof salt);
}

static gboolean
is_sane (const DipSecretCost *cost)
{
  return cost->operations >= crypto_pwhash_OPSLIMIT_MIN && cost->operations <= 4 * COST_MOST_OPERATIONS
         && cost->memory >= crypto_pwhash_MEMLIMIT_MIN && cost->memory <= crypto_pwhash_MEMLIMIT_SENSITIVE;
}

/**
 * dip_secret_from_passphrase:
 * @passphrase: as typed, UTF-8
 * @salt: of dip_secret_salt()
 * @cost: as it was when the passphrase was chosen
 * @error: see the header
 *
 * Returns: (transfer full): the key; any passphrase gives one
 */
DipSecret *
dip_secret_from_passphrase (const char *passphrase, const char *salt, const DipSecretCost *cost, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  g_autofree char *normal = NULL;
  DipSecret *self;
  gsize length = 0;
  gboolean done;

  g_return_val_if_fail (passphrase != NULL && salt != NULL && cost != NULL, NULL);

  ensure_sodium ();
  bytes = from_base64 (salt, &length);
  if (bytes == NULL || length != crypto_pwhash_SALTBYTES || !is_sane (cost))
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_DAMAGED,
                           _ ("An account of the library is damaged. Restore the last back-up."));
      return NULL;
    }
  /* The same letters typed on another keyboard or system. */
  normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  self = secret_new ();
  done = derive_from_passphrase (self->bytes, normal != NULL ? normal : passphrase, bytes, cost);
  if (normal != NULL)
    sodium_memzero (normal, strlen (normal));
  if (done)
    return finish (self);
  dip_secret_unref (self);
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_IO,
                       _ ("There is not enough memory to unlock the library. Close other programs and try again."));
  return NULL;
}

/**
 * dip_secret_seal:
 * @self: a key
 * @belongs: what this is and where it stands; needed to open it again, not hidden
 * @data: what is to be hidden
 * @length: of @data, bytes
 *
 * Returns: (transfer full): base64
 */
char *
dip_secret_seal (const DipSecret *self, const char *belongs, gconstpointer data, gsize length)
{
  g_autofree guint8 *sealed = g_malloc (NONCE + length + TAG);

  g_return_val_if_fail (self != NULL && belongs != NULL, NULL);

  randombytes_buf (sealed, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE, NULL, data, length, (const guint8 *) belongs,
                                              strlen (belongs), NULL, sealed, self->bytes);
  return to_base64 (sealed, NONCE + length + TAG);
}

GBytes *
dip_secret_open (const DipSecret *self, const char *belongs, const char *sealed)
{
  gsize length = 0;
  g_autofree guint8 *bytes = from_base64 (sealed, &length);
  guint8 *data;

  g_return_val_if_fail (self != NULL && belongs != NULL, NULL);

  if (bytes == NULL || length < NONCE + TAG)
    return NULL;
  data = g_malloc (length - NONCE - TAG + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (data, NULL, NULL, bytes + NONCE, length - NONCE,
                                                  (const guint8 *) belongs, strlen (belongs), bytes, self->bytes)
      != 0)
    {
      g_free (data);
      return NULL;
    }
  return opened_bytes (data, length - NONCE - TAG);
}

DipSecret *
dip_secret_box_new (char **public_half)
{
  DipSecret *self = secret_new ();
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  g_return_val_if_fail (public_half != NULL, NULL);

  crypto_box_keypair (public_key, self->bytes);
  *public_half = to_base64 (public_key, sizeof public_key);
  return finish (self);
}

char *
dip_secret_box_put (const char *public_half, gconstpointer data, gsize length)
{
  gsize size = 0;
  g_autofree guint8 *public_key = from_base64 (public_half, &size);
  g_autofree guint8 *box = g_malloc (crypto_box_SEALBYTES + length);

  ensure_sodium ();
  if (public_key == NULL || size != crypto_box_PUBLICKEYBYTES || crypto_box_seal (box, data, length, public_key) != 0)
    return NULL;
  return to_base64 (box, crypto_box_SEALBYTES + length);
}

GBytes *
dip_secret_box_open (const DipSecret *self, const char *box)
{
  gsize size = 0;
  g_autofree guint8 *bytes = from_base64 (box, &size);
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 *data;

  if (bytes == NULL || size < crypto_box_SEALBYTES || crypto_scalarmult_base (public_key, self->bytes) != 0)
    return NULL;
  data = g_malloc (size - crypto_box_SEALBYTES + 1);
  if (crypto_box_seal_open (data, bytes, size, public_key, self->bytes) == 0)
    return opened_bytes (data, size - crypto_box_SEALBYTES);
  g_free (data);
  return NULL;
}

void
dip_secret_wipe (gpointer data, gsize length)
{
  sodium_memzero (data, length);
}

void
dip_secret_wipe_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
}

/* Keys in guarded memory and what is done with them: thin over libsodium, so that the rest of the store names no primitive.
 *
 * Sealed text and bytes are XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with a random nonce; the additional data says what
 * the thing is and where it belongs, so that nothing sealed can stand in for something else. Keys from passphrases are Argon2id
 * (RFC 9106); keyed hashes and keys from keys are BLAKE2b (RFC 7693). A DipSecret is immutable and may be shared by threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DIP_SECRET_SIZE 32

/* 32 secret bytes: locked into memory, left out of core dumps, read-only, wiped with the last reference. */
typedef struct _DipSecret DipSecret;

DipSecret *dip_secret_random (void);
/* From @bytes, which are wiped. */
DipSecret *dip_secret_take (guint8 bytes[DIP_SECRET_SIZE]);
DipSecret *dip_secret_ref (DipSecret *self);
void dip_secret_unref (DipSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSecret, dip_secret_unref)
/* For as long as @self lives. */
const guint8 *dip_secret_peek (const DipSecret *self);

/* Another key, for one purpose; the same for the same @purpose. */
DipSecret *dip_secret_derive (const DipSecret *self, const char *purpose);
/* Keyed hash of @text, 64 hexadecimal digits. */
char *dip_secret_hash (const DipSecret *self, const char *text);

/* @sum + @plus - @minus as 256-bit numbers, all of them 64 hexadecimal digits; @plus and @minus may be NULL. NULL when one is
 * none. A sum of keyed hashes stands for the whole set and is kept up to date without reading it (Bellare and Micciancio, "A new
 * paradigm for collision-free hashing", 1997). */
char *dip_secret_sum (const char *sum, const char *plus, const char *minus);

/* How much work a passphrase costs. */
typedef struct
{
  guint64 operations; /* passes over the memory */
  guint64 memory;     /* bytes */
} DipSecretCost;

/* Enough for a quarter of a second on this computer, never less than libsodium's "moderate". */
DipSecretCost dip_secret_cost (void);
/* A new salt, base64. */
char *dip_secret_salt (void);
/* Blocks for as long as @cost says. Errors: DAMAGED (no such salt or cost), IO (no memory). */
DipSecret *dip_secret_from_passphrase (const char *passphrase, const char *salt, const DipSecretCost *cost,
                                       GError **error);

/* Base64 of nonce, ciphertext and tag. */
char *dip_secret_seal (const DipSecret *self, const char *belongs, gconstpointer data, gsize length);
/* (transfer full): the bytes; NULL when @sealed was not sealed with this key for this place. */
GBytes *dip_secret_open (const DipSecret *self, const char *belongs, const char *sealed);

/* A box that only the holder of the secret half opens: how an account is given a key without its passphrase. */
DipSecret *dip_secret_box_new (char **public_half); /* base64 */
/* NULL when @public_half is none. */
char *dip_secret_box_put (const char *public_half, gconstpointer data, gsize length);
GBytes *dip_secret_box_open (const DipSecret *self, const char *box);

void dip_secret_wipe (gpointer data, gsize length);
/* Overwrites a text before it is freed. NULL is fine. */
void dip_secret_wipe_text (char *text);

G_END_DECLS

#include "dip-sealed-file.h"

#include <sodium.h>
#include <string.h>

#define MAGIC         "DIPSEAL1"
#define MAGIC_LENGTH  8
#define AT_KIND       8
#define AT_GENERATION 9
#define AT_KEY        16
#define NONCE         crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define KEY_LENGTH    (NONCE + DIP_SECRET_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define STREAM_HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define CHUNK         65536
#define CHUNK_MORE    crypto_secretstream_xchacha20poly1305_ABYTES

G_STATIC_ASSERT (AT_KEY + KEY_LENGTH == DIP_SEALED_FILE_HEAD);

gboolean
dip_sealed_file_is (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return length >= DIP_SEALED_FILE_HEAD + STREAM_HEADER + CHUNK_MORE && memcmp (data, MAGIC, MAGIC_LENGTH) == 0;
}

static void
put_head (guint8 *head, guint8 kind, guint generation)
{
  memset (head, 0, DIP_SEALED_FILE_HEAD);
  memcpy (head, MAGIC, MAGIC_LENGTH);
  head[AT_KIND] = kind;
  head[AT_GENERATION] = (guint8) (generation & 0xff);
  head[AT_GENERATION + 1] = (guint8) (generation >> 8);
}

static guint
generation_of (const guint8 *head)
{
  return head[AT_GENERATION] | (guint) head[AT_GENERATION + 1] << 8;
}

/* What the sealed content key is bound to: the head before it, and the name. */
static GBytes *
binding_of (const guint8 *head, const char *name)
{
  GByteArray *binding = g_byte_array_new ();

  g_byte_array_append (binding, head, AT_KEY);
  g_byte_array_append (binding, (const guint8 *) name, (guint) strlen (name));
  return g_byte_array_free_to_bytes (binding);
}

static void
seal_key (guint8 *head, const DipSecret *outer, const DipSecret *content_key, const char *name)
{
  g_autoptr (GBytes) binding = binding_of (head, name);
  guint8 *place = head + AT_KEY;
  gsize length;
  const guint8 *data = g_bytes_get_data (binding, &length);

  randombytes_buf (place, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (place + NONCE, NULL, dip_secret_peek (content_key), DIP_SECRET_SIZE, data,
                                              length, NULL, place, dip_secret_peek (outer));
}

static DipSecret *
open_key (const guint8 *head, const DipSecret *outer, const char *name)
{
  g_autoptr (GBytes) binding = binding_of (head, name);
  const guint8 *place = head + AT_KEY;
  guint8 key[DIP_SECRET_SIZE];
  gsize length;
  const guint8 *data = g_bytes_get_data (binding, &length);

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (key, NULL, NULL, place + NONCE, KEY_LENGTH - NONCE, data, length,
                                                  place, dip_secret_peek (outer))
      != 0)
    return NULL;
  return dip_secret_take (key);
}

/* The stream behind the head, which it is filled with. */
static GBytes *
write_stream (const guint8 *head, const DipSecret *content_key, const char *name, GBytes *plain)
{
  crypto_secretstream_xchacha20poly1305_state state;
  gsize length, done = 0;
  const guint8 *data = g_bytes_get_data (plain, &length);
  gsize chunks = MAX (1, (length + CHUNK - 1) / CHUNK);
  gsize size = DIP_SEALED_FILE_HEAD + STREAM_HEADER + length + chunks * CHUNK_MORE;
  guint8 *sealed = g_malloc (size);
  guint8 *place = sealed + DIP_SEALED_FILE_HEAD + STREAM_HEADER;

  memcpy (sealed, head, DIP_SEALED_FILE_HEAD);
  crypto_secretstream_xchacha20poly1305_init_push (&state, sealed + DIP_SEALED_FILE_HEAD,
                                                   dip_secret_peek (content_key));
  for (gsize i = 0; i < chunks; i++)
    {
      gsize n = MIN (CHUNK, length - done);
      guint8 tag = i + 1 == chunks ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                   : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

      crypto_secretstream_xchacha20poly1305_push (&state, place, NULL, length > 0 ? data + done : place, n,
                                                  (const guint8 *) name, strlen (name), tag);
      done += n;
      place += n + CHUNK_MORE;
    }
  sodium_memzero (&state, sizeof state);
  return g_bytes_new_take (sealed, size);
}

GBytes *
dip_sealed_file_make (const DipKeyring *keyring, DipKey kind, const char *name, GBytes *plain)
{
  guint8 head[DIP_SEALED_FILE_HEAD];
  guint generation = 0;
  const DipSecret *outer = dip_keyring_current (keyring, kind, &generation);
  g_autoptr (DipSecret) content_key = NULL;

  if (outer == NULL)
    return NULL;
  content_key = dip_secret_random ();
  put_head (head, (guint8) (kind + 1), generation);
  seal_key (head, outer, content_key, name);
  return write_stream (head, content_key, name, plain);
}

GBytes *
dip_sealed_file_make_with (const DipSecret *content_key, const char *name, GBytes *plain)
{
  guint8 head[DIP_SEALED_FILE_HEAD];

  put_head (head, 0, 0);
  return write_stream (head, content_key, name, plain);
}

static gboolean
kind_of (const guint8 *head, DipKey *kind)
{
  *kind = (DipKey) (head[AT_KIND] - 1);
  return head[AT_KIND] >= 1 && head[AT_KIND] <= DIP_N_KEYS;
}

DipOpened
dip_sealed_file_content_key (const DipKeyring *keyring, const char *name, GBytes *head, DipSecret **key)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (head, &length);
  const DipSecret *outer;
  DipKey kind;

  if (length < DIP_SEALED_FILE_HEAD || memcmp (data, MAGIC, MAGIC_LENGTH) != 0 || !kind_of (data, &kind))
    return DIP_OPENED_ALTERED;
  if (dip_keyring_current (keyring, kind, NULL) == NULL)
    return DIP_OPENED_NO_KEY;
  outer = dip_keyring_get (keyring, kind, generation_of (data));
  *key = outer != NULL ? open_key (data, outer, name) : NULL;
  return *key != NULL ? DIP_OPENED : DIP_OPENED_ALTERED;
}

/* Length of the content of a sealed file of @length bytes, or FALSE when there is none of that length. */
static gboolean
plain_length (gsize length, gsize *plain)
{
  const gsize fixed = DIP_SEALED_FILE_HEAD + STREAM_HEADER;
  gsize chunks;

  if (length < fixed + CHUNK_MORE)
    return FALSE;
  chunks = (length - fixed + CHUNK + CHUNK_MORE - 1) / (CHUNK + CHUNK_MORE);
  if (length - fixed < chunks * CHUNK_MORE)
    return FALSE;
  *plain = length - fixed - chunks * CHUNK_MORE;
  return TRUE;
}

/* Every chunk in order, the last one and only the last marked as such, and nothing behind it. */
static gboolean
read_stream (crypto_secretstream_xchacha20poly1305_state *state, const char *name, const guint8 *sealed, gsize length,
             guint8 *plain)
{
  gboolean ended = FALSE;

  while (length > 0 && !ended)
    {
      gsize n = MIN (CHUNK + CHUNK_MORE, length);
      unsigned long long got = 0;
      guint8 tag = 0;

      if (n < CHUNK_MORE
          || crypto_secretstream_xchacha20poly1305_pull (state, plain, &got, &tag, sealed, n, (const guint8 *) name,
                                                         strlen (name))
                 != 0)
        return FALSE;
      plain += got;
      sealed += n;
      length -= n;
      ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    }
  return ended && length == 0;
}

GBytes *
dip_sealed_file_open (const DipSecret *content_key, const char *name, GBytes *sealed)
{
  crypto_secretstream_xchacha20poly1305_state state;
  gsize length, plain_size = 0;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  g_autofree guint8 *plain = NULL;
  gboolean whole;

  if (!dip_sealed_file_is (sealed) || !plain_length (length, &plain_size)
      || crypto_secretstream_xchacha20poly1305_init_pull (&state, data + DIP_SEALED_FILE_HEAD,
                                                          dip_secret_peek (content_key))
             != 0)
    return NULL;
  plain = g_try_malloc (plain_size + 1);
  whole = plain != NULL
          && read_stream (&state, name, data + DIP_SEALED_FILE_HEAD + STREAM_HEADER,
                          length - DIP_SEALED_FILE_HEAD - STREAM_HEADER, plain);
  sodium_memzero (&state, sizeof state);
  return whole ? g_bytes_new_take (g_steal_pointer (&plain), plain_size) : NULL;
}

gboolean
dip_sealed_file_is_old (const DipKeyring *keyring, GBytes *head)
{
  const guint8 *data = g_bytes_get_data (head, NULL);
  guint generation = 0;
  DipKey kind;

  return dip_sealed_file_is (head) && kind_of (data, &kind) && dip_keyring_current (keyring, kind, &generation) != NULL
         && generation_of (data) != generation;
}

GBytes *
dip_sealed_file_turn (const DipKeyring *keyring, const char *name, GBytes *sealed)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  g_autoptr (DipSecret) content_key = NULL;
  guint generation = 0;
  const DipSecret *outer;
  guint8 *copy;
  DipKey kind;

  if (!dip_sealed_file_is (sealed) || !kind_of (data, &kind)
      || dip_sealed_file_content_key (keyring, name, sealed, &content_key) != DIP_OPENED)
    return NULL;
  outer = dip_keyring_current (keyring, kind, &generation);
  copy = g_memdup2 (data, length);
  put_head (copy, data[AT_KIND], generation);
  seal_key (copy, outer, content_key, name);
  return g_bytes_new_take (copy, length);
}

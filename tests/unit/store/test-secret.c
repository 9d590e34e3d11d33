/* Published vectors, and what must not open. */
#include <sodium.h>
#include <string.h>

#include "dip-keyring.h"
#include "dip-sealed-file.h"
#include "dip-secret.h"

static DipSecret *
counting_key (guint8 first)
{
  guint8 bytes[DIP_SECRET_SIZE];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (first + i);
  return dip_secret_take (bytes);
}

/* draft-irtf-cfrg-xchacha-03, A.3.1. */
static void
test_xchacha (void)
{
  static const char plain[] = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                              "future, sunscreen would be it.";
  static const char sealed_hex[] = "404142434445464748494a4b4c4d4e4f5051525354555657"
                                   "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf"
                                   "3a82f4eda7e39ae64c6708c54c216"
                                   "cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f"
                                   "9664c97637da9768812f615c68b13b5"
                                   "2ec0875924c1c7987947deafd8780acf49";
  static const char belongs[] = "\x50\x51\x52\x53\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7";
  g_autoptr (DipSecret) key = counting_key (0x80);
  guint8 sealed[256];
  char text[512];
  gsize length = 0;
  g_autoptr (GBytes) opened = NULL;

  g_assert_cmpint (sodium_hex2bin (sealed, sizeof sealed, sealed_hex, strlen (sealed_hex), NULL, &length, NULL), ==, 0);
  sodium_bin2base64 (text, sizeof text, sealed, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  opened = dip_secret_open (key, belongs, text);
  g_assert_nonnull (opened);
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), plain, strlen (plain));
  g_assert_null (dip_secret_open (key, "elsewhere", text));
}

/* By the reference implementation: argon2 0123456789abcdef -id -t 3 -m 18 -p 1 -l 32 -r. */
static void
test_argon2id (void)
{
  static const char expected[] = "8fc3ee43ffa8d1481c0829d332fa199fef59ed8b95b794efd4f733dab5daf008";
  const DipSecretCost cost = { 3, G_GUINT64_CONSTANT (256) << 20 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DipSecret) key
      = dip_secret_from_passphrase ("Korrekt pferd batterie", "MDEyMzQ1Njc4OWFiY2RlZg", &cost, &error);
  char hex[2 * DIP_SECRET_SIZE + 1];

  g_assert_no_error (error);
  sodium_bin2hex (hex, sizeof hex, dip_secret_peek (key), DIP_SECRET_SIZE);
  g_assert_cmpstr (hex, ==, expected);
}

/* By Python's hashlib. */
static void
test_blake2b (void)
{
  g_autoptr (DipSecret) key = counting_key (0);
  g_autofree char *hash = dip_secret_hash (key, "identity 5 all 1");

  g_assert_cmpstr (hash, ==, "4dd25991fc9f0f15d98b7afd6164d88cd0c12c0457b10b59f57c5ee8570bae3e");
}

static void
test_sum (void)
{
  g_autoptr (DipSecret) key = dip_secret_random ();
  g_autofree char *a = dip_secret_hash (key, "a");
  g_autofree char *b = dip_secret_hash (key, "b");
  g_autofree char *ab = dip_secret_sum (a, b, NULL);
  g_autofree char *ba = dip_secret_sum (b, a, NULL);
  g_autofree char *back = dip_secret_sum (ab, NULL, b);

  g_assert_cmpstr (ab, ==, ba);
  g_assert_cmpstr (back, ==, a);
  g_assert_null (dip_secret_sum ("no number", a, NULL));
}

static void
test_boxes (void)
{
  g_autofree char *public_half = NULL;
  g_autofree char *other_half = NULL;
  g_autoptr (DipSecret) mine = dip_secret_box_new (&public_half);
  g_autoptr (DipSecret) other = dip_secret_box_new (&other_half);
  g_autofree char *box = dip_secret_box_put (public_half, "key", 3);
  g_autoptr (GBytes) opened = dip_secret_box_open (mine, box);

  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "key", 3);
  g_assert_null (dip_secret_box_open (other, box));
  g_assert_null (dip_secret_box_open (mine, "AAAA"));
  g_assert_null (dip_secret_box_put ("not a key", "key", 3));
}

static DipKeyring *
full_keyring (void)
{
  DipKeyring *keyring = dip_keyring_new (1, "Olga", DIP_ROLE_OWNER);

  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    {
      g_autoptr (DipSecret) key = dip_secret_random ();

      dip_keyring_add (keyring, kind, 0, key);
    }
  return keyring;
}

static void
test_text (void)
{
  g_autoptr (DipKeyring) keyring = full_keyring ();
  g_autoptr (DipKeyring) poor = dip_keyring_new (2, "Mark", DIP_ROLE_MARKETING);
  g_autofree char *sealed = dip_keyring_seal_text (keyring, DIP_KEY_IDENTITY, "identity 1 all 1", "Überall");
  g_autofree char *text = NULL;
  char *none = NULL;

  g_assert_cmpint (dip_keyring_open_text (keyring, DIP_KEY_IDENTITY, "identity 1 all 1", sealed, &text), ==,
                   DIP_OPENED);
  g_assert_cmpstr (text, ==, "Überall");
  g_assert_cmpint (dip_keyring_open_text (keyring, DIP_KEY_IDENTITY, "identity 2 all 1", sealed, &none), ==,
                   DIP_OPENED_ALTERED);
  g_assert_cmpint (dip_keyring_open_text (keyring, DIP_KEY_GALLERY, "identity 1 all 1", sealed, &none), ==,
                   DIP_OPENED_ALTERED);
  g_assert_cmpint (dip_keyring_open_text (poor, DIP_KEY_IDENTITY, "identity 1 all 1", sealed, &none), ==,
                   DIP_OPENED_NO_KEY);
  g_assert_cmpint (dip_keyring_open_text (keyring, DIP_KEY_IDENTITY, "identity 1 all 1", "Überall", &none), ==,
                   DIP_OPENED_ALTERED);
  g_assert_null (dip_keyring_seal_text (poor, DIP_KEY_IDENTITY, "x", "y"));
}

/* Sizes around the edges of chunks; each byte turned over, each length cut to: never opened. */
static void
test_files (void)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 200000 };
  g_autoptr (DipKeyring) keyring = full_keyring ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *data = g_malloc (sizes[i] + 1);
      g_autoptr (GBytes) plain = NULL;
      g_autoptr (GBytes) sealed = NULL;
      g_autoptr (GBytes) opened = NULL;
      g_autoptr (DipSecret) key = NULL;

      randombytes_buf (data, sizes[i]);
      plain = g_bytes_new (data, sizes[i]);
      sealed = dip_sealed_file_make (keyring, DIP_KEY_PICTURE, "abc", plain);
      g_assert_true (dip_sealed_file_is (sealed));
      g_assert_cmpint (dip_sealed_file_content_key (keyring, "abc", sealed, &key), ==, DIP_OPENED);
      opened = dip_sealed_file_open (key, "abc", sealed);
      g_assert_true (g_bytes_equal (opened, plain));
      g_assert_null (dip_sealed_file_open (key, "abd", sealed));
    }
}

static void
test_altered_files (void)
{
  g_autoptr (DipKeyring) keyring = full_keyring ();
  g_autoptr (GBytes) plain = g_bytes_new_static ("a small picture", 15);
  g_autoptr (GBytes) sealed = dip_sealed_file_make (keyring, DIP_KEY_PICTURE, "abc", plain);
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);

  for (gsize i = 0; i < 2 * length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) other = NULL;
      g_autoptr (DipSecret) key = NULL;
      g_autoptr (GBytes) opened = NULL;

      if (i < length)
        copy[i] ^= 0x10;
      other = g_bytes_new (copy, i < length ? length : i - length);
      if (dip_sealed_file_is (other) && dip_sealed_file_content_key (keyring, "abc", other, &key) == DIP_OPENED)
        opened = dip_sealed_file_open (key, "abc", other);
      g_assert_null (opened);
    }
}

static void
test_turned_files (void)
{
  g_autoptr (DipKeyring) keyring = full_keyring ();
  g_autoptr (DipSecret) newer = dip_secret_random ();
  g_autoptr (GBytes) plain = g_bytes_new_static ("a small picture", 15);
  g_autoptr (GBytes) sealed = dip_sealed_file_make (keyring, DIP_KEY_PICTURE, "abc", plain);
  g_autoptr (GBytes) turned = NULL;
  g_autoptr (DipKeyring) young = dip_keyring_new (1, "Olga", DIP_ROLE_OWNER);
  g_autoptr (DipSecret) key = NULL;
  g_autoptr (GBytes) opened = NULL;

  g_assert_false (dip_sealed_file_is_old (keyring, sealed));
  dip_keyring_add (keyring, DIP_KEY_PICTURE, 1, newer);
  g_assert_true (dip_sealed_file_is_old (keyring, sealed));
  turned = dip_sealed_file_turn (keyring, "abc", sealed);
  dip_keyring_add (young, DIP_KEY_PICTURE, 1, newer);
  g_assert_cmpint (dip_sealed_file_content_key (young, "abc", sealed, &key), ==, DIP_OPENED_ALTERED);
  g_assert_cmpint (dip_sealed_file_content_key (young, "abc", turned, &key), ==, DIP_OPENED);
  opened = dip_sealed_file_open (key, "abc", turned);
  g_assert_true (g_bytes_equal (opened, plain));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/secret/xchacha", test_xchacha);
  g_test_add_func ("/secret/argon2id", test_argon2id);
  g_test_add_func ("/secret/blake2b", test_blake2b);
  g_test_add_func ("/secret/sum", test_sum);
  g_test_add_func ("/secret/boxes", test_boxes);
  g_test_add_func ("/keyring/text", test_text);
  g_test_add_func ("/sealed-file/sizes", test_files);
  g_test_add_func ("/sealed-file/altered", test_altered_files);
  g_test_add_func ("/sealed-file/turned", test_turned_files);
  return g_test_run ();
}

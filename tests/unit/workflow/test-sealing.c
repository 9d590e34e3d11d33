/* A program of its own on the raw library: with all that a marketing account's keys can be made to open, and SQL of its own, no name
 * and no picture that was not approved comes out. */
#include <string.h>

#include "clinic-fixture.h"
#include "dip-blobs.h"
#include "dip-db.h"
#include "dip-digest.h"
#include "dip-keyring.h"
#include "dip-seal.h"
#include "dip-sealed-file.h"
#include "dip-sealing.h"

#define OWNERS "correct horse battery"
#define MARKS  "nine small red lanterns"

static const char *const text_columns[] = {
  "SELECT sealed FROM identity", "SELECT signed_by FROM consent", "SELECT authority FROM consent",
  "SELECT witness FROM consent", "SELECT by FROM consent_event",
};

/* One client with an approved pair and a consent; one with a pair that nobody approved. */
typedef struct
{
  Clinic clinic;
  Person shown, hidden;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_auto (GStrv) words = dip_sealing_new_words ();
  g_autoptr (GError) error = NULL;

  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  fixture->shown = clinic_person (&fixture->clinic);
  fixture->hidden.code = clinic_client (&fixture->clinic);
  fixture->hidden.before = clinic_photo (&fixture->clinic, fixture->hidden.code, -100);
  fixture->hidden.after = clinic_photo (&fixture->clinic, fixture->hidden.code, -10);
  fixture->hidden.pair = dip_pairing_add (fixture->clinic.desk, fixture->hidden.before, fixture->hidden.after, &error);
  g_assert_no_error (error);
  dip_sealing_seal (fixture->clinic.desk, "Olga", OWNERS, (const char *const *) words, NULL, &error);
  g_assert_no_error (error);
  dip_sealing_add_account (fixture->clinic.desk, "Mark", DIP_ROLE_MARKETING, MARKS, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_free (fixture->shown.code);
  g_free (fixture->hidden.code);
  clinic_clear (&fixture->clinic);
}

/* Marketing's keys as a patched program has them; the library is closed. */
static DipKeyring *
keys_of_marketing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  DipKeyring *keyring;

  g_clear_pointer (&fixture->clinic.desk, dip_desk_free);
  fixture->clinic.desk = clinic_open (&fixture->clinic);
  g_assert_true (dip_sealing_is_locked (fixture->clinic.desk));
  dip_sealing_unlock (fixture->clinic.desk, "Mark", MARKS, NULL, &error);
  g_assert_no_error (error);
  keyring = dip_library_get_keyring (fixture->clinic.desk->library);
  g_clear_pointer (&fixture->clinic.desk, dip_desk_free);
  return keyring;
}

static DipDb *
open_raw (const Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->clinic.library, "catalogue.db", NULL);
  g_autoptr (GError) error = NULL;
  DipDb *db = dip_db_open (path, "raw", DIP_DB_READ_IMMUTABLE, &error);

  g_assert_no_error (error);
  return db;
}

static gpointer
take_text (DipStatement *row)
{
  return dip_statement_take_text (row);
}

static GPtrArray *
texts (DipDb *db, const char *sql)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, sql);
  g_autoptr (GError) error = NULL;
  GPtrArray *found = dip_statement_list (list, take_text, g_free, &error);

  g_assert_no_error (error);
  return found;
}

/* Every key, every place the text might be bound to. */
static void
assert_stays_closed (const DipKeyring *keyring, const char *sealed)
{
  static const char *const places[] = { "identity %u all 1", "consent %u signed_by 1", "consent-event %u by 1", "" };

  g_assert_true (g_str_has_prefix (sealed, "~"));
  for (guint kind = 0; kind < DIP_N_KEYS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      for (guint row = 0; row < 10; row++)
        {
          g_autofree char *number = g_strdup_printf ("%u", row);
          g_autoptr (GString) place = g_string_new (places[i]);
          char *text = NULL;

          g_string_replace (place, "%u", number, 0);
          g_assert_cmpint (dip_keyring_open_text (keyring, kind, place->str, sealed, &text), !=, DIP_OPENED);
        }
}

static void
test_names (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipKeyring) keyring = keys_of_marketing (fixture);
  g_autoptr (DipDb) db = open_raw (fixture);
  guint n = 0;

  g_assert_null (dip_keyring_current (keyring, DIP_KEY_PICTURE, NULL));
  g_assert_null (dip_keyring_current (keyring, DIP_KEY_IDENTITY, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (text_columns); i++)
    {
      g_autoptr (GPtrArray) sealed = texts (db, text_columns[i]);

      for (guint k = 0; k < sealed->len; k++)
        if (g_ptr_array_index (sealed, k) != NULL)
          {
            assert_stays_closed (keyring, g_ptr_array_index (sealed, k));
            n++;
          }
    }
  g_assert_cmpuint (n, >=, 4); /* two names, a signer, who recorded it */
}

static GBytes *
read_file (const Fixture *fixture, const char *digest)
{
  g_autofree char *path = g_strdup_printf ("%s/blobs/%.2s/%s", fixture->clinic.library, digest, digest);
  char *data = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* Every content key that the gallery key opens, tried on every picture. */
static void
test_pictures (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipKeyring) keyring = keys_of_marketing (fixture);
  g_autoptr (DipDb) db = open_raw (fixture);
  g_autoptr (GPtrArray) blobs = texts (db, "SELECT blob FROM photo ORDER BY id");
  g_autoptr (GPtrArray) given = texts (db, "SELECT blob FROM gallery_key ORDER BY blob");
  guint n_opened = 0;

  g_assert_cmpuint (blobs->len, ==, 4);
  g_assert_cmpuint (given->len, ==, 2);
  for (guint i = 0; i < blobs->len; i++)
    {
      const char *digest = g_ptr_array_index (blobs, i);
      g_autoptr (GBytes) sealed = read_file (fixture, digest);
      g_autoptr (DipSecret) key = NULL;

      g_assert_cmpint (dip_sealed_file_content_key (keyring, digest, sealed, &key), ==, DIP_OPENED_NO_KEY);
      if (g_ptr_array_find_with_equal_func (given, digest, g_str_equal, NULL))
        n_opened++;
    }
  g_assert_cmpuint (n_opened, ==, 2);
}

/* A key that was given for one picture opens no other. */
static void
test_given_keys (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipKeyring) keyring = keys_of_marketing (fixture);
  g_autoptr (DipDb) db = open_raw (fixture);
  g_autoptr (GPtrArray) blobs = texts (db, "SELECT blob FROM photo ORDER BY id");
  g_autoptr (GPtrArray) given = texts (db, "SELECT pair_id || ' ' || blob || '=' || sealed FROM gallery_key");
  guint n_opened = 0;

  for (guint i = 0; i < given->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (given, i), "=", 2);
      g_autofree char *place = g_strdup_printf ("gallery-key %s 0", parts[0]);
      g_autofree char *hex = NULL;
      guint8 bytes[DIP_SECRET_SIZE];
      g_autoptr (DipSecret) key = NULL;

      g_assert_cmpint (dip_keyring_open_text (keyring, DIP_KEY_GALLERY, place, parts[1], &hex), ==, DIP_OPENED);
      for (guint k = 0; k < sizeof bytes; k++)
        bytes[k] = (guint8) (g_ascii_xdigit_value (hex[2 * k]) << 4 | g_ascii_xdigit_value (hex[2 * k + 1]));
      key = dip_secret_take (bytes);
      for (guint k = 0; k < blobs->len; k++)
        {
          const char *digest = g_ptr_array_index (blobs, k);
          g_autoptr (GBytes) sealed = read_file (fixture, digest);
          g_autoptr (GBytes) opened = dip_sealed_file_open (key, digest, sealed);

          g_assert_cmpint (opened != NULL, ==, strstr (parts[0], digest) != NULL);
          n_opened += opened != NULL;
        }
    }
  g_assert_cmpuint (n_opened, ==, 2);
}

/* A picture that is written at the very moment the keys change: its check waits for that. */
typedef struct
{
  Fixture *fixture;
  GMutex mutex;
  GCond changed;
  gboolean is_written, may_go_on; /* under the mutex */
  char *digest;
} Slow;

static gboolean
wait_for_keys (GBytes *read_back, gpointer user_data, GError **error)
{
  Slow *slow = user_data;

  g_mutex_lock (&slow->mutex);
  slow->is_written = TRUE;
  g_cond_broadcast (&slow->changed);
  while (!slow->may_go_on)
    g_cond_wait (&slow->changed, &slow->mutex);
  g_mutex_unlock (&slow->mutex);
  return TRUE;
}

static gpointer
put_slowly (gpointer data)
{
  Slow *slow = data;
  g_autoptr (GBytes) jpeg = clinic_picture (&slow->fixture->clinic);
  g_autoptr (GError) error = NULL;

  slow->digest = dip_blobs_put (slow->fixture->clinic.desk->library, jpeg, wait_for_keys, slow, &error);
  g_assert_no_error (error);
  return NULL;
}

/* @func changes the keys while a picture is being written; whoever holds the new ones alone can read it then. */
static void
change_keys_meanwhile (Fixture *fixture, void (*func) (Fixture *))
{
  Slow slow = { .fixture = fixture };
  GThread *thread;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&slow.mutex);
  g_cond_init (&slow.changed);
  thread = g_thread_new ("slow", put_slowly, &slow);
  g_mutex_lock (&slow.mutex);
  while (!slow.is_written)
    g_cond_wait (&slow.changed, &slow.mutex);
  g_mutex_unlock (&slow.mutex);
  func (fixture);
  g_mutex_lock (&slow.mutex);
  slow.may_go_on = TRUE;
  g_cond_broadcast (&slow.changed);
  g_mutex_unlock (&slow.mutex);
  g_thread_join (thread);
  g_mutex_clear (&slow.mutex);
  g_cond_clear (&slow.changed);

  raw = read_file (fixture, slow.digest);
  g_assert_true (dip_sealed_file_is (raw));
  dip_sealing_lock (fixture->clinic.desk);
  dip_sealing_unlock (fixture->clinic.desk, "Olga", OWNERS, NULL, &error);
  g_assert_no_error (error);
  opened = dip_blobs_get (fixture->clinic.desk->library, slow.digest, &error);
  g_assert_no_error (error);
  dip_blobs_drop_unused (fixture->clinic.desk->library, slow.digest, &error);
  g_assert_no_error (error);
  g_free (slow.digest);
}

static void
seal (Fixture *fixture)
{
  g_auto (GStrv) words = dip_sealing_new_words ();
  g_autoptr (GError) error = NULL;

  dip_sealing_seal (fixture->clinic.desk, "Olga", OWNERS, (const char *const *) words, NULL, &error);
  g_assert_no_error (error);
}

static void
turn (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  dip_sealing_turn_keys (fixture->clinic.desk, DIP_ROLE_OWNER, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up_unsealed (Fixture *fixture, gconstpointer unused)
{
  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  fixture->shown.code = NULL;
  fixture->hidden.code = clinic_client (&fixture->clinic);
  clinic_photo (&fixture->clinic, fixture->hidden.code, -100);
}

static void
test_meanwhile (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipLibraryReport) report = NULL;

  change_keys_meanwhile (fixture, seal);
  change_keys_meanwhile (fixture, turn);
  change_keys_meanwhile (fixture, turn);
  report = dip_library_check (fixture->clinic.desk->library, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->problems->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sealing/raw/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/sealing/raw/pictures", Fixture, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/sealing/raw/given-keys", Fixture, NULL, set_up, test_given_keys, tear_down);
  g_test_add ("/sealing/meanwhile", Fixture, NULL, set_up_unsealed, test_meanwhile, tear_down);
  return g_test_run ();
}

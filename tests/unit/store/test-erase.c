/* An erased client is gone from every byte of the library; what proves that publication was permitted stays. */
#include "store-fixture.h"

#include <string.h>

#include "dip-db.h"

/* Words that occur nowhere else. */
#define NAME    "Quetzalcoatl Zygmuntowicz"
#define CONTACT "quetzal@zyg.example"

typedef struct
{
  gint64 client;
  gint64 pair;
  gint64 consent;
  gint64 item;
  GPtrArray *blobs;
} Case;

static gint64
add_photo (DipDb *db, gint64 client, gint64 treatment, const char *content, GError **error)
{
  g_autoptr (DipPhoto) photo = fixture_photo (client, content);

  photo->treatment_id = treatment;
  g_assert_true (dip_catalogue_photo_insert (db, photo, error));
  return photo->id;
}

static gint64
add_pair (DipDb *db, gint64 client, const char *content, GError **error)
{
  g_autoptr (DipTreatment) treatment = g_new0 (DipTreatment, 1);
  g_autoptr (DipPair) pair = g_new0 (DipPair, 1);
  DipAlignment alignment = { .after_to_before = { 1, 0, 0, 0 } };
  DipApproval approval = { .by = (char *) "Staff" };

  treatment->client_id = client;
  g_assert_true (dip_catalogue_treatment_insert (db, treatment, error));
  pair->treatment_id = treatment->id;
  pair->before_id = add_photo (db, client, treatment->id, "shared", error);
  pair->after_id = add_photo (db, client, treatment->id, content, error);
  pair->view = DIP_VIEW_TOP;
  g_assert_true (dip_catalogue_pair_insert (db, pair, error));
  alignment.pair_id = approval.pair_id = pair->id;
  g_assert_true (dip_catalogue_alignment_insert (db, &alignment, error));
  approval.alignment_id = alignment.id;
  g_assert_true (dip_catalogue_approval_insert (db, &approval, error));
  g_free (alignment.created_at);
  g_free (approval.at);
  return pair->id;
}

static gint64
add_consent (DipDb *db, gint64 client, GError **error)
{
  static const char *const by[] = { NAME, "Staff" };
  g_autoptr (DipConsent) consent = dip_consent_new ();

  consent->client_id = client;
  consent->form_id = dip_catalogue_form_ensure (db, "en", "I agree.", error);
  consent->scopes = DIP_SCOPE_WEBSITE;
  consent->signed_by = g_strdup (NAME);
  consent->signature = dip_digest_text ("signature");
  consent->recorded_by = g_strdup ("Staff");
  for (guint i = 0; i < G_N_ELEMENTS (by); i++)
    {
      DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

      event->kind = DIP_CONSENT_EVENT_SIGNED;
      event->by = g_strdup (by[i]);
      g_ptr_array_add (consent->events, event);
    }
  g_assert_true (dip_catalogue_consent_insert (db, consent, error));
  return consent->id;
}

static gint64
add_item (DipDb *db, const Case *c, GError **error)
{
  g_autoptr (DipExportItem) item = g_new0 (DipExportItem, 1);

  item->run_id = dip_catalogue_run_insert (db, 1, "/out", "Staff", error);
  item->pair_id = c->pair;
  item->client_id = c->client;
  item->consent_id = c->consent;
  item->name = g_strdup ("a.jpg");
  item->sha256 = dip_digest_text ("a");
  item->bytes = item->width = item->height = 1;
  item->format = DIP_EXPORT_JPEG;
  item->recipe = dip_digest_text ("recipe");
  g_assert_true (dip_catalogue_item_insert (db, item, error));
  return item->id;
}

static gboolean
add_case (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  DipIdentity identity = { .name = (char *) NAME, .contact = (char *) CONTACT, .born = DIP_DATE_NONE };

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  identity.client_id = c->client = client->id;
  g_assert_true (dip_identity_put (db, &identity, error));
  c->pair = add_pair (db, c->client, "own", error);
  c->consent = add_consent (db, c->client, error);
  c->item = add_item (db, c, error);
  return TRUE;
}

static gboolean
add_other (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  DipIdentity identity = { .name = (char *) "Bo", .born = DIP_DATE_NONE };

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  identity.client_id = c->client = client->id;
  g_assert_true (dip_identity_put (db, &identity, error));
  c->pair = add_pair (db, c->client, "other", error);
  return TRUE;
}

static gboolean
erase (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;

  return dip_catalogue_client_erase (db, c->client, &c->blobs, error);
}

static gboolean
see_proof (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipClient) client = dip_catalogue_client (db, c->client, error);
  g_autoptr (DipConsent) consent = dip_catalogue_consent (db, c->consent, error);
  g_autoptr (DipExportItem) item = dip_catalogue_item (db, c->item, error);
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, c->client, error);
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, c->client, error);
  g_autofree char *signature = dip_digest_text ("signature");
  const DipConsentEvent *by_client = g_ptr_array_index (consent->events, 0);
  const DipConsentEvent *by_staff = g_ptr_array_index (consent->events, 1);

  g_assert_nonnull (client->erased_at);
  g_assert_null (dip_identity_get (db, c->client, error));
  g_assert_cmpuint (photos->len, ==, 0);
  g_assert_cmpuint (pairs->len, ==, 0);
  g_assert_null (dip_catalogue_alignment_current (db, c->pair, error));
  g_assert_null (dip_catalogue_approval_latest (db, c->pair, error));
  g_assert_null (consent->signed_by);
  g_assert_cmpstr (consent->signature, ==, signature);
  g_assert_cmpuint (consent->scopes, ==, DIP_SCOPE_WEBSITE);
  g_assert_null (by_client->by);
  g_assert_cmpstr (by_staff->by, ==, "Staff");
  g_assert_cmpint (item->pair_id, ==, c->pair);
  g_assert_cmpint (item->client_id, ==, c->client);
  return TRUE;
}

static gboolean
see_other (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipIdentity) identity = dip_identity_get (db, c->client, error);
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, c->client, error);
  g_autoptr (DipApproval) approval = dip_catalogue_approval_latest (db, c->pair, error);

  g_assert_cmpstr (identity->name, ==, "Bo");
  g_assert_cmpuint (photos->len, ==, 2);
  g_assert_nonnull (approval);
  return TRUE;
}

/* A later pair must not get the number that the ledger knows as another. */
static gboolean
see_new_numbers (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  Case next = { 0 };

  g_assert_true (add_other (db, &next, error));
  g_assert_cmpint (next.pair, >, c->pair);
  return TRUE;
}

static void
assert_nowhere (const char *folder, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        assert_nowhere (path, text);
      else if (g_file_get_contents (path, &content, &length, NULL))
        {
          g_test_message ("%s", path);
          g_assert_null (memmem (content, length, text, strlen (text)));
        }
    }
}

static void
drop_blobs (Fixture *f, const Case *c)
{
  for (guint i = 0; i < c->blobs->len; i++)
    g_assert_true (dip_blobs_drop_unused (f->library, g_ptr_array_index (c->blobs, i), NULL));
}

static void
assert_blobs (Fixture *f)
{
  static const struct
  {
    const char *content;
    gboolean stays;
  } blobs[] = { { "own", FALSE }, { "shared", TRUE }, { "other", TRUE }, { "signature", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++)
    {
      g_autofree char *digest = dip_digest_text (blobs[i].content);
      g_autoptr (GBytes) bytes = dip_blobs_get (f->library, digest, NULL);

      g_assert_cmpint (bytes != NULL, ==, blobs[i].stays);
    }
}

static void
test_erase (Fixture *f, gconstpointer unused)
{
  static const char *const contents[] = { "own", "shared", "other", "signature" };
  g_autofree char *old = g_build_filename (f->path, "catalogue.db.before-v2", NULL);
  Case c = { 0 }, other = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    g_free (fixture_put (f, contents[i]));
  fixture_write (f, add_case, &c);
  fixture_write (f, add_other, &other);
  g_assert_true (g_file_set_contents (old, NAME, -1, NULL));
  fixture_write (f, erase, &c);
  g_assert_cmpuint (c.blobs->len, ==, 3);
  drop_blobs (f, &c);
  fixture_read (f, see_proof, &c);
  fixture_read (f, see_other, &other);
  assert_blobs (f);
  assert_nowhere (f->path, NAME);
  assert_nowhere (f->path, CONTACT);
  fixture_write (f, see_new_numbers, &c);
  g_ptr_array_unref (c.blobs);
}

/* While somebody is reading, the log cannot be emptied; the next commit does it. */
static gboolean
erase_while_reading (DipDb *db, gpointer data, GError **error)
{
  gpointer *pair = data;
  gint64 n;

  g_assert_true (dip_db_query_int (db, "SELECT count(*) FROM identity", &n, error));
  fixture_write (pair[0], erase, pair[1]);
  return TRUE;
}

static void
test_erase_beside_reader (Fixture *f, gconstpointer unused)
{
  Case c = { 0 }, other = { 0 };
  gpointer pair[] = { f, &c };

  fixture_write (f, add_case, &c);
  fixture_read (f, erase_while_reading, pair);
  fixture_write (f, add_other, &other);
  assert_nowhere (f->path, NAME);
  g_ptr_array_unref (c.blobs);
}

static gboolean
erase_unknown (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) blobs = NULL;

  return dip_catalogue_client_erase (db, 4711, &blobs, error);
}

static void
test_erase_unknown (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dip_library_write (f->library, erase_unknown, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/erase/erase", test_erase);
  fixture_add ("/store/erase/beside-reader", test_erase_beside_reader);
  fixture_add ("/store/erase/unknown", test_erase_unknown);
  return g_test_run ();
}

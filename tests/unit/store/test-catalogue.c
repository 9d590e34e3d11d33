#include "store-fixture.h"

#include <string.h>

/* A client with a treatment, two sessions and two photos of one pair. */
typedef struct
{
  gint64 client;
  char *code;
  gint64 treatment;
  gint64 before;
  gint64 after;
  gint64 pair;
} Case;

static gboolean
add_client (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);

  client->adult_attested = TRUE;
  g_assert_true (dip_catalogue_client_insert (db, client, error));
  c->client = client->id;
  c->code = g_strdup (client->code);
  return TRUE;
}

static gboolean
add_treatment (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipTreatment) treatment = g_new0 (DipTreatment, 1);

  treatment->client_id = c->client;
  treatment->areas = DIP_AREA_CROWN | DIP_AREA_HAIRLINE;
  treatment->stage = DIP_STAGE_NORWOOD_3_VERTEX;
  g_assert_true (dip_catalogue_treatment_insert (db, treatment, error));
  c->treatment = treatment->id;
  return TRUE;
}

static gint64
add_photo (DipDb *db, const Case *c, const char *content, GError **error)
{
  g_autoptr (DipPhoto) photo = fixture_photo (c->client, content);

  photo->treatment_id = c->treatment;
  g_assert_true (dip_catalogue_photo_insert (db, photo, error));
  return photo->id;
}

static gboolean
add_pair (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipPair) pair = g_new0 (DipPair, 1);

  c->before = add_photo (db, c, "before", error);
  c->after = add_photo (db, c, "after", error);
  pair->treatment_id = c->treatment;
  pair->before_id = c->before;
  pair->after_id = c->after;
  pair->view = DIP_VIEW_CROWN;
  g_assert_true (dip_catalogue_pair_insert (db, pair, error));
  g_assert_cmpint (pair->client_id, ==, c->client);
  c->pair = pair->id;
  return TRUE;
}

static void
add_case (Fixture *f, Case *c)
{
  fixture_write (f, add_client, c);
  fixture_write (f, add_treatment, c);
  fixture_write (f, add_pair, c);
}

/* Clients */

static gboolean
see_client (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autofree char *lower = g_ascii_strdown (c->code, -1);
  g_autoptr (DipClient) by_code = dip_catalogue_client_by_code (db, lower, error);
  g_autoptr (DipClient) by_id = dip_catalogue_client (db, c->client, error);
  g_autoptr (GPtrArray) all = dip_catalogue_clients (db, error);

  g_assert_cmpint (by_code->id, ==, c->client);
  g_assert_cmpstr (by_id->code, ==, c->code);
  g_assert_cmpuint (strlen (by_id->code), ==, 6);
  g_assert_true (by_id->adult_attested);
  g_assert_nonnull (by_id->created_at);
  g_assert_null (by_id->erased_at);
  g_assert_cmpuint (all->len, ==, 1);
  return TRUE;
}

static void
test_client (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_client, &c);
  fixture_read (f, see_client, &c);
  g_free (c.code);
}

/* Asks for row 4711 of everything. */
static gboolean
ask_for_missing (DipDb *db, gpointer unused, GError **unused_error)
{
#define assert_missing(call, word)                                                                                     \
  {                                                                                                                    \
    g_autoptr (GError) error = NULL;                                                                                   \
    g_assert_null (call);                                                                                              \
    g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);                                                            \
    g_assert_nonnull (strstr (error->message, word));                                                                  \
  }
  assert_missing (dip_catalogue_client_by_code (db, "ZZZZZZ", &error), "ZZZZZZ");
  assert_missing (dip_catalogue_client (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_treatment (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_photo (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_pair (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_form_text (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_consent (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_destination (db, "moon", &error), "moon");
  assert_missing (dip_catalogue_destination_by_id (db, 4711, &error), "4711");
  assert_missing (dip_catalogue_item (db, 4711, &error), "4711");
#undef assert_missing
  return TRUE;
}

static gboolean
ask_for_absent (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) empty = dip_catalogue_photos (db, 4711, error);

  g_assert_null (dip_catalogue_photo_by_pixels (db, "0", error));
  g_assert_null (dip_catalogue_pair_of (db, 1, 2, error));
  g_assert_null (dip_catalogue_alignment_current (db, 4711, error));
  g_assert_null (dip_catalogue_approval_latest (db, 4711, error));
  g_assert_null (dip_identity_get (db, 4711, error));
  g_assert_cmpuint (empty->len, ==, 0);
  return TRUE;
}

static void
test_missing (Fixture *f, gconstpointer unused)
{
  fixture_read (f, ask_for_missing, NULL);
  fixture_read (f, ask_for_absent, NULL);
}

/* Clinic */

static gboolean
rename_clinic (DipDb *db, gpointer unused, GError **error)
{
  const DipClinic clinic = { .name = (char *) "Other", .healing_days = 42 };

  return dip_catalogue_clinic_update (db, &clinic, error);
}

static gboolean
see_renamed (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);

  g_assert_cmpstr (clinic->name, ==, "Other");
  g_assert_null (clinic->site);
  g_assert_cmpint (clinic->healing_days, ==, 42);
  return TRUE;
}

static void
test_clinic (Fixture *f, gconstpointer unused)
{
  fixture_write (f, rename_clinic, NULL);
  fixture_read (f, see_renamed, NULL);
}

/* Treatments and sessions */

static gboolean
add_sessions (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  const struct
  {
    int month;
    DipSessionKind kind;
  } sittings[] = { { 3, DIP_SESSION_MAINTENANCE }, { 1, DIP_SESSION_INITIAL }, { 2, DIP_SESSION_FOLLOW_UP } };

  for (guint i = 0; i < G_N_ELEMENTS (sittings); i++)
    {
      DipSession session = { .treatment_id = c->treatment, .kind = sittings[i].kind };

      session.date = dip_date_from_ymd (2025, sittings[i].month, 14);
      g_assert_true (dip_catalogue_session_insert (db, &session, error));
      g_assert_cmpint (session.id, >, 0);
    }
  return TRUE;
}

static gboolean
see_sessions (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipTreatment) treatment = dip_catalogue_treatment (db, c->treatment, error);
  g_autoptr (GPtrArray) treatments = dip_catalogue_treatments (db, c->client, error);
  g_autoptr (GPtrArray) sessions = dip_catalogue_sessions (db, c->treatment, error);

  g_assert_cmpuint (treatment->areas, ==, DIP_AREA_CROWN | DIP_AREA_HAIRLINE);
  g_assert_cmpint (treatment->stage, ==, DIP_STAGE_NORWOOD_3_VERTEX);
  g_assert_cmpint (treatment->client_id, ==, c->client);
  g_assert_cmpuint (treatments->len, ==, 1);
  g_assert_cmpuint (sessions->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const DipSession *session = g_ptr_array_index (sessions, i);

      g_assert_cmpint (session->date, ==, dip_date_from_ymd (2025, (int) i + 1, 14));
      g_assert_cmpint (session->kind, ==, (int) i);
    }
  return TRUE;
}

static void
test_treatment (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_client, &c);
  fixture_write (f, add_treatment, &c);
  fixture_write (f, add_sessions, &c);
  fixture_read (f, see_sessions, &c);
  g_free (c.code);
}

/* Photos */

static DipPhoto *
full_photo (gint64 client_id)
{
  DipPhoto *photo = fixture_photo (client_id, "full");

  photo->orientation = 6;
  photo->taken_on = dip_date_from_ymd (2025, 3, 14);
  photo->taken_at = g_strdup ("2025-03-14T10:11:12.340+01:00");
  photo->taken_source = DIP_TAKEN_CAMERA;
  photo->view = DIP_VIEW_LEFT_OBLIQUE;
  photo->shows = DIP_IDENTIFIABILITY_EYES_HIDDEN;
  photo->camera = g_strdup ("Maker Model");
  photo->lens = g_strdup ("Lens");
  photo->focal_length = 5.1;
  photo->exposure = 1.0 / 121;
  photo->f_number = 1.78;
  photo->iso = 64;
  photo->white_balance = g_strdup ("auto");
  photo->removed = g_strdup ("[\"exif\",\"gps\"]");
  photo->certificate = g_strdup ("{\"segments\":[]}");
  return photo;
}

static void
assert_same_photo (const DipPhoto *a, const DipPhoto *b)
{
  g_assert_cmpint (a->client_id, ==, b->client_id);
  g_assert_cmpint (a->treatment_id, ==, b->treatment_id);
  g_assert_cmpstr (a->blob, ==, b->blob);
  g_assert_cmpstr (a->format, ==, b->format);
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpint (a->orientation, ==, b->orientation);
  g_assert_cmpint (a->bytes, ==, b->bytes);
  g_assert_cmpint (a->taken_on, ==, b->taken_on);
  g_assert_cmpstr (a->taken_at, ==, b->taken_at);
  g_assert_cmpint (a->taken_source, ==, b->taken_source);
  g_assert_cmpstr (a->taken_by, ==, b->taken_by);
  g_assert_cmpint (a->view, ==, b->view);
  g_assert_cmpint (a->shows, ==, b->shows);
  g_assert_cmpstr (a->pixel_digest, ==, b->pixel_digest);
  g_assert_cmpstr (a->source_digest, ==, b->source_digest);
  g_assert_cmpstr (a->camera, ==, b->camera);
  g_assert_cmpstr (a->lens, ==, b->lens);
  g_assert_cmpfloat (a->focal_length, ==, b->focal_length);
  g_assert_cmpfloat (a->exposure, ==, b->exposure);
  g_assert_cmpfloat (a->f_number, ==, b->f_number);
  g_assert_cmpint (a->iso, ==, b->iso);
  g_assert_cmpstr (a->white_balance, ==, b->white_balance);
  g_assert_cmpstr (a->removed, ==, b->removed);
  g_assert_cmpstr (a->certificate, ==, b->certificate);
  g_assert_cmpstr (a->imported_at, ==, b->imported_at);
}

static gboolean
insert_photo (DipDb *db, gpointer photo, GError **error)
{
  return dip_catalogue_photo_insert (db, photo, error);
}

static gboolean
update_photo (DipDb *db, gpointer photo, GError **error)
{
  return dip_catalogue_photo_update (db, photo, error);
}

static gboolean
see_photo (DipDb *db, gpointer data, GError **error)
{
  const DipPhoto *photo = data;
  g_autoptr (DipPhoto) by_id = dip_catalogue_photo (db, photo->id, error);
  g_autoptr (DipPhoto) by_pixels = dip_catalogue_photo_by_pixels (db, photo->pixel_digest, error);

  assert_same_photo (by_id, photo);
  assert_same_photo (by_pixels, photo);
  return TRUE;
}

static void
test_photo (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };
  g_autoptr (DipPhoto) bare = NULL;
  g_autoptr (DipPhoto) full = NULL;

  fixture_write (f, add_client, &c);
  bare = fixture_photo (c.client, "bare");
  full = full_photo (c.client);
  fixture_write (f, insert_photo, bare);
  fixture_read (f, see_photo, bare);
  fixture_write (f, insert_photo, full);
  fixture_read (f, see_photo, full);
  g_free (c.code);
}

static void
test_photo_update (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };
  g_autoptr (DipPhoto) photo = NULL;

  fixture_write (f, add_client, &c);
  photo = fixture_photo (c.client, "bare");
  fixture_write (f, insert_photo, photo);
  photo->taken_on = dip_date_from_ymd (2024, 2, 29);
  photo->taken_source = DIP_TAKEN_STATED;
  photo->taken_by = g_strdup ("Staff");
  photo->view = DIP_VIEW_CLOSE_UP;
  photo->shows = DIP_IDENTIFIABILITY_FULL_FACE;
  fixture_write (f, update_photo, photo);
  fixture_read (f, see_photo, photo);
  g_free (c.code);
}

static gboolean
see_order (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, c->client, error);
  g_autoptr (GPtrArray) treated = dip_catalogue_photos_of_treatment (db, c->treatment, error);
  DipDate last = DIP_DATE_NONE;

  g_assert_cmpuint (photos->len, ==, 4);
  g_assert_cmpuint (treated->len, ==, c->treatment ? 4 : 0);
  for (guint i = 0; i < photos->len; i++)
    {
      const DipPhoto *photo = g_ptr_array_index (photos, i);

      g_assert_cmpint (photo->taken_on, >=, last);
      g_assert_cmpint (photo->treatment_id, ==, c->treatment);
      last = photo->taken_on;
    }
  return TRUE;
}

/* By day, those without one first; a first treatment adopts what came before it. */
static void
test_photo_order_and_adoption (Fixture *f, gconstpointer unused)
{
  static const int days[] = { 20, 0, 10, 30 };
  Case c = { 0 };

  fixture_write (f, add_client, &c);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *content = g_strdup_printf ("%u", i);
      g_autoptr (DipPhoto) photo = fixture_photo (c.client, content);

      photo->taken_on = days[i] ? dip_date_from_ymd (2025, 1, days[i]) : DIP_DATE_NONE;
      photo->taken_source = days[i] ? DIP_TAKEN_CAMERA : DIP_TAKEN_UNKNOWN;
      fixture_write (f, insert_photo, photo);
    }
  fixture_read (f, see_order, &c);
  fixture_write (f, add_treatment, &c);
  fixture_read (f, see_order, &c);
  g_free (c.code);
}

/* Pairs */

static gboolean
see_pair (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, c->pair, error);
  g_autoptr (DipPair) same = dip_catalogue_pair_of (db, c->before, c->after, error);
  g_autoptr (DipPair) turned = dip_catalogue_pair_of (db, c->after, c->before, error);
  g_autoptr (GPtrArray) own = dip_catalogue_pairs (db, c->client, error);
  g_autoptr (GPtrArray) others = dip_catalogue_pairs (db, c->client + 1, error);
  g_autoptr (GPtrArray) all = dip_catalogue_pairs (db, 0, error);

  g_assert_cmpint (pair->view, ==, DIP_VIEW_CROWN);
  g_assert_cmpint (pair->client_id, ==, c->client);
  g_assert_cmpint (pair->treatment_id, ==, c->treatment);
  g_assert_cmpuint (strlen (pair->slug), ==, 8);
  g_assert_nonnull (pair->created_at);
  g_assert_cmpint (same->id, ==, c->pair);
  g_assert_null (turned);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
  return TRUE;
}

static gboolean
add_pair_again (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipPair) pair = g_new0 (DipPair, 1);

  pair->treatment_id = c->treatment;
  pair->before_id = c->before;
  pair->after_id = c->after;
  pair->view = DIP_VIEW_CROWN;
  return dip_catalogue_pair_insert (db, pair, error);
}

static void
test_pair (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;

  add_case (f, &c);
  fixture_read (f, see_pair, &c);
  g_assert_false (dip_library_write (f->library, add_pair_again, &c, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_EXISTS);
  g_free (c.code);
}

static gboolean
align (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;

  for (guint n = 2; n <= 3; n++)
    {
      DipAlignment alignment = { .pair_id = c->pair, .n_landmarks = n, .residual = 0.25 * n };

      for (guint i = 0; i < n; i++)
        {
          alignment.before[i] = (DipPoint){ 10.1 * (i + 1), 1.0 / 3 };
          alignment.after[i] = (DipPoint){ 20 + i, -0.5 };
        }
      alignment.after_to_before = (DipSimilarity){ 0.9, 0.1, -12.5, 1e-9 };
      g_assert_true (dip_catalogue_alignment_insert (db, &alignment, error));
      g_free (alignment.created_at);
    }
  return TRUE;
}

static gboolean
see_alignment (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipAlignment) alignment = dip_catalogue_alignment_current (db, c->pair, error);

  g_assert_cmpuint (alignment->n_landmarks, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (alignment->before[i].x, ==, 10.1 * (i + 1));
      g_assert_cmpfloat (alignment->before[i].y, ==, 1.0 / 3);
      g_assert_cmpfloat (alignment->after[i].x, ==, 20 + i);
      g_assert_cmpfloat (alignment->after[i].y, ==, -0.5);
    }
  g_assert_cmpfloat (alignment->after_to_before.a, ==, 0.9);
  g_assert_cmpfloat (alignment->after_to_before.b, ==, 0.1);
  g_assert_cmpfloat (alignment->after_to_before.tx, ==, -12.5);
  g_assert_cmpfloat (alignment->after_to_before.ty, ==, 1e-9);
  g_assert_cmpfloat (alignment->residual, ==, 0.75);
  return TRUE;
}

static gboolean
approve (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipAlignment) seen = dip_catalogue_alignment_current (db, c->pair, error);
  g_autoptr (DipApproval) unaligned = g_new0 (DipApproval, 1);
  g_autoptr (DipApproval) approval = g_new0 (DipApproval, 1);
  g_autoptr (DipApproval) latest = NULL;

  unaligned->pair_id = approval->pair_id = c->pair;
  unaligned->by = g_strdup ("First");
  approval->by = g_strdup ("Second");
  approval->alignment_id = seen->id;
  g_assert_true (dip_catalogue_approval_insert (db, unaligned, error));
  g_assert_true (dip_catalogue_approval_insert (db, approval, error));
  latest = dip_catalogue_approval_latest (db, c->pair, error);
  g_assert_cmpstr (latest->by, ==, "Second");
  g_assert_cmpint (latest->alignment_id, ==, seen->id);
  return TRUE;
}

static void
test_alignment_and_approval (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  add_case (f, &c);
  fixture_write (f, align, &c);
  fixture_read (f, see_alignment, &c);
  fixture_write (f, approve, &c);
  g_free (c.code);
}

/* Every token of the domain's tables is taken by the schema and comes back. */

static gboolean
store_every_word (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;

  for (const DipToken *view = dip_view_tokens; view->token; view++)
    for (const DipToken *shows = dip_identifiability_tokens; shows->token; shows++)
      {
        g_autoptr (DipPhoto) photo = fixture_photo (c->client, view->token);
        g_autoptr (DipPhoto) back = NULL;

        photo->view = (DipView) view->value;
        photo->shows = (DipIdentifiability) shows->value;
        g_assert_true (dip_catalogue_photo_insert (db, photo, error));
        back = dip_catalogue_photo (db, photo->id, error);
        g_assert_cmpint (back->view, ==, view->value);
        g_assert_cmpint (back->shows, ==, shows->value);
      }
  for (const DipToken *stage = dip_stage_tokens; stage->token; stage++)
    for (const DipToken *area = dip_area_tokens; area->token; area++)
      {
        g_autoptr (DipTreatment) treatment = g_new0 (DipTreatment, 1);
        g_autoptr (DipTreatment) back = NULL;

        treatment->client_id = c->client;
        treatment->stage = (DipStage) stage->value;
        treatment->areas = (guint) area->value;
        g_assert_true (dip_catalogue_treatment_insert (db, treatment, error));
        back = dip_catalogue_treatment (db, treatment->id, error);
        g_assert_cmpint (back->stage, ==, stage->value);
        g_assert_cmpuint (back->areas, ==, (guint) area->value);
      }
  return TRUE;
}

static void
test_words (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_client, &c);
  fixture_write (f, store_every_word, &c);
  g_free (c.code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/catalogue/client", test_client);
  fixture_add ("/store/catalogue/missing", test_missing);
  fixture_add ("/store/catalogue/clinic", test_clinic);
  fixture_add ("/store/catalogue/treatment", test_treatment);
  fixture_add ("/store/catalogue/photo", test_photo);
  fixture_add ("/store/catalogue/photo-update", test_photo_update);
  fixture_add ("/store/catalogue/photo-order-and-adoption", test_photo_order_and_adoption);
  fixture_add ("/store/catalogue/pair", test_pair);
  fixture_add ("/store/catalogue/alignment-and-approval", test_alignment_and_approval);
  fixture_add ("/store/catalogue/words", test_words);
  return g_test_run ();
}

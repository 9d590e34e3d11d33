#include "store-fixture.h"

#include <string.h>

/* What exports and consents hang on. */
typedef struct
{
  gint64 client;
  gint64 treatment;
  gint64 before;
  gint64 after;
  gint64 pair;
  gint64 form;
  gint64 consent;
  gint64 item;
} Case;

static gint64
add_photo (DipDb *db, const Case *c, const char *content, GError **error)
{
  g_autoptr (DipPhoto) photo = fixture_photo (c->client, content);

  photo->treatment_id = c->treatment;
  g_assert_true (dip_catalogue_photo_insert (db, photo, error));
  return photo->id;
}

static gboolean
add_case (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipClient) client = g_new0 (DipClient, 1);
  g_autoptr (DipTreatment) treatment = g_new0 (DipTreatment, 1);
  g_autoptr (DipPair) pair = g_new0 (DipPair, 1);

  g_assert_true (dip_catalogue_client_insert (db, client, error));
  treatment->client_id = c->client = client->id;
  g_assert_true (dip_catalogue_treatment_insert (db, treatment, error));
  pair->treatment_id = c->treatment = treatment->id;
  pair->before_id = c->before = add_photo (db, c, "before", error);
  pair->after_id = c->after = add_photo (db, c, "after", error);
  pair->view = DIP_VIEW_TOP;
  g_assert_true (dip_catalogue_pair_insert (db, pair, error));
  c->pair = pair->id;
  c->form = dip_catalogue_form_ensure (db, "en", "I agree.", error);
  return TRUE;
}

/* Consents */

static DipConsent *
signed_consent (const Case *c)
{
  DipConsent *consent = dip_consent_new ();

  consent->client_id = c->client;
  consent->form_id = c->form;
  consent->scopes = DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT;
  consent->identifiability = DIP_IDENTIFIABILITY_EYES_HIDDEN;
  consent->coverage = DIP_COVERAGE_ALL;
  consent->valid_from = dip_date_from_ymd (2025, 1, 1);
  consent->valid_until = dip_date_from_ymd (2027, 12, 31);
  consent->signed_on = dip_date_from_ymd (2024, 12, 24);
  consent->signed_by = g_strdup ("Ana Ruiz");
  consent->signature = dip_digest_text ("signature");
  consent->method = g_strdup ("screen");
  consent->recorded_by = g_strdup ("Staff");
  return consent;
}

static void
add_event (DipConsent *consent, DipConsentEventKind kind, guint scopes, const char *by)
{
  DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

  event->kind = kind;
  event->scopes = scopes;
  event->on = dip_date_from_ymd (2025, 6, 1);
  event->by = g_strdup (by);
  g_ptr_array_add (consent->events, event);
}

static void
assert_same_event (const DipConsentEvent *a, const DipConsentEvent *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpint (a->consent_id, ==, b->consent_id);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpuint (a->scopes, ==, b->scopes);
  g_assert_cmpint (a->other_id, ==, b->other_id);
  g_assert_cmpint (a->on, ==, b->on);
  g_assert_cmpstr (a->at, ==, b->at);
  g_assert_cmpstr (a->by, ==, b->by);
}

static void
assert_same_consent (const DipConsent *a, const DipConsent *b)
{
  g_assert_cmpint (a->client_id, ==, b->client_id);
  g_assert_cmpint (a->form_id, ==, b->form_id);
  g_assert_cmpuint (a->scopes, ==, b->scopes);
  g_assert_cmpint (a->identifiability, ==, b->identifiability);
  g_assert_cmpint (a->coverage, ==, b->coverage);
  g_assert_cmpint (a->treatment_id, ==, b->treatment_id);
  g_assert_cmpmem (a->photo_ids->data, a->photo_ids->len * sizeof (gint64), b->photo_ids->data,
                   b->photo_ids->len * sizeof (gint64));
  g_assert_cmpint (a->valid_from, ==, b->valid_from);
  g_assert_cmpint (a->valid_until, ==, b->valid_until);
  g_assert_cmpint (a->signed_on, ==, b->signed_on);
  g_assert_cmpstr (a->signed_by, ==, b->signed_by);
  g_assert_cmpstr (a->signature, ==, b->signature);
  g_assert_cmpstr (a->method, ==, b->method);
  g_assert_cmpstr (a->recorded_by, ==, b->recorded_by);
  g_assert_cmpstr (a->recorded_at, ==, b->recorded_at);
  g_assert_cmpint (a->supersedes, ==, b->supersedes);
  g_assert_cmpuint (a->events->len, ==, b->events->len);
  for (guint i = 0; i < a->events->len; i++)
    assert_same_event (g_ptr_array_index (a->events, i), g_ptr_array_index (b->events, i));
}

static void
assert_round_trip (DipDb *db, DipConsent *consent, GError **error)
{
  g_autoptr (DipConsent) back = NULL;

  g_assert_true (dip_catalogue_consent_insert (db, consent, error));
  back = dip_catalogue_consent (db, consent->id, error);
  g_assert_nonnull (back);
  assert_same_consent (back, consent);
}

static gboolean
round_trip_consents (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipConsent) all = signed_consent (c);
  g_autoptr (DipConsent) one = signed_consent (c);
  g_autoptr (DipConsent) listed = signed_consent (c);
  g_autoptr (DipConsent) declined = signed_consent (c);

  add_event (all, DIP_CONSENT_EVENT_SIGNED, 0, "Staff");
  add_event (all, DIP_CONSENT_EVENT_WITHDRAWN, DIP_SCOPE_PRINT, "Staff");
  assert_round_trip (db, all, error);
  one->coverage = DIP_COVERAGE_TREATMENT;
  one->treatment_id = c->treatment;
  one->supersedes = all->id;
  assert_round_trip (db, one, error);
  listed->coverage = DIP_COVERAGE_PHOTOS;
  g_array_append_val (listed->photo_ids, c->before);
  g_array_append_val (listed->photo_ids, c->after);
  assert_round_trip (db, listed, error);
  declined->scopes = 0;
  declined->identifiability = 0;
  declined->valid_from = declined->valid_until = declined->signed_on = DIP_DATE_NONE;
  g_clear_pointer (&declined->signed_by, g_free);
  g_clear_pointer (&declined->signature, g_free);
  add_event (declined, DIP_CONSENT_EVENT_DECLINED, 0, NULL);
  assert_round_trip (db, declined, error);
  return TRUE;
}

static gboolean
see_consents (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (GPtrArray) own = dip_catalogue_consents (db, c->client, error);
  g_autoptr (GPtrArray) others = dip_catalogue_consents (db, c->client + 1, error);
  g_autoptr (GPtrArray) all = dip_catalogue_consents (db, 0, error);
  const DipConsent *first = g_ptr_array_index (own, 0);

  g_assert_cmpuint (own->len, ==, 4);
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpuint (first->events->len, ==, 2);
  g_assert_cmpuint (dip_consent_scopes_left (first), ==, DIP_SCOPE_WEBSITE);
  return TRUE;
}

static void
test_consents (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_case, &c);
  fixture_write (f, round_trip_consents, &c);
  fixture_read (f, see_consents, &c);
}

static gboolean
ensure_forms (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autofree char *text = dip_catalogue_form_text (db, c->form, error);

  g_assert_cmpstr (text, ==, "I agree.");
  g_assert_cmpint (dip_catalogue_form_ensure (db, "en", "I agree.", error), ==, c->form);
  g_assert_cmpint (dip_catalogue_form_ensure (db, "es", "I agree.", error), !=, c->form);
  g_assert_cmpint (dip_catalogue_form_ensure (db, "en", "I agree!", error), !=, c->form);
  return TRUE;
}

static void
test_forms (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_case, &c);
  fixture_write (f, ensure_forms, &c);
}

static gboolean
cover_another_clients_photo (DipDb *db, gpointer data, GError **error)
{
  Case other = { 0 };
  g_autoptr (DipConsent) consent = signed_consent (data);

  add_case (db, &other, error);
  consent->coverage = DIP_COVERAGE_PHOTOS;
  g_array_append_val (consent->photo_ids, other.before);
  return dip_catalogue_consent_insert (db, consent, error);
}

static void
test_coverage_is_of_own_photos (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_write (f, add_case, &c);
  g_assert_false (dip_library_write (f->library, cover_another_clients_photo, &c, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
}

/* Destinations */

static gboolean
see_presets (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();
  g_autoptr (GPtrArray) stored = dip_catalogue_destinations (db, error);

  g_assert_cmpuint (stored->len, ==, presets->len);
  for (guint i = 0; i < presets->len; i++)
    {
      const DipDestination *preset = g_ptr_array_index (presets, i);
      g_autoptr (DipDestination) place = dip_catalogue_destination (db, preset->name, error);
      g_autoptr (DipDestination) same = dip_catalogue_destination_by_id (db, place->id, error);

      g_assert_cmpstr (same->name, ==, preset->name);
      g_assert_cmpstr (place->label, ==, preset->label);
      g_assert_cmpint (place->scope, ==, preset->scope);
      g_assert_cmpint (place->max_identifiability, ==, preset->max_identifiability);
      g_assert_cmpint (place->layout, ==, preset->layout);
      g_assert_cmpint (place->labels, ==, preset->labels);
      g_assert_cmpuint (place->formats, ==, preset->formats);
      g_assert_cmpmem (place->widths, sizeof place->widths, preset->widths, sizeof preset->widths);
    }
  return TRUE;
}

static void
test_destinations (Fixture *f, gconstpointer unused)
{
  fixture_read (f, see_presets, NULL);
}

/* Ledger and take-downs */

static DipExportItem *
exported (const Case *c, gint64 run, const char *name)
{
  DipExportItem *item = g_new0 (DipExportItem, 1);

  item->run_id = run;
  item->pair_id = c->pair;
  item->client_id = c->client;
  item->consent_id = c->consent;
  item->name = g_strdup (name);
  item->sha256 = dip_digest_text (name);
  item->bytes = 1234;
  item->width = 800;
  item->height = 600;
  item->format = DIP_EXPORT_WEBP;
  item->recipe = dip_digest_text ("recipe");
  return item;
}

static gboolean
export_two (DipDb *db, gpointer data, GError **error)
{
  Case *c = data;
  g_autoptr (DipConsent) consent = signed_consent (c);
  g_autoptr (DipDestination) place = dip_catalogue_destination (db, "website", error);
  g_autoptr (DipExportItem) first = NULL;
  g_autoptr (DipExportItem) second = NULL;
  gint64 run = dip_catalogue_run_insert (db, place->id, "/out", "Staff", error);

  g_assert_true (dip_catalogue_consent_insert (db, consent, error));
  c->consent = consent->id;
  first = exported (c, run, "a.webp");
  second = exported (c, run, "b.webp");
  g_assert_true (dip_catalogue_item_insert (db, first, error));
  g_assert_true (dip_catalogue_item_insert (db, second, error));
  c->item = first->id;
  return TRUE;
}

static gboolean
see_items (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipDestination) place = dip_catalogue_destination (db, "website", error);
  g_autoptr (DipExportItem) item = dip_catalogue_item (db, c->item, error);
  g_autoptr (DipExportItem) wanted = exported (c, item->run_id, "a.webp");
  g_autoptr (GPtrArray) own = dip_catalogue_items (db, c->client, error);
  g_autoptr (GPtrArray) all = dip_catalogue_items (db, 0, error);
  g_autoptr (GPtrArray) there = dip_catalogue_items_in (db, place->id, "/out", error);
  g_autoptr (GPtrArray) elsewhere = dip_catalogue_items_in (db, place->id, "/other", error);

  g_assert_cmpint (item->pair_id, ==, c->pair);
  g_assert_cmpint (item->client_id, ==, c->client);
  g_assert_cmpint (item->consent_id, ==, c->consent);
  g_assert_cmpint (item->destination_id, ==, place->id);
  g_assert_cmpstr (item->folder, ==, "/out");
  g_assert_cmpstr (item->name, ==, wanted->name);
  g_assert_cmpstr (item->sha256, ==, wanted->sha256);
  g_assert_cmpint (item->bytes, ==, wanted->bytes);
  g_assert_cmpint (item->width, ==, wanted->width);
  g_assert_cmpint (item->height, ==, wanted->height);
  g_assert_cmpint (item->format, ==, wanted->format);
  g_assert_cmpstr (item->recipe, ==, wanted->recipe);
  g_assert_cmpint (item->state, ==, DIP_EXPORT_LIVE);
  g_assert_nonnull (item->exported_at);
  g_assert_null (item->removed_at);
  g_assert_cmpuint (own->len, ==, 2);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (there->len, ==, 2);
  g_assert_cmpuint (elsewhere->len, ==, 0);
  return TRUE;
}

static gboolean
remove_first (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipExportItem) item = dip_catalogue_item (db, c->item, error);
  g_autoptr (DipExportItem) back = NULL;
  g_autoptr (GPtrArray) there = NULL;

  item->state = DIP_EXPORT_REPLACED;
  item->removed_at = dip_time_now_utc ();
  g_assert_true (dip_catalogue_item_update (db, item, error));
  back = dip_catalogue_item (db, c->item, error);
  g_assert_cmpint (back->state, ==, DIP_EXPORT_REPLACED);
  g_assert_cmpstr (back->removed_at, ==, item->removed_at);
  there = dip_catalogue_items_in (db, item->destination_id, "/out", error);
  g_assert_cmpuint (there->len, ==, 1);
  return TRUE;
}

static void
test_ledger (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };

  fixture_write (f, add_case, &c);
  fixture_write (f, export_two, &c);
  fixture_read (f, see_items, &c);
  fixture_write (f, remove_first, &c);
}

static gboolean
open_takedown (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (DipTakedown) takedown = g_new0 (DipTakedown, 1);
  g_autoptr (DipTakedown) again = g_new0 (DipTakedown, 1);
  g_autoptr (GPtrArray) open = NULL;
  const DipTakedown *listed;

  takedown->item_id = again->item_id = c->item;
  takedown->reason = g_strdup ("withdrawn");
  again->reason = g_strdup ("expired");
  g_assert_true (dip_catalogue_takedown_insert (db, takedown, error));
  g_assert_true (dip_catalogue_takedown_insert (db, again, error));
  g_assert_cmpint (again->id, ==, takedown->id);
  open = dip_catalogue_takedowns (db, TRUE, error);
  g_assert_cmpuint (open->len, ==, 1);
  listed = g_ptr_array_index (open, 0);
  g_assert_cmpstr (listed->reason, ==, "withdrawn");
  g_assert_cmpstr (listed->item->name, ==, "a.webp");
  g_assert_null (listed->done_at);
  return TRUE;
}

static gboolean
tick_off (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_true (dip_catalogue_takedown_done (db, c->item, "Maria", error));
  g_assert_true (dip_catalogue_takedown_done (db, c->item, "Someone else", error));
  open = dip_catalogue_takedowns (db, TRUE, error);
  all = dip_catalogue_takedowns (db, FALSE, error);
  g_assert_cmpuint (open->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (((DipTakedown *) g_ptr_array_index (all, 0))->done_by, ==, "Maria");
  return TRUE;
}

static gboolean
tick_off_unknown (DipDb *db, gpointer data, GError **error)
{
  const Case *c = data;

  return dip_catalogue_takedown_done (db, c->item + 1, "Maria", error);
}

static void
test_takedown (Fixture *f, gconstpointer unused)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_write (f, add_case, &c);
  fixture_write (f, export_two, &c);
  fixture_write (f, open_takedown, &c);
  fixture_write (f, tick_off, &c);
  g_assert_false (dip_library_write (f->library, tick_off_unknown, &c, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/publishing/consents", test_consents);
  fixture_add ("/store/publishing/forms", test_forms);
  fixture_add ("/store/publishing/coverage-is-of-own-photos", test_coverage_is_of_own_photos);
  fixture_add ("/store/publishing/destinations", test_destinations);
  fixture_add ("/store/publishing/ledger", test_ledger);
  fixture_add ("/store/publishing/takedown", test_takedown);
  return g_test_run ();
}

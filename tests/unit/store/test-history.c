/* History is never rewritten: statements that would are refused by the database itself, whoever runs them. */
#include "store-fixture.h"

#include "dip-db.h"

/* One row in every table of the record, all of client 1. */
static const char rows[]
    = "INSERT INTO client (id, code, adult_attested, created_at) VALUES (1, 'AAAAAA', 1, '2025-01-01T00:00:00.000Z');"
      "INSERT INTO identity (client_id, name) VALUES (1, 'Ana Ruiz');"
      "INSERT INTO treatment (id, client_id, created_at) VALUES (1, 1, '2025-01-01T00:00:00.000Z');"
      "INSERT INTO photo (id, client_id, treatment_id, blob, format, width, height, orientation, bytes, taken_source, "
      "shows,"
      " pixel_digest, source_digest, imported_at) SELECT value, 1, 1, printf('%064x', value), 'jpeg', 4, 3, 1, 9, "
      "'unknown',"
      " 'scalp-only', printf('%064x', value), printf('%064x', value), '2025-01-01T00:00:00.000Z'"
      " FROM (SELECT 1 AS value UNION SELECT 2);"
      "INSERT INTO redaction (photo_id, covers, shows, by, created_at)"
      " VALUES (1, 'box 0,0 2,2', 'scalp-only', 'Staff', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO pair (id, treatment_id, before_id, after_id, view, slug, created_at)"
      " VALUES (1, 1, 1, 2, 'top', 'aaaaaaaa', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO alignment (id, pair_id, before, after, a, b, tx, ty, residual, method, crop_shape, exposure, warmth,"
      " tint, created_at) VALUES (1, 1, '', '', 1, 0, 0, 0, 0, 'fit', 'free', 0, 0, 0, '2025-01-01T00:00:00.000Z');"
      "INSERT INTO fair_check (id, pair_id, alignment_id, figures, created_at)"
      " VALUES (1, 1, 1, '{}', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO approval (id, pair_id, alignment_id, checked, by, at)"
      " VALUES (1, 1, 1, 'face', 'Staff', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO consent_form (id, language, text, sha256, created_at)"
      " VALUES (1, 'en', 'I agree', printf('%064d', 1), '2025-01-01T00:00:00.000Z');"
      "INSERT INTO consent (id, client_id, form_id, identifiability, coverage, valid_from, valid_until, signed_on, "
      "signed_by,"
      " signature, method, recorded_by, recorded_at) VALUES (1, 1, 1, 'scalp-only', 'photos', '2025-01-01', "
      "'2026-01-01',"
      " '2025-01-01', 'Ana Ruiz', printf('%064d', 2), 'screen', 'Staff', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO consent_scope VALUES (1, 'website');"
      "INSERT INTO consent_coverage VALUES (1, 1);"
      "INSERT INTO consent_event (id, consent_id, kind, date, at, by)"
      " VALUES (1, 1, 'signed', '2025-01-01', '2025-01-01T00:00:00.000Z', 'Ana Ruiz');"
      "INSERT INTO export_run (id, destination_id, folder, actor, at)"
      " VALUES (1, 1, '/out', 'Staff', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO export_item (id, run_id, pair_id, pair_slug, client_id, consent_id, name, sha256, bytes, width, "
      "height,"
      " format, recipe, state, exported_at) VALUES (1, 1, 1, 'aaaaaaaa', 1, 1, 'a.webp', printf('%064d', 3), 9, 4, 3, "
      "'webp',"
      " printf('%064d', 4), 'live', '2025-01-01T00:00:00.000Z');"
      "INSERT INTO takedown (id, item_id, reason, opened_at) VALUES (1, 1, 'withdrawn', '2025-01-01T00:00:00.000Z')";

static const char insert_photo[]
    = "INSERT INTO photo (client_id, blob, format, width, height, orientation, bytes, taken_source, shows, "
      "pixel_digest,"
      " source_digest, imported_at) VALUES (1, printf('%064d', 1), 'jpeg', 4, 3, 1, 9, 'unknown', 'scalp-only',"
      " printf('%064d', 1), printf('%064d', 1), '2025-01-01T00:00:00.000Z')";

static const char *const refused[] = {
  "UPDATE audit SET actor = 'Nobody'",
  "UPDATE audit SET hash = previous",
  "DELETE FROM audit",
  "INSERT INTO audit SELECT 3, at, actor, action, subject, detail, hash, previous FROM audit",
  "INSERT INTO audit SELECT 2, at, actor, action, subject, detail, previous, previous FROM audit",
  "UPDATE client SET code = 'BBBBBB'",
  "UPDATE client SET created_at = '2024-01-01T00:00:00.000Z'",
  "DELETE FROM client",
  "UPDATE photo SET blob = printf('%064d', 5)",
  "UPDATE photo SET client_id = NULL, treatment_id = NULL",
  "UPDATE photo SET certificate = '{}'",
  "UPDATE photo SET camera = 'Other'",
  "DELETE FROM photo WHERE id = 2",
  "UPDATE pair SET after_id = 1 WHERE id = 1",
  "UPDATE pair SET slug = 'bbbbbbbb'",
  "DELETE FROM pair",
  "UPDATE alignment SET a = 2",
  "DELETE FROM alignment",
  "UPDATE redaction SET covers = ''",
  "DELETE FROM redaction",
  "UPDATE fair_check SET figures = '{}'",
  "DELETE FROM fair_check",
  "UPDATE approval SET by = 'Other'",
  "DELETE FROM approval",
  "UPDATE consent_form SET text = 'I agree to more'",
  "DELETE FROM consent_form",
  "UPDATE consent SET valid_until = '2036-01-01'",
  "UPDATE consent SET identifiability = 'full-face'",
  "UPDATE consent SET coverage = 'all'",
  "UPDATE consent SET signature = printf('%064d', 8)",
  "UPDATE consent SET signed_by = 'Bo'",
  "UPDATE consent SET signed_by = NULL",
  "DELETE FROM consent",
  "UPDATE consent_scope SET scope = 'print'",
  "DELETE FROM consent_scope",
  "UPDATE consent_coverage SET photo_id = 2",
  "DELETE FROM consent_coverage",
  "UPDATE consent_event SET kind = 'declined'",
  "UPDATE consent_event SET date = '2025-01-02'",
  "UPDATE consent_event SET by = 'Bo'",
  "UPDATE consent_event SET by = NULL",
  "DELETE FROM consent_event",
  "UPDATE export_run SET folder = '/other'",
  "DELETE FROM export_run",
  "UPDATE export_item SET sha256 = printf('%064d', 6)",
  "UPDATE export_item SET consent_id = NULL",
  "UPDATE export_item SET client_id = 1",
  "DELETE FROM export_item",
  "UPDATE takedown SET reason = 'expired'",
  "DELETE FROM takedown",
};

static gboolean
run (DipDb *db, gpointer sql, GError **error)
{
  return dip_db_run (db, sql, error);
}

static void
assert_refused (Fixture *f, const char *sql, DipError code)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", sql);
  g_assert_false (dip_library_write (f->library, run, (gpointer) sql, &error));
  g_assert_error (error, DIP_ERROR, (int) code);
}

static void
test_refused (Fixture *f, gconstpointer unused)
{
  fixture_write (f, run, (gpointer) rows);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (f, refused[i], DIP_ERROR_REFUSED);
}

static const char *const allowed_once[] = {
  "UPDATE takedown SET done_at = '2025-01-01T00:00:00.000Z', done_by = 'Staff'",
  "UPDATE client SET erased_at = '2025-01-01T00:00:00.000Z'",
};

static void
test_once (Fixture *f, gconstpointer unused)
{
  fixture_write (f, run, (gpointer) rows);
  for (guint i = 0; i < G_N_ELEMENTS (allowed_once); i++)
    {
      fixture_write (f, run, (gpointer) allowed_once[i]);
      assert_refused (f, allowed_once[i], DIP_ERROR_REFUSED);
    }
}

/* Even of an erased client, what proves that publication was permitted stays as it is. */
static const char *const refused_after_erasure[] = {
  "UPDATE client SET erased_at = NULL",
  "INSERT INTO identity (client_id, name) VALUES (1, 'Ana')",
  insert_photo,
  "UPDATE consent SET signed_by = 'Bo'",
  "UPDATE consent SET valid_until = '2036-01-01'",
  "DELETE FROM consent",
  "DELETE FROM consent_event",
  "DELETE FROM export_item",
  "UPDATE pair SET after_id = 1",
};

static gboolean
mark_erased (DipDb *db, gpointer unused, GError **error)
{
  return dip_db_run (db, "DELETE FROM identity; UPDATE client SET erased_at = '2025-01-01T00:00:00.000Z'", error);
}

static void
test_refused_after_erasure (Fixture *f, gconstpointer unused)
{
  fixture_write (f, run, (gpointer) rows);
  fixture_write (f, mark_erased, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused_after_erasure); i++)
    assert_refused (f, refused_after_erasure[i], DIP_ERROR_REFUSED);
}

/* What makes no sense does not get in. */
static const char *const senseless[] = {
  "UPDATE clinic SET healing_days = 20",
  "UPDATE clinic SET name = ''",
  "INSERT INTO clinic (id, name, healing_days) VALUES (2, 'Second', 28)",
  "UPDATE clinic SET credit = ''",
  "UPDATE client SET adult_attested = 2",
  "UPDATE client SET adult_attested = 'yes'",
  "UPDATE identity SET born = '2001-02-29'",
  "UPDATE identity SET born = '14/03/2001'",
  "UPDATE identity SET born = '2001-3-14'",
  "UPDATE treatment SET stage = 'bald'",
  "UPDATE treatment SET client_id = 4711",
  "INSERT INTO session (treatment_id, date, kind) VALUES (1, '2025-13-01', 'initial')",
  "INSERT INTO session (treatment_id, date, kind) VALUES (1, '2025-12-01', 'party')",
  "UPDATE photo SET view = 'moon'",
  "UPDATE photo SET taken_on = '2025-01-01'",
  "UPDATE photo SET taken_source = 'camera'",
  "INSERT INTO pair SELECT 9, treatment_id, 1, 1, view, 'cccccccc', created_at FROM pair",
  "INSERT INTO consent_scope VALUES (1, 'billboard')",
  "UPDATE export_item SET state = 'gone'",
  "UPDATE takedown SET done_at = '2025-01-01T00:00:00.000Z'",
};

static void
test_senseless (Fixture *f, gconstpointer unused)
{
  fixture_write (f, run, (gpointer) rows);
  for (guint i = 0; i < G_N_ELEMENTS (senseless); i++)
    assert_refused (f, senseless[i], DIP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/history/refused", test_refused);
  fixture_add ("/store/history/once", test_once);
  fixture_add ("/store/history/refused-after-erasure", test_refused_after_erasure);
  fixture_add ("/store/history/senseless", test_senseless);
  return g_test_run ();
}

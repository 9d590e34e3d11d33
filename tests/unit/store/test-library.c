#include "store-fixture.h"

static void
test_reads_what_was_written (Fixture *f, gconstpointer unused)
{
  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
}

static gboolean
see_start (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GPtrArray) places = dip_catalogue_destinations (db, error);
  gint64 n = 0;

  g_assert_cmpstr (clinic->name, ==, "Clinic");
  g_assert_cmpstr (clinic->site, ==, "https://clinic.example");
  g_assert_cmpint (clinic->healing_days, ==, 28);
  g_assert_cmpuint (places->len, ==, 6);
  g_assert_true (dip_audit_verify (db, &n, error));
  g_assert_cmpint (n, ==, 1);
  return TRUE;
}

static void
test_new_library (Fixture *f, gconstpointer unused)
{
  fixture_read (f, see_start, NULL);
  fixture_reopen (f, DIP_LIBRARY_READ_WRITE);
  fixture_read (f, see_start, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/library/new", test_new_library);
  fixture_add ("/store/library/reopen", test_reads_what_was_written);
  return g_test_run ();
}

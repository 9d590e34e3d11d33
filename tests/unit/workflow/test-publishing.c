/* The way out, where time matters: permissions that end while a run is under way, or on the calendar. */
#include <string.h>

#include "clinic-fixture.h"
#include "dip-catalogue.h"
#include "dip-db.h"
#include "dip-photos.h"

#define FILES_PER_PAIR 2

typedef struct
{
  Clinic clinic;
  Person people[2];
} Fixture;

static gboolean
few_files (DipDb *db, gpointer unused, GError **error)
{
  return dip_db_run (db, "UPDATE destination SET formats = 'jpeg', widths = '64,128' WHERE name = 'website'", error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  g_assert_true (dip_library_write (fixture->clinic.desk->library, few_files, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (fixture->people); i++)
    fixture->people[i] = clinic_person (&fixture->clinic);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->people); i++)
    g_free (fixture->people[i].code);
  clinic_clear (&fixture->clinic);
}

static DipPublishReport *
publish (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipJob) job = dip_job_new ("Test");
  DipPublishReport *report = clinic_publish (&fixture->clinic, job, &error);

  g_assert_no_error (error);
  return report;
}

static guint
count_pictures (const Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->clinic.web, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".jpg");
  return n;
}

/* How many of the pair's ledger rows are in @state. */
static guint
count_rows (const Fixture *fixture, guint person, DipExportState state)
{
  g_autoptr (GPtrArray) ledger = clinic_ledger (&fixture->clinic);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (ledger, i);

      n += item->pair_id == fixture->people[person].pair && item->state == state;
    }
  return n;
}

/* So many take-downs are open, all for this reason. */
static void
assert_open (const Fixture *fixture, guint want, const char *reason)
{
  g_autoptr (GPtrArray) takedowns = dip_takedowns_list (fixture->clinic.desk, TRUE, NULL);

  g_assert_nonnull (takedowns);
  g_assert_cmpuint (takedowns->len, ==, want);
  for (guint i = 0; i < takedowns->len; i++)
    g_assert_cmpstr (((DipTakedown *) g_ptr_array_index (takedowns, i))->reason, ==, reason);
}

/* Something that happens in the middle of a run: when so many items have been begun and so many have ended. */
typedef struct
{
  Fixture *fixture;
  guint begun, ended;
  void (*happen) (Fixture *fixture, DipJob *job);
  guint n_calls;
  gboolean happened;
} Interruption;

/* The observer is told of each begin and each end in turn. */
static void
interrupt (DipJob *job, gpointer user_data)
{
  Interruption *self = user_data;
  guint ended = dip_job_get_done (job);
  guint begun;

  self->n_calls++;
  begun = self->n_calls - ended;
  if (self->happened || begun < self->begun || ended < self->ended)
    return;
  self->happened = TRUE;
  self->happen (self->fixture, job);
}

static DipPublishReport *
publish_interrupted (Fixture *fixture, guint begun, guint ended, void (*happen) (Fixture *, DipJob *), GError **error)
{
  Interruption self = { .fixture = fixture, .begun = begun, .ended = ended, .happen = happen };
  g_autoptr (DipJob) job = dip_job_new ("Test");
  DipPublishReport *report;

  dip_job_set_observer (job, interrupt, &self);
  report = clinic_publish (&fixture->clinic, job, error);
  g_assert_true (self.happened);
  return report;
}

static void
withdraw_first (Fixture *fixture, DipJob *job)
{
  g_autoptr (GError) error = NULL;

  dip_consenting_withdraw (fixture->clinic.desk, fixture->people[0].code, DIP_SCOPE_ALL, NULL, &error);
  g_assert_no_error (error);
}

static void
erase_first (Fixture *fixture, DipJob *job)
{
  g_autoptr (GError) error = NULL;

  dip_clients_erase (fixture->clinic.desk, fixture->people[0].code, NULL, &error);
  g_assert_no_error (error);
}

static void
cancel (Fixture *fixture, DipJob *job)
{
  dip_job_cancel (job);
}

static void
test_all_goes_out (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) report = publish (fixture);

  g_assert_cmpuint (report->n_pairs, ==, 2);
  g_assert_cmpuint (report->n_written, ==, 2 * FILES_PER_PAIR);
  g_assert_cmpuint (report->refused->len + report->failures->len, ==, 0);
  g_assert_cmpuint (count_pictures (fixture), ==, 2 * FILES_PER_PAIR);
}

/* The gate said yes, then the client withdrew, before the files were entered: they don't go out. */
static void
test_withdrawn_before_entry (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPublishReport) report = publish_interrupted (fixture, 1, 0, withdraw_first, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->failures->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (report->failures, 0), "withdrew"));
  g_assert_cmpuint (report->n_pairs, ==, 1);
  g_assert_cmpuint (count_pictures (fixture), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_LIVE) + count_rows (fixture, 0, DIP_EXPORT_BLOCKED), ==, 0);
  assert_open (fixture, 0, NULL);
}

/* The client withdrew when the files were out already, while others were being made: the same run takes them back. */
static void
test_withdrawn_after_entry (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPublishReport) report = publish_interrupted (fixture, 1, 1, withdraw_first, &error);
  g_autofree char *path = g_build_filename (fixture->clinic.web, "manifest.json", NULL);
  g_autofree char *manifest = NULL;
  g_auto (GStrv) pieces = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_removed, ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_pictures (fixture), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_BLOCKED), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 1, DIP_EXPORT_LIVE), ==, FILES_PER_PAIR);
  assert_open (fixture, FILES_PER_PAIR, "withdrawn");
  g_assert_true (g_file_get_contents (path, &manifest, NULL, NULL));
  pieces = g_strsplit (manifest, "\"bytes\"", -1);
  g_assert_cmpuint (g_strv_length (pieces), ==, 1 + FILES_PER_PAIR);
}

static void
test_erased_meanwhile (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPublishReport) report = publish_interrupted (fixture, 1, 0, erase_first, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->failures->len, ==, 1);
  g_assert_cmpuint (count_pictures (fixture), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_LIVE), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  DipPublishReport *report = publish_interrupted (fixture, 2, 1, cancel, &error);

  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_pictures (fixture), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_LIVE), ==, FILES_PER_PAIR);
  report = publish (fixture);
  g_assert_cmpuint (report->n_written, ==, FILES_PER_PAIR);
  g_assert_cmpuint (report->n_unchanged, ==, FILES_PER_PAIR);
  dip_publish_report_free (report);
}

/* On its last day a consent permits; a day later what is out is recalled, and the folder cleared. */
static void
test_expires (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) last = NULL;
  g_autoptr (DipPublishReport) late = NULL;

  fixture->clinic.desk->fixed_today = fixture->clinic.today + 300;
  last = publish (fixture);
  g_assert_cmpuint (last->n_unchanged, ==, 2 * FILES_PER_PAIR);
  g_assert_cmpuint (last->n_takedowns + last->n_removed, ==, 0);
  fixture->clinic.desk->fixed_today++;
  assert_open (fixture, 2 * FILES_PER_PAIR, "expired");
  late = publish (fixture);
  g_assert_cmpuint (late->refused->len, ==, 2);
  g_assert_cmpuint (late->n_removed, ==, 2 * FILES_PER_PAIR);
  g_assert_cmpuint (count_pictures (fixture), ==, 0);
}

/* The run itself notices, when nobody has looked since. */
static void
test_expiry_noticed_by_run (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) late = NULL;

  fixture->clinic.desk->fixed_today = fixture->clinic.today + 301;
  late = publish (fixture);
  g_assert_cmpuint (late->n_takedowns, ==, 2 * FILES_PER_PAIR);
  g_assert_cmpuint (late->n_removed, ==, 2 * FILES_PER_PAIR);
  assert_open (fixture, 2 * FILES_PER_PAIR, "expired");
}

/* A consent that takes over before the old one ends leaves no gap; what is new goes out when the pair was looked at again. */
static void
test_renewed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) later = NULL;
  DipDate today = fixture->clinic.today;

  fixture->clinic.desk->fixed_today = fixture->clinic.today = today + 290;
  for (guint i = 0; i < G_N_ELEMENTS (fixture->people); i++)
    clinic_consent (&fixture->clinic, fixture->people[i].code, DIP_SCOPE_WEBSITE);
  fixture->clinic.desk->fixed_today = today + 400;
  later = publish (fixture);
  g_assert_cmpuint (later->refused->len, ==, 2);
  g_assert_cmpuint (later->n_removed, ==, 0);
  g_assert_cmpuint (count_pictures (fixture), ==, 2 * FILES_PER_PAIR);
  assert_open (fixture, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->people); i++)
    clinic_approve (&fixture->clinic, fixture->people[i].pair);
  g_clear_pointer (&later, dip_publish_report_free);
  later = publish (fixture);
  g_assert_cmpuint (later->n_unchanged, ==, 2 * FILES_PER_PAIR);
}

static void
set_taken (Fixture *fixture, int day)
{
  const DipPhotoChange change = { .set_taken = TRUE, .taken = fixture->clinic.today + day };
  g_autoptr (GError) error = NULL;

  dip_photos_set (fixture->clinic.desk, fixture->people[0].after, &change, &error);
  g_assert_no_error (error);
}

/* A corrected date recalls in the same transaction; set right again, the pictures go out anew. */
static void
test_corrected_date (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) second = NULL;

  set_taken (fixture, -80);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_BLOCKED), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 1, DIP_EXPORT_LIVE), ==, FILES_PER_PAIR);
  assert_open (fixture, FILES_PER_PAIR, "not-permitted");
  set_taken (fixture, -10);
  second = publish (fixture);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_LIVE), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_pictures (fixture), ==, 2 * FILES_PER_PAIR);
}

/* A label says how many weeks healed: a corrected date that stays healed makes new files, and recalls none. These are too
 * small for words, so the new ones are the old ones to the byte: the files stay where they are. */
static void
test_new_label (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) second = NULL;

  set_taken (fixture, -40);
  assert_open (fixture, 0, NULL);
  clinic_approve (&fixture->clinic, fixture->people[0].pair);
  second = publish (fixture);
  g_assert_cmpuint (second->n_written, ==, FILES_PER_PAIR);
  g_assert_cmpuint (second->n_removed, ==, 0);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_REPLACED), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_LIVE), ==, FILES_PER_PAIR);
  g_assert_cmpuint (count_pictures (fixture), ==, 2 * FILES_PER_PAIR);
}

/* A row whose file never took its name is not recalled; one whose file did and went is. */
static void
test_never_out (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *last = NULL;
  g_autofree char *in_the_way = NULL;
  g_autoptr (GPtrArray) ledger = NULL;
  g_autoptr (DipPublishReport) first = publish (fixture);
  g_autoptr (DipPublishReport) second = NULL;
  const DipExportItem *item;

  ledger = clinic_ledger (&fixture->clinic);
  item = g_ptr_array_index (ledger, FILES_PER_PAIR - 1);
  g_assert_cmpint (item->pair_id, ==, fixture->people[0].pair);
  g_free (fixture->clinic.web);
  fixture->clinic.web = g_build_filename (fixture->clinic.folder, "other", NULL);
  in_the_way = g_build_filename (fixture->clinic.web, item->name, "x", NULL);
  g_assert_cmpint (g_mkdir_with_parents (in_the_way, 0700), ==, 0);
  second = publish (fixture);
  g_assert_cmpuint (second->failures->len, ==, 1);
  g_assert_cmpuint (count_pictures (fixture), ==, FILES_PER_PAIR + 1); /* the folder in the way is called so too */
  g_assert_cmpuint (count_rows (fixture, 0, DIP_EXPORT_REPLACED), ==, FILES_PER_PAIR);
  withdraw_first (fixture, NULL);
  assert_open (fixture, 2 * FILES_PER_PAIR - 1, "withdrawn");
}

/* A read-only desk lists take-downs as they stand, without writing. */
static void
test_read_only (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DipPublishReport) report = publish (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipDesk) reader = dip_desk_open (fixture->clinic.library, TRUE, NULL, &error);
  g_autoptr (GPtrArray) takedowns = NULL;
  g_autoptr (GPtrArray) due = NULL;

  g_assert_no_error (error);
  reader->fixed_today = fixture->clinic.today + 301;
  takedowns = dip_takedowns_list (reader, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (takedowns->len, ==, 0);
  due = dip_consenting_due (reader, 30, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_false (dip_takedowns_tick (reader, &(gint64){ 1 }, 1, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_READ_ONLY);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "all-goes-out", test_all_goes_out },
    { "withdrawn-before-entry", test_withdrawn_before_entry },
    { "withdrawn-after-entry", test_withdrawn_after_entry },
    { "erased-meanwhile", test_erased_meanwhile },
    { "cancelled", test_cancelled },
    { "expires", test_expires },
    { "expiry-noticed-by-run", test_expiry_noticed_by_run },
    { "renewed", test_renewed },
    { "corrected-date", test_corrected_date },
    { "new-label", test_new_label },
    { "never-out", test_never_out },
    { "read-only", test_read_only },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/publishing/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}

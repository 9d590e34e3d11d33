/* All or nothing for a whole import and a whole export: photos come in, files go out, permissions are taken back, with the
 * disk failing or the plug pulled at point after point. Afterwards the library is whole, no file lies in the export folder
 * that the ledger doesn't know, and the next run brings everything to its end. */
#include "fault-run.h"

#include <string.h>
#include <utime.h>

#include "dip-db.h"
#include "dip-digest.h"
#include "dip-records.h"
#include "clinic-fixture.h"

#define N_PHOTOS 3

/* The first points are all tried; from there on one in so many, others for each way to fail. With -m slow all are tried. */
#define EVERY_ONE 8
#define SAMPLE    41

typedef struct
{
  Clinic clinic;
  char *template; /* the state before, to be copied */
  char *photos[N_PHOTOS + 1];
  char *codes[2]; /* of the clients */
  gint64 pairs[2];
} Place;

static DipJob *
job_new (void)
{
  return dip_job_new ("Test");
}

/* --- the state before ------------------------------------------------------------------------------------------------ */

static void
copy_tree (const char *from, const char *to)
{
  const char *const words[] = { "cp", "-a", from, to, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
prepare (gpointer data)
{
  Place *place = data;

  g_assert_true (dip_safe_dir_remove_tree (place->clinic.folder, NULL));
  copy_tree (place->template, place->clinic.folder);
}

static gboolean
few_files (DipDb *db, gpointer unused, GError **error)
{
  /* Two kinds and two widths say as much as three and four, and are made in no time. */
  return dip_db_run (db, "UPDATE destination SET formats = 'webp,jpeg', widths = '64,128' WHERE name = 'website'",
                     error);
}

static void
make_clients (Place *place)
{
  clinic_create (&place->clinic);
  g_assert_true (dip_library_write (place->clinic.desk->library, few_files, NULL, NULL));
  place->codes[0] = clinic_client (&place->clinic);
}

static void
make_people (Place *place)
{
  clinic_create (&place->clinic);
  g_assert_true (dip_library_write (place->clinic.desk->library, few_files, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (place->codes); i++)
    {
      Person person = clinic_person (&place->clinic);

      place->codes[i] = person.code;
      place->pairs[i] = person.pair;
    }
}

static void
make_published (Place *place)
{
  g_autoptr (DipPublishReport) report = NULL;
  g_autoptr (DipJob) job = job_new ();

  make_people (place);
  report = clinic_publish (&place->clinic, job, NULL);
  g_assert_nonnull (report);
  g_assert_cmpuint (report->n_written, ==, 8);
}

/* One client has withdrawn, the other's pair was lined up anew: files have to go, and others to come. */
static void
make_changed (Place *place)
{
  make_published (place);
  g_assert_true (dip_consenting_withdraw (place->clinic.desk, place->codes[0], DIP_SCOPE_ALL, NULL, NULL));
  clinic_sign_off (&place->clinic, place->pairs[1], 5);
}

typedef void (*MakeFunc) (Place *place);

/* Made by a process of its own, since the one that drives the runs may start no thread; it leaves the clients' codes in a
 * file. */
static void
place_init (Place *place, MakeFunc make)
{
  g_auto (GStrv) codes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  pid_t child;

  clinic_place (&place->clinic);
  place->template = g_strconcat (place->clinic.folder, ".template", NULL);
  note = g_build_filename (place->clinic.folder, "codes", NULL);
  child = fork ();
  if (child == 0)
    {
      for (guint i = 0; i < N_PHOTOS; i++)
        {
          g_autofree char *name = g_strdup_printf ("photo-%u.jpg", i);

          g_free (clinic_picture_file (&place->clinic, name));
        }
      make (place);
      dip_desk_free (place->clinic.desk);
      text = g_strjoin ("\n", place->codes[0], place->codes[1], NULL);
      g_assert_true (g_file_set_contents (note, text, -1, NULL));
      copy_tree (place->clinic.folder, place->template);
      _exit (0);
    }
  g_assert_cmpint (fault_wait (child), ==, 0);
  g_assert_true (g_file_get_contents (note, &text, NULL, NULL));
  codes = g_strsplit (text, "\n", -1);
  for (guint i = 0; codes[i] != NULL; i++)
    place->codes[i] = g_strdup (codes[i]);
  for (guint i = 0; i < N_PHOTOS; i++)
    place->photos[i] = g_strdup_printf ("%s/photo-%u.jpg", place->clinic.folder, i);
}

static void
place_clear (Place *place)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (dip_safe_dir_remove_tree (place->clinic.folder, NULL) && dip_safe_dir_remove_tree (place->template, NULL)
               ? 0
               : 1);
  g_assert_cmpint (fault_wait (child), ==, 0);
  g_free (place->template);
  for (guint i = 0; i < N_PHOTOS; i++)
    g_free (place->photos[i]);
  for (guint i = 0; i < G_N_ELEMENTS (place->codes); i++)
    g_free (place->codes[i]);
  g_free (place->clinic.folder);
  g_free (place->clinic.library);
  g_free (place->clinic.web);
}

/* --- the work -------------------------------------------------------------------------------------------------------- */

static gboolean
open_desk (Clinic *clinic, GError **error)
{
  clinic->desk = dip_desk_open (clinic->library, FALSE, "Staff", error);
  if (clinic->desk != NULL)
    clinic->desk->fixed_today = clinic->today;
  return clinic->desk != NULL;
}

static gboolean
import_photos (Place *place, const char *code, GError **error)
{
  const DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = place->clinic.today - 100 };
  g_autoptr (DipJob) job = job_new ();
  g_autoptr (GPtrArray) items
      = dip_import_paths (place->clinic.desk, code, (const char *const *) place->photos, &options, job, error);

  if (items == NULL)
    return FALSE;
  g_assert_cmpuint (items->len, ==, N_PHOTOS);
  for (guint i = 0; i < items->len; i++)
    {
      const DipImportItem *item = g_ptr_array_index (items, i);
      gboolean full = g_strcmp0 (item->error, "disk-full") == 0;

      if (item->state == DIP_IMPORT_IMPORTED || item->state == DIP_IMPORT_DUPLICATE)
        continue;
      g_set_error_literal (error, DIP_ERROR, full ? DIP_ERROR_DISK_FULL : DIP_ERROR_IO, item->text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
work_import (gpointer data, GError **error)
{
  Place *place = data;
  gboolean done;

  if (!open_desk (&place->clinic, error))
    return FALSE;
  done = import_photos (place, place->codes[0], error);
  dip_desk_free (place->clinic.desk);
  return done;
}

static gboolean
publish (Clinic *clinic, DipPublishReport **out, GError **error)
{
  g_autoptr (DipJob) job = job_new ();
  g_autoptr (DipPublishReport) report = clinic_publish (clinic, job, error);

  if (report == NULL)
    return FALSE;
  if (report->failures->len > 0)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_IO, g_ptr_array_index (report->failures, 0));
      return FALSE;
    }
  if (out != NULL)
    *out = g_steal_pointer (&report);
  return TRUE;
}

static gboolean
work_publish (gpointer data, GError **error)
{
  Place *place = data;
  gboolean done;

  if (!open_desk (&place->clinic, error))
    return FALSE;
  done = publish (&place->clinic, NULL, error);
  dip_desk_free (place->clinic.desk);
  return done;
}

static gboolean
work_withdraw (gpointer data, GError **error)
{
  Place *place = data;
  gboolean done;

  if (!open_desk (&place->clinic, error))
    return FALSE;
  done = dip_consenting_withdraw (place->clinic.desk, place->codes[0], DIP_SCOPE_ALL, NULL, error);
  dip_desk_free (place->clinic.desk);
  return done;
}

/* The first photo that was taken in is the first client's. */
static gboolean
work_withdraw_photo (gpointer data, GError **error)
{
  Place *place = data;
  gboolean done;

  if (!open_desk (&place->clinic, error))
    return FALSE;
  done = dip_consenting_withdraw_photos (place->clinic.desk, place->codes[0], &(gint64){ 1 }, 1, DIP_SCOPE_ALL, NULL,
                                         error);
  dip_desk_free (place->clinic.desk);
  return done;
}

static gboolean
work_erase (gpointer data, GError **error)
{
  Place *place = data;
  gboolean done;

  if (!open_desk (&place->clinic, error))
    return FALSE;
  done = dip_clients_erase (place->clinic.desk, place->codes[0], NULL, error);
  dip_desk_free (place->clinic.desk);
  return done;
}

/* --- the look -------------------------------------------------------------------------------------------------------- */

/* Whole at the first look, with nothing left to mend at the second. */
static void
assert_whole (const Clinic *clinic)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DipCheckReport) report = dip_records_check (clinic->desk, NULL, &error);
      g_autofree char *head = NULL;
      gint64 count;

      g_assert_no_error (error);
      g_assert_cmpuint (report->problems->len, ==, 0);
      g_assert_cmpuint (i * (report->n_orphans + report->n_temps), ==, 0);
      g_assert_true (dip_records_audit_verify (clinic->desk, &count, &head, &error));
      g_assert_no_error (error);
    }
}

static guint
count_temporaries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      n += g_str_has_suffix (name, ".tmp");
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_temporaries (path);
    }
  return n;
}

static guint
count_photos (const Clinic *clinic, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClientOverview) row = dip_clients_show (clinic->desk, code, &error);

  g_assert_no_error (error);
  return row->n_photos;
}

static void
look_import (gpointer data, gboolean is_done)
{
  Place *place = data;
  g_autoptr (GError) error = NULL;
  const char *code = place->codes[0];

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  if (is_done)
    g_assert_cmpuint (count_photos (&place->clinic, code), ==, N_PHOTOS);
  import_photos (place, code, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_photos (&place->clinic, code), ==, N_PHOTOS);
  assert_whole (&place->clinic);
  dip_desk_free (place->clinic.desk);
  g_assert_cmpuint (count_temporaries (place->clinic.library), ==, 0);
}

static gboolean
is_picture (const char *name)
{
  return g_str_has_prefix (name, "smp-") && !g_str_has_suffix (name, ".tmp");
}

static const DipExportItem *
row_of (GPtrArray *ledger, const char *name)
{
  for (guint i = 0; i < ledger->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (ledger, i);

      if (strcmp (item->name, name) == 0 && item->removed_at == NULL)
        return item;
    }
  return NULL;
}

/* No picture lies in the folder that the ledger doesn't know, to the byte. Returns how many do. */
static guint
assert_known (const Clinic *clinic)
{
  g_autoptr (GPtrArray) ledger = clinic_ledger (clinic);
  g_autoptr (GDir) dir = g_dir_open (clinic->web, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (clinic->web, name, NULL);
      g_autofree char *digest = NULL;
      const DipExportItem *item;

      if (!is_picture (name))
        continue;
      item = row_of (ledger, name);
      g_assert_nonnull (item);
      digest = dip_digest_file (path, NULL);
      g_assert_cmpstr (digest, ==, item->sha256);
      n++;
    }
  return n;
}

/* The folder holds what is live, all of it, and nothing else. */
static void
assert_in_line (const Clinic *clinic, guint n_live)
{
  g_autoptr (GPtrArray) ledger = clinic_ledger (clinic);
  g_autofree char *manifest_path = g_build_filename (clinic->web, "manifest.json", NULL);
  g_autofree char *manifest = NULL;
  guint n = 0;

  g_assert_cmpuint (assert_known (clinic), ==, n_live);
  g_assert_cmpuint (count_temporaries (clinic->web), ==, 0);
  g_assert_true (g_file_get_contents (manifest_path, &manifest, NULL, NULL));
  for (guint i = 0; i < ledger->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (ledger, i);

      n += item->state == DIP_EXPORT_LIVE;
      g_assert_true (item->state == DIP_EXPORT_LIVE || item->removed_at != NULL);
      g_assert_true ((strstr (manifest, item->name) != NULL) == (row_of (ledger, item->name) != NULL));
    }
  g_assert_cmpuint (n, ==, n_live);
}

/* As when a minute has gone by: younger ones might be another program's. */
static void
age_temporaries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const struct utimbuf long_ago = { 1, 1 };
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".tmp"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_cmpint (utime (path, &long_ago), ==, 0);
      }
}

/* The next run brings the folder in line, the one after that has nothing to do. */
static void
publish_to_the_end (const Clinic *clinic, guint n_live)
{
  Clinic copy = *clinic;

  age_temporaries (clinic->web);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DipPublishReport) report = NULL;
      g_autoptr (GError) error = NULL;

      publish (&copy, &report, &error);
      g_assert_no_error (error);
      g_assert_nonnull (report);
      assert_in_line (clinic, n_live);
      g_assert_cmpuint (i * (report->n_written + report->n_removed + (report->run_id != 0)), ==, 0);
    }
  assert_whole (clinic);
}

static void
look_publish (gpointer data, gboolean is_done)
{
  Place *place = data;

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  assert_known (&place->clinic);
  if (is_done)
    assert_in_line (&place->clinic, 8);
  publish_to_the_end (&place->clinic, 8);
  dip_desk_free (place->clinic.desk);
}

static void
look_changed (gpointer data, gboolean is_done)
{
  Place *place = data;

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  assert_known (&place->clinic);
  if (is_done)
    assert_in_line (&place->clinic, 4);
  publish_to_the_end (&place->clinic, 4);
  dip_desk_free (place->clinic.desk);
}

/* Blocked and listed go together; returns whether they are. */
static gboolean
is_recalled (const Clinic *clinic)
{
  g_autoptr (GPtrArray) ledger = clinic_ledger (clinic);
  g_autoptr (GPtrArray) takedowns = dip_takedowns_list (clinic->desk, TRUE, NULL);
  guint n_blocked = 0;

  for (guint i = 0; i < ledger->len; i++)
    n_blocked += ((DipExportItem *) g_ptr_array_index (ledger, i))->state == DIP_EXPORT_BLOCKED;
  g_assert_cmpuint (takedowns->len, ==, n_blocked);
  g_assert_true (n_blocked == 0 || n_blocked == 4);
  return n_blocked > 0;
}

static void
look_withdraw (gpointer data, gboolean is_done)
{
  Place *place = data;
  g_autoptr (DipClientOverview) row = NULL;
  gboolean recalled;

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  recalled = is_recalled (&place->clinic);
  g_assert_true (recalled || !is_done);
  row = dip_clients_show (place->clinic.desk, place->codes[0], NULL);
  g_assert_cmpint (row->consent, ==, recalled ? DIP_CONSENT_WITHDRAWN : DIP_CONSENT_ACTIVE);
  dip_desk_free (place->clinic.desk);
}

/* The gate, the record and the list of take-downs tell the same story. */
static void
look_withdraw_photo (gpointer data, gboolean is_done)
{
  Place *place = data;
  g_autoptr (GPtrArray) consents = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  gboolean recalled;

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  recalled = is_recalled (&place->clinic);
  g_assert_true (recalled || !is_done);
  consents = dip_consenting_show (place->clinic.desk, place->codes[0], NULL);
  g_assert_cmpuint (((DipConsent *) consents->pdata[0])->events->len, ==, recalled ? 2 : 1);
  verdicts = dip_publishing_check (place->clinic.desk, "website", NULL, 0, NULL);
  for (guint i = 0; i < verdicts->len; i++)
    {
      const DipPublishVerdict *verdict = verdicts->pdata[i];
      g_assert_cmpint (verdict->answer->allowed, ==, !recalled || strcmp (verdict->code, place->codes[0]) != 0);
    }
  dip_desk_free (place->clinic.desk);
}

static void
look_erase (gpointer data, gboolean is_done)
{
  Place *place = data;
  g_autoptr (DipClientOverview) row = NULL;
  gboolean recalled;

  place->clinic.desk = clinic_open (&place->clinic);
  assert_whole (&place->clinic);
  recalled = is_recalled (&place->clinic);
  g_assert_true (recalled || !is_done);
  row = dip_clients_show (place->clinic.desk, place->codes[0], NULL);
  g_assert_true ((row->client->erased_at != NULL) == recalled);
  g_assert_true ((row->name == NULL) == recalled);
  g_assert_cmpuint (row->n_photos, ==, recalled ? 0 : 2);
  dip_desk_free (place->clinic.desk);
}

/* --- the runs -------------------------------------------------------------------------------------------------------- */

static const struct
{
  DipFaultKind kind;
  const char *outcome;
} faults[] = {
  { DIP_FAULT_WRITE, "EIO" },   { DIP_FAULT_WRITE, "ENOSPC" }, { DIP_FAULT_WRITE, "kill" },  { DIP_FAULT_SYNC, "EIO" },
  { DIP_FAULT_SYNC, "kill" },   { DIP_FAULT_RENAME, "EIO" },   { DIP_FAULT_RENAME, "kill" }, { DIP_FAULT_STEP, "EIO" },
  { DIP_FAULT_STEP, "ENOSPC" }, { DIP_FAULT_STEP, "kill" },
};

/* @each: no point is left out. */
static void
sweep (const FaultScenario *scenario, Place *place, guint fault, gboolean each)
{
  DipFaultKind kind = faults[fault].kind;
  const char *outcome = faults[fault].outcome;
  FaultOutcome result = FAULT_RUN_DONE;
  guint n_tried = 0;
  guint nth = 0;

  while (result != FAULT_RUN_BEYOND)
    {
      g_autofree char *text = NULL;

      nth += each || nth < EVERY_ONE || g_test_slow () ? 1 : nth == EVERY_ONE ? 1 + fault % SAMPLE : SAMPLE;
      text = g_strdup_printf ("%s:%u:%s", fault_kinds[kind], nth, outcome);
      fault_prepare (scenario, place);
      result = fault_run (scenario, place, kind, nth, outcome);
      fault_look (scenario, place, text, result == FAULT_RUN_DONE || result == FAULT_RUN_BEYOND);
      n_tried += result != FAULT_RUN_BEYOND;
    }
  g_test_message ("%s: %s %s at %u points, fewer than %u there are", scenario->name, fault_kinds[kind], outcome,
                  n_tried, nth);
}

static void
run (const FaultScenario *scenario, MakeFunc make)
{
  Place place = { 0 };

  place_init (&place, make);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    sweep (scenario, &place, i, FALSE);
  place_clear (&place);
}

/* The plug is pulled at every single point that can be told apart. */
static void
run_kills (const FaultScenario *scenario, MakeFunc make)
{
  Place place = { 0 };

  place_init (&place, make);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].outcome, "kill") == 0)
      sweep (scenario, &place, i, TRUE);
  place_clear (&place);
}

static void
test_import (void)
{
  run (&(FaultScenario){ "import", prepare, work_import, look_import }, make_clients);
}

static void
test_publish (void)
{
  run (&(FaultScenario){ "publish", prepare, work_publish, look_publish }, make_people);
}

static void
test_publish_changed (void)
{
  run (&(FaultScenario){ "publish what changed", prepare, work_publish, look_changed }, make_changed);
}

static void
test_withdraw (void)
{
  run (&(FaultScenario){ "withdraw", prepare, work_withdraw, look_withdraw }, make_published);
}

static void
test_withdraw_killed (void)
{
  run_kills (&(FaultScenario){ "withdraw", prepare, work_withdraw, look_withdraw }, make_published);
  run_kills (&(FaultScenario){ "withdraw a photo", prepare, work_withdraw_photo, look_withdraw_photo }, make_published);
}

static void
test_erase (void)
{
  run (&(FaultScenario){ "erase", prepare, work_erase, look_erase }, make_published);
}

static void
pass_over (const char *domain, GLogLevelFlags level, const char *message, gpointer unused)
{
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Each of the many processes tells which plug-ins it loads. */
  g_log_set_handler ("VIPS", G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG, pass_over, NULL);
  g_log_set_handler ("GLib", G_LOG_LEVEL_DEBUG, pass_over, NULL);
  g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_DEBUG, pass_over, NULL);
  g_test_add_func ("/faults/import", test_import);
  g_test_add_func ("/faults/publish", test_publish);
  g_test_add_func ("/faults/publish-changed", test_publish_changed);
  g_test_add_func ("/faults/withdraw", test_withdraw);
  g_test_add_func ("/faults/withdraw-killed", test_withdraw_killed);
  g_test_add_func ("/faults/erase", test_erase);
  return g_test_run ();
}

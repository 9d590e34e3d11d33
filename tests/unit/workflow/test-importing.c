/* Bringing photos in: what happens around a photo while it is worked on. */
#include <string.h>

#include "clinic-fixture.h"
#include "dip-catalogue.h"
#include "dip-records.h"

#define N_FILES 6

typedef struct
{
  Clinic clinic;
  char *code;
  char *folder; /* of pictures to take in */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  fixture->code = clinic_client (&fixture->clinic);
  fixture->folder = g_build_filename (fixture->clinic.folder, "in", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/%u.jpg", i);

      g_free (clinic_picture_file (&fixture->clinic, name));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  clinic_clear (&fixture->clinic);
  g_free (fixture->code);
  g_free (fixture->folder);
}

static GPtrArray *
import (Fixture *fixture, DipJob *job, GError **error)
{
  const char *const paths[] = { fixture->folder, NULL };
  const DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = DIP_DATE_NONE };

  return dip_import_paths (fixture->clinic.desk, fixture->code, paths, &options, job, error);
}

static guint
count_state (GPtrArray *items, DipImportState state)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((DipImportItem *) g_ptr_array_index (items, i))->state == state;
  return n;
}

/* Whole, with so many pictures and nothing to mend. */
static void
assert_whole (const Fixture *fixture, guint n_blobs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipCheckReport) report = dip_records_check (fixture->clinic.desk, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->problems->len + report->n_orphans + report->n_temps, ==, 0);
  g_assert_cmpuint (report->n_blobs, ==, n_blobs);
}

static void
test_all (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipJob) job = dip_job_new ("Test");
  g_autoptr (GPtrArray) items = import (fixture, job, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count_state (items, DIP_IMPORT_IMPORTED), ==, N_FILES);
  g_assert_cmpuint (dip_job_get_total (job), ==, N_FILES);
  g_assert_cmpuint (dip_job_get_done (job), ==, N_FILES);
  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *name = g_path_get_basename (((DipImportItem *) g_ptr_array_index (items, i))->path);
      g_autofree char *want = g_strdup_printf ("%u.jpg", i);

      g_assert_cmpstr (name, ==, want);
    }
  assert_whole (fixture, N_FILES);
}

static void
cancel_at_second (DipJob *job, gpointer unused)
{
  if (dip_job_get_done (job) >= 1)
    dip_job_cancel (job);
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipJob) job = dip_job_new ("Test");
  g_autoptr (GPtrArray) items = NULL;
  guint n_in;

  dip_job_set_observer (job, cancel_at_second, NULL);
  items = import (fixture, job, &error);
  g_assert_no_error (error);
  n_in = count_state (items, DIP_IMPORT_IMPORTED);
  g_assert_cmpuint (items->len, ==, N_FILES);
  g_assert_cmpuint (n_in, >=, 1);
  g_assert_cmpuint (n_in, <, N_FILES);
  g_assert_cmpuint (count_state (items, DIP_IMPORT_CANCELLED), ==, N_FILES - n_in);
  for (guint i = 0; i < items->len; i++)
    {
      const DipImportItem *item = g_ptr_array_index (items, i);

      g_assert_nonnull (item->path);
      g_assert_nonnull (item->text);
      g_assert_cmpstr (item->error, ==, item->state == DIP_IMPORT_CANCELLED ? "cancelled" : NULL);
    }
  assert_whole (fixture, n_in);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipJob) job = dip_job_new ("Test");
  g_autoptr (GPtrArray) items = NULL;

  dip_job_cancel (job);
  items = import (fixture, job, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_state (items, DIP_IMPORT_CANCELLED), ==, N_FILES);
  assert_whole (fixture, 0);
}

typedef struct
{
  Fixture *fixture;
  gint erased;
} Eraser;

static void
erase_at_first_end (DipJob *job, gpointer user_data)
{
  Eraser *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dip_job_get_done (job) == 0 || !g_atomic_int_compare_and_exchange (&self->erased, 0, 1))
    return;
  dip_clients_erase (self->fixture->clinic.desk, self->fixture->code, NULL, &error);
  g_assert_no_error (error);
}

/* Erased while their photos were coming in: what was in is gone, the rest is refused, no picture stays behind. */
static void
test_erased_meanwhile (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipJob) job = dip_job_new ("Test");
  g_autoptr (GPtrArray) items = NULL;
  Eraser eraser = { .fixture = fixture };

  dip_job_set_observer (job, erase_at_first_end, &eraser);
  items = import (fixture, job, &error);
  g_assert_no_error (error);
  g_assert_cmpint (eraser.erased, ==, 1);
  g_assert_cmpuint (count_state (items, DIP_IMPORT_FAILED), >=, 1);
  for (guint i = 0; i < items->len; i++)
    if (((DipImportItem *) g_ptr_array_index (items, i))->state == DIP_IMPORT_FAILED)
      g_assert_cmpstr (((DipImportItem *) g_ptr_array_index (items, i))->error, ==, "refused");
  assert_whole (fixture, 0);
}

static DipImportItem *
import_bytes (Fixture *fixture, GBytes *bytes, DipDate stated, GCancellable *cancellable)
{
  const DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = stated };

  return dip_import_bytes (fixture->clinic.desk, fixture->code, bytes, "the clipboard", &options, cancellable);
}

static void
test_from_memory (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) jpeg = clinic_picture (&fixture->clinic);
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const struct
  {
    GBytes *bytes;
    DipDate stated;
    GCancellable *cancellable;
    DipImportState state;
    const char *error;
  } cases[] = {
    { text, DIP_DATE_NONE, NULL, DIP_IMPORT_FAILED, "unsupported" },
    { jpeg, fixture->clinic.today + 1, NULL, DIP_IMPORT_FAILED, "invalid" },
    { jpeg, DIP_DATE_NONE, cancelled, DIP_IMPORT_CANCELLED, "cancelled" },
    { jpeg, fixture->clinic.today, NULL, DIP_IMPORT_IMPORTED, NULL },
    { jpeg, DIP_DATE_NONE, NULL, DIP_IMPORT_DUPLICATE, NULL },
  };

  g_cancellable_cancel (cancelled);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DipImportItem *item = import_bytes (fixture, cases[i].bytes, cases[i].stated, cases[i].cancellable);

      g_assert_cmpint (item->state, ==, cases[i].state);
      g_assert_cmpstr (item->error, ==, cases[i].error);
      g_assert_cmpstr (item->path, ==, "the clipboard");
      g_assert_true (g_str_has_suffix (item->text, "."));
      dip_import_item_free (item);
    }
  assert_whole (fixture, 1);
}

static gboolean
load_photo (DipDb *db, gpointer user_data, GError **error)
{
  DipPhoto **photo = user_data;

  *photo = dip_catalogue_photo (db, 1, error);
  return *photo != NULL;
}

/* Derived data may be thrown away at will. */
static void
test_thumbnail_made_anew (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *derived = g_build_filename (fixture->clinic.library, "derived", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPhoto) photo = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  clinic_photo (&fixture->clinic, fixture->code, -1);
  g_assert_true (dip_library_read (fixture->clinic.desk->library, load_photo, &photo, NULL));
  first = dip_import_thumbnail (fixture->clinic.desk, photo, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dip_safe_dir_remove_tree (derived, NULL));
  second = dip_import_thumbnail (fixture->clinic.desk, photo, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, second));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "all", test_all },
    { "cancelled", test_cancelled },
    { "cancelled-before", test_cancelled_before },
    { "erased-meanwhile", test_erased_meanwhile },
    { "from-memory", test_from_memory },
    { "thumbnail-made-anew", test_thumbnail_made_anew },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/importing/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}

/* What the window looks at: pairs before the gate, a client's history, photos nobody has sorted, the clinic's settings. */
#include <string.h>

#include "clinic-fixture.h"
#include "dip-gallery.h"
#include "dip-history.h"
#include "dip-inbox.h"
#include "dip-photos.h"
#include "dip-records.h"
#include "dip-setting-up.h"

typedef struct
{
  Clinic clinic;
  Person person;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  fixture->person = clinic_person (&fixture->clinic);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_free (fixture->person.code);
  clinic_clear (&fixture->clinic);
}

static GPtrArray *
list_gallery (Fixture *fixture, const char *destination, const char *code)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = dip_gallery_list (fixture->clinic.desk, destination, code, &error);

  g_assert_no_error (error);
  return entries;
}

/* What the clinic's own screen may show is asked about at every slide: the list may be a day old. */
static void
test_slides_ask_the_gate_again (Fixture *fixture, gconstpointer unused)
{
  DipDesk *desk = fixture->clinic.desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) none = dip_gallery_slides (desk, &error);
  g_autoptr (GArray) one = NULL;
  g_autoptr (GBytes) slide = NULL;
  g_autofree char *caption = NULL;
  const int end = fixture->clinic.today + 300;

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  clinic_consent (&fixture->clinic, fixture->person.code, DIP_SCOPE_IN_CLINIC);
  clinic_approve (&fixture->clinic, fixture->person.pair);
  one = dip_gallery_slides (desk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (g_array_index (one, gint64, 0), ==, fixture->person.pair);
  slide = dip_gallery_slide (desk, fixture->person.pair, 720, &caption, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (slide);
  g_assert_nonnull (caption);

  desk->fixed_today = end + 1; /* past midnight of the last day */
  g_assert_null (dip_gallery_slide (desk, fixture->person.pair, 720, &caption, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
  g_clear_error (&error);
  desk->fixed_today = fixture->clinic.today;
  dip_consenting_withdraw (desk, fixture->person.code, DIP_SCOPE_IN_CLINIC, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (dip_gallery_slide (desk, fixture->person.pair, 720, &caption, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
}

static void
test_gallery_asks_the_gate (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other = clinic_client (&fixture->clinic);
  g_autoptr (GPtrArray) website = list_gallery (fixture, "website", NULL);
  g_autoptr (GPtrArray) print = list_gallery (fixture, "print", fixture->person.code);
  g_autoptr (GPtrArray) nothing = list_gallery (fixture, "website", other);
  const DipGalleryEntry *entry = g_ptr_array_index (website, 0);

  g_assert_cmpuint (website->len, ==, 1);
  g_assert_true (entry->answer->allowed);
  g_assert_cmpint (entry->one->pair->id, ==, fixture->person.pair);
  g_assert_cmpuint (print->len, ==, 1);
  g_assert_false (((DipGalleryEntry *) g_ptr_array_index (print, 0))->answer->allowed);
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_gallery_of_nowhere (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dip_gallery_list (fixture->clinic.desk, "moon", NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

static void
test_destinations (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) presets = dip_destination_presets ();
  g_autoptr (GPtrArray) destinations = dip_gallery_destinations (fixture->clinic.desk, NULL);

  g_assert_cmpuint (destinations->len, ==, presets->len);
}

static void
test_picture_is_made_once (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = dip_gallery_picture (fixture->clinic.desk, fixture->person.pair, NULL, &error);
  g_autoptr (GBytes) kept = dip_gallery_picture (fixture->clinic.desk, fixture->person.pair, NULL, NULL);

  g_assert_no_error (error);
  g_assert_true (memcmp (g_bytes_get_data (made, NULL), "\xff\xd8\xff", 3) == 0);
  g_assert_true (g_bytes_equal (made, kept));
}

static void
test_no_picture_after_a_withdrawal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) made = dip_gallery_picture (fixture->clinic.desk, fixture->person.pair, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (made);
  g_assert_true (dip_consenting_withdraw (fixture->clinic.desk, fixture->person.code, DIP_SCOPE_ALL, NULL, NULL));
  g_assert_null (dip_gallery_picture (fixture->clinic.desk, fixture->person.pair, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
}

static void
test_history_is_the_clients_own (Fixture *fixture, gconstpointer unused)
{
  static const char *const wanted[] = { "consent-record", "pair-approve", "pair-align",    "pair-add",  "photo-import",
                                        "photo-import",   "session-add",  "treatment-add", "client-add" };
  g_autofree char *other = clinic_client (&fixture->clinic);
  g_autoptr (GPtrArray) history = dip_history_of_client (fixture->clinic.desk, fixture->person.code, 0, NULL);
  g_autoptr (GPtrArray) latest = dip_history_of_client (fixture->clinic.desk, fixture->person.code, 2, NULL);

  g_assert_cmpuint (history->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const DipAuditEntry *entry = g_ptr_array_index (history, i);

      g_assert_cmpstr (entry->action, ==, wanted[i]);
      g_assert_cmpstr (dip_history_action_label (entry->action), !=, entry->action);
    }
  g_assert_cmpuint (latest->len, ==, 2);
  g_assert_cmpstr (dip_history_action_label ("unheard-of"), ==, "unheard-of");
}

static gint64
unsorted_photo (Fixture *fixture)
{
  const DipImportOptions options = { .view = DIP_VIEW_NONE, .stated = DIP_DATE_NONE };
  g_autoptr (GBytes) jpeg = clinic_picture (&fixture->clinic);
  DipImportItem *item = dip_import_bytes (fixture->clinic.desk, fixture->person.code, jpeg, "photo", &options, NULL);
  gint64 id = item->photo_id;

  dip_import_item_free (item);
  return id;
}

static void
test_unsorted_until_it_has_a_view (Fixture *fixture, gconstpointer unused)
{
  gint64 id = unsorted_photo (fixture);
  const DipPhotoChange change = { .set_view = TRUE, .view = DIP_VIEW_TOP };
  g_autoptr (GPtrArray) before = dip_inbox_list (fixture->clinic.desk, NULL);
  g_autoptr (GPtrArray) after = NULL;

  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpint (((DipPhotoView *) g_ptr_array_index (before, 0))->photo->id, ==, id);
  g_assert_cmpstr (((DipPhotoView *) g_ptr_array_index (before, 0))->code, ==, fixture->person.code);
  g_assert_true (dip_photos_set (fixture->clinic.desk, id, &change, NULL));
  after = dip_inbox_list (fixture->clinic.desk, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

/* What was said by a slip of a key is as before; so is what it says of how much the photo shows. */
static void
test_a_slip_is_put_back (Fixture *fixture, gconstpointer unused)
{
  const DipDesk *desk = fixture->clinic.desk;
  gint64 id = unsorted_photo (fixture);
  gint64 both[] = { id, 4711 };
  const DipPhotoChange change = { .set_view = TRUE,
                                  .view = DIP_VIEW_TOP,
                                  .set_taken = TRUE,
                                  .taken = dip_date_from_ymd (2024, 5, 6),
                                  .set_hair = TRUE,
                                  .hair = DIP_HAIR_WET };
  g_autoptr (DipPhotoView) was = dip_photos_show (desk, id, NULL);
  g_autoptr (DipPhotoView) changed = NULL;
  g_autoptr (DipPhotoView) is = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dip_photos_set_all (desk, both, 2, &change, &before, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND); /* and nothing is done */
  g_assert_true (dip_photos_set_all (desk, both, 1, &change, &before, NULL));
  changed = dip_photos_show (desk, id, NULL);
  g_assert_cmpint (changed->photo->view, ==, DIP_VIEW_TOP);
  g_assert_cmpint (changed->photo->taken_on, ==, change.taken);
  g_assert_true (dip_photos_put_back (desk, before, NULL));
  is = dip_photos_show (desk, id, NULL);
  g_assert_cmpint (is->photo->view, ==, was->photo->view);
  g_assert_cmpint (is->photo->shows, ==, was->photo->shows);
  g_assert_cmpint (is->photo->hair, ==, was->photo->hair);
  g_assert_cmpint (is->photo->taken_on, ==, was->photo->taken_on);
  g_assert_cmpint (is->photo->taken_source, ==, was->photo->taken_source);
  g_assert_cmpstr (is->photo->taken_by, ==, was->photo->taken_by);
}

static gint64
photo_of_nobody (Fixture *fixture)
{
  const DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = DIP_DATE_NONE };
  g_autoptr (GBytes) jpeg = clinic_picture (&fixture->clinic);
  DipImportItem *item = dip_import_bytes (fixture->clinic.desk, NULL, jpeg, "photo", &options, NULL);
  gint64 id = item->photo_id;

  g_assert_cmpint (item->state, ==, DIP_IMPORT_IMPORTED);
  dip_import_item_free (item);
  return id;
}

static guint
count_inbox (Fixture *fixture)
{
  g_autoptr (GPtrArray) views = dip_inbox_list (fixture->clinic.desk, NULL);

  return views->len;
}

static void
test_nobodys_photo_is_given (Fixture *fixture, gconstpointer unused)
{
  gint64 id = photo_of_nobody (fixture);
  DipDesk *desk = fixture->clinic.desk;
  g_autoptr (DipPhotoView) view = dip_photos_show (desk, id, NULL);
  g_autoptr (DipPhotoView) given = NULL;

  g_assert_null (view->code);
  g_assert_cmpuint (count_inbox (fixture), ==, 1);
  g_assert_true (dip_inbox_give (desk, &id, 1, fixture->person.code, NULL));
  given = dip_photos_show (desk, id, NULL);
  g_assert_cmpstr (given->code, ==, fixture->person.code);
  g_assert_cmpint (given->photo->treatment_id, !=, 0);
  g_assert_cmpint (given->facts.phase, ==, DIP_PHASE_BEFORE);
  g_assert_cmpuint (count_inbox (fixture), ==, 0);
  g_assert_true (dip_inbox_give (desk, &id, 1, NULL, NULL));
  g_assert_cmpuint (count_inbox (fixture), ==, 1);
}

static void
test_giving_is_all_or_nothing (Fixture *fixture, gconstpointer unused)
{
  gint64 ids[] = { photo_of_nobody (fixture), 0 };
  g_autofree char *other = clinic_client (&fixture->clinic);
  g_autoptr (GError) in_pair = NULL;
  g_autoptr (GError) nobody = NULL;

  ids[1] = fixture->person.before;
  g_assert_false (dip_inbox_give (fixture->clinic.desk, ids, 2, other, &in_pair));
  g_assert_error (in_pair, DIP_ERROR, DIP_ERROR_REFUSED);
  g_assert_cmpuint (count_inbox (fixture), ==, 1);
  g_assert_false (dip_inbox_give (fixture->clinic.desk, ids, 1, "NO1234", &nobody));
  g_assert_error (nobody, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

static void
test_photo_is_removed_again (Fixture *fixture, gconstpointer unused)
{
  gint64 id = photo_of_nobody (fixture);
  DipDesk *desk = fixture->clinic.desk;
  g_autoptr (DipPhotoView) view = dip_photos_show (desk, id, NULL);
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) in_pair = NULL;
  g_autoptr (DipCheckReport) report = NULL;

  g_assert_true (dip_inbox_remove (desk, &id, 1, NULL));
  g_assert_null (dip_photos_show (desk, id, &gone));
  g_assert_error (gone, DIP_ERROR, DIP_ERROR_NOT_FOUND);
  g_assert_null (dip_import_thumbnail (desk, view->photo, NULL, NULL));
  g_assert_false (dip_inbox_remove (desk, &fixture->person.after, 1, &in_pair));
  g_assert_error (in_pair, DIP_ERROR, DIP_ERROR_REFUSED);
  report = dip_records_check (desk, NULL, NULL);
  g_assert_cmpuint (report->problems->len + report->n_orphans, ==, 0);
}

static void
test_settings_are_kept (Fixture *fixture, gconstpointer unused)
{
  const DipClinic wanted = { .name = (char *) "Clinic",
                             .healing_days = 30,
                             .no_labels = TRUE,
                             .destination = (char *) "print",
                             .creator = (char *) "Ana Ruiz",
                             .credit = (char *) "Clinic",
                             .copyright = (char *) "© Clinic",
                             .licence = (char *) "https://clinic.example/terms" };
  DipClinic wrong = wanted;
  g_autoptr (DipClinic) kept = NULL;
  g_autoptr (GError) nowhere = NULL;
  g_autoptr (GError) no_page = NULL;

  g_assert_true (dip_setting_up_change (fixture->clinic.desk, &wanted, NULL));
  wrong.destination = (char *) "moon";
  g_assert_false (dip_setting_up_change (fixture->clinic.desk, &wrong, &nowhere));
  g_assert_error (nowhere, DIP_ERROR, DIP_ERROR_NOT_FOUND);
  wrong.destination = NULL;
  wrong.licence = (char *) "terms.html";
  g_assert_false (dip_setting_up_change (fixture->clinic.desk, &wrong, &no_page));
  g_assert_error (no_page, DIP_ERROR, DIP_ERROR_INVALID);
  kept = dip_records_clinic (fixture->clinic.desk, NULL);
  g_assert_true (kept->no_labels);
  g_assert_cmpstr (kept->destination, ==, wanted.destination);
  g_assert_cmpstr (kept->creator, ==, wanted.creator);
  g_assert_cmpstr (kept->credit, ==, wanted.credit);
  g_assert_cmpstr (kept->copyright, ==, wanted.copyright);
  g_assert_cmpstr (kept->licence, ==, wanted.licence);
}

static void
test_longer_healing_recalls (Fixture *fixture, gconstpointer unused)
{
  const DipClinic longer
      = { .name = (char *) "New Name", .site = (char *) "https://clinic.example", .healing_days = 120 };
  g_autoptr (DipPublishReport) report = clinic_publish (&fixture->clinic, NULL, NULL);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (DipClinic) clinic = NULL;

  g_assert_cmpuint (report->n_pairs, ==, 1);
  g_assert_true (dip_setting_up_change (fixture->clinic.desk, &longer, NULL));
  open = dip_takedowns_list (fixture->clinic.desk, TRUE, NULL);
  g_assert_cmpuint (open->len, ==, report->n_written);
  clinic = dip_records_clinic (fixture->clinic.desk, NULL);
  g_assert_cmpstr (clinic->name, ==, "New Name");
  g_assert_cmpint (clinic->healing_days, ==, 120);
}

static void
test_settings_that_make_no_sense (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    int days;
  } table[] = { { "", 28 }, { NULL, 28 }, { "Clinic", DIP_HEALING_LEAST - 1 }, { "Clinic", DIP_HEALING_GREATEST + 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const DipClinic clinic = { .name = (char *) table[i].name, .healing_days = table[i].days };
      g_autoptr (GError) error = NULL;

      g_assert_false (dip_setting_up_change (fixture->clinic.desk, &clinic, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
    }
}

/* What the log notes, as people read it; what nobody knows the word of is shown as it is. */
static void
test_subject_labels (void)
{
  static const char *const rows[][2] = {
    { "client W3VWEM", "Client W3VWEM" },
    { "item 12", "Exported file 12" },
    { "destination website", "Destination website" },
    { "library", "Library" },
    { "Mara Office", "Mara Office" }, /* an account */
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *label = dip_history_subject_label (rows[i][0]);

      g_assert_cmpstr (label, ==, rows[i][1]);
    }
}

static void
test_detail_labels (void)
{
  static const struct
  {
    const char *detail, *label;
  } rows[] = {
    { "{\"client\":\"W3VWEM\",\"scopes\":\"website,print\"}", "Client: W3VWEM · Uses: Website, Print" },
    { "{\"healing_days\":{\"was\":28,\"is\":42}}", "Healing interval · Was: 28 · Is now: 42" },
    { "{\"covers\":2,\"shows\":\"eyes-hidden\"}", "Covers: 2 · Shows: Eyes hidden" },
    { "{\"never-heard-of\":true}", "never-heard-of: true" },
    { "no notation at all", "no notation at all" },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *label = dip_history_detail_label (rows[i].detail);

      g_assert_cmpstr (label, ==, rows[i].label);
    }
  g_assert_cmpstr (dip_history_action_label ("pair-remove"), ==, "Pair taken apart");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/gallery/slides", test_slides_ask_the_gate_again },
    { "/workflow/gallery/gate", test_gallery_asks_the_gate },
    { "/workflow/gallery/nowhere", test_gallery_of_nowhere },
    { "/workflow/gallery/destinations", test_destinations },
    { "/workflow/gallery/picture", test_picture_is_made_once },
    { "/workflow/gallery/withdrawn", test_no_picture_after_a_withdrawal },
    { "/workflow/history/own", test_history_is_the_clients_own },
    { "/workflow/history/unsorted", test_unsorted_until_it_has_a_view },
    { "/workflow/photos/put-back", test_a_slip_is_put_back },
    { "/workflow/inbox/given", test_nobodys_photo_is_given },
    { "/workflow/inbox/all-or-nothing", test_giving_is_all_or_nothing },
    { "/workflow/inbox/removed", test_photo_is_removed_again },
    { "/workflow/setting-up/kept", test_settings_are_kept },
    { "/workflow/setting-up/longer", test_longer_healing_recalls },
    { "/workflow/setting-up/nonsense", test_settings_that_make_no_sense },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/detail-labels", test_detail_labels);
  g_test_add_func ("/history/subject-labels", test_subject_labels);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

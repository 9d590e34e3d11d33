#include <string.h>

#include "domain-fixtures.h"

static DipPhoto *
photo_new (gint64 id, DipView view, const char *taken)
{
  DipPhoto *photo = dip_photo_new ();

  photo->id = id;
  photo->client_id = 1;
  photo->treatment_id = 1;
  photo->view = view;
  photo->taken_on = day (taken);
  photo->width = 4000;
  photo->height = 3000;
  photo->pixel_digest = g_strdup_printf ("digest-%d", (int) id);
  return photo;
}

typedef struct
{
  gint64 client, treatment;
  DipView view;
  const char *taken;
} Half;

#define SESSIONS "i2026-01-10 f2026-02-10"
#define TODAY    "2026-06-01"

static const struct
{
  const char *why;
  Half before, after;
  guint faults;
} cases[] = {
  { "a pair", { 1, 1, DIP_VIEW_CROWN, "2026-01-09" }, { 1, 1, DIP_VIEW_CROWN, "2026-03-10" }, DIP_PAIR_OK },
  { "before on the day of the first session",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-10" },
    { 1, 1, DIP_VIEW_CROWN, "2026-03-10" },
    DIP_PAIR_OK },
  { "two clients",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 2, 1, DIP_VIEW_CROWN, "2026-03-10" },
    DIP_PAIR_OTHER_CLIENT },
  { "two treatments",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 2, DIP_VIEW_CROWN, "2026-03-10" },
    DIP_PAIR_OTHER_TREATMENT },
  { "no treatment",
    { 1, 0, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 0, DIP_VIEW_CROWN, "2026-03-10" },
    DIP_PAIR_OTHER_TREATMENT },
  { "one without a view",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 1, DIP_VIEW_NONE, "2026-03-10" },
    DIP_PAIR_NO_VIEW },
  { "both without a view",
    { 1, 1, DIP_VIEW_NONE, "2026-01-09" },
    { 1, 1, DIP_VIEW_NONE, "2026-03-10" },
    DIP_PAIR_NO_VIEW },
  { "left and right",
    { 1, 1, DIP_VIEW_LEFT_TEMPLE, "2026-01-09" },
    { 1, 1, DIP_VIEW_RIGHT_TEMPLE, "2026-03-10" },
    DIP_PAIR_OTHER_VIEW },
  { "no days",
    { 1, 1, DIP_VIEW_CROWN, "" },
    { 1, 1, DIP_VIEW_CROWN, "" },
    DIP_PAIR_BEFORE_UNDATED | DIP_PAIR_AFTER_UNDATED },
  { "the healed one from the future",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 1, DIP_VIEW_CROWN, "2026-06-02" },
    DIP_PAIR_AFTER_UNDATED },
  { "a day short of healed",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 1, DIP_VIEW_CROWN, "2026-03-09" },
    DIP_PAIR_AFTER_NOT_HEALED },
  { "in progress",
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    { 1, 1, DIP_VIEW_CROWN, "2026-01-20" },
    DIP_PAIR_AFTER_NOT_HEALED },
  { "the wrong way round",
    { 1, 1, DIP_VIEW_CROWN, "2026-03-10" },
    { 1, 1, DIP_VIEW_CROWN, "2026-01-09" },
    DIP_PAIR_BEFORE_NOT_BEFORE | DIP_PAIR_AFTER_NOT_HEALED },
  { "everything at once",
    { 1, 1, DIP_VIEW_CROWN, "2026-03-10" },
    { 2, 2, DIP_VIEW_TOP, "" },
    DIP_PAIR_OTHER_CLIENT | DIP_PAIR_OTHER_TREATMENT | DIP_PAIR_OTHER_VIEW | DIP_PAIR_BEFORE_NOT_BEFORE
        | DIP_PAIR_AFTER_UNDATED },
};

static DipPhoto *
photo_of (gint64 id, const Half *half)
{
  DipPhoto *photo = photo_new (id, half->view, half->taken);

  photo->client_id = half->client;
  photo->treatment_id = half->treatment;
  return photo;
}

static guint
check (const DipPhoto *before, const DipPhoto *after, DipPhaseFacts *after_facts)
{
  g_autoptr (GPtrArray) sessions = sessions_from (SESSIONS);
  DipPhaseFacts before_facts = dip_phase_of (before->taken_on, sessions, 28, day (TODAY));

  *after_facts = dip_phase_of (after->taken_on, sessions, 28, day (TODAY));
  return dip_pair_check (before, &before_facts, after, after_facts);
}

static guint
count_bits (guint bits)
{
  guint n = 0;

  for (; bits; bits >>= 1)
    n += bits & 1;
  return n;
}

static void
test_check (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DipPhoto) before = photo_of (1, &cases[i].before);
      g_autoptr (DipPhoto) after = photo_of (2, &cases[i].after);
      g_autoptr (GPtrArray) texts = NULL;
      DipPhaseFacts facts;

      g_test_message ("%s", cases[i].why);
      g_assert_cmphex (check (before, after, &facts), ==, cases[i].faults);
      texts = dip_pair_faults_to_text (cases[i].faults, &facts, 28);
      g_assert_cmpuint (texts->len, ==, count_bits (cases[i].faults));
    }
}

static void
test_same_photo (void)
{
  g_autoptr (DipPhoto) photo = photo_new (1, DIP_VIEW_CROWN, "2026-01-09");
  g_autoptr (DipPhoto) copy = photo_new (2, DIP_VIEW_CROWN, "2026-03-10");
  DipPhaseFacts facts;

  g_assert_cmphex (check (photo, photo, &facts), ==, DIP_PAIR_SAME_PHOTO | DIP_PAIR_AFTER_NOT_HEALED);
  /* the same pixels under another day */
  g_free (copy->pixel_digest);
  copy->pixel_digest = g_strdup (photo->pixel_digest);
  g_assert_cmphex (check (photo, copy, &facts), ==, DIP_PAIR_SAME_PHOTO);
}

/* Facts worked out before the day was taken off the photo. */
static void
test_day_taken_off (void)
{
  g_autoptr (DipPhoto) before = photo_new (1, DIP_VIEW_CROWN, "");
  g_autoptr (DipPhoto) after = photo_new (2, DIP_VIEW_CROWN, "2026-03-10");
  DipPhaseFacts before_facts = { DIP_PHASE_BEFORE, DIP_DATE_NONE, -1, 0, FALSE };
  DipPhaseFacts after_facts = { DIP_PHASE_HEALED, day ("2026-02-10"), 28, 2, FALSE };

  g_assert_cmphex (dip_pair_check (before, &before_facts, after, &after_facts), ==, DIP_PAIR_BEFORE_UNDATED);
}

static void
test_not_healed_says_when (void)
{
  DipPhaseFacts facts = { DIP_PHASE_HEALING, day ("2026-02-10"), 27, 2, FALSE };
  g_autoptr (GPtrArray) texts = dip_pair_faults_to_text (DIP_PAIR_AFTER_NOT_HEALED, &facts, 28);
  g_autoptr (GPtrArray) bare = dip_pair_faults_to_text (DIP_PAIR_AFTER_NOT_HEALED, NULL, 28);

  g_assert_cmpstr (
      g_ptr_array_index (texts, 0), ==,
      "The healed photo was taken 27 days after the session of 10 February 2026. Only from 10 March 2026 on "
      "does a photo show a healed result.");
  g_assert_cmpuint (bare->len, ==, 1);
}

static GPtrArray *
photos_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dip_photo_free);
}

static DipPhoto *
add (GPtrArray *photos, DipView view, const char *taken)
{
  DipPhoto *photo = photo_new (photos->len + 1, view, taken);

  g_ptr_array_add (photos, photo);
  return photo;
}

static GPtrArray *
suggest (GPtrArray *photos)
{
  g_autoptr (GPtrArray) sessions = sessions_from (SESSIONS);

  return dip_pair_suggest (photos, sessions, 28, day (TODAY));
}

static void
assert_suggests (GPtrArray *list, guint index, const DipPhoto *before, const DipPhoto *after)
{
  const DipPairSuggestion *pair = g_ptr_array_index (list, index);

  g_assert_true (pair->before == before);
  g_assert_true (pair->after == after);
  g_assert_cmpfloat (pair->score, >=, 0);
  g_assert_cmpfloat (pair->score, <=, 1);
}

/* Alike photos: the before nearest to the first session, the latest healed photo, views in their order. */
static void
test_suggest_by_day (void)
{
  g_autoptr (GPtrArray) photos = photos_new ();
  g_autoptr (GPtrArray) list = NULL;
  DipPhoto *crown_before, *crown_after, *front_before, *front_after;

  add (photos, DIP_VIEW_CROWN, "2025-10-01");
  crown_before = add (photos, DIP_VIEW_CROWN, "2026-01-10");
  add (photos, DIP_VIEW_CROWN, "2026-01-09");
  add (photos, DIP_VIEW_CROWN, "2026-01-20"); /* in progress */
  add (photos, DIP_VIEW_CROWN, "2026-03-10");
  crown_after = add (photos, DIP_VIEW_CROWN, "2026-05-10");
  add (photos, DIP_VIEW_CROWN, "2026-02-20"); /* healing */
  front_after = add (photos, DIP_VIEW_FRONT_HAIRLINE, "2026-03-10");
  front_before = add (photos, DIP_VIEW_FRONT_HAIRLINE, "2026-01-01");
  add (photos, DIP_VIEW_TOP, "2026-01-01");  /* no healed one */
  add (photos, DIP_VIEW_BACK, "2026-04-01"); /* no before */
  add (photos, DIP_VIEW_SCAR, "2026-01-01");
  add (photos, DIP_VIEW_SCAR, ""); /* not dated */
  list = suggest (photos);

  g_assert_cmpuint (list->len, ==, 2);
  assert_suggests (list, 0, front_before, front_after);
  assert_suggests (list, 1, crown_before, crown_after);
}

/* Likeness comes before days. */
static void
test_suggest_by_likeness (void)
{
  g_autoptr (GPtrArray) photos = photos_new ();
  g_autoptr (GPtrArray) list = NULL;
  DipPhoto *like = add (photos, DIP_VIEW_CROWN, "2025-12-01");
  DipPhoto *near_one = add (photos, DIP_VIEW_CROWN, "2026-01-10");
  DipPhoto *after = add (photos, DIP_VIEW_CROWN, "2026-05-01");

  like->camera = g_strdup ("Canon EOS R6");
  after->camera = g_strdup ("Canon EOS R6");
  near_one->camera = g_strdup ("Apple iPhone 13 Pro");
  like->focal_length = after->focal_length = 85;
  near_one->focal_length = 5.7;
  list = suggest (photos);

  g_assert_cmpuint (list->len, ==, 1);
  assert_suggests (list, 0, like, after);
  g_assert_cmpfloat_with_epsilon (((DipPairSuggestion *) g_ptr_array_index (list, 0))->score, 1, 1e-9);
}

static void
test_suggest_same_shape (void)
{
  g_autoptr (GPtrArray) photos = photos_new ();
  g_autoptr (GPtrArray) list = NULL;
  DipPhoto *upright = add (photos, DIP_VIEW_CROWN, "2026-01-10");
  DipPhoto *lying = add (photos, DIP_VIEW_CROWN, "2026-01-05");
  DipPhoto *after = add (photos, DIP_VIEW_CROWN, "2026-05-01");

  upright->width = 3000;
  upright->height = 4000;
  list = suggest (photos);
  assert_suggests (list, 0, lying, after);
}

static void
test_suggest_nothing (void)
{
  g_autoptr (GPtrArray) photos = photos_new ();
  g_autoptr (GPtrArray) list = suggest (photos);

  g_assert_cmpuint (list->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pair/check", test_check);
  g_test_add_func ("/pair/same-photo", test_same_photo);
  g_test_add_func ("/pair/day-taken-off", test_day_taken_off);
  g_test_add_func ("/pair/not-healed-says-when", test_not_healed_says_when);
  g_test_add_func ("/pair/suggest/by-day", test_suggest_by_day);
  g_test_add_func ("/pair/suggest/by-likeness", test_suggest_by_likeness);
  g_test_add_func ("/pair/suggest/same-shape", test_suggest_same_shape);
  g_test_add_func ("/pair/suggest/nothing", test_suggest_nothing);
  return g_test_run ();
}

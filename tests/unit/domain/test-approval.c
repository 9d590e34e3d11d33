/* When a curator's sign-off still stands. */
#include "dip-approval.h"
#include "domain-fixtures.h"

#include <string.h>

/* Before 11 and after 12, of treatment 3. */
typedef struct
{
  const char *name;
  DipCoverage coverage;
  gint64 covers;       /* photo or treatment */
  const char *events;  /* kinds in the order of their ids, from 1; "p" and "o": for a photo of the pair, for another */
  gboolean changed[4]; /* when the approval was given after none, one, two, three events */
} Row;

static const Row rows[] = {
  { "first-signature", DIP_COVERAGE_ALL, 0, "s", { FALSE, FALSE, FALSE, FALSE } },
  { "withdrawn", DIP_COVERAGE_ALL, 0, "sw", { TRUE, TRUE, FALSE, FALSE } },
  { "photo-withdrawn", DIP_COVERAGE_ALL, 0, "sp", { TRUE, TRUE, FALSE, FALSE } },
  { "other-photo-withdrawn", DIP_COVERAGE_ALL, 0, "so", { FALSE, FALSE, FALSE, FALSE } },
  { "replaced", DIP_COVERAGE_ALL, 0, "sr", { TRUE, TRUE, FALSE, FALSE } },
  { "struck-out", DIP_COVERAGE_ALL, 0, "se", { TRUE, TRUE, FALSE, FALSE } },
  { "declined", DIP_COVERAGE_ALL, 0, "d", { FALSE, FALSE, FALSE, FALSE } },
  { "twice", DIP_COVERAGE_ALL, 0, "sww", { TRUE, TRUE, TRUE, FALSE } },
  { "of-the-before", DIP_COVERAGE_PHOTOS, 11, "sw", { TRUE, TRUE, FALSE, FALSE } },
  { "of-another-photo", DIP_COVERAGE_PHOTOS, 13, "sw", { FALSE, FALSE, FALSE, FALSE } },
  { "of-the-treatment", DIP_COVERAGE_TREATMENT, 3, "sw", { TRUE, TRUE, FALSE, FALSE } },
  { "of-another-treatment", DIP_COVERAGE_TREATMENT, 4, "sw", { FALSE, FALSE, FALSE, FALSE } },
};

static DipPhoto *
photo_new (gint64 id)
{
  DipPhoto *photo = dip_photo_new ();

  photo->id = id;
  photo->treatment_id = 3;
  photo->taken_on = day ("2026-01-09");
  photo->shows = DIP_IDENTIFIABILITY_SCALP_ONLY;
  return photo;
}

static void
add_event (DipConsent *consent, gint64 id, char what)
{
  static const struct
  {
    char letter;
    DipConsentEventKind kind;
    gint64 photo;
  } kinds[] = { { 's', DIP_CONSENT_EVENT_SIGNED, 0 },     { 'w', DIP_CONSENT_EVENT_WITHDRAWN, 0 },
                { 'p', DIP_CONSENT_EVENT_WITHDRAWN, 12 }, { 'o', DIP_CONSENT_EVENT_WITHDRAWN, 14 },
                { 'r', DIP_CONSENT_EVENT_REPLACED, 0 },   { 'e', DIP_CONSENT_EVENT_IN_ERROR, 0 },
                { 'd', DIP_CONSENT_EVENT_DECLINED, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].letter == what)
      {
        DipConsentEvent *event = g_new0 (DipConsentEvent, 1);
        event->id = id;
        event->kind = kinds[i].kind;
        event->photo_id = kinds[i].photo;
        g_ptr_array_add (consent->events, event);
        return;
      }
  g_assert_not_reached ();
}

static GPtrArray *
consents_of (const Row *row)
{
  GPtrArray *consents = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_consent_free);
  DipConsent *consent = dip_consent_new ();

  consent->coverage = row->coverage;
  if (row->coverage == DIP_COVERAGE_PHOTOS)
    g_array_append_val (consent->photo_ids, row->covers);
  else
    consent->treatment_id = row->covers;
  for (gsize i = 0; row->events[i] != '\0'; i++)
    add_event (consent, (gint64) i + 1, row->events[i]);
  g_ptr_array_add (consents, consent);
  return consents;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) consents = consents_of (row);
  g_autoptr (DipPhoto) before = photo_new (11);
  g_autoptr (DipPhoto) after = photo_new (12);

  g_assert_cmpint (dip_approval_latest_event (consents), ==, strlen (row->events));
  for (gsize i = 0; i < G_N_ELEMENTS (row->changed); i++)
    {
      const DipApproval approval = { .consent_event = (gint64) i };
      g_assert_cmpint (dip_approval_consent_changed (&approval, consents, before, after), ==, row->changed[i]);
    }
}

/* One that is signed beside the first: another one may permit from then on. */
static void
test_second_consent (void)
{
  g_autoptr (GPtrArray) consents = consents_of (&rows[0]);
  g_autoptr (DipPhoto) before = photo_new (11);
  g_autoptr (DipPhoto) after = photo_new (12);
  const DipApproval on_first = { .consent_event = 1 }, on_both = { .consent_event = 2 };
  DipConsent *second = dip_consent_new ();

  second->coverage = DIP_COVERAGE_TREATMENT;
  second->treatment_id = 3;
  add_event (second, 2, 's');
  g_ptr_array_add (consents, second);
  g_assert_true (dip_approval_consent_changed (&on_first, consents, before, after));
  g_assert_false (dip_approval_consent_changed (&on_both, consents, before, after));
  g_assert_false (dip_approval_consent_changed (&on_first, NULL, before, after));
}

static void
test_photos_text (void)
{
  g_autoptr (DipPhoto) before = photo_new (11);
  g_autoptr (DipPhoto) after = photo_new (12);
  g_autofree char *first = dip_approval_photos_text (before, after);
  g_autofree char *second = NULL;

  g_assert_cmpstr (first, ==, "2026-01-09 scalp-only, 2026-01-09 scalp-only");
  before->taken_on = DIP_DATE_NONE;
  after->shows = DIP_IDENTIFIABILITY_FULL_FACE;
  second = dip_approval_photos_text (before, after);
  g_assert_cmpstr (second, ==, "- scalp-only, 2026-01-09 full-face");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("/approval/", rows[i].name, NULL);
      g_test_add_data_func (name, &rows[i], test_row);
    }
  g_test_add_func ("/approval/second-consent", test_second_consent);
  g_test_add_func ("/approval/photos-text", test_photos_text);
  return g_test_run ();
}

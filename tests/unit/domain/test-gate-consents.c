/* The gate before several consents of one client: replaced, withdrawn, signed anew, and never added up. */
#include "gate-fixtures.h"

static void
supersede (DipConsent *old, DipConsent *fresh, const char *on)
{
  DipConsentEvent *event;

  consent_add_event (old, DIP_CONSENT_EVENT_REPLACED, on, 0);
  event = g_ptr_array_index (old->events, old->events->len - 1);
  event->other_id = fresh->id;
  fresh->supersedes = old->id;
}

#define assert_permits(desk, id, last_day)                                                                             \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DipGateAnswer) permit_ = desk_ask (desk);                                                               \
    g_assert_true (permit_->allowed);                                                                                  \
    g_assert_cmpint (permit_->consent_id, ==, id);                                                                     \
    g_assert_cmpint (permit_->until, ==, day (last_day));                                                              \
  }                                                                                                                    \
  G_STMT_END

static void
test_replaced_now (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, "2025-06-01", "2027-05-31");
  DipConsent *fresh = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-05-01", "2027-04-30");

  supersede (old, fresh, "2026-05-01");
  assert_refused_for (desk, "scope-missing");
  desk->place->scope = DIP_SCOPE_PRINT;
  assert_permits (desk, 2, "2027-04-30");
}

static void
test_replaced_in_the_future (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");
  DipConsent *fresh = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-07-01", "2027-06-30");

  fresh->signed_on = day ("2026-05-20");
  supersede (old, fresh, "2026-07-01");
  /* until the day before the new one comes into force */
  assert_permits (desk, 1, "2026-06-30");
  desk->today = day ("2026-06-30");
  assert_permits (desk, 1, "2026-06-30");
  desk->today = day ("2026-07-01");
  assert_refused_for (desk, "scope-missing");
}

/* The newer record says what it supersedes; that is enough. */
static void
test_replaced_without_an_event (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *fresh;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");
  fresh = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-05-01", "2027-04-30");
  assert_permits (desk, 1, "2027-05-31");
  fresh->supersedes = 1;
  assert_refused_for (desk, "scope-missing");
  fresh->valid_from = day ("2026-06-02");
  assert_permits (desk, 1, "2026-06-01");
}

/* A draft or a declined form takes nobody's place. */
static void
test_superseded_by_a_draft (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *fresh;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");
  fresh = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-05-01", "2027-04-30");
  fresh->supersedes = 1;
  g_ptr_array_set_size (fresh->events, 0);
  assert_permits (desk, 1, "2027-05-31");
  consent_add_event (fresh, DIP_CONSENT_EVENT_DECLINED, "2026-05-02", 0);
  assert_permits (desk, 1, "2027-05-31");
}

static void
test_replacement_expired (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");
  DipConsent *fresh = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-04-01", "2026-04-30");

  supersede (old, fresh, "2026-04-01");
  assert_refused_for (desk, "consent-expired");
}

/* A withdrawal written on the newer record reaches the older one, which would still permit. */
static void
test_withdrawal_reaches_older (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *fresh;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, "2025-06-01", "2027-05-31");
  fresh = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-04-01", "2027-03-31");
  consent_add_event (fresh, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  assert_refused_for (desk, "consent-withdrawn");
  /* the use that was not taken back stays */
  desk->place->scope = DIP_SCOPE_PRINT;
  assert_permits (desk, 1, "2027-05-31");
}

/* So does one on an older record reach a newer that was signed before it. */
static void
test_withdrawal_reaches_newer (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2026-05-31");

  desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, "2026-04-01", "2027-03-31");
  assert_permits (desk, 2, "2027-03-31");
  consent_add_event (old, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  assert_refused_for (desk, "scope-withdrawn");
}

static void
test_signed_anew (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");

  consent_add_event (old, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_ALL);
  assert_refused_for (desk, "consent-withdrawn");
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-05-02", "2027-05-01");
  assert_permits (desk, 2, "2027-05-01");
}

static const struct
{
  const char *why;
  const char *withdrawn_at, *signed_at;
  gint64 withdrawn_id, signed_id;
  gboolean counts;
} same_day[] = {
  { "signed after, by the clock", "2026-05-01T09:00:00.000Z", "2026-05-01T09:05:00.000Z", 0, 0, TRUE },
  { "signed before, by the clock", "2026-05-01T09:05:00.000Z", "2026-05-01T09:00:00.000Z", 0, 0, FALSE },
  { "the clock outweighs the order of writing", "2026-05-01T09:05:00.000Z", "2026-05-01T09:00:00.000Z", 3, 4, FALSE },
  { "signed after, by the order of writing", NULL, NULL, 3, 4, TRUE },
  { "signed before, by the order of writing", NULL, NULL, 4, 3, FALSE },
  { "at one instant, written after", "2026-05-01T09:00:00.000Z", "2026-05-01T09:00:00.000Z", 3, 4, TRUE },
  { "nothing tells", NULL, NULL, 0, 0, FALSE },
};

static void
test_signed_anew_the_same_day (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (same_day); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-06-01", "2027-05-31");
      DipConsent *fresh = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-05-01", "2027-04-30");
      DipConsentEvent *event;

      consent_add_event (old, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_ALL);
      event = g_ptr_array_index (old->events, 1);
      event->at = g_strdup (same_day[i].withdrawn_at);
      event->id = same_day[i].withdrawn_id;
      event = g_ptr_array_index (fresh->events, 0);
      event->at = g_strdup (same_day[i].signed_at);
      event->id = same_day[i].signed_id;
      g_test_message ("%s", same_day[i].why);
      assert_refused_for (desk, same_day[i].counts ? "" : "consent-withdrawn");
    }
}

/* Signed anew for something else: the use taken back is said to be so, not merely missing. */
static void
test_withdrawn_and_not_granted_anew (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_TRAINING, "2025-06-01", "2027-05-31");
  DipConsent *fresh = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-05-10", "2027-05-09");

  consent_add_event (old, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  supersede (old, fresh, "2026-05-10");
  assert_refused_for (desk, "scope-missing scope-withdrawn");
  desk->place->scope = DIP_SCOPE_TRAINING;
  assert_refused_for (desk, "scope-missing");
  desk->place->scope = DIP_SCOPE_PRINT;
  assert_permits (desk, 2, "2027-05-09");
}

/* Granted anew and since expired: what counts is the expiry, not the withdrawal long before. */
static void
test_withdrawn_granted_anew_expired (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *old = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-01-01", "2027-05-31");

  consent_add_event (old, DIP_CONSENT_EVENT_WITHDRAWN, "2025-02-01", DIP_SCOPE_ALL);
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2025-03-01", "2026-02-28");
  assert_refused_for (desk, "consent-expired");
}

/* Marking a record as entered in error does not unsay what the client said on it. */
static void
test_withdrawal_outlives_its_record (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *slip;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, "2026-03-01", "2027-02-28");
  slip = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-04-01", "2027-03-31");
  consent_add_event (slip, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  consent_add_event (slip, DIP_CONSENT_EVENT_IN_ERROR, "2026-05-02", 0);
  assert_refused_for (desk, "scope-withdrawn");
}

static void
test_withdrawal_of_another_client (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *other;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2027-02-28");
  other = desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2027-02-28");
  other->client_id = 2;
  consent_add_event (other, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_ALL);
  assert_permits (desk, 1, "2027-02-28");
}

/* A record's own withdrawal counts even where its days are muddled. */
static void
test_withdrawn_before_its_day_of_signature (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *muddled = desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, "2026-03-01", "2027-02-28");

  consent_add_event (muddled, DIP_CONSENT_EVENT_WITHDRAWN, "2026-02-20", DIP_SCOPE_WEBSITE);
  assert_refused_for (desk, "scope-withdrawn");
}

/* Taken back more than once: the sentence names the last time. */
static void
test_last_withdrawal_is_named (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *first = desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_TRAINING, "2025-01-01", "2027-12-31");
  DipConsent *second = desk_add_consent (desk, DIP_SCOPE_WEBSITE | DIP_SCOPE_TRAINING, "2025-02-01", "2027-12-31");
  g_autoptr (DipGateAnswer) answer = NULL;
  const DipRefusal *last;

  consent_add_event (first, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-02", DIP_SCOPE_WEBSITE);
  consent_add_event (second, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-05-10", "2027-12-31");
  answer = desk_ask (desk);
  last = g_ptr_array_index (answer->refusals, answer->refusals->len - 1);
  g_assert_cmpint (last->code, ==, DIP_REFUSAL_SCOPE_WITHDRAWN);
  g_assert_nonnull (strstr (last->text, "2 May 2026"));
}

/* A form declined later takes back nothing that was signed. */
static void
test_declined_beside_signed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *no;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2027-02-28");
  no = desk_add_consent (desk, DIP_SCOPE_ALL, "2026-04-01", "2027-02-28");
  g_ptr_array_set_size (no->events, 0);
  consent_add_event (no, DIP_CONSENT_EVENT_DECLINED, "2026-04-01", 0);
  assert_permits (desk, 1, "2027-02-28");
}

/* Fewest reasons first, then the latest signed. */
static void
test_nearest (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipConsent *far_off = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-04-01", "2026-05-01");
  DipConsent *later;

  far_off->identifiability = DIP_IDENTIFIABILITY_SCALP_ONLY;
  desk->after->shows = DIP_IDENTIFIABILITY_EYES_HIDDEN;
  assert_refused_for (desk, "consent-expired scope-missing identifiability");
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-02-01", "2026-05-01");
  assert_refused_for (desk, "consent-expired");
  later = desk_add_consent (desk, DIP_SCOPE_PRINT, "2026-03-01", "2027-05-01");
  assert_refused_for (desk, "scope-missing");
  later->signed_on = day ("2026-01-01");
  assert_refused_for (desk, "consent-expired");
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-01-01", "2026-12-31");
  assert_permits (desk, 4, "2026-12-31");
}

static void
test_two_permit (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2026-12-31");
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-02-01", "2027-12-31");
  assert_permits (desk, 1, "2026-12-31");
  /* two of one day: the one written last, wherever it stands in the list */
  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2028-01-31");
  assert_permits (desk, 3, "2028-01-31");
  g_ptr_array_insert (desk->consents, 0, g_ptr_array_steal_index (desk->consents, 2));
  assert_permits (desk, 3, "2028-01-31");
}

/* ---- Every kind of consent beside every other ---- */

typedef enum
{
  IN_FORCE,
  NOT_YET,
  EXPIRED,
  WITHDRAWN,   /* of the website, on 1 May */
  SIGNED_ANEW, /* in force, signed after 1 May */
  REPLACED,
  N_FATES,
} Fate;

typedef struct
{
  Fate fate;
  gboolean for_website;
  DipIdentifiability most;
  int covers; /* DipCoverage; for photos: only the before */
} Kind;

static DipConsent *
add_kind (Desk *desk, const Kind *kind)
{
  const char *from = kind->fate == NOT_YET ? "2026-06-02" : kind->fate == SIGNED_ANEW ? "2026-05-10" : "2026-03-01";
  const char *until = kind->fate == EXPIRED ? "2026-05-31" : "2027-02-28";
  DipConsent *consent
      = desk_add_consent (desk, DIP_SCOPE_PRINT | (kind->for_website ? DIP_SCOPE_WEBSITE : 0), from, until);
  const gint64 before = 11;

  consent->signed_on = kind->fate == SIGNED_ANEW ? day ("2026-05-10") : day ("2026-03-01");
  consent->identifiability = kind->most;
  consent->coverage = (DipCoverage) kind->covers;
  consent->treatment_id = kind->covers == DIP_COVERAGE_TREATMENT ? 3 : 0;
  if (kind->covers == DIP_COVERAGE_PHOTOS)
    g_array_append_val (consent->photo_ids, before);
  if (kind->fate == WITHDRAWN)
    consent_add_event (consent, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
  if (kind->fate == REPLACED)
    consent_add_event (consent, DIP_CONSENT_EVENT_REPLACED, "2026-05-01", 0);
  return consent;
}

/* The rule in one line: this consent alone, and no withdrawal after it. */
static gboolean
permits (const Kind *kind, const Kind *beside, DipIdentifiability shows)
{
  gboolean in_force = kind->fate == SIGNED_ANEW || (kind->fate == IN_FORCE && beside->fate != WITHDRAWN);

  return in_force && kind->for_website && kind->most >= shows && kind->covers != DIP_COVERAGE_PHOTOS;
}

static void
check_two (const Kind *one, const Kind *other, DipIdentifiability shows)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (DipGateAnswer) answer = NULL;
  gboolean first = permits (one, other, shows), second = permits (other, one, shows);

  desk->before->shows = shows;
  add_kind (desk, one);
  add_kind (desk, other);
  answer = desk_ask (desk);
  assert_answer_is_sound (answer);
  g_assert_cmpint (answer->allowed, ==, first || second);
  if (answer->allowed)
    g_assert_true (answer->consent_id == 1 ? first : second);
  if ((one->fate == WITHDRAWN || other->fate == WITHDRAWN) && !answer->allowed && one->fate != SIGNED_ANEW
      && other->fate != SIGNED_ANEW)
    g_assert_true (dip_gate_answer_has (answer, DIP_REFUSAL_SCOPE_WITHDRAWN));
}

#define N_KINDS (N_FATES * 2 * 3 * 3)

static Kind
kind_number (int n)
{
  return (Kind){ (Fate) (n % N_FATES), (n / N_FATES) % 2, (DipIdentifiability) (1 + (n / N_FATES / 2) % 3),
                 (n / N_FATES / 6) % 3 };
}

/* Allowed exactly when one consent alone allows it, whatever the other adds. */
static void
test_every_two (void)
{
  for (int i = 0; i < N_KINDS; i++)
    for (int j = 0; j < N_KINDS; j++)
      {
        Kind one = kind_number (i), other = kind_number (j);
        check_two (&one, &other, (DipIdentifiability) (1 + (i + j) % 3));
      }
}

/* ---- Every fact beside every other ---- */

#define ADULTS     3
#define APPROVALS  3
#define SHOWS      3
#define TAKEN_DAYS 4

static void
check_facts (int erased, int adult, int approval, int before_shows, int after_shows, int place_most, int taken)
{
  static const char *const days[TAKEN_DAYS] = { "", "2026-01-20", "2026-03-09", "2026-03-10" };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (DipGateAnswer) answer = NULL;
  gboolean right;

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, "2026-03-01", "2027-02-28")->identifiability
      = DIP_IDENTIFIABILITY_EYES_HIDDEN;
  desk->client.erased_at = erased ? (char *) "2026-05-20T10:00:00.000Z" : NULL;
  desk->adult = (DipAdult) adult;
  desk->approved = approval != 0;
  desk->current_alignment = approval == 1 ? 6 : 5;
  desk->before->shows = (DipIdentifiability) (before_shows + 1);
  desk->after->shows = (DipIdentifiability) (after_shows + 1);
  desk->place->max_identifiability = (DipIdentifiability) (place_most + 1);
  desk->after->taken_on = day (days[taken]);
  answer = desk_ask (desk);

  right = !erased && adult == DIP_ADULT_YES && approval == 2 && MAX (before_shows, after_shows) <= MIN (place_most, 1)
          && taken == 3;
  assert_answer_is_sound (answer);
  g_assert_cmpint (answer->allowed, ==, right);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_CLIENT_ERASED), ==, erased);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_CLIENT_MINOR), ==, adult == DIP_ADULT_NO);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_ADULT_UNCHECKED), ==, adult == DIP_ADULT_UNKNOWN);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_NOT_APPROVED), ==, approval == 0);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL), ==, approval == 1);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_PAIR_FAULT), ==, taken != 3);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_IDENTIFIABILITY), ==, MAX (before_shows, after_shows) > 1);
  g_assert_cmpint (dip_gate_answer_has (answer, DIP_REFUSAL_DESTINATION_IDENTIFIABILITY), ==,
                   MAX (before_shows, after_shows) > place_most);
}

static void
test_every_fact (void)
{
  const int n = 2 * ADULTS * APPROVALS * SHOWS * SHOWS * SHOWS * TAKEN_DAYS;

  for (int i = 0; i < n; i++)
    {
      int rest = i;
      int erased = rest % 2, adult = (rest /= 2) % ADULTS, approval = (rest /= ADULTS) % APPROVALS;
      int before = (rest /= APPROVALS) % SHOWS, after = (rest /= SHOWS) % SHOWS, place = (rest /= SHOWS) % SHOWS;
      int taken = (rest / SHOWS) % TAKEN_DAYS;

      check_facts (erased, adult, approval, before, after, place, taken);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/consents/replaced-now", test_replaced_now);
  g_test_add_func ("/gate/consents/replaced-in-the-future", test_replaced_in_the_future);
  g_test_add_func ("/gate/consents/replaced-without-an-event", test_replaced_without_an_event);
  g_test_add_func ("/gate/consents/superseded-by-a-draft", test_superseded_by_a_draft);
  g_test_add_func ("/gate/consents/replacement-expired", test_replacement_expired);
  g_test_add_func ("/gate/consents/withdrawal-reaches-older", test_withdrawal_reaches_older);
  g_test_add_func ("/gate/consents/withdrawal-reaches-newer", test_withdrawal_reaches_newer);
  g_test_add_func ("/gate/consents/signed-anew", test_signed_anew);
  g_test_add_func ("/gate/consents/signed-anew-the-same-day", test_signed_anew_the_same_day);
  g_test_add_func ("/gate/consents/withdrawn-and-not-granted-anew", test_withdrawn_and_not_granted_anew);
  g_test_add_func ("/gate/consents/withdrawn-granted-anew-expired", test_withdrawn_granted_anew_expired);
  g_test_add_func ("/gate/consents/withdrawal-outlives-its-record", test_withdrawal_outlives_its_record);
  g_test_add_func ("/gate/consents/withdrawal-of-another-client", test_withdrawal_of_another_client);
  g_test_add_func ("/gate/consents/withdrawn-before-its-day", test_withdrawn_before_its_day_of_signature);
  g_test_add_func ("/gate/consents/last-withdrawal-is-named", test_last_withdrawal_is_named);
  g_test_add_func ("/gate/consents/declined-beside-signed", test_declined_beside_signed);
  g_test_add_func ("/gate/consents/nearest", test_nearest);
  g_test_add_func ("/gate/consents/two-permit", test_two_permit);
  g_test_add_func ("/gate/consents/every-two", test_every_two);
  g_test_add_func ("/gate/every-fact", test_every_fact);
  return g_test_run ();
}

#include "gate-fixtures.h"

#define YEAR "2026-03-01", "2027-02-28"

static Desk *
desk_with_consent (void)
{
  Desk *desk = desk_new ();

  desk_add_consent (desk, DIP_SCOPE_WEBSITE, YEAR);
  return desk;
}

static void
test_allowed (void)
{
  g_autoptr (Desk) desk = desk_with_consent ();
  g_autoptr (DipGateAnswer) answer = desk_ask (desk);

  assert_answer_is_sound (answer);
  g_assert_true (answer->allowed);
  g_assert_cmpint (answer->consent_id, ==, 1);
  g_assert_cmpint (answer->until, ==, day ("2027-02-28"));
}

/* One thing that is wrong with a case that was right. */
typedef void (*Spoiler) (Desk *desk);

static void
erase_client (Desk *desk)
{
  desk->client.erased_at = (char *) "2026-05-20T10:00:00.000Z";
}

static void
under_age (Desk *desk)
{
  desk->adult = DIP_ADULT_NO;
}

static void
eighteen_today (Desk *desk)
{
  desk->adult = dip_adult_decide (FALSE, day ("2008-06-01"), desk->today);
}

static void
eighteen_tomorrow (Desk *desk)
{
  desk->adult = dip_adult_decide (TRUE, day ("2008-06-02"), desk->today);
}

static void
born_on_a_leap_day (Desk *desk)
{
  desk->today = day ("2026-03-01");
  desk->after->taken_on = desk->today;
  g_ptr_array_set_size (desk->sessions, 1);
  desk->adult = dip_adult_decide (FALSE, day ("2008-02-29"), desk->today);
}

static void
age_unchecked (Desk *desk)
{
  desk->adult = DIP_ADULT_UNKNOWN;
}

static void
age_of_no_kind (Desk *desk)
{
  desk->adult = (DipAdult) 17;
}

static void
before_undated (Desk *desk)
{
  desk->before->taken_on = DIP_DATE_NONE;
}

static void
after_undated (Desk *desk)
{
  desk->after->taken_on = DIP_DATE_NONE;
}

static void
after_from_the_future (Desk *desk)
{
  desk->after->taken_on = desk->today + 1;
}

static void
both_undated (Desk *desk)
{
  before_undated (desk);
  after_undated (desk);
}

static void
date_stated (Desk *desk)
{
  desk->after->taken_source = DIP_TAKEN_STATED;
  desk->after->taken_by = g_strdup ("Anna");
}

static void
after_not_healed (Desk *desk)
{
  desk->after->taken_on = day ("2026-03-09");
}

static void
after_just_healed (Desk *desk)
{
  desk->after->taken_on = day ("2026-03-10");
}

static void
longer_healing (Desk *desk)
{
  desk->healing_days = 81;
}

static void
session_moved (Desk *desk)
{
  ((DipSession *) g_ptr_array_index (desk->sessions, 1))->date = day ("2026-04-15");
}

static void
maintenance_since (Desk *desk)
{
  g_autoptr (GPtrArray) more = sessions_from ("m2026-05-20");

  g_ptr_array_add (desk->sessions, g_ptr_array_steal_index (more, 0));
}

static void
before_after_session (Desk *desk)
{
  desk->before->taken_on = day ("2026-01-11");
}

static void
view_changed (Desk *desk)
{
  desk->after->view = DIP_VIEW_TOP;
}

static void
view_of_both_changed (Desk *desk)
{
  desk->before->view = desk->after->view = DIP_VIEW_TOP;
}

static void
photo_of_another_pair (Desk *desk)
{
  desk->after->id = 99;
}

static void
moved_to_another_treatment (Desk *desk)
{
  desk->before->treatment_id = desk->after->treatment_id = 4;
}

static void
not_approved (Desk *desk)
{
  desk->approved = FALSE;
}

static void
approval_of_another_pair (Desk *desk)
{
  desk->approval.pair_id = 8;
}

static void
lined_up_since (Desk *desk)
{
  desk->current_alignment = 6;
}

static void
approved_before_lined_up (Desk *desk)
{
  desk->approval.alignment_id = 0;
}

static void
a_photo_said_otherwise (Desk *desk)
{
  desk->approved_photos = "2026-01-09 full-face, 2026-05-01 scalp-only";
}

static void
never_lined_up (Desk *desk)
{
  desk->approval.alignment_id = desk->current_alignment = 0;
}

static void
no_consent (Desk *desk)
{
  g_ptr_array_set_size (desk->consents, 0);
}

static void
face_before (Desk *desk)
{
  desk->before->shows = DIP_IDENTIFIABILITY_FULL_FACE;
}

static void
face_after (Desk *desk)
{
  desk->after->shows = DIP_IDENTIFIABILITY_FULL_FACE;
}

static DipConsent *
consent_of (Desk *desk)
{
  return g_ptr_array_index (desk->consents, 0);
}

static void
consent_without_faces (Desk *desk)
{
  consent_of (desk)->identifiability = DIP_IDENTIFIABILITY_EYES_HIDDEN;
}

static void
place_without_faces (Desk *desk)
{
  desk->place->max_identifiability = DIP_IDENTIFIABILITY_EYES_HIDDEN;
}

static void
shows_nobody_knows_what (Desk *desk)
{
  desk->before->shows = 0;
}

static void
for_another_use (Desk *desk)
{
  consent_of (desk)->scopes = DIP_SCOPE_PRINT;
}

static void
place_of_no_use (Desk *desk)
{
  desk->place->scope = 0;
}

static void
place_of_two_uses (Desk *desk)
{
  desk->place->scope = DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT;
}

static void
on_the_last_day (Desk *desk)
{
  consent_of (desk)->valid_until = desk->today;
}

static void
expired_yesterday (Desk *desk)
{
  consent_of (desk)->valid_until = desk->today - 1;
}

static void
on_the_first_day (Desk *desk)
{
  consent_of (desk)->valid_from = desk->today;
}

static void
from_tomorrow (Desk *desk)
{
  consent_of (desk)->valid_from = desk->today + 1;
}

static void
signed_tomorrow (Desk *desk)
{
  consent_of (desk)->signed_on = desk->today + 1;
}

static void
withdrawn_partly (Desk *desk)
{
  consent_of (desk)->scopes |= DIP_SCOPE_PRINT;
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_WEBSITE);
}

static void
withdrawn_for_another_use (Desk *desk)
{
  consent_of (desk)->scopes |= DIP_SCOPE_PRINT;
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_PRINT);
}

static void
withdrawn_wholly (Desk *desk)
{
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_ALL);
}

static void
declined (Desk *desk)
{
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_DECLINED, "2026-05-01", 0);
}

static void
in_error (Desk *desk)
{
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_IN_ERROR, "2026-05-01", 0);
}

static void
never_signed (Desk *desk)
{
  g_ptr_array_set_size (consent_of (desk)->events, 0);
}

static void
of_another_client (Desk *desk)
{
  consent_of (desk)->client_id = 2;
}

static void
replaced_by_nothing_that_counts (Desk *desk)
{
  consent_add_event (consent_of (desk), DIP_CONSENT_EVENT_REPLACED, "2026-05-01", 0);
}

static void
for_this_treatment (Desk *desk)
{
  consent_of (desk)->coverage = DIP_COVERAGE_TREATMENT;
  consent_of (desk)->treatment_id = 3;
}

static void
for_another_treatment (Desk *desk)
{
  consent_of (desk)->coverage = DIP_COVERAGE_TREATMENT;
  consent_of (desk)->treatment_id = 4;
}

static void
for_photos (Desk *desk, gint64 one, gint64 other)
{
  consent_of (desk)->coverage = DIP_COVERAGE_PHOTOS;
  g_array_append_val (consent_of (desk)->photo_ids, one);
  g_array_append_val (consent_of (desk)->photo_ids, other);
}

static void
for_these_photos (Desk *desk)
{
  for_photos (desk, 12, 11);
}

static void
for_the_before_alone (Desk *desk)
{
  for_photos (desk, 11, 13);
}

static void
for_the_after_alone (Desk *desk)
{
  for_photos (desk, 12, 13);
}

static const struct
{
  Spoiler spoil[5];
  const char *reasons;
} cases[] = {
  { { erase_client }, "client-erased" },
  { { under_age }, "client-minor" },
  { { eighteen_today }, "" },
  { { eighteen_tomorrow }, "client-minor" },
  { { born_on_a_leap_day }, "" },
  { { age_unchecked }, "adult-unchecked" },
  { { age_of_no_kind }, "adult-unchecked" },

  { { before_undated }, "pair-fault" },
  { { after_undated }, "pair-fault" },
  { { after_from_the_future }, "pair-fault" },
  { { both_undated }, "pair-fault pair-fault" },
  { { date_stated }, "" },
  { { after_not_healed }, "pair-fault" },
  { { after_just_healed }, "" },
  { { longer_healing }, "pair-fault" },
  { { session_moved }, "pair-fault" },
  { { maintenance_since }, "" },
  { { before_after_session }, "pair-fault" },
  { { view_changed }, "pair-fault" },
  { { view_of_both_changed }, "pair-fault" },
  { { photo_of_another_pair }, "pair-fault" },
  { { moved_to_another_treatment }, "pair-fault" },

  { { not_approved }, "not-approved" },
  { { approval_of_another_pair }, "not-approved" },
  { { lined_up_since }, "changed-since-approval" },
  { { approved_before_lined_up }, "changed-since-approval" },
  { { a_photo_said_otherwise }, "changed-since-approval" },
  { { never_lined_up }, "" },

  { { no_consent }, "no-consent" },
  { { never_signed }, "no-consent" },
  { { in_error }, "no-consent" },
  { { of_another_client }, "no-consent" },
  { { replaced_by_nothing_that_counts }, "no-consent" },
  { { declined }, "consent-declined" },
  { { on_the_first_day }, "" },
  { { from_tomorrow }, "consent-not-yet" },
  { { signed_tomorrow }, "consent-not-yet" },
  { { on_the_last_day }, "" },
  { { expired_yesterday }, "consent-expired" },
  { { withdrawn_wholly }, "consent-withdrawn" },
  { { withdrawn_partly }, "scope-withdrawn" },
  { { withdrawn_for_another_use }, "" },
  { { for_another_use }, "scope-missing" },
  { { place_of_no_use }, "scope-missing" },
  { { place_of_two_uses }, "scope-missing" },
  { { for_this_treatment }, "" },
  { { for_another_treatment }, "not-covered" },
  { { for_these_photos }, "" },
  { { for_the_before_alone }, "not-covered" },
  { { for_the_after_alone }, "not-covered" },
  { { face_before }, "" },
  { { consent_without_faces }, "" },
  { { consent_without_faces, face_before }, "identifiability" },
  { { consent_without_faces, face_after }, "identifiability" },
  { { consent_without_faces, face_before, face_after }, "identifiability" },
  { { consent_without_faces, shows_nobody_knows_what }, "identifiability" },
  { { place_without_faces }, "" },
  { { place_without_faces, face_before }, "destination-identifiability" },
  { { place_without_faces, face_after }, "destination-identifiability" },

  /* several at once are all said */
  { { erase_client, no_consent }, "client-erased no-consent" },
  { { erase_client, under_age, not_approved, withdrawn_wholly },
    "client-erased client-minor not-approved consent-withdrawn" },
  { { age_unchecked, after_not_healed, lined_up_since, expired_yesterday },
    "adult-unchecked pair-fault changed-since-approval consent-expired" },
  { { for_another_use, for_another_treatment, expired_yesterday, consent_without_faces, face_before },
    "consent-expired scope-missing not-covered identifiability" },
  { { from_tomorrow, withdrawn_partly, for_the_before_alone }, "consent-not-yet scope-withdrawn not-covered" },
  { { consent_without_faces, place_without_faces, face_before, face_after },
    "identifiability destination-identifiability" },
  { { withdrawn_wholly, place_of_two_uses }, "consent-withdrawn scope-missing" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Desk) desk = desk_with_consent ();

      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].spoil) && cases[i].spoil[j]; j++)
        cases[i].spoil[j](desk);
      g_test_message ("case %d: %s", (int) i, cases[i].reasons);
      assert_refused_for (desk, cases[i].reasons);
    }
}

/* The facts are recomputed by nobody: the gate itself does not believe a healed photo of too few days. */
static void
test_facts_that_contradict (void)
{
  g_autoptr (Desk) desk = desk_with_consent ();
  DipPhaseFacts before = { DIP_PHASE_BEFORE, DIP_DATE_NONE, -1, 0, FALSE };
  DipPhaseFacts after = { DIP_PHASE_HEALED, day ("2026-04-11"), 20, 2, FALSE };
  DipGateCase question = {
    .today = desk->today,
    .client = &desk->client,
    .adult = DIP_ADULT_YES,
    .pair = &desk->pair,
    .before = desk->before,
    .after = desk->after,
    .before_facts = before,
    .after_facts = after,
    .healing_days = 0,
    .current_alignment = 5,
    .approval = &desk->approval,
    .consents = desk->consents,
    .destination = desk->place,
  };
  g_autoptr (DipGateAnswer) answer = dip_gate_decide (&question);

  g_assert_false (answer->allowed);
  g_assert_true (dip_gate_answer_has (answer, DIP_REFUSAL_PAIR_FAULT));
}

static void
test_no_list_of_consents (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DipGateCase question = {
    .today = desk->today,
    .client = &desk->client,
    .adult = DIP_ADULT_YES,
    .pair = &desk->pair,
    .before = desk->before,
    .after = desk->after,
    .destination = desk->place,
  };
  g_autoptr (DipGateAnswer) answer = dip_gate_decide (&question);

  g_assert_true (dip_gate_answer_has (answer, DIP_REFUSAL_NO_CONSENT));
}

static const char *
reason_text (const DipGateAnswer *answer, DipRefusalCode code)
{
  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const DipRefusal *refusal = g_ptr_array_index (answer->refusals, i);
      if (refusal->code == code)
        return refusal->text;
    }
  return "";
}

static void
test_sentences (void)
{
  static const struct
  {
    Spoiler spoil[3];
    DipRefusalCode code;
    const char *text;
  } rows[] = {
    { { expired_yesterday },
      DIP_REFUSAL_CONSENT_EXPIRED,
      "The consent has expired: 31 May 2026 was its last day. Ask the client for a new one." },
    { { from_tomorrow }, DIP_REFUSAL_CONSENT_NOT_YET, "The consent is in force only from 2 June 2026 on." },
    { { signed_tomorrow }, DIP_REFUSAL_CONSENT_NOT_YET, "The consent is in force only from 2 June 2026 on." },
    { { withdrawn_wholly }, DIP_REFUSAL_CONSENT_WITHDRAWN, "The client withdrew the consent on 1 May 2026." },
    { { withdrawn_partly },
      DIP_REFUSAL_SCOPE_WITHDRAWN,
      "The client withdrew consent to this use on 1 May 2026: Website." },
    { { for_another_use },
      DIP_REFUSAL_SCOPE_MISSING,
      "The consent signed on 1 March 2026 does not allow this use: Website. It allows: Print." },
    { { for_another_treatment },
      DIP_REFUSAL_NOT_COVERED,
      "The consent signed on 1 March 2026 does not cover both photos." },
    { { for_the_before_alone },
      DIP_REFUSAL_NOT_COVERED,
      "The consent signed on 1 March 2026 does not cover the healed photo." },
    { { consent_without_faces, face_before },
      DIP_REFUSAL_IDENTIFIABILITY,
      "The consent signed on 1 March 2026 is for pictures that show no more than: Eyes hidden. More is seen on the "
      "before photo. Cover the eyes with a bar." },
    { { place_without_faces, face_after },
      DIP_REFUSAL_DESTINATION_IDENTIFIABILITY,
      "“Website” takes no pictures that show more than: Eyes hidden. Too much is seen on the healed photo. Cover the "
      "eyes with a bar." },
    { { after_not_healed },
      DIP_REFUSAL_PAIR_FAULT,
      "The healed photo was taken 27 days after the session of 10 February 2026. Only from 10 March 2026 on does a "
      "photo "
      "show a healed result." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Desk) desk = desk_with_consent ();
      g_autoptr (DipGateAnswer) answer = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (rows[i].spoil) && rows[i].spoil[j]; j++)
        rows[i].spoil[j](desk);
      answer = desk_ask (desk);
      g_assert_cmpstr (reason_text (answer, rows[i].code), ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/allowed", test_allowed);
  g_test_add_func ("/gate/cases", test_cases);
  g_test_add_func ("/gate/facts-that-contradict", test_facts_that_contradict);
  g_test_add_func ("/gate/no-list-of-consents", test_no_list_of_consents);
  g_test_add_func ("/gate/sentences", test_sentences);
  return g_test_run ();
}

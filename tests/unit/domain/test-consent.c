#include <string.h>

#include "domain-fixtures.h"

#define USES (DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT)

/* A consent in force from 2026-03-01 to 2027-02-28, and what happened to it since. */
static DipConsent *
consent_of_march (void)
{
  return consent_new (1, USES, "2026-03-01", "2027-02-28");
}

typedef struct
{
  DipConsentEventKind kind;
  const char *on;
  guint scopes;
} Happening;

static const struct
{
  const char *why;
  Happening then[3]; /* ends with a day of NULL */
  const char *today;
  DipConsentState expected;
  int days_left;
} states[] = {
  { "the day before the first", { { 0 } }, "2026-02-28", DIP_CONSENT_NOT_YET, -1 },
  { "the first day", { { 0 } }, "2026-03-01", DIP_CONSENT_ACTIVE, 364 },
  { "in between", { { 0 } }, "2027-01-29", DIP_CONSENT_ACTIVE, 30 },
  { "the last day", { { 0 } }, "2027-02-28", DIP_CONSENT_ACTIVE, 0 },
  { "the day after the last", { { 0 } }, "2027-03-01", DIP_CONSENT_EXPIRED, -1 },

  { "partly withdrawn",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_PRINT } },
    "2026-05-02",
    DIP_CONSENT_ACTIVE,
    302 },
  { "withdrawn piece by piece",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_PRINT },
      { DIP_CONSENT_EVENT_WITHDRAWN, "2026-06-01", DIP_SCOPE_WEBSITE } },
    "2026-06-01",
    DIP_CONSENT_WITHDRAWN,
    -1 },
  { "withdrawn at once",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_ALL } },
    "2026-05-01",
    DIP_CONSENT_WITHDRAWN,
    -1 },
  { "withdrawn from a use it never had",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_TRAINING } },
    "2026-05-02",
    DIP_CONSENT_ACTIVE,
    302 },
  { "withdrawn stays withdrawn after the last day",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", USES } },
    "2028-01-01",
    DIP_CONSENT_WITHDRAWN,
    -1 },
  { "withdrawn before the first day",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-02-01", USES } },
    "2026-02-02",
    DIP_CONSENT_WITHDRAWN,
    -1 },

  { "replaced now", { { DIP_CONSENT_EVENT_REPLACED, "2026-05-01" } }, "2026-05-01", DIP_CONSENT_REPLACED, -1 },
  { "to be replaced tomorrow",
    { { DIP_CONSENT_EVENT_REPLACED, "2026-05-02" } },
    "2026-05-01",
    DIP_CONSENT_ACTIVE,
    303 },
  { "replaced stays replaced",
    { { DIP_CONSENT_EVENT_REPLACED, "2026-05-01" } },
    "2028-01-01",
    DIP_CONSENT_REPLACED,
    -1 },
  { "expired before its replacement comes",
    { { DIP_CONSENT_EVENT_REPLACED, "2028-01-01" } },
    "2027-12-31",
    DIP_CONSENT_EXPIRED,
    -1 },
  { "withdrawn outranks replaced",
    { { DIP_CONSENT_EVENT_REPLACED, "2026-05-01" }, { DIP_CONSENT_EVENT_WITHDRAWN, "2026-06-01", USES } },
    "2026-06-01",
    DIP_CONSENT_WITHDRAWN,
    -1 },

  { "declined outranks withdrawn",
    { { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", USES }, { DIP_CONSENT_EVENT_DECLINED, "2026-05-01" } },
    "2026-05-02",
    DIP_CONSENT_DECLINED,
    -1 },
  { "in error outranks everything",
    { { DIP_CONSENT_EVENT_DECLINED, "2026-05-01" },
      { DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", USES },
      { DIP_CONSENT_EVENT_IN_ERROR, "2026-05-01" } },
    "2026-05-02",
    DIP_CONSENT_IN_ERROR,
    -1 },
};

static void
test_state (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (DipConsent) consent = consent_of_march ();

      for (gsize j = 0; j < G_N_ELEMENTS (states[i].then) && states[i].then[j].on; j++)
        consent_add_event (consent, states[i].then[j].kind, states[i].then[j].on, states[i].then[j].scopes);
      g_test_message ("%s", states[i].why);
      g_assert_cmpstr (
          dip_token_name (dip_consent_state_tokens, (int) dip_consent_state (consent, day (states[i].today))), ==,
          dip_token_name (dip_consent_state_tokens, (int) states[i].expected));
      g_assert_cmpint (dip_consent_days_left (consent, day (states[i].today)), ==, states[i].days_left);
    }
}

static void
test_draft (void)
{
  g_autoptr (DipConsent) consent = dip_consent_new ();

  g_assert_cmpint (dip_consent_state (consent, day ("2026-03-14")), ==, DIP_CONSENT_DRAFT);
  g_assert_cmpuint (dip_consent_scopes_left (consent), ==, 0);
  g_assert_false (dip_consent_covers (consent, 1, 1));
  consent_add_event (consent, DIP_CONSENT_EVENT_DECLINED, "2026-03-14", 0);
  g_assert_cmpint (dip_consent_state (consent, day ("2026-03-14")), ==, DIP_CONSENT_DECLINED);
}

/* A record that lost its days agrees to nothing. */
static void
test_without_days (void)
{
  g_autoptr (DipConsent) consent = consent_of_march ();

  consent->valid_until = DIP_DATE_NONE;
  g_assert_cmpint (dip_consent_state (consent, day ("2026-03-14")), ==, DIP_CONSENT_EXPIRED);
  consent->valid_from = DIP_DATE_NONE;
  g_assert_cmpint (dip_consent_state (consent, day ("2026-03-14")), ==, DIP_CONSENT_NOT_YET);
}

/* An old form recorded late: nothing is in force before it was signed, whatever its first day says. */
static void
test_signed_after_its_first_day (void)
{
  g_autoptr (DipConsent) consent = consent_of_march ();

  consent->signed_on = day ("2026-04-10");
  g_assert_true (dip_consent_validate (consent, NULL));
  g_assert_cmpint (dip_consent_first_day (consent), ==, day ("2026-04-10"));
  g_assert_cmpint (dip_consent_state (consent, day ("2026-04-09")), ==, DIP_CONSENT_NOT_YET);
  g_assert_cmpint (dip_consent_state (consent, day ("2026-04-10")), ==, DIP_CONSENT_ACTIVE);
  consent->signed_on = day ("2027-06-01");
  g_assert_true (dip_consent_validate (consent, NULL));
  g_assert_cmpint (dip_consent_state (consent, day ("2027-02-28")), ==, DIP_CONSENT_NOT_YET);
  g_assert_cmpint (dip_consent_state (consent, day ("2027-06-01")), ==, DIP_CONSENT_EXPIRED);
}

static void
test_leap_day (void)
{
  g_autoptr (DipConsent) consent = consent_new (1, USES, "2027-02-28", "2028-02-29");

  g_assert_cmpint (dip_consent_days_left (consent, day ("2028-02-28")), ==, 1);
  g_assert_cmpint (dip_consent_state (consent, day ("2028-02-29")), ==, DIP_CONSENT_ACTIVE);
  g_assert_cmpint (dip_consent_state (consent, day ("2028-03-01")), ==, DIP_CONSENT_EXPIRED);
}

static void
test_scopes_left (void)
{
  g_autoptr (DipConsent) consent = consent_new (1, USES | DIP_SCOPE_FIRST_NAME, "2026-03-01", "2027-02-28");

  g_assert_cmpuint (dip_consent_scopes_left (consent), ==, USES | DIP_SCOPE_FIRST_NAME);
  consent_add_event (consent, DIP_CONSENT_EVENT_WITHDRAWN, "2026-05-01", DIP_SCOPE_FIRST_NAME);
  g_assert_cmpuint (dip_consent_scopes_left (consent), ==, USES);
  consent_add_event (consent, DIP_CONSENT_EVENT_REPLACED, "2026-05-01", DIP_SCOPE_ALL);
  g_assert_cmpuint (dip_consent_scopes_left (consent), ==, USES);
}

static void
test_covers (void)
{
  g_autoptr (DipConsent) consent = consent_of_march ();
  const gint64 listed[] = { 5, 8 };

  g_assert_true (dip_consent_covers (consent, 5, 0));
  consent->coverage = DIP_COVERAGE_TREATMENT;
  g_assert_false (dip_consent_covers (consent, 5, 0));
  consent->treatment_id = 3;
  g_assert_true (dip_consent_covers (consent, 5, 3));
  g_assert_false (dip_consent_covers (consent, 5, 4));
  consent->coverage = DIP_COVERAGE_PHOTOS;
  g_assert_false (dip_consent_covers (consent, 5, 3));
  g_array_append_vals (consent->photo_ids, listed, G_N_ELEMENTS (listed));
  g_assert_true (dip_consent_covers (consent, 5, 0));
  g_assert_true (dip_consent_covers (consent, 8, 0));
  g_assert_false (dip_consent_covers (consent, 6, 3));
}

/* What spoils a record that was fine. */
typedef void (*Spoiler) (DipConsent *consent);

static void
without_scopes (DipConsent *consent)
{
  consent->scopes = 0;
}

static void
a_name_but_no_place (DipConsent *consent)
{
  consent->scopes = DIP_SCOPE_FIRST_NAME | DIP_SCOPE_TESTIMONIAL;
}

static void
unknown_scope (DipConsent *consent)
{
  consent->scopes |= 1u << 20;
}

static void
without_identifiability (DipConsent *consent)
{
  consent->identifiability = 0;
}

static void
without_first_day (DipConsent *consent)
{
  consent->valid_from = DIP_DATE_NONE;
}

static void
without_last_day (DipConsent *consent)
{
  consent->valid_until = DIP_DATE_NONE;
}

static void
without_day_of_signature (DipConsent *consent)
{
  consent->signed_on = DIP_DATE_NONE;
}

static void
days_swapped (DipConsent *consent)
{
  consent->valid_until = consent->valid_from - 1;
}

static void
ten_years_and_two_days (DipConsent *consent)
{
  consent->valid_until = day ("2036-03-02");
}

static void
without_signer (DipConsent *consent)
{
  g_free (consent->signed_by);
  consent->signed_by = g_strdup ("  ");
}

static void
without_signature (DipConsent *consent)
{
  g_clear_pointer (&consent->signature, g_free);
}

static void
with_no_digest_for_signature (DipConsent *consent)
{
  consent->signature[5] = 'x';
}

static void
for_no_treatment (DipConsent *consent)
{
  consent->coverage = DIP_COVERAGE_TREATMENT;
}

static void
for_no_photo (DipConsent *consent)
{
  consent->coverage = DIP_COVERAGE_PHOTOS;
}

static const struct
{
  Spoiler spoil;
  const char *says;
} spoilers[] = {
  { without_scopes, "no use" },
  { a_name_but_no_place, "no use" },
  { unknown_scope, "no use" },
  { without_identifiability, "may be seen" },
  { without_first_day, "first and a last day" },
  { without_last_day, "first and a last day" },
  { without_day_of_signature, "day of signature" },
  { days_swapped, "28 February 2026" },
  { ten_years_and_two_days, "Ten years" },
  { without_signer, "who signed" },
  { without_signature, "no signature" },
  { with_no_digest_for_signature, "no signature" },
  { for_no_treatment, "which. Choose the treatment" },
  { for_no_photo, "lists none" },
};

static void
test_validate (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_autoptr (DipConsent) consent = consent_of_march ();
      g_autoptr (GError) error = NULL;

      g_assert_true (dip_consent_validate (consent, &error));
      g_assert_no_error (error);
      spoilers[i].spoil (consent);
      g_assert_false (dip_consent_validate (consent, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, spoilers[i].says));
      g_assert_null (strstr (error->message, CONSENT_SIGNER));
    }
}

static void
test_longest (void)
{
  g_autoptr (DipConsent) consent = consent_new (1, USES, "2026-03-01", "2036-03-01");
  g_autoptr (DipConsent) one_day = consent_new (1, USES, "2026-03-01", "2026-03-01");

  g_assert_true (dip_consent_validate (consent, NULL));
  g_assert_true (dip_consent_validate (one_day, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/consent/state", test_state);
  g_test_add_func ("/consent/draft", test_draft);
  g_test_add_func ("/consent/without-days", test_without_days);
  g_test_add_func ("/consent/signed-after-its-first-day", test_signed_after_its_first_day);
  g_test_add_func ("/consent/leap-day", test_leap_day);
  g_test_add_func ("/consent/scopes-left", test_scopes_left);
  g_test_add_func ("/consent/covers", test_covers);
  g_test_add_func ("/consent/validate", test_validate);
  g_test_add_func ("/consent/longest", test_longest);
  return g_test_run ();
}

/* Consents over time: which one counts on which day, whatever the order in which they were recorded. */
#include "clinic-fixture.h"

typedef struct
{
  Clinic clinic;
  char *code;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  clinic_place (&fixture->clinic);
  clinic_create (&fixture->clinic);
  fixture->code = clinic_client (&fixture->clinic);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  clinic_clear (&fixture->clinic);
  g_free (fixture->code);
}

/* One form: signed, from, until as days from today. */
typedef struct
{
  int signed_on, from, until;
  guint scopes;
} Form;

static gint64
record (Fixture *fixture, Form form, GError **error)
{
  g_autofree char *signature = clinic_picture_file (&fixture->clinic, "signature.jpg");
  DipDate today = fixture->clinic.today;
  const DipConsentTerms terms = {
    .scopes = form.scopes,
    .identifiability = DIP_IDENTIFIABILITY_FULL_FACE,
    .coverage = DIP_COVERAGE_ALL,
    .from = today + form.from,
    .until = today + form.until,
    .signed_on = today + form.signed_on,
    .signed_by = "Wilhelmine Muster",
    .signature_file = signature,
  };

  return dip_consenting_record (fixture->clinic.desk, fixture->code, &terms, error);
}

/* The uses in force on a day. */
static guint
scopes_on (const Fixture *fixture, int day)
{
  g_autoptr (DipClientOverview) row = NULL;

  fixture->clinic.desk->fixed_today = fixture->clinic.today + day;
  row = dip_clients_show (fixture->clinic.desk, fixture->code, NULL);
  fixture->clinic.desk->fixed_today = fixture->clinic.today;
  g_assert_nonnull (row);
  return row->scopes;
}

#define WEB   DIP_SCOPE_WEBSITE
#define PRINT DIP_SCOPE_PRINT

/* Whichever is recorded first, the form that was signed later takes over on its first day. */
static void
test_order_of_recording (Fixture *fixture, gconstpointer reversed)
{
  static const Form forms[] = { { -60, -60, 100, WEB | PRINT }, { -30, -20, 200, WEB } };
  static const struct
  {
    int day;
    guint scopes;
  } days[] = { { -20, WEB }, { 0, WEB }, { 100, WEB }, { 101, WEB }, { 200, WEB }, { 201, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;

      record (fixture, forms[reversed != NULL ? G_N_ELEMENTS (forms) - 1 - i : i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    g_assert_cmpuint (scopes_on (fixture, days[i].day), ==, days[i].scopes);
}

/* Until a consent begins the one before it stands. */
static void
test_future_consent (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  record (fixture, (Form){ 0, 0, 100, WEB | PRINT }, &error);
  g_assert_no_error (error);
  record (fixture, (Form){ 0, 10, 200, WEB }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scopes_on (fixture, 9), ==, WEB | PRINT);
  g_assert_cmpuint (scopes_on (fixture, 10), ==, WEB);
}

/* A withdrawal ends what was signed before it, also what is recorded only afterwards. */
static void
test_withdrawal_lasts (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClientOverview) row = NULL;

  record (fixture, (Form){ -5, -5, 100, WEB }, &error);
  g_assert_no_error (error);
  g_assert_true (dip_consenting_withdraw (fixture->clinic.desk, fixture->code, DIP_SCOPE_ALL, NULL, NULL));
  g_assert_cmpuint (scopes_on (fixture, 0), ==, 0);
  record (fixture, (Form){ 0, 0, 100, PRINT }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scopes_on (fixture, 0), ==, PRINT);
}

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const Form wrong[] = {
    { 1, 0, 100, WEB },                  /* signed tomorrow */
    { 0, 10, 9, WEB },                   /* ends before it begins */
    { 0, 0, 365 * 11, WEB },             /* longer than ten years */
    { 0, 0, 100, 0 },                    /* for nothing */
    { 0, 0, 100, DIP_SCOPE_FIRST_NAME }, /* a name, but nowhere to show it */
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) consents = NULL;

      g_assert_cmpint (record (fixture, wrong[i], &error), ==, 0);
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      consents = dip_consenting_show (fixture->clinic.desk, fixture->code, NULL);
      g_assert_cmpuint (consents->len, ==, 0);
    }
}

/* Due on the day that is so many days before the last, and not a day sooner. */
static void
test_due (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    int day;
    int kind; /* -1: not due */
    int days_left;
  } days[] = {
    { 69, -1, 0 },
    { 70, DIP_DUE_EXPIRING, 30 },
    { 100, DIP_DUE_EXPIRING, 0 },
    { 101, DIP_DUE_EXPIRED, -1 },
  };
  g_autoptr (GError) error = NULL;

  record (fixture, (Form){ 0, 0, 100, WEB }, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GPtrArray) due = NULL;

      fixture->clinic.desk->fixed_today = fixture->clinic.today + days[i].day;
      due = dip_consenting_due (fixture->clinic.desk, 30, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (due->len, ==, days[i].kind >= 0);
      if (due->len == 0)
        continue;
      g_assert_cmpint (((DipDue *) g_ptr_array_index (due, 0))->kind, ==, days[i].kind);
      g_assert_cmpint (((DipDue *) g_ptr_array_index (due, 0))->days_left, ==, days[i].days_left);
    }
}

static void
assert_refused (const Person *person, const DipDesk *desk)
{
  g_autoptr (GPtrArray) verdicts = dip_publishing_check (desk, "website", &person->pair, 1, NULL);

  g_assert_cmpuint (verdicts->len, ==, 1);
  g_assert_false (((DipPublishVerdict *) verdicts->pdata[0])->answer->allowed);
}

/* Wherever the computer's clock stands after a withdrawal, or stood when it was made, the block holds. */
static void
test_clock_set_back (Fixture *fixture, gconstpointer unused)
{
  static const int clocks[] = { 0, -20, 250 };
  DipDesk *desk = fixture->clinic.desk;

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      Person person = clinic_person (&fixture->clinic);
      g_autoptr (GError) error = NULL;

      desk->fixed_today = fixture->clinic.today + clocks[i];
      dip_consenting_withdraw (desk, person.code, DIP_SCOPE_ALL, NULL, &error);
      g_assert_no_error (error);
      for (int day = -400; day <= 400; day += 20)
        {
          desk->fixed_today = fixture->clinic.today + day;
          assert_refused (&person, desk);
        }
      desk->fixed_today = fixture->clinic.today;
      g_free (person.code);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    gconstpointer data;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "order-of-recording", NULL, test_order_of_recording },
    { "order-of-recording-reversed", "reversed", test_order_of_recording },
    { "future-consent", NULL, test_future_consent },
    { "withdrawal-lasts", NULL, test_withdrawal_lasts },
    { "refused", NULL, test_refused },
    { "due", NULL, test_due },
    { "clock-set-back", NULL, test_clock_set_back },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/consenting/", tests[i].name, NULL);

      g_test_add (path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}

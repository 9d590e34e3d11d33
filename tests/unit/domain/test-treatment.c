#include "domain-fixtures.h"

#define TODAY "2026-12-31"

static const struct
{
  const char *why;
  const char *taken;
  const char *sessions;
  int healing;
  const char *today;
  const char *last_session;
  int days_since;
  guint done;
  DipPhase phase;
  gboolean later_maintenance;
} cases[] = {
  { "no session at all", "2026-05-01", "", 28, TODAY, "", -1, 0, DIP_PHASE_BEFORE },
  { "not dated", "", "i2026-01-10", 28, TODAY, "", -1, 0, DIP_PHASE_UNKNOWN },
  { "dated in the future", "2027-01-01", "i2026-01-10", 28, TODAY, "", -1, 0, DIP_PHASE_UNKNOWN },
  { "taken today", "2026-12-31", "i2026-01-10", 28, TODAY, "2026-01-10", 355, 1, DIP_PHASE_HEALED },

  { "the day before the first session", "2026-01-09", "i2026-01-10", 28, TODAY, "", -1, 0, DIP_PHASE_BEFORE },
  { "the day of the first session", "2026-01-10", "i2026-01-10", 28, TODAY, "", -1, 0, DIP_PHASE_BEFORE },
  { "the day after it", "2026-01-11", "i2026-01-10", 28, TODAY, "2026-01-10", 1, 1, DIP_PHASE_HEALING },
  { "the day after it, more to come", "2026-01-11", "i2026-01-10 f2026-02-20", 28, TODAY, "2026-01-10", 1, 1,
    DIP_PHASE_IN_PROGRESS },

  { "27 days of 28", "2026-02-06", "i2026-01-10", 28, TODAY, "2026-01-10", 27, 1, DIP_PHASE_HEALING },
  { "28 days of 28", "2026-02-07", "i2026-01-10", 28, TODAY, "2026-01-10", 28, 1, DIP_PHASE_HEALED },
  { "20 days of 21", "2026-01-30", "i2026-01-10", 21, TODAY, "2026-01-10", 20, 1, DIP_PHASE_HEALING },
  { "21 days of 21", "2026-01-31", "i2026-01-10", 21, TODAY, "2026-01-10", 21, 1, DIP_PHASE_HEALED },
  { "34 days of 35", "2026-02-13", "i2026-01-10", 35, TODAY, "2026-01-10", 34, 1, DIP_PHASE_HEALING },
  { "35 days of 35", "2026-02-14", "i2026-01-10", 35, TODAY, "2026-01-10", 35, 1, DIP_PHASE_HEALED },
  { "no interval shorter than 21", "2026-01-30", "i2026-01-10", 7, TODAY, "2026-01-10", 20, 1, DIP_PHASE_HEALING },
  { "none at all is 21 too", "2026-01-30", "i2026-01-10", 0, TODAY, "2026-01-10", 20, 1, DIP_PHASE_HEALING },

  { "across a leap day", "2028-03-13", "i2028-02-15", 28, "2028-12-31", "2028-02-15", 27, 1, DIP_PHASE_HEALING },
  { "across a leap day, one on", "2028-03-14", "i2028-02-15", 28, "2028-12-31", "2028-02-15", 28, 1, DIP_PHASE_HEALED },
  { "the same days of a common year", "2027-03-15", "i2027-02-15", 28, "2027-12-31", "2027-02-15", 28, 1,
    DIP_PHASE_HEALED },
  { "across a month's end", "2026-02-28", "i2026-01-31", 28, TODAY, "2026-01-31", 28, 1, DIP_PHASE_HEALED },
  { "across the year's end", "2027-01-27", "i2026-12-30", 28, "2027-06-01", "2026-12-30", 28, 1, DIP_PHASE_HEALED },

  { "healed between two sessions", "2026-02-15", "i2026-01-10 f2026-02-20", 28, TODAY, "2026-01-10", 36, 1,
    DIP_PHASE_HEALED },
  { "not healed between two sessions", "2026-01-30", "i2026-01-10 f2026-02-20", 28, TODAY, "2026-01-10", 20, 1,
    DIP_PHASE_IN_PROGRESS },
  { "the day of the second session: fresh skin", "2026-02-20", "i2026-01-10 f2026-02-20", 28, TODAY, "2026-02-20", 0, 2,
    DIP_PHASE_HEALING },
  { "the day of the second of three", "2026-02-20", "i2026-01-10 f2026-02-20 f2026-03-20", 28, TODAY, "2026-02-20", 0,
    2, DIP_PHASE_IN_PROGRESS },
  { "sessions in any order", "2026-04-17", "f2026-03-20 i2026-01-10 f2026-02-20", 28, TODAY, "2026-03-20", 28, 3,
    DIP_PHASE_HEALED },
  { "two sittings on one day", "2026-02-07", "i2026-01-10 i2026-01-10", 28, TODAY, "2026-01-10", 28, 2,
    DIP_PHASE_HEALED },

  { "a maintenance session after the result", "2026-03-01", "i2026-01-10 m2026-09-01", 28, TODAY, "2026-01-10", 50, 1,
    DIP_PHASE_HEALED, TRUE },
  { "a maintenance session is no reason to wait for more", "2026-01-20", "i2026-01-10 m2026-09-01", 28, TODAY,
    "2026-01-10", 10, 1, DIP_PHASE_HEALING, TRUE },
  { "after a maintenance session the skin heals again", "2026-09-10", "i2026-01-10 m2026-09-01", 28, TODAY,
    "2026-09-01", 9, 2, DIP_PHASE_HEALING },
  { "healed after maintenance", "2026-09-29", "i2026-01-10 m2026-09-01", 28, TODAY, "2026-09-01", 28, 2,
    DIP_PHASE_HEALED },
  { "a planned maintenance session has not come", "2026-03-01", "i2026-01-10 m2027-09-01", 28, TODAY, "2026-01-10", 50,
    1, DIP_PHASE_HEALED },
  { "a planned session is not done", "2026-01-20", "i2026-01-10 f2027-02-01", 28, TODAY, "2026-01-10", 10, 1,
    DIP_PHASE_IN_PROGRESS },
  { "all sessions planned", "2026-12-30", "i2027-02-01", 28, TODAY, "", -1, 0, DIP_PHASE_BEFORE },
  { "a session nobody dated", "2026-03-01", "i2026-01-10 f", 28, TODAY, "", -1, 0, DIP_PHASE_UNKNOWN },
};

static void
test_phase (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) sessions = sessions_from (cases[i].sessions);
      DipPhaseFacts facts = dip_phase_of (day (cases[i].taken), sessions, cases[i].healing, day (cases[i].today));

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (dip_token_name (dip_phase_tokens, (int) facts.phase), ==,
                       dip_token_name (dip_phase_tokens, (int) cases[i].phase));
      g_assert_cmpint (facts.last_session, ==, day (cases[i].last_session));
      g_assert_cmpint (facts.days_since, ==, cases[i].days_since);
      g_assert_cmpuint (facts.sessions_done, ==, cases[i].done);
      g_assert_cmpint (facts.later_maintenance, ==, cases[i].later_maintenance);
    }
}

/* Whatever the sessions: healed says that as many days have passed since each session before it. */
static void
test_healed_never_too_soon (void)
{
  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (GPtrArray) sessions = sessions_new ();
      DipDate today = day ("2026-06-01");
      DipDate taken = today - g_test_rand_int_range (-30, 200);
      int healing = g_test_rand_int_range (0, 60);
      DipPhaseFacts facts;

      for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
        {
          DipSession *session = g_new0 (DipSession, 1);
          session->date = today - g_test_rand_int_range (-60, 200);
          session->kind = (DipSessionKind) g_test_rand_int_range (0, 3);
          g_ptr_array_add (sessions, session);
        }
      facts = dip_phase_of (taken, sessions, healing, today);
      if (facts.phase != DIP_PHASE_HEALED)
        continue;
      g_assert_cmpint (taken, <=, today);
      g_assert_cmpuint (facts.sessions_done, >, 0);
      for (guint i = 0; i < sessions->len; i++)
        {
          const DipSession *session = g_ptr_array_index (sessions, i);
          g_assert_true (session->date > taken || taken - session->date >= MAX (healing, DIP_HEALING_LEAST));
        }
    }
}

static void
test_healed_from (void)
{
  static const struct
  {
    const char *sessions;
    int healing;
    const char *expected;
  } rows[] = {
    { "", 28, "" },
    { "i2027-01-01", 28, "" },
    { "i2026-01-10", 28, "2026-02-07" },
    { "i2026-01-10 f2026-02-20 m2027-05-01", 28, "2026-03-20" },
    { "i2026-12-31", 21, "2027-01-21" },
    { "i2026-01-10", 3, "2026-01-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) sessions = sessions_from (rows[i].sessions);
      DipDate from = dip_healed_from (sessions, rows[i].healing, day (TODAY));

      g_assert_cmpint (from, ==, day (rows[i].expected));
      /* a photo of that day is healed, one of the day before is not */
      if (from != DIP_DATE_NONE && sessions->len == 1)
        {
          g_assert_cmpint (dip_phase_of (from, sessions, rows[i].healing, from).phase, ==, DIP_PHASE_HEALED);
          g_assert_cmpint (dip_phase_of (from - 1, sessions, rows[i].healing, from).phase, ==, DIP_PHASE_HEALING);
        }
    }
}

/* Every area is documented in some view, and a view nobody needs is not asked for. */
static void
test_needed_views (void)
{
  static const struct
  {
    guint areas;
    const char *views;
  } rows[] = {
    { 0, "" },
    { DIP_AREA_HAIRLINE, "front-hairline left-temple right-temple " },
    { DIP_AREA_FRONTAL, "front-hairline top " },
    { DIP_AREA_TOP, "top " },
    { DIP_AREA_CROWN, "top crown " },
    { DIP_AREA_TEMPLES, "front-hairline left-temple right-temple " },
    { DIP_AREA_BACK, "back " },
    { DIP_AREA_SCAR, "scar " },
    { DIP_AREA_CROWN | DIP_AREA_SCAR, "top crown scar " },
    { DIP_AREA_FULL_SCALP, "front-hairline top crown left-temple right-temple back " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) views = g_string_new (NULL);

      for (const DipToken *view = dip_view_tokens; view->token != NULL; view++)
        if (dip_view_is_needed ((DipView) view->value, rows[i].areas))
          g_string_append_printf (views, "%s ", view->token);
      g_assert_cmpstr (views->str, ==, rows[i].views);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/treatment/phase", test_phase);
  g_test_add_func ("/treatment/healed-never-too-soon", test_healed_never_too_soon);
  g_test_add_func ("/treatment/healed-from", test_healed_from);
  g_test_add_func ("/treatment/needed-views", test_needed_views);
  return g_test_run ();
}

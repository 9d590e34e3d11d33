#include "dip-date.h"
#include "dip-error.h"

#include <string.h>

static DipDate
day (const char *iso)
{
  g_autoptr (GError) error = NULL;
  DipDate date = DIP_DATE_NONE;

  dip_date_parse (iso, "test", &date, &error);
  g_assert_no_error (error);
  return date;
}

static void
assert_day (DipDate date, const char *iso)
{
  g_autofree char *text = dip_date_to_iso (date);

  g_assert_cmpstr (text, ==, iso);
}

static void
test_known_days (void)
{
  static const struct
  {
    int year, month, day;
    DipDate date;
  } rows[] = {
    { 1970, 1, 1, 0 },         { 1970, 1, 2, 1 },       { 1969, 12, 31, -1 },   { 2000, 2, 29, 11016 },
    { 2000, 3, 1, 11017 },     { 1900, 2, 28, -25509 }, { 1900, 3, 1, -25508 }, { 2026, 3, 14, 20526 },
    { 9999, 12, 31, 2932896 }, { 1, 1, 1, -719162 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int year, month, day_of_month;

      g_assert_cmpint (dip_date_from_ymd (rows[i].year, rows[i].month, rows[i].day), ==, rows[i].date);
      dip_date_to_ymd (rows[i].date, &year, &month, &day_of_month);
      g_assert_cmpint (year, ==, rows[i].year);
      g_assert_cmpint (month, ==, rows[i].month);
      g_assert_cmpint (day_of_month, ==, rows[i].day);
    }
}

static void
test_no_such_day (void)
{
  static const int rows[][3] = {
    { 2025, 2, 29 }, { 1900, 2, 29 }, { 2100, 2, 29 }, { 2000, 2, 30 }, { 2026, 4, 31 },
    { 2026, 6, 31 }, { 2026, 0, 1 },  { 2026, 13, 1 }, { 2026, 1, 0 },  { 2026, 1, 32 },
    { 10000, 1, 1 }, { 0, 1, 1 },     { -5, 1, 1 },    { 2026, -1, 1 }, { 2026, 1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (dip_date_from_ymd (rows[i][0], rows[i][1], rows[i][2]), ==, DIP_DATE_NONE);
}

/* GLib's calendar is another's work: the two must agree on every day for four centuries. */
static void
test_agrees_with_gdate (void)
{
  g_autoptr (GDate) other = g_date_new_dmy (1, 1, 1800);

  for (DipDate date = dip_date_from_ymd (1800, 1, 1); date < dip_date_from_ymd (2200, 1, 1); date++)
    {
      int year, month, day_of_month;

      dip_date_to_ymd (date, &year, &month, &day_of_month);
      g_assert_cmpint (year, ==, g_date_get_year (other));
      g_assert_cmpint (month, ==, (int) g_date_get_month (other));
      g_assert_cmpint (day_of_month, ==, g_date_get_day (other));
      g_assert_cmpint (dip_date_from_ymd (year, month, day_of_month), ==, date);
      g_date_add_days (other, 1);
    }
}

static void
test_parse_refuses (void)
{
  static const char *const rows[] = {
    "",           "2026",        "2026-3-14",   "2026-03-1",   "26-03-14",   "2026/03/14",
    "14.03.2026", "2026-03-14 ", " 2026-03-14", "2026-03-14T", "+026-03-14", "2026-0a-14",
    "2026-03--1", "1799-12-31",  "2025-02-29",  "1900-02-29",  "2026-04-31", "2026-00-10",
    "2026-13-01", "2026-01-00",  "2026-01-32",  "0000-00-00",  "20260314",   "2026-03-\xff\x34",
    "२०२६-०३-१४", "today",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      DipDate date = 4711;

      g_assert_false (dip_date_parse (rows[i], "--taken", &date, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "--taken"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_parse_takes (void)
{
  static const char *const rows[]
      = { "1800-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31", "9999-12-31" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_day (day (rows[i]), rows[i]);
}

static void
test_no_date (void)
{
  g_autofree char *display = dip_date_to_display (DIP_DATE_NONE);

  g_assert_null (dip_date_to_iso (DIP_DATE_NONE));
  g_assert_cmpstr (display, ==, "");
  g_assert_cmpint (dip_date_add_years (DIP_DATE_NONE, 1), ==, DIP_DATE_NONE);
  g_assert_cmpint (dip_date_years_between (DIP_DATE_NONE, day ("2026-01-01")), ==, 0);
  g_assert_cmpint (dip_date_years_between (day ("1980-01-01"), DIP_DATE_NONE), ==, 0);
}

static void
test_display (void)
{
  g_autofree char *two = dip_date_to_display (day ("2026-03-14"));
  g_autofree char *one = dip_date_to_display (day ("2024-02-09"));

  g_assert_cmpstr (two, ==, "14 March 2026");
  g_assert_cmpstr (one, ==, "9 February 2024");
}

static void
test_add_years (void)
{
  static const struct
  {
    const char *from;
    int years;
    const char *to;
  } rows[] = {
    { "2024-02-29", 1, "2025-02-28" }, { "2024-02-29", 4, "2028-02-29" },  { "2096-02-29", 4, "2100-02-28" },
    { "1996-02-29", 4, "2000-02-29" }, { "2025-02-28", 3, "2028-02-28" },  { "2026-12-31", 2, "2028-12-31" },
    { "2026-01-01", 0, "2026-01-01" }, { "2024-02-29", -1, "2023-02-28" }, { "2026-06-30", 10, "2036-06-30" },
    { "9999-01-01", 1, NULL },         { "2026-01-01", G_MAXINT, NULL },   { "2026-01-01", G_MININT, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_day (dip_date_add_years (day (rows[i].from), rows[i].years), rows[i].to);
}

/* Nobody is taken for an adult a day too early. */
static void
test_age (void)
{
  static const struct
  {
    const char *born, *on;
    int age;
  } rows[] = {
    { "2008-03-14", "2026-03-13", 17 },  { "2008-03-14", "2026-03-14", 18 }, { "2008-03-14", "2026-03-15", 18 },
    { "2008-02-29", "2026-02-28", 17 },  { "2008-02-29", "2026-03-01", 18 }, { "2008-02-29", "2028-02-28", 19 },
    { "2008-02-29", "2028-02-29", 20 },  { "1882-02-28", "1900-02-28", 18 }, { "1984-02-29", "2100-02-28", 115 },
    { "1984-02-29", "2100-03-01", 116 }, { "2007-12-31", "2026-01-01", 18 }, { "2008-01-01", "2025-12-31", 17 },
    { "2026-03-14", "2026-03-14", 0 },   { "2026-03-14", "2026-03-13", -1 }, { "2026-03-14", "2025-03-14", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (dip_date_years_between (day (rows[i].born), day (rows[i].on)), ==, rows[i].age);
}

static void
test_today (void)
{
  DipDate before = (DipDate) (g_get_real_time () / G_TIME_SPAN_DAY);
  DipDate today = dip_date_today (); /* the tests run in UTC */
  DipDate after = (DipDate) (g_get_real_time () / G_TIME_SPAN_DAY);

  g_assert_cmpint (today, >=, before);
  g_assert_cmpint (today, <=, after);
}

static void
test_now (void)
{
  g_autofree char *text = dip_time_now_utc ();
  g_autoptr (GDateTime) parsed = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", text, 0, 0));
  g_assert_nonnull (parsed);
  g_assert_cmpint (ABS (g_date_time_difference (now, parsed)), <, G_TIME_SPAN_MINUTE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/known-days", test_known_days);
  g_test_add_func ("/date/no-such-day", test_no_such_day);
  g_test_add_func ("/date/agrees-with-gdate", test_agrees_with_gdate);
  g_test_add_func ("/date/parse/refuses", test_parse_refuses);
  g_test_add_func ("/date/parse/takes", test_parse_takes);
  g_test_add_func ("/date/none", test_no_date);
  g_test_add_func ("/date/display", test_display);
  g_test_add_func ("/date/add-years", test_add_years);
  g_test_add_func ("/date/age", test_age);
  g_test_add_func ("/date/today", test_today);
  g_test_add_func ("/date/now", test_now);
  return g_test_run ();
}

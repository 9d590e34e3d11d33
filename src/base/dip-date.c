#include "dip-date.h"
#include "dip-error.h"

#include <glib/gi18n-lib.h>

#define FIRST_YEAR 1
#define LAST_YEAR  9999

/* Years that can be typed in: nobody alive was born before, and it catches "0026-03-14". */
#define FIRST_TYPED_YEAR 1800

#define DAYS_PER_ERA       146097 /* 400 years */
#define DAYS_TO_UNIX_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */

static gboolean
is_leap_year (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && is_leap_year (year) ? 29 : days[month - 1];
}

/**
 * dip_date_from_ymd:
 * @year: 1 to 9999
 * @month: 1 to 12
 * @day: from 1
 *
 * Counts in years that begin in March, so that the leap day is a year's last: Howard Hinnant, “chrono-Compatible
 * Low-Level Date Algorithms”, days_from_civil.
 *
 * Returns: the day, or %DIP_DATE_NONE when there is no such day
 */
DipDate
dip_date_from_ymd (int year, int month, int day)
{
  int era, year_of_era, day_of_year, day_of_era;

  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
    return DIP_DATE_NONE;
  if (day < 1 || day > days_in_month (year, month))
    return DIP_DATE_NONE;

  year -= month <= 2;
  era = year / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_UNIX_EPOCH;
}

/* A day as the calendar names it. */
typedef struct
{
  int year;
  int month;
  int day;
} Civil;

/* Howard Hinnant's civil_from_days: see dip_date_from_ymd(). */
static Civil
civil_of (DipDate date)
{
  gint64 days = (gint64) date + DAYS_TO_UNIX_EPOCH;
  int era = (int) ((days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA);
  int day_of_era = (int) (days - (gint64) era * DAYS_PER_ERA);
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int march_month = (5 * day_of_year + 2) / 153;
  int month = march_month + (march_month < 10 ? 3 : -9);

  return (Civil){
    .year = year_of_era + era * 400 + (month <= 2),
    .month = month,
    .day = day_of_year - (153 * march_month + 2) / 5 + 1,
  };
}

/**
 * dip_date_to_ymd:
 * @date: a day; not %DIP_DATE_NONE
 * @year: (out) (optional): its year
 * @month: (out) (optional): its month, 1 to 12
 * @day: (out) (optional): its day of the month, from 1
 */
void
dip_date_to_ymd (DipDate date, int *year, int *month, int *day)
{
  Civil civil;

  g_return_if_fail (date != DIP_DATE_NONE);

  civil = civil_of (date);
  if (year != NULL)
    *year = civil.year;
  if (month != NULL)
    *month = civil.month;
  if (day != NULL)
    *day = civil.day;
}

static gboolean
parse_digits (const char *text, int length, int *out)
{
  *out = 0;
  for (int i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *out = *out * 10 + g_ascii_digit_value (text[i]);
    }
  return TRUE;
}

static gboolean
split_iso (const char *text, int *year, int *month, int *day)
{
  return strlen (text) == strlen ("YYYY-MM-DD") && text[4] == '-' && text[7] == '-' && parse_digits (text, 4, year)
         && parse_digits (text + 5, 2, month) && parse_digits (text + 8, 2, day) && *year >= FIRST_TYPED_YEAR;
}

/**
 * dip_date_parse:
 * @text: exactly “YYYY-MM-DD”, year 1800 to 9999
 * @what: what the message calls the argument: “--taken”
 * @out: (out): the day
 * @error: %DIP_ERROR_INVALID when @text is not written like that, or there is no such day
 *
 * Returns: %TRUE when @out was set
 */
gboolean
dip_date_parse (const char *text, const char *what, DipDate *out, GError **error)
{
  int year, month, day;

  g_return_val_if_fail (text != NULL && what != NULL && out != NULL, FALSE);

  if (!split_iso (text, &year, &month, &day))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("%s: “%s” is not a date. Write it as year-month-day, like 2026-03-14."), what, shown);
      return FALSE;
    }
  *out = dip_date_from_ymd (year, month, day);
  if (*out == DIP_DATE_NONE)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("%s: there is no day %s in the calendar. Check the month and the day."), what, text);
      return FALSE;
    }
  return TRUE;
}

/**
 * dip_date_to_iso:
 * @date: a day
 *
 * Returns: (transfer full) (nullable): “YYYY-MM-DD”; %NULL for %DIP_DATE_NONE
 */
char *
dip_date_to_iso (DipDate date)
{
  Civil civil;

  if (date == DIP_DATE_NONE)
    return NULL;
  civil = civil_of (date);
  return g_strdup_printf ("%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

/**
 * dip_date_to_display:
 * @date: a day
 *
 * Returns: (transfer full): the day as a reader of the current locale writes it in full; “” for %DIP_DATE_NONE
 */
char *
dip_date_to_display (DipDate date)
{
  g_autoptr (GDateTime) noon = NULL;
  Civil civil;

  if (date == DIP_DATE_NONE)
    return g_strdup ("");
  civil = civil_of (date);
  noon = g_date_time_new_utc (civil.year, civil.month, civil.day, 12, 0, 0);
  /* Translators: a date in full, “14 March 2026”; see g_date_time_format() for what the letters stand for. */
  return g_date_time_format (noon, C_ ("date", "%-e %B %Y"));
}

/**
 * dip_date_add_years:
 * @date: a day
 * @years: how many; may be negative
 *
 * Returns: the same day @years on, 29 February becoming 28 February in common years; %DIP_DATE_NONE for
 *   %DIP_DATE_NONE and outside the calendar's range
 */
DipDate
dip_date_add_years (DipDate date, int years)
{
  Civil civil;

  if (date == DIP_DATE_NONE || years < -LAST_YEAR || years > LAST_YEAR)
    return DIP_DATE_NONE;
  civil = civil_of (date);
  civil.year += years;
  if (civil.month == 2 && civil.day == 29 && !is_leap_year (civil.year))
    civil.day = 28;
  return dip_date_from_ymd (civil.year, civil.month, civil.day);
}

/**
 * dip_date_years_between:
 * @from: a birth date
 * @on: the day on which the age is asked for
 *
 * The birthday of someone born on 29 February falls on 1 March in common years, the later of the two customs: nobody is
 * taken for an adult a day too early.
 *
 * Returns: completed years; negative when @on is before @from; 0 when either is %DIP_DATE_NONE, as an unknown birth
 * date proves no age
 */
int
dip_date_years_between (DipDate from, DipDate on)
{
  Civil born, today;

  if (from == DIP_DATE_NONE || on == DIP_DATE_NONE)
    return 0;
  born = civil_of (from);
  today = civil_of (on);
  return today.year - born.year - (today.month < born.month || (today.month == born.month && today.day < born.day));
}

/**
 * dip_date_today:
 *
 * Returns: today on the local wall calendar
 */
DipDate
dip_date_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return dip_date_from_ymd (g_date_time_get_year (now), g_date_time_get_month (now),
                            g_date_time_get_day_of_month (now));
}

/**
 * dip_time_now_utc:
 *
 * Returns: (transfer full): now in UTC as “YYYY-MM-DDTHH:MM:SS.mmmZ”, which sorts by time
 */
char *
dip_time_now_utc (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year (now),
                          g_date_time_get_month (now), g_date_time_get_day_of_month (now), g_date_time_get_hour (now),
                          g_date_time_get_minute (now), g_date_time_get_second (now),
                          g_date_time_get_microsecond (now) / 1000);
}

/* Civil dates without time zones, as treatment records use them: a day is a day on the clinic's wall calendar. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef gint32 DipDate;

#define DIP_DATE_NONE G_MININT32

DipDate dip_date_from_ymd (int year, int month, int day); /* DIP_DATE_NONE when there is no such day */
void dip_date_to_ymd (DipDate date, int *year, int *month, int *day);

/* Parses exactly "YYYY-MM-DD" (years 1800 to 9999). @what names the argument in the message ("--taken"). */
gboolean dip_date_parse (const char *text, const char *what, DipDate *out, GError **error);

/* "YYYY-MM-DD"; NULL for DIP_DATE_NONE. */
char *dip_date_to_iso (DipDate date);

/* The day in the reader's language ("14 March 2026" style, from the locale); "" for DIP_DATE_NONE. */
char *dip_date_to_display (DipDate date);

/* Same day @years on; 29 February becomes 28 February in common years. */
DipDate dip_date_add_years (DipDate date, int years);

/* Completed years of age on @on: the birthday of someone born on 29 February falls on 1 March in common years. */
int dip_date_years_between (DipDate from, DipDate on);

/* Today in local time. */
DipDate dip_date_today (void);

/* Now in UTC as "YYYY-MM-DDTHH:MM:SS.mmmZ". */
char *dip_time_now_utc (void);

G_END_DECLS

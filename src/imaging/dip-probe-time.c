#include "dip-probe-private.h"

#include "dip-date.h"

#define FIRST_YEAR 1990 /* no digital camera took a picture earlier */

/* @n digits; -1 when there are others. */
static int
digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = 10 * value + text[i] - '0';
    }
  return value;
}

static gboolean
parse_date (const char *text, char **on)
{
  if (strnlen (text, 10) < 10)
    return FALSE;

  int year = digits (text, 4), month = digits (text + 5, 2), day = digits (text + 8, 2);
  gboolean marks = strchr (":-/.", text[4]) != NULL && text[4] == text[7];
  DipDate date
      = marks && year >= FIRST_YEAR && month >= 1 && day >= 1 ? dip_date_from_ymd (year, month, day) : DIP_DATE_NONE;
  *on = dip_date_to_iso (date);
  return *on != NULL;
}

/* "10:11:12", or "10:11" as XMP allows; the length read, 0 for none. */
static gsize
parse_clock (const char *text, char clock[9])
{
  int hour = strnlen (text, 5) == 5 ? digits (text, 2) : -1, minute = hour >= 0 ? digits (text + 3, 2) : -1;

  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text[2] != ':')
    return 0;
  gboolean to_second = text[5] == ':' && strnlen (text, 8) == 8;
  int second = to_second ? digits (text + 6, 2) : 0;
  if (second < 0 || second > 60)
    return 0;
  g_snprintf (clock, 9, "%02d:%02d:%02d", hour % 24, minute % 60, second % 61);
  return to_second ? 8 : 5;
}

/* At most nine digits, then nothing but blanks; "" for anything else. */
static char *
parse_fraction (const char *text)
{
  gsize n = text != NULL ? strspn (text, "0123456789") : 0;

  if (n < 1 || text[n + strspn (text + n, " ")] != '\0')
    return g_strdup ("");
  return g_strdup_printf (".%.*s", (int) MIN (n, 9), text);
}

/* "+01:00", "-0330" or "Z"; "" for anything else. */
static char *
parse_offset (const char *text)
{
  if (text == NULL || (*text != '+' && *text != '-'))
    return g_strdup (text != NULL && *text == 'Z' ? "+00:00" : "");

  int hours = strnlen (text, 3) == 3 ? digits (text + 1, 2) : -1;
  const char *rest = hours >= 0 ? text + 3 + (text[3] == ':') : text;
  int minutes = strnlen (rest, 2) == 2 ? digits (rest, 2) : -1;
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
    return g_strdup ("");
  return g_strdup_printf ("%c%02d:%02d", *text, hours, minutes);
}

gboolean
dip_probe_parse_time (const char *text, const char *fraction, const char *offset, char **at, char **on)
{
  char clock[9];
  g_autofree char *own_fraction = NULL;

  *at = *on = NULL;
  if (!parse_date (text, on))
    return FALSE;
  gsize n = text[10] == ' ' || text[10] == 'T' ? parse_clock (text + 11, clock) : 0;
  if (n == 0)
    return TRUE;

  const char *rest = text + 11 + n; /* ISO 8601 writes fraction and offset here, EXIF in fields of their own */
  if (*rest == '.')
    {
      gsize length = strspn (rest + 1, "0123456789");
      own_fraction = g_strndup (rest + 1, length);
      fraction = own_fraction;
      rest += 1 + length;
    }
  g_autofree char *parsed_fraction = parse_fraction (fraction);
  g_autofree char *parsed_offset = parse_offset (*rest != '\0' && *rest != ' ' ? rest : offset);
  *at = g_strdup_printf ("%sT%s%s%s", *on, clock, parsed_fraction, parsed_offset);
  return TRUE;
}

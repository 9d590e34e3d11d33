#include "dip-date-row.h"

#include <glib/gi18n-lib.h>

struct _DipDateRow
{
  AdwEntryRow parent_instance;

  GtkMenuButton *button;
  GtkCalendar *calendar;
  gboolean picking; /* the calendar is being set, not clicked */
};

G_DEFINE_FINAL_TYPE (DipDateRow, dip_date_row, ADW_TYPE_ENTRY_ROW)

static DipDate
read_digits (const char *text)
{
  g_autofree char *iso = NULL;
  DipDate date = DIP_DATE_NONE;

  if (strlen (text) != 8)
    return DIP_DATE_NONE;
  iso = g_strdup_printf ("%.4s-%.2s-%.2s", text, text + 4, text + 6);
  return dip_date_parse (iso, "", &date, NULL) ? date : DIP_DATE_NONE;
}

DipDate
dip_date_row_read (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  DipDate date = DIP_DATE_NONE;
  GDate parsed;

  if (dip_date_parse (stripped, "", &date, NULL))
    return date;
  date = read_digits (stripped);
  /* GDate guesses from little; a day needs its year in full to be taken at its word. */
  if (date != DIP_DATE_NONE || strlen (stripped) < 8)
    return date;
  g_date_clear (&parsed, 1);
  g_date_set_parse (&parsed, stripped);
  if (!g_date_valid (&parsed) || g_date_get_year (&parsed) < 1800)
    return DIP_DATE_NONE;
  return dip_date_from_ymd (g_date_get_year (&parsed), (int) g_date_get_month (&parsed), g_date_get_day (&parsed));
}

DipDate
dip_date_row_get (DipDateRow *self)
{
  g_return_val_if_fail (DIP_IS_DATE_ROW (self), DIP_DATE_NONE);

  return dip_date_row_read (gtk_editable_get_text (GTK_EDITABLE (self)));
}

gboolean
dip_date_row_is_valid (DipDateRow *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (DIP_IS_DATE_ROW (self), FALSE);

  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self))));
  return *text == '\0' || dip_date_row_read (text) != DIP_DATE_NONE;
}

void
dip_date_row_set (DipDateRow *self, DipDate date)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DIP_IS_DATE_ROW (self));

  text = dip_date_to_iso (date);
  gtk_editable_set_text (GTK_EDITABLE (self), text != NULL ? text : "");
}

static void
show_in_calendar (DipDateRow *self)
{
  DipDate date = dip_date_row_get (self);
  g_autoptr (GDateTime) day = NULL;
  int year, month, mday;

  if (date == DIP_DATE_NONE)
    return;
  dip_date_to_ymd (date, &year, &month, &mday);
  day = g_date_time_new_local (year, month, mday, 12, 0, 0);
  if (day == NULL)
    return;
  self->picking = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->picking = FALSE;
}

static void
on_day_selected (DipDateRow *self)
{
  g_autoptr (GDateTime) day = NULL;

  if (self->picking)
    return;
  day = gtk_calendar_get_date (self->calendar);
  dip_date_row_set (self, dip_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day),
                                             g_date_time_get_day_of_month (day)));
}

static void
on_changed (DipDateRow *self)
{
  if (dip_date_row_is_valid (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
}

static void
dip_date_row_class_init (DipDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DipDateRow, button);
  gtk_widget_class_bind_template_child (widget_class, DipDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, show_in_calendar);
}

static void
dip_date_row_init (DipDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

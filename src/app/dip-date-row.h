/* A row to enter a day, by typing or from a calendar. */
#pragma once

#include <adwaita.h>

#include "dip-date.h"

G_BEGIN_DECLS

#define DIP_TYPE_DATE_ROW (dip_date_row_get_type ())
G_DECLARE_FINAL_TYPE (DipDateRow, dip_date_row, DIP, DATE_ROW, AdwEntryRow)

/* DIP_DATE_NONE when empty, or when what stands there is no date: dip_date_row_is_valid() tells them apart. */
DipDate dip_date_row_get (DipDateRow *self);
gboolean dip_date_row_is_valid (DipDateRow *self);
void dip_date_row_set (DipDateRow *self, DipDate date);

/* Reads a day as people write it: “2026-03-14”, “20260314”, or in the order of their language. */
DipDate dip_date_row_read (const char *text);

G_END_DECLS

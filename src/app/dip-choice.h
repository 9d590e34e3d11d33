/* Rows to choose from one of the field's tables of words. */
#pragma once

#include <adwaita.h>

#include "dip-token.h"

G_BEGIN_DECLS

/* Fills @row with the labels of @table, after @none (a label for “not said”, or NULL). */
void dip_choice_fill (AdwComboRow *row, const DipToken *table, const char *none);
/* The value chosen; @otherwise for “not said”. */
int dip_choice_get (AdwComboRow *row, const DipToken *table, int otherwise);
void dip_choice_set (AdwComboRow *row, const DipToken *table, int value);

/* A row with a check button at its start, for choosing several. */
GtkWidget *dip_choice_check_row (const char *title, GtkCheckButton **check);

G_END_DECLS

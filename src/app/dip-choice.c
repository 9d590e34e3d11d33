#include "dip-choice.h"

static guint
offset_of (AdwComboRow *row, const DipToken *table)
{
  guint n = 0;

  while (table[n].token != NULL)
    n++;
  return g_list_model_get_n_items (adw_combo_row_get_model (row)) - n;
}

void
dip_choice_fill (AdwComboRow *row, const DipToken *table, const char *none)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  if (none != NULL)
    gtk_string_list_append (labels, none);
  for (const DipToken *token = table; token->token != NULL; token++)
    gtk_string_list_append (labels, dip_token_label (table, token->value));
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
}

int
dip_choice_get (AdwComboRow *row, const DipToken *table, int otherwise)
{
  guint selected = adw_combo_row_get_selected (row);
  guint offset = offset_of (row, table);

  if (selected == GTK_INVALID_LIST_POSITION || selected < offset)
    return otherwise;
  return table[selected - offset].value;
}

void
dip_choice_set (AdwComboRow *row, const DipToken *table, int value)
{
  guint offset = offset_of (row, table);

  adw_combo_row_set_selected (row, 0);
  for (guint i = 0; table[i].token != NULL; i++)
    if (table[i].value == value)
      adw_combo_row_set_selected (row, i + offset);
}

GtkWidget *
dip_choice_check_row (const char *title, GtkCheckButton **check)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  *check = GTK_CHECK_BUTTON (button);
  return row;
}

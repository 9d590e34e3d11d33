#include "dip-flags-group.h"

#include "dip-choice.h"

struct _DipFlagsGroup
{
  AdwPreferencesGroup parent_instance;

  guint chosen;
};

G_DEFINE_FINAL_TYPE (DipFlagsGroup, dip_flags_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_toggled (DipFlagsGroup *self, GtkCheckButton *check)
{
  guint bit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "bit"));

  if (gtk_check_button_get_active (check))
    self->chosen |= bit;
  else
    self->chosen &= ~bit;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
dip_flags_group_set (DipFlagsGroup *self, const DipToken *table, guint offered, guint chosen)
{
  g_return_if_fail (DIP_IS_FLAGS_GROUP (self));

  self->chosen = chosen;
  for (const DipToken *token = table; token->token != NULL; token++)
    {
      GtkCheckButton *check;
      GtkWidget *row;

      if ((offered & (guint) token->value) == 0)
        continue;
      row = dip_choice_check_row (dip_token_label (table, token->value), &check);
      gtk_check_button_set_active (check, (chosen & (guint) token->value) != 0);
      g_object_set_data (G_OBJECT (check), "bit", GUINT_TO_POINTER ((guint) token->value));
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}

guint
dip_flags_group_get (DipFlagsGroup *self)
{
  g_return_val_if_fail (DIP_IS_FLAGS_GROUP (self), 0);

  return self->chosen;
}

static void
dip_flags_group_class_init (DipFlagsGroupClass *klass)
{
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_FLAGS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dip_flags_group_init (DipFlagsGroup *self)
{
}

#include "dip-studio-fair.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-list-name.h"

struct _DipStudioFair
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *rows; /* GtkWidget, in @group */
};

G_DEFINE_FINAL_TYPE (DipStudioFair, dip_studio_fair, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [DIP_FAIR_GOOD] = { "emblem-ok-symbolic", "success" },
  [DIP_FAIR_UNFAIR] = { "dialog-warning-symbolic", "warning" },
  [DIP_FAIR_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
};

/* The sentence, and in small letters what it is held against. */
static char *
describe (const DipFairFinding *finding)
{
  g_autofree char *limit = dip_fair_limit_text (finding);

  return g_markup_printf_escaped ("%s\n<small>%s</small>", finding->text, limit);
}

static GtkWidget *
row_new (const DipFairFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[finding->verdict].icon);
  GtkWidget *figure = gtk_label_new (NULL);
  g_autofree char *value = dip_fair_value_text (finding);
  g_autofree char *text = describe (finding);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), dip_token_label (dip_fair_tokens, (int) finding->aspect));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (icon, looks[finding->verdict].css_class);
  dip_own_name (GTK_WIDGET (icon), dip_token_label (dip_fair_verdict_tokens, (int) finding->verdict));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_label_set_label (GTK_LABEL (figure), value);
  gtk_widget_add_css_class (figure, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), figure);
  return row;
}

/* What differs comes first. */
static void
add_rows (DipStudioFair *self, GPtrArray *findings, gboolean unfair)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const DipFairFinding *finding = g_ptr_array_index (findings, i);
      GtkWidget *row;

      if ((finding->verdict == DIP_FAIR_UNFAIR) != unfair)
        continue;
      row = row_new (finding);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static char *
summary (GPtrArray *findings)
{
  const guint n = findings != NULL ? dip_fair_count (findings) : 0;

  if (findings == NULL)
    return g_strdup (_ ("Being measured…"));
  if (n == 0)
    return g_strdup (_ ("Nothing differs that would mislead."));
  return g_strdup_printf (ngettext ("%u difference could mislead. It warns, it does not forbid.",
                                    "%u differences could mislead. They warn, they do not forbid.", n),
                          n);
}

void
dip_studio_fair_show (DipStudioFair *self, GPtrArray *findings)
{
  g_autofree char *text = summary (findings);

  g_return_if_fail (DIP_IS_STUDIO_FAIR (self));

  adw_preferences_group_set_description (self->group, text);
  if (findings == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  add_rows (self, findings, TRUE);
  add_rows (self, findings, FALSE);
}

static void
dip_studio_fair_dispose (GObject *object)
{
  DipStudioFair *self = DIP_STUDIO_FAIR (object);

  g_clear_pointer ((GtkWidget **) &self->group, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (dip_studio_fair_parent_class)->dispose (object);
}

static void
dip_studio_fair_class_init (DipStudioFairClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_studio_fair_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dip_studio_fair_init (DipStudioFair *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->group = ADW_PREFERENCES_GROUP (group);
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (self->group, _ ("Is It a Fair Pair?"));
  gtk_widget_set_parent (group, GTK_WIDGET (self));
}

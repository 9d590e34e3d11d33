#include "dip-cut-text.h"

static gboolean
on_query_tooltip (GtkWidget *window, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkWidget *under = keyboard ? NULL : gtk_widget_pick (window, x, y, GTK_PICK_INSENSITIVE);

  if (!GTK_IS_LABEL (under) || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (under))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (under)));
  return TRUE;
}

void
dip_cut_text_follow (GtkWidget *window)
{
  g_return_if_fail (GTK_IS_WIDGET (window));

  gtk_widget_set_has_tooltip (window, TRUE);
  g_signal_connect (window, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

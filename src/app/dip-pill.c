#include "dip-pill.h"

static const char *const tone_classes[] = {
  [DIP_TONE_PLAIN] = "plain",
  [DIP_TONE_GOOD] = "good",
  [DIP_TONE_WARN] = "warn",
  [DIP_TONE_BAD] = "bad",
};

void
dip_pill_set (GtkLabel *label, const char *text, DipTone tone)
{
  GtkWidget *widget = GTK_WIDGET (label);

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (widget, text != NULL && *text != '\0');
  gtk_widget_add_css_class (widget, "status");
  for (guint i = 0; i < G_N_ELEMENTS (tone_classes); i++)
    if (i != tone)
      gtk_widget_remove_css_class (widget, tone_classes[i]);
  gtk_widget_add_css_class (widget, tone_classes[tone]);
}

GtkWidget *
dip_pill_new (const char *text, DipTone tone)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  dip_pill_set (GTK_LABEL (label), text, tone);
  return label;
}

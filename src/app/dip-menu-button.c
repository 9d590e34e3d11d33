#include "dip-menu-button.h"

struct _DipMenuButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (DipMenuButton, dip_menu_button, GTK_TYPE_WIDGET)

static void
dip_menu_button_dispose (GObject *object)
{
  DipMenuButton *self = DIP_MENU_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_menu_button_parent_class)->dispose (object);
}

static void
dip_menu_button_class_init (DipMenuButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_menu_button_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-menu-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DipMenuButton, button);
}

static void
dip_menu_button_init (DipMenuButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

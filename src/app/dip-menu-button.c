#include "dip-menu-button.h"

#include "dip-window.h"

struct _DipMenuButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GMenu *recent;
};

G_DEFINE_FINAL_TYPE (DipMenuButton, dip_menu_button, GTK_TYPE_WIDGET)

/* The folder as people write it: “~/clinic”. */
static char *
short_name (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  const char *home = g_get_home_dir ();
  const char *rest = g_str_has_prefix (shown, home) ? shown + strlen (home) : NULL;

  return rest != NULL && *rest == G_DIR_SEPARATOR ? g_strconcat ("~", rest, NULL) : g_steal_pointer (&shown);
}

static void
add_recent (DipMenuButton *self, const char *path)
{
  g_autofree char *name = short_name (path);
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.open-library", "s", path);
  g_menu_append_item (self->recent, item);
}

/* Filled when it opens: other windows may have opened other libraries meanwhile. */
static void
fill_recent (GtkMenuButton *button, gpointer user_data)
{
  DipMenuButton *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_auto (GStrv) paths = NULL;

  if (!DIP_IS_WINDOW (root))
    return;
  g_menu_remove_all (self->recent);
  paths = dip_window_recent_libraries (DIP_WINDOW (root));
  for (guint i = 0; paths[i] != NULL; i++)
    add_recent (self, paths[i]);
}

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
  gtk_widget_class_bind_template_child (widget_class, DipMenuButton, recent);
}

static void
dip_menu_button_init (DipMenuButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), fill_recent, self, NULL);
}

#include "dip-focus.h"

/* Without a name of its own a widget goes by that of its type. */
static gboolean
has_name (GtkWidget *widget)
{
  return g_strcmp0 (gtk_widget_get_name (widget), G_OBJECT_TYPE_NAME (widget)) != 0;
}

char *
dip_focus_remember (GtkWidget *part)
{
  GtkRoot *root = gtk_widget_get_root (part);
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (widget == NULL || !gtk_widget_is_ancestor (widget, part))
    return NULL;
  for (; widget != part; widget = gtk_widget_get_parent (widget))
    if (has_name (widget))
      return g_strdup (gtk_widget_get_name (widget));
  return NULL;
}

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
dip_focus_restore (GtkWidget *part, const char *name)
{
  GtkWidget *widget = name != NULL ? find_named (part, name) : NULL;

  return widget != NULL && (gtk_widget_grab_focus (widget) || gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
}

static void
forget (GtkWidget *widget, GtkWidget *holder)
{
  if (holder == NULL || !gtk_widget_is_ancestor (holder, widget))
    {
      if (gtk_widget_get_focus_child (widget) != NULL)
        gtk_widget_set_focus_child (widget, NULL);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forget (child, holder);
}

void
dip_focus_forget_elsewhere (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  forget (GTK_WIDGET (window), gtk_window_get_focus (window));
}

gboolean
dip_focus_move (GtkWidget *page, GtkDirectionType direction)
{
  const gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP || direction == GTK_DIR_LEFT;
  GtkWidget *child = gtk_widget_get_focus_child (page);

  if (child == NULL)
    child = back ? gtk_widget_get_last_child (page) : gtk_widget_get_first_child (page);
  for (; child != NULL; child = back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && gtk_widget_child_focus (child, direction))
      return TRUE;
  return FALSE;
}

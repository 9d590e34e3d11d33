#include "dip-pages.h"

#include <inttypes.h>

#include "dip-audit-page.h"
#include "dip-compare-page.h"
#include "dip-destinations-page.h"
#include "dip-focus.h"
#include "dip-forms-page.h"
#include "dip-help-page.h"
#include "dip-slideshow-page.h"
#include "dip-story-page.h"
#include "dip-stray-page.h"
#include "dip-studio-page.h"
#include "dip-takedown-page.h"
#include "dip-taking-page.h"
#include "dip-viewer-page.h"
#include "dip-window.h"

/* What a page lies on, and where the keyboard was there. */
typedef struct
{
  GtkWidget *below;
  GWeakRef focus;
  char *focus_name;
} Below;

#define BELOW "dip-page-below"

static void
below_free (gpointer data)
{
  Below *below = data;

  g_object_unref (below->below);
  g_weak_ref_clear (&below->focus);
  g_free (below->focus_name);
  g_free (below);
}

void
dip_pages_push (GtkStack *stack, GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (stack));
  Below *below = g_new0 (Below, 1);

  g_return_if_fail (GTK_IS_STACK (stack) && GTK_IS_WIDGET (page));

  below->below = g_object_ref (gtk_stack_get_visible_child (stack));
  g_weak_ref_init (&below->focus, root != NULL ? gtk_root_get_focus (root) : NULL);
  below->focus_name = dip_focus_remember (below->below);
  g_object_set_data_full (G_OBJECT (page), BELOW, below, below_free);
  gtk_stack_add_child (stack, page);
  gtk_stack_set_visible_child (stack, page);
  if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
return_focus (const Below *below)
{
  g_autoptr (GtkWidget) focus = g_weak_ref_get (&((Below *) below)->focus);

  if (focus != NULL && gtk_widget_is_ancestor (focus, below->below) && gtk_widget_grab_focus (focus))
    return;
  if (!dip_focus_restore (below->below, below->focus_name))
    gtk_widget_child_focus (below->below, GTK_DIR_TAB_FORWARD);
}

gboolean
dip_pages_pop (GtkStack *stack)
{
  GtkWidget *page = gtk_stack_get_visible_child (stack);
  Below *below = page != NULL ? g_object_steal_data (G_OBJECT (page), BELOW) : NULL;

  if (below == NULL)
    return FALSE;
  gtk_stack_set_visible_child (stack, below->below);
  return_focus (below);
  gtk_stack_remove (stack, page);
  below_free (below);
  return TRUE;
}

void
dip_pages_clear (GtkStack *stack)
{
  while (dip_pages_pop (stack))
    ;
}

static void
view_photos (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameter, 1);
  gsize n;
  const gint64 *array = g_variant_get_fixed_array (ids, &n, sizeof (gint64));
  gint64 first;

  g_variant_get_child (parameter, 0, "x", &first);
  if (workspace != NULL && n > 0)
    dip_window_push (window, dip_viewer_page_new (workspace, array, n, first));
}

static void
compare (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);
  gint64 one, other;

  g_variant_get (parameter, "(xx)", &one, &other);
  if (workspace != NULL)
    dip_window_push (window, dip_compare_page_new (workspace, one, other));
}

static void
studio (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_studio_page_new (workspace, g_variant_get_int64 (parameter)));
}

static void
take_consent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL && !dip_workspace_is_read_only (workspace))
    dip_window_push (window, dip_taking_page_new (workspace, g_variant_get_string (parameter, NULL)));
}

static void
audit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_audit_page_new (workspace));
}

static void
forms (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_forms_page_new (workspace));
}

static void
consent_history (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_story_page_new (workspace, g_variant_get_string (parameter, NULL)));
}

static void
stray (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_stray_page_new (workspace));
}

static void
takedowns (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);
  const char *code = g_variant_get_string (parameter, NULL);

  if (workspace != NULL)
    dip_window_push (window, dip_takedown_page_new (workspace, code[0] != '\0' ? code : NULL));
}

static void
help (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_window_push (DIP_WINDOW (widget), dip_help_page_new (g_variant_get_string (parameter, NULL)));
}

static void
slideshow (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_slideshow_page_new (workspace));
}

static void
destinations (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *window = DIP_WINDOW (widget);
  DipWorkspace *workspace = dip_window_get_workspace (window);

  if (workspace != NULL)
    dip_window_push (window, dip_destinations_page_new (workspace));
}

static void
page_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_window_pop (DIP_WINDOW (widget));
}

void
dip_pages_install (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "win.view-photos", "(xax)", view_photos);
  gtk_widget_class_install_action (window_class, "win.compare", "(xx)", compare);
  gtk_widget_class_install_action (window_class, "win.studio", "x", studio);
  gtk_widget_class_install_action (window_class, "win.take-consent", "s", take_consent);
  gtk_widget_class_install_action (window_class, "win.audit", NULL, audit);
  gtk_widget_class_install_action (window_class, "win.consent-forms", NULL, forms);
  gtk_widget_class_install_action (window_class, "win.consent-history", "s", consent_history);
  gtk_widget_class_install_action (window_class, "win.stray", NULL, stray);
  gtk_widget_class_install_action (window_class, "win.takedowns", "s", takedowns);
  gtk_widget_class_install_action (window_class, "win.help", "s", help);
  gtk_widget_class_install_action (window_class, "win.slideshow", NULL, slideshow);
  gtk_widget_class_install_action (window_class, "win.destinations", NULL, destinations);
  gtk_widget_class_install_action (window_class, "win.page-back", NULL, page_back);
}

char *
dip_pages_photo_name (gint64 id)
{
  return g_strdup_printf ("photo-%" PRId64, id);
}

void
dip_pages_view_photos (GtkWidget *widget, gint64 id, GArray *ids)
{
  GVariant *all = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64));
  g_autofree char *name = dip_pages_photo_name (id);

  /* A screen reader's press leaves the keyboard where it was. */
  dip_focus_restore (widget, name);
  gtk_widget_activate_action (widget, "win.view-photos", "(x@ax)", id, all);
}

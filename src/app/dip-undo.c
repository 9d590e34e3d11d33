#include "dip-undo.h"

#include <glib/gi18n-lib.h>

#include "dip-window.h"

typedef struct
{
  DipWorkspace *workspace;
  DipWork work;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  if (undo->work.free_args != NULL)
    undo->work.free_args (undo->work.args);
  g_object_unref (undo->workspace);
  g_free (undo);
}

static DipWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  while (GTK_IS_WINDOW (root) && !DIP_IS_WINDOW (root))
    root = (GtkRoot *) gtk_window_get_transient_for (GTK_WINDOW (root));
  return DIP_IS_WINDOW (root) ? DIP_WINDOW (root) : NULL;
}

static void
on_undone (gpointer owner, gpointer result, const GError *error)
{
  dip_window_say (DIP_WINDOW (owner), error != NULL ? error->message : _ ("Undone"));
}

static void
on_clicked (AdwToast *toast, gpointer user_data)
{
  Undo *undo = user_data;
  GtkWidget *overlay = g_object_get_data (G_OBJECT (toast), "window");

  dip_workspace_run (undo->workspace, &undo->work, NULL, G_OBJECT (overlay), on_undone);
  undo->work.free_args = NULL;
}

static void
on_dismissed (AdwToast *toast, GObject *window)
{
  if (g_object_get_data (window, "undo-toast") == toast)
    g_object_set_data (window, "undo-toast", NULL);
}

/* Only the last thing done can be undone: what was offered before would otherwise have to run out first. */
static void
replace_toast (DipWindow *window, AdwToast *toast)
{
  AdwToast *last = g_object_get_data (G_OBJECT (window), "undo-toast");

  if (last != NULL)
    adw_toast_dismiss (last);
  g_object_set_data (G_OBJECT (window), "undo-toast", toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), window, 0);
  dip_window_add_toast (window, toast);
}

void
dip_undo_offer (GtkWidget *near, DipWorkspace *workspace, const char *text, const DipWork *undo)
{
  DipWindow *window = window_of (near);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  Undo *kept = g_new0 (Undo, 1);
  AdwToast *toast;

  kept->workspace = g_object_ref (workspace);
  kept->work = *undo;
  if (window == NULL)
    {
      undo_free (kept, NULL);
      return;
    }
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 10);
  g_object_set_data (G_OBJECT (toast), "window", window);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_clicked), kept, undo_free, 0);
  replace_toast (window, toast);
}

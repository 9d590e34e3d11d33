#include "dip-taken-down.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-takedowns.h"
#include "dip-window.h"

/* A question that waits for its answer; the owner's. */
typedef struct
{
  DipWorkspace *workspace;
  GArray *ids; /* gint64 */
} Asked;

#define ASKED "dip-taken-down"

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->workspace);
  g_array_unref (asked->ids);
  g_free (asked);
}

static gpointer
tick (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const GArray *ids = ((Asked *) data)->ids;

  return DIP_WORK_DONE (dip_takedowns_tick (desk, &g_array_index (ids, gint64, 0), ids->len, error));
}

static void
on_ticked (gpointer owner, gpointer result, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (owner);

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), error != NULL ? error->message : _ ("Noted with today’s date and your name."));
}

static void
on_confirmed (GObject *owner)
{
  Asked *asked = g_object_steal_data (owner, ASKED);
  const DipWork work = { tick, asked, asked_free, NULL, TRUE };

  if (asked != NULL)
    dip_workspace_run (asked->workspace, &work, NULL, owner, on_ticked);
}

/* That a file is gone is a statement a person makes; it is asked for once, and kept. */
void
dip_taken_down_ask (GtkWidget *owner, DipWorkspace *workspace, GArray *ids)
{
  g_autofree char *heading = NULL;
  Asked *asked;

  g_return_if_fail (GTK_IS_WIDGET (owner) && DIP_IS_WORKSPACE (workspace) && ids != NULL && ids->len > 0);

  asked = g_new0 (Asked, 1);
  asked->workspace = g_object_ref (workspace);
  asked->ids = ids;
  g_object_set_data_full (G_OBJECT (owner), ASKED, asked, asked_free);
  heading = g_strdup_printf (ngettext ("Is This File Gone?", "Are These %u Files Gone?", ids->len), ids->len);
  dip_compat_ask (
      GTK_WINDOW (gtk_widget_get_root (owner)), heading,
      _ ("Confirm only when nobody can see it any more: not on the website, not in a post, not in a copy. This "
         "is written to the record with your name and can’t be undone."),
      _ ("_Taken Down"), G_OBJECT (owner), on_confirmed);
}

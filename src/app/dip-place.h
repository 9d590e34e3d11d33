/* What all places of the window have in common: a library to show, looking again when it has changed (once at a time), a
 * count for the sidebar, and whether there is little room ("narrow"). */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_PLACE (dip_place_get_type ())
G_DECLARE_DERIVABLE_TYPE (DipPlace, dip_place, DIP, PLACE, GtkWidget)

struct _DipPlaceClass
{
  GtkWidgetClass parent_class;

  /* Starts to look; must lead to dip_place_loaded(), whatever happens. */
  void (*load) (DipPlace *self);
  /* The workspace has been set; optional. */
  void (*opened) (DipPlace *self);
};

/* Properties: "child", "workspace", "narrow" (readable), "count", "late", "folded". */
DipWorkspace *dip_place_get_workspace (DipPlace *self);

/* What the place shows is no longer right: loads it again, now or when the load on its way has come. */
void dip_place_reload (DipPlace *self);
void dip_place_loaded (DipPlace *self);

/* What matters here, for the badge in the sidebar. */
void dip_place_set_count (DipPlace *self, guint count);
/* Something here is late: the badge says so, until it no longer is. */
void dip_place_set_late (DipPlace *self, gboolean late);

/* dip_workspace_run() for this place. */
void dip_place_run (DipPlace *self, const DipWork *work, DipJob *job, DipWorkDoneFunc done);

/* A sentence that shows up for a moment: something was done, or failed. */
void dip_place_say (DipPlace *self, const char *text);
void dip_place_say_error (DipPlace *self, const GError *error);

G_END_DECLS

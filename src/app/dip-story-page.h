/* How a client's consents followed each other, each text beside the one it took the place of. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_STORY_PAGE (dip_story_page_get_type ())
G_DECLARE_FINAL_TYPE (DipStoryPage, dip_story_page, DIP, STORY_PAGE, GtkWidget)

GtkWidget *dip_story_page_new (DipWorkspace *workspace, const char *code);

G_END_DECLS

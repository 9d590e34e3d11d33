/* Results on the clinic's own screen, one after another, over the whole of it: only what may be shown there, and no names. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_SLIDESHOW_PAGE (dip_slideshow_page_get_type ())
G_DECLARE_FINAL_TYPE (DipSlideshowPage, dip_slideshow_page, DIP, SLIDESHOW_PAGE, GtkWidget)

GtkWidget *dip_slideshow_page_new (DipWorkspace *workspace);

G_END_DECLS

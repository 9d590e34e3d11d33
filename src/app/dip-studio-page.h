/* The studio: one pair lined up by points, judged by eye, finished and signed off. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_PAGE (dip_studio_page_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioPage, dip_studio_page, DIP, STUDIO_PAGE, DipPlace)

GtkWidget *dip_studio_page_new (DipWorkspace *workspace, gint64 pair_id);

G_END_DECLS

/* The clinic's consent forms: written paragraph by paragraph beside a preview and a checklist of what the rules ask for, then
 * released for good. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_FORMS_PAGE (dip_forms_page_get_type ())
G_DECLARE_FINAL_TYPE (DipFormsPage, dip_forms_page, DIP, FORMS_PAGE, GtkWidget)

GtkWidget *dip_forms_page_new (DipWorkspace *workspace);

G_END_DECLS

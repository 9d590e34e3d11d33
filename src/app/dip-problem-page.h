/* A library that could not be opened: what is wrong with it and what can be done now. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_PROBLEM_PAGE (dip_problem_page_get_type ())
G_DECLARE_FINAL_TYPE (DipProblemPage, dip_problem_page, DIP, PROBLEM_PAGE, GtkWidget)

/* Signal: "try-again" (whether to open it read-only). */

void dip_problem_page_show (DipProblemPage *self, const GError *error, const char *path);

G_END_DECLS

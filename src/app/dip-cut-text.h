/* Texts that had to be cut short are told whole by the pointer. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows, anywhere in @window, the whole text of a label that ends in dots for lack of room as its tooltip; a tooltip of the label's own, or of
 * what it is part of, goes first. */
void dip_cut_text_follow (GtkWidget *window);

G_END_DECLS

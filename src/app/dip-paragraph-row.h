/* One paragraph of a consent form being written: its words, and which of the elements that the rules ask for it holds. */
#pragma once

#include <gtk/gtk.h>

#include "dip-notice.h"

G_BEGIN_DECLS

#define DIP_TYPE_PARAGRAPH_ROW (dip_paragraph_row_get_type ())
G_DECLARE_FINAL_TYPE (DipParagraphRow, dip_paragraph_row, DIP, PARAGRAPH_ROW, GtkWidget)

/* Signals: "changed"; "remove": it is to go. */
GtkWidget *dip_paragraph_row_new (const DipParagraph *paragraph, guint number);

/* (transfer full) */
DipParagraph *dip_paragraph_row_get (DipParagraphRow *self);

G_END_DECLS

/* Children one after the other, in as many lines as they need. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_WRAP_BOX (dip_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (DipWrapBox, dip_wrap_box, DIP, WRAP_BOX, GtkWidget)

/* Properties: "spacing" (pixels, both ways), "at-end" (lines are packed towards the end). */
GtkWidget *dip_wrap_box_new (int spacing);
void dip_wrap_box_append (DipWrapBox *self, GtkWidget *child);
void dip_wrap_box_clear (DipWrapBox *self);

G_END_DECLS

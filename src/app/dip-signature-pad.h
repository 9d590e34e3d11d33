/* A field to sign in with a finger, a pen or the mouse. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_TYPE_SIGNATURE_PAD (dip_signature_pad_get_type ())
G_DECLARE_FINAL_TYPE (DipSignaturePad, dip_signature_pad, DIP, SIGNATURE_PAD, GtkWidget)

/* Emits "changed" when there is more, or less, to see. */
gboolean dip_signature_pad_is_signed (DipSignaturePad *self);
/* (transfer full): PNG, black on white, two pixels for each of the field's; NULL when nothing was drawn. */
GBytes *dip_signature_pad_get_picture (DipSignaturePad *self);
void dip_signature_pad_clear (DipSignaturePad *self);

G_END_DECLS

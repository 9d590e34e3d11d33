/* Photos on their way to another client, by drag or by a form: which, and whose they were, so that it can be undone. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_PARCEL (dip_parcel_get_type ())
G_DECLARE_FINAL_TYPE (DipParcel, dip_parcel, DIP, PARCEL, GObject)

DipParcel *dip_parcel_new (void);
/* @code: whose the photo is; NULL: nobody's yet. */
void dip_parcel_add (DipParcel *self, gint64 id, const char *code);
guint dip_parcel_size (DipParcel *self);

/* Gives all of them to @code and offers to undo it in the window of @near. */
void dip_parcel_give (DipParcel *self, GtkWidget *near, DipWorkspace *workspace, const char *code);

/* The same as a piece of work, for a form; and what to say and offer when it is done. */
DipWork dip_parcel_work (DipParcel *self, const char *code);
void dip_parcel_offer_undo (DipParcel *self, GtkWidget *near, DipWorkspace *workspace);

G_END_DECLS

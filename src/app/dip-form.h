/* A small window to fill in: cancel, one action, and a place for why it did not work. Subclasses add the rows. */
#pragma once

#include <adwaita.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

#define DIP_TYPE_FORM (dip_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (DipForm, dip_form, DIP, FORM, AdwWindow)

struct _DipFormClass
{
  AdwWindowClass parent_class;

  /* Whether what is filled in makes sense so far; optional. */
  gboolean (*is_complete) (DipForm *self);
  /* The action was asked for. */
  void (*submit) (DipForm *self);
  /* The work has succeeded; takes @result. Optional, for results without owner. */
  void (*finished) (DipForm *self, gpointer result);
};

/* Properties: "workspace", "action-label", "destructive", "body". */

/* Shows @self above the window of @opener. */
void dip_form_present (DipForm *self, GtkWidget *opener, DipWorkspace *workspace);

DipWorkspace *dip_form_get_workspace (DipForm *self);

/* Something was typed: asks is_complete again. */
void dip_form_update (DipForm *self);

/* Runs the work; the form closes when it has succeeded and says why when not. */
void dip_form_run (DipForm *self, const DipWork *work);
/* The same, with a job that the form shows and can cancel. */
void dip_form_run_job (DipForm *self, const DipWork *work, DipJob *job);
void dip_form_fail (DipForm *self, const char *message);

/* Once the form is closed, activates @action of the window below, so that the keyboard goes from the one to the other. */
void dip_form_then (DipForm *self, const char *action, const char *target);

/* A sentence in the window below, to be said once the form is closed. */
void dip_form_say (DipForm *self, const char *text);

G_END_DECLS

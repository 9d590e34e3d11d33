/* What is known of a photo, and the proof that its file is clean, in words. */
#pragma once

#include <gtk/gtk.h>

#include "dip-viewing.h"

G_BEGIN_DECLS

#define DIP_TYPE_VIEWER_FACTS (dip_viewer_facts_get_type ())
G_DECLARE_FINAL_TYPE (DipViewerFacts, dip_viewer_facts, DIP, VIEWER_FACTS, GtkWidget)

/* @facts NULL: nothing known yet. */
void dip_viewer_facts_show (DipViewerFacts *self, const DipPhotoFacts *facts, gboolean hide_names);

/* Whole sentences and lists for the panel; also what is tested. (transfer full) */
char *dip_viewer_facts_taken (const DipPhotoView *view);
char *dip_viewer_facts_phase (const DipPhotoView *view);
char *dip_viewer_facts_camera (const DipPhoto *photo); /* NULL when nothing is known */
char *dip_viewer_facts_file (const DipPhoto *photo);
char *dip_viewer_facts_holds (const DipCertificate *certificate);

G_END_DECLS

/* The fair-pair check in words: what differs between both photos besides the treatment, and how much is too much. */
#pragma once

#include <gtk/gtk.h>

#include "dip-fair.h"

G_BEGIN_DECLS

#define DIP_TYPE_STUDIO_FAIR (dip_studio_fair_get_type ())
G_DECLARE_FINAL_TYPE (DipStudioFair, dip_studio_fair, DIP, STUDIO_FAIR, GtkWidget)

/* @findings: (nullable) (element-type DipFairFinding): NULL while they are being measured. */
void dip_studio_fair_show (DipStudioFair *self, GPtrArray *findings);

G_END_DECLS

/* The recipe behind a composite and its rendering: shared by composing and publishing. */
#pragma once

#include "dip-case.h"
#include "dip-compose.h"
#include "dip-composing.h"

G_BEGIN_DECLS

/* REFUSED when the client was erased, has declined, or has withdrawn every consent: no new pictures then. */
gboolean dip_composing_may_be_looked_at (const DipCase *one, DipDate today, GError **error);

/* @encoding_note: what else shapes the file (sizes, formats), part of the recipe. SHA-256 of all that makes the picture. */
char *dip_composing_recipe (const DipCase *one, const DipComposeOptions *options, const char *encoding_note,
                            GError **error);

/* The panel height at which the composite is just at least @width pixels wide. */
int dip_composing_height_for_width (const DipCase *one, const DipComposeOptions *options, int width);

DipPicture *dip_composing_render (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS

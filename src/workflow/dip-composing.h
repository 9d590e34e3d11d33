/* From a pair to a picture: one recipe, used for looking at it and for publishing. */
#pragma once

#include "dip-case.h"
#include "dip-compose.h"

G_BEGIN_DECLS

typedef struct
{
  DipLayout layout;
  gboolean labels;
  int panel_height; /* pixels; 0: as high as the crop */
} DipComposeOptions;

/* @encoding_note: what else shapes the file (sizes, formats), part of the recipe. SHA-256 of all that makes the picture. */
char *dip_composing_recipe (const DipCase *one, const DipComposeOptions *options, const char *encoding_note,
                            GError **error);

/* The panel height at which the composite is just at least @width pixels wide. */
int dip_composing_height_for_width (const DipCase *one, DipLayout layout, int width);

DipPicture *dip_composing_render (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options,
                                  GCancellable *cancellable, GError **error);

/**
 * dip_composing_save:
 * For work inside the clinic: writes the composite to @file (.jpg, .png, .webp, .avif), verified, and notes it in the audit
 * log. Refused when the client was erased, has declined, or has withdrawn every consent. @cleared (out): whether it could
 * be published on the website as it is.
 */
gboolean dip_composing_save (const DipDesk *desk, gint64 pair_id, const DipComposeOptions *options, const char *file,
                             GCancellable *cancellable, gboolean *cleared, GError **error);

G_END_DECLS

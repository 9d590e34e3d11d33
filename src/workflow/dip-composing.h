/* From a pair to a picture: one recipe, used for looking at it and for publishing. */
#pragma once

#include <gio/gio.h>

#include "dip-words.h"
#include "dip-desk.h"
#include "dip-style.h"

G_BEGIN_DECLS

typedef struct
{
  DipLayout layout;
  gboolean labels;
  int panel_height;      /* pixels; 0: as high as the crop */
  const DipStyle *style; /* NULL: plain; @layout counts before its own, and @labels as well as its own */
  gboolean no_mark;      /* leave the style's clinic mark out */
} DipComposeOptions;

/**
 * dip_composing_save:
 * For work inside the clinic: writes the composite to @file (.jpg, .png, .webp, .avif), verified, and notes it in the audit
 * log. Refused when the client was erased, has declined, or has withdrawn every consent. @cleared (out): whether it could
 * be published on the website as it is.
 */
gboolean dip_composing_save (const DipDesk *desk, gint64 pair_id, const DipComposeOptions *options, const char *file,
                             GCancellable *cancellable, gboolean *cleared, GError **error);

G_END_DECLS

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
  gboolean after_only;   /* the healed half alone, without label and mark */
  gint64 version;        /* how the pair was lined up once (dip-versions.h), to be looked at; 0: as it is now */
  double aspect;         /* width to height of the whole picture, by cropping further; 0: as the pair was cropped */
} DipComposeOptions;

/**
 * dip_composing_save:
 * For work inside the clinic: writes the composite to @file (.jpg, .png, .webp, .avif; the slide .webp or .gif), verified, and
 * notes it in the audit log. Refused when the client was erased, has declined, or has withdrawn every consent. @cleared (out):
 * whether it could be published on the website as it is.
 */
gboolean dip_composing_save (const DipDesk *desk, gint64 pair_id, const DipComposeOptions *options, const char *file,
                             GCancellable *cancellable, gboolean *cleared, GError **error);

/* The same of a series: @n pairs of one before; cleared when every one of them is. */
gboolean dip_composing_save_series (const DipDesk *desk, const gint64 *pair_ids, guint n,
                                    const DipComposeOptions *options, const char *file, GCancellable *cancellable,
                                    gboolean *cleared, GError **error);

/* Everything that makes the composite, as JSON, with the size and the looks of @options; @n as above. (transfer full) */
char *dip_composing_write_recipe (const DipDesk *desk, const gint64 *pair_ids, guint n,
                                  const DipComposeOptions *options, GError **error);

/**
 * dip_composing_follow:
 * @recipe: as dip_composing_write_recipe() gave it
 *
 * Makes the picture again, bit for bit, from the photos that are named in it by their digests: NOT_FOUND when one is not in
 * this library any more. REFUSED when any of them belongs to a client who has said no or taken back every yes.
 */
gboolean dip_composing_follow (const DipDesk *desk, const char *recipe, const char *file, GCancellable *cancellable,
                               GError **error);

G_END_DECLS

/* The evidence pack of a pair: what a clinic shows a regulator who asks whether a before-and-after picture is genuine. */
#pragma once

#include <gio/gio.h>

#include "dip-desk.h"

G_BEGIN_DECLS

/**
 * dip_evidence_write:
 * @path: a folder, made when it is not there, of which only the files below are touched; or, with a name ending in .pdf, a
 *   file for the document alone
 *
 * Writes evidence.pdf (dates, weeks healed, sessions, digests, camera facts, what was done, the fair-pair figures, who approved
 * it, a place for the practitioner's declaration), the two clean photos as they lie in the library, the composite and its
 * recipe. Only the owner may read them. The check is measured anew and recorded, and the pack is noted in the audit log. REFUSED
 * when the client was erased, has declined, or has withdrawn every consent.
 */
gboolean dip_evidence_write (const DipDesk *desk, gint64 pair_id, const char *path, GCancellable *cancellable,
                             GError **error);

G_END_DECLS

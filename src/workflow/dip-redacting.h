/* Covering parts of a photo: what the covers are, and saving a new version of them. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

/* What covers the photo now; NULL without error: nothing, ever. */
DipRedaction *dip_redacting_get (const DipDesk *desk, gint64 photo_id, GError **error);

/**
 * dip_redacting_set:
 * @covers: all @n of them, in pixels of the upright photo; 0 of them uncovers it again
 * @shows: how much of the person is still seen, as staff say; 0: eyes hidden with a bar over the eyes, else as before
 *
 * A new version, in the audit log; approvals of the photo's pairs lapse. INVALID, in words, for a cover that covers nothing,
 * and for a claim without one. Returns: its id, 0 on error.
 */
gint64 dip_redacting_set (const DipDesk *desk, gint64 photo_id, const DipCover *covers, guint n,
                          DipIdentifiability shows, GError **error);

/* (transfer full): @pixels, rows of @width x 3 bytes of a whole photo however small, with its covers burnt in: what is left to be seen when
 * it is published. @redaction NULL covers nothing. */
GBytes *dip_redacting_burn (const DipRedaction *redaction, const DipPhoto *photo, GBytes *pixels, int width,
                            int height);

G_END_DECLS

/* What a curator's sign-off stands on, and whether it still does: it lapses by itself when the photos' facts or the consent
 * change. (Alignment and covers are compared by their ids.) */
#pragma once

#include "dip-consent.h"
#include "dip-pair.h"

G_BEGIN_DECLS

/* What is said of both photos, for keeping with the approval: "2026-01-09 scalp-only, 2026-05-01 scalp-only". */
char *dip_approval_photos_text (const DipPhoto *before, const DipPhoto *after);

/* @consents: (element-type DipConsent): the client's. The id of their latest event, for keeping with the approval; 0: none. */
gint64 dip_approval_latest_event (GPtrArray *consents);

/* Whether, since the approval, a consent that covers either photo was replaced, struck out or taken back, wholly or in part, or
 * another one was signed. The first one ever signed changes nothing: a pair may be looked at before. */
gboolean dip_approval_consent_changed (const DipApproval *self, GPtrArray *consents, const DipPhoto *before,
                                       const DipPhoto *after);

G_END_DECLS

/* The scrub certificate: what the verifier saw in a file as read back from disk, as JSON for the catalogue. */
#pragma once

#include "dip-verify.h"

G_BEGIN_DECLS

typedef struct
{
  DipFormat format;
  DipVerifyFlags flags;
  const DipRights *rights; /* the notice an exported file has to carry; NULL: none */
  char *certificate;       /* (out) set by dip_proof_check */
} DipProof;

/* A DipSafeFileCheck: @user_data is a DipProof. Verifies and writes the certificate. */
gboolean dip_proof_check (GBytes *read_back, gpointer user_data, GError **error);

void dip_proof_clear (DipProof *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DipProof, dip_proof_clear)

G_END_DECLS

/* Matching a before with a healed photo, lining them up, signing them off. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 before_id;
  gint64 after_id;
  DipView view;
  double score;
  gint64 pair_id; /* when it is a pair already, else 0 */
} DipPairProposal;

/* (element-type DipPairProposal) over all of the client's treatments. */
GPtrArray *dip_pairing_suggest (const DipDesk *desk, const char *code, GError **error);

/* REFUSED with every fault when the photos are no pair; EXISTS naming the pair when it is one already. 0 on error. */
gint64 dip_pairing_add (const DipDesk *desk, gint64 before_id, gint64 after_id, GError **error);

/* Takes the pair apart: its photos stay, how it was lined up and its approval go. REFUSED once a picture of it has gone out, and for
 * marketing. */
gboolean dip_pairing_remove (const DipDesk *desk, gint64 pair_id, GError **error);

/* Upright pixels of each photo, @n (2 or 3) of them; each has to lie in its picture. Crop and correction stay as they are.
 * Returns the alignment's id, 0 on error. */
gint64 dip_pairing_align (const DipDesk *desk, gint64 pair_id, const DipPoint *before, const DipPoint *after, guint n,
                          GError **error);

/**
 * dip_pairing_save:
 * @draft: landmarks, method, confidence, crop and correction; the rest is worked out (dip_alignment_solve())
 *
 * A new version of how the pair is lined up; an approval of the one before lapses. Nothing is written, and the current
 * version's id returned, when nothing has changed. Returns the alignment's id, 0 on error.
 */
gint64 dip_pairing_save (const DipDesk *desk, gint64 pair_id, const DipAlignment *draft, GError **error);

/* (element-type DipCase) by the day of the healed photo: the other pairs of the same before, which it could make a series
 * with. */
GPtrArray *dip_pairing_siblings (const DipDesk *desk, gint64 pair_id, GError **error);

DipCase *dip_pairing_show (const DipDesk *desk, gint64 pair_id, GError **error);

/* A curator's sign-off of the pair as it is lined up and covered now. @by NULL: the desk's actor. @checked: DipLookedFor
 * bits; REFUSED, saying what is missing, unless all are set. Only for a pair that is one still. */
gint64 dip_pairing_approve (const DipDesk *desk, gint64 pair_id, const char *by, guint checked, GError **error);

G_END_DECLS

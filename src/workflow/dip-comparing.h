/* Two photos beside each other: how they are lined up, and whether they are a pair or could become one. */
#pragma once

#include "dip-photos.h"

G_BEGIN_DECLS

typedef struct
{
  DipPhotoView *before; /* the earlier one */
  DipPhotoView *after;
  gint64 pair_id;         /* 0: they are no pair */
  DipAlignment alignment; /* of the pair now; where there is none, centred at one height. Nothing to free */
  char *refusal;          /* why they can't become a pair; NULL when they are one or can */
} DipComparison;

void dip_comparison_free (DipComparison *self);

/* Any two photos, in any order: the day they were taken says which was before. REFUSED for a photo and itself. */
DipComparison *dip_comparing_photos (const DipDesk *desk, gint64 one_id, gint64 other_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipComparison, dip_comparison_free)

G_END_DECLS

/* What is said of a pair in public: drafted from area, view, stage and weeks, until staff write something better. */
#pragma once

#include "dip-case.h"
#include "dip-publication.h"

G_BEGIN_DECLS

typedef struct
{
  DipPairText *shown;   /* as it goes out: every part is there */
  DipPairText *drafts;  /* what stands where nothing was written */
  DipPairText *written; /* what staff wrote; NULL parts: nothing */
} DipPairTexts;

void dip_pair_texts_free (DipPairTexts *self);

/* @language: "en", "de", …; NULL: the program's own. (transfer full) */
DipPairTexts *dip_pair_texts_get (const DipDesk *desk, gint64 pair_id, const char *language, GError **error);

/* The same within a read, of a pair that is loaded already. @caption: (nullable): the destination's pattern */
DipPairTexts *dip_pair_texts_of (DipDb *db, const DipCase *one, const char *language, const char *caption,
                                 GError **error);

/* Keeps what staff wrote (NULL or "": back to the draft). INVALID for an alternative text of less than 10 or more than 125
 * characters; REFUSED when a client's name stands in it. */
gboolean dip_pair_texts_put (const DipDesk *desk, const DipPairText *text, GError **error);

/* The two letters of the program's own language, as in HTML's lang. */
const char *dip_pair_texts_language (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPairTexts, dip_pair_texts_free)

G_END_DECLS

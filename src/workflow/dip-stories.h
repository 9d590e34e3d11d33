/* How a client's consents followed each other: each with its text beside the one it took the place of. */
#pragma once

#include "dip-consent.h"
#include "dip-desk.h"
#include "dip-text-diff.h"

G_BEGIN_DECLS

typedef struct
{
  DipConsent *consent;
  char *form;         /* the text that was signed */
  char *language;     /* BCP 47 tag */
  gint64 before;      /* the consent it took the place of, or that came before it; 0 for the first */
  guint scopes_added; /* against @before */
  guint scopes_dropped;
  GPtrArray *changes; /* (element-type DipDiffPart): the text against that of @before; NULL for the first */
  GPtrArray *
      rows; /* (element-type DipDiffRow): the same beside each other, with the words that changed; NULL for the first */
} DipChapter;

void dip_chapter_free (DipChapter *self);

/* (element-type DipChapter), oldest first. */
GPtrArray *dip_stories_of_client (const DipDesk *desk, const char *code, GError **error);

G_END_DECLS

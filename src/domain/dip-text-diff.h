/* What differs between two texts, paragraph by paragraph: for reading a consent beside the one it replaced. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DIP_DIFF_SAME,
  DIP_DIFF_REMOVED, /* in the old text only */
  DIP_DIFF_ADDED,   /* in the new text only */
} DipDiffKind;

typedef struct
{
  DipDiffKind kind;
  char *text;
} DipDiffPart;

void dip_diff_part_free (DipDiffPart *self);

/* (element-type DipDiffPart): lines that are not empty, in order, with as few changes as there can be (longest common
 * subsequence); removed before added. Lines beyond the first 2,000 of each text are left out. */
GPtrArray *dip_text_diff (const char *old_text, const char *new_text);

G_END_DECLS

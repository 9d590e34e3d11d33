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

/* One line of two columns. */
typedef struct
{
  char *old_text; /* NULL: only in the new text */
  char *new_text; /* NULL: only in the old text */
  gboolean same;
  /* (element-type DipDiffPart): the words of both when they are two versions of one line: those that are the same or removed
   * make @old_text, those that are the same or added make @new_text, each with the space after it. NULL otherwise. */
  GPtrArray *words;
} DipDiffRow;

void dip_diff_row_free (DipDiffRow *self);

/* (element-type DipDiffRow): both texts beside each other. A removed line and an added one stand in one row when at least a
 * third of the longer one's words is in both. */
GPtrArray *dip_text_diff_side_by_side (const char *old_text, const char *new_text);

G_END_DECLS

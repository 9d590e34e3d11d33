/* What publishing into a folder would do, without doing it; and whether somebody else had a hand in the folder. */
#pragma once

#include "dip-folder.h"
#include "dip-publishing.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_SYNC_NEW,       /* not in the folder yet */
  DIP_SYNC_CHANGED,   /* will be made again: another picture, other rules, or files that were changed or lost */
  DIP_SYNC_UNCHANGED, /* will not be touched */
  DIP_SYNC_REMOVED,   /* must or need not be there any more */
} DipSyncKind;

extern const DipToken dip_sync_kind_tokens[];

/* One pair. */
typedef struct
{
  gint64 pair_id;
  char *code; /* of its client */
  DipView view;
  DipSyncKind kind;
  char *reason;  /* of a removal, as in take-downs: "withdrawn", "expired", "erased", "not-permitted"; else NULL */
  guint n_files; /* of it in the folder now */
} DipSyncEntry;

typedef struct
{
  guint n_new, n_changed, n_unchanged, n_removed; /* pairs */
  GPtrArray *entries;                             /* (element-type DipSyncEntry) */
  GPtrArray *findings;                            /* (element-type DipFolderFinding), by name */
  GPtrArray *refused;                             /* (element-type DipPublishVerdict): what the gate holds back */
  char *summary; /* “3 new, 1 changed, 2 to be removed because consent was withdrawn” in the user's language */
} DipSyncPlan;

void dip_sync_plan_free (DipSyncPlan *self);

/**
 * dip_publishing_preview:
 * Says what dip_publishing_run() with the same arguments would do now. Nothing is written, neither in the folder nor in the
 * library. Blocks; cancellable by @job.
 */
DipSyncPlan *dip_publishing_preview (const DipDesk *desk, const char *destination, const char *folder,
                                     const gint64 *pair_ids, guint n_pair_ids, DipJob *job, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSyncPlan, dip_sync_plan_free)

G_END_DECLS

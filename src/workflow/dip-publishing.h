/* The way out: asking the gate, making the files, keeping the ledger, and cleaning up behind a withdrawal. */
#pragma once

#include "dip-case.h"
#include "dip-job.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* One pair before the gate. */
typedef struct
{
  gint64 pair_id;
  char *code;
  DipView view;
  DipGateAnswer *answer;
} DipPublishVerdict;

void dip_publish_verdict_free (DipPublishVerdict *self);

/* @pair_ids NULL: every pair of clients who are not erased. (element-type DipPublishVerdict) in the order of ids. */
GPtrArray *dip_publishing_check (const DipDesk *desk, const char *destination, const gint64 *pair_ids, guint n_pair_ids,
                                 GError **error);

typedef struct
{
  gint64 run_id;   /* 0: nothing changed, so no run was recorded */
  guint n_pairs;   /* in the folder now */
  guint n_written; /* files */
  guint n_unchanged;
  guint n_removed;     /* files deleted because they may or need no longer be there */
  guint n_takedowns;   /* opened because the gate changed its mind (expiry, corrected dates) */
  GPtrArray *refused;  /* (element-type DipPublishVerdict) */
  GPtrArray *failures; /* (element-type utf8) sentences */
} DipPublishReport;

void dip_publish_report_free (DipPublishReport *self);

/**
 * dip_publishing_run:
 * Brings @folder in line with what may be published for @destination: writes what is missing, leaves what is there and
 * right, deletes what was exported there before and may no longer be. A second run changes nothing. Every file is in the
 * ledger before it takes its name in the folder, and verified as read back. `manifest.json` describes the folder, without codes.
 */
DipPublishReport *dip_publishing_run (const DipDesk *desk, const char *destination, const char *folder,
                                      const gint64 *pair_ids, guint n_pair_ids, DipJob *job, GError **error);

/* (element-type DipExportItem), oldest first; @code NULL: all clients'. */
GPtrArray *dip_publishing_ledger (const DipDesk *desk, const char *code, GError **error);

/* One export that wrote something, and what has become of its files. */
typedef struct
{
  gint64 id;
  char *destination; /* as shown */
  char *folder;
  char *at; /* UTC */
  guint n_files;
  guint n_live;    /* still there, and allowed */
  guint n_blocked; /* must not be there any more */
} DipExportSummary;

void dip_export_summary_free (DipExportSummary *self);

/* (element-type DipExportSummary), oldest first. */
GPtrArray *dip_publishing_runs (const DipDesk *desk, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPublishVerdict, dip_publish_verdict_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPublishReport, dip_publish_report_free)

G_END_DECLS

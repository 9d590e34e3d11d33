#include "dip-publishing.h"

#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-export-run.h"
#include "dip-takedowns.h"

void
dip_publish_verdict_free (DipPublishVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_clear_pointer (&self->answer, dip_gate_answer_free);
  g_free (self);
}

void
dip_publish_report_free (DipPublishReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  const DipDesk *desk;
  const char *destination_name;
  const gint64 *pair_ids;
  guint n_pair_ids;
  DipDestination *destination;
  GPtrArray *verdicts; /* DipPublishVerdict */
  GPtrArray *cases;    /* DipCase, one per verdict */
  const char *code;
  GPtrArray *found;
} Op;

static DipPublishVerdict *
decide (const Op *op, const DipCase *one)
{
  DipPublishVerdict *verdict = g_new0 (DipPublishVerdict, 1);

  verdict->pair_id = one->pair->id;
  verdict->code = g_strdup (one->client->code);
  verdict->view = one->pair->view;
  verdict->answer = dip_case_decide (one, op->destination, dip_desk_today (op->desk));
  return verdict;
}

static GPtrArray *
pairs_wanted (const Op *op, DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) pairs = NULL;

  if (op->pair_ids == NULL)
    return dip_catalogue_pairs (db, 0, error);
  pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_pair_free);
  for (guint i = 0; i < op->n_pair_ids; i++)
    {
      DipPair *pair = dip_catalogue_pair (db, op->pair_ids[i], error);

      if (pair == NULL)
        return NULL;
      g_ptr_array_add (pairs, pair);
    }
  return g_steal_pointer (&pairs);
}

static gboolean
judge_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) pairs = NULL;

  op->destination = dip_catalogue_destination (db, op->destination_name, error);
  if (op->destination == NULL)
    return FALSE;
  pairs = pairs_wanted (op, db, error);
  if (pairs == NULL)
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      DipCase *one = dip_case_load (db, op->desk, g_ptr_array_index (pairs, i), error);

      if (one == NULL)
        return FALSE;
      g_ptr_array_add (op->cases, one);
      g_ptr_array_add (op->verdicts, decide (op, one));
    }
  return TRUE;
}

GPtrArray *
dip_publishing_check (const DipDesk *desk, const char *destination, const gint64 *pair_ids, guint n_pair_ids,
                      GError **error)
{
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_publish_verdict_free);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = {
    .desk = desk,
    .destination_name = destination,
    .pair_ids = pair_ids,
    .n_pair_ids = n_pair_ids,
    .verdicts = verdicts,
    .cases = cases,
  };
  gboolean done = dip_library_read (desk->library, judge_txn, &op, error);

  g_clear_pointer (&op.destination, dip_destination_free);
  return done ? g_steal_pointer (&verdicts) : NULL;
}

/* Keeps the cases that may go out; the others' verdicts are what the report calls refused. */
static void
sort_out (GPtrArray *cases, GPtrArray *verdicts, GPtrArray *refused)
{
  for (guint i = verdicts->len; i > 0; i--)
    {
      DipPublishVerdict *verdict = g_ptr_array_index (verdicts, i - 1);

      if (verdict->answer->allowed)
        continue;
      g_ptr_array_insert (refused, 0, g_ptr_array_steal_index (verdicts, i - 1));
      g_ptr_array_remove_index (cases, i - 1);
    }
}

DipPublishReport *
dip_publishing_run (const DipDesk *desk, const char *destination, const char *folder, const gint64 *pair_ids,
                    guint n_pair_ids, DipJob *job, GError **error)
{
  g_autoptr (DipPublishReport) report = g_new0 (DipPublishReport, 1);
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_publish_verdict_free);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = {
    .desk = desk,
    .destination_name = destination,
    .pair_ids = pair_ids,
    .n_pair_ids = n_pair_ids,
    .verdicts = verdicts,
    .cases = cases,
  };
  gboolean done;

  report->refused = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_publish_verdict_free);
  report->failures = g_ptr_array_new_with_free_func (g_free);
  done = dip_takedowns_refresh (desk, &report->n_takedowns, error)
         && dip_library_read (desk->library, judge_txn, &op, error);
  if (done)
    {
      sort_out (cases, verdicts, report->refused);
      done = dip_export_run (desk, op.destination, folder, cases, job, report, error);
    }
  g_clear_pointer (&op.destination, dip_destination_free);
  return done ? g_steal_pointer (&report) : NULL;
}

static gboolean
ledger_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = NULL;

  if (op->code != NULL)
    {
      client = dip_catalogue_client_by_code (db, op->code, error);
      if (client == NULL)
        return FALSE;
    }
  op->found = dip_catalogue_items (db, client != NULL ? client->id : 0, error);
  return op->found != NULL;
}

GPtrArray *
dip_publishing_ledger (const DipDesk *desk, const char *code, GError **error)
{
  Op op = { .desk = desk, .code = code };

  return dip_library_read (desk->library, ledger_txn, &op, error) ? op.found : NULL;
}

void
dip_export_summary_free (DipExportSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->destination);
  g_free (self->folder);
  g_free (self->at);
  g_free (self);
}

static DipExportSummary *
summary_new (DipDb *db, const DipExportItem *item, GError **error)
{
  g_autoptr (DipDestination) destination = dip_catalogue_destination_by_id (db, item->destination_id, error);
  DipExportSummary *summary;

  if (destination == NULL)
    return NULL;
  summary = g_new0 (DipExportSummary, 1);
  summary->id = item->run_id;
  summary->destination = g_strdup (destination->label);
  summary->folder = g_strdup (item->folder);
  summary->at = g_strdup (item->exported_at);
  return summary;
}

/* The items of a run stand together: the ledger is only ever added to. */
static gboolean
runs_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, 0, error);
  DipExportSummary *last = NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (items, i);

      if (last == NULL || last->id != item->run_id)
        {
          last = summary_new (db, item, error);
          if (last == NULL)
            return FALSE;
          g_ptr_array_add (op->found, last);
        }
      last->n_files++;
      last->n_live += item->state == DIP_EXPORT_LIVE;
      last->n_blocked += item->state == DIP_EXPORT_BLOCKED && item->removed_at == NULL;
    }
  return items != NULL;
}

GPtrArray *
dip_publishing_runs (const DipDesk *desk, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_export_summary_free);
  Op op = { .desk = desk, .found = found };

  return dip_library_read (desk->library, runs_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

#include "dip-sync-plan.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-catalogue.h"
#include "dip-destinations.h"
#include "dip-export-shape.h"
#include "dip-styles.h"
#include "dip-takedowns.h"

const DipToken dip_sync_kind_tokens[] = {
  { DIP_SYNC_NEW, "new", NULL, "pair in a folder", NC_ ("pair in a folder", "New") },
  { DIP_SYNC_CHANGED, "changed", NULL, "pair in a folder", NC_ ("pair in a folder", "Changed") },
  { DIP_SYNC_UNCHANGED, "unchanged", NULL, "pair in a folder", NC_ ("pair in a folder", "Unchanged") },
  { DIP_SYNC_REMOVED, "removed", NULL, "pair in a folder", NC_ ("pair in a folder", "To be removed") },
  { 0 },
};

/* Why pairs are removed, the commonest first. */
static const char *const reasons[] = { "withdrawn", "expired", "erased", "not-permitted" };

static void
entry_free (gpointer data)
{
  DipSyncEntry *entry = data;

  g_free (entry->code);
  g_free (entry->reason);
  g_free (entry);
}

void
dip_sync_plan_free (DipSyncPlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_free (self->summary);
  g_free (self);
}

typedef struct
{
  const DipDesk *desk;
  const char *folder; /* canonical */
  const gint64 *pair_ids;
  guint n_pair_ids;
  DipJob *job;
  DipDestination *destination;
  DipStyle *style;
  DipFolder *disk;
  GPtrArray *cases;  /* DipCase: those that may go out */
  GPtrArray *items;  /* DipExportItem: what the ledger says lies in the folder */
  GHashTable *known; /* pair id -> GPtrArray of DipExportItem, borrowed */
  DipSyncPlan *plan;
} Op;

static void
group_items (Op *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (op->items, i);
      GPtrArray *of_pair = g_hash_table_lookup (op->known, &item->pair_id);

      if (of_pair == NULL)
        g_hash_table_insert (op->known, &item->pair_id, of_pair = g_ptr_array_new ());
      g_ptr_array_add (of_pair, item);
    }
}

static guint
count (GPtrArray *items, DipExportState state)
{
  guint n = 0;

  for (guint i = 0; items != NULL && i < items->len; i++)
    n += ((const DipExportItem *) g_ptr_array_index (items, i))->state == state;
  return n;
}

static void
add_entry (Op *op, const DipCase *one, gint64 pair_id, DipSyncKind kind, const char *reason)
{
  guint *const counts[] = {
    [DIP_SYNC_NEW] = &op->plan->n_new,
    [DIP_SYNC_CHANGED] = &op->plan->n_changed,
    [DIP_SYNC_UNCHANGED] = &op->plan->n_unchanged,
    [DIP_SYNC_REMOVED] = &op->plan->n_removed,
  };
  GPtrArray *items = g_hash_table_lookup (op->known, &pair_id);
  DipSyncEntry *entry = g_new0 (DipSyncEntry, 1);

  entry->pair_id = pair_id;
  entry->code = one != NULL ? g_strdup (one->client->code) : NULL;
  entry->view = one != NULL ? one->pair->view : DIP_VIEW_NONE;
  entry->kind = kind;
  entry->reason = g_strdup (reason);
  entry->n_files = count (items, DIP_EXPORT_LIVE) + count (items, DIP_EXPORT_BLOCKED);
  *counts[kind] += 1;
  g_ptr_array_add (op->plan->entries, entry);
}

/* As the run itself decides: by the recipe of the files and by the files. */
static gboolean
compare_with_folder (Op *op, const DipExportGroup *group, DipSyncKind *kind, GError **error)
{
  GPtrArray *items = g_hash_table_lookup (op->known, &group->cases[0]->pair->id);
  g_auto (DipExportLook) look = { .own = NULL };
  g_autofree char *recipe = NULL;

  dip_export_look_init (&look, op->destination, op->style, group);
  recipe = dip_export_recipe (op->destination, &look, group, error);
  if (recipe == NULL)
    return FALSE;
  *kind = count (items, DIP_EXPORT_LIVE) == 0 ? DIP_SYNC_NEW : DIP_SYNC_UNCHANGED;
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (items, i);

      if (item->state == DIP_EXPORT_LIVE
          && (strcmp (item->recipe, recipe) != 0 || !dip_folder_holds (op->disk, item->name, item->sha256)))
        *kind = DIP_SYNC_CHANGED;
    }
  return TRUE;
}

/* A pair that is not to go out: what lies there of it may stay, or has to go. */
static void
add_held_back (Op *op, const DipCase *one, const DipGateAnswer *answer)
{
  GPtrArray *items = g_hash_table_lookup (op->known, &one->pair->id);
  const char *reason = dip_takedowns_reason (answer);

  if (count (items, DIP_EXPORT_LIVE) + count (items, DIP_EXPORT_BLOCKED) == 0)
    return;
  if (reason == NULL && count (items, DIP_EXPORT_LIVE) > 0)
    add_entry (op, one, one->pair->id, DIP_SYNC_UNCHANGED, NULL);
  else
    add_entry (op, one, one->pair->id, DIP_SYNC_REMOVED, reason != NULL ? reason : "not-permitted");
}

static DipPublishVerdict *
verdict_of (const DipCase *one, DipGateAnswer *answer)
{
  DipPublishVerdict *verdict = g_new0 (DipPublishVerdict, 1);

  verdict->pair_id = one->pair->id;
  verdict->code = g_strdup (one->client->code);
  verdict->view = one->pair->view;
  verdict->answer = answer;
  return verdict;
}

static gboolean
judge (Op *op, DipDb *db, const DipPair *pair, gboolean wanted, GError **error)
{
  g_autoptr (DipCase) one = dip_case_load (db, op->desk, pair, error);
  g_autoptr (DipGateAnswer) answer = NULL;

  if (one == NULL || dip_job_is_cancelled (op->job, error))
    return FALSE;
  answer = dip_case_decide (one, op->destination, dip_desk_today (op->desk));
  if (!answer->allowed || !wanted)
    {
      add_held_back (op, one, answer);
      if (wanted)
        g_ptr_array_add (op->plan->refused, verdict_of (one, g_steal_pointer (&answer)));
      return TRUE;
    }
  g_ptr_array_add (op->cases, g_steal_pointer (&one));
  return TRUE;
}

/* Pairs that are shown in the picture of another are part of that. */
static gboolean
compare_allowed (Op *op, GError **error)
{
  for (guint i = 0; i < op->cases->len; i++)
    {
      DipExportGroup group;
      DipSyncKind kind;

      if (!dip_export_group (op->destination, op->cases, i, &group))
        continue;
      if (!compare_with_folder (op, &group, &kind, error))
        return FALSE;
      add_entry (op, group.cases[0], group.cases[0]->pair->id, kind, NULL);
    }
  return TRUE;
}

static gboolean
is_wanted (const Op *op, gint64 pair_id)
{
  for (guint i = 0; i < op->n_pair_ids; i++)
    if (op->pair_ids[i] == pair_id)
      return TRUE;
  return op->pair_ids == NULL;
}

/* What lies there of pairs that are gone altogether. */
static void
add_orphans (Op *op)
{
  GHashTableIter rest;
  gpointer id, items;

  g_hash_table_iter_init (&rest, op->known);
  while (g_hash_table_iter_next (&rest, &id, &items))
    {
      gboolean judged = FALSE;

      for (guint i = 0; i < op->plan->entries->len && !judged; i++)
        judged = ((const DipSyncEntry *) g_ptr_array_index (op->plan->entries, i))->pair_id == *(gint64 *) id;
      if (!judged && count (items, DIP_EXPORT_LIVE) + count (items, DIP_EXPORT_BLOCKED) > 0)
        add_entry (op, NULL, *(gint64 *) id, DIP_SYNC_REMOVED, "erased");
    }
}

static gboolean
judge_all (Op *op, DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, 0, error);

  if (pairs == NULL)
    return FALSE;
  dip_job_set_total (op->job, pairs->len);
  for (guint i = 0; i < pairs->len; i++)
    {
      const DipPair *pair = g_ptr_array_index (pairs, i);

      g_autofree char *label = g_strdup_printf (_ ("Pair %" PRId64), pair->id);

      dip_job_item_begin (op->job, label);
      if ((is_wanted (op, pair->id) || g_hash_table_contains (op->known, &pair->id))
          && !judge (op, db, pair, is_wanted (op, pair->id), error))
        return FALSE;
      dip_job_item_end (op->job, label, DIP_JOB_ITEM_DONE, NULL);
    }
  if (!compare_allowed (op, error))
    return FALSE;
  add_orphans (op);
  return TRUE;
}

static gboolean
plan_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->items = dip_catalogue_items_in (db, op->destination->id, op->folder, error);
  if (op->items == NULL)
    return FALSE;
  group_items (op);
  return judge_all (op, db, error);
}

static guint
count_reason (const DipSyncPlan *plan, const char *reason)
{
  guint n = 0;

  for (guint i = 0; i < plan->entries->len; i++)
    n += g_strcmp0 (((const DipSyncEntry *) g_ptr_array_index (plan->entries, i))->reason, reason) == 0;
  return n;
}

/* Whole phrases, so that each language may put its words in its own order. */
static char *
removal_phrase (guint n, const char *reason)
{
  if (strcmp (reason, "withdrawn") == 0)
    return g_strdup_printf (ngettext ("%u to be removed because consent was withdrawn",
                                      "%u to be removed because consent was withdrawn", n),
                            n);
  if (strcmp (reason, "expired") == 0)
    return g_strdup_printf (
        ngettext ("%u to be removed because consent has ended", "%u to be removed because consent has ended", n), n);
  if (strcmp (reason, "erased") == 0)
    return g_strdup_printf (
        ngettext ("%u to be removed because the client was erased", "%u to be removed because clients were erased", n),
        n);
  return g_strdup_printf (ngettext ("%u to be removed because it is not permitted any more",
                                    "%u to be removed because they are not permitted any more", n),
                          n);
}

static char *
summarise (const DipSyncPlan *plan)
{
  g_autoptr (GPtrArray) phrases = g_ptr_array_new_with_free_func (g_free);

  if (plan->n_new > 0)
    g_ptr_array_add (phrases, g_strdup_printf (ngettext ("%u new", "%u new", plan->n_new), plan->n_new));
  if (plan->n_changed > 0)
    g_ptr_array_add (phrases,
                     g_strdup_printf (ngettext ("%u changed", "%u changed", plan->n_changed), plan->n_changed));
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      const guint n = count_reason (plan, reasons[i]);

      if (n > 0)
        g_ptr_array_add (phrases, removal_phrase (n, reasons[i]));
    }
  if (phrases->len == 0)
    return g_strdup (_ ("Nothing to do: the folder is up to date."));
  g_ptr_array_add (phrases, NULL);
  /* Translators: between “3 new” and “1 changed”. */
  return g_strjoinv (C_ ("between the items of a list", ", "), (char **) phrases->pdata);
}

static GHashTable *
items_by_pair (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
}

DipSyncPlan *
dip_publishing_preview (const DipDesk *desk, const char *destination, const char *folder, const gint64 *pair_ids,
                        guint n_pair_ids, DipJob *job, GError **error)
{
  g_autoptr (DipSyncPlan) plan = g_new0 (DipSyncPlan, 1);
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autoptr (DipFolder) disk = dip_folder_open (desk, canonical);
  g_autoptr (DipStyle) style = NULL;
  g_autoptr (GHashTable) known = items_by_pair ();
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = { .desk = desk,
            .folder = canonical,
            .pair_ids = pair_ids,
            .n_pair_ids = n_pair_ids,
            .job = job,
            .disk = disk,
            .known = known,
            .cases = cases,
            .plan = plan };
  gboolean done;

  plan->entries = g_ptr_array_new_with_free_func (entry_free);
  plan->refused = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_publish_verdict_free);
  op.destination = dip_destinations_get (desk, destination, error);
  if (op.destination != NULL && op.destination->style_id != 0)
    op.style = style = dip_styles_of_destination (desk, destination, error);
  done = op.destination != NULL && (op.destination->style_id == 0 || style != NULL)
         && dip_library_read (desk->library, plan_txn, &op, error);
  if (done)
    {
      plan->findings = dip_folder_findings (disk, op.items);
      plan->summary = summarise (plan);
    }
  g_clear_pointer (&op.destination, dip_destination_free);
  g_hash_table_remove_all (known);
  g_clear_pointer (&op.items, g_ptr_array_unref);
  return done ? g_steal_pointer (&plan) : NULL;
}

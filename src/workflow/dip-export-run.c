#include "dip-export-run.h"

#include <inttypes.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dip-animate.h"
#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-digest.h"
#include "dip-export-shape.h"
#include "dip-folder.h"
#include "dip-name-guard.h"
#include "dip-pages.h"
#include "dip-proof.h"
#include "dip-rendering.h"
#include "dip-safe-file.h"
#include "dip-site-words.h"
#include "dip-strays.h"
#include "dip-styles.h"
#include "dip-takedowns.h"

#define TEMP_AGE_SECONDS 60

typedef struct
{
  const DipDesk *desk;
  const DipDestination *destination;
  DipStyle *style; /* how composites look there, or NULL */
  char *folder;    /* canonical */
  DipJob *job;
  DipPublishReport *report;
  DipFolder *disk;
  DipNameGuard *guard;
  GPtrArray *there; /* DipExportItem: what the ledger says lies in the folder */
  /* of the case at hand */
  const DipCase *one;
  DipExportGroup group; /* what its picture shows; @one is the first */
  const char *recipe;
  const DipRights *rights; /* the notice its files carry, or NULL */
  GPtrArray *encoded;      /* DipEncoded */
  GPtrArray *fresh;        /* DipExportItem to enter */
  guint n_in_place;        /* of encoded: files that have taken their names */
  DipExportItem *item;
  GPtrArray *cases;
  GPtrArray *recipes; /* utf8 or NULL, of each case: worked out side by side before any is looked at */
  GHashTable *used;   /* names of the pictures that the pages show, once they are written */
} Run;

static char *
path_of (const Run *run, const DipExportItem *item)
{
  return g_build_filename (run->folder, item->name, NULL);
}

static gboolean
file_is_right (const Run *run, const DipExportItem *item)
{
  return dip_folder_holds (run->disk, item->name, item->sha256);
}

/* All files of the pair at hand are there, made by this very recipe, and what the ledger says they are. */
static guint
count_right (const Run *run)
{
  guint n = 0;

  for (guint i = 0; i < run->there->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (run->there, i);

      if (item->pair_id != run->one->pair->id || item->state != DIP_EXPORT_LIVE
          || strcmp (item->recipe, run->recipe) != 0)
        continue;
      if (!file_is_right (run, item))
        return 0;
      n++;
    }
  return n;
}

/* The words of the files' names of the case at hand. */
static char *
stem_of (const Run *run)
{
  const DipNameFacts facts = { .pair = run->one->pair,
                               .treatment = run->one->treatment,
                               .after_facts = &run->one->after_facts,
                               .clinic = run->one->clinic->name };

  return dip_publication_stem (run->destination->names, &facts);
}

static DipExportItem *
item_from (const Run *run, const DipEncoded *encoded, const char *likeness, gint64 consent_id)
{
  DipExportItem *item = g_new0 (DipExportItem, 1);
  g_autofree char *stem = stem_of (run);

  item->pair_id = run->one->pair->id;
  item->client_id = run->one->client->id;
  item->destination_id = run->destination->id;
  item->consent_id = consent_id;
  item->folder = g_strdup (run->folder);
  item->sha256 = dip_digest_bytes (encoded->bytes);
  item->bytes = (gint64) g_bytes_get_size (encoded->bytes);
  item->width = encoded->width;
  item->height = encoded->height;
  item->format = dip_export_format_of (encoded->format);
  item->name = dip_publication_file_name (stem, item->width, item->sha256, item->format);
  item->recipe = g_strdup (run->recipe);
  item->likeness = g_strdup (likeness);
  item->state = DIP_EXPORT_LIVE;
  return item;
}

static DipExportItem *
live_twin (const Run *run, const DipExportItem *item)
{
  for (guint i = 0; i < run->there->len; i++)
    {
      DipExportItem *other = g_ptr_array_index (run->there, i);

      if (other->state == DIP_EXPORT_LIVE && strcmp (other->name, item->name) == 0)
        return other;
    }
  return NULL;
}

/* What an older recipe of this pair left in the folder, less what the new one makes again to the byte. */
static gboolean
retire_older (Run *run, DipDb *db, GHashTable *kept, GError **error)
{
  for (guint i = 0; i < run->there->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (run->there, i);

      if (item->pair_id != run->one->pair->id || item->state != DIP_EXPORT_LIVE || g_hash_table_contains (kept, item))
        continue;
      item->state = DIP_EXPORT_REPLACED;
      if (!dip_catalogue_item_update (db, item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
ensure_run (Run *run, DipDb *db, GError **error)
{
  g_autofree char *subject = NULL;

  if (run->report->run_id != 0)
    return TRUE;
  run->report->run_id = dip_catalogue_run_insert (db, run->destination->id, run->folder, run->desk->actor, error);
  if (run->report->run_id == 0)
    return FALSE;
  subject = g_strdup_printf ("run %" PRId64, run->report->run_id);
  return dip_audit_append (db, run->desk->actor, "publish-run", subject, NULL, error);
}

static gboolean
ask_one (const Run *run, DipDb *db, const DipPair *pair, gint64 *consent_id, GError **error)
{
  g_autoptr (DipCase) now = dip_case_load (db, run->desk, pair, error);
  g_autoptr (DipGateAnswer) answer = NULL;
  const DipRefusal *first;

  if (now == NULL)
    return FALSE;
  answer = dip_case_decide (now, run->destination, dip_desk_today (run->desk));
  *consent_id = answer->consent_id;
  if (answer->allowed)
    return TRUE;
  first = g_ptr_array_index (answer->refusals, 0);
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED, first->text);
  return FALSE;
}

/* The gate, asked in the very transaction that says these files went out, about every pair they show. */
static gboolean
ask_again (Run *run, DipDb *db, gint64 *consent_id, GError **error)
{
  for (guint i = run->group.n; i > 0; i--)
    if (!ask_one (run, db, run->group.cases[i - 1]->pair, consent_id, error))
      return FALSE;
  return TRUE;
}

/* By which a copy is known again: of the smallest file in a format that is quick to read, since all show the same picture.
 * NULL: there is none. */
static char *
likeness_of (const Run *run)
{
  const DipEncoded *smallest = NULL;

  for (guint i = 0; i < run->encoded->len; i++)
    {
      const DipEncoded *encoded = g_ptr_array_index (run->encoded, i);
      if ((encoded->format == DIP_FORMAT_JPEG || encoded->format == DIP_FORMAT_WEBP)
          && (smallest == NULL || g_bytes_get_size (encoded->bytes) < g_bytes_get_size (smallest->bytes)))
        smallest = encoded;
    }
  return smallest != NULL ? dip_strays_likeness (smallest->bytes, NULL) : NULL;
}

static gboolean
enter_txn (DipDb *db, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  g_autofree char *likeness = likeness_of (run);
  gint64 consent_id = 0;

  if (!ask_again (run, db, &consent_id, error) || !ensure_run (run, db, error))
    return FALSE;
  for (guint i = 0; i < run->encoded->len; i++)
    {
      DipExportItem *item = item_from (run, g_ptr_array_index (run->encoded, i), likeness, consent_id);
      DipExportItem *twin = live_twin (run, item);

      g_ptr_array_add (run->fresh, item);
      item->run_id = run->report->run_id;
      /* The same file is in the ledger already: it is only missing in the folder. */
      if (twin != NULL && strcmp (twin->recipe, item->recipe) == 0)
        g_hash_table_add (kept, twin);
      else if (!dip_catalogue_item_insert (db, item, error))
        return FALSE;
    }
  return retire_older (run, db, kept, error);
}

/* Into the ledger; when that fails, the run that was to be recorded with it was not recorded either. */
static gboolean
enter (Run *run, GError **error)
{
  gint64 run_before = run->report->run_id;

  if (dip_library_write (run->desk->library, enter_txn, run, error))
    return TRUE;
  run->report->run_id = run_before;
  return FALSE;
}

static gboolean
check_animation (GBytes *read_back, gpointer user_data, GError **error)
{
  return dip_verify_animation (read_back, error);
}

static gboolean
write_files (Run *run, GError **error)
{
  for (run->n_in_place = 0; run->n_in_place < run->encoded->len; run->n_in_place++)
    {
      const DipEncoded *encoded = g_ptr_array_index (run->encoded, run->n_in_place);
      g_autofree char *path = path_of (run, g_ptr_array_index (run->fresh, run->n_in_place));
      g_auto (DipProof) proof = { .format = encoded->format, .rights = run->rights };

      if (!dip_safe_file_write (path, encoded->bytes, 0,
                                run->destination->layout == DIP_LAYOUT_SLIDE ? check_animation : dip_proof_check,
                                &proof, error))
        return FALSE;
    }
  run->report->n_written += run->encoded->len;
  return TRUE;
}

/* A pair is in the folder whole or not at all: half a ladder would look finished to the next run, and to the website. */
static void
take_back_files (Run *run)
{
  for (guint i = 0; i < run->fresh->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (run->fresh, i);
      g_autofree char *path = path_of (run, item);

      if (item->id == 0)
        continue;
      item->state = DIP_EXPORT_REPLACED;
      if (i >= run->n_in_place && !file_is_right (run, item))
        dip_takedowns_mark_never_out (item);
      else if (dip_safe_file_remove (path, NULL))
        item->removed_at = dip_time_now_utc ();
    }
}

static gboolean
disown_txn (DipDb *db, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autofree char *subject = g_strdup_printf ("run %" PRId64, run->report->run_id);
  g_autoptr (GHashTable) none = g_hash_table_new (NULL, NULL);
  gboolean any = FALSE;

  for (guint i = 0; i < run->fresh->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (run->fresh, i);

      if (item->id == 0)
        continue;
      if (!dip_catalogue_item_update (db, item, error))
        return FALSE;
      any = TRUE;
    }
  return (!any || retire_older (run, db, none, error))
         && dip_audit_append (db, run->desk->actor, "publish-failed", subject, NULL, error);
}

/* The files' rows come before the files; when a file can't be written, the rows say that nothing of it is there. A crash in
 * between leaves rows for files that are not there, which the next run makes. */
static gboolean
write_or_disown (Run *run, GError **error)
{
  if (write_files (run, error))
    return TRUE;
  take_back_files (run);
  dip_library_write (run->desk->library, disown_txn, run, NULL);
  return FALSE;
}

/* Before anything is entered or written: the files' names, what stands in the pictures and in their notice, every byte. */
static gboolean
tells_nobody (const Run *run, GError **error)
{
  const DipStyle *style = run->style;
  g_autofree char *stem = stem_of (run);
  const char *const words[] = { run->rights != NULL ? run->rights->creator : NULL,
                                run->rights != NULL ? run->rights->credit : NULL,
                                run->rights != NULL ? run->rights->copyright : NULL,
                                run->rights != NULL ? run->rights->licence : NULL,
                                style != NULL ? style->templates.before : NULL,
                                style != NULL ? style->templates.after : NULL,
                                style != NULL ? style->mark.text : NULL };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (!dip_name_guard_check (run->guard, words[i],
                               i < 4 ? _ ("The clinic's rights notice") : _ ("The words in the picture"), error))
      return FALSE;
  for (guint i = 0; i < run->encoded->len; i++)
    {
      const DipEncoded *encoded = g_ptr_array_index (run->encoded, i);
      g_autofree char *digest = dip_digest_bytes (encoded->bytes);
      g_autofree char *name
          = dip_publication_file_name (stem, encoded->width, digest, dip_export_format_of (encoded->format));

      if (!dip_name_guard_check (run->guard, name, _ ("A file's name"), error))
        return FALSE;
      if (!dip_name_guard_finds_bytes (run->guard, encoded->bytes))
        continue;
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           _ ("A picture's bytes would tell a client's name, so it was not written."));
      return FALSE;
    }
  return TRUE;
}

static void
work_out_recipe (guint index, gpointer user_data)
{
  Run *run = user_data;
  DipExportGroup group;
  g_auto (DipExportLook) look = { .own = NULL };

  if (!dip_export_group (run->destination, run->cases, index, &group))
    return;
  dip_export_look_init (&look, run->destination, run->style, &group);
  g_ptr_array_index (run->recipes, index) = dip_export_recipe (run->destination, &look, &group, NULL);
}

/* A folder where nothing changes costs little else. */
static void
work_out_recipes (Run *run)
{
  run->recipes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (run->recipes, (int) run->cases->len);
  dip_job_each (NULL, run->cases->len, 0, work_out_recipe, run);
}

/* @known: the recipe as worked out before, or NULL */
static gboolean
export_one (Run *run, const char *known, GError **error)
{
  const DipDestination *place = run->destination;
  g_autoptr (DipRights) rights = place->layout != DIP_LAYOUT_SLIDE ? dip_export_rights (place, run->one->clinic) : NULL;
  g_auto (DipExportLook) look = { .own = NULL };
  g_autofree char *recipe = NULL;
  guint n_right;

  dip_export_look_init (&look, place, run->style, &run->group);
  recipe = known != NULL ? g_strdup (known) : dip_export_recipe (place, &look, &run->group, error);
  if (recipe == NULL)
    return FALSE;
  run->recipe = recipe;
  run->rights = rights;
  n_right = count_right (run);
  run->report->n_unchanged += n_right;
  if (n_right > 0)
    return TRUE;
  run->encoded
      = dip_export_encode (run->desk, place, &look, &run->group, rights, dip_job_get_cancellable (run->job), error);
  return run->encoded != NULL && tells_nobody (run, error) && enter (run, error) && write_or_disown (run, error);
}

static gboolean
is_fatal (const GError *error)
{
  return g_error_matches (error, DIP_ERROR, DIP_ERROR_DISK_FULL)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
export_each (Run *run, GError **error)
{
  GPtrArray *cases = run->cases;

  work_out_recipes (run);
  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *label = NULL;
      gboolean done;

      if (dip_job_is_cancelled (run->job, error))
        return FALSE;
      run->one = g_ptr_array_index (cases, i);
      if (!dip_export_group (run->destination, cases, i, &run->group))
        {
          run->report->n_pairs++;
          continue;
        }
      run->fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_export_item_free);
      label = g_strdup_printf (_ ("Pair %" PRId64), run->one->pair->id);
      dip_job_item_begin (run->job, label);
      done = export_one (run, g_ptr_array_index (run->recipes, i), &local_error);
      g_clear_pointer (&run->fresh, g_ptr_array_unref);
      g_clear_pointer (&run->encoded, g_ptr_array_unref);
      dip_job_item_end (run->job, label, done ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED,
                        local_error != NULL ? local_error->message : NULL);
      if (done)
        run->report->n_pairs++;
      else if (is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      else
        g_ptr_array_add (run->report->failures, g_strdup_printf ("%s: %s", label, local_error->message));
    }
  return TRUE;
}

static gboolean
load_there_txn (DipDb *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  g_clear_pointer (&run->there, g_ptr_array_unref);
  run->there = dip_catalogue_items_in (db, run->destination->id, run->folder, error);
  return run->there != NULL;
}

static gboolean
removed_txn (DipDb *db, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autofree char *subject = g_strdup_printf ("item %" PRId64, run->item->id);

  return dip_catalogue_item_update (db, run->item, error)
         && dip_audit_append (db, run->desk->actor, "file-removed", subject, NULL, error);
}

static gboolean
name_is_live (const Run *run, const char *name)
{
  for (guint i = 0; i < run->there->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (run->there, i);

      if (item->state == DIP_EXPORT_LIVE && strcmp (item->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
note_removed (Run *run, DipExportItem *item, GError **error)
{
  item->removed_at = dip_time_now_utc ();
  run->item = item;
  return dip_library_write (run->desk->library, removed_txn, run, error);
}

/* Blocked files leave the folder at once, replaced ones when no page shows them any more (@last); the ledger keeps their rows. One
 * that can't be removed doesn't keep the others there: it is tried again in the next sweep, and named in the report of the last. */
static gboolean
sweep (Run *run, gboolean last, GError **error)
{
  if (!dip_library_read (run->desk->library, load_there_txn, run, error))
    return FALSE;
  for (guint i = 0; i < run->there->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (run->there, i);
      g_autofree char *path = path_of (run, item);
      g_autoptr (GError) local_error = NULL;
      gboolean shared;

      if (item->state == DIP_EXPORT_LIVE || (item->state == DIP_EXPORT_REPLACED && !last)
          || (run->used != NULL && g_hash_table_contains (run->used, item->name)))
        continue;
      shared = name_is_live (run, item->name);
      if (!shared && !dip_safe_file_remove (path, &local_error))
        {
          if (last)
            g_ptr_array_add (run->report->failures, g_strdup (local_error->message));
          continue;
        }
      run->report->n_removed += !shared;
      if (!note_removed (run, item, error))
        return FALSE;
    }
  return TRUE;
}

/* A library's own folders are no place to publish to. */
static gboolean
folder_is_free (const DipDesk *desk, const char *folder, GError **error)
{
  static const char *const own[] = { "blobs", "derived" };
  g_autofree char *library = g_canonicalize_filename (dip_library_get_path (desk->library), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *place = g_build_filename (library, own[i], NULL);

      if (!g_str_has_prefix (folder, place) && strcmp (folder, library) != 0)
        continue;
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("“%s” belongs to the library itself; choose another folder for the export."), folder);
      return FALSE;
    }
  return TRUE;
}

/* The words of the clinic itself, and those that every file and picture has, are nobody's name when they stand alone. */
static gboolean
load_guard_txn (DipDb *db, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autofree char *vocabulary = dip_site_vocabulary (run->destination->language);

  run->guard = clinic != NULL ? dip_name_guard_load (db, error) : NULL;
  if (run->guard == NULL)
    return FALSE;
  dip_name_guard_know (run->guard, vocabulary);
  dip_name_guard_know (run->guard, "smp healed weeks sessions stage view");
  dip_name_guard_know (run->guard, clinic->name);
  dip_name_guard_know (run->guard, clinic->creator);
  dip_name_guard_know (run->guard, clinic->credit);
  dip_name_guard_know (run->guard, clinic->copyright);
  dip_name_guard_know (run->guard, clinic->licence);
  dip_name_guard_know (run->guard, clinic->site);
  return TRUE;
}

static gboolean
write_pages (Run *run, GHashTable **used, GError **error)
{
  const DipPagesPlace place = { run->desk, run->destination, run->style, run->folder, run->disk };

  return dip_pages_write (&place, used, error);
}

static gboolean
anything_blocked (const Run *run)
{
  for (guint i = 0; i < run->there->len; i++)
    if (((const DipExportItem *) g_ptr_array_index (run->there, i))->state == DIP_EXPORT_BLOCKED)
      return TRUE;
  return FALSE;
}

/* What must go goes first, from the pages and then from the folder; and goes even when the pages can't be written: neither a full
 * disk nor a broken picture must keep it there. */
static gboolean
remove_first (Run *run, GError **error)
{
  if (!dip_library_read (run->desk->library, load_there_txn, run, error))
    return FALSE;
  if (!anything_blocked (run))
    return TRUE;
  write_pages (run, NULL, NULL);
  return sweep (run, FALSE, error);
}

gboolean
dip_export_run (const DipDesk *desk, const DipDestination *destination, const char *folder, GPtrArray *cases,
                DipJob *job, DipPublishReport *report, GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  Run run
      = { .desk = desk, .destination = destination, .folder = canonical, .job = job, .report = report, .cases = cases };
  gboolean done;

  if (!folder_is_free (desk, canonical, error) || !dip_safe_dir_create (canonical, FALSE, error))
    return FALSE;
  if (destination->style_id != 0 && (run.style = dip_styles_of_destination (desk, destination->name, error)) == NULL)
    return FALSE;
  dip_safe_dir_sweep (canonical, TEMP_AGE_SECONDS);
  dip_job_set_total (job, cases->len);
  run.disk = dip_folder_open (desk, canonical);
  done = dip_library_read (desk->library, load_guard_txn, &run, error) && remove_first (&run, error)
         && dip_library_read (desk->library, load_there_txn, &run, error) && export_each (&run, error)
         && write_pages (&run, &run.used, error) && sweep (&run, TRUE, error);
  if (done)
    dip_folder_save (run.disk);
  g_clear_pointer (&run.guard, dip_name_guard_free);
  g_clear_pointer (&run.disk, dip_folder_free);
  g_clear_pointer (&run.there, g_ptr_array_unref);
  g_clear_pointer (&run.style, dip_style_free);
  g_clear_pointer (&run.recipes, g_ptr_array_unref);
  g_clear_pointer (&run.used, g_hash_table_unref);
  return done;
}

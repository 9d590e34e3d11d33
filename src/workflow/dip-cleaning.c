#include "dip-cleaning.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-error.h"
#include "dip-file-walk.h"
#include "dip-imaging.h"
#include "dip-inspect.h"
#include "dip-safe-file.h"
#include "dip-scrub.h"
#include "dip-verify.h"

#define MOST_NAMES 1000

void
dip_clean_item_free (DipCleanItem *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->output);
  g_free (self->text);
  g_strfreev (self->removed);
  g_free (self);
}

typedef struct
{
  GPtrArray *paths;
  const char *folder;
  gboolean keep_names;
  GPtrArray *items;
  DipJob *job;
} Batch;

/* Names tell who is in a picture: copies are numbered in the order of their sources unless the user wants the names. */
static char *
stem_for (const Batch *batch, const char *path, guint index)
{
  g_autofree char *name = NULL;
  char *dot;

  if (!batch->keep_names)
    return g_strdup_printf ("photo-%03u", index + 1);
  name = g_path_get_basename (path);
  dot = strrchr (name, '.');
  if (dot != NULL && dot != name)
    *dot = '\0';
  return g_steal_pointer (&name);
}

/* A name that is taken by the very same content is that copy already. */
static gboolean
is_same_copy (const char *output, GBytes *clean)
{
  g_autoptr (GBytes) there = dip_safe_file_read (output, g_bytes_get_size (clean), NULL, NULL);

  return there != NULL && g_bytes_equal (there, clean);
}

/* Claimed clean is proven clean, from the bytes as read back. */
static gboolean
check_clean (GBytes *read_back, gpointer user_data, GError **error)
{
  const DipScrubbed *scrubbed = user_data;

  return dip_verify (read_back, scrubbed->format, DIP_VERIFY_PROFILE, NULL, error);
}

static char *
write_copy (const Batch *batch, const char *path, guint index, DipScrubbed *scrubbed, GError **error)
{
  g_autofree char *stem = stem_for (batch, path, index);
  const char *extension = dip_format_extension (scrubbed->format);

  for (guint i = 1; i <= MOST_NAMES; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *name
          = i == 1 ? g_strdup_printf ("%s.%s", stem, extension) : g_strdup_printf ("%s-%u.%s", stem, i, extension);
      g_autofree char *output = g_build_filename (batch->folder, name, NULL);

      if (dip_safe_file_write (output, scrubbed->bytes, DIP_SAFE_FILE_NO_REPLACE | DIP_SAFE_FILE_NO_SYNC, check_clean,
                               scrubbed, &local_error))
        return g_steal_pointer (&output);
      if (!g_error_matches (local_error, DIP_ERROR, DIP_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (is_same_copy (output, scrubbed->bytes))
        return g_steal_pointer (&output);
    }
  g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
               _ ("“%s” holds too many files of the same name; choose an empty folder."), batch->folder);
  return NULL;
}

static void
fill_item (DipCleanItem *item, const DipScrubbed *scrubbed)
{
  item->text = dip_scrub_removed_to_text (scrubbed->removed);
  item->method = scrubbed->method;
  g_ptr_array_add (scrubbed->removed, NULL);
  item->removed = g_strdupv ((GStrv) scrubbed->removed->pdata);
}

/* Most photos are whole, which the proof will show: only where it does not is the picture data taken apart first. */
static gboolean
clean_as (const Batch *batch, guint index, DipCleanItem *item, GBytes *bytes, const char *shown, DipScrubMode mode,
          GError **error)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipScrubbed) scrubbed
      = dip_scrub (bytes, shown, mode, &limits, dip_job_get_cancellable (batch->job), error);

  if (scrubbed == NULL)
    return FALSE;
  item->output = write_copy (batch, item->path, index, scrubbed, &local_error);
  if (item->output != NULL)
    {
      fill_item (item, scrubbed);
      return TRUE;
    }
  if (scrubbed->trusted && g_error_matches (local_error, DIP_ERROR, DIP_ERROR_NOT_CLEAN))
    return clean_as (batch, index, item, bytes, shown, mode & ~DIP_SCRUB_TRUSTING, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
clean (const Batch *batch, guint index, DipCleanItem *item, const char *shown, GError **error)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autoptr (GBytes) bytes = dip_safe_file_read (item->path, limits.max_bytes, shown, error);

  return bytes != NULL && clean_as (batch, index, item, bytes, shown, DIP_SCRUB_UPRIGHT | DIP_SCRUB_TRUSTING, error);
}

static void
clean_each (guint index, gpointer user_data)
{
  Batch *batch = user_data;
  DipCleanItem *item = g_ptr_array_index (batch->items, index);
  g_autofree char *shown = g_filename_display_basename (item->path);
  g_autoptr (GError) error = NULL;

  dip_job_item_begin (batch->job, shown);
  g_clear_pointer (&item->text, g_free);
  item->error = NULL;
  if (!clean (batch, index, item, shown, &error))
    {
      item->error = dip_error_token (error);
      item->text = g_strdup (error->message);
    }
  dip_job_item_end (batch->job, shown, item->output != NULL ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED, item->text);
}

GPtrArray *
dip_cleaning_scrub (const char *const *paths, const char *folder, gboolean keep_names, DipJob *job, GError **error)
{
  g_autoptr (GPtrArray) files = dip_file_walk (paths);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_clean_item_free);
  Batch batch = { .paths = files, .folder = folder, .keep_names = keep_names, .items = items, .job = job };

  if (!dip_safe_dir_create (folder, FALSE, error))
    return NULL;
  for (guint i = 0; i < files->len; i++)
    {
      DipCleanItem *item = g_new0 (DipCleanItem, 1);

      item->path = g_strdup (g_ptr_array_index (files, i));
      item->error = "cancelled";
      item->text = g_strdup (_ ("Cancelled before its turn."));
      g_ptr_array_add (items, item);
    }
  dip_job_set_total (job, files->len);
  dip_job_each (job, files->len, 0, clean_each, &batch);
  return g_steal_pointer (&items);
}

void
dip_file_part_free (DipFilePart *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static DipFilePart *
file_part_from (const DipPart *part)
{
  DipFilePart *self = g_new0 (DipFilePart, 1);

  self->name = g_strdup (part->name);
  self->offset = part->offset;
  self->size = part->size;
  self->verdict = dip_part_verdict_token (part->verdict);
  self->may_stay = part->verdict == DIP_PART_ALLOWED || part->verdict == DIP_PART_PROFILE;
  self->text = g_strdup (part->text);
  return self;
}

GPtrArray *
dip_cleaning_inspect (const char *path, const char **format, GError **error)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autofree char *shown = g_filename_display_basename (path);
  g_autoptr (GBytes) bytes = dip_safe_file_read (path, limits.max_bytes, shown, error);
  g_autoptr (GPtrArray) parts = NULL;
  GPtrArray *rows;
  DipFormat kind;

  if (bytes == NULL)
    return NULL;
  parts = dip_inspect (bytes, &kind, error);
  if (parts == NULL)
    {
      g_prefix_error (error, "“%s”: ", shown);
      return NULL;
    }
  *format = dip_format_token (kind);
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_file_part_free);
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (rows, file_part_from (g_ptr_array_index (parts, i)));
  return rows;
}

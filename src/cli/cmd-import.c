#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "dip-commands.h"
#include "dip-import.h"
#include "dip-output.h"
#include "dip-photos.h"
#include "dip-progress.h"

static void
add_item (JsonBuilder *json, const DipImportItem *item)
{
  g_autofree char *shown = g_filename_display_name (item->path);

  json_builder_begin_object (json);
  dip_json_string (json, "file", shown);
  dip_json_string (json, "state", dip_token_name (dip_import_state_tokens, (int) item->state));
  if (item->photo_id != 0)
    dip_json_int (json, "photo", item->photo_id);
  dip_json_string (json, "text", item->text);
  if (item->error != NULL)
    dip_json_string (json, "error", item->error);
  if (item->removed != NULL)
    dip_json_strings (json, "removed", (const char *const *) item->removed);
  json_builder_end_object (json);
}

static void
print_item (const DipImportItem *item)
{
  g_autofree char *shown = g_filename_display_name (item->path);

  if (item->state == DIP_IMPORT_IMPORTED)
    dip_out (_ ("photo %" PRId64 "  %s: %s\n"), item->photo_id, shown, item->text);
  else
    dip_out ("%s  %s: %s\n", dip_token_label (dip_import_state_tokens, (int) item->state), shown, item->text);
}

static void
count_items (GPtrArray *items, guint counts[4])
{
  for (guint i = 0; i < items->len; i++)
    counts[((DipImportItem *) g_ptr_array_index (items, i))->state]++;
}

static int
print_items (DipCli *cli, GPtrArray *items)
{
  guint counts[4] = { 0 };
  JsonBuilder *json = NULL;

  count_items (items, counts);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "files");
  for (guint i = 0; i < items->len; i++)
    if (json != NULL)
      add_item (json, g_ptr_array_index (items, i));
    else
      print_item (g_ptr_array_index (items, i));
  if (json != NULL)
    {
      json_builder_end_array (json);
      dip_json_int (json, "imported", counts[DIP_IMPORT_IMPORTED]);
      dip_json_int (json, "duplicates", counts[DIP_IMPORT_DUPLICATE]);
      dip_json_int (json, "failed", counts[DIP_IMPORT_FAILED]);
      dip_json_int (json, "cancelled", counts[DIP_IMPORT_CANCELLED]);
      dip_json_print (json);
    }
  else
    /* Translators: how many files ended which way. */
    dip_out (_ ("%u imported, %u already there, %u failed, %u cancelled\n"), counts[DIP_IMPORT_IMPORTED],
             counts[DIP_IMPORT_DUPLICATE], counts[DIP_IMPORT_FAILED], counts[DIP_IMPORT_CANCELLED]);
  return counts[DIP_IMPORT_FAILED] + counts[DIP_IMPORT_CANCELLED] == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

/* How much the photos show, when it is not what their view usually shows. */
static gboolean
set_shows (DipCli *cli, GPtrArray *items, DipIdentifiability shows, GError **error)
{
  DipPhotoChange change = { .set_shows = TRUE, .shows = shows };

  for (guint i = 0; i < items->len; i++)
    {
      const DipImportItem *item = g_ptr_array_index (items, i);

      if (item->state == DIP_IMPORT_IMPORTED && !dip_photos_set (cli->desk, item->photo_id, &change, error))
        return FALSE;
    }
  return TRUE;
}

int
dip_cmd_import (DipCli *cli, char **argv)
{
  g_autofree char *view_text = NULL;
  g_autofree char *taken_text = NULL;
  g_autofree char *shows_text = NULL;
  gboolean inbox = FALSE;
  DipImportOptions options = { .view = DIP_VIEW_NONE, .stated = DIP_DATE_NONE };
  const GOptionEntry entries[] = {
    { "inbox", 0, 0, G_OPTION_ARG_NONE, &inbox, N_ ("It is to be said later whose they are"), NULL },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view_text, N_ ("The view all of them show"), "VIEW" },
    { "taken", 0, 0, G_OPTION_ARG_STRING, &taken_text, N_ ("The day they were taken, as stated by staff"), "DATE" },
    { "shows", 0, 0, G_OPTION_ARG_STRING, &shows_text, N_ ("How much of the person they show"), "LEVEL" },
    { "treatment", 0, 0, G_OPTION_ARG_INT64, &options.treatment_id, N_ ("The treatment; else the client's newest"),
      "ID" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  int view = DIP_VIEW_NONE;
  int shows = 0;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, G_MAXUINT, &exit_code))
    return exit_code;
  if ((view_text != NULL && !dip_token_parse (dip_view_tokens, view_text, "--view", &view, &error))
      || (taken_text != NULL && !dip_date_parse (taken_text, "--taken", &options.stated, &error))
      || (shows_text != NULL && !dip_token_parse (dip_identifiability_tokens, shows_text, "--shows", &shows, &error)))
    return dip_cli_fail (cli, error);
  if (!inbox && cli->n_args < 2)
    return dip_cli_fail_usage (cli, _ ("Say which photos to import, after the client's code."));
  options.view = (DipView) view;
  items = dip_import_paths (cli->desk, inbox ? NULL : cli->args[0], (const char *const *) cli->args + (inbox ? 0 : 1),
                            &options, cli->job, &error);
  dip_progress_end ();
  if (items == NULL || (shows != 0 && !set_shows (cli, items, (DipIdentifiability) shows, &error)))
    return dip_cli_fail (cli, error);
  return print_items (cli, items);
}

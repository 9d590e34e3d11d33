#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-cleaning.h"
#include "dip-commands.h"
#include "dip-output.h"
#include "dip-progress.h"

static void
print_item (JsonBuilder *json, const DipCleanItem *item)
{
  g_autofree char *shown = g_filename_display_name (item->path);

  if (json == NULL)
    {
      if (item->output != NULL)
        dip_out (_ ("%s → %s (removed: %s)\n"), shown, item->output, item->text);
      else
        dip_err (_ ("%s: failed: %s\n"), shown, item->text);
      return;
    }
  json_builder_begin_object (json);
  dip_json_string (json, "file", shown);
  dip_json_string (json, "output", item->output);
  dip_json_string (json, "method", item->method);
  dip_json_string (json, "text", item->text);
  if (item->output == NULL)
    dip_json_string (json, "error", item->error);
  dip_json_strings (json, "removed", (const char *const *) item->removed);
  json_builder_end_object (json);
}

static int
print_items (DipCli *cli, GPtrArray *items)
{
  JsonBuilder *json = NULL;
  guint n_failed = 0;

  if (cli->json)
    dip_json_array (json = dip_json_new (), "files");
  for (guint i = 0; i < items->len; i++)
    {
      const DipCleanItem *item = g_ptr_array_index (items, i);

      n_failed += item->output == NULL;
      print_item (json, item);
    }
  if (json != NULL)
    {
      json_builder_end_array (json);
      dip_json_int (json, "clean", items->len - n_failed);
      dip_json_int (json, "failed", n_failed);
      dip_json_print (json);
    }
  return n_failed == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

int
dip_cmd_scrub (DipCli *cli, char **argv)
{
  g_autofree char *folder = NULL;
  gboolean keep_names = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, N_ ("The folder for the clean copies"), "DIR" },
    { "keep-names", 0, 0, G_OPTION_ARG_NONE, &keep_names,
      N_ ("Name copies after their sources; else they are numbered, since names tell"), NULL },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, G_MAXUINT, &exit_code))
    return exit_code;
  if (folder == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where the clean copies go: -o DIR."));
  items = dip_cleaning_scrub ((const char *const *) cli->args, folder, keep_names, cli->job, &error);
  dip_progress_end ();
  return items != NULL ? print_items (cli, items) : dip_cli_fail (cli, error);
}

static void
print_parts (GPtrArray *parts)
{
  const char *const headings[] = { _ ("Offset"), _ ("Bytes"), _ ("Part"), _ ("May stay"), _ ("What it is") };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < parts->len; i++)
    {
      const DipFilePart *part = g_ptr_array_index (parts, i);

      g_ptr_array_add (cells, g_strdup_printf ("%" PRIu64, part->offset));
      g_ptr_array_add (cells, g_strdup_printf ("%" PRIu64, part->size));
      g_ptr_array_add (cells, g_strdup (part->name));
      g_ptr_array_add (cells, g_strdup (part->may_stay ? _ ("yes") : _ ("no")));
      g_ptr_array_add (cells, g_strdup (part->text));
    }
  dip_out_table (headings, cells, G_N_ELEMENTS (headings));
}

static void
add_parts (JsonBuilder *json, const char *path, const char *format, GPtrArray *parts)
{
  json_builder_begin_object (json);
  dip_json_string (json, "file", path);
  dip_json_string (json, "format", format);
  dip_json_array (json, "parts");
  for (guint i = 0; i < parts->len; i++)
    {
      const DipFilePart *part = g_ptr_array_index (parts, i);

      json_builder_begin_object (json);
      dip_json_string (json, "name", part->name);
      dip_json_int (json, "offset", (gint64) part->offset);
      dip_json_int (json, "size", (gint64) part->size);
      dip_json_string (json, "verdict", part->verdict);
      dip_json_bool (json, "may_stay", part->may_stay);
      dip_json_string (json, "text", part->text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static gboolean
inspect_file (JsonBuilder *json, const char *path, gboolean heading)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  const char *format = NULL;
  g_autoptr (GPtrArray) parts = dip_cleaning_inspect (path, &format, &error);

  if (parts == NULL)
    {
      dip_err ("diptych-cli: %s\n", error->message);
      if (json == NULL)
        return FALSE;
      json_builder_begin_object (json);
      dip_json_string (json, "file", shown);
      dip_json_string (json, "error", dip_error_token (error));
      dip_json_string (json, "text", error->message);
      json_builder_end_object (json);
      return FALSE;
    }
  if (json != NULL)
    {
      add_parts (json, shown, format, parts);
      return TRUE;
    }
  if (heading)
    dip_out ("%s (%s)\n", shown, format);
  print_parts (parts);
  return TRUE;
}

int
dip_cmd_inspect (DipCli *cli, char **argv)
{
  JsonBuilder *json = NULL;
  guint n_failed = 0;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, G_MAXUINT, &exit_code))
    return exit_code;
  if (cli->json)
    dip_json_array (json = dip_json_new (), "files");
  for (guint i = 0; i < cli->n_args; i++)
    n_failed += !inspect_file (json, cli->args[i], cli->n_args > 1);
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return n_failed == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

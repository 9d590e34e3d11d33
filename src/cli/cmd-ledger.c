#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-addresses.h"
#include "dip-commands.h"
#include "dip-ledger-output.h"
#include "dip-ledger.h"
#include "dip-output.h"
#include "dip-pair-texts.h"
#include "dip-safe-file.h"

#define MOST_LIST_BYTES (16u << 20)

void
dip_ledger_json_item (JsonBuilder *json, const DipExportItem *item)
{
  dip_json_int (json, "item", item->id);
  dip_json_int (json, "pair", item->pair_id);
  dip_json_string (json, "file", item->name);
  dip_json_string (json, "folder", item->folder);
  dip_json_string (json, "sha256", item->sha256);
  dip_json_int (json, "bytes", item->bytes);
  dip_json_int (json, "width", item->width);
  dip_json_int (json, "height", item->height);
  dip_json_string (json, "state", dip_token_name (dip_export_state_tokens, (int) item->state));
  dip_json_string (json, "exported_at", item->exported_at);
  dip_json_string (json, "removed_at", item->removed_at);
}

static void
print_entries (GPtrArray *entries)
{
  const char *const headings[] = { _ ("Item"), _ ("When"), _ ("State"), _ ("Destination"), _ ("File"), _ ("Folder") };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entries->len; i++)
    {
      const DipLedgerEntry *entry = g_ptr_array_index (entries, i);
      const DipExportItem *item = entry->item;

      g_ptr_array_add (cells, g_strdup_printf ("%" PRId64, item->id));
      g_ptr_array_add (cells, g_strndup (item->exported_at, 10));
      g_ptr_array_add (cells, g_strdup (dip_token_label (dip_export_state_tokens, (int) item->state)));
      g_ptr_array_add (cells, g_strdup (entry->destination != NULL ? entry->destination : ""));
      g_ptr_array_add (cells, g_strdup (item->name));
      g_ptr_array_add (cells, g_strdup (item->folder));
    }
  dip_out_table (headings, cells, G_N_ELEMENTS (headings));
}

static void
print_entries_json (GPtrArray *entries)
{
  JsonBuilder *json = dip_json_new ();

  dip_json_array (json, "items");
  for (guint i = 0; i < entries->len; i++)
    {
      const DipLedgerEntry *entry = g_ptr_array_index (entries, i);

      json_builder_begin_object (json);
      dip_ledger_json_item (json, entry->item);
      dip_json_string (json, "client", entry->code);
      dip_json_string (json, "destination", entry->destination);
      dip_json_array (json, "addresses");
      for (guint k = 0; k < entry->addresses->len; k++)
        json_builder_add_string_value (json, g_ptr_array_index (entry->addresses, k));
      json_builder_end_array (json);
      json_builder_end_object (json);
    }
  dip_json_print (json_builder_end_array (json));
}

typedef struct
{
  char *destination, *state, *since, *until;
  gboolean csv;
} LedgerWords;

static gboolean
read_filter (const LedgerWords *words, DipLedgerFilter *filter, GError **error)
{
  filter->destination = words->destination;
  return (words->state == NULL
          || dip_token_parse (dip_export_state_tokens, words->state, "--state", &filter->state, error))
         && (words->since == NULL || dip_date_parse (words->since, "--since", &filter->since, error))
         && (words->until == NULL || dip_date_parse (words->until, "--until", &filter->until, error));
}

static int
ledger (DipCli *cli, const LedgerWords *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  DipLedgerFilter filter = DIP_LEDGER_ALL;

  filter.code = cli->args[0];
  if (!read_filter (words, &filter, &error))
    return dip_cli_fail (cli, error);
  entries = dip_ledger_find (cli->desk, &filter, &error);
  if (entries == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    print_entries_json (entries);
  else if (words->csv)
    {
      g_autofree char *csv = dip_ledger_csv (entries);

      dip_out ("%s", csv);
    }
  else
    print_entries (entries);
  return DIP_EXIT_DONE;
}

int
dip_cmd_publish_ledger (DipCli *cli, char **argv)
{
  LedgerWords words = { 0 };
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &words.csv, N_ ("As a table for a spreadsheet"), NULL },
    { "destination", 0, 0, G_OPTION_ARG_STRING, &words.destination, N_ ("Only what went there"), "D" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &words.state, N_ ("live, replaced or blocked"), "STATE" },
    { "since", 0, 0, G_OPTION_ARG_STRING, &words.since, N_ ("Exported on this day or later"), "DATE" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &words.until, N_ ("Exported on this day or before"), "DATE" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 0, 1, &exit_code))
    exit_code = ledger (cli, &words);
  g_free (words.destination);
  g_free (words.state);
  g_free (words.since);
  g_free (words.until);
  return exit_code;
}

static int
print_addresses (DipCli *cli, gint64 item_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = dip_addresses_list (cli->desk, item_id, &error);
  JsonBuilder *json = NULL;

  if (addresses == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "addresses");
  for (guint i = 0; i < addresses->len; i++)
    {
      const DipAddress *address = g_ptr_array_index (addresses, i);

      if (json == NULL)
        {
          dip_out ("%" PRId64 "  %" PRId64 "  %s\n", address->id, address->item_id, address->url);
          continue;
        }
      json_builder_begin_object (json);
      dip_json_int (json, "id", address->id);
      dip_json_int (json, "item", address->item_id);
      dip_json_string (json, "url", address->url);
      dip_json_string (json, "noted_at", address->noted_at);
      dip_json_string (json, "noted_by", address->noted_by);
      json_builder_end_object (json);
    }
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

static int
import_addresses (DipCli *cli, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dip_safe_file_read (file, MOST_LIST_BYTES, NULL, &error);
  g_autofree char *text = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
  g_autoptr (DipAddressImport) report = text != NULL ? dip_addresses_import (cli->desk, text, &error) : NULL;

  if (report == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "added", report->n_added);
      dip_json_int (json, "known", report->n_known);
      dip_json_array (json, "problems");
      for (guint i = 0; i < report->problems->len; i++)
        json_builder_add_string_value (json, g_ptr_array_index (report->problems, i));
      dip_json_print (json_builder_end_array (json));
    }
  else
    dip_out (_ ("%u addresses noted, %u known already\n"), report->n_added, report->n_known);
  for (guint i = 0; i < report->problems->len; i++)
    dip_err ("%s\n", (const char *) g_ptr_array_index (report->problems, i));
  return report->problems->len == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

int
dip_cmd_publish_addresses (DipCli *cli, char **argv)
{
  g_autofree char *file = NULL;
  gint64 drop = 0, item_id = 0;
  const GOptionEntry entries[] = {
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &file, N_ ("A table of file and address (CSV)"), "FILE" },
    { "remove", 0, 0, G_OPTION_ARG_INT64, &drop, N_ ("Take this address back"), "ID" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 2, &exit_code))
    return exit_code;
  if (file != NULL)
    return import_addresses (cli, file);
  if (cli->n_args > 0 && !dip_cli_parse_id (cli->args[0], _ ("exported item"), &item_id, &error))
    return dip_cli_fail (cli, error);
  if ((drop != 0 && !dip_addresses_remove (cli->desk, drop, &error))
      || (cli->n_args == 2 && !dip_addresses_add (cli->desk, item_id, cli->args[1], &error)))
    return dip_cli_fail (cli, error);
  return print_addresses (cli, item_id);
}

static void
add_text (JsonBuilder *json, const char *name, const DipPairText *text)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  dip_json_string (json, "title", text->title);
  dip_json_string (json, "alt", text->alt);
  dip_json_string (json, "caption", text->caption);
  json_builder_end_object (json);
}

static int
print_texts (DipCli *cli, gint64 pair_id, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPairTexts) texts = dip_pair_texts_get (cli->desk, pair_id, language, &error);
  JsonBuilder *json;

  if (texts == NULL)
    return dip_cli_fail (cli, error);
  if (!cli->json)
    {
      dip_out ("%s\n%s\n%s\n", texts->shown->title, texts->shown->alt, texts->shown->caption);
      return DIP_EXIT_DONE;
    }
  json = dip_json_new ();
  dip_json_int (json, "pair", pair_id);
  dip_json_string (json, "language", texts->shown->language);
  add_text (json, "shown", texts->shown);
  add_text (json, "drafted", texts->drafts);
  add_text (json, "written", texts->written);
  dip_json_print (json);
  return DIP_EXIT_DONE;
}

/* What an option leaves out stays as it was written. */
static gboolean
write_texts (DipCli *cli, DipPairText *text, GError **error)
{
  g_autoptr (DipPairTexts) before = dip_pair_texts_get (cli->desk, text->pair_id, text->language, error);
  DipPairText merged = *text;

  if (before == NULL)
    return FALSE;
  merged.title = text->title != NULL ? text->title : before->written->title;
  merged.alt = text->alt != NULL ? text->alt : before->written->alt;
  merged.caption = text->caption != NULL ? text->caption : before->written->caption;
  return dip_pair_texts_put (cli->desk, &merged, error);
}

int
dip_cmd_pair_text (DipCli *cli, char **argv)
{
  g_autoptr (DipPairText) text = g_new0 (DipPairText, 1);
  const GOptionEntry entries[] = {
    { "language", 0, 0, G_OPTION_ARG_STRING, &text->language, N_ ("Of the words: en, de, fr, es"), "L" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &text->title, N_ ("The case's public title; empty: as drafted"), "TEXT" },
    { "alt", 0, 0, G_OPTION_ARG_STRING, &text->alt, N_ ("What the picture shows; empty: as drafted"), "TEXT" },
    { "caption", 0, 0, G_OPTION_ARG_STRING, &text->caption, N_ ("Under the picture; empty: as drafted"), "TEXT" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &text->pair_id, &error)
      || ((text->title != NULL || text->alt != NULL || text->caption != NULL) && !write_texts (cli, text, &error)))
    return dip_cli_fail (cli, error);
  return print_texts (cli, text->pair_id, text->language);
}

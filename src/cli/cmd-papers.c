#include <glib/gi18n-lib.h>

#include "dip-access.h"
#include "dip-commands.h"
#include "dip-output.h"
#include "dip-papers.h"
#include "dip-strays.h"

#define DUE_DAYS 30

static int
say_file (DipCli *cli, const char *file)
{
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "file", file);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", file);
  return DIP_EXIT_DONE;
}

typedef gboolean (*PaperFunc) (DipCli *cli, const char *file, gpointer extra, GError **error);

/* What all papers have in common: -o. */
static int
write_paper (DipCli *cli, char **argv, guint min_args, guint max_args, int *days, PaperFunc func)
{
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("The file to write"), "FILE" },
    { days != NULL ? "within" : NULL, 0, 0, G_OPTION_ARG_INT, days, N_ ("How far to look ahead (30)"), "DAYS" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, min_args, max_args, &exit_code))
    return exit_code;
  if (output == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where to write it: -o FILE."));
  if (!func (cli, output, days, &error))
    return dip_cli_fail (cli, error);
  return say_file (cli, output);
}

static gboolean
letters (DipCli *cli, const char *file, gpointer extra, GError **error)
{
  return dip_papers_takedown_letters (cli->desk, cli->args[0], file, error);
}

int
dip_cmd_publish_letters (DipCli *cli, char **argv)
{
  return write_paper (cli, argv, 0, 1, NULL, letters);
}

static gboolean
report (DipCli *cli, const char *file, gpointer extra, GError **error)
{
  return dip_papers_takedown_report (cli->desk, cli->args[0], file, error);
}

int
dip_cmd_publish_report (DipCli *cli, char **argv)
{
  return write_paper (cli, argv, 1, 1, NULL, report);
}

static gboolean
reminders (DipCli *cli, const char *file, gpointer extra, GError **error)
{
  return dip_papers_reminders (cli->desk, *(const int *) extra, file, NULL, error);
}

int
dip_cmd_consent_reminders (DipCli *cli, char **argv)
{
  int days = DUE_DAYS;

  return write_paper (cli, argv, 0, 0, &days, reminders);
}

static gboolean
paper_form (DipCli *cli, const char *file, gpointer extra, GError **error)
{
  gint64 id;

  return dip_cli_parse_id (cli->args[0], _ ("form"), &id, error) && dip_papers_form (cli->desk, id, file, error);
}

int
dip_cmd_form_print (DipCli *cli, char **argv)
{
  return write_paper (cli, argv, 1, 1, NULL, paper_form);
}

static gboolean
access_archive (DipCli *cli, const char *file, gpointer extra, GError **error)
{
  return dip_access_export (cli->desk, cli->args[0], file, error);
}

int
dip_cmd_client_access (DipCli *cli, char **argv)
{
  return write_paper (cli, argv, 1, 1, NULL, access_archive);
}

static void
print_stray (JsonBuilder *json, const DipStray *stray)
{
  if (json == NULL)
    {
      dip_out ("%s\n  %s  %s/%s  %s  %s\n", dip_token_label (dip_sure_tokens, (int) stray->sure), stray->code,
               stray->item->folder, stray->item->name, stray->item->exported_at,
               dip_token_label (dip_export_state_tokens, (int) stray->item->state));
      return;
    }
  json_builder_begin_object (json);
  dip_json_string (json, "sure", dip_token_name (dip_sure_tokens, (int) stray->sure));
  dip_json_int (json, "bits_differ", stray->differ);
  dip_json_string (json, "client", stray->code);
  dip_json_int (json, "item", stray->item->id);
  dip_json_int (json, "pair", stray->item->pair_id);
  dip_json_string (json, "file", stray->item->name);
  dip_json_string (json, "folder", stray->item->folder);
  dip_json_string (json, "exported_at", stray->item->exported_at);
  dip_json_string (json, "state", dip_token_name (dip_export_state_tokens, (int) stray->item->state));
  json_builder_end_object (json);
}

int
dip_cmd_publish_lookup (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_strays_lookup (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "found");
  for (guint i = 0; i < rows->len; i++)
    print_stray (json, rows->pdata[i]);
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  else if (rows->len == 0)
    dip_err ("%s\n", _ ("The ledger knows no picture like it."));
  return rows->len > 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-checking.h"
#include "dip-commands.h"
#include "dip-evidence.h"
#include "dip-output.h"

static void
print_finding (JsonBuilder *json, const DipFairFinding *finding)
{
  if (json == NULL)
    {
      g_autofree char *limit = dip_fair_limit_text (finding);

      dip_out ("%s  %s: %s\n",
               finding->verdict == DIP_FAIR_UNFAIR ? "!"
               : finding->verdict == DIP_FAIR_GOOD ? " "
                                                   : "?",
               dip_token_label (dip_fair_tokens, (int) finding->aspect), finding->text);
      dip_out ("     %s\n", limit);
      return;
    }
  json_builder_begin_object (json);
  dip_json_string (json, "aspect", dip_token_name (dip_fair_tokens, (int) finding->aspect));
  dip_json_string (json, "verdict", dip_token_name (dip_fair_verdict_tokens, (int) finding->verdict));
  if (!isnan (finding->value))
    dip_json_double (json, "value", finding->value);
  if (!isnan (finding->threshold))
    dip_json_double (json, "threshold", finding->threshold);
  dip_json_string (json, "unit", finding->unit);
  dip_json_string (json, "source", finding->source);
  dip_json_string (json, "text", finding->text);
  json_builder_end_object (json);
}

int
dip_cmd_pair_check (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  JsonBuilder *json = NULL;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error))
    return dip_cli_fail (cli, error);
  findings = dip_checking_run (cli->desk, id, dip_job_get_cancellable (cli->job), &error);
  if (findings == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      json = dip_json_new ();
      dip_json_int (json, "pair", id);
      dip_json_int (json, "unfair", dip_fair_count (findings));
      dip_json_array (json, "findings");
    }
  for (guint i = 0; i < findings->len; i++)
    print_finding (json, g_ptr_array_index (findings, i));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

int
dip_cmd_pair_evidence (DipCli *cli, char **argv)
{
  g_autofree char *folder = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, N_ ("The folder to write it to, or one FILE.pdf"), "DIR" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (folder == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where to write the evidence: -o DIR."));
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error)
      || !dip_evidence_write (cli->desk, id, folder, dip_job_get_cancellable (cli->job), &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "folder", folder);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", folder);
  return DIP_EXIT_DONE;
}

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-ledger-output.h"
#include "dip-output.h"
#include "dip-progress.h"
#include "dip-publishing.h"
#include "dip-sync-plan.h"
#include "dip-takedowns.h"
#include "dip-verdicts.h"

#define DEFAULT_DESTINATION "website"

/* The pairs named, or NULL for all. */
static gboolean
parse_pairs (DipCli *cli, GArray **out, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < cli->n_args; i++)
    {
      gint64 id;

      if (!dip_cli_parse_id (cli->args[i], _ ("pair"), &id, error))
        return FALSE;
      g_array_append_val (ids, id);
    }
  *out = g_steal_pointer (&ids);
  return TRUE;
}

static const gint64 *
ids_or_all (const GArray *ids)
{
  return ids->len > 0 ? (const gint64 *) (gpointer) ids->data : NULL;
}

static void
add_verdicts (JsonBuilder *json, const char *name, GPtrArray *verdicts)
{
  dip_json_array (json, name);
  for (guint i = 0; i < verdicts->len; i++)
    {
      const DipPublishVerdict *verdict = g_ptr_array_index (verdicts, i);

      json_builder_begin_object (json);
      dip_json_int (json, "pair", verdict->pair_id);
      dip_json_string (json, "client", verdict->code);
      dip_json_string (json, "view", dip_token_name (dip_view_tokens, (int) verdict->view));
      dip_verdict_add (json, verdict->answer);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
print_verdicts (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    {
      const DipPublishVerdict *verdict = g_ptr_array_index (verdicts, i);

      dip_out (_ ("pair %" PRId64 "  client %s  %s\n"), verdict->pair_id, verdict->code,
               dip_token_label (dip_view_tokens, (int) verdict->view));
      dip_verdict_print (verdict->answer);
    }
}

static gboolean
all_allowed (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    if (!((DipPublishVerdict *) g_ptr_array_index (verdicts, i))->answer->allowed)
      return FALSE;
  return TRUE;
}

int
dip_cmd_publish_check (DipCli *cli, char **argv)
{
  g_autofree char *destination = NULL;
  const GOptionEntry entries[] = {
    { "destination", 0, 0, G_OPTION_ARG_STRING, &destination, N_ ("Where it would go (website)"), "D" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, G_MAXUINT, &exit_code))
    return exit_code;
  if (!parse_pairs (cli, &ids, &error))
    return dip_cli_fail (cli, error);
  verdicts = dip_publishing_check (cli->desk, destination != NULL ? destination : DEFAULT_DESTINATION, ids_or_all (ids),
                                   ids->len, &error);
  if (verdicts == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "destination", destination != NULL ? destination : DEFAULT_DESTINATION);
      add_verdicts (json, "pairs", verdicts);
      dip_json_print (json);
    }
  else
    print_verdicts (verdicts);
  return all_allowed (verdicts) ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

/* Where somebody else had a hand in the folder. */
static void
add_findings (JsonBuilder *json, GPtrArray *findings)
{
  dip_json_array (json, "by_hand");
  for (guint i = 0; i < findings->len; i++)
    {
      const DipFolderFinding *finding = g_ptr_array_index (findings, i);

      json_builder_begin_object (json);
      dip_json_string (json, "file", finding->name);
      dip_json_string (json, "is", dip_token_name (dip_folder_change_tokens, (int) finding->change));
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
print_findings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const DipFolderFinding *finding = g_ptr_array_index (findings, i);

      /* Translators: a file's name, then “Changed by hand”, “Gone” or “Not from here”. */
      dip_err (_ ("%s: %s\n"), finding->name, dip_token_label (dip_folder_change_tokens, (int) finding->change));
    }
}

static void
print_report_json (const DipPublishReport *report, const char *folder)
{
  JsonBuilder *json = dip_json_new ();

  dip_json_string (json, "folder", folder);
  if (report->run_id != 0)
    dip_json_int (json, "run", report->run_id);
  dip_json_int (json, "pairs", report->n_pairs);
  dip_json_int (json, "written", report->n_written);
  dip_json_int (json, "unchanged", report->n_unchanged);
  dip_json_int (json, "removed", report->n_removed);
  dip_json_int (json, "takedowns_opened", report->n_takedowns);
  add_verdicts (json, "refused", report->refused);
  dip_json_array (json, "failed");
  for (guint i = 0; i < report->failures->len; i++)
    json_builder_add_string_value (json, g_ptr_array_index (report->failures, i));
  json_builder_end_array (json);
  dip_json_print (json);
}

static void
print_report (const DipPublishReport *report, const char *folder)
{
  /* Translators: pairs in the folder, then files. */
  dip_out (_ ("%s: %u pairs; %u files written, %u unchanged, %u removed\n"), folder, report->n_pairs, report->n_written,
           report->n_unchanged, report->n_removed);
  if (report->refused->len > 0)
    {
      dip_out ("%s\n", _ ("Refused:"));
      print_verdicts (report->refused);
    }
  for (guint i = 0; i < report->failures->len; i++)
    dip_err ("%s\n", (const char *) g_ptr_array_index (report->failures, i));
}

static void
print_plan_json (const DipSyncPlan *plan, const char *folder)
{
  JsonBuilder *json = dip_json_new ();

  dip_json_string (json, "folder", folder);
  dip_json_string (json, "summary", plan->summary);
  dip_json_int (json, "new", plan->n_new);
  dip_json_int (json, "changed", plan->n_changed);
  dip_json_int (json, "unchanged", plan->n_unchanged);
  dip_json_int (json, "removed", plan->n_removed);
  dip_json_array (json, "pairs");
  for (guint i = 0; i < plan->entries->len; i++)
    {
      const DipSyncEntry *entry = g_ptr_array_index (plan->entries, i);

      json_builder_begin_object (json);
      dip_json_int (json, "pair", entry->pair_id);
      dip_json_string (json, "client", entry->code);
      dip_json_string (json, "change", dip_token_name (dip_sync_kind_tokens, (int) entry->kind));
      dip_json_string (json, "reason", entry->reason);
      dip_json_int (json, "files", entry->n_files);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_findings (json, plan->findings);
  add_verdicts (json, "refused", plan->refused);
  dip_json_print (json);
}

static void
print_plan (const DipSyncPlan *plan, const char *folder)
{
  /* Translators: a folder, then “3 new, 1 changed”. */
  dip_out (_ ("%s: %s\n"), folder, plan->summary);
  for (guint i = 0; i < plan->entries->len; i++)
    {
      const DipSyncEntry *entry = g_ptr_array_index (plan->entries, i);

      if (entry->kind != DIP_SYNC_UNCHANGED)
        dip_out (_ ("pair %" PRId64 "  client %s  %s\n"), entry->pair_id, entry->code != NULL ? entry->code : "?",
                 dip_token_label (dip_sync_kind_tokens, (int) entry->kind));
    }
  print_findings (plan->findings);
  if (plan->refused->len > 0)
    {
      dip_out ("%s\n", _ ("Refused:"));
      print_verdicts (plan->refused);
    }
}

static int
preview (DipCli *cli, const char *destination, const char *folder, const GArray *ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipSyncPlan) plan
      = dip_publishing_preview (cli->desk, destination, folder, ids_or_all (ids), ids->len, cli->job, &error);

  dip_progress_end ();
  if (plan == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    print_plan_json (plan, folder);
  else
    print_plan (plan, folder);
  return plan->refused->len == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

static int
run (DipCli *cli, const char *destination, const char *folder, gboolean only_preview)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (DipPublishReport) report = NULL;

  if (destination == NULL || folder == NULL)
    return dip_cli_fail_usage (cli, _ ("Say for where and into which folder: --destination D -o DIR."));
  if (!parse_pairs (cli, &ids, &error))
    return dip_cli_fail (cli, error);
  if (only_preview)
    return preview (cli, destination, folder, ids);
  report = dip_publishing_run (cli->desk, destination, folder, ids_or_all (ids), ids->len, cli->job, &error);
  dip_progress_end ();
  if (report == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    print_report_json (report, folder);
  else
    print_report (report, folder);
  return report->refused->len + report->failures->len == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

int
dip_cmd_publish_run (DipCli *cli, char **argv)
{
  g_autofree char *destination = NULL;
  g_autofree char *folder = NULL;
  gboolean only_preview = FALSE;
  const GOptionEntry entries[] = {
    { "destination", 0, 0, G_OPTION_ARG_STRING, &destination, N_ ("Where it goes, such as website"), "D" },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &only_preview, N_ ("Only say what would change"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, N_ ("The folder to bring up to date"), "DIR" },
    { 0 },
  };
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, G_MAXUINT, &exit_code))
    return exit_code;
  return run (cli, destination, folder, only_preview);
}

static int
print_runs_json (GPtrArray *runs)
{
  JsonBuilder *json = dip_json_new ();

  dip_json_array (json, "runs");
  for (guint i = 0; i < runs->len; i++)
    {
      const DipExportSummary *run = g_ptr_array_index (runs, i);

      json_builder_begin_object (json);
      dip_json_int (json, "id", run->id);
      dip_json_string (json, "destination", run->destination);
      dip_json_string (json, "folder", run->folder);
      dip_json_string (json, "at", run->at);
      dip_json_int (json, "files", run->n_files);
      dip_json_int (json, "live", run->n_live);
      dip_json_int (json, "blocked", run->n_blocked);
      json_builder_end_object (json);
    }
  dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

int
dip_cmd_publish_runs (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  runs = dip_publishing_runs (cli->desk, &error);
  if (runs == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    return print_runs_json (runs);
  for (guint i = 0; i < runs->len; i++)
    {
      const DipExportSummary *run = g_ptr_array_index (runs, i);

      dip_out (ngettext ("%s  %s  %s: %u file", "%s  %s  %s: %u files", run->n_files), run->at, run->destination,
               run->folder, run->n_files);
      dip_out (_ (", %u live, %u blocked\n"), run->n_live, run->n_blocked);
    }
  return DIP_EXIT_DONE;
}

static void
print_takedown (JsonBuilder *json, const DipTakedown *takedown, DipDate today)
{
  const int days = dip_takedown_days_open (takedown, today);

  if (json == NULL)
    {
      dip_out ("%" PRId64 "  %s  %s/%s", takedown->item_id, takedown->reason, takedown->item->folder,
               takedown->item->name);
      if (takedown->done_at != NULL)
        dip_out (_ ("  done %s by %s"), takedown->done_at, takedown->done_by);
      else if (dip_takedown_is_overdue (takedown, today))
        dip_out (ngettext ("  LATE: open for %d day", "  LATE: open for %d days", (gulong) days), days);
      for (guint i = 0; i < takedown->addresses->len; i++)
        dip_out ("  %s", (const char *) g_ptr_array_index (takedown->addresses, i));
      dip_out ("\n");
      return;
    }
  json_builder_begin_object (json);
  dip_ledger_json_item (json, takedown->item);
  dip_json_array (json, "addresses");
  for (guint i = 0; i < takedown->addresses->len; i++)
    json_builder_add_string_value (json, g_ptr_array_index (takedown->addresses, i));
  json_builder_end_array (json);
  dip_json_string (json, "client", takedown->code);
  dip_json_string (json, "destination", takedown->destination);
  dip_json_bool (json, "overdue", dip_takedown_is_overdue (takedown, today));
  dip_json_string (json, "reason", takedown->reason);
  dip_json_string (json, "opened_at", takedown->opened_at);
  dip_json_string (json, "done_at", takedown->done_at);
  dip_json_string (json, "done_by", takedown->done_by);
  json_builder_end_object (json);
}

int
dip_cmd_publish_takedowns (DipCli *cli, char **argv)
{
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("With those that are done"), NULL },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  rows = dip_takedowns_list (cli->desk, !all, &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "takedowns");
  for (guint i = 0; i < rows->len; i++)
    print_takedown (json, g_ptr_array_index (rows, i), dip_desk_today (cli->desk));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  else if (rows->len == 0)
    dip_err ("%s\n", _ ("Nothing has to come down."));
  return DIP_EXIT_DONE;
}

int
dip_cmd_publish_taken_down (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, G_MAXUINT, &exit_code))
    return exit_code;
  for (guint i = 0; i < cli->n_args; i++)
    {
      gint64 id;

      if (!dip_cli_parse_id (cli->args[i], _ ("exported item"), &id, &error)
          || !dip_takedowns_tick (cli->desk, &id, 1, &error))
        return dip_cli_fail (cli, error);
    }
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "done", cli->n_args);
      dip_json_print (json);
    }
  return DIP_EXIT_DONE;
}

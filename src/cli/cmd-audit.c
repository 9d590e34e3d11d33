#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-records.h"

static void
print_entry (JsonBuilder *json, const DipAuditEntry *entry)
{
  if (json == NULL)
    {
      dip_out ("%" PRId64 "  %s  %s  %s  %s", entry->sequence, entry->at, entry->actor, entry->action, entry->subject);
      if (entry->detail != NULL)
        dip_out ("  %s", entry->detail);
      dip_out ("\n");
      return;
    }
  json_builder_begin_object (json);
  dip_json_int (json, "sequence", entry->sequence);
  dip_json_string (json, "at", entry->at);
  dip_json_string (json, "actor", entry->actor);
  dip_json_string (json, "action", entry->action);
  dip_json_string (json, "subject", entry->subject);
  dip_json_string (json, "detail", entry->detail);
  dip_json_string (json, "previous", entry->previous);
  dip_json_string (json, "hash", entry->hash);
  json_builder_end_object (json);
}

int
dip_cmd_audit_show (DipCli *cli, char **argv)
{
  int last = 0;
  g_autofree char *actor = NULL, *action = NULL, *subject = NULL, *since = NULL, *until = NULL;
  const GOptionEntry entries[] = {
    { "last", 0, 0, G_OPTION_ARG_INT, &last, N_ ("Only the last entries"), "N" },
    { "actor", 0, 0, G_OPTION_ARG_STRING, &actor, N_ ("Only what this person did"), "NAME" },
    { "action", 0, 0, G_OPTION_ARG_STRING, &action, N_ ("Only this action, such as consent-withdraw"), "A" },
    { "subject", 0, 0, G_OPTION_ARG_STRING, &subject, N_ ("Only about this client, pair, …"), "S" },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_ ("From this day on"), "DATE" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_ ("Up to this day"), "DATE" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  rows = dip_records_audit (cli->desk, (guint) MAX (last, 0), &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "entries");
  const DipAuditFilter filter = { actor, action, subject, since, until };
  for (guint i = 0; i < rows->len; i++)
    if (dip_audit_entry_matches (g_ptr_array_index (rows, i), &filter))
      print_entry (json, g_ptr_array_index (rows, i));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

int
dip_cmd_audit_verify (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *head = NULL;
  g_autofree char *noted = NULL;
  const GOptionEntry entries[] = {
    { "head", 0, 0, G_OPTION_ARG_STRING, &noted, N_ ("A hash noted down earlier: has to be in the log still"), "HASH" },
    { 0 },
  };
  gint64 count;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  if (!dip_records_audit_verify (cli->desk, &count, &head, &error)
      || (noted != NULL && !dip_records_audit_holds (cli->desk, noted, &error)))
    return dip_cli_fail_library (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_bool (json, "whole", TRUE);
      dip_json_int (json, "entries", count);
      dip_json_string (json, "head", head);
      dip_json_print (json);
    }
  else
    dip_out (_ ("The log is whole: %" PRId64 " entries.\nNote this down to pin it: %s\n"), count, head);
  return DIP_EXIT_DONE;
}

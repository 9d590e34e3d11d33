#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-records.h"
#include "dip-treatment.h"

int
dip_cmd_library_create (DipCli *cli, char **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *site = NULL;
  int healing = DIP_HEALING_DEFAULT;
  const GOptionEntry entries[] = {
    { "clinic", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The clinic's name"), "NAME" },
    { "site", 0, 0, G_OPTION_ARG_STRING, &site, N_ ("The clinic's website"), "URL" },
    { "healing", 0, 0, G_OPTION_ARG_INT, &healing, N_ ("Days after a session before a result counts as healed"),
      "DAYS" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  if (name == NULL || *g_strstrip (name) == '\0')
    return dip_cli_fail_usage (cli, _ ("Say what the clinic is called: --clinic NAME."));
  cli->desk = dip_desk_create (cli->library, &(DipClinic){ .name = name, .site = site, .healing_days = healing }, NULL,
                               &error);
  if (cli->desk == NULL)
    return dip_cli_fail_library (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "library", dip_desk_get_path (cli->desk));
      dip_json_string (json, "clinic", name);
      dip_json_print (json);
    }
  else
    dip_out (_ ("New library in %s\n"), dip_desk_get_path (cli->desk));
  return DIP_EXIT_DONE;
}

static void
print_report (const DipCheckReport *report)
{
  dip_out (ngettext ("%u picture checked.\n", "%u pictures checked.\n", report->n_blobs), report->n_blobs);
  if (report->n_orphans + report->n_temps > 0)
    dip_out (
        ngettext ("%u left-over file removed.\n", "%u left-over files removed.\n", report->n_orphans + report->n_temps),
        report->n_orphans + report->n_temps);
  for (guint i = 0; i < report->problems->len; i++)
    dip_out ("%s\n", (const char *) g_ptr_array_index (report->problems, i));
  if (report->problems->len == 0)
    dip_out ("%s\n", _ ("The library is whole."));
}

static void
print_report_json (const DipCheckReport *report)
{
  JsonBuilder *json = dip_json_new ();

  dip_json_bool (json, "whole", report->problems->len == 0);
  dip_json_int (json, "pictures", report->n_blobs);
  dip_json_int (json, "orphans_removed", report->n_orphans);
  dip_json_int (json, "temporaries_removed", report->n_temps);
  dip_json_array (json, "problems");
  for (guint i = 0; i < report->problems->len; i++)
    json_builder_add_string_value (json, g_ptr_array_index (report->problems, i));
  json_builder_end_array (json);
  dip_json_print (json);
}

int
dip_cmd_library_check (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipCheckReport) report = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  report = dip_records_check (cli->desk, cli->job, &error);
  if (report == NULL)
    return dip_cli_fail_library (cli, error);
  if (cli->json)
    print_report_json (report);
  else
    print_report (report);
  return report->problems->len == 0 ? DIP_EXIT_DONE : DIP_EXIT_LIBRARY;
}

static int
print_file (DipCli *cli, const char *what, const char *path, const char *sentence)
{
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, what, path);
      dip_json_print (json);
    }
  else
    dip_out ("%s %s\n", sentence, path);
  return DIP_EXIT_DONE;
}

int
dip_cmd_library_backup (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_records_backup (cli->desk, cli->args[0], cli->job, &error))
    return dip_cli_fail (cli, error);
  return print_file (cli, "backup", cli->args[0], _ ("Backed up and read back:"));
}

int
dip_cmd_library_restore (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  path = cli->library != NULL ? g_strdup (cli->library) : dip_desk_default_path ();
  if (!dip_records_restore (cli->args[0], path, cli->job, &error))
    return dip_cli_fail_library (cli, error);
  return print_file (cli, "library", path, _ ("Restored to"));
}

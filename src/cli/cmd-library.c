#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-records.h"
#include "dip-setting-up.h"
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

static int
show_clinic (DipCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClinic) clinic = dip_records_clinic (cli->desk, &error);
  JsonBuilder *json;

  if (clinic == NULL)
    return dip_cli_fail_library (cli, error);
  /* A handful of named values: both forms show them as one document. */
  json = dip_json_new ();
  dip_json_string (json, "clinic", clinic->name);
  dip_json_string (json, "site", clinic->site);
  dip_json_int (json, "healing_days", clinic->healing_days);
  dip_json_bool (json, "labels", !clinic->no_labels);
  dip_json_string (json, "destination", clinic->destination);
  dip_json_string (json, "creator", clinic->creator);
  dip_json_string (json, "credit", clinic->credit);
  dip_json_string (json, "copyright", clinic->copyright);
  dip_json_string (json, "licence", clinic->licence);
  dip_json_print (json);
  return DIP_EXIT_DONE;
}

int
dip_cmd_library_show (DipCli *cli, char **argv)
{
  int exit_code;

  return dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code) ? show_clinic (cli) : exit_code;
}

/* An option that was given takes the place of what was there; an empty one clears it. */
static void
take_text (char **into, char **given)
{
  if (*given == NULL)
    return;
  g_free (*into);
  *into = g_steal_pointer (given);
  if (*g_strstrip (*into) == '\0')
    g_clear_pointer (into, g_free);
}

static int
set_clinic (DipCli *cli, DipClinic *given)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClinic) clinic = dip_records_clinic (cli->desk, &error);

  if (clinic == NULL)
    return dip_cli_fail_library (cli, error);
  take_text (&clinic->name, &given->name);
  take_text (&clinic->site, &given->site);
  take_text (&clinic->destination, &given->destination);
  take_text (&clinic->creator, &given->creator);
  take_text (&clinic->credit, &given->credit);
  take_text (&clinic->copyright, &given->copyright);
  take_text (&clinic->licence, &given->licence);
  if (given->healing_days >= 0)
    clinic->healing_days = given->healing_days;
  if (given->no_labels >= 0)
    clinic->no_labels = given->no_labels;
  if (!dip_setting_up_change (cli->desk, clinic, &error))
    return dip_cli_fail (cli, error);
  return show_clinic (cli);
}

int
dip_cmd_library_set (DipCli *cli, char **argv)
{
  DipClinic *given = g_new0 (DipClinic, 1);
  gboolean labels = FALSE;
  gboolean no_labels = FALSE;
  const GOptionEntry entries[] = {
    { "clinic", 0, 0, G_OPTION_ARG_STRING, &given->name, N_ ("The clinic's name"), "NAME" },
    { "site", 0, 0, G_OPTION_ARG_STRING, &given->site, N_ ("The clinic's website"), "URL" },
    { "healing", 0, 0, G_OPTION_ARG_INT, &given->healing_days,
      N_ ("Days after a session before a result counts as healed"), "DAYS" },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &labels, N_ ("“Before” and “Healed” where a destination has them"), NULL },
    { "no-labels", 0, 0, G_OPTION_ARG_NONE, &no_labels, N_ ("No words in pictures, wherever they go"), NULL },
    { "destination", 0, 0, G_OPTION_ARG_STRING, &given->destination, N_ ("The destination to start with"), "D" },
    { "creator", 0, 0, G_OPTION_ARG_STRING, &given->creator, N_ ("Rights notice: who took the pictures"), "TEXT" },
    { "credit", 0, 0, G_OPTION_ARG_STRING, &given->credit, N_ ("Rights notice: whom to name beside them"), "TEXT" },
    { "copyright", 0, 0, G_OPTION_ARG_STRING, &given->copyright, N_ ("Rights notice: whose they are"), "TEXT" },
    { "licence", 0, 0, G_OPTION_ARG_STRING, &given->licence, N_ ("Rights notice: the page with the terms"), "URL" },
    { 0 },
  };
  int exit_code;

  given->healing_days = -1;
  if (dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    {
      given->no_labels = labels || no_labels ? no_labels : -1;
      exit_code = set_clinic (cli, given);
    }
  dip_clinic_free (given);
  return exit_code;
}

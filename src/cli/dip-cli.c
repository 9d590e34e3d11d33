#include "dip-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "dip-config.h"
#include "dip-locale.h"
#include "dip-memory.h"
#include "dip-output.h"
#include "dip-progress.h"
#include "dip-sealing.h"

static int
exit_code_of (const GError *error)
{
  return g_error_matches (error, DIP_ERROR, DIP_ERROR_INVALID) ? DIP_EXIT_USAGE : DIP_EXIT_SOME_FAILED;
}

static void
say_error (DipCli *cli, const char *token, const char *message)
{
  dip_progress_end ();
  dip_err ("diptych-cli: %s\n", message);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      json_builder_begin_object (json_builder_set_member_name (json, "error"));
      dip_json_string (json, "code", token);
      dip_json_string (json, "message", message);
      json_builder_end_object (json);
      dip_json_print (json);
    }
}

int
dip_cli_fail (DipCli *cli, const GError *error)
{
  say_error (cli, dip_error_token (error), error->message);
  return exit_code_of (error);
}

int
dip_cli_fail_library (DipCli *cli, const GError *error)
{
  say_error (cli, dip_error_token (error), error->message);
  if (g_error_matches (error, DIP_ERROR, DIP_ERROR_INVALID))
    return DIP_EXIT_USAGE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? DIP_EXIT_SOME_FAILED : DIP_EXIT_LIBRARY;
}

int
dip_cli_fail_usage (DipCli *cli, const char *message)
{
  say_error (cli, "usage", message);
  if (cli->command != NULL)
    /* Translators: how a command is written, then where to read more. */
    dip_err (_ ("Usage: %s\nMore: %s\n"), cli->command->usage, "diptych-cli --help");
  return DIP_EXIT_USAGE;
}

gboolean
dip_cli_parse_id (const char *text, const char *what, gint64 *out, GError **error)
{
  guint64 value;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &value, NULL))
    {
      *out = (gint64) value;
      return TRUE;
    }
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” is not the number of a %s."), text, what);
  return FALSE;
}

static char *
command_name (const DipCommand *command)
{
  return command->verb != NULL ? g_strdup_printf ("%s %s", command->group, command->verb) : g_strdup (command->group);
}

static GOptionContext *
context_for (DipCli *cli, const GOptionEntry *entries)
{
  const GOptionEntry common[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &cli->library, N_ ("The library's folder"), "DIR" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &cli->account, N_ ("Who signs in to a sealed library"), "NAME" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &cli->passphrase_fd,
      N_ ("Read passphrases from this file descriptor, a line each"), "N" },
    { "keyring", 0, 0, G_OPTION_ARG_NONE, &cli->keyring,
      N_ ("Sign in with what “account remember” gave the desktop’s keyring"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON document"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &cli->help, N_ ("Show this help"), NULL },
    { 0 },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  return context;
}

static void
print_help (DipCli *cli, GOptionContext *context)
{
  g_autofree char *options = g_option_context_get_help (context, TRUE, NULL);
  g_autofree char *name = command_name (cli->command);
  const char *rest = strstr (options, "\n\n"); /* what comes before is a usage line that knows no command */

  dip_out ("%s diptych-cli %s %s\n\n%s%s", _ ("Usage:"), name, cli->command->usage, _ (cli->command->summary),
           rest != NULL ? rest : "\n");
}

static gboolean
open_library (DipCli *cli, int *exit_code)
{
  g_autoptr (GError) error = NULL;

  if (cli->command->need == DIP_CLI_NO_LIBRARY)
    return TRUE;
  if (cli->desk != NULL && cli->library == NULL)
    return TRUE;
  if (cli->desk != NULL)
    {
      *exit_code = dip_cli_fail_usage (cli, _ ("All commands of a batch work on one library: name it before “batch”."));
      return FALSE;
    }
  cli->desk = dip_desk_open (cli->library, cli->command->need == DIP_CLI_READS, NULL, &error);
  if (cli->desk == NULL && cli->command->need == DIP_CLI_WRITES_IF_FREE
      && g_error_matches (error, DIP_ERROR, DIP_ERROR_LOCKED))
    {
      g_clear_error (&error);
      cli->desk = dip_desk_open (cli->library, TRUE, NULL, &error);
      dip_err ("%s\n",
               _ ("Another program is using the library: what has expired since it last looked is not listed yet."));
    }
  if (cli->desk != NULL && (cli->command->opens_locked || dip_cli_unlock (cli, &error)))
    return TRUE;
  *exit_code = dip_cli_fail_library (cli, error);
  return FALSE;
}

static gboolean
check_count (DipCli *cli, guint min_args, guint max_args, int *exit_code)
{
  g_autofree char *message = NULL;

  if (cli->n_args >= min_args && cli->n_args <= max_args)
    return TRUE;
  if (cli->n_args < min_args)
    message = g_strdup (_ ("Something is missing."));
  else
    message = g_strdup_printf (_ ("“%s” is one word too many."), cli->args[max_args]);
  *exit_code = dip_cli_fail_usage (cli, message);
  return FALSE;
}

gboolean
dip_cli_begin (DipCli *cli, char **argv, const GOptionEntry *entries, guint min_args, guint max_args, int *exit_code)
{
  g_autoptr (GOptionContext) context = context_for (cli, entries);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = command_name (cli->command);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  /* GOptionContext takes the first word for the program's name. */
  g_strv_builder_add (words, name);
  g_strv_builder_addv (words, (const char **) argv);
  cli->args = g_strv_builder_end (words);
  if (!g_option_context_parse_strv (context, &cli->args, &error))
    {
      *exit_code = dip_cli_fail_usage (cli, error->message);
      return FALSE;
    }
  if (cli->help)
    {
      print_help (cli, context);
      *exit_code = DIP_EXIT_DONE;
      return FALSE;
    }
  g_free (cli->args[0]);
  cli->n_args = g_strv_length (cli->args + 1);
  memmove (cli->args, cli->args + 1, (cli->n_args + 1) * sizeof (char *));
  if (cli->n_args > 0 && strcmp (cli->args[0], "--") == 0)
    {
      g_free (cli->args[0]);
      memmove (cli->args, cli->args + 1, cli->n_args-- * sizeof (char *));
    }
  return check_count (cli, min_args, max_args, exit_code) && open_library (cli, exit_code);
}

static gboolean
is_group (const char *word)
{
  for (const DipCommand *command = dip_commands; command->group != NULL; command++)
    if (command->verb != NULL && g_strcmp0 (command->group, word) == 0)
      return TRUE;
  return FALSE;
}

/* All commands, or those of one group. */
static void
print_overview (const char *group)
{
  dip_out ("%s diptych-cli [--library DIR] [--json] %s%s%s\n\n%s\n\n", _ ("Usage:"), group != NULL ? group : "",
           group != NULL ? " " : "", _ ("COMMAND …"),
           _ ("Before and after pictures that are clean, true and permitted."));
  for (const DipCommand *command = dip_commands; command->group != NULL; command++)
    {
      g_autofree char *name = command_name (command);

      if (group == NULL || strcmp (command->group, group) == 0)
        dip_out ("  %-22s %s\n", name, _ (command->summary));
    }
  dip_out (
      "\n%s\n%s\n", _ ("“diptych-cli COMMAND --help” tells more about each."),
      _ ("Exit: 0 done, 1 some failed or were refused, 2 wrong usage, 3 library missing, locked, damaged or newer."));
}

/* Longest match first: "library create" before a command of one word. */
static const DipCommand *
find_command (char **words, guint n_words, guint *n_used)
{
  for (const DipCommand *command = dip_commands; command->group != NULL; command++)
    {
      guint needed = command->verb != NULL ? 2 : 1;

      if (n_words < needed || strcmp (words[0], command->group) != 0)
        continue;
      if (command->verb != NULL && strcmp (words[1], command->verb) != 0)
        continue;
      *n_used = needed;
      return command;
    }
  return NULL;
}

/* The options before the command; returns how many words they took. */
static guint
take_leading_options (DipCli *cli, char **words, gboolean *version)
{
  guint i = 0;

  for (; words[i] != NULL && words[i][0] == '-'; i++)
    {
      if (strcmp (words[i], "--json") == 0)
        cli->json = TRUE;
      else if (strcmp (words[i], "--keyring") == 0)
        cli->keyring = TRUE;
      else if (strcmp (words[i], "--help") == 0 || strcmp (words[i], "-h") == 0)
        cli->help = TRUE;
      else if (strcmp (words[i], "--version") == 0)
        *version = TRUE;
      else if (strcmp (words[i], "--account") == 0 && words[i + 1] != NULL)
        {
          g_free (cli->account);
          cli->account = g_strdup (words[++i]);
        }
      else if (strcmp (words[i], "--passphrase-fd") == 0 && words[i + 1] != NULL)
        cli->passphrase_fd = (int) g_ascii_strtoll (words[++i], NULL, 10);
      else if (g_str_has_prefix (words[i], "--library="))
        {
          g_free (cli->library);
          cli->library = g_strdup (words[i] + strlen ("--library="));
        }
      else if (strcmp (words[i], "--library") == 0 && words[i + 1] != NULL)
        {
          g_free (cli->library);
          cli->library = g_strdup (words[++i]);
        }
      else
        break;
    }
  return i;
}

static int
fail_unknown (DipCli *cli, char **words)
{
  g_autofree char *message = NULL;
  GString *verbs = g_string_new (NULL);

  for (const DipCommand *command = dip_commands; command->group != NULL && words[0] != NULL; command++)
    if (command->verb != NULL && strcmp (command->group, words[0]) == 0)
      g_string_append_printf (verbs, "%s%s", verbs->len > 0 ? ", " : "", command->verb);
  if (words[0] == NULL)
    message = g_strdup (_ ("Say what to do; “diptych-cli --help” lists the commands."));
  else if (verbs->len > 0)
    message = g_strdup_printf (_ ("After “%s” comes one of: %s."), words[0], verbs->str);
  else
    message = g_strdup_printf (_ ("There is no command “%s”; “diptych-cli --help” lists them."), words[0]);
  g_string_free (verbs, TRUE);
  return dip_cli_fail_usage (cli, message);
}

/* Marketing gets what this command has permitted; the next sign-in on this computer knows how far the log came. */
static void
settle_seal (DipCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->desk == NULL || !dip_sealing_is_sealed (cli->desk) || dip_sealing_is_locked (cli->desk))
    return;
  if (!dip_sealing_refresh (cli->desk, &error))
    dip_err ("diptych-cli: %s\n", error->message);
  dip_sealing_remember (cli->desk);
}

static int
run_command (DipCli *cli, char **words, guint n_used)
{
  int exit_code;

  cli->job = dip_job_new (cli->command->summary);
  dip_progress_catch_interrupts (cli->job);
  dip_progress_attach (cli->job);
  exit_code = cli->command->run (cli, words + n_used);
  settle_seal (cli);
  fflush (stdout);
  return exit_code;
}

int
dip_cli_run_within (DipCli *outer, char **words)
{
  DipCli cli = { .json = outer->json, .desk = outer->desk, .passphrase_fd = -1 };
  g_autoptr (DipJob) job = NULL;
  guint n_used = 0;
  int exit_code;

  cli.command = find_command (words, g_strv_length (words), &n_used);
  if (cli.command == NULL)
    return fail_unknown (&cli, words);
  if (cli.command->need == DIP_CLI_NO_LIBRARY || cli.command == outer->command)
    return dip_cli_fail_usage (&cli, _ ("This command can't stand in a batch; give it by itself."));
  cli.job = job = dip_job_new (cli.command->summary);
  dip_progress_attach (job);
  exit_code = cli.command->run (&cli, words + n_used);
  g_strfreev (cli.args);
  g_free (cli.library);
  g_free (cli.account);
  return exit_code;
}

static gboolean
asks_for_help (const DipCli *cli, char **words)
{
  const char *const *all = (const char *const *) words;

  return cli->help || (words[0] != NULL && strcmp (words[0], "help") == 0) || g_strv_contains (all, "--help")
         || g_strv_contains (all, "-h");
}

static int
dispatch (DipCli *cli, char **argv)
{
  gboolean version = FALSE;
  char **words = argv + 1;
  guint n_used = 0;

  words += take_leading_options (cli, words, &version);
  if (version)
    {
      dip_out ("diptych-cli %s\n", DIP_VERSION);
      return DIP_EXIT_DONE;
    }
  if (cli->help && words[0] == NULL)
    {
      print_overview (NULL);
      return DIP_EXIT_DONE;
    }
  cli->command = find_command (words, g_strv_length (words), &n_used);
  if (cli->command != NULL)
    return run_command (cli, words, n_used);
  if (asks_for_help (cli, words))
    {
      print_overview (is_group (words[0]) ? words[0] : NULL);
      return DIP_EXIT_DONE;
    }
  return fail_unknown (cli, words);
}

int
dip_cli_main (int argc, char **argv)
{
  DipCli cli = { .passphrase_fd = -1 };
  int exit_code;

  dip_memory_init ();
  dip_locale_init ();
  g_set_prgname ("diptych-cli");
  /* Lines stay whole and in order beside messages when both streams go to one place. */
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  exit_code = dispatch (&cli, argv);
  g_clear_pointer (&cli.desk, dip_desk_free);
  g_strfreev (cli.args);
  g_free (cli.library);
  g_free (cli.account);
  return exit_code;
}

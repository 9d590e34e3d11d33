#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-progress.h"
#include "dip-safe-file.h"

#define MOST_TEXT (16u << 20)

static int
run_line (DipCli *cli, const char *line, guint number)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  if (g_shell_parse_argv (line, NULL, &words, &error))
    return dip_cli_run_within (cli, words);
  if (g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    return DIP_EXIT_DONE;
  g_clear_error (&error);
  g_set_error (&error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Line %u has a quotation mark too many or too few."), number);
  return dip_cli_fail (cli, error);
}

int
dip_cmd_batch (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  int exit_code;
  int worst = DIP_EXIT_DONE;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  bytes = dip_safe_file_read (cli->args[0], MOST_TEXT, cli->args[0], &error);
  if (bytes == NULL)
    return dip_cli_fail (cli, error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && !dip_job_is_cancelled (cli->job, NULL); i++)
    {
      exit_code = run_line (cli, lines[i], i + 1);
      worst = MAX (worst, exit_code);
    }
  return dip_job_is_cancelled (cli->job, NULL) ? MAX (worst, DIP_EXIT_SOME_FAILED) : worst;
}

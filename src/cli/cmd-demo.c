#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-demo.h"
#include "dip-output.h"
#include "dip-progress.h"

int
dip_cmd_demo (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *exports = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_demo_create (cli->args[0], cli->job, &exports, &error))
    return dip_cli_fail_library (cli, error);
  dip_progress_end ();
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "library", cli->args[0]);
      dip_json_string (json, "exports", exports);
      dip_json_print (json);
    }
  else
    dip_out (_ ("Library: %s\nExported pictures: %s\n"), cli->args[0], exports);
  return DIP_EXIT_DONE;
}

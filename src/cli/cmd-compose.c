#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-composing.h"
#include "dip-output.h"
#include "dip-records.h"

#define DEFAULT_HEIGHT  1600
#define GREATEST_HEIGHT 20000

static int
compose (DipCli *cli, const DipComposeOptions *options, const char *output)
{
  g_autoptr (GError) error = NULL;
  gboolean cleared = FALSE;
  gint64 pair;

  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &pair, &error)
      || !dip_composing_save (cli->desk, pair, options, output, dip_job_get_cancellable (cli->job), &cleared, &error))
    return dip_cli_fail (cli, error);
  if (!cleared)
    dip_err ("%s\n", _ ("For looking at in the clinic only: this pair may not be published as it stands."));
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "file", output);
      dip_json_bool (json, "cleared", cleared);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", output);
  return DIP_EXIT_DONE;
}

int
dip_cmd_compose (DipCli *cli, char **argv)
{
  g_autofree char *output = NULL;
  g_autofree char *layout_text = NULL;
  gboolean labels = FALSE;
  gboolean no_labels = FALSE;
  int height = DEFAULT_HEIGHT;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write it: .jpg, .png, .webp or .avif"), "FILE" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &layout_text, N_ ("side-by-side or stacked"), "LAYOUT" },
    { "height", 0, 0, G_OPTION_ARG_INT, &height, N_ ("Height of each panel; never enlarged"), "PX" },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &labels, N_ ("With “Before” and “Healed”; else as the library's settings say"),
      NULL },
    { "no-labels", 0, 0, G_OPTION_ARG_NONE, &no_labels, N_ ("Without text"), NULL },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClinic) clinic = NULL;
  int layout = DIP_LAYOUT_SIDE_BY_SIDE;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (output == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where to write the picture: -o FILE."));
  if (height < 64 || height > GREATEST_HEIGHT)
    return dip_cli_fail_usage (cli, _ ("--height is a number of pixels from 64 to 20000."));
  if (layout_text != NULL && !dip_token_parse (dip_layout_tokens, layout_text, "--layout", &layout, &error))
    return dip_cli_fail (cli, error);
  clinic = dip_records_clinic (cli->desk, &error);
  if (clinic == NULL)
    return dip_cli_fail_library (cli, error);
  labels = labels || (!no_labels && !clinic->no_labels);
  return compose (cli, &(DipComposeOptions){ .layout = (DipLayout) layout, .labels = labels, .panel_height = height },
                  output);
}

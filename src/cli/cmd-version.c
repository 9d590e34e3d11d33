#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-versions.h"

static void
add_version (JsonBuilder *json, const DipAlignment *version, gboolean current)
{
  json_builder_begin_object (json);
  dip_json_int (json, "version", version->id);
  dip_json_bool (json, "current", current);
  dip_json_string (json, "at", version->created_at);
  dip_json_string (json, "by", version->by);
  dip_json_string (json, "method", dip_token_name (dip_alignment_method_tokens, (int) version->method));
  dip_json_int (json, "landmarks", version->n_landmarks);
  dip_json_double (json, "residual", version->residual);
  dip_json_string (json, "crop", dip_token_name (dip_crop_shape_tokens, (int) version->crop_shape));
  dip_json_double (json, "x", version->crop.x);
  dip_json_double (json, "y", version->crop.y);
  dip_json_double (json, "width", version->crop.width);
  dip_json_double (json, "height", version->crop.height);
  dip_json_double (json, "exposure", version->correction.exposure);
  dip_json_double (json, "warmth", version->correction.warmth);
  dip_json_double (json, "tint", version->correction.tint);
  json_builder_end_object (json);
}

static void
print_version (const DipAlignment *version, gboolean current)
{
  dip_out ("%c %" PRId64 "  %s  %s  %s, %s\n", current ? '*' : ' ', version->id, version->created_at,
           version->by != NULL ? version->by : "—",
           dip_token_label (dip_alignment_method_tokens, (int) version->method),
           dip_token_label (dip_crop_shape_tokens, (int) version->crop_shape));
}

int
dip_cmd_pair_versions (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  JsonBuilder *json = NULL;
  gint64 pair;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &pair, &error)
      || (versions = dip_versions_list (cli->desk, pair, &error)) == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "versions");
  for (guint i = 0; i < versions->len; i++)
    if (json != NULL)
      add_version (json, g_ptr_array_index (versions, i), i == 0);
    else
      print_version (g_ptr_array_index (versions, i), i == 0);
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  else if (versions->len == 0)
    dip_err ("%s\n", _ ("The pair is not lined up yet."));
  return DIP_EXIT_DONE;
}

int
dip_cmd_pair_restore (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  gint64 pair, version, id = 0;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 2, 2, &exit_code))
    return exit_code;
  if (dip_cli_parse_id (cli->args[0], _ ("pair"), &pair, &error)
      && dip_cli_parse_id (cli->args[1], _ ("version"), &version, &error))
    id = dip_versions_restore (cli->desk, pair, version, &error);
  if (id == 0)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "id", id);
      dip_json_print (json);
    }
  else
    dip_out ("%" PRId64 "\n", id);
  return DIP_EXIT_DONE;
}

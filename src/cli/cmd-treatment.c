#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-treatments.h"

static int
print_id (DipCli *cli, gint64 id)
{
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

static gboolean
parse_areas (char **texts, guint *areas, GError **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      guint more;

      if (!dip_flags_parse (dip_area_tokens, texts[i], "--area", &more, error))
        return FALSE;
      *areas |= more;
    }
  return TRUE;
}

int
dip_cmd_treatment_add (DipCli *cli, char **argv)
{
  g_auto (GStrv) area_texts = NULL;
  g_autofree char *stage_text = NULL;
  const GOptionEntry entries[] = {
    { "area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &area_texts, N_ ("A treated area; may be given several times"), "A" },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &stage_text, N_ ("Norwood or Ludwig stage, such as norwood-3-vertex"), "S" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  guint areas = 0;
  int stage = DIP_STAGE_NONE;
  int exit_code;
  gint64 id;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (!parse_areas (area_texts, &areas, &error)
      || (stage_text != NULL && !dip_token_parse (dip_stage_tokens, stage_text, "--stage", &stage, &error)))
    return dip_cli_fail (cli, error);
  id = dip_treatments_add (cli->desk, cli->args[0], areas, (DipStage) stage, &error);
  return id != 0 ? print_id (cli, id) : dip_cli_fail (cli, error);
}

static void
print_treatment (DipCli *cli, JsonBuilder *json, const DipTreatment *treatment)
{
  g_autofree char *areas = dip_flags_to_text (dip_area_tokens, treatment->areas);
  const char *stage = dip_token_name (dip_stage_tokens, (int) treatment->stage);

  if (json == NULL)
    {
      dip_out ("%" PRId64 "  %s  %s\n", treatment->id, *areas != '\0' ? areas : "—", stage != NULL ? stage : "—");
      return;
    }
  json_builder_begin_object (json);
  dip_json_int (json, "id", treatment->id);
  dip_json_string (json, "areas", areas);
  dip_json_string (json, "stage", stage);
  dip_json_string (json, "created_at", treatment->created_at);
  json_builder_end_object (json);
}

int
dip_cmd_treatment_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_treatments_list (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "treatments");
  for (guint i = 0; i < rows->len; i++)
    print_treatment (cli, json, g_ptr_array_index (rows, i));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

int
dip_cmd_session_add (DipCli *cli, char **argv)
{
  g_autofree char *kind_text = NULL;
  gint64 treatment = 0;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_text, N_ ("initial, follow-up or maintenance"), "KIND" },
    { "treatment", 0, 0, G_OPTION_ARG_INT64, &treatment, N_ ("The treatment; else the client's newest"), "ID" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int kind = DIP_SESSION_INITIAL;
  DipDate date;
  int exit_code;
  gint64 id;

  if (!dip_cli_begin (cli, argv, entries, 2, 2, &exit_code))
    return exit_code;
  if (!dip_date_parse (cli->args[1], "DATE", &date, &error)
      || (kind_text != NULL && !dip_token_parse (dip_session_kind_tokens, kind_text, "--kind", &kind, &error)))
    return dip_cli_fail (cli, error);
  id = dip_sessions_add (cli->desk, cli->args[0], treatment, date, (DipSessionKind) kind, &error);
  return id != 0 ? print_id (cli, id) : dip_cli_fail (cli, error);
}

static void
print_session (JsonBuilder *json, const DipSession *session)
{
  g_autofree char *date = dip_date_to_iso (session->date);
  const char *kind = dip_token_name (dip_session_kind_tokens, (int) session->kind);

  if (json == NULL)
    {
      dip_out ("%" PRId64 "  %s  %s\n", session->id, date, kind);
      return;
    }
  json_builder_begin_object (json);
  dip_json_int (json, "id", session->id);
  dip_json_int (json, "treatment", session->treatment_id);
  dip_json_string (json, "date", date);
  dip_json_string (json, "kind", kind);
  json_builder_end_object (json);
}

int
dip_cmd_session_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_sessions_list (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "sessions");
  for (guint i = 0; i < rows->len; i++)
    print_session (json, g_ptr_array_index (rows, i));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

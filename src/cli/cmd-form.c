#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-noticing.h"
#include "dip-output.h"
#include "dip-safe-file.h"
#include "dip-words.h"

#define MOST_TEXT (1u << 20)

static int
print_id (DipCli *cli, gint64 id, const GError *error)
{
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

static void
add_notice (JsonBuilder *json, const DipNotice *notice)
{
  dip_json_int (json, "id", notice->id);
  dip_json_string (json, "name", notice->name);
  dip_json_int (json, "version", notice->version);
  dip_json_string (json, "language", notice->language);
  dip_json_string (json, "jurisdiction", dip_token_name (dip_jurisdiction_tokens, (int) notice->jurisdiction));
  dip_json_string (json, "released", notice->released_at);
  dip_json_string (json, "sha256", notice->sha256);
}

int
dip_cmd_form_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  rows = dip_noticing_list (cli->desk, &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "forms");
  for (guint i = 0; i < rows->len; i++)
    {
      const DipNotice *notice = rows->pdata[i];
      if (json == NULL)
        {
          dip_out ("%" PRId64 "  %s  %d  %s  %s  %s\n", notice->id, notice->name, notice->version, notice->language,
                   dip_token_label (dip_jurisdiction_tokens, (int) notice->jurisdiction),
                   notice->released_at != NULL ? notice->released_at : C_ ("form", "draft"));
          continue;
        }
      json_builder_begin_object (json);
      add_notice (json, notice);
      json_builder_end_object (json);
    }
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

static DipNotice *
find_notice (DipCli *cli, GError **error)
{
  gint64 id;

  return dip_cli_parse_id (cli->args[0], _ ("form"), &id, error) ? dip_noticing_show (cli->desk, id, error) : NULL;
}

/* What an editor needs: the clinic's fields, and each paragraph with what it is marked with. */
static gboolean
add_parts (JsonBuilder *json, const DipNotice *notice, GError **error)
{
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) paragraphs = dip_notice_parse (notice->source, notice->jurisdiction, &title, error);

  if (paragraphs == NULL)
    return FALSE;
  dip_json_string (json, "title", title);
  dip_json_string (json, "purposes", notice->purposes);
  dip_json_string (json, "recipients", notice->recipients);
  dip_json_string (json, "retention", notice->retention);
  dip_json_string (json, "withdrawal", notice->withdrawal);
  dip_json_array (json, "paragraphs");
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const DipParagraph *paragraph = paragraphs->pdata[i];
      g_autofree char *elements = dip_flags_to_text (dip_element_tokens, paragraph->elements);
      json_builder_begin_object (json);
      dip_json_string (json, "elements", elements);
      dip_json_string (json, "text", paragraph->text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  return TRUE;
}

int
dip_cmd_form_show (DipCli *cli, char **argv)
{
  gboolean source = FALSE;
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_NONE, &source, N_ ("As it is edited: with marks and fields"), NULL },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DipNotice) notice = NULL;
  g_autofree char *text = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  notice = find_notice (cli, &error);
  if (notice != NULL)
    text = source ? g_strdup (notice->source) : dip_noticing_preview_draft (cli->desk, notice, &error);
  if (text == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      g_autoptr (JsonBuilder) json = dip_json_new ();

      add_notice (json, notice);
      dip_json_string (json, "text", text);
      if (!add_parts (json, notice, &error))
        return dip_cli_fail (cli, error);
      dip_json_print (g_steal_pointer (&json));
    }
  else
    dip_out ("%s", text);
  return DIP_EXIT_DONE;
}

int
dip_cmd_form_new (DipCli *cli, char **argv)
{
  g_autofree char *language = NULL;
  g_autofree char *rules = NULL;
  const GOptionEntry entries[] = {
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, N_ ("en, de, fr or es (en)"), "L" },
    { "rules", 0, 0, G_OPTION_ARG_STRING, &rules, N_ ("uk, eu, us or general (general)"), "R" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int jurisdiction = DIP_JURISDICTION_GENERAL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (rules != NULL && !dip_token_parse (dip_jurisdiction_tokens, rules, "--rules", &jurisdiction, &error))
    return dip_cli_fail (cli, error);
  const gint64 id = dip_noticing_new (cli->desk, cli->args[0], language != NULL ? language : "en",
                                      (DipJurisdiction) jurisdiction, &error);
  if (id != 0)
    dip_err ("%s\n",
             _ ("This is a starting text, not legal advice: read it, fill in its fields, and have it looked at."));
  return print_id (cli, id, error);
}

int
dip_cmd_form_edit (DipCli *cli, char **argv)
{
  g_autofree char *file = NULL, *purposes = NULL, *recipients = NULL, *retention = NULL, *withdrawal = NULL;
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &file, N_ ("A text file that takes the place of the text"), "FILE" },
    { "purposes", 0, 0, G_OPTION_ARG_STRING, &purposes, N_ ("What the pictures are for"), "TEXT" },
    { "recipients", 0, 0, G_OPTION_ARG_STRING, &recipients, N_ ("Who receives them"), "TEXT" },
    { "retention", 0, 0, G_OPTION_ARG_STRING, &retention, N_ ("How long they are kept"), "TEXT" },
    { "withdrawal", 0, 0, G_OPTION_ARG_STRING, &withdrawal, N_ ("How to reach the clinic to withdraw"), "TEXT" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gint64 id = 0;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("form"), &id, &error))
    return dip_cli_fail (cli, error);
  if (file != NULL && (bytes = dip_safe_file_read (file, MOST_TEXT, file, &error)) == NULL)
    return dip_cli_fail (cli, error);
  if (bytes != NULL)
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const DipNoticeChanges changes = { text, purposes, recipients, retention, withdrawal };
  id = dip_noticing_edit (cli->desk, id, &changes, &error);
  return print_id (cli, id, error);
}

static void
print_check (JsonBuilder *json, const DipElementCheck *check)
{
  const char *token = dip_token_name (dip_element_tokens, (int) check->element);

  if (json == NULL)
    {
      g_autofree char *where = check->paragraph > 0 ? g_strdup_printf (_ ("paragraph %u"), check->paragraph)
                                                    : g_strdup (check->required ? _ ("MISSING") : "—");
      dip_out ("%-13s  %s: %s\n", token, dip_token_label (dip_element_tokens, (int) check->element), where);
      return;
    }
  json_builder_begin_object (json);
  dip_json_string (json, "element", token);
  dip_json_bool (json, "required", check->required);
  dip_json_int (json, "paragraph", check->paragraph);
  json_builder_end_object (json);
}

static void
print_unfilled (JsonBuilder *json, char **unfilled)
{
  g_autofree char *names = g_strjoinv (", ", unfilled);

  if (json == NULL && *names != '\0')
    dip_out (_ ("Still to be filled in: %s\n"), names);
  if (json == NULL)
    return;
  dip_json_array (json, "unfilled");
  for (char **name = unfilled; *name != NULL; name++)
    json_builder_add_string_value (json, *name);
  json_builder_end_array (json);
}

int
dip_cmd_form_check (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipNotice) notice = NULL;
  g_autoptr (GArray) checks = NULL;
  g_auto (GStrv) unfilled = NULL;
  JsonBuilder *json = NULL;
  gboolean complete = TRUE;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  notice = find_notice (cli, &error);
  if (notice != NULL)
    checks = dip_notice_checklist (notice, &error);
  if (checks == NULL)
    return dip_cli_fail (cli, error);
  unfilled = dip_notice_unfilled (notice);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "elements");
  for (guint i = 0; i < checks->len; i++)
    {
      const DipElementCheck *check = &g_array_index (checks, DipElementCheck, i);
      print_check (json, check);
      complete = complete && (check->paragraph > 0 || !check->required);
    }
  if (json != NULL)
    json_builder_end_array (json);
  print_unfilled (json, unfilled);
  if (json != NULL)
    {
      dip_json_bool (json, "complete", complete);
      dip_json_print (json);
    }
  return complete ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

int
dip_cmd_form_release (DipCli *cli, char **argv)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "despite-missing", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Even when something is missing, for this reason"),
      N_ ("REASON") },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("form"), &id, &error))
    return dip_cli_fail (cli, error);
  if (!dip_noticing_release (cli->desk, id, reason, &error))
    return dip_cli_fail (cli, error);
  return print_id (cli, id, NULL);
}

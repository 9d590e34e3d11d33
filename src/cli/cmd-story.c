#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-stories.h"

static void
add_changes (JsonBuilder *json, GPtrArray *changes)
{
  static const char *const kinds[] = { "same", "removed", "added" };

  dip_json_array (json, "changes");
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const DipDiffPart *part = changes->pdata[i];
      if (part->kind == DIP_DIFF_SAME)
        continue;
      json_builder_begin_object (json);
      dip_json_string (json, "kind", kinds[part->kind]);
      dip_json_string (json, "text", part->text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_words (JsonBuilder *json, GPtrArray *words)
{
  static const char *const kinds[] = { "same", "removed", "added" };

  dip_json_array (json, "words");
  for (guint i = 0; i < words->len; i++)
    {
      const DipDiffPart *part = words->pdata[i];
      json_builder_begin_object (json);
      dip_json_string (json, kinds[part->kind], part->text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_rows (JsonBuilder *json, GPtrArray *rows)
{
  dip_json_array (json, "side_by_side");
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const DipDiffRow *row = rows->pdata[i];
      json_builder_begin_object (json);
      dip_json_string (json, "old", row->old_text);
      dip_json_string (json, "new", row->new_text);
      if (row->words != NULL)
        add_words (json, row->words);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_chapter (JsonBuilder *json, const DipChapter *chapter, DipDate today)
{
  g_autofree char *added = dip_flags_to_text (dip_scope_tokens, chapter->scopes_added);
  g_autofree char *dropped = dip_flags_to_text (dip_scope_tokens, chapter->scopes_dropped);

  json_builder_begin_object (json);
  dip_json_int (json, "consent", chapter->consent->id);
  dip_json_string (json, "state",
                   dip_token_name (dip_consent_state_tokens, (int) dip_consent_state (chapter->consent, today)));
  dip_json_date (json, "signed", chapter->consent->signed_on);
  dip_json_string (json, "language", chapter->language);
  dip_json_int (json, "after", chapter->before);
  dip_json_string (json, "scopes_added", added);
  dip_json_string (json, "scopes_dropped", dropped);
  add_changes (json, chapter->changes);
  add_rows (json, chapter->rows);
  json_builder_end_object (json);
}

static void
print_events (const DipConsent *consent)
{
  for (guint i = 0; i < consent->events->len; i++)
    {
      const DipConsentEvent *event = consent->events->pdata[i];
      g_autofree char *day = dip_date_to_iso (event->on);

      dip_out ("  %s  %s  %s\n", day != NULL ? day : "—", dip_token_label (dip_consent_event_tokens, (int) event->kind),
               event->by != NULL ? event->by : "—");
    }
}

static void
print_chapter (const DipChapter *chapter, DipDate today)
{
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, chapter->consent->scopes);

  dip_out ("%" PRId64 "  %s  %s\n", chapter->consent->id,
           dip_token_label (dip_consent_state_tokens, (int) dip_consent_state (chapter->consent, today)), scopes);
  print_events (chapter->consent);
  for (guint i = 0; chapter->changes != NULL && i < chapter->changes->len; i++)
    {
      const DipDiffPart *part = chapter->changes->pdata[i];
      if (part->kind != DIP_DIFF_SAME)
        dip_out ("  %c %s\n", part->kind == DIP_DIFF_ADDED ? '+' : '-', part->text);
    }
}

int
dip_cmd_consent_story (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_stories_of_client (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "chapters");
  for (guint i = 0; i < rows->len; i++)
    if (json != NULL)
      add_chapter (json, rows->pdata[i], dip_desk_today (cli->desk));
    else
      print_chapter (rows->pdata[i], dip_desk_today (cli->desk));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

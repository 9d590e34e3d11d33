#include <glib/gi18n-lib.h>

#include "dip-clients.h"
#include "dip-commands.h"
#include "dip-output.h"

static int
print_code (DipCli *cli, const char *code)
{
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "code", code);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", code);
  return DIP_EXIT_DONE;
}

int
dip_cmd_client_add (DipCli *cli, char **argv)
{
  g_autofree char *born_text = NULL;
  g_autofree char *contact = NULL;
  gboolean adult = FALSE;
  const GOptionEntry entries[] = {
    { "born", 0, 0, G_OPTION_ARG_STRING, &born_text, N_ ("Date of birth, YYYY-MM-DD"), "DATE" },
    { "adult", 0, 0, G_OPTION_ARG_NONE, &adult, N_ ("Staff have checked that the client is an adult"), NULL },
    { "contact", 0, 0, G_OPTION_ARG_STRING, &contact, N_ ("How to reach the client"), "TEXT" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  DipDate born = DIP_DATE_NONE;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (born_text != NULL && !dip_date_parse (born_text, "--born", &born, &error))
    return dip_cli_fail (cli, error);
  code = dip_clients_add (cli->desk, cli->args[0], born, adult, contact, &error);
  return code != NULL ? print_code (cli, code) : dip_cli_fail (cli, error);
}

static const char *
adult_word (DipAdult adult)
{
  if (adult == DIP_ADULT_YES)
    return "adult";
  return adult == DIP_ADULT_NO ? "minor" : "unchecked";
}

static const char *
adult_label (DipAdult adult)
{
  if (adult == DIP_ADULT_YES)
    return C_ ("age", "adult");
  return adult == DIP_ADULT_NO ? C_ ("age", "minor") : C_ ("age", "age not checked");
}

static void
add_client (JsonBuilder *json, const DipClientOverview *row)
{
  g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, row->scopes);

  dip_json_string (json, "code", row->client->code);
  dip_json_string (json, "name", row->name);
  dip_json_string (json, "adult", adult_word (row->adult));
  dip_json_string (json, "created_at", row->client->created_at);
  dip_json_string (json, "erased_at", row->client->erased_at);
  dip_json_int (json, "photos", row->n_photos);
  dip_json_int (json, "pairs", row->n_pairs);
  dip_json_int (json, "published", row->n_published);
  dip_json_int (json, "takedowns", row->n_takedowns);
  dip_json_date (json, "healed_from", row->healed_from);
  dip_json_string (json, "consent",
                   row->has_consent ? dip_token_name (dip_consent_state_tokens, (int) row->consent) : NULL);
  dip_json_date (json, "consent_until", row->has_consent ? row->consent_until : DIP_DATE_NONE);
  dip_json_string (json, "scopes", scopes);
}

static char *
consent_text (const DipClientOverview *row)
{
  g_autofree char *until = NULL;

  if (row->client->erased_at != NULL)
    return g_strdup (_ ("erased"));
  if (!row->has_consent)
    return g_strdup ("—");
  if (row->consent != DIP_CONSENT_ACTIVE)
    return g_strdup (dip_token_label (dip_consent_state_tokens, (int) row->consent));
  until = dip_date_to_iso (row->consent_until);
  return g_strdup_printf (_ ("until %s"), until);
}

static void
print_clients (GPtrArray *rows)
{
  const char *const headings[] = { _ ("Code"),   _ ("Name"),  _ ("Healed from"), _ ("Consent"),
                                   _ ("Photos"), _ ("Pairs"), _ ("Published"),   _ ("To take down") };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const DipClientOverview *row = g_ptr_array_index (rows, i);
      char *healed = dip_date_to_iso (row->healed_from);

      g_ptr_array_add (cells, g_strdup (row->client->code));
      g_ptr_array_add (cells, g_strdup (row->name != NULL ? row->name : "—"));
      g_ptr_array_add (cells, healed != NULL ? healed : g_strdup ("—"));
      g_ptr_array_add (cells, consent_text (row));
      g_ptr_array_add (cells, g_strdup_printf ("%u", row->n_photos));
      g_ptr_array_add (cells, g_strdup_printf ("%u", row->n_pairs));
      g_ptr_array_add (cells, g_strdup_printf ("%u", row->n_published));
      g_ptr_array_add (cells, g_strdup_printf ("%u", row->n_takedowns));
    }
  dip_out_table (headings, cells, G_N_ELEMENTS (headings));
}

int
dip_cmd_client_list (DipCli *cli, char **argv)
{
  g_autofree char *search = NULL;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_ ("Part of a name or code"), "TEXT" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  rows = dip_clients_list (cli->desk, search, &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (!cli->json)
    {
      print_clients (rows);
      return DIP_EXIT_DONE;
    }
  json = dip_json_new ();
  dip_json_array (json, "clients");
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (json);
      add_client (json, g_ptr_array_index (rows, i));
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  dip_json_print (json);
  return DIP_EXIT_DONE;
}

static void
print_client (const DipClientOverview *row)
{
  g_autofree char *healed = dip_date_to_display (row->healed_from);
  g_autofree char *consent = consent_text (row);
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, row->scopes);

  dip_out ("%s  %s (%s)\n", row->client->code, row->name != NULL ? row->name : "—", adult_label (row->adult));
  if (row->healed_from != DIP_DATE_NONE)
    dip_out (_ ("Fully healed from %s\n"), healed);
  dip_out (_ ("Consent: %s %s\n"), consent, scopes);
  dip_out (_ ("Photos: %u, pairs: %u, published: %u, to take down: %u\n"), row->n_photos, row->n_pairs,
           row->n_published, row->n_takedowns);
}

int
dip_cmd_client_show (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipClientOverview) row = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  row = dip_clients_show (cli->desk, cli->args[0], &error);
  if (row == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      add_client (json, row);
      dip_json_print (json);
    }
  else
    print_client (row);
  return DIP_EXIT_DONE;
}

int
dip_cmd_client_erase (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) remains = NULL;
  guint n_takedowns = 0;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_clients_erase_and_search (cli->desk, cli->args[0], &n_takedowns, &remains, &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "erased", cli->args[0]);
      dip_json_int (json, "takedowns", n_takedowns);
      dip_json_array (json, "remains");
      for (guint i = 0; i < remains->len; i++)
        json_builder_add_string_value (json, g_ptr_array_index (remains, i));
      dip_json_print (json_builder_end_array (json));
    }
  else
    dip_out (ngettext ("Erased %s. %u exported file has to come down.\n",
                       "Erased %s. %u exported files have to come down.\n", n_takedowns),
             cli->args[0], n_takedowns);
  for (guint i = 0; i < remains->len; i++)
    dip_err (_ ("The name or contact is still in the file “%s” of the library.\n"),
             (char *) g_ptr_array_index (remains, i));
  dip_err ("%s\n", _ ("Back-ups that were saved before today still hold the client. Delete them, or erase again after "
                      "restoring one."));
  return remains->len == 0 ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
}

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-consenting.h"
#include "dip-output.h"

typedef struct
{
  char *scope, *level, *until, *review, *signed_by, *signature, *authority, *witness, *method;
  gint64 form;
} RenewTexts;

static void
clear (RenewTexts *texts)
{
  char **const all[] = { &texts->scope,     &texts->level,     &texts->until,   &texts->review, &texts->signed_by,
                         &texts->signature, &texts->authority, &texts->witness, &texts->method };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (*all[i]);
}

/* What is said takes the place of what the old one says. */
static gboolean
change_terms (const RenewTexts *texts, DipConsentTerms *terms, GError **error)
{
  int level = (int) terms->identifiability;

  if ((texts->scope != NULL && !dip_flags_parse (dip_scope_tokens, texts->scope, "--scope", &terms->scopes, error))
      || (texts->level != NULL
          && !dip_token_parse (dip_identifiability_tokens, texts->level, "--identifiability", &level, error))
      || (texts->until != NULL && !dip_date_parse (texts->until, "--until", &terms->until, error))
      || (texts->review != NULL && !dip_date_parse (texts->review, "--review", &terms->review_by, error)))
    return FALSE;
  terms->identifiability = (DipIdentifiability) level;
  terms->signed_by = texts->signed_by;
  terms->signature_file = texts->signature;
  terms->authority = texts->authority;
  terms->witness = texts->witness;
  terms->notice_id = texts->form;
  if (texts->method != NULL)
    terms->method = texts->method;
  return TRUE;
}

static int
renew (DipCli *cli, const RenewTexts *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipRenewal) renewal = NULL;
  gint64 id;

  if (texts->signed_by == NULL || texts->signature == NULL)
    return dip_cli_fail_usage (cli, _ ("A renewed consent is signed anew: --signed-by and --signature."));
  if (!dip_cli_parse_id (cli->args[0], _ ("consent"), &id, &error)
      || (renewal = dip_consenting_renewal (cli->desk, id, &error)) == NULL
      || !change_terms (texts, &renewal->terms, &error)
      || (id = dip_consenting_record (cli->desk, renewal->code, &renewal->terms, &error)) == 0)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "id", id);
      dip_json_date (json, "from", renewal->terms.from);
      dip_json_date (json, "until", renewal->terms.until);
      dip_json_print (json);
    }
  else
    dip_out ("%" PRId64 "\n", id);
  return DIP_EXIT_DONE;
}

int
dip_cmd_consent_renew (DipCli *cli, char **argv)
{
  RenewTexts texts = { 0 };
  const GOptionEntry entries[] = {
    { "signed-by", 0, 0, G_OPTION_ARG_STRING, &texts.signed_by, N_ ("Who signed"), "NAME" },
    { "signature", 0, 0, G_OPTION_ARG_FILENAME, &texts.signature, N_ ("A picture of the signature"), "FILE" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &texts.until, N_ ("Last day in force; else as long as the old one was"),
      "DATE" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &texts.scope, N_ ("Uses agreed to; else those of the old one"), "S[,S]..." },
    { "identifiability", 0, 0, G_OPTION_ARG_STRING, &texts.level, N_ ("scalp-only, eyes-hidden or full-face"), "L" },
    { "review", 0, 0, G_OPTION_ARG_STRING, &texts.review, N_ ("Day on which to ask again"), "DATE" },
    { "authority", 0, 0, G_OPTION_ARG_STRING, &texts.authority,
      N_ ("By what authority somebody else signed for the client"), "TEXT" },
    { "witness", 0, 0, G_OPTION_ARG_STRING, &texts.witness, N_ ("Who saw it"), "NAME" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &texts.method, N_ ("paper, screen or spoken; else as before"), "HOW" },
    { "form", 0, 0, G_OPTION_ARG_INT64, &texts.form, N_ ("The released form that was signed; else the latest"), "ID" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = renew (cli, &texts);
  clear (&texts);
  return exit_code;
}

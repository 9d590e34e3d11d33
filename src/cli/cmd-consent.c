#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-consenting.h"
#include "dip-output.h"
#include "dip-takedowns.h"

typedef struct
{
  char *scope, *level, *from, *until, *signed_on, *signed_by, *signature, *authority, *witness, *method, *review;
  gint64 form;
  gint64 treatment;
  char **photos;
} RecordTexts;

/* @texts: (nullable) */
static gboolean
parse_photos (char **texts, GArray *photo_ids, GError **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      gint64 id;

      if (!dip_cli_parse_id (texts[i], _ ("photo"), &id, error))
        return FALSE;
      g_array_append_val (photo_ids, id);
    }
  return TRUE;
}

static gboolean
parse_coverage (const RecordTexts *texts, DipConsentTerms *terms, GArray *photo_ids, GError **error)
{
  if (!parse_photos (texts->photos, photo_ids, error))
    return FALSE;
  terms->coverage = texts->treatment != 0 ? DIP_COVERAGE_TREATMENT : DIP_COVERAGE_ALL;
  if (photo_ids->len > 0)
    terms->coverage = DIP_COVERAGE_PHOTOS;
  terms->treatment_id = texts->treatment;
  terms->photo_ids = (const gint64 *) (gpointer) photo_ids->data;
  terms->n_photo_ids = photo_ids->len;
  if (photo_ids->len == 0 || texts->treatment == 0)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Either --treatment or --photo, not both."));
  return FALSE;
}

static gboolean
parse_terms (const RecordTexts *texts, DipConsentTerms *terms, GArray *photo_ids, GError **error)
{
  int level;

  terms->signed_on = DIP_DATE_NONE;
  terms->signed_by = texts->signed_by;
  terms->signature_file = texts->signature;
  terms->authority = texts->authority;
  terms->witness = texts->witness;
  terms->method = texts->method;
  terms->notice_id = texts->form;
  terms->review_by = DIP_DATE_NONE;
  if (!dip_flags_parse (dip_scope_tokens, texts->scope, "--scope", &terms->scopes, error)
      || !dip_token_parse (dip_identifiability_tokens, texts->level, "--identifiability", &level, error)
      || !dip_date_parse (texts->from, "--from", &terms->from, error)
      || !dip_date_parse (texts->until, "--until", &terms->until, error)
      || (texts->review != NULL && !dip_date_parse (texts->review, "--review", &terms->review_by, error))
      || (texts->signed_on != NULL && !dip_date_parse (texts->signed_on, "--signed", &terms->signed_on, error)))
    return FALSE;
  terms->identifiability = (DipIdentifiability) level;
  return parse_coverage (texts, terms, photo_ids, error);
}

static int
record (DipCli *cli, const RecordTexts *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) photo_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  DipConsentTerms terms = { 0 };
  gint64 id;

  if (texts->scope == NULL || texts->level == NULL || texts->from == NULL || texts->until == NULL
      || texts->signed_by == NULL || texts->signature == NULL)
    return dip_cli_fail_usage (
        cli, _ ("A consent needs --scope, --identifiability, --from, --until, --signed-by and --signature."));
  if (!parse_terms (texts, &terms, photo_ids, &error))
    return dip_cli_fail (cli, error);
  id = dip_consenting_record (cli->desk, cli->args[0], &terms, &error);
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
record_texts_clear (RecordTexts *texts)
{
  g_free (texts->scope);
  g_free (texts->level);
  g_free (texts->from);
  g_free (texts->until);
  g_free (texts->signed_on);
  g_free (texts->signed_by);
  g_free (texts->signature);
  g_free (texts->authority);
  g_free (texts->witness);
  g_free (texts->method);
  g_free (texts->review);
  g_strfreev (texts->photos);
}

int
dip_cmd_consent_record (DipCli *cli, char **argv)
{
  RecordTexts texts = { 0 };
  const GOptionEntry entries[] = {
    { "scope", 0, 0, G_OPTION_ARG_STRING, &texts.scope, N_ ("Uses agreed to, with commas between"), "S[,S]..." },
    { "identifiability", 0, 0, G_OPTION_ARG_STRING, &texts.level, N_ ("scalp-only, eyes-hidden or full-face"), "L" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &texts.from, N_ ("First day in force"), "DATE" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &texts.until, N_ ("Last day in force"), "DATE" },
    { "signed", 0, 0, G_OPTION_ARG_STRING, &texts.signed_on, N_ ("Day of signing; else today"), "DATE" },
    { "signed-by", 0, 0, G_OPTION_ARG_STRING, &texts.signed_by, N_ ("Who signed"), "NAME" },
    { "signature", 0, 0, G_OPTION_ARG_FILENAME, &texts.signature, N_ ("A picture of the signature"), "FILE" },
    { "authority", 0, 0, G_OPTION_ARG_STRING, &texts.authority,
      N_ ("By what authority somebody else signed for the client"), "TEXT" },
    { "witness", 0, 0, G_OPTION_ARG_STRING, &texts.witness, N_ ("Who saw it"), "NAME" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &texts.method, N_ ("paper (else), screen or spoken"), "HOW" },
    { "review", 0, 0, G_OPTION_ARG_STRING, &texts.review, N_ ("Day on which to ask again"), "DATE" },
    { "form", 0, 0, G_OPTION_ARG_INT64, &texts.form, N_ ("The released form that was signed; else the latest"), "ID" },
    { "treatment", 0, 0, G_OPTION_ARG_INT64, &texts.treatment, N_ ("Covers the photos of one treatment only"), "ID" },
    { "photo", 0, 0, G_OPTION_ARG_STRING_ARRAY, &texts.photos, N_ ("Covers this photo only; may be repeated"), "ID" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = record (cli, &texts);
  record_texts_clear (&texts);
  return exit_code;
}

static void
add_takedown_items (JsonBuilder *json, GPtrArray *takedowns)
{
  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = g_ptr_array_index (takedowns, i);

      json_builder_begin_object (json);
      dip_json_int (json, "item", takedown->item_id);
      dip_json_string (json, "file", takedown->item->name);
      dip_json_string (json, "folder", takedown->item->folder);
      json_builder_end_object (json);
    }
}

static void
print_withdrawal (DipCli *cli, const DipWithdrawal *withdrawal, GPtrArray *takedowns)
{
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "client", cli->args[0]);
      dip_json_int (json, "consents", withdrawal->n_consents);
      dip_json_int (json, "takedowns", withdrawal->n_takedowns);
      dip_json_array (json, "open");
      add_takedown_items (json, takedowns);
      dip_json_print (json_builder_end_array (json));
      return;
    }
  dip_out ("%s\n", _ ("Withdrawn. Nothing covered by it will be published from now on."));
  if (withdrawal->n_takedowns > 0)
    dip_out (ngettext ("%u exported file has to come down; “publish takedowns” lists it.\n",
                       "%u exported files have to come down; “publish takedowns” lists them.\n",
                       withdrawal->n_takedowns),
             withdrawal->n_takedowns);
}

int
dip_cmd_consent_withdraw (DipCli *cli, char **argv)
{
  g_autofree char *scope_text = NULL;
  g_auto (GStrv) photos = NULL;
  g_autoptr (GArray) photo_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const GOptionEntry entries[] = {
    { "scope", 0, 0, G_OPTION_ARG_STRING, &scope_text, N_ ("Only these uses; else all"), "S[,S]..." },
    { "photo", 0, 0, G_OPTION_ARG_STRING_ARRAY, &photos,
      N_ ("Only what shows this photo, may be repeated; else everything"), "ID" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) takedowns = NULL;
  DipWithdrawal withdrawal;
  guint scopes = DIP_SCOPE_ALL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (scope_text != NULL && !dip_flags_parse (dip_scope_tokens, scope_text, "--scope", &scopes, &error))
    return dip_cli_fail (cli, error);
  if (!parse_photos (photos, photo_ids, &error)
      || !dip_consenting_withdraw_photos (cli->desk, cli->args[0], (const gint64 *) (gpointer) photo_ids->data,
                                          photo_ids->len, scopes, &withdrawal, &error))
    return dip_cli_fail (cli, error);
  takedowns = dip_takedowns_list (cli->desk, TRUE, &error);
  if (takedowns == NULL)
    return dip_cli_fail (cli, error);
  print_withdrawal (cli, &withdrawal, takedowns);
  return DIP_EXIT_DONE;
}

static void
add_events (JsonBuilder *json, GPtrArray *events)
{
  dip_json_array (json, "events");
  for (guint i = 0; i < events->len; i++)
    {
      const DipConsentEvent *event = g_ptr_array_index (events, i);
      g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, event->scopes);

      json_builder_begin_object (json);
      dip_json_string (json, "event", dip_token_name (dip_consent_event_tokens, (int) event->kind));
      dip_json_date (json, "on", event->on);
      dip_json_string (json, "at", event->at);
      dip_json_string (json, "by", event->by);
      if (*scopes != '\0')
        dip_json_string (json, "scopes", scopes);
      if (event->photo_id != 0)
        dip_json_int (json, "photo", event->photo_id);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_consent (JsonBuilder *json, const DipConsent *consent, DipDate today)
{
  g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, consent->scopes);
  g_autofree char *left = dip_flags_to_text (dip_scope_tokens, dip_consent_scopes_left (consent));

  json_builder_begin_object (json);
  dip_json_int (json, "id", consent->id);
  dip_json_string (json, "state", dip_token_name (dip_consent_state_tokens, (int) dip_consent_state (consent, today)));
  dip_json_string (json, "scopes", scopes);
  dip_json_string (json, "scopes_left", left);
  dip_json_string (json, "identifiability",
                   dip_token_name (dip_identifiability_tokens, (int) consent->identifiability));
  dip_json_string (json, "coverage", dip_token_name (dip_coverage_tokens, (int) consent->coverage));
  dip_json_date (json, "from", consent->valid_from);
  dip_json_date (json, "until", consent->valid_until);
  dip_json_date (json, "signed", consent->signed_on);
  dip_json_string (json, "signed_by", consent->signed_by);
  dip_json_string (json, "authority", consent->authority);
  dip_json_string (json, "witness", consent->witness);
  dip_json_string (json, "method", consent->method);
  dip_json_date (json, "review_by", consent->review_by);
  dip_json_string (json, "signature_sha256", consent->signature);
  dip_json_string (json, "recorded_by", consent->recorded_by);
  dip_json_string (json, "recorded_at", consent->recorded_at);
  add_events (json, consent->events);
  json_builder_end_object (json);
}

static void
print_consent (const DipConsent *consent, DipDate today)
{
  g_autofree char *from = dip_date_to_iso (consent->valid_from);
  g_autofree char *until = dip_date_to_iso (consent->valid_until);
  g_autofree char *left = dip_flags_to_label (dip_scope_tokens, dip_consent_scopes_left (consent));

  /* Translators: number, state, first and last day, how much may be seen, uses. */
  dip_out (_ ("%" PRId64 "  %s  %s to %s  %s: %s\n"), consent->id,
           dip_token_label (dip_consent_state_tokens, (int) dip_consent_state (consent, today)), from, until,
           dip_token_label (dip_identifiability_tokens, (int) consent->identifiability), *left != '\0' ? left : "—");
}

int
dip_cmd_consent_show (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  DipDate today;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  today = dip_desk_today (cli->desk);
  rows = dip_consenting_show (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "consents");
  for (guint i = 0; i < rows->len; i++)
    if (json != NULL)
      add_consent (json, g_ptr_array_index (rows, i), today);
    else
      print_consent (g_ptr_array_index (rows, i), today);
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  else if (rows->len == 0)
    dip_err ("%s\n", _ ("No consent on record."));
  return DIP_EXIT_DONE;
}

int
dip_cmd_consent_receipt (DipCli *cli, char **argv)
{
  g_autofree char *output = NULL;
  g_autofree char *format_text = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("The PDF or JSON to write"), "FILE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_text, N_ ("pdf, iso or fhir; else by the file's name"), "F" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  gint64 id;
  int format = DIP_RECEIPT_PDF;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (output != NULL && g_str_has_suffix (output, ".json"))
    format = DIP_RECEIPT_JSON;
  if (format_text != NULL && !dip_token_parse (dip_receipt_format_tokens, format_text, "--format", &format, &error))
    return dip_cli_fail (cli, error);
  if (output == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where to write the receipt: -o FILE.pdf."));
  if (!dip_cli_parse_id (cli->args[0], _ ("consent"), &id, &error)
      || !dip_consenting_receipt (cli->desk, id, (DipReceiptFormat) format, output, &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "file", output);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", output);
  return DIP_EXIT_DONE;
}

static void
print_due (JsonBuilder *json, const DipDue *due)
{
  const char *kind = dip_token_name (dip_due_tokens, (int) due->kind);

  if (json == NULL)
    {
      g_autofree char *until = dip_date_to_iso (due->until);
      g_autofree char *review = dip_date_to_iso (due->review_by);

      dip_out ("%s  %s", due->code, dip_token_label (dip_due_tokens, (int) due->kind));
      if (until != NULL)
        dip_out (_ ("  until %s"), until);
      if (due->kind == DIP_DUE_REVIEW)
        dip_out (_ ("  to be asked again on %s"), review);
      if (due->n_takedowns > 0)
        dip_out (ngettext ("  %u file to take down", "  %u files to take down", due->n_takedowns), due->n_takedowns);
      dip_out ("\n");
      return;
    }
  json_builder_begin_object (json);
  dip_json_string (json, "client", due->code);
  dip_json_string (json, "kind", kind);
  if (due->consent_id != 0)
    {
      dip_json_int (json, "consent", due->consent_id);
      dip_json_date (json, "until", due->until);
      dip_json_date (json, "review_by", due->review_by);
      dip_json_date (json, "on", due->on);
      dip_json_int (json, "days_left", due->days_left);
    }
  dip_json_int (json, "takedowns", due->n_takedowns);
  json_builder_end_object (json);
}

static void
print_counts (JsonBuilder *json, const DipDueCounts *counts)
{
  json_builder_begin_object (json_builder_set_member_name (json, "counts"));
  dip_json_int (json, "running_out", counts->n_running_out);
  dip_json_int (json, "expired", counts->n_expired);
  dip_json_int (json, "missing", counts->n_missing);
  dip_json_int (json, "takedowns", counts->n_takedowns);
  dip_json_int (json, "overdue", counts->n_overdue);
  json_builder_end_object (json);
  dip_json_print (json);
}

int
dip_cmd_consent_due (DipCli *cli, char **argv)
{
  int days = DIP_DUE_DAYS;
  DipDueCounts counts;
  const GOptionEntry entries[] = {
    { "within", 0, 0, G_OPTION_ARG_INT, &days, N_ ("How far to look ahead (30)"), "DAYS" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  if (days < 0)
    return dip_cli_fail_usage (cli, _ ("--within takes a number of days, 0 or more."));
  rows = dip_consenting_due (cli->desk, days, &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "due");
  for (guint i = 0; i < rows->len; i++)
    print_due (json, g_ptr_array_index (rows, i));
  if (!dip_consenting_counts (cli->desk, days, &counts, &error))
    return dip_cli_fail (cli, error);
  if (json != NULL)
    print_counts (json_builder_end_array (json), &counts);
  else if (rows->len == 0)
    dip_err ("%s\n", _ ("Nothing is due."));
  return DIP_EXIT_DONE;
}

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-progress.h"
#include "dip-remembering.h"
#include "dip-safe-file.h"
#include "dip-sealing.h"

#define WORDS_ASKED_FOR 3

/* Before anything is sealed, who prints the sheet proves that it can be read. Without a terminal the file is the proof. */
static gboolean
test_sheet (DipCli *cli, char **words, GError **error)
{
  guint n = g_strv_length (words);

  for (guint i = 0; cli->passphrase_fd < 0 && i < WORDS_ASKED_FOR; i++)
    {
      guint place
          = (guint) g_random_int_range ((gint32) (i * n / WORDS_ASKED_FOR), (gint32) ((i + 1) * n / WORDS_ASKED_FOR));
      g_autofree char *question = g_strdup_printf (_ ("Word %u of the sheet:"), place + 1);
      char *typed = dip_cli_ask_passphrase (cli, question, FALSE, error);
      gboolean right = typed != NULL && g_ascii_strcasecmp (g_strstrip (typed), words[place]) == 0;

      if (typed != NULL && !right)
        g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                             _ ("That is another word. Nothing was sealed; print the new sheet and start again."));
      dip_cli_wipe (typed);
      if (!right)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sheet (DipCli *cli, char **words, const char *path, GError **error)
{
  g_autoptr (GBytes) sheet = dip_sealing_sheet (cli->desk, (const char *const *) words, error);

  return sheet != NULL
         && dip_safe_file_write (path, sheet, DIP_SAFE_FILE_PRIVATE | DIP_SAFE_FILE_NO_REPLACE, NULL, NULL, error);
}

static gboolean
seal (DipCli *cli, const char *account, const char *path, GError **error)
{
  g_auto (GStrv) words = dip_sealing_new_words ();
  char *passphrase;
  gboolean done;

  if (!write_sheet (cli, words, path, error))
    return FALSE;
  dip_err (
      "%s\n%s\n",
      _ ("The recovery sheet is written. Print it, then delete the file. When it and all passphrases are gone, nobody "
         "can open the library again: not we, not anybody."),
      path);
  passphrase = test_sheet (cli, words, error) ? dip_cli_ask_passphrase (cli, _ ("New passphrase:"), TRUE, error) : NULL;
  done = passphrase != NULL
         && dip_sealing_seal (cli->desk, account, passphrase, (const char *const *) words, cli->job, error);
  dip_cli_wipe (passphrase);
  for (guint i = 0; words[i] != NULL; i++)
    explicit_bzero (words[i], strlen (words[i]));
  if (!dip_sealing_is_sealed (cli->desk))
    g_unlink (path); /* opens nothing */
  return done;
}

/* Before anything is asked for. */
static gboolean
is_sealed (DipCli *cli, GError **error)
{
  if (dip_sealing_is_sealed (cli->desk))
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                       _ ("The library is not sealed: there are no accounts. Seal it first."));
  return FALSE;
}

static int
say (DipCli *cli, const char *key, const char *value, const char *sentence)
{
  dip_progress_end ();
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, key, value);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", sentence);
  return DIP_EXIT_DONE;
}

int
dip_cmd_library_seal (DipCli *cli, char **argv)
{
  g_autofree char *sheet = NULL;
  const GOptionEntry entries[] = {
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &sheet, N_ ("Where to write the recovery sheet, PDF"), "FILE" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  int exit_code;
  gboolean done;

  if (!dip_cli_begin (cli, argv, entries, 0, 0, &exit_code))
    return exit_code;
  if (dip_sealing_is_unfinished (cli->desk))
    done = dip_sealing_finish (cli->desk, cli->job, &error);
  else if (dip_sealing_is_sealed (cli->desk))
    return say (cli, "sealed", "already", _ ("The library is sealed already."));
  else if (cli->account == NULL || sheet == NULL)
    return dip_cli_fail_usage (cli, _ ("Say who is the first owner and where the recovery sheet goes: --account NAME "
                                       "--sheet FILE.pdf."));
  else
    done = seal (cli, cli->account, sheet, &error);
  return done ? say (cli, "sealed", "yes", _ ("The library is sealed.")) : dip_cli_fail (cli, error);
}

int
dip_cmd_library_recover (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  char *words, *passphrase = NULL;
  gboolean done = FALSE;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  if (cli->account == NULL)
    return dip_cli_fail_usage (cli, _ ("Say who is to be owner: --account NAME."));
  words = is_sealed (cli, &error) ? dip_cli_ask_passphrase (cli, _ ("The 24 words:"), FALSE, &error) : NULL;
  if (words != NULL)
    passphrase = is_sealed (cli, &error) ? dip_cli_ask_passphrase (cli, _ ("New passphrase:"), TRUE, &error) : NULL;
  if (passphrase != NULL)
    done = dip_sealing_recover (cli->desk, words, cli->account, passphrase, &error);
  dip_cli_wipe (words);
  dip_cli_wipe (passphrase);
  return done ? say (cli, "owner", cli->account, _ ("The library is open again, with the new passphrase."))
              : dip_cli_fail (cli, error);
}

int
dip_cmd_account_add (DipCli *cli, char **argv)
{
  g_autofree char *role_name = NULL;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role_name, N_ ("owner, curator or marketing"), "ROLE" },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  char *passphrase;
  gboolean done;
  int role, exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (role_name == NULL)
    return dip_cli_fail_usage (cli, _ ("Say what the account is for: --role owner, curator or marketing."));
  if (!dip_token_parse (dip_role_tokens, role_name, "role", &role, &error) || role == DIP_ROLE_RECOVERY)
    return error != NULL
               ? dip_cli_fail (cli, error)
               : dip_cli_fail_usage (cli, _ ("Say what the account is for: --role owner, curator or marketing."));
  passphrase = is_sealed (cli, &error) ? dip_cli_ask_passphrase (cli, _ ("New passphrase:"), TRUE, &error) : NULL;
  done = passphrase != NULL && dip_sealing_add_account (cli->desk, cli->args[0], (DipRole) role, passphrase, &error);
  dip_cli_wipe (passphrase);
  return done ? say (cli, "account", cli->args[0], _ ("Added.")) : dip_cli_fail (cli, error);
}

int
dip_cmd_account_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  JsonBuilder *json;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  accounts = dip_sealing_accounts (cli->desk, &error);
  if (accounts == NULL)
    return dip_cli_fail (cli, error);
  json = cli->json ? dip_json_new () : NULL;
  if (json != NULL)
    dip_json_array (json, "accounts");
  for (guint i = 0; i < accounts->len; i++)
    {
      const DipAccount *account = g_ptr_array_index (accounts, i);

      if (json == NULL)
        dip_out ("%-30s %s\n", account->name, dip_token_label (dip_role_tokens, (int) account->role));
      else
        {
          json_builder_begin_object (json);
          dip_json_string (json, "name", account->name);
          dip_json_string (json, "role", dip_token_name (dip_role_tokens, (int) account->role));
          dip_json_string (json, "created", account->created_at);
          json_builder_end_object (json);
        }
    }
  if (json != NULL)
    {
      json_builder_end_array (json);
      dip_json_print (json);
    }
  return DIP_EXIT_DONE;
}

int
dip_cmd_account_remove (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_sealing_remove_account (cli->desk, cli->args[0], cli->job, &error))
    return dip_cli_fail (cli, error);
  return say (cli, "removed", cli->args[0], _ ("Removed, and the keys it had are turned."));
}

int
dip_cmd_account_passphrase (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *name;
  char *passphrase;
  gboolean done;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 1, &exit_code))
    return exit_code;
  name = cli->n_args > 0 ? cli->args[0] : cli->desk->actor;
  passphrase = is_sealed (cli, &error) ? dip_cli_ask_passphrase (cli, _ ("New passphrase:"), TRUE, &error) : NULL;
  done = passphrase != NULL && dip_sealing_set_passphrase (cli->desk, name, NULL, passphrase, &error);
  dip_cli_wipe (passphrase);
  return done ? say (cli, "account", name, _ ("The new passphrase counts from now on.")) : dip_cli_fail (cli, error);
}

int
dip_cmd_account_turn (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code, role = DIP_ROLE_OWNER;

  if (!dip_cli_begin (cli, argv, NULL, 0, 1, &exit_code))
    return exit_code;
  if (cli->n_args > 0 && !dip_token_parse (dip_role_tokens, cli->args[0], "role", &role, &error))
    return dip_cli_fail (cli, error);
  if (!dip_sealing_turn_keys (cli->desk, (DipRole) role, cli->job, &error))
    return dip_cli_fail (cli, error);
  return say (cli, "turned", dip_token_name (dip_role_tokens, role), _ ("All keys are new."));
}

/* Of a sealed library, for the account that is named. */
static gboolean
begin_for_keyring (DipCli *cli, char **argv, int *exit_code)
{
  g_autoptr (GError) error = NULL;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, exit_code))
    return FALSE;
  if (!is_sealed (cli, &error))
    *exit_code = dip_cli_fail (cli, error);
  else if (cli->account == NULL)
    *exit_code = dip_cli_fail_usage (cli, _ ("Say whose passphrase is meant: --account NAME."));
  else
    return TRUE;
  return FALSE;
}

/* The passphrase is asked for once more and tried: what signed in may have come from the keyring itself. */
int
dip_cmd_account_remember (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *question = NULL;
  char *passphrase;
  gboolean done;
  int exit_code;

  if (!begin_for_keyring (cli, argv, &exit_code))
    return exit_code;
  question = g_strdup_printf (_ ("Passphrase of %s:"), cli->account);
  passphrase = dip_cli_ask_passphrase (cli, question, FALSE, &error);
  done = passphrase != NULL && dip_sealing_unlock (cli->desk, cli->account, passphrase, NULL, &error)
         && dip_remembering_keep (cli->desk, cli->account, passphrase, dip_job_get_cancellable (cli->job), &error);
  dip_cli_wipe (passphrase);
  return done ? say (cli, "account", cli->account,
                     _ ("The desktop’s keyring keeps it. Whoever is signed in to this computer as you can open the "
                        "library now."))
              : dip_cli_fail (cli, error);
}

int
dip_cmd_account_forget (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean forgotten;
  int exit_code;

  if (!begin_for_keyring (cli, argv, &exit_code))
    return exit_code;
  if (!dip_remembering_forget (cli->desk, cli->account, &forgotten, dip_job_get_cancellable (cli->job), &error))
    return dip_cli_fail (cli, error);
  return say (cli, "forgotten", forgotten ? "yes" : "none",
              forgotten ? _ ("The keyring has forgotten it.") : _ ("The keyring kept none."));
}

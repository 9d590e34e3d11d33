#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "dip-cli.h"
#include "dip-output.h"
#include "dip-remembering.h"
#include "dip-sealing.h"

#define MOST_BYTES 1024

/* One line from @fd, a byte at a time so that the next reader finds the next line. */
static char *
read_line (int fd, GError **error)
{
  char buffer[MOST_BYTES];
  gsize length = 0;
  ssize_t n = 0;
  char *line;

  while (length < sizeof buffer - 1 && (n = read (fd, buffer + length, 1)) == 1 && buffer[length] != '\n')
    length++;
  buffer[length] = '\0';
  line = length > 0 || n == 1 ? g_strdup (buffer) : NULL;
  memset (buffer, 0, sizeof buffer);
  if (line == NULL)
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED,
                         _ ("No passphrase came. Type it at the prompt, or give it with --passphrase-fd."));
  return line;
}

static char *
ask_on (int tty, const char *question, GError **error)
{
  struct termios before, quiet;
  gboolean hides = tcgetattr (tty, &before) == 0;
  char *line;

  quiet = before;
  quiet.c_lflag &= ~(tcflag_t) ECHO;
  if (hides)
    tcsetattr (tty, TCSAFLUSH, &quiet);
  if (dprintf (tty, "%s ", question) < 0)
    errno = 0; /* the answer can be typed all the same */
  line = read_line (tty, error);
  if (hides)
    tcsetattr (tty, TCSAFLUSH, &before);
  if (write (tty, "\n", 1) < 0)
    errno = 0;
  return line;
}

static char *
ask_twice (int tty, const char *question, GError **error)
{
  char *first = ask_on (tty, question, error);
  char *second = first != NULL ? ask_on (tty, _ ("Once more:"), error) : NULL;
  gboolean same = second != NULL && strcmp (first, second) == 0;

  dip_cli_wipe (second);
  if (same)
    return first;
  if (second != NULL)
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The two are not the same. Start again."));
  dip_cli_wipe (first);
  return NULL;
}

char *
dip_cli_ask_passphrase (DipCli *cli, const char *question, gboolean is_new, GError **error)
{
  int tty;
  char *answer;

  if (cli->passphrase_fd >= 0)
    return read_line (cli->passphrase_fd, error);
  tty = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (tty < 0)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED,
                           _ ("There is no terminal to type a passphrase at. Give it with --passphrase-fd."));
      return NULL;
    }
  answer = is_new ? ask_twice (tty, question, error) : ask_on (tty, question, error);
  close (tty);
  return answer;
}

void
dip_cli_wipe (char *passphrase)
{
  if (passphrase == NULL)
    return;
  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* Who signs in when nobody was named: the only account, or the one that is called as the login is. */
static char *
likely_account (DipCli *cli, GError **error)
{
  g_autoptr (GPtrArray) accounts = dip_sealing_accounts (cli->desk, error);
  const char *login = dip_desk_login_name ();

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      const DipAccount *account = g_ptr_array_index (accounts, i);

      if (accounts->len == 1 || g_ascii_strcasecmp (account->name, login) == 0)
        return g_strdup (account->name);
    }
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED,
                       _ ("The library is sealed. Say who signs in: --account NAME."));
  return NULL;
}

gboolean
dip_cli_unlock (DipCli *cli, GError **error)
{
  g_autofree char *account = NULL;
  g_autofree char *question = NULL;
  g_autofree char *warning = NULL;
  char *passphrase;
  gboolean done;

  if (!dip_sealing_is_locked (cli->desk))
    return TRUE;
  account = cli->account != NULL ? g_strdup (cli->account) : likely_account (cli, error);
  if (account == NULL)
    return FALSE;
  if (cli->keyring)
    {
      done = dip_remembering_unlock (cli->desk, account, &warning, dip_job_get_cancellable (cli->job), error);
      if (warning != NULL)
        dip_err ("diptych-cli: %s\n", warning);
      return done;
    }
  question = g_strdup_printf (_ ("Passphrase of %s:"), account);
  passphrase = dip_cli_ask_passphrase (cli, question, FALSE, error);
  if (passphrase == NULL)
    return FALSE;
  done = dip_sealing_unlock (cli->desk, account, passphrase, &warning, error);
  dip_cli_wipe (passphrase);
  if (warning != NULL)
    dip_err ("diptych-cli: %s\n", warning);
  return done;
}

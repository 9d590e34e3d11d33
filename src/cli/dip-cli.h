/* What every command of diptych-cli shares: options, the opened library, results as text or JSON, exit codes. */
#pragma once

#include <json-glib/json-glib.h>

#include "dip-desk.h"
#include "dip-error.h"
#include "dip-job.h"

G_BEGIN_DECLS

enum
{
  DIP_EXIT_DONE = 0,
  DIP_EXIT_SOME_FAILED = 1, /* or were refused */
  DIP_EXIT_USAGE = 2,
  DIP_EXIT_LIBRARY = 3, /* missing, locked, damaged or newer */
};

typedef enum
{
  DIP_CLI_NO_LIBRARY,
  DIP_CLI_READS,
  DIP_CLI_WRITES,
  DIP_CLI_WRITES_IF_FREE, /* reads what is there while another program holds the library */
} DipCliNeed;

typedef struct _DipCli DipCli;
typedef struct _DipCommand DipCommand;

struct _DipCli
{
  const DipCommand *command;
  char *library;     /* --library, or NULL for the default one */
  char *account;     /* --account: who signs in to a sealed library */
  int passphrase_fd; /* --passphrase-fd: where passphrases come from, a line each; -1: the terminal */
  gboolean keyring;  /* --keyring: or from the desktop's keyring */
  gboolean json;
  gboolean help;
  DipDesk *desk; /* once dip_cli_begin() has opened the library */
  DipJob *job;   /* cancelled by Ctrl-C, reports to standard error */
  char **args;   /* what is left after the options; NULL-terminated */
  guint n_args;
};

struct _DipCommand
{
  const char *group; /* "client" */
  const char *verb;  /* "add", or NULL */
  int (*run) (DipCli *cli, char **argv);
  DipCliNeed need;
  const char *usage;     /* "NAME (--born DATE | --adult)" */
  const char *summary;   /* one sentence, marked with N_() */
  gboolean opens_locked; /* nobody has to sign in to a sealed library */
};

/* All commands; ends with a row without group. */
extern const DipCommand dip_commands[];

int dip_cli_main (int argc, char **argv);

/**
 * dip_cli_begin:
 * @argv: the words after the command
 * @entries: the command's own options, or NULL
 *
 * Parses the options (the common ones may stand here too), checks the number of arguments and opens the library as the
 * command needs it. FALSE: return @exit_code at once; all has been said, be it help or an error.
 */
gboolean dip_cli_begin (DipCli *cli, char **argv, const GOptionEntry *entries, guint min_args, guint max_args,
                        int *exit_code);

/* One command more on the library that @outer has opened; @words: the command and what follows. */
int dip_cli_run_within (DipCli *outer, char **words);

/* Says what went wrong (as JSON too) and gives the exit code for it. */
int dip_cli_fail (DipCli *cli, const GError *error);
/* The same for an error of the library itself. */
int dip_cli_fail_library (DipCli *cli, const GError *error);
int dip_cli_fail_usage (DipCli *cli, const char *message);

/* The next passphrase: a line of --passphrase-fd, or asked for on the terminal with the echo off, twice when it is @new. To be
 * wiped and freed. NULL: said why. */
char *dip_cli_ask_passphrase (DipCli *cli, const char *question, gboolean is_new, GError **error);
/* Signs in to @cli's library when it is locked. */
gboolean dip_cli_unlock (DipCli *cli, GError **error);
void dip_cli_wipe (char *passphrase);

/* A whole positive number, such as a photo's id. */
gboolean dip_cli_parse_id (const char *text, const char *what, gint64 *out, GError **error);

G_END_DECLS

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-redacting.h"

/* The numbers of "X,Y" or "X,Y,W,H". */
static gboolean
parse_numbers (const char *text, double *values, guint n, const char *form, GError **error)
{
  const char *at = text;

  for (guint i = 0; i < n; i++)
    {
      char *end = NULL;

      values[i] = g_ascii_strtod (at, &end);
      if (end == at || *end != (i + 1 < n ? ',' : '\0'))
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” can't be read; write it as %s in pixels."), text,
                       form);
          return FALSE;
        }
      at = end + 1;
    }
  return TRUE;
}

static gboolean
add_cover (GArray *covers, DipCoverKind kind, const char *const *words, GError **error)
{
  DipCover cover = { .kind = kind };
  double v[4];

  if (kind == DIP_COVER_BOX)
    {
      if (!parse_numbers (words[0], v, 4, "X,Y,W,H", error))
        return FALSE;
      cover.a = (DipPoint){ v[0], v[1] };
      cover.b = (DipPoint){ v[0] + v[2], v[1] + v[3] };
    }
  else
    {
      if (!parse_numbers (words[0], v, 2, "X,Y", error) || !parse_numbers (words[1], v + 2, 2, "X,Y", error))
        return FALSE;
      cover.a = (DipPoint){ v[0], v[1] };
      cover.b = (DipPoint){ v[2], v[3] };
    }
  g_array_append_val (covers, cover);
  return TRUE;
}

/* --box X,Y,W,H and --eyes X,Y X,Y may come more than once: their words are taken out of @words before GOption sees them. */
static gboolean
take_covers (GPtrArray *words, GArray *covers, GError **error)
{
  for (guint i = 0; i < words->len;)
    {
      const char *word = g_ptr_array_index (words, i);
      const guint n = strcmp (word, "--box") == 0 ? 1 : strcmp (word, "--eyes") == 0 ? 2 : 0;
      const char *values[2] = { NULL, NULL };

      if (n == 0)
        {
          i++;
          continue;
        }
      if (i + n >= words->len)
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                       n == 1 ? _ ("--box takes X,Y,W,H in pixels.")
                              : _ ("--eyes takes two points, X,Y X,Y in pixels."));
          return FALSE;
        }
      for (guint k = 0; k < n; k++)
        values[k] = g_ptr_array_index (words, i + 1 + k);
      if (!add_cover (covers, n == 1 ? DIP_COVER_BOX : DIP_COVER_EYES, values, error))
        return FALSE;
      g_ptr_array_remove_range (words, i, n + 1);
    }
  return TRUE;
}

static void
print_redaction (DipCli *cli, gint64 photo, const DipRedaction *redaction)
{
  g_autofree char *covers
      = redaction != NULL ? dip_covers_to_text (redaction->covers, redaction->n_covers) : g_strdup ("");
  JsonBuilder *json;

  if (!cli->json)
    {
      if (redaction == NULL || *covers == '\0')
        dip_out (_ ("Photo %" PRId64 ": nothing is covered\n"), photo);
      else
        dip_out (_ ("Photo %" PRId64 ": %s; still seen: %s\n"), photo, covers,
                 dip_token_label (dip_identifiability_tokens, (int) redaction->shows));
      return;
    }
  json = dip_json_new ();
  dip_json_int (json, "photo", photo);
  dip_json_int (json, "redaction", redaction != NULL ? redaction->id : 0);
  dip_json_string (json, "covers", covers);
  if (redaction != NULL && *covers != '\0')
    dip_json_string (json, "shows", dip_token_name (dip_identifiability_tokens, (int) redaction->shows));
  dip_json_print (json);
}

static int
redact (DipCli *cli, GArray *covers, gboolean clear, const char *shows_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipRedaction) saved = NULL;
  int shows = 0;
  gint64 id;

  if (!dip_cli_parse_id (cli->args[0], _ ("photo"), &id, &error)
      || (shows_text != NULL && !dip_token_parse (dip_identifiability_tokens, shows_text, "--shows", &shows, &error)))
    return dip_cli_fail (cli, error);
  if (clear && covers->len > 0)
    return dip_cli_fail_usage (cli, _ ("Either cover something or take all covers away, not both."));
  if (!clear && covers->len == 0)
    return dip_cli_fail_usage (cli, _ ("Say what to cover: --box X,Y,W,H or --eyes X,Y X,Y; or --clear."));
  if (dip_redacting_set (cli->desk, id, (const DipCover *) (gpointer) covers->data, covers->len,
                         (DipIdentifiability) shows, &error)
      == 0)
    return dip_cli_fail (cli, error);
  saved = dip_redacting_get (cli->desk, id, &error);
  if (error != NULL)
    return dip_cli_fail (cli, error);
  print_redaction (cli, id, saved);
  return DIP_EXIT_DONE;
}

int
dip_cmd_photo_redact (DipCli *cli, char **argv)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GArray) covers = g_array_new (FALSE, FALSE, sizeof (DipCover));
  g_autoptr (GError) error = NULL;
  g_autofree char *shows = NULL;
  gboolean clear = FALSE;
  const GOptionEntry entries[] = {
    { "clear", 0, 0, G_OPTION_ARG_NONE, &clear, N_ ("Take all covers away"), NULL },
    { "shows", 0, 0, G_OPTION_ARG_STRING, &shows, N_ ("How much of the person is still seen; you state it"), "LEVEL" },
    { 0 },
  };
  int exit_code;

  for (guint i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (words, argv[i]);
  if (!take_covers (words, covers, &error))
    return dip_cli_fail_usage (cli, error->message);
  g_ptr_array_add (words, NULL);
  if (!dip_cli_begin (cli, (char **) words->pdata, entries, 1, 1, &exit_code))
    return exit_code;
  return redact (cli, covers, clear, shows);
}

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-composing.h"
#include "dip-output.h"
#include "dip-styles.h"

#define DEFAULT_HEIGHT  1600
#define GREATEST_HEIGHT 20000
#define MOST_PAIRS      4

/* What the command line says of looks. */
typedef struct
{
  char *output;
  char *layout;
  char *style;
  char *recipe;
  gboolean labels;
  int height;
  gint64 version;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->output);
  g_free (wish->layout);
  g_free (wish->style);
  g_free (wish->recipe);
}

static gboolean
parse_pairs (DipCli *cli, gint64 *pairs, GError **error)
{
  for (guint i = 0; i < cli->n_args; i++)
    if (!dip_cli_parse_id (cli->args[i], _ ("pair"), &pairs[i], error))
      return FALSE;
  return TRUE;
}

/* @style (out) (transfer full): what @options borrow. */
static gboolean
parse_options (DipCli *cli, const Wish *wish, DipComposeOptions *options, DipStyle **style, GError **error)
{
  int layout = DIP_LAYOUT_SIDE_BY_SIDE;

  if (wish->layout != NULL && !dip_token_parse (dip_layout_tokens, wish->layout, "--layout", &layout, error))
    return FALSE;
  if (wish->style != NULL && (*style = dip_styles_get (cli->desk, wish->style, error)) == NULL)
    return FALSE;
  *options
      = (DipComposeOptions){ .layout = wish->layout == NULL && *style != NULL ? (*style)->layout : (DipLayout) layout,
                             .labels = wish->labels,
                             .panel_height = wish->height,
                             .version = wish->version,
                             .style = *style };
  return TRUE;
}

static int
print_file (DipCli *cli, const char *output, gboolean cleared)
{
  if (!cleared)
    dip_err ("%s\n", _ ("For looking at in the clinic only: this pair may not be published as it stands."));
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_string (json, "file", output);
      dip_json_bool (json, "cleared", cleared);
      dip_json_print (json);
    }
  else
    dip_out ("%s\n", output);
  return DIP_EXIT_DONE;
}

static int
compose (DipCli *cli, const Wish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipStyle) style = NULL;
  DipComposeOptions options;
  gboolean cleared = FALSE;
  gint64 pairs[MOST_PAIRS];

  if (!parse_options (cli, wish, &options, &style, &error) || !parse_pairs (cli, pairs, &error)
      || !dip_composing_save_series (cli->desk, pairs, cli->n_args, &options, wish->output,
                                     dip_job_get_cancellable (cli->job), &cleared, &error))
    return dip_cli_fail (cli, error);
  return print_file (cli, wish->output, cleared);
}

static int
follow (DipCli *cli, const Wish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) read_error = NULL;
  g_autofree char *text = NULL;

  if (!g_file_get_contents (wish->recipe, &text, NULL, &read_error))
    {
      g_set_error (&error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("The recipe can't be read: %s"), read_error->message);
      return dip_cli_fail (cli, error);
    }
  if (!dip_composing_follow (cli->desk, text, wish->output, dip_job_get_cancellable (cli->job), &error))
    return dip_cli_fail (cli, error);
  return print_file (cli, wish->output, TRUE);
}

static int
check_and_compose (DipCli *cli, const Wish *wish)
{
  if (wish->output == NULL)
    return dip_cli_fail_usage (cli, _ ("Say where to write the picture: -o FILE."));
  if (wish->height < 64 || wish->height > GREATEST_HEIGHT)
    return dip_cli_fail_usage (cli, _ ("--height is a number of pixels from 64 to 20000."));
  if (wish->version != 0 && cli->n_args != 1)
    return dip_cli_fail_usage (cli, _ ("A version is of one pair: give that pair alone."));
  if ((wish->recipe != NULL) == (cli->n_args > 0))
    return dip_cli_fail_usage (cli, _ ("Give a pair, several of one before photo for a series, or a recipe."));
  return wish->recipe != NULL ? follow (cli, wish) : compose (cli, wish);
}

int
dip_cmd_compose (DipCli *cli, char **argv)
{
  Wish wish = { .labels = TRUE, .height = DEFAULT_HEIGHT };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output,
      N_ ("Where to write it: .jpg, .png, .webp or .avif; a slide .webp or .gif"), "FILE" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &wish.layout, N_ ("side-by-side, stacked or slide"), "LAYOUT" },
    { "style", 0, 0, G_OPTION_ARG_STRING, &wish.style, N_ ("A saved style: see “style list”"), "NAME" },
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &wish.recipe, N_ ("Make it again as “pair recipe” wrote it"), "FILE" },
    { "height", 0, 0, G_OPTION_ARG_INT, &wish.height, N_ ("Height of each panel; never enlarged"), "PX" },
    { "version", 0, 0, G_OPTION_ARG_INT64, &wish.version, N_ ("As it was lined up once: see “pair versions”"),
      "VERSION" },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &wish.labels, N_ ("With “Before” and “Healed” (the default)"), NULL },
    { "no-labels", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &wish.labels, N_ ("Without text"), NULL },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 0, MOST_PAIRS, &exit_code))
    exit_code = check_and_compose (cli, &wish);
  wish_clear (&wish);
  return exit_code;
}

static int
write_recipe (DipCli *cli, const Wish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipStyle) style = NULL;
  g_autofree char *text = NULL;
  DipComposeOptions options;
  gint64 pairs[MOST_PAIRS];

  if (!parse_options (cli, wish, &options, &style, &error) || !parse_pairs (cli, pairs, &error))
    return dip_cli_fail (cli, error);
  text = dip_composing_write_recipe (cli->desk, pairs, cli->n_args, &options, &error);
  if (text == NULL || (wish->output != NULL && !g_file_set_contents (wish->output, text, -1, &error)))
    return dip_cli_fail (cli, error);
  if (wish->output == NULL)
    dip_out ("%s\n", text);
  else
    return print_file (cli, wish->output, TRUE);
  return DIP_EXIT_DONE;
}

int
dip_cmd_pair_recipe (DipCli *cli, char **argv)
{
  Wish wish = { .labels = TRUE, .height = DEFAULT_HEIGHT };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output, N_ ("Where to write it; otherwise it is printed"),
      "FILE" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &wish.layout, N_ ("side-by-side, stacked or slide"), "LAYOUT" },
    { "style", 0, 0, G_OPTION_ARG_STRING, &wish.style, N_ ("A saved style: see “style list”"), "NAME" },
    { "height", 0, 0, G_OPTION_ARG_INT, &wish.height, N_ ("Height of each panel; never enlarged"), "PX" },
    { "no-labels", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &wish.labels, N_ ("Without text"), NULL },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, MOST_PAIRS, &exit_code))
    exit_code = write_recipe (cli, &wish);
  wish_clear (&wish);
  return exit_code;
}

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-styles.h"

static void
add_style (JsonBuilder *json, const DipStyle *style)
{
  g_autofree char *label = dip_colour_to_text (style->label_colour);
  g_autofree char *chip = dip_colour_to_text (style->label_background);
  g_autofree char *background = dip_colour_to_text (style->background);
  g_autofree char *mark = dip_colour_to_text (style->mark.colour);

  dip_json_string (json, "name", style->name);
  dip_json_string (json, "layout", dip_token_name (dip_layout_tokens, (int) style->layout));
  dip_json_bool (json, "labels", style->labels);
  dip_json_string (json, "before_label", style->templates.before);
  dip_json_string (json, "after_label", style->templates.after);
  dip_json_string (json, "font", style->font);
  dip_json_string (json, "label_place", dip_token_name (dip_anchor_tokens, (int) style->label_anchor));
  dip_json_string (json, "label_colour", label);
  dip_json_string (json, "label_background", chip);
  dip_json_double (json, "label_opacity", style->label_opacity);
  dip_json_double (json, "contrast", dip_style_contrast (style));
  dip_json_double (json, "gutter", style->gutter);
  dip_json_string (json, "background", background);
  dip_json_string (json, "mark", style->mark.text);
  dip_json_bool (json, "logo", style->mark.logo != NULL);
  dip_json_string (json, "mark_place", dip_token_name (dip_anchor_tokens, (int) style->mark.anchor));
  dip_json_double (json, "mark_size", style->mark.size);
  dip_json_double (json, "mark_opacity", style->mark.opacity);
  dip_json_string (json, "mark_colour", mark);
}

static void
print_style (const DipStyle *style)
{
  g_autofree char *colour = dip_colour_to_text (style->label_colour);
  g_autofree char *chip = dip_colour_to_text (style->label_background);
  g_autofree char *background = dip_colour_to_text (style->background);

  dip_out (_ ("Style “%s”: %s\n"), style->name, dip_token_label (dip_layout_tokens, (int) style->layout));
  if (style->labels)
    dip_out (_ ("  labels: “%s” and “%s”, %s, %s on %s, contrast at least %.1f\n"),
             style->templates.before != NULL ? style->templates.before : _ ("Before"),
             style->templates.after != NULL ? style->templates.after : "{healed}",
             dip_token_label (dip_anchor_tokens, (int) style->label_anchor), colour, chip, dip_style_contrast (style));
  else
    dip_out ("  %s\n", _ ("no labels"));
  dip_out (_ ("  gutter: %.1f %% of the height, %s\n"), 100 * style->gutter, background);
  if (style->mark.text != NULL || style->mark.logo != NULL)
    dip_out (_ ("  clinic mark: %s%s, %s, %.0f %% high, %.0f %% opaque\n"), style->mark.logo != NULL ? _ ("logo ") : "",
             style->mark.text != NULL ? style->mark.text : "",
             dip_token_label (dip_anchor_tokens, (int) style->mark.anchor), 100 * style->mark.size,
             100 * style->mark.opacity);
}

int
dip_cmd_style_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) styles = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  styles = dip_styles_list (cli->desk, &error);
  if (styles == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "styles");
  for (guint i = 0; i < styles->len; i++)
    {
      const DipStyle *style = g_ptr_array_index (styles, i);

      if (json == NULL)
        dip_out ("%s\n", style->name);
      else
        {
          json_builder_begin_object (json);
          add_style (json, style);
          json_builder_end_object (json);
        }
    }
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

static int
show (DipCli *cli, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipStyle) style = dip_styles_get (cli->desk, name, &error);

  if (style == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      add_style (json, style);
      dip_json_print (json);
    }
  else
    print_style (style);
  return DIP_EXIT_DONE;
}

int
dip_cmd_style_show (DipCli *cli, char **argv)
{
  int exit_code;

  return dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code) ? show (cli, cli->args[0]) : exit_code;
}

int
dip_cmd_style_remove (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_styles_remove (cli->desk, cli->args[0], &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_print (dip_json_new ());
  return DIP_EXIT_DONE;
}

/* What the options say; NULL and NAN: leave it. */
typedef struct
{
  char *layout, *label_place, *mark_place;
  char *label_colour, *label_background, *background, *mark_colour;
  char *before, *after, *font, *mark, *logo;
  char *label_opacity, *gutter, *mark_size, *mark_opacity;
  char *destination;
  gboolean no_labels, labels, no_mark;
} SetTexts;

static gboolean
set_word (const char *text, const DipToken *table, const char *option, int *out, GError **error)
{
  return text == NULL || dip_token_parse (table, text, option, out, error);
}

static gboolean
set_colour (const char *text, guint32 *out, GError **error)
{
  return text == NULL || dip_colour_parse (text, out, error);
}

static gboolean
set_number (const char *text, const char *option, double *out, GError **error)
{
  char *end = NULL;
  double value;

  if (text == NULL)
    return TRUE;
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0')
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("%s takes a number, not “%s”."), option, text);
      return FALSE;
    }
  *out = value;
  return TRUE;
}

/* An empty text takes the setting back. */
static void
set_text (const char *text, char **out)
{
  if (text == NULL)
    return;
  g_free (*out);
  *out = *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
set_words (const SetTexts *texts, DipStyle *style, GError **error)
{
  int layout = (int) style->layout, label = (int) style->label_anchor, mark = (int) style->mark.anchor;

  if (!set_word (texts->layout, dip_layout_tokens, "--layout", &layout, error)
      || !set_word (texts->label_place, dip_anchor_tokens, "--label-place", &label, error)
      || !set_word (texts->mark_place, dip_anchor_tokens, "--mark-place", &mark, error))
    return FALSE;
  style->layout = (DipLayout) layout;
  style->label_anchor = (DipAnchor) label;
  style->mark.anchor = (DipAnchor) mark;
  return TRUE;
}

static gboolean
change_style (const SetTexts *texts, DipStyle *style, GError **error)
{
  set_text (texts->before, &style->templates.before);
  set_text (texts->after, &style->templates.after);
  set_text (texts->font, &style->font);
  set_text (texts->mark, &style->mark.text);
  if (texts->labels || texts->no_labels)
    style->labels = !texts->no_labels;
  if (texts->no_mark)
    {
      g_clear_pointer (&style->mark.text, g_free);
      g_clear_pointer (&style->mark.logo, g_free);
    }
  return set_words (texts, style, error) && set_colour (texts->label_colour, &style->label_colour, error)
         && set_colour (texts->label_background, &style->label_background, error)
         && set_colour (texts->background, &style->background, error)
         && set_colour (texts->mark_colour, &style->mark.colour, error)
         && set_number (texts->label_opacity, "--label-opacity", &style->label_opacity, error)
         && set_number (texts->gutter, "--gutter", &style->gutter, error)
         && set_number (texts->mark_size, "--mark-size", &style->mark.size, error)
         && set_number (texts->mark_opacity, "--mark-opacity", &style->mark.opacity, error);
}

static int
set_style (DipCli *cli, const SetTexts *texts)
{
  const char *name = cli->args[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (DipStyle) style = dip_styles_get (cli->desk, name, &error);

  if (style == NULL && !g_error_matches (error, DIP_ERROR, DIP_ERROR_NOT_FOUND))
    return dip_cli_fail (cli, error);
  g_clear_error (&error);
  if (style == NULL)
    style = dip_style_new (name);
  if (!change_style (texts, style, &error) || !dip_styles_save (cli->desk, style, texts->logo, &error)
      || (texts->destination != NULL && !dip_styles_use (cli->desk, name, texts->destination, &error)))
    return dip_cli_fail (cli, error);
  return show (cli, name);
}

static void
texts_clear (SetTexts *texts)
{
  char **all[]
      = { &texts->layout,      &texts->label_place,     &texts->mark_place, &texts->label_colour, &texts->background,
          &texts->mark_colour, &texts->before,          &texts->after,      &texts->font,         &texts->mark,
          &texts->logo,        &texts->label_opacity,   &texts->gutter,     &texts->mark_size,    &texts->mark_opacity,
          &texts->destination, &texts->label_background };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (*all[i]);
}

int
dip_cmd_style_set (DipCli *cli, char **argv)
{
  SetTexts t = { 0 };
  const GOptionEntry entries[] = {
    { "layout", 0, 0, G_OPTION_ARG_STRING, &t.layout, N_ ("side-by-side, stacked or slide"), "LAYOUT" },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &t.labels, N_ ("With labels"), NULL },
    { "no-labels", 0, 0, G_OPTION_ARG_NONE, &t.no_labels, N_ ("Without labels"), NULL },
    { "before", 0, 0, G_OPTION_ARG_STRING, &t.before, N_ ("The before's label"), "TEXT" },
    { "after", 0, 0, G_OPTION_ARG_STRING, &t.after, N_ ("The after's: {healed} {weeks} {sessions} {stage} {view}"),
      "TEXT" },
    { "font", 0, 0, G_OPTION_ARG_STRING, &t.font, N_ ("Font family"), "FAMILY" },
    { "label-place", 0, 0, G_OPTION_ARG_STRING, &t.label_place, N_ ("top-left … bottom-right"), "PLACE" },
    { "label-colour", 0, 0, G_OPTION_ARG_STRING, &t.label_colour, N_ ("Of the words"), "#RRGGBB" },
    { "label-background", 0, 0, G_OPTION_ARG_STRING, &t.label_background, N_ ("Behind the words"), "#RRGGBB" },
    { "label-opacity", 0, 0, G_OPTION_ARG_STRING, &t.label_opacity, N_ ("Of what is behind the words: 0 to 1"),
      "PART" },
    { "gutter", 0, 0, G_OPTION_ARG_STRING, &t.gutter, N_ ("Between panels: part of their height, 0 to 0.2"), "PART" },
    { "background", 0, 0, G_OPTION_ARG_STRING, &t.background, N_ ("Of the gutter"), "#RRGGBB" },
    { "mark", 0, 0, G_OPTION_ARG_STRING, &t.mark, N_ ("The clinic mark's words"), "TEXT" },
    { "logo", 0, 0, G_OPTION_ARG_FILENAME, &t.logo, N_ ("The clinic mark's picture"), "FILE" },
    { "no-mark", 0, 0, G_OPTION_ARG_NONE, &t.no_mark, N_ ("Without a clinic mark"), NULL },
    { "mark-place", 0, 0, G_OPTION_ARG_STRING, &t.mark_place, N_ ("top-left … bottom-right"), "PLACE" },
    { "mark-size", 0, 0, G_OPTION_ARG_STRING, &t.mark_size, N_ ("Its height: part of a panel's, 0.01 to 0.5"), "PART" },
    { "mark-opacity", 0, 0, G_OPTION_ARG_STRING, &t.mark_opacity, N_ ("0.1 to 1"), "PART" },
    { "mark-colour", 0, 0, G_OPTION_ARG_STRING, &t.mark_colour, N_ ("Of its words"), "#RRGGBB" },
    { "destination", 0, 0, G_OPTION_ARG_STRING, &t.destination, N_ ("Use it for what goes there"), "D" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = set_style (cli, &t);
  texts_clear (&t);
  return exit_code;
}

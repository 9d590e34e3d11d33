#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-destinations.h"
#include "dip-output.h"

static char *
widths_of (const DipDestination *place)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < DIP_LADDER_MAX && place->widths[i] != 0; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "," : "", place->widths[i]);
  return g_string_free (text, FALSE);
}

static void
add_place (JsonBuilder *json, const DipDestination *place)
{
  g_autofree char *formats = dip_flags_to_text (dip_export_format_tokens, place->formats);
  g_autofree char *widths = widths_of (place);
  g_autofree char *shape = dip_destination_shape (place);

  dip_json_string (json, "name", place->name);
  dip_json_string (json, "label", place->label);
  dip_json_string (json, "scope", dip_token_name (dip_scope_tokens, (int) place->scope));
  dip_json_string (json, "shows", dip_token_name (dip_identifiability_tokens, (int) place->max_identifiability));
  dip_json_string (json, "layout", dip_token_name (dip_layout_tokens, (int) place->layout));
  dip_json_bool (json, "labels", place->labels);
  dip_json_bool (json, "mark", place->mark);
  dip_json_bool (json, "after_only", place->after_only);
  dip_json_string (json, "formats", formats);
  dip_json_string (json, "widths", widths);
  dip_json_string (json, "shape", shape);
  dip_json_int (json, "max_kib", place->max_kib);
  dip_json_bool (json, "pages", place->pages);
  dip_json_bool (json, "rights", place->rights);
  dip_json_string (json, "caption", place->caption);
  dip_json_string (json, "disclosure", place->disclosure);
  dip_json_string (json, "language", place->language);
  dip_json_string (json, "templates", place->templates);
  dip_json_int (json, "dpi", place->dpi);
  dip_json_bool (json, "series", place->series);
  dip_json_bool (json, "import_list", place->import_list);
  dip_json_string (json, "names", place->names);
}

static void
print_place (const DipDestination *place)
{
  g_autofree char *formats = dip_flags_to_label (dip_export_format_tokens, place->formats);
  g_autofree char *widths = widths_of (place);
  g_autofree char *shape = dip_destination_shape (place);

  dip_out (_ ("Destination “%s”: %s\n"), place->name, place->label);
  dip_out (_ ("  needs consent for: %s; shows at most: %s\n"), dip_token_label (dip_scope_tokens, (int) place->scope),
           dip_token_label (dip_identifiability_tokens, (int) place->max_identifiability));
  dip_out (_ ("  pictures: %s, %s px, %s\n"),
           place->after_only ? _ ("the result alone") : dip_token_label (dip_layout_tokens, (int) place->layout),
           widths, formats);
  if (shape != NULL)
    dip_out (_ ("  shape: %s\n"), shape);
  if (place->max_kib > 0)
    dip_out (_ ("  at most %d KiB a file\n"), place->max_kib);
  dip_out ("  %s; %s; %s; %s\n", place->labels ? _ ("labels") : _ ("no labels"),
           place->mark ? _ ("clinic mark") : _ ("no clinic mark"),
           place->rights ? _ ("rights notice") : _ ("no rights notice"),
           place->pages ? _ ("web pages") : _ ("no web pages"));
  if (place->series)
    dip_out ("  %s\n", _ ("all healed photos of one before in one picture"));
  if (place->import_list)
    dip_out ("  %s\n", _ ("lists for WordPress"));
  if (place->names != NULL)
    dip_out (_ ("  names of files: %s\n"), place->names);
  if (place->dpi > 0)
    dip_out (_ ("  %d dots per inch\n"), place->dpi);
  if (place->language != NULL)
    dip_out (_ ("  texts in: %s\n"), place->language);
  if (place->templates != NULL)
    dip_out (_ ("  page templates: %s\n"), place->templates);
}

int
dip_cmd_destination_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  places = dip_destinations_list (cli->desk, &error);
  if (places == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "destinations");
  for (guint i = 0; i < places->len; i++)
    {
      const DipDestination *place = g_ptr_array_index (places, i);

      if (json == NULL)
        {
          dip_out ("%-18s %s\n", place->name, place->label);
          continue;
        }
      json_builder_begin_object (json);
      add_place (json, place);
      json_builder_end_object (json);
    }
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

static int
show (DipCli *cli, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipDestination) place = dip_destinations_get (cli->desk, name, &error);

  if (place == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      add_place (json, place);
      dip_json_print (json);
    }
  else
    print_place (place);
  return DIP_EXIT_DONE;
}

int
dip_cmd_destination_show (DipCli *cli, char **argv)
{
  int exit_code;

  return dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code) ? show (cli, cli->args[0]) : exit_code;
}

int
dip_cmd_destination_remove (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_destinations_remove (cli->desk, cli->args[0], &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_print (dip_json_new ());
  return DIP_EXIT_DONE;
}

/* What the options say; NULL: leave it. */
typedef struct
{
  char *label, *scope, *shows, *layout, *formats, *widths, *shape, *caption, *disclosure, *like, *language, *templates,
      *names;
  int max_kib, dpi;
  char *series, *import_list;
  char *labels, *mark, *after_only, *pages, *rights; /* yes or no */
} Texts;

static gboolean
set_word (const char *text, const DipToken *table, const char *option, guint *out, GError **error)
{
  int value;

  if (text == NULL)
    return TRUE;
  if (!dip_token_parse (table, text, option, &value, error))
    return FALSE;
  *out = (guint) value;
  return TRUE;
}

static gboolean
set_switch (const char *text, const char *option, gboolean *out, GError **error)
{
  if (text == NULL)
    return TRUE;
  *out = g_str_equal (text, "yes");
  if (*out || g_str_equal (text, "no"))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("%s takes yes or no, not “%s”."), option, text);
  return FALSE;
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
change (const Texts *t, DipDestination *place, GError **error)
{
  guint scope = place->scope, shows = place->max_identifiability, layout = place->layout;

  if (!set_word (t->scope, dip_scope_tokens, "--scope", &scope, error)
      || !set_word (t->shows, dip_identifiability_tokens, "--shows", &shows, error)
      || !set_word (t->layout, dip_layout_tokens, "--layout", &layout, error)
      || (t->formats != NULL
          && !dip_flags_parse (dip_export_format_tokens, t->formats, "--formats", &place->formats, error))
      || (t->widths != NULL && !dip_destination_set_widths (place, t->widths, error))
      || (t->shape != NULL && !dip_destination_set_shape (place, t->shape, error)))
    return FALSE;
  place->scope = (DipScope) scope;
  place->max_identifiability = (DipIdentifiability) shows;
  place->layout = (DipLayout) layout;
  set_text (t->label, &place->label);
  set_text (t->caption, &place->caption);
  set_text (t->disclosure, &place->disclosure);
  set_text (t->language, &place->language);
  set_text (t->templates, &place->templates);
  set_text (t->names, &place->names);
  if (t->max_kib >= 0)
    place->max_kib = t->max_kib;
  if (t->dpi >= 0)
    place->dpi = t->dpi;
  return set_switch (t->labels, "--labels", &place->labels, error)
         && set_switch (t->mark, "--mark", &place->mark, error)
         && set_switch (t->after_only, "--after-only", &place->after_only, error)
         && set_switch (t->pages, "--pages", &place->pages, error)
         && set_switch (t->series, "--series", &place->series, error)
         && set_switch (t->import_list, "--import-list", &place->import_list, error)
         && set_switch (t->rights, "--rights", &place->rights, error);
}

/* A new one begins as another one is, so that only what differs has to be said. */
static DipDestination *
begin (DipCli *cli, const Texts *t, gboolean is_new, GError **error)
{
  DipDestination *place
      = dip_destinations_get (cli->desk, is_new ? (t->like != NULL ? t->like : "website") : cli->args[0], error);

  if (place == NULL || !is_new)
    return place;
  place->id = 0;
  g_free (place->name);
  place->name = g_strdup (cli->args[0]);
  g_free (place->label);
  place->label = g_strdup (cli->args[0]);
  return place;
}

static int
save (DipCli *cli, const Texts *t, gboolean is_new)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipDestination) place = begin (cli, t, is_new, &error);

  if (place == NULL || !change (t, place, &error) || !dip_destinations_save (cli->desk, place, &error))
    return dip_cli_fail (cli, error);
  return show (cli, place->name);
}

static int
parse_and_save (DipCli *cli, char **argv, gboolean is_new)
{
  Texts t = { .max_kib = -1, .dpi = -1 };
  const GOptionEntry entries[] = {
    { "label", 0, 0, G_OPTION_ARG_STRING, &t.label, N_ ("What it is called when shown"), "TEXT" },
    { "like", 0, 0, G_OPTION_ARG_STRING, &t.like, N_ ("For a new one: begin as this one is (website)"), "D" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &t.scope, N_ ("The use clients must have agreed to"), "SCOPE" },
    { "shows", 0, 0, G_OPTION_ARG_STRING, &t.shows, N_ ("Most that may be seen: scalp-only, eyes-hidden, full-face"),
      "LEVEL" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &t.layout, N_ ("side-by-side, stacked or slide"), "LAYOUT" },
    { "formats", 0, 0, G_OPTION_ARG_STRING, &t.formats, N_ ("avif,webp,jpeg"), "F[,F]..." },
    { "widths", 0, 0, G_OPTION_ARG_STRING, &t.widths, N_ ("Pixels, ascending"), "PX[,PX]..." },
    { "shape", 0, 0, G_OPTION_ARG_STRING, &t.shape, N_ ("Of the whole picture, such as 1:1; empty: as cropped"),
      "W:H" },
    { "max-kib", 0, 0, G_OPTION_ARG_INT, &t.max_kib, N_ ("Most a file may weigh, in KiB; 0: no limit"), "KIB" },
    { "labels", 0, 0, G_OPTION_ARG_STRING, &t.labels, N_ ("Words in the picture"), "yes|no" },
    { "mark", 0, 0, G_OPTION_ARG_STRING, &t.mark, N_ ("The style's clinic mark"), "yes|no" },
    { "after-only", 0, 0, G_OPTION_ARG_STRING, &t.after_only, N_ ("The result alone"), "yes|no" },
    { "pages", 0, 0, G_OPTION_ARG_STRING, &t.pages, N_ ("With web pages"), "yes|no" },
    { "rights", 0, 0, G_OPTION_ARG_STRING, &t.rights, N_ ("The clinic's rights notice with every picture on the pages"),
      "yes|no" },
    { "caption", 0, 0, G_OPTION_ARG_STRING, &t.caption, N_ ("{healed} {weeks} {sessions} {stage} {view}"), "TEXT" },
    { "disclosure", 0, 0, G_OPTION_ARG_STRING, &t.disclosure, N_ ("The line under the results"), "TEXT" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &t.language,
      N_ ("Of texts and labels: en, de, fr, es; empty: the program's"), "L" },
    { "templates", 0, 0, G_OPTION_ARG_FILENAME, &t.templates,
      N_ ("Folder with a page.html, results.css or results.js of your own"), "DIR" },
    { "names", 0, 0, G_OPTION_ARG_STRING, &t.names,
      N_ ("Names of files: {view} {area} {stage} {weeks} {clinic} and {pair}; empty: the usual"), "PATTERN" },
    { "dpi", 0, 0, G_OPTION_ARG_INT, &t.dpi, N_ ("Dots per inch noted in JPEG files; 0: none"), "DPI" },
    { "series", 0, 0, G_OPTION_ARG_STRING, &t.series, N_ ("All healed photos of one before in one picture"), "yes|no" },
    { "import-list", 0, 0, G_OPTION_ARG_STRING, &t.import_list, N_ ("With lists for WordPress (CSV and WXR)"),
      "yes|no" },
    { 0 },
  };
  char **all[] = { &t.label,  &t.like,     &t.scope,      &t.shows,  &t.layout,      &t.formats,    &t.widths,
                   &t.shape,  &t.caption,  &t.disclosure, &t.labels, &t.mark,        &t.after_only, &t.pages,
                   &t.rights, &t.language, &t.templates,  &t.series, &t.import_list, &t.names };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = save (cli, &t, is_new);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (*all[i]);
  return exit_code;
}

int
dip_cmd_destination_add (DipCli *cli, char **argv)
{
  return parse_and_save (cli, argv, TRUE);
}

int
dip_cmd_destination_set (DipCli *cli, char **argv)
{
  return parse_and_save (cli, argv, FALSE);
}

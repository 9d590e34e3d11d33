#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-commands.h"
#include "dip-output.h"
#include "dip-pairing.h"
#include "dip-landmarks.h"
#include "dip-publishing.h"
#include "dip-suggesting.h"
#include "dip-verdicts.h"

static int
print_id (DipCli *cli, gint64 id)
{
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
print_proposal (JsonBuilder *json, const DipPairProposal *proposal)
{
  const char *view = dip_token_name (dip_view_tokens, (int) proposal->view);

  if (json == NULL)
    {
      dip_out ("%" PRId64 " %" PRId64 "  %s", proposal->before_id, proposal->after_id, view);
      if (proposal->pair_id != 0)
        dip_out (_ ("  (pair %" PRId64 " already)"), proposal->pair_id);
      dip_out ("\n");
      return;
    }
  json_builder_begin_object (json);
  dip_json_int (json, "before", proposal->before_id);
  dip_json_int (json, "after", proposal->after_id);
  dip_json_string (json, "view", view);
  dip_json_double (json, "score", proposal->score);
  if (proposal->pair_id != 0)
    dip_json_int (json, "pair", proposal->pair_id);
  json_builder_end_object (json);
}

int
dip_cmd_pair_suggest (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *json = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_pairing_suggest (cli->desk, cli->args[0], &error);
  if (rows == NULL)
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_array (json = dip_json_new (), "suggestions");
  for (guint i = 0; i < rows->len; i++)
    print_proposal (json, g_ptr_array_index (rows, i));
  if (json != NULL)
    dip_json_print (json_builder_end_array (json));
  else if (rows->len == 0)
    dip_err ("%s\n", _ ("No view has both a before and a healed photo."));
  return DIP_EXIT_DONE;
}

int
dip_cmd_pair_add (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  gint64 before, after, id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 2, 2, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("photo"), &before, &error)
      || !dip_cli_parse_id (cli->args[1], _ ("photo"), &after, &error))
    return dip_cli_fail (cli, error);
  id = dip_pairing_add (cli->desk, before, after, &error);
  return id != 0 ? print_id (cli, id) : dip_cli_fail (cli, error);
}

static gboolean
parse_point (const char *text, DipPoint *point, GError **error)
{
  char *end = NULL;

  point->x = g_ascii_strtod (text, &end);
  if (end != text && *end == ',')
    {
      const char *second = end + 1;

      point->y = g_ascii_strtod (second, &end);
      if (end != second && *end == '\0')
        return TRUE;
    }
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” is not a point; write it as X,Y in pixels."), text);
  return FALSE;
}

typedef struct
{
  DipPoint points[DIP_LANDMARKS_MAX];
  guint n;
} Landmarks;

/* The points that follow an option; they are moved out of @words. Returns how many words were used. */
static gboolean
take_points (GPtrArray *words, guint at, Landmarks *out, GError **error)
{
  const char *option = g_ptr_array_index (words, at);

  g_ptr_array_remove_index (words, at);
  while (at < words->len && strchr (g_ptr_array_index (words, at), ',') != NULL)
    {
      if (out->n == DIP_LANDMARKS_MAX)
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("%s takes two or three points."), option);
          return FALSE;
        }
      if (!parse_point (g_ptr_array_index (words, at), &out->points[out->n++], error))
        return FALSE;
      g_ptr_array_remove_index (words, at);
    }
  return TRUE;
}

/* An option with several values is more than GOption knows: its words are taken out first. */
static gboolean
take_landmarks (GPtrArray *words, Landmarks *before, Landmarks *after, GError **error)
{
  for (guint i = 0; i < words->len;)
    {
      const char *word = g_ptr_array_index (words, i);

      if (strcmp (word, "--before") == 0)
        {
          if (!take_points (words, i, before, error))
            return FALSE;
        }
      else if (strcmp (word, "--after") == 0)
        {
          if (!take_points (words, i, after, error))
            return FALSE;
        }
      else
        i++;
    }
  return TRUE;
}

static void
print_alignment (DipCli *cli, const DipCase *one)
{
  const DipSimilarity *s = &one->alignment->after_to_before;
  double degrees = dip_similarity_angle (s) * 180 / G_PI;
  g_autofree char *fit
      = dip_fit_to_text (one->alignment->residual, one->alignment->before, one->alignment->n_landmarks);

  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "pair", one->pair->id);
      dip_json_int (json, "alignment", one->alignment->id);
      dip_json_double (json, "scale", dip_similarity_scale (s));
      dip_json_double (json, "turn_degrees", degrees);
      dip_json_double (json, "residual_px", one->alignment->residual);
      dip_json_string (json, "fit", fit);
      dip_json_print (json);
    }
  else
    dip_out (_ ("Alignment %" PRId64 ": scale %.3f, turn %.1f°. %s\n"), one->alignment->id, dip_similarity_scale (s),
             degrees, fit);
}

static int
show_alignment (DipCli *cli, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipCase) one = dip_pairing_show (cli->desk, id, &error);

  if (one == NULL)
    return dip_cli_fail (cli, error);
  print_alignment (cli, one);
  return DIP_EXIT_DONE;
}

static int
align (DipCli *cli, const Landmarks *before, const Landmarks *after)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (before->n != after->n || before->n < DIP_LANDMARKS_MIN)
    return dip_cli_fail_usage (cli, _ ("Give two or three points for each photo, as many for one as for the other."));
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error)
      || dip_pairing_align (cli->desk, id, before->points, after->points, before->n, &error) == 0)
    return dip_cli_fail (cli, error);
  return show_alignment (cli, id);
}

static void
add_points (JsonBuilder *json, const char *name, const DipPoint *points, guint n)
{
  dip_json_array (json, name);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (json);
      json_builder_add_double_value (json, points[i].x);
      json_builder_add_double_value (json, points[i].y);
      json_builder_end_array (json);
    }
  json_builder_end_array (json);
}

static void
print_suggestion (DipCli *cli, gint64 id, const DipSuggestion *suggestion)
{
  const DipAlignment *draft = &suggestion->draft;
  JsonBuilder *json;

  if (!cli->json)
    {
      dip_out ("%s\n", suggestion->text);
      return;
    }
  json = dip_json_new ();
  dip_json_int (json, "pair", id);
  dip_json_bool (json, "confident", suggestion->confident);
  dip_json_double (json, "confidence", suggestion->confidence);
  dip_json_string (json, "text", suggestion->text);
  if (suggestion->confident)
    {
      dip_json_double (json, "scale", dip_similarity_scale (&draft->after_to_before));
      dip_json_double (json, "turn_degrees", dip_similarity_angle (&draft->after_to_before) * 180 / G_PI);
      add_points (json, "before", draft->before, draft->n_landmarks);
      add_points (json, "after", draft->after, draft->n_landmarks);
    }
  dip_json_print (json);
}

/* Shown first; saved only for who says so. */
static int
suggest_alignment (DipCli *cli, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipSuggestion) suggestion = NULL;
  gint64 id;

  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error))
    return dip_cli_fail (cli, error);
  suggestion = dip_suggesting_find (cli->desk, id, dip_job_get_cancellable (cli->job), &error);
  if (suggestion == NULL)
    return dip_cli_fail (cli, error);
  if (!suggestion->confident || !accept)
    {
      print_suggestion (cli, id, suggestion);
      return suggestion->confident ? DIP_EXIT_DONE : DIP_EXIT_SOME_FAILED;
    }
  if (dip_pairing_save (cli->desk, id, &suggestion->draft, &error) == 0)
    return dip_cli_fail (cli, error);
  dip_err ("%s\n", suggestion->text);
  return show_alignment (cli, id);
}

int
dip_cmd_pair_align (DipCli *cli, char **argv)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gboolean suggest = FALSE, accept = FALSE;
  const GOptionEntry entries[] = {
    { "suggest", 0, 0, G_OPTION_ARG_NONE, &suggest, N_ ("Look in the pictures how they lie on each other"), NULL },
    { "accept", 0, 0, G_OPTION_ARG_NONE, &accept, N_ ("Save the suggestion when it is sure"), NULL },
    { 0 },
  };
  Landmarks before = { 0 };
  Landmarks after = { 0 };
  int exit_code;

  for (guint i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (words, argv[i]);
  if (!take_landmarks (words, &before, &after, &error))
    return dip_cli_fail_usage (cli, error->message);
  g_ptr_array_add (words, NULL);
  if (!dip_cli_begin (cli, (char **) words->pdata, entries, 1, 1, &exit_code))
    return exit_code;
  if (!suggest && !accept)
    return align (cli, &before, &after);
  if (before.n > 0 || after.n > 0)
    return dip_cli_fail_usage (cli, _ ("Either give points or ask for a suggestion, not both."));
  return suggest_alignment (cli, accept);
}

/* "X,Y,W,H" */
static gboolean
parse_rect (const char *text, DipRect *out, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double values[4];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      char *end = NULL;

      if (parts[i] != NULL)
        values[i] = g_ascii_strtod (parts[i], &end);
      if (end == NULL || end == parts[i] || *end != '\0' || (i == 3 && parts[4] != NULL))
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” is no rectangle; write it as X,Y,W,H in pixels."),
                       text);
          return FALSE;
        }
    }
  *out = (DipRect){ values[0], values[1], values[2], values[3] };
  return TRUE;
}

typedef struct
{
  char *shape, *at;
  double exposure, warmth, tint; /* NAN: as it is */
} FrameTexts;

static gboolean
change_framing (const FrameTexts *texts, DipAlignment *draft, GError **error)
{
  int shape = (int) draft->crop_shape;

  if (texts->shape != NULL)
    {
      if (!dip_token_parse (dip_crop_shape_tokens, texts->shape, "--crop", &shape, error))
        return FALSE;
      draft->crop_shape = (DipCropShape) shape;
      draft->crop = (DipRect){ 0, 0, 0, 0 };
    }
  if (texts->at != NULL && !parse_rect (texts->at, &draft->crop, error))
    return FALSE;
  if (!isnan (texts->exposure))
    draft->correction.exposure = texts->exposure;
  if (!isnan (texts->warmth))
    draft->correction.warmth = texts->warmth;
  if (!isnan (texts->tint))
    draft->correction.tint = texts->tint;
  return TRUE;
}

static void
print_framing (DipCli *cli, const DipAlignment *saved, const DipRect *crop)
{
  JsonBuilder *json;

  if (!cli->json)
    {
      dip_out (
          _ ("Crop %s: %.0f × %.0f pixels at %.0f,%.0f; correction of both halves: exposure %+.2f, warmth %+.2f, tint "
             "%+.2f\n"),
          dip_token_label (dip_crop_shape_tokens, (int) saved->crop_shape), crop->width, crop->height, crop->x, crop->y,
          saved->correction.exposure, saved->correction.warmth, saved->correction.tint);
      return;
    }
  json = dip_json_new ();
  dip_json_int (json, "pair", saved->pair_id);
  dip_json_int (json, "alignment", saved->id);
  dip_json_string (json, "crop", dip_token_name (dip_crop_shape_tokens, (int) saved->crop_shape));
  dip_json_double (json, "x", crop->x);
  dip_json_double (json, "y", crop->y);
  dip_json_double (json, "width", crop->width);
  dip_json_double (json, "height", crop->height);
  dip_json_double (json, "exposure", saved->correction.exposure);
  dip_json_double (json, "warmth", saved->correction.warmth);
  dip_json_double (json, "tint", saved->correction.tint);
  dip_json_print (json);
}

static int
frame (DipCli *cli, const FrameTexts *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipCase) one = NULL;
  g_autoptr (DipCase) saved = NULL;
  DipAlignment draft = { 0 };
  DipRect crop;
  gint64 id;

  /* What is written wrongly is said before anything is looked up. */
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error) || !change_framing (texts, &draft, &error))
    return dip_cli_fail (cli, error);
  one = dip_pairing_show (cli->desk, id, &error);
  if (one == NULL || !dip_case_framing (one, &draft, &crop, &error) || !change_framing (texts, &draft, &error)
      || dip_pairing_save (cli->desk, id, &draft, &error) == 0)
    return dip_cli_fail (cli, error);
  saved = dip_pairing_show (cli->desk, id, &error);
  if (saved == NULL || !dip_case_framing (saved, &draft, &crop, &error))
    return dip_cli_fail (cli, error);
  print_framing (cli, &draft, &crop);
  return DIP_EXIT_DONE;
}

int
dip_cmd_pair_frame (DipCli *cli, char **argv)
{
  FrameTexts texts = { .exposure = NAN, .warmth = NAN, .tint = NAN };
  const GOptionEntry entries[] = {
    { "crop", 0, 0, G_OPTION_ARG_STRING, &texts.shape, N_ ("free, square, 4:5 or 3:2"), "SHAPE" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &texts.at, N_ ("Where, in pixels of the before"), "X,Y,W,H" },
    { "exposure", 0, 0, G_OPTION_ARG_DOUBLE, &texts.exposure, N_ ("Of both halves alike: -2 to 2 stops"), "STOPS" },
    { "warmth", 0, 0, G_OPTION_ARG_DOUBLE, &texts.warmth, N_ ("Red against blue: -1 to 1"), "STOPS" },
    { "tint", 0, 0, G_OPTION_ARG_DOUBLE, &texts.tint, N_ ("Green against red and blue: -1 to 1"), "STOPS" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = frame (cli, &texts);
  g_free (texts.shape);
  g_free (texts.at);
  return exit_code;
}

static void
add_pair (JsonBuilder *json, const DipCase *one, const DipGateAnswer *answer)
{
  dip_json_int (json, "id", one->pair->id);
  dip_json_string (json, "client", one->client->code);
  dip_json_int (json, "before", one->before->id);
  dip_json_int (json, "after", one->after->id);
  dip_json_string (json, "view", dip_token_name (dip_view_tokens, (int) one->pair->view));
  dip_json_string (json, "public_id", one->pair->slug);
  dip_json_string (json, "after_phase", dip_token_name (dip_phase_tokens, (int) one->after_facts.phase));
  dip_json_int (json, "healed_days", one->after_facts.days_since);
  dip_json_int (json, "alignment", one->alignment != NULL ? one->alignment->id : 0);
  dip_json_string (json, "approved_by", one->approval != NULL ? one->approval->by : NULL);
  dip_json_string (json, "approved_at", one->approval != NULL ? one->approval->at : NULL);
  dip_verdict_add (json, answer);
}

static void
print_pair (const DipCase *one, const DipGateAnswer *answer)
{
  g_autofree char *before = dip_date_to_display (one->before->taken_on);
  g_autofree char *after = dip_date_to_display (one->after->taken_on);
  g_autofree char *label = dip_publication_after_label (&one->after_facts);

  dip_out (_ ("Pair %" PRId64 " of client %s, %s\n"), one->pair->id, one->client->code,
           dip_token_label (dip_view_tokens, (int) one->pair->view));
  dip_out (_ ("  before: photo %" PRId64 ", %s\n"), one->before->id, before);
  dip_out (_ ("  after: photo %" PRId64 ", %s, %s\n"), one->after->id, after, label);
  dip_out ("  %s\n", one->alignment != NULL ? _ ("lined up") : _ ("not lined up yet"));
  dip_out (_ ("  on the website:\n"));
  dip_verdict_print (answer);
}

int
dip_cmd_pair_show (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipCase) one = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  const DipPublishVerdict *verdict;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &id, &error))
    return dip_cli_fail (cli, error);
  one = dip_pairing_show (cli->desk, id, &error);
  verdicts = one != NULL ? dip_publishing_check (cli->desk, "website", &id, 1, &error) : NULL;
  if (verdicts == NULL)
    return dip_cli_fail (cli, error);
  verdict = g_ptr_array_index (verdicts, 0);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      add_pair (json, one, verdict->answer);
      dip_json_print (json);
    }
  else
    print_pair (one, verdict->answer);
  return DIP_EXIT_DONE;
}

int
dip_cmd_approve (DipCli *cli, char **argv)
{
  g_autofree char *by = NULL;
  g_autofree char *checked_text = NULL;
  const GOptionEntry entries[] = {
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Who signs it off"), "NAME" },
    { "checked", 0, 0, G_OPTION_ARG_STRING, &checked_text,
      N_ ("What was looked for in both photos: face,tattoo,scar,jewellery,badge,reflection"), "WHAT,..." },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  guint checked = 0;
  gint64 pair, id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("pair"), &pair, &error)
      || (checked_text != NULL
          && !dip_flags_parse (dip_looked_for_tokens, checked_text, "--checked", &checked, &error)))
    return dip_cli_fail (cli, error);
  id = dip_pairing_approve (cli->desk, pair, by, checked, &error);
  return id != 0 ? print_id (cli, id) : dip_cli_fail (cli, error);
}

int
dip_cmd_pair_remove (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], "pair", &id, &error) || !dip_pairing_remove (cli->desk, id, &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    dip_json_print (dip_json_new ());
  return DIP_EXIT_DONE;
}

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-commands.h"
#include "dip-inbox.h"
#include "dip-output.h"
#include "dip-photos.h"

static void
add_phase (JsonBuilder *json, const DipPhaseFacts *facts)
{
  dip_json_string (json, "phase", dip_token_name (dip_phase_tokens, (int) facts->phase));
  dip_json_date (json, "last_session", facts->last_session);
  if (facts->days_since >= 0)
    dip_json_int (json, "days_since_session", facts->days_since);
}

static void
add_photo (JsonBuilder *json, const DipPhotoView *view)
{
  const DipPhoto *photo = view->photo;

  dip_json_int (json, "id", photo->id);
  dip_json_string (json, "client", view->code);
  if (photo->treatment_id != 0)
    dip_json_int (json, "treatment", photo->treatment_id);
  dip_json_string (json, "view", dip_token_name (dip_view_tokens, (int) photo->view));
  dip_json_string (json, "shows", dip_token_name (dip_identifiability_tokens, (int) photo->shows));
  if (photo->hair != DIP_HAIR_NOT_SAID)
    dip_json_string (json, "hair", dip_token_name (dip_hair_tokens, (int) photo->hair));
  dip_json_date (json, "taken", photo->taken_on);
  dip_json_string (json, "taken_source", dip_token_name (dip_taken_source_tokens, (int) photo->taken_source));
  dip_json_string (json, "taken_by", photo->taken_by);
  dip_json_string (json, "camera_time", photo->taken_at);
  add_phase (json, &view->facts);
  dip_json_string (json, "format", photo->format);
  dip_json_int (json, "width", photo->width);
  dip_json_int (json, "height", photo->height);
  dip_json_int (json, "bytes", photo->bytes);
  dip_json_string (json, "sha256", photo->blob);
}

static void
add_text_as_json (JsonBuilder *json, const char *name, const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  json_builder_set_member_name (json, name);
  if (node != NULL)
    json_builder_add_value (json, g_steal_pointer (&node));
  else
    json_builder_add_null_value (json);
}

static void
add_facts (JsonBuilder *json, const DipPhoto *photo)
{
  dip_json_string (json, "camera", photo->camera);
  dip_json_string (json, "lens", photo->lens);
  dip_json_double (json, "focal_length_mm", photo->focal_length);
  dip_json_double (json, "exposure_s", photo->exposure);
  dip_json_double (json, "f_number", photo->f_number);
  dip_json_int (json, "iso", photo->iso);
  dip_json_string (json, "white_balance", photo->white_balance);
  dip_json_int (json, "orientation", photo->orientation);
  dip_json_string (json, "imported_at", photo->imported_at);
  dip_json_string (json, "source_sha256", photo->source_digest);
  dip_json_string (json, "pixels_sha256", photo->pixel_digest);
  add_text_as_json (json, "removed", photo->removed);
  add_text_as_json (json, "certificate", photo->certificate);
}

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : "—";
}

static void
print_photos (GPtrArray *rows)
{
  const char *const headings[]
      = { _ ("Photo"), _ ("Client"), _ ("Taken"), _ ("Said by"), _ ("View"), _ ("Phase"), _ ("Size") };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (rows, i);
      g_autofree char *taken = dip_date_to_iso (view->photo->taken_on);

      g_ptr_array_add (cells, g_strdup_printf ("%" PRId64, view->photo->id));
      g_ptr_array_add (cells, g_strdup (or_dash (view->code)));
      g_ptr_array_add (cells, g_strdup (or_dash (taken)));
      g_ptr_array_add (cells,
                       g_strdup (or_dash (dip_token_label (dip_taken_source_tokens, (int) view->photo->taken_source))));
      g_ptr_array_add (cells, g_strdup (or_dash (dip_token_label (dip_view_tokens, (int) view->photo->view))));
      g_ptr_array_add (cells, g_strdup (or_dash (dip_token_label (dip_phase_tokens, (int) view->facts.phase))));
      g_ptr_array_add (cells, g_strdup_printf ("%d × %d", view->photo->width, view->photo->height));
    }
  dip_out_table (headings, cells, G_N_ELEMENTS (headings));
}

static int
show_photos (DipCli *cli, GPtrArray *rows)
{
  JsonBuilder *json;

  if (!cli->json)
    {
      print_photos (rows);
      return DIP_EXIT_DONE;
    }
  dip_json_array (json = dip_json_new (), "photos");
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (json);
      add_photo (json, g_ptr_array_index (rows, i));
      json_builder_end_object (json);
    }
  dip_json_print (json_builder_end_array (json));
  return DIP_EXIT_DONE;
}

int
dip_cmd_photo_list (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  rows = dip_photos_list (cli->desk, cli->args[0], &error);
  return rows != NULL ? show_photos (cli, rows) : dip_cli_fail (cli, error);
}

int
dip_cmd_photo_inbox (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 0, 0, &exit_code))
    return exit_code;
  rows = dip_inbox_list (cli->desk, &error);
  return rows != NULL ? show_photos (cli, rows) : dip_cli_fail (cli, error);
}

static GArray *
parse_ids (DipCli *cli, guint first, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = first; i < cli->n_args; i++)
    {
      gint64 id;

      if (!dip_cli_parse_id (cli->args[i], _ ("photo"), &id, error))
        return NULL;
      g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

static int
say_count (DipCli *cli, guint n)
{
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "photos", n);
      dip_json_print (json);
    }
  else
    dip_out (ngettext ("%u photo\n", "%u photos\n", n), n);
  return DIP_EXIT_DONE;
}

int
dip_cmd_photo_give (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 2, G_MAXUINT, &exit_code))
    return exit_code;
  ids = parse_ids (cli, 1, &error);
  if (ids == NULL || !dip_inbox_give (cli->desk, (const gint64 *) ids->data, ids->len, cli->args[0], &error))
    return dip_cli_fail (cli, error);
  return say_count (cli, ids->len);
}

int
dip_cmd_photo_remove (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, G_MAXUINT, &exit_code))
    return exit_code;
  ids = parse_ids (cli, 0, &error);
  if (ids == NULL || !dip_inbox_remove (cli->desk, (const gint64 *) ids->data, ids->len, &error))
    return dip_cli_fail (cli, error);
  return say_count (cli, ids->len);
}

int
dip_cmd_photo_show (DipCli *cli, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPhotoView) view = NULL;
  JsonBuilder *json;
  gint64 id;
  int exit_code;

  if (!dip_cli_begin (cli, argv, NULL, 1, 1, &exit_code))
    return exit_code;
  if (!dip_cli_parse_id (cli->args[0], _ ("photo"), &id, &error))
    return dip_cli_fail (cli, error);
  view = dip_photos_show (cli->desk, id, &error);
  if (view == NULL)
    return dip_cli_fail (cli, error);
  /* The certificate is a document: both forms show it as one. */
  json = dip_json_new ();
  add_photo (json, view);
  add_facts (json, view->photo);
  dip_json_print (json);
  return DIP_EXIT_DONE;
}

typedef struct
{
  char *view, *taken, *shows, *hair;
  gint64 treatment;
} SetTexts;

static gboolean
parse_change (const SetTexts *texts, DipPhotoChange *change, GError **error)
{
  int value;

  if (texts->view != NULL)
    {
      if (!dip_token_parse (dip_view_tokens, texts->view, "--view", &value, error))
        return FALSE;
      change->set_view = TRUE;
      change->view = (DipView) value;
    }
  if (texts->shows != NULL)
    {
      if (!dip_token_parse (dip_identifiability_tokens, texts->shows, "--shows", &value, error))
        return FALSE;
      change->set_shows = TRUE;
      change->shows = (DipIdentifiability) value;
    }
  if (texts->hair != NULL)
    {
      if (!dip_token_parse (dip_hair_tokens, texts->hair, "--hair", &value, error))
        return FALSE;
      change->set_hair = TRUE;
      change->hair = (DipHair) value;
    }
  if (texts->taken != NULL)
    {
      change->set_taken = TRUE;
      if (!dip_date_parse (texts->taken, "--taken", &change->taken, error))
        return FALSE;
    }
  change->set_treatment = texts->treatment != 0;
  change->treatment_id = texts->treatment;
  return TRUE;
}

static int
set_photo (DipCli *cli, const SetTexts *texts)
{
  g_autoptr (GError) error = NULL;
  DipPhotoChange change = { 0 };
  gint64 id;

  if (!dip_cli_parse_id (cli->args[0], _ ("photo"), &id, &error) || !parse_change (texts, &change, &error))
    return dip_cli_fail (cli, error);
  if (!change.set_view && !change.set_shows && !change.set_taken && !change.set_treatment && !change.set_hair)
    return dip_cli_fail_usage (cli, _ ("Say what to change."));
  if (!dip_photos_set (cli->desk, id, &change, &error))
    return dip_cli_fail (cli, error);
  if (cli->json)
    {
      JsonBuilder *json = dip_json_new ();

      dip_json_int (json, "id", id);
      dip_json_print (json);
    }
  return DIP_EXIT_DONE;
}

int
dip_cmd_photo_set (DipCli *cli, char **argv)
{
  SetTexts texts = { 0 };
  const GOptionEntry entries[] = {
    { "view", 0, 0, G_OPTION_ARG_STRING, &texts.view, N_ ("The view it shows"), "VIEW" },
    { "taken", 0, 0, G_OPTION_ARG_STRING, &texts.taken, N_ ("The day it was taken; you state it"), "DATE" },
    { "shows", 0, 0, G_OPTION_ARG_STRING, &texts.shows, N_ ("How much of the person it shows"), "LEVEL" },
    { "hair", 0, 0, G_OPTION_ARG_STRING, &texts.hair, N_ ("Whether the hair is dry or wet"), "STATE" },
    { "treatment", 0, 0, G_OPTION_ARG_INT64, &texts.treatment, N_ ("The treatment it belongs to"), "ID" },
    { 0 },
  };
  int exit_code;

  if (dip_cli_begin (cli, argv, entries, 1, 1, &exit_code))
    exit_code = set_photo (cli, &texts);
  g_free (texts.view);
  g_free (texts.taken);
  g_free (texts.shows);
  g_free (texts.hair);
  return exit_code;
}

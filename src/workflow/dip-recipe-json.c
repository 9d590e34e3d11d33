#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dip-error.h"
#include "dip-recipe.h"
#include "dip-style-json.h"

/* Raise when a change in how pictures are made has to reach what is already published. */
#define RECIPE_VERSION 2

#define KIND "diptych-recipe"

static JsonBuilder *
member (JsonBuilder *builder, const char *name)
{
  return json_builder_set_member_name (builder, name);
}

static void
add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_begin_array (member (builder, name));
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_panel (JsonBuilder *builder, const DipRecipePanel *panel)
{
  const DipSimilarity *s = &panel->to_frame;
  const double similarity[] = { s->a, s->b, s->tx, s->ty };
  g_autofree char *covers = dip_covers_to_text (panel->covers, panel->n_covers);

  json_builder_begin_object (builder);
  json_builder_add_string_value (member (builder, "photo"), panel->blob);
  json_builder_add_int_value (member (builder, "orientation"), panel->orientation);
  json_builder_add_int_value (member (builder, "width"), panel->width);
  json_builder_add_int_value (member (builder, "height"), panel->height);
  add_numbers (builder, "similarity", similarity, G_N_ELEMENTS (similarity));
  if (panel->label != NULL)
    json_builder_add_string_value (member (builder, "label"), panel->label);
  if (panel->n_covers > 0)
    json_builder_add_string_value (member (builder, "covers"), covers);
  json_builder_end_object (builder);
}

char *
dip_recipe_to_json (const DipRecipe *self)
{
  const double crop[] = { self->crop.x, self->crop.y, self->crop.width, self->crop.height };
  const double correction[] = { self->correction.exposure, self->correction.warmth, self->correction.tint };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_add_int_value (member (builder, KIND), RECIPE_VERSION);
  json_builder_begin_array (member (builder, "panels"));
  for (guint i = 0; i < self->n_panels; i++)
    add_panel (builder, &self->panels[i]);
  json_builder_end_array (builder);
  add_numbers (builder, "crop", crop, G_N_ELEMENTS (crop));
  add_numbers (builder, "correction", correction, G_N_ELEMENTS (correction));
  json_builder_add_int_value (member (builder, "panel-height"), self->panel_height);
  json_builder_begin_object (member (builder, "style"));
  dip_style_add_json (self->style, builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("This recipe can't be followed: its “%s” makes no sense. Take the file as “pair recipe” wrote it."),
               what);
  return FALSE;
}

static gboolean
read_numbers (JsonObject *object, const char *name, double *values, guint n, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) != n)
    return damaged (error, name);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) == G_TYPE_STRING)
        return damaged (error, name);
      values[i] = json_node_get_double (element);
    }
  return TRUE;
}

static const char *
read_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_int (JsonObject *object, const char *name, int least, int most, int *out, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 value = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                     ? json_node_get_int (node)
                     : G_MININT64;

  if (value < least || value > most)
    return damaged (error, name);
  *out = (int) value;
  return TRUE;
}

static gboolean
read_panel (JsonNode *node, DipRecipePanel *panel, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  double s[4];

  if (object == NULL || read_text (object, "photo") == NULL)
    return damaged (error, "photo");
  if (!read_numbers (object, "similarity", s, G_N_ELEMENTS (s), error)
      || !read_int (object, "orientation", 1, 8, &panel->orientation, error)
      || !read_int (object, "width", 1, G_MAXINT / 2, &panel->width, error)
      || !read_int (object, "height", 1, G_MAXINT / 2, &panel->height, error))
    return FALSE;
  panel->to_frame = (DipSimilarity){ s[0], s[1], s[2], s[3] };
  panel->blob = g_strdup (read_text (object, "photo"));
  panel->label = g_strdup (read_text (object, "label"));
  panel->n_covers = dip_covers_from_text (read_text (object, "covers"), panel->covers);
  return TRUE;
}

static gboolean
read_panels (JsonObject *object, DipRecipe *self, GError **error)
{
  JsonNode *node = json_object_get_member (object, "panels");
  JsonArray *panels = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = panels != NULL ? json_array_get_length (panels) : 0;

  if (n < 2 || n > DIP_RECIPE_PANELS_MAX)
    return damaged (error, "panels");
  for (guint i = 0; i < n; i++)
    {
      self->n_panels = i + 1;
      if (!read_panel (json_array_get_element (panels, i), &self->panels[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_version (JsonObject *object, GError **error)
{
  int version;

  if (!json_object_has_member (object, KIND))
    return damaged (error, KIND);
  if (!read_int (object, KIND, 1, G_MAXINT, &version, error))
    return FALSE;
  if (version == RECIPE_VERSION)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
               _ ("This recipe is of version %d; this program follows version %d. Use the program that made it."),
               version, RECIPE_VERSION);
  return FALSE;
}

static gboolean
read_recipe (JsonObject *object, DipRecipe *self, GError **error)
{
  double crop[4], correction[3];
  JsonNode *style = json_object_get_member (object, "style");

  if (!read_version (object, error) || !read_panels (object, self, error)
      || !read_numbers (object, "crop", crop, G_N_ELEMENTS (crop), error)
      || !read_numbers (object, "correction", correction, G_N_ELEMENTS (correction), error)
      || !read_int (object, "panel-height", 1, 65500, &self->panel_height, error))
    return FALSE;
  self->crop = (DipRect){ crop[0], crop[1], crop[2], crop[3] };
  self->correction = (DipCorrection){ correction[0], correction[1], correction[2] };
  if (style == NULL || !JSON_NODE_HOLDS_OBJECT (style))
    return damaged (error, "style");
  self->style = dip_style_from_json ("recipe", json_node_get_object (style), error);
  return self->style != NULL;
}

DipRecipe *
dip_recipe_from_json (const char *text, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (DipRecipe) self = g_new0 (DipRecipe, 1);
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, -1, NULL) || (root = json_parser_get_root (parser)) == NULL
      || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                           _ ("This is no recipe. Take the file as “pair recipe” wrote it."));
      return NULL;
    }
  return read_recipe (json_node_get_object (root), self, error) ? g_steal_pointer (&self) : NULL;
}
